package inventory

import "testing"

// job is one description of a kind, with what stands in its answer.
type job struct{ name, operation, body, want string }

func runJobs(t *testing.T, tests []job) {
	t.Helper()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			all := Build([]Answer{said(tt.operation, "x", tt.body)}, Origin{}).Resources()
			if len(all) != 1 {
				t.Fatalf("%d resources, want one", len(all))
			}
			if got := spell(all[0].Network()); got != tt.want {
				t.Errorf("%s\nwant %s", got, tt.want)
			}
		})
	}
}

const inVPC = `"VpcConfig":{"Subnets":["subnet-b","subnet-a"],"SecurityGroupIds":["sg-1"]}`

func training(members string) string {
	return `{"TrainingJobName":"x","ResourceConfig":{"InstanceCount":1},"EnableNetworkIsolation":false,` + members + `}`
}

func TestTrainingJobNetwork(t *testing.T) {
	runJobs(t, []job{
		{"every subnet is a placement", "DescribeTrainingJob", training(inVPC), "vpc subnet-a:sg-1 subnet-b:sg-1"},
		{"no VPC", "DescribeTrainingJob", training(`"RoleArn":"arn"`), "service"},
		{"empty VPC", "DescribeTrainingJob", training(`"VpcConfig":{}`), "service"},
		{"empty lists", "DescribeTrainingJob", training(`"VpcConfig":{"Subnets":[],"SecurityGroupIds":[]}`), "service"},
		{"null VPC", "DescribeTrainingJob", training(`"VpcConfig":null`), "service"},
		{"groups without subnets", "DescribeTrainingJob", training(`"VpcConfig":{"SecurityGroupIds":["sg-1"]}`), "?operation placements=?operation"},
		{"subnets without groups", "DescribeTrainingJob", training(`"VpcConfig":{"Subnets":["subnet-a"]}`), "?operation placements=?operation"},
		{"an empty id", "DescribeTrainingJob", training(`"VpcConfig":{"Subnets":[""],"SecurityGroupIds":["sg-1"]}`), "?operation placements=?operation"},
		{"members nobody knows", "DescribeTrainingJob", training(`"VpcConfig":{"NetworkId":"net-1"}`), "?operation placements=?operation"},
		{"VPC is a word", "DescribeTrainingJob", training(`"VpcConfig":"vpc-1"`), "?operation placements=?operation"},
		{
			"sealed, in a VPC", "DescribeTrainingJob",
			`{"TrainingJobName":"x","ResourceConfig":{"InstanceCount":1},"EnableNetworkIsolation":true,` + inVPC + `}`, "vpc isolated=true subnet-a:sg-1 subnet-b:sg-1",
		},
		{"isolation not told", "DescribeTrainingJob", `{"TrainingJobName":"x","ResourceConfig":{"InstanceCount":1}}`, "service isolated=?operation"},
	})
}

func TestTrainingJobConditions(t *testing.T) {
	runJobs(t, []job{
		{
			"several instances", "DescribeTrainingJob",
			`{"TrainingJobName":"x","ResourceConfig":{"InstanceCount":2},"EnableNetworkIsolation":false,"EnableInterContainerTrafficEncryption":true}`,
			"service several-instances=true traffic-encryption=true",
		},
		{
			"encryption is moot for one", "DescribeTrainingJob", training(`"EnableInterContainerTrafficEncryption":true`), "service",
		},
		{
			"instances in groups", "DescribeTrainingJob",
			`{"TrainingJobName":"x","ResourceConfig":{"InstanceGroups":[{"InstanceCount":1},{"InstanceCount":1}]},"EnableNetworkIsolation":false}`,
			"service several-instances=true",
		},
		{
			"file systems", "DescribeTrainingJob", training(`"InputDataConfig":[{"DataSource":{"S3DataSource":{"S3Uri":"s3://b"}}},
				{"DataSource":{"FileSystemDataSource":{"FileSystemId":"fs-1","FileSystemType":"EFS"}}},
				{"DataSource":{"FileSystemDataSource":{"FileSystemId":"fs-2","FileSystemType":"FSxLustre"}}}]`),
			"service efs=true fsx=true mounts fs-1 mounts fs-2",
		},
		{
			"a file system nobody knows", "DescribeTrainingJob",
			training(`"InputDataConfig":[{"DataSource":{"FileSystemDataSource":{"FileSystemId":"fs-1","FileSystemType":"Tape"}}}]`), "service efs=?operation fsx=?operation",
		},
		{
			"image through the VPC", "DescribeTrainingJob", training(`"AlgorithmSpecification":{"TrainingImage":"111122223333.dkr.ecr.eu-west-1.amazonaws.com/x:1",
				"TrainingImageConfig":{"TrainingRepositoryAccessMode":"Vpc"}}`), "service private-registry=true",
		},
		{
			"image of a registry by lambda", "DescribeTrainingJob", training(`"AlgorithmSpecification":{"TrainingImage":"registry.example.com/x:1",
				"TrainingImageConfig":{"TrainingRepositoryAccessMode":"Vpc","TrainingRepositoryAuthConfig":{"TrainingRepositoryCredentialsProviderArn":"arn:aws:lambda:eu-west-1:111122223333:function:f"}}}`),
			"service private-registry=?hop registry-lambda=true",
		},
		{
			"image by the platform", "DescribeTrainingJob", training(`"AlgorithmSpecification":{"TrainingImage":"registry.example.com/x:1","TrainingImageConfig":{"TrainingRepositoryAccessMode":"Platform"}}`), "service",
		},
	})
}

