package inventory

import "slices"

// NeedLevel says how much a kind depends on something.
type NeedLevel string

const (
	Required    NeedLevel = "required"    // the kind cannot do its work without it
	Conditional NeedLevel = "conditional" // required because of something this resource says
	Optional    NeedLevel = "optional"    // people usually want it
)

// Need is one thing that a kind depends on.
type Need struct {
	Dependency string // id of a row of Services
	Level      NeedLevel
	When       Condition // for conditional needs; "" otherwise
	Platform   bool      // SageMaker's own traffic needs it, also when the container is sealed
	Reason     string
}

// Needs is what a kind depends on, in the order in which a person would ask.
// One dependency may stand twice, first under a condition, then for those that
// do not meet it; the stronger one that applies counts. Kinds that inherit
// their network and kinds that run no code have none. Source: AWS SageMaker
// developer guide, the VPC page of each kind.
func Needs(kind Kind) []Need {
	switch kind {
	case KindNotebook:
		return notebookNeeds()
	case KindDomain:
		return domainNeeds()
	case KindTrainingJob, KindTuningJob:
		return slices.Concat(dataNeeds(), mountNeeds(), []Need{peers().platform()}, registryNeeds(), scriptNeeds())
	case KindProcessingJob, KindMonitoringSchedule:
		return slices.Concat(dataNeeds(), clarifyNeeds(), []Need{peers()}, scriptNeeds())
	case KindPipelineStep:
		return slices.Concat(dataNeeds(), clarifyNeeds(), mountNeeds(), []Need{peers()}, registryNeeds(), scriptNeeds())
	case KindDataQualityDefinition, KindModelQualityDefinition:
		return slices.Concat(dataNeeds(), []Need{peers()}, scriptNeeds())
	case KindBiasDefinition, KindExplainabilityDefinition:
		return slices.Concat(dataNeeds(), shadowNeeds(), []Need{peers()})
	case KindModel, KindEndpointConfig:
		return slices.Concat(dataNeeds(), hostingNeeds(), registryNeeds(), scriptNeeds())
	case KindAutoMLJob, KindCompilationJob, KindOptimizationJob, KindRecommendationJob, KindLabelingJob:
		return dataNeeds()
	case KindBenchmarkJob:
		return append(dataNeeds(), need("sagemaker.runtime", "the load is sent to the endpoint by it"))
	case KindCluster:
		return clusterNeeds()
	}
	return nil
}

func need(id, reason string) Need { return Need{Dependency: id, Level: Required, Reason: reason} }

func wanted(id, reason string) Need { return Need{Dependency: id, Level: Optional, Reason: reason} }

func onlyWhen(c Condition, id, reason string) Need {
	return Need{Dependency: id, Level: Conditional, When: c, Reason: reason}
}

func (n Need) platform() Need {
	n.Platform = true
	return n
}

func notebookNeeds() []Need {
	return slices.Concat(sessionNeeds(), []Need{
		onlyWhen(WhenGit, "github", "a repository on GitHub is cloned before Jupyter starts"),
		onlyWhen(WhenCodeCommit, "git-codecommit", "a CodeCommit repository is cloned before Jupyter starts"),
		onlyWhen(WhenGitSecret, "secretsmanager", "the credentials of a git repository are kept there"),
		onlyWhen(WhenEFS, "efs", "a file system is mounted"),
	}, toolNeeds())
}

func domainNeeds() []Need {
	return slices.Concat(sessionNeeds(), []Need{
		need("efs", "home directories are on the domain's file system; no app starts without it"),
		onlyWhen(WhenFSx, "fsx", "a custom file system is mounted"),
		onlyWhen(WhenCanvas, "monitoring", "Canvas writes its metrics"),
		onlyWhen(WhenCanvas, "ecr.api", "Canvas pulls its images"),
		onlyWhen(WhenCanvas, "ecr.dkr", "Canvas pulls its images"),
		onlyWhen(WhenRStudio, "license-manager", "RStudio takes its licence"),
	}, toolNeeds(), []Need{
		wanted("jupyter-kernel", "Studio Classic and Data Wrangler talk to their kernels"),
		wanted("servicecatalog", "SageMaker projects are made by it"),
		wanted("events", "notebook jobs are scheduled by it"),
		wanted("redshift-data", "Canvas and notebooks query it"),
		wanted("ec2", "Canvas asks for the endpoints of the VPC, else its builds leave it"),
		wanted("ssm", "Canvas reads parameters"),
	})
}

// sessionNeeds are those of a person who works in a notebook or Studio.
func sessionNeeds() []Need {
	return []Need{
		need("s3", "data, artifacts and code are read and written"),
		need("sagemaker.api", "jobs, models and apps are made by it"),
		need("sagemaker.runtime", "endpoints are invoked by it"),
		need("sts", "the SDK asks for the account and takes roles"),
		need("logs", "the SDK follows the logs of its jobs"),
	}
}

