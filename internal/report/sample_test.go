package report

import (
	"slices"

	"mooring/internal/change"
	"mooring/internal/inventory"
	"mooring/internal/reach"
	"mooring/internal/repair"
)

// The sample is an account in trouble, made by hand: stranded by an endpoint's
// closed security group and by a missing route, partial over two subnets,
// exposed directly and through NAT, undecided, invalid, moored, inherited,
// finished, with gaps, assumptions and findings.

const sampleAccount = "111122223333"

func here() inventory.Scope {
	return inventory.Scope{Partition: "aws", Account: sampleAccount, Region: "eu-west-1"}
}

func arn(kind, name string) string {
	return "arn:aws:sagemaker:eu-west-1:" + sampleAccount + ":" + kind + "/" + name
}

func meta(kind inventory.Kind, arnKind, name string, tags map[string]string) *inventory.Meta {
	return &inventory.Meta{
		Key: inventory.Key{Scope: here(), Kind: kind, ID: name}, ARN: arn(arnKind, name), Name: name, Tags: inventory.Known(tags),
	}
}

func need(id string, v reach.Verdict, proofs ...*reach.Proof) reach.Dependency {
	reasons := map[string]string{
		"s3": "data, models and layers", "sagemaker.api": "jobs are started here", "sts": "the SDK asks who it is",
		"logs": "job logs are read here", "sagemaker.runtime": "endpoints are called here", "efs": "home directories",
	}
	level := inventory.Required
	if id == "pypi" || id == "internet" {
		level = inventory.Optional
	}
	reason := reasons[id]
	if reason == "" {
		reason = "people usually want it"
	}
	return reach.Dependency{ID: id, Need: level, Reason: reason, Verdict: v, Proofs: proofs}
}

func placed(f reach.From) reach.Placed {
	return reach.Placed{Subnet: f.Subnet, Zone: f.Zone, Groups: f.Groups, Class: f.Class}
}

func strandedByGroup(f reach.From) reach.Result {
	return reach.Result{
		Exposure: reach.ExposureNone, Function: reach.FunctionStranded, Decidability: reach.DecidabilityKnown,
		Stranded: []string{"sagemaker.api", "sts"}, Placements: []reach.Placed{placed(f)},
		Dependencies: []reach.Dependency{
			need("s3", reach.VerdictReachable, toS3(f, "rtb-0a10", true, reach.TrafficContainer)),
			need("sagemaker.api", reach.VerdictBlocked, byEndpoint(f, "sagemaker.api", "vpce-0c22", true)),
			need("sagemaker.runtime", reach.VerdictReachable, byEndpoint(f, "sagemaker.runtime", "vpce-0c25", false)),
			need("sts", reach.VerdictBlocked, byEndpoint(f, "sts", "vpce-0c23", true)),
			need("logs", reach.VerdictReachable, byEndpoint(f, "logs", "vpce-0c24", false)),
			need("pypi", reach.VerdictBlocked, noRoute(f, "pypi", "rtb-0a10")),
		},
	}
}

func strandedByRoute(f reach.From) reach.Result {
	r := strandedByGroup(f)
	r.Stranded = []string{"logs"}
	r.Dependencies[1] = need("sagemaker.api", reach.VerdictReachable, byEndpoint(f, "sagemaker.api", "vpce-0c29", false))
	r.Dependencies[3] = need("sts", reach.VerdictReachable, byEndpoint(f, "sts", "vpce-0c30", false))
	r.Dependencies[4] = need("logs", reach.VerdictBlocked, noRoute(f, "logs", "rtb-0b10"))
	return r
}

func direct(f reach.From, vpc bool) reach.Result {
	r := reach.Result{Exposure: reach.ExposureDirect, ExposureVia: []string{"sagemaker"}, Function: reach.FunctionNotApplicable, Decidability: reach.DecidabilityKnown}
	if vpc {
		r.Function, r.Placements = reach.FunctionWorks, []reach.Placed{placed(f)}
		r.Dependencies = []reach.Dependency{
			need("s3", reach.VerdictReachable, toS3(f, "rtb-0a10", true, reach.TrafficContainer)),
			need("internet", reach.VerdictReachable, byService(f)),
		}
	}
	return r
}

