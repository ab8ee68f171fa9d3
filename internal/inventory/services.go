package inventory

import (
	"slices"
	"strings"
)

// Service is something that SageMaker's code or SageMaker itself talks to.
type Service struct {
	ID    string // dependency id, such as sagemaker.api
	Label string // what people call it
	// Endpoint is the endpoint service name with {region} for the Region, such as
	// com.amazonaws.{region}.sagemaker.api; read backwards it is the host name.
	// Empty for what no AWS endpoint serves.
	Endpoint  string
	Gateway   bool // a gateway endpoint serves it
	Interface bool // an interface endpoint serves it
	Public    bool // outside AWS: any public address
	Inside    bool // an interface within the network
	User      bool // called by a person's browser, never by the resource itself
	Asked     bool // no kind's by itself: proved where a person asks for it
	// Hosts are host names read backwards, where they are not Endpoint's own.
	Hosts []string
	// Labelled names have a bucket, an account or a resource in front: clients
	// never ask for the bare name, S3's aside.
	Labelled bool
	Port     int    // first port; 0 for all
	LastPort int    // of a range; equal to Port for a single one
	Protocol string // tcp, udp, all
	Why      string
}

// EndpointNames are the endpoint service names that serve it in a Region,
// sorted. In China one service is offered under either of two prefixes.
func (s Service) EndpointNames(region string) []string {
	if s.Endpoint == "" {
		return nil
	}
	name := strings.ReplaceAll(s.Endpoint, "{region}", region)
	if strings.HasPrefix(region, "cn-") && strings.HasPrefix(name, "com.amazonaws.") {
		return []string{"cn." + name, name}
	}
	return []string{name}
}

// HostNames are the host names that a client in the Region asks for, without
// the account or resource labels in front. An empty partition is taken from
// the Region's name.
func (s Service) HostNames(partition, region string) []string {
	reversed := s.Hosts
	if len(reversed) == 0 && s.Endpoint != "" {
		reversed = []string{s.Endpoint}
	}
	var hosts []string
	for _, r := range reversed {
		if rest, ok := strings.CutPrefix(r, "com.amazonaws."); ok {
			r = domainOf(partition, region) + "." + rest
		}
		labels := strings.Split(strings.ReplaceAll(r, "{region}", region), ".")
		slices.Reverse(labels)
		hosts = append(hosts, strings.Join(labels, "."))
	}
	return hosts
}

// domainOf is the DNS suffix of a partition's services, read backwards.
// Source: botocore, data/partitions.json.
func domainOf(partition, region string) string {
	switch {
	case partition == "aws-cn", partition == "" && strings.HasPrefix(region, "cn-"):
		return "cn.com.amazonaws"
	case partition == "aws-iso", partition == "" && strings.HasPrefix(region, "us-iso-"):
		return "gov.ic.c2s"
	case partition == "aws-iso-b", partition == "" && strings.HasPrefix(region, "us-isob-"):
		return "gov.sgov.sc2s"
	case partition == "aws-eusc", partition == "" && strings.HasPrefix(region, "eusc-"):
		return "eu.amazonaws"
	}
	return "com.amazonaws"
}

// services and servicesByID are the one table, made once.
var (
	services     = slices.Concat(storageServices(), sagemakerServices(), awsServices(), publicServices(), insideServices())
	servicesByID = indexServices()
)

func indexServices() map[string]Service {
	byID := make(map[string]Service, len(services))
	for _, s := range services {
		byID[s.ID] = s
	}
	return byID
}

// ServiceByID finds a row; ok is false for an id that is none of ours.
func ServiceByID(id string) (Service, bool) {
	s, ok := servicesByID[id]
	return s, ok
}

// Services are all dependencies that are known by name. Endpoint names: AWS
// SageMaker developer guide, interface-vpc-endpoint and its siblings.
func Services() []Service { return slices.Clone(services) }

// regional is an AWS service with an interface endpoint on 443.
func regional(id, label, why string) Service {
	return Service{ID: id, Label: label, Endpoint: "com.amazonaws.{region}." + id, Interface: true, Port: 443, LastPort: 443, Protocol: "tcp", Why: why}
}

// at gives a service host names that differ from its endpoint's.
func (s Service) at(hosts ...string) Service {
	s.Hosts = hosts
	return s
}

func storageServices() []Service {
	s3 := regional("s3", "Amazon S3", "data, model artifacts, lifecycle scripts and image layers are kept there")
	dynamodb := regional("dynamodb", "Amazon DynamoDB", "tables that code reads or locks with")
	s3.Labelled = true
	s3.Gateway, dynamodb.Gateway, dynamodb.Asked = true, true, true
	return []Service{s3, dynamodb}
}

// labelled marks a service whose clients put a label in front of its name.
func (s Service) labelled() Service {
	s.Labelled = true
	return s
}

// asked marks a service as no kind's by itself.
func (s Service) asked() Service {
	s.Asked = true
	return s
}

// own is a SageMaker service whose endpoint name starts with aws.sagemaker.
func own(id, label, why string) Service {
	s := regional(id, label, why)
	s.Endpoint = "aws.sagemaker.{region}." + id
	return s
}

