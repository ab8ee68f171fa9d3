package reach

import (
	"cmp"
	"strings"

	"mooring/internal/policy"
)

// request is one thing that a dependency is usually asked for: all of its
// actions have to be admitted.
type request struct {
	what     string // as a person would say it: "reading of bucket x"
	actions  []string
	resource string // ARN, with * where any will be asked about; "" for actions that name none
	beside   string // ARN for actions that have another resource: the bucket of its objects
	owner    string // account that owns the resource, "" where not known
	signer   signer
	line     bool // told, and no part of the verdict
}

// signer is whose name stands under a request.
type signer int8

const (
	byAsker  signer = iota
	byAWS           // a URL that an account of AWS's signed
	byNobody        // without a signature
)

// usual are the requests of a dependency; ok is false where they are not known.
func (a asker) usual(service string) (all []request, ok bool) {
	if service == "s3" {
		return append(a.data(), a.keptByAWS()...), true
	}
	if all = a.namedRequests(service); len(all) > 0 && !a.more {
		return all, true
	}
	for _, row := range usualActions() {
		if row.service == service {
			return append(all, a.request(row)), true
		}
	}
	return nil, false
}

// usualRow is what a service is asked for where nothing is named.
type usualRow struct {
	service  string
	resource string // after the account; "" for actions that name no resource
	actions  []string
}