func nat(f reach.From) reach.Result {
	return reach.Result{
		Exposure: reach.ExposureNAT, ExposureVia: []string{"nat-0c31"}, Function: reach.FunctionWorks, Decidability: reach.DecidabilityKnown,
		Placements: []reach.Placed{placed(f)},
		Dependencies: []reach.Dependency{
			need("s3", reach.VerdictReachable, byNAT(f, "s3")), need("pypi", reach.VerdictReachable, byNAT(f, "pypi")),
			need("internet", reach.VerdictReachable, byNAT(f, "internet")),
		},
	}
}

func sampleSubjects() []Subject { return slices.Concat(troubledSubjects(), otherSubjects()) }

func owners() (risk, growth map[string]string) {
	return map[string]string{"owner": "risk-ml", "env": "prod"}, map[string]string{"team": "growth"}
}

func troubledSubjects() []Subject {
	a, b := from("subnet-0a1", "eu-west-1a", "sg-0b7"), from("subnet-0b2", "eu-west-1b", "sg-0b7")
	job1, job2 := from("subnet-0a1", "eu-west-1a", "sg-0t1"), from("subnet-0b2", "eu-west-1b", "sg-0t1")
	job1.Class, job2.Class = "c-j1", "c-j2"
	e := from("subnet-0e5", "eu-west-1b", "sg-0e1")
	risk, growth := owners()
	return []Subject{
		{Meta: meta(inventory.KindNotebook, "notebook-instance", "fraud-lab", risk), Result: strandedByGroup(a)},
		{Meta: meta(inventory.KindNotebook, "notebook-instance", "fraud-features", risk), Result: strandedByGroup(a)},
		{Meta: meta(inventory.KindNotebook, "notebook-instance", "claims-review", map[string]string{"Owner": "claims"}), Result: strandedByGroup(a)},
		{Meta: meta(inventory.KindDomain, "domain", "d-research", nil), Result: strandedByRoute(e)},
		{Meta: meta(inventory.KindTrainingJob, "training-job", "churn-train", growth), Result: reach.Result{
			Exposure: reach.ExposureNone, Function: reach.FunctionPartial, Decidability: reach.DecidabilityKnown, Partial: []string{"s3"},
			Placements: []reach.Placed{placed(job1), placed(job2)},
			Dependencies: []reach.Dependency{need("s3", reach.VerdictPartial,
				withPolicies(toS3(job1, "rtb-0a10", true, reach.TrafficPlatform)), toS3(job2, "rtb-0b10", false, reach.TrafficPlatform))},
		}},
		{Meta: meta(inventory.KindNotebook, "notebook-instance", "churn-2", growth), Result: direct(a, true)},
		{Meta: meta(inventory.KindNotebook, "notebook-instance", "sandbox", nil), Result: direct(a, true)},
		{Meta: meta(inventory.KindTrainingJob, "training-job", "quick-train", nil), Result: direct(b, false)},
	}
}