func sagemakerServices() []Service {
	studio := own("studio", "SageMaker Studio", "the browser opens Studio by it")
	notebook := own("notebook", "SageMaker notebook", "the browser opens Jupyter by it")
	studio.User, notebook.User = true, true
	studio.Labelled, notebook.Labelled = true, true
	return []Service{
		regional("sagemaker.api", "SageMaker API", "jobs, models and endpoints are made by it"),
		regional("sagemaker.runtime", "SageMaker Runtime", "endpoints are invoked by it"),
		regional("sagemaker.featurestore-runtime", "SageMaker Feature Store runtime", "features are read and written by it"),
		regional("sagemaker.metrics", "SageMaker Metrics", "experiments report their metrics to it"),
		studio,
		notebook,
		own("experiments", "SageMaker MLflow", "MLflow clients log to the tracking server by it").at("aws.sagemaker.experiments.{region}").labelled(),
	}
}

func awsServices() []Service {
	return []Service{
		regional("sts", "AWS STS", "the SDK asks it who it is and takes roles by it; the endpoint covers the regional name only"),
		regional("logs", "CloudWatch Logs", "logs of jobs are read from it"),
		regional("monitoring", "CloudWatch metrics", "metrics are written to and read from it"),
		regional("ecr.api", "Amazon ECR API", "image repositories are asked by it"),
		regional("ecr.dkr", "Amazon ECR registry", "images are pulled and pushed by it; their layers come from S3").labelled(),
		regional("kms", "AWS KMS", "code that encrypts for itself calls it; volumes and outputs do not"),
		regional("secretsmanager", "AWS Secrets Manager", "credentials of repositories and databases are kept there"),
		regional("ssm", "AWS Systems Manager", "parameters and sessions"),
		regional("ssmmessages", "Systems Manager sessions", "shells in nodes and containers run through it"),
		regional("ec2messages", "Systems Manager messages", "older Systems Manager agents take their commands from it").asked(),
		regional("codeartifact.api", "AWS CodeArtifact API", "the token for a private package index comes from it").at("com.amazonaws.{region}.codeartifact"),
		regional("codeartifact.repositories", "AWS CodeArtifact repositories", "packages of a private index come from it").at("com.amazonaws.{region}.codeartifact.d").labelled(),
		regional("git-codecommit", "AWS CodeCommit git", "repositories are cloned from it"),
		regional("codecommit", "AWS CodeCommit API", "repositories are managed by it").asked(),
		regional("lambda", "AWS Lambda", "a function hands out credentials of a private registry"),
		regional("glue", "AWS Glue", "the data catalog of tables and offline features"),
		regional("athena", "Amazon Athena", "data sets are queried by it"),
		regional("redshift-data", "Amazon Redshift Data API", "data sets are queried by it"),
		regional("lakeformation", "AWS Lake Formation", "access to tables is granted by it").asked(),
		regional("servicecatalog", "AWS Service Catalog", "SageMaker projects are made by it"),
		regional("license-manager", "AWS License Manager", "RStudio takes its licence from it"),
		regional("events", "Amazon EventBridge", "scheduled notebook jobs are kept there"),
		regional("ec2", "Amazon EC2 API", "Canvas asks it for endpoints of the VPC"),
		regional("elasticfilesystem", "Amazon EFS API", "mount tools ask it; the files themselves need no endpoint").asked(),
		regional("eks", "Amazon EKS", "nodes of a cluster find their control plane by it"),
		regional("sns", "Amazon SNS", "code tells people by it").asked(),
	}
}

func publicServices() []Service {
	public := func(id, label, why string, hosts ...string) Service {
		return Service{ID: id, Label: label, Public: true, Hosts: hosts, Port: 443, LastPort: 443, Protocol: "tcp", Why: why}
	}
	return []Service{
		public("pypi", "Python package index", "pip installs from it", "org.pypi", "org.pythonhosted.files"),
		public("conda", "Conda channels", "conda installs from them", "com.anaconda.repo", "org.anaconda.conda"),
		public("github", "GitHub", "code and sample lifecycle scripts are fetched from it", "com.github", "com.githubusercontent.raw"),
		public("huggingface", "Hugging Face", "models and data sets are fetched from it", "co.huggingface"),
		public("internet", "the internet", "any public address"),
	}
}

func insideServices() []Service {
	inside := func(id, label, protocol string, port, last int, why string) Service {
		return Service{ID: id, Label: label, Inside: true, Port: port, LastPort: last, Protocol: protocol, Why: why}
	}
	return []Service{
		inside("efs", "EFS mount target", "tcp", 2049, 2049, "home directories and file-system channels are NFS mounts"),
		inside("fsx", "FSx file system", "tcp", 988, 988, "Lustre mounts; 1018 to 1023 beside it"),
		inside("peers", "other instances", "all", 0, 0, "instances of one job talk to each other"),
		inside("jupyter-kernel", "Jupyter kernels", "tcp", 8192, 65535, "the Jupyter server and its kernels talk to each other"),
	}
}