// usualActions are the actions of AWS's own clients, as the Service
// Authorization Reference names them.
func usualActions() []usualRow {
	row := func(service, resource string, actions ...string) usualRow {
		return usualRow{service, resource, actions}
	}
	return []usualRow{
		row("dynamodb", "dynamodb table/*", "dynamodb:GetItem", "dynamodb:PutItem"),
		row("sagemaker.api", "sagemaker training-job/*", "sagemaker:CreateTrainingJob", "sagemaker:DescribeTrainingJob"),
		row("sagemaker.runtime", "sagemaker endpoint/*", "sagemaker:InvokeEndpoint"),
		row("sagemaker.featurestore-runtime", "sagemaker feature-group/*", "sagemaker:GetRecord", "sagemaker:PutRecord"),
		row("sagemaker.metrics", "sagemaker experiment-trial-component/*", "sagemaker:BatchPutMetrics"),
		row("sts", "iam role/*", "sts:GetCallerIdentity", "sts:AssumeRole"),
		row("logs", "logs log-group:/aws/sagemaker/*", "logs:CreateLogStream", "logs:PutLogEvents"),
		row("monitoring", "", "cloudwatch:PutMetricData"),
		row("ecr.api", "ecr repository/*", "ecr:GetAuthorizationToken", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"),
		row("ecr.dkr", "ecr repository/*", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"),
		row("kms", "kms key/*", "kms:Decrypt", "kms:GenerateDataKey"),
		row("secretsmanager", "secretsmanager secret:*", "secretsmanager:GetSecretValue"),
		row("ssm", "ssm parameter/*", "ssm:GetParameter"),
		row("ssmmessages", "", "ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel"),
		row("ec2messages", "", "ec2messages:AcknowledgeMessage", "ec2messages:GetMessages", "ec2messages:SendReply"),
		row("codeartifact.api", "codeartifact domain/*", "codeartifact:GetAuthorizationToken", "sts:GetServiceBearerToken"),
		row("codeartifact.repositories", "codeartifact repository/*", "codeartifact:ReadFromRepository"),
		row("git-codecommit", "codecommit *", "codecommit:GitPull"),
		row("codecommit", "codecommit *", "codecommit:GetRepository"),
		row("lambda", "lambda function:*", "lambda:InvokeFunction"),
		row("glue", "glue *", "glue:GetDatabase", "glue:GetTable"),
		row("athena", "athena workgroup/*", "athena:StartQueryExecution", "athena:GetQueryResults"),
		row("redshift-data", "", "redshift-data:GetStatementResult"),
		row("lakeformation", "", "lakeformation:GetDataAccess"),
		row("servicecatalog", "", "servicecatalog:SearchProducts"),
		row("license-manager", "", "license-manager:CheckoutLicense", "license-manager:ListReceivedLicenses"),
		row("events", "events rule/*", "events:PutRule", "events:PutTargets"),
		row("ec2", "", "ec2:DescribeVpcEndpoints"),
		row("elasticfilesystem", "", "elasticfilesystem:DescribeMountTargets"),
		row("eks", "eks cluster/*", "eks:DescribeCluster"),
		row("sns", "sns *", "sns:Publish"),
	}
}

// withoutResource are actions of the table that name no resource whatever the
// others of their row do.
func withoutResource(action string) bool {
	switch action {
	case "sts:GetCallerIdentity", "ecr:GetAuthorizationToken", "sts:GetServiceBearerToken":
		return true
	}
	return false
}

func (a asker) request(row usualRow) request {
	r := request{actions: row.actions, owner: a.account}
	if service, resource, ok := strings.Cut(row.resource, " "); ok {
		region := cmp.Or(a.region, "*")
		if service == "iam" {
			region = ""
		}
		r.resource = a.arn(service, region, cmp.Or(a.account, "*"), resource)
	}
	return r
}

// namedRequests are about what the resource names.
func (a asker) namedRequests(service string) []request {
	var out []request
	for _, line := range lines(a.names) {
		kind, arn, _ := strings.Cut(line, " ")
		r := request{what: kind + " " + arn[strings.LastIndexAny(arn, ":/")+1:], resource: arn, owner: accountOf(arn)}
		switch {
		case kind == "repository" && service == "ecr.api":
			r.actions = []string{"ecr:GetAuthorizationToken", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"}
		case kind == "repository":
			r.actions = []string{"ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"}
		case kind == "function":
			r.actions = []string{"lambda:InvokeFunction"}
		case kind == "secret":
			r.actions = []string{"secretsmanager:GetSecretValue"}
		case kind == "git":
			r.actions = []string{"codecommit:GitPull"}
		default:
			continue
		}
		out = append(out, r)
	}
	return out
}

func accountOf(arn string) string {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) != 6 {
		return ""
	}
	return parts[4]
}

// data are the requests for the places in S3 that a resource names.
func (a asker) data() []request {
	var out []request
	for _, line := range lines(a.names) {
		kind, place, _ := strings.Cut(line, " ")
		bucket, key, _ := strings.Cut(place, "/")
		out = append(out, a.place(kind, bucket, key))
	}
	return out
}

// place is the request for one place. SageMaker lists what lies under a prefix
// and writes below an output path, never over it.
func (a asker) place(kind, bucket, key string) request {
	action, folder, _ := strings.Cut(kind, "-")
	if folder == "folder" && key != "" && !strings.HasSuffix(key, "/") {
		key += "/"
	}
	if folder == "folder" {
		key += "*"
	}
	root := a.arn("s3", "", "", bucket)
	r := request{what: "reading of bucket " + bucket, actions: []string{"s3:GetObject"}, resource: root + "/" + key}
	switch {
	case action == "write":
		r.what, r.actions = "writing to bucket "+bucket, []string{"s3:PutObject"}
	case folder == "folder":
		r.actions, r.beside = append(r.actions, "s3:ListBucket"), root
	}
	return r
}

// unnamed are the requests of one who may work with any bucket: each counts for
// itself.
func (a asker) unnamed(bucket string) []request {
	root := a.arn("s3", "", "", bucket)
	return []request{
		{what: "reading of any bucket", actions: []string{"s3:GetObject"}, resource: root + "/*"},
		{what: "listing of any bucket", actions: []string{"s3:ListBucket"}, beside: root},
		{what: "writing to any bucket", actions: []string{"s3:PutObject"}, resource: root + "/*"},
	}
}

// defaultBucket is the bucket of the SageMaker SDK (SageMaker developer guide,
// sagemaker-roles), "" where the account or Region is not known, or what the
// resource names.
func (a asker) defaultBucket() string {
	if a.account == "" || a.region == "" || !a.told {
		return ""
	}
	return "sagemaker-" + a.region + "-" + a.account
}

// keptByAWS are the requests to buckets of AWS's own. Layers come by a URL that
// ECR signs, packages without any signature (ECR User Guide, vpc-endpoints;
// PrivateLink guide, vpc-endpoints-s3).
func (a asker) keptByAWS() []request {
	region := cmp.Or(a.region, "*")
	var out []request
	for _, line := range lines(a.extra) {
		level, purpose, _ := strings.Cut(line, " ")
		r := request{line: level == "likes"}
		var bucket string
		switch purpose {
		case "layers":
			bucket, r.what, r.signer = "prod-"+region+"-starport-layer-bucket", "layers of images", byAWS
		case "models":
			bucket, r.what = "jumpstart-cache-prod-"+region, "models of JumpStart"
		case "packages-2":
			bucket, r.what, r.signer = "amazonlinux-2-repos-"+region, "packages of Amazon Linux 2", byNobody
		default:
			bucket, r.what, r.signer = "al2023-repos-"+region+"-de612dc2", "packages of Amazon Linux 2023", byNobody
		}
		r.what += " (bucket " + bucket + ")"
		r.actions, r.resource = []string{"s3:GetObject"}, a.arn("s3", "", "", bucket+"/*")
		out = append(out, r)
	}
	return out
}

// signers are the principals of a request.
func (r request) signers(a asker) []policy.Principal {
	switch r.signer {
	case byAWS:
		return []policy.Principal{{}}
	case byNobody:
		return []policy.Principal{policy.Anonymous()}
	}
	return a.principals()
}

// resourceOf is the ARN that one action of the request is about.
func (r request) resourceOf(action string) string {
	switch {
	case withoutResource(action):
		return ""
	case action == "s3:ListBucket":
		return r.beside
	}
	return r.resource
}