func TestProcessingJobNetwork(t *testing.T) {
	processing := func(config string, instances string) string {
		return `{"ProcessingJobName":"x","AppSpecification":{"ImageUri":"x"},"ProcessingResources":{"ClusterConfig":{"InstanceCount":` + instances + `}}` + config + `}`
	}
	runJobs(t, []job{
		{"in a VPC", "DescribeProcessingJob", processing(`,"NetworkConfig":{"EnableNetworkIsolation":false,`+inVPC+`}`, "1"), "vpc subnet-a:sg-1 subnet-b:sg-1"},
		{"no network config", "DescribeProcessingJob", processing("", "1"), "service"},
		{"empty network config", "DescribeProcessingJob", processing(`,"NetworkConfig":{}`, "1"), "service"},
		{"isolated without a VPC", "DescribeProcessingJob", processing(`,"NetworkConfig":{"EnableNetworkIsolation":true}`, "1"), "service isolated=true"},
		{"isolation not told", "DescribeProcessingJob", processing(`,"NetworkConfig":{`+inVPC+`}`, "1"), "vpc isolated=?operation subnet-a:sg-1 subnet-b:sg-1 several-instances=?operation traffic-encryption=?operation"},
		{"network config is a list", "DescribeProcessingJob", processing(`,"NetworkConfig":[]`, "1"), "?operation isolated=?operation placements=?operation several-instances=?operation traffic-encryption=?operation"},
		{"several instances", "DescribeProcessingJob", processing("", "3"), "service several-instances=true"},
		{"sealed ones do not talk", "DescribeProcessingJob", processing(`,"NetworkConfig":{"EnableNetworkIsolation":true}`, "3"), "service isolated=true"},
		{
			"Clarify", "DescribeProcessingJob",
			`{"ProcessingJobName":"x","AppSpecification":{"ImageUri":"131013547314.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-clarify-processing:1.0"},"ProcessingResources":{"ClusterConfig":{"InstanceCount":1}}}`,
			"service clarify=true",
		},
	})
}

func TestOtherJobNetworks(t *testing.T) {
	runJobs(t, []job{
		{"transform", "DescribeTransformJob", `{"TransformJobName":"x","ModelName":"m","TransformJobStatus":"Completed"}`, "inherited from model m finished"},
		{"transform without a model", "DescribeTransformJob", `{"TransformJobName":"x"}`, "?operation"},
		{"AutoML, second version", "DescribeAutoMLJobV2", `{"AutoMLJobName":"x","SecurityConfig":{` + inVPC + `}}`, "vpc subnet-a:sg-1 subnet-b:sg-1"},
		{"AutoML, first version", "DescribeAutoMLJob", `{"AutoMLJobName":"x","AutoMLJobConfig":{"SecurityConfig":{` + inVPC + `}}}`, "vpc subnet-a:sg-1 subnet-b:sg-1"},
		{"AutoML without settings", "DescribeAutoMLJobV2", `{"AutoMLJobName":"x"}`, "service"},
		{"compilation", "DescribeCompilationJob", `{"CompilationJobName":"x","CompilationJobStatus":"INPROGRESS",` + inVPC + `}`, "vpc subnet-a:sg-1 subnet-b:sg-1"},
		{"optimization", "DescribeOptimizationJob", `{"OptimizationJobName":"x","OptimizationJobStatus":"COMPLETED",` + inVPC + `}`, "vpc subnet-a:sg-1 subnet-b:sg-1 finished"},
		{"recommendation", "DescribeInferenceRecommendationsJob", `{"JobName":"x","InputConfig":{` + inVPC + `}}`, "vpc subnet-a:sg-1 subnet-b:sg-1"},
		{"benchmark", "DescribeAIBenchmarkJob", `{"AIBenchmarkJobName":"x","NetworkConfig":{` + inVPC + `}}`, "vpc subnet-a:sg-1 subnet-b:sg-1"},
		{"benchmark without a VPC", "DescribeAIBenchmarkJob", `{"AIBenchmarkJobName":"x"}`, "service"},
		{"labeling by people", "DescribeLabelingJob", `{"LabelingJobName":"x"}`, "none"},
		{"labeling by a model", "DescribeLabelingJob", `{"LabelingJobName":"x","LabelingJobAlgorithmsConfig":{"LabelingJobAlgorithmSpecificationArn":"a","LabelingJobResourceConfig":{` + inVPC + `}}}`, "vpc subnet-a:sg-1 subnet-b:sg-1"},
		{"labeling by a model, no VPC", "DescribeLabelingJob", `{"LabelingJobName":"x","LabelingJobAlgorithmsConfig":{"LabelingJobAlgorithmSpecificationArn":"a"}}`, "service"},
		{"labeling, unreadable", "DescribeLabelingJob", `{"LabelingJobName":"x","LabelingJobAlgorithmsConfig":7}`, "?operation placements=?operation"},
		{"definition", "DescribeModelQualityJobDefinition", `{"JobDefinitionName":"x","JobResources":{"ClusterConfig":{"InstanceCount":1}},"NetworkConfig":{"EnableNetworkIsolation":true,` + inVPC + `}}`, "vpc isolated=true subnet-a:sg-1 subnet-b:sg-1"},
	})
}