func otherSubjects() []Subject {
	b, c := from("subnet-0b2", "eu-west-1b", "sg-0b7"), from("subnet-0c3", "eu-west-1c", "sg-0n1")
	d, sealed := from("subnet-0d4", "eu-west-1a", "sg-0d1"), from("subnet-0f6", "eu-west-1c", "sg-0f1")
	missing := inventory.Missing{Kind: inventory.MissingPermission, What: "ec2:DescribeNetworkAcls"}
	risk, growth := owners()
	inherited := nat(c)
	inherited.InheritedFrom = arn("model", "scoring-2024-10")
	return []Subject{
		{Meta: meta(inventory.KindProcessingJob, "processing-job", "feature-prep", growth), Result: nat(c)},
		{Meta: meta(inventory.KindModel, "model", "scoring-2024-10", risk), Result: nat(c)},
		{Meta: meta(inventory.KindEndpointConfig, "endpoint-config", "scoring", risk), Result: inherited},
		{Meta: meta(inventory.KindEndpoint, "endpoint", "scoring", risk), Result: inherited},
		{Meta: meta(inventory.KindDomain, "domain", "d-studio", growth), Result: reach.Result{
			Exposure: reach.ExposureUnknown, Function: reach.FunctionUnknown, Decidability: reach.DecidabilityUnknown,
			Missing: []inventory.Missing{missing}, Placements: []reach.Placed{placed(d)},
			Dependencies: []reach.Dependency{
				need("s3", reach.VerdictUnknown, undecided(d, "s3")), need("sagemaker.api", reach.VerdictUnknown, undecided(d, "sagemaker.api")),
				need("efs", reach.VerdictReachable), need("internet", reach.VerdictUnknown, undecided(d, "internet")),
			},
		}},
		{Meta: meta(inventory.KindNotebook, "notebook-instance", "never-started", nil), Result: reach.Result{
			Exposure: reach.ExposureUnknown, Function: reach.FunctionUnknown, Decidability: reach.DecidabilityInvalid,
			Why: "direct internet access is Disabled and no subnet is named: AWS refuses that",
		}},
		{Meta: meta(inventory.KindNotebook, "notebook-instance", "sealed-lab", risk), Result: reach.Result{
			Exposure: reach.ExposureNone, Function: reach.FunctionWorks, Decidability: reach.DecidabilityKnown, Placements: []reach.Placed{placed(sealed)},
			Dependencies: []reach.Dependency{
				need("s3", reach.VerdictReachable, toS3(sealed, "rtb-0a10", true, reach.TrafficContainer)),
				need("sagemaker.api", reach.VerdictReachable, byEndpoint(sealed, "sagemaker.api", "vpce-0c26", false)),
				need("pypi", reach.VerdictBlocked, noRoute(sealed, "pypi", "rtb-0a10")),
			},
		}},
		{Meta: meta(inventory.KindModel, "model", "isolated-ranker", risk), Result: reach.Result{
			Exposure: reach.ExposureNone, Function: reach.FunctionNotApplicable, Decidability: reach.DecidabilityKnown,
		}},
		{Meta: meta(inventory.KindTrainingJob, "training-job", "churn-train-2024-10-01", growth), Finished: true, Result: direct(b, false)},
		{Meta: meta(inventory.KindProcessingJob, "processing-job", "feature-prep-2024-10-01", growth), Finished: true, Result: nat(c)},
	}
}

func sampleGaps() []inventory.Gap {
	virginia := inventory.Scope{Partition: "aws", Account: sampleAccount, Region: "us-east-1"}
	gaps := []inventory.Gap{
		{Scope: here(), Operation: "ec2:DescribeNetworkAcls", Code: "UnauthorizedOperation"},
		{Scope: virginia, Operation: "sagemaker:ListDomains", Code: "AccessDeniedException"},
		{Scope: here(), Operation: "sagemaker:DescribeNotebookInstance", Subject: "locked-1", Code: "ThrottlingException"},
		{Scope: here(), Operation: "sagemaker:DescribeNotebookInstance", Subject: "locked-2", Code: "ThrottlingException"},
	}
	for _, name := range []string{
		"ec2:DescribeFlowLogs", "ec2:DescribeVpcPeeringConnections", "fsx:DescribeFileSystems", "sagemaker:ListClusters",
		"sagemaker:ListMlflowTrackingServers", "sagemaker:ListWorkforces", "sagemaker:ListFeatureGroups",
	} {
		gaps = append(gaps, inventory.Gap{Scope: here(), Operation: name, Code: inventory.NotAsked})
	}
	return gaps
}

func finding(check string, s Severity, status Status, resource, title, because, repair string, evidence ...string) Finding {
	return Finding{
		ID: check + "@" + resource, Check: check, Severity: s, Status: status, Resource: resource, Title: title, Because: because,
		Evidence: evidence, Remediation: Remediation{Text: repair}, Compliance: map[string][]string{"NIST 800-53": {"AC-4", "SC-7"}, "FSBP": {"SageMaker.1"}},
	}
}