// toolNeeds are what people in notebooks and Studio usually reach for.
func toolNeeds() []Need {
	return []Need{
		wanted("monitoring", "metrics are read and written"),
		wanted("ecr.api", "images are built and pushed"),
		wanted("ecr.dkr", "images are built and pushed"),
		wanted("kms", "code encrypts and decrypts for itself"),
		wanted("secretsmanager", "credentials of databases are kept there"),
		wanted("sagemaker.featurestore-runtime", "features are read and written"),
		wanted("sagemaker.metrics", "experiments report metrics"),
		wanted("experiments", "MLflow logs runs"),
		wanted("glue", "the data catalog is asked"),
		wanted("athena", "tables are queried"),
		wanted("codeartifact.api", "the token for a private package index"),
		wanted("codeartifact.repositories", "packages of a private index"),
		wanted("pypi", "pip installs packages"),
		wanted("conda", "conda installs packages"),
		wanted("github", "code and examples are cloned"),
		wanted("huggingface", "models and data sets are fetched"),
		wanted("internet", "any public address"),
	}
}

// dataNeeds: SageMaker itself moves data and artifacts, through the VPC where
// one is given, also when the container is sealed.
func dataNeeds() []Need {
	return []Need{need("s3", "SageMaker brings input, artifacts and output from and to S3 through the VPC").platform()}
}

func mountNeeds() []Need {
	return []Need{
		onlyWhen(WhenEFS, "efs", "an input channel is an EFS file system").platform(),
		onlyWhen(WhenFSx, "fsx", "an input channel is an FSx file system").platform(),
	}
}

func peers() Need {
	return onlyWhen(WhenSeveralInstances, "peers", "the instances of the job talk to each other, by ESP and UDP 500 when that traffic is encrypted")
}

// registryNeeds: the platform pulls the image through the VPC when the access mode is Vpc.
func registryNeeds() []Need {
	return []Need{
		onlyWhen(WhenPrivateRegistry, "ecr.api", "the image is pulled through the VPC").platform(),
		onlyWhen(WhenPrivateRegistry, "ecr.dkr", "the image is pulled through the VPC").platform(),
		onlyWhen(WhenRegistryLambda, "lambda", "a function hands out the registry's credentials").platform(),
	}
}

func clarifyNeeds() []Need {
	return []Need{
		onlyWhen(WhenClarify, "sagemaker.api", "Clarify makes a shadow endpoint"),
		onlyWhen(WhenClarify, "sagemaker.runtime", "Clarify invokes its shadow endpoint"),
	}
}

// shadowNeeds are clarifyNeeds of the kinds that are Clarify jobs always.
func shadowNeeds() []Need {
	return []Need{
		need("sagemaker.api", "Clarify makes a shadow endpoint"),
		need("sagemaker.runtime", "Clarify invokes its shadow endpoint"),
		wanted("sts", "the SDK asks for the account and takes roles"),
		wanted("internet", "any public address"),
	}
}

func hostingNeeds() []Need {
	return []Need{onlyWhen(WhenSSMAccess, "ssmmessages", "containers are opened by Systems Manager")}
}

// scriptNeeds are what the code inside a job or model may call.
func scriptNeeds() []Need {
	return []Need{
		wanted("sagemaker.api", "the script calls SageMaker"),
		wanted("sagemaker.runtime", "the script invokes an endpoint"),
		wanted("sts", "the script takes a role"),
		wanted("kms", "the script encrypts and decrypts for itself"),
		wanted("pypi", "the script installs packages"),
		wanted("internet", "any public address"),
	}
}

func clusterNeeds() []Need {
	return []Need{
		need("s3", "lifecycle scripts and data are read"),
		need("sagemaker.api", "nodes report to SageMaker"),
		need("sts", "nodes take roles"),
		need("logs", "nodes write their logs"),
		need("ecr.api", "images of the orchestrator and of jobs are pulled"),
		need("ecr.dkr", "images of the orchestrator and of jobs are pulled"),
		onlyWhen(WhenEKS, "eks", "nodes find their control plane"),
		onlyWhen(WhenFSx, "fsx", "a file system is mounted"),
		onlyWhen(WhenEFS, "efs", "a file system is mounted"),
		onlyWhen(WhenSeveralInstances, "peers", "nodes talk to each other; EFA needs all traffic within the group"),
		wanted("sagemaker.runtime", "code on the nodes invokes endpoints"),
		wanted("monitoring", "nodes write metrics"),
		wanted("ssm", "shells are opened by Systems Manager"),
		wanted("ssmmessages", "shells are opened by Systems Manager"),
		wanted("pypi", "code on the nodes installs packages"),
		wanted("internet", "any public address"),
	}
}