func TestTuningJobNetwork(t *testing.T) {
	definition := func(isolated, more string) string {
		return `{"ResourceConfig":{"InstanceCount":1},"EnableNetworkIsolation":` + isolated + more + `}`
	}
	other := `,"VpcConfig":{"Subnets":["subnet-c"],"SecurityGroupIds":["sg-2"]}`
	several := func(definitions string) string {
		return `{"HyperParameterTuningJobName":"x","TrainingJobDefinitions":[` + definitions + `]}`
	}
	single := func(definition string) string {
		return `{"HyperParameterTuningJobName":"x","TrainingJobDefinition":` + definition + `}`
	}
	runJobs(t, []job{
		{"one definition", "DescribeHyperParameterTuningJob", single(definition("false", ","+inVPC)), "vpc subnet-a:sg-1 subnet-b:sg-1"},
		{"one without a VPC", "DescribeHyperParameterTuningJob", single(definition("false", "")), "service"},
		{"several, all placed", "DescribeHyperParameterTuningJob", several(definition("false", ","+inVPC) + "," + definition("false", other)), "vpc subnet-a:sg-1 subnet-b:sg-1 subnet-c:sg-2"},
		{"several, the second is open", "DescribeHyperParameterTuningJob", several(definition("true", ","+inVPC) + "," + definition("false", "")), "service"},
		{"several, the second is sealed without a VPC", "DescribeHyperParameterTuningJob", several(definition("false", ","+inVPC) + "," + definition("true", "")), "vpc subnet-a:sg-1 subnet-b:sg-1"},
		{"several, all sealed", "DescribeHyperParameterTuningJob", several(definition("true", ","+inVPC) + "," + definition("true", "")), "vpc isolated=true subnet-a:sg-1 subnet-b:sg-1"},
		{"several, one unreadable", "DescribeHyperParameterTuningJob", several(definition("false", ","+inVPC) + "," + definition("false", `,"VpcConfig":7`)), "?operation placements=?operation"},
		{"several, isolation of the second not told", "DescribeHyperParameterTuningJob", several(definition("true", "") + `,{"ResourceConfig":{"InstanceCount":1}}`), "?operation isolated=?operation"},
		{"no definition", "DescribeHyperParameterTuningJob", `{"HyperParameterTuningJobName":"x"}`, "?operation isolated=?operation placements=?operation"},
		{
			"instances chosen by the tuner", "DescribeHyperParameterTuningJob",
			single(`{"EnableNetworkIsolation":false,"HyperParameterTuningResourceConfig":{"InstanceConfigs":[{"InstanceCount":1},{"InstanceCount":4}]}}`), "service several-instances=true",
		},
	})
}

func TestClusterNetwork(t *testing.T) {
	cluster := func(members string) string { return `{"ClusterName":"x",` + members + `}` }
	runJobs(t, []job{
		{"no VPC", "DescribeCluster", cluster(`"InstanceGroups":[{"CurrentCount":1}]`), "service"},
		{"the cluster's VPC", "DescribeCluster", cluster(inVPC + `,"InstanceGroups":[{"CurrentCount":1}]`), "vpc subnet-a:sg-1 subnet-b:sg-1"},
		{
			"a group elsewhere", "DescribeCluster",
			cluster(inVPC + `,"InstanceGroups":[{"TargetCount":1},{"TargetCount":1,"OverrideVpcConfig":{"Subnets":["subnet-c"],"SecurityGroupIds":["sg-2"]}}]`),
			"vpc subnet-a:sg-1 subnet-b:sg-1 subnet-c:sg-2 several-instances=true",
		},
		{
			"every group elsewhere", "DescribeCluster",
			cluster(`"InstanceGroups":[{"TargetCount":1,"OverrideVpcConfig":{"Subnets":["subnet-c"],"SecurityGroupIds":["sg-2"]}}]`), "vpc subnet-c:sg-2",
		},
		{
			"one group left in SageMaker's network", "DescribeCluster",
			cluster(`"InstanceGroups":[{"TargetCount":1,"OverrideVpcConfig":{"Subnets":["subnet-c"],"SecurityGroupIds":["sg-2"]}},{"TargetCount":1}]`), "service several-instances=true",
		},
		{
			"EKS and Lustre", "DescribeCluster",
			cluster(`"Orchestrator":{"Eks":{"ClusterArn":"arn"}},"InstanceGroups":[{"CurrentCount":1,"InstanceStorageConfigs":[{"FsxLustreConfig":{"DnsName":"fs-1.fsx.eu-west-1.amazonaws.com"}}]}]`),
			"service eks=true fsx=true mounts fs-1",
		},
	})
}