func sampleFindings() []Finding {
	nb := func(name string) string { return arn("notebook-instance", name) }
	out := []Finding{}
	for _, name := range []string{"fraud-lab", "fraud-features", "claims-review"} {
		out = append(out, finding("notebook-stranded", High, Fail, nb(name), "A notebook cannot reach what it needs", "SageMaker API and STS are blocked", "sg-09f: admit 443 from sg-0b7"))
	}
	for _, name := range []string{"churn-2", "sandbox"} {
		out = append(out,
			finding("notebook-direct-internet", High, Fail, nb(name), "A notebook reaches the internet by SageMaker's own interface", "DirectInternetAccess is Enabled",
				"recreate it with direct internet access off, files kept; first close what would strand it", "DirectInternetAccess: Enabled", "SubnetId: subnet-0a1"),
			finding("notebook-root-access", Medium, Fail, nb(name), "Root access is on", "RootAccess is Enabled", "stop it, set RootAccess to Disabled, start it", "RootAccess: Enabled"))
	}
	job := arn("training-job", "quick-train")
	return append(out,
		finding("training-no-vpc", High, Fail, job, "A training job runs without a VPC", "VpcConfig is not set", "start it with subnets and security groups", "VpcConfig: absent"),
		finding("training-no-network-isolation", High, Fail, job, "A training job is not isolated", "EnableNetworkIsolation is false", "start it with network isolation", "EnableNetworkIsolation: false"),
		finding("vpc-but-open-egress", Medium, Fail, arn("model", "scoring-2024-10"), "In a VPC, yet any internet address is reachable", "rtb-0c10 leads 0.0.0.0/0 to nat-0c31", "keep a list of what may be reached, or remove the route"),
		finding("s3-through-nat", Medium, Fail, arn("model", "scoring-2024-10"), "S3 is reached through NAT", "rtb-0c10 has no S3 gateway endpoint", "attach vpce-0s3 to rtb-0c10"),
		finding("notebook-imds-v1", Medium, Fail, nb("fraud-lab"), "Instance metadata version 1 is allowed", "MinimumInstanceMetadataServiceVersion is 1", "set it to 2"),
		finding("notebook-invalid", High, Invalid, nb("never-started"), "AWS would refuse this notebook", "direct internet access is Disabled without a subnet", "name a subnet"),
		finding("posture-unknown", Info, Unknown, arn("domain", "d-studio"), "What was needed could not be read", "ec2:DescribeNetworkAcls was denied", "allow ec2:DescribeNetworkAcls"),
		finding("model-no-network-isolation", Medium, Waived, arn("model", "scoring-2024-10"), "A model is not isolated", "EnableNetworkIsolation is false", "create it with network isolation"),
		finding("notebook-no-vpc", High, Pass, nb("sealed-lab"), "A notebook stands outside every VPC", "SubnetId is set", ""),
		finding("training-no-vpc", High, Fail, arn("training-job", "churn-train-2024-10-01"), "A training job runs without a VPC", "VpcConfig is not set", "start it with subnets and security groups"),
	)
}

func sample() *Report {
	return New(Input{
		Tool:      Tool{"mooring", "0.1.0"},
		Source:    inventory.Origin{Kind: "demo", Accounts: []string{sampleAccount}, Regions: []string{"eu-west-1", "us-east-1"}, TakenAt: "2024-11-21T09:14:00Z"},
		SourceArg: "demo:switched-off",
		Gaps:      sampleGaps(), Subjects: sampleSubjects(), Findings: sampleFindings(),
		Refused: sampleRefusals(),
	})
}

// sampleRefusals: what would repair the domain opens a way to the internet, and
// nothing is known for one dependency of a notebook.
func sampleRefusals() []repair.Refusal {
	names := change.EndpointDNS{At: here(), Endpoint: "vpce-0f77", After: change.Names{Private: true}}
	return []repair.Refusal{
		{Resource: arn("domain", "d-research"), Dependency: "logs", Reasons: []repair.Reason{
			{Changes: []change.Change{names}, Why: "would let it reach the internet by nat-0c31", Opens: true},
			{Why: "no change is known for route of rtb-0b10: no route to Logs"},
		}},
		{Resource: arn("notebook-instance", "claims-review"), Dependency: "sts", Reasons: []repair.Reason{
			{Why: "no change is known for endpoint policy of vpce-0c23: statement 2 denies it"},
		}},
	}
}
