package collect

import "mooring/internal/inventory"

// sagemakerOperations read SageMaker's own resources. Lists carry no network
// members, so each kind that has any is described one by one. 100 is the
// largest page of every list.
func sagemakerOperations(on *apis) []operation {
	lists := append(standingLists(on), append(jobLists(on), hostingLists(on)...)...)
	for i := range lists {
		lists[i] = lists[i].with("MaxResults", 100)
	}
	return lists
}

func standingLists(on *apis) []operation {
	home := read(on.efs.DescribeMountTargets).with("MaxItems", 100).named("FileSystemId", "HomeEfsFileSystemId")
	return []operation{
		read(on.sagemaker.ListNotebookInstances).of(inventory.KindNotebook).
			each(read(on.sagemaker.DescribeNotebookInstance)),
		read(on.sagemaker.ListDomains).of(inventory.KindDomain).
			each(read(on.sagemaker.DescribeDomain).each(home)),
		read(on.sagemaker.ListUserProfiles).of(inventory.KindUserProfile).
			each(read(on.sagemaker.DescribeUserProfile)),
		read(on.sagemaker.ListSpaces).of(inventory.KindSpace).
			each(read(on.sagemaker.DescribeSpace)),
		read(on.sagemaker.ListApps).of(inventory.KindApp),
		read(on.sagemaker.ListClusters).of(inventory.KindCluster).
			each(read(on.sagemaker.DescribeCluster)),
		read(on.sagemaker.ListPipelines).of(inventory.KindPipeline, inventory.KindPipelineStep).
			each(read(on.sagemaker.DescribePipeline)),
		read(on.sagemaker.ListMlflowTrackingServers).of(inventory.KindMLflowServer),
		read(on.sagemaker.ListFeatureGroups).of(inventory.KindFeatureGroup),
		read(on.sagemaker.ListWorkforces).of(inventory.KindWorkforce),
		read(on.sagemaker.ListCodeRepositories).of(inventory.KindCodeRepository),
		read(on.sagemaker.ListNotebookInstanceLifecycleConfigs).of(inventory.KindNotebookLifecycleConfig),
		read(on.sagemaker.ListStudioLifecycleConfigs).of(inventory.KindStudioLifecycleConfig),
	}
}

// jobLists read jobs; the states are those of a job that has not ended, as
// each API spells them.
func jobLists(on *apis) []operation {
	return []operation{
		read(on.sagemaker.ListTrainingJobs).of(inventory.KindTrainingJob).jobs("InProgress", "Stopping").
			each(read(on.sagemaker.DescribeTrainingJob)),
		read(on.sagemaker.ListProcessingJobs).of(inventory.KindProcessingJob).jobs("InProgress", "Stopping").
			each(read(on.sagemaker.DescribeProcessingJob)),
		read(on.sagemaker.ListTransformJobs).of(inventory.KindTransformJob).jobs("InProgress", "Stopping").
			each(read(on.sagemaker.DescribeTransformJob)),
		read(on.sagemaker.ListHyperParameterTuningJobs).of(inventory.KindTuningJob).jobs("InProgress", "Stopping").
			each(read(on.sagemaker.DescribeHyperParameterTuningJob)),
		read(on.sagemaker.ListAutoMLJobs).of(inventory.KindAutoMLJob).jobs("InProgress", "Stopping").
			each(read(on.sagemaker.DescribeAutoMLJobV2).or(read(on.sagemaker.DescribeAutoMLJob))),
		read(on.sagemaker.ListCompilationJobs).of(inventory.KindCompilationJob).jobs("STARTING", "INPROGRESS", "STOPPING").
			each(read(on.sagemaker.DescribeCompilationJob)),
		read(on.sagemaker.ListOptimizationJobs).of(inventory.KindOptimizationJob).jobs("STARTING", "INPROGRESS", "STOPPING").
			each(read(on.sagemaker.DescribeOptimizationJob)),
		read(on.sagemaker.ListInferenceRecommendationsJobs).of(inventory.KindRecommendationJob).jobs("PENDING", "IN_PROGRESS", "STOPPING").
			each(read(on.sagemaker.DescribeInferenceRecommendationsJob)),
		read(on.sagemaker.ListAIBenchmarkJobs).of(inventory.KindBenchmarkJob).jobs("InProgress", "Stopping").
			each(read(on.sagemaker.DescribeAIBenchmarkJob)),
		read(on.sagemaker.ListLabelingJobs).of(inventory.KindLabelingJob).jobs("Initializing", "InProgress", "Stopping").
			each(read(on.sagemaker.DescribeLabelingJob)),
	}
}

func hostingLists(on *apis) []operation {
	const request, item = "JobDefinitionName", "MonitoringJobDefinitionName"
	return []operation{
		read(on.sagemaker.ListModels).of(inventory.KindModel).
			each(read(on.sagemaker.DescribeModel)),
		read(on.sagemaker.ListEndpointConfigs).of(inventory.KindEndpointConfig).
			each(read(on.sagemaker.DescribeEndpointConfig)),
		read(on.sagemaker.ListEndpoints).of(inventory.KindEndpoint).
			each(read(on.sagemaker.DescribeEndpoint)),
		read(on.sagemaker.ListInferenceComponents).of(inventory.KindInferenceComponent),
		read(on.sagemaker.ListDataQualityJobDefinitions).of(inventory.KindDataQualityDefinition).
			each(read(on.sagemaker.DescribeDataQualityJobDefinition).named(request, item)),
		read(on.sagemaker.ListModelQualityJobDefinitions).of(inventory.KindModelQualityDefinition).
			each(read(on.sagemaker.DescribeModelQualityJobDefinition).named(request, item)),
		read(on.sagemaker.ListModelBiasJobDefinitions).of(inventory.KindBiasDefinition).
			each(read(on.sagemaker.DescribeModelBiasJobDefinition).named(request, item)),
		read(on.sagemaker.ListModelExplainabilityJobDefinitions).of(inventory.KindExplainabilityDefinition).
			each(read(on.sagemaker.DescribeModelExplainabilityJobDefinition).named(request, item)),
		read(on.sagemaker.ListMonitoringSchedules).of(inventory.KindMonitoringSchedule).
			each(read(on.sagemaker.DescribeMonitoringSchedule)),
	}
}
