package collect

import (
	"github.com/aws/aws-sdk-go-v2/service/efs"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker"

	"mooring/internal/inventory"
)

// sagemakerOperations read SageMaker's own resources. Lists carry no network
// members, so each kind that has any is described one by one. 100 is the
// largest page of every list.
func sagemakerOperations() []operation {
	lists := append(standingLists(), append(jobLists(), hostingLists()...)...)
	for i := range lists {
		lists[i] = lists[i].with("MaxResults", 100)
	}
	return lists
}

func standingLists() []operation {
	home := read((*efs.Client).DescribeMountTargets).with("MaxItems", 100).named("FileSystemId", "HomeEfsFileSystemId")
	return []operation{
		read((*sagemaker.Client).ListNotebookInstances).of(inventory.KindNotebook).
			each(read((*sagemaker.Client).DescribeNotebookInstance)),
		read((*sagemaker.Client).ListDomains).of(inventory.KindDomain).
			each(read((*sagemaker.Client).DescribeDomain).each(home)),
		read((*sagemaker.Client).ListUserProfiles).of(inventory.KindUserProfile).
			each(read((*sagemaker.Client).DescribeUserProfile)),
		read((*sagemaker.Client).ListSpaces).of(inventory.KindSpace).
			each(read((*sagemaker.Client).DescribeSpace)),
		read((*sagemaker.Client).ListApps).of(inventory.KindApp),
		read((*sagemaker.Client).ListClusters).of(inventory.KindCluster).
			each(read((*sagemaker.Client).DescribeCluster)),
		read((*sagemaker.Client).ListPipelines).of(inventory.KindPipeline, inventory.KindPipelineStep).
			each(read((*sagemaker.Client).DescribePipeline)),
		read((*sagemaker.Client).ListMlflowTrackingServers).of(inventory.KindMLflowServer),
		read((*sagemaker.Client).ListFeatureGroups).of(inventory.KindFeatureGroup),
		read((*sagemaker.Client).ListWorkforces).of(inventory.KindWorkforce),
		read((*sagemaker.Client).ListCodeRepositories).of(inventory.KindCodeRepository),
		read((*sagemaker.Client).ListNotebookInstanceLifecycleConfigs).of(inventory.KindNotebookLifecycleConfig),
		read((*sagemaker.Client).ListStudioLifecycleConfigs).of(inventory.KindStudioLifecycleConfig),
	}
}

// jobLists read jobs; the states are those of a job that has not ended, as
// each API spells them.
func jobLists() []operation {
	return []operation{
		read((*sagemaker.Client).ListTrainingJobs).of(inventory.KindTrainingJob).jobs("InProgress", "Stopping").
			each(read((*sagemaker.Client).DescribeTrainingJob)),
		read((*sagemaker.Client).ListProcessingJobs).of(inventory.KindProcessingJob).jobs("InProgress", "Stopping").
			each(read((*sagemaker.Client).DescribeProcessingJob)),
		read((*sagemaker.Client).ListTransformJobs).of(inventory.KindTransformJob).jobs("InProgress", "Stopping").
			each(read((*sagemaker.Client).DescribeTransformJob)),
		read((*sagemaker.Client).ListHyperParameterTuningJobs).of(inventory.KindTuningJob).jobs("InProgress", "Stopping").
			each(read((*sagemaker.Client).DescribeHyperParameterTuningJob)),
		read((*sagemaker.Client).ListAutoMLJobs).of(inventory.KindAutoMLJob).jobs("InProgress", "Stopping").
			each(read((*sagemaker.Client).DescribeAutoMLJobV2).or(read((*sagemaker.Client).DescribeAutoMLJob))),
		read((*sagemaker.Client).ListCompilationJobs).of(inventory.KindCompilationJob).jobs("STARTING", "INPROGRESS", "STOPPING").
			each(read((*sagemaker.Client).DescribeCompilationJob)),
		read((*sagemaker.Client).ListOptimizationJobs).of(inventory.KindOptimizationJob).jobs("STARTING", "INPROGRESS", "STOPPING").
			each(read((*sagemaker.Client).DescribeOptimizationJob)),
		read((*sagemaker.Client).ListInferenceRecommendationsJobs).of(inventory.KindRecommendationJob).jobs("PENDING", "IN_PROGRESS", "STOPPING").
			each(read((*sagemaker.Client).DescribeInferenceRecommendationsJob)),
		read((*sagemaker.Client).ListAIBenchmarkJobs).of(inventory.KindBenchmarkJob).jobs("InProgress", "Stopping").
			each(read((*sagemaker.Client).DescribeAIBenchmarkJob)),
		read((*sagemaker.Client).ListLabelingJobs).of(inventory.KindLabelingJob).jobs("Initializing", "InProgress", "Stopping").
			each(read((*sagemaker.Client).DescribeLabelingJob)),
	}
}

func hostingLists() []operation {
	const request, item = "JobDefinitionName", "MonitoringJobDefinitionName"
	return []operation{
		read((*sagemaker.Client).ListModels).of(inventory.KindModel).
			each(read((*sagemaker.Client).DescribeModel)),
		read((*sagemaker.Client).ListEndpointConfigs).of(inventory.KindEndpointConfig).
			each(read((*sagemaker.Client).DescribeEndpointConfig)),
		read((*sagemaker.Client).ListEndpoints).of(inventory.KindEndpoint).
			each(read((*sagemaker.Client).DescribeEndpoint)),
		read((*sagemaker.Client).ListInferenceComponents).of(inventory.KindInferenceComponent),
		read((*sagemaker.Client).ListDataQualityJobDefinitions).of(inventory.KindDataQualityDefinition).
			each(read((*sagemaker.Client).DescribeDataQualityJobDefinition).named(request, item)),
		read((*sagemaker.Client).ListModelQualityJobDefinitions).of(inventory.KindModelQualityDefinition).
			each(read((*sagemaker.Client).DescribeModelQualityJobDefinition).named(request, item)),
		read((*sagemaker.Client).ListModelBiasJobDefinitions).of(inventory.KindBiasDefinition).
			each(read((*sagemaker.Client).DescribeModelBiasJobDefinition).named(request, item)),
		read((*sagemaker.Client).ListModelExplainabilityJobDefinitions).of(inventory.KindExplainabilityDefinition).
			each(read((*sagemaker.Client).DescribeModelExplainabilityJobDefinition).named(request, item)),
		read((*sagemaker.Client).ListMonitoringSchedules).of(inventory.KindMonitoringSchedule).
			each(read((*sagemaker.Client).DescribeMonitoringSchedule)),
	}
}
