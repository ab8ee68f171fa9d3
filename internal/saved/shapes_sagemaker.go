package saved

// sagemakerShapes come from the output shapes of the SageMaker API, 2017-07-24.
func sagemakerShapes() []shape {
	all := append(sagemakerDescribes(), monitoringDescribes()...)
	return append(append(all, sagemakerLists()...), sagemakerNeighbours()...)
}

// sagemakerDescribes are ordered: an inference component also names its
// endpoint, a processing job the training job it belongs to.
func sagemakerDescribes() []shape {
	return []shape{
		described("sagemaker:DescribeNotebookInstance", "NotebookInstanceArn", "NotebookInstanceName", "RoleArn", "DirectInternetAccess", "SubnetId", "RootAccess", "VolumeSizeInGB", "SecurityGroups"),
		described("sagemaker:DescribeApp", "AppArn", "AppName", "AppType").about("DomainId", "AppName"),
		described("sagemaker:DescribeUserProfile", "UserProfileArn", "UserProfileName", "DomainId").about("DomainId", "UserProfileName"),
		described("sagemaker:DescribeSpace", "SpaceArn", "SpaceName", "DomainId").about("DomainId", "SpaceName"),
		described("sagemaker:DescribeDomain", "DomainArn", "DomainId", "AuthMode", "DefaultUserSettings", "SubnetIds", "VpcId", "AppNetworkAccessType", "HomeEfsFileSystemId"),
		described("sagemaker:DescribeProcessingJob", "ProcessingJobArn", "ProcessingJobName", "AppSpecification", "ProcessingResources", "RoleArn", "NetworkConfig"),
		described("sagemaker:DescribeTransformJob", "TransformJobArn", "TransformJobName", "TransformInput", "TransformResources", "ModelName"),
		described("sagemaker:DescribeTrainingJob", "TrainingJobArn", "TrainingJobName", "AlgorithmSpecification", "RoleArn", "ResourceConfig", "StoppingCondition", "ModelArtifacts", "VpcConfig", "EnableNetworkIsolation"),
		described("sagemaker:DescribeHyperParameterTuningJob", "HyperParameterTuningJobArn", "HyperParameterTuningJobName", "HyperParameterTuningJobConfig", "TrainingJobDefinition", "TrainingJobDefinitions"),
		described("sagemaker:DescribeAutoMLJobV2", "AutoMLJobArn", "AutoMLJobName", "AutoMLProblemTypeConfig", "AutoMLJobInputDataConfig", "AutoMLProblemTypeConfigName", "SecurityConfig"),
		described("sagemaker:DescribeAutoMLJob", "AutoMLJobArn", "AutoMLJobName", "AutoMLJobConfig", "InputDataConfig", "ProblemType", "GenerateCandidateDefinitionsOnly"),
		described("sagemaker:DescribeCompilationJob", "CompilationJobArn", "CompilationJobName", "InputConfig", "OutputConfig", "RoleArn"),
		described("sagemaker:DescribeOptimizationJob", "OptimizationJobArn", "OptimizationJobName", "ModelSource", "OptimizationConfigs", "RoleArn"),
		described("sagemaker:DescribeInferenceRecommendationsJob", "JobArn", "JobName", "InputConfig").ofKind("inference-recommendations-job"),
		described("sagemaker:DescribeAIBenchmarkJob", "AIBenchmarkJobArn", "AIBenchmarkJobName", "BenchmarkTarget", "OutputConfig", "RoleArn"),
		described("sagemaker:DescribeLabelingJob", "LabelingJobArn", "LabelingJobName", "HumanTaskConfig", "OutputConfig", "RoleArn"),
		described("sagemaker:DescribeModel", "ModelArn", "ModelName", "ExecutionRoleArn", "PrimaryContainer", "Containers", "EnableNetworkIsolation", "VpcConfig"),
		described("sagemaker:DescribeInferenceComponent", "InferenceComponentArn", "InferenceComponentName", "Specification", "RuntimeConfig"),
		described("sagemaker:DescribeEndpoint", "EndpointArn", "EndpointName", "EndpointConfigName", "ProductionVariants"),
		described("sagemaker:DescribeEndpointConfig", "EndpointConfigArn", "EndpointConfigName", "ProductionVariants", "ShadowProductionVariants"),
		described("sagemaker:DescribeMonitoringSchedule", "MonitoringScheduleArn", "MonitoringScheduleName", "MonitoringScheduleConfig"),
		described("sagemaker:DescribeCluster", "ClusterArn", "ClusterName", "InstanceGroups", "VpcConfig", "Orchestrator", "RestrictedInstanceGroups").ofKind("cluster"),
		described("sagemaker:DescribePipeline", "PipelineArn", "PipelineName", "PipelineDefinition", "PipelineStatus").ofKind("pipeline"),
	}
}

func monitoringDescribes() []shape {
	one := func(operation, kind string, any ...string) shape {
		return described("sagemaker:"+operation, "JobDefinitionArn", "JobDefinitionName", append(any, "JobResources", "RoleArn", "NetworkConfig")...).ofKind(kind)
	}
	return []shape{
		one("DescribeDataQualityJobDefinition", "data-quality-job-definition", "DataQualityJobInput", "DataQualityAppSpecification"),
		one("DescribeModelQualityJobDefinition", "model-quality-job-definition", "ModelQualityJobInput", "ModelQualityAppSpecification"),
		one("DescribeModelBiasJobDefinition", "model-bias-job-definition", "ModelBiasJobInput", "ModelBiasAppSpecification"),
		one("DescribeModelExplainabilityJobDefinition", "model-explainability-job-definition", "ModelExplainabilityJobInput", "ModelExplainabilityAppSpecification"),
	}
}

func sagemakerLists() []shape {
	definitions := func(operation, kind string) shape {
		return summaries("sagemaker:"+operation, "JobDefinitionSummaries", "MonitoringJobDefinitionArn", "MonitoringJobDefinitionName").ofKind(kind)
	}
	return []shape{
		summaries("sagemaker:ListNotebookInstances", "NotebookInstances", "NotebookInstanceArn", "NotebookInstanceName"),
		summaries("sagemaker:ListDomains", "Domains", "DomainArn", "DomainId").commonName(),
		listed("sagemaker:ListApps", "Apps", "AppName", "AppType", "DomainId").commonName(),
		listed("sagemaker:ListUserProfiles", "UserProfiles", "UserProfileName", "DomainId", "CreationTime"),
		listed("sagemaker:ListSpaces", "Spaces", "SpaceName", "DomainId", "CreationTime").commonName(),
		summaries("sagemaker:ListTrainingJobs", "TrainingJobSummaries", "TrainingJobArn", "TrainingJobName"),
		summaries("sagemaker:ListProcessingJobs", "ProcessingJobSummaries", "ProcessingJobArn", "ProcessingJobName"),
		summaries("sagemaker:ListTransformJobs", "TransformJobSummaries", "TransformJobArn", "TransformJobName"),
		summaries("sagemaker:ListHyperParameterTuningJobs", "HyperParameterTuningJobSummaries", "HyperParameterTuningJobArn", "HyperParameterTuningJobName"),
		summaries("sagemaker:ListAutoMLJobs", "AutoMLJobSummaries", "AutoMLJobArn", "AutoMLJobName"),
		summaries("sagemaker:ListCompilationJobs", "CompilationJobSummaries", "CompilationJobArn", "CompilationJobName"),
		summaries("sagemaker:ListOptimizationJobs", "OptimizationJobSummaries", "OptimizationJobArn", "OptimizationJobName"),
		summaries("sagemaker:ListInferenceRecommendationsJobs", "InferenceRecommendationsJobs", "JobArn", "JobName").ofKind("inference-recommendations-job"),
		summaries("sagemaker:ListAIBenchmarkJobs", "AIBenchmarkJobs", "AIBenchmarkJobArn", "AIBenchmarkJobName"),
		summaries("sagemaker:ListLabelingJobs", "LabelingJobSummaryList", "LabelingJobArn", "LabelingJobName"),
		summaries("sagemaker:ListModels", "Models", "ModelArn", "ModelName").commonName(),
		summaries("sagemaker:ListEndpointConfigs", "EndpointConfigs", "EndpointConfigArn", "EndpointConfigName"),
		summaries("sagemaker:ListInferenceComponents", "InferenceComponents", "InferenceComponentArn", "InferenceComponentName"),
		summaries("sagemaker:ListEndpoints", "Endpoints", "EndpointArn", "EndpointName").commonName(),
		definitions("ListDataQualityJobDefinitions", "data-quality-job-definition"),
		definitions("ListModelQualityJobDefinitions", "model-quality-job-definition"),
		definitions("ListModelBiasJobDefinitions", "model-bias-job-definition"),
		definitions("ListModelExplainabilityJobDefinitions", "model-explainability-job-definition"),
		summaries("sagemaker:ListMonitoringSchedules", "MonitoringScheduleSummaries", "MonitoringScheduleArn", "MonitoringScheduleName"),
		summaries("sagemaker:ListClusters", "ClusterSummaries", "ClusterArn", "ClusterName"),
		summaries("sagemaker:ListPipelines", "PipelineSummaries", "PipelineArn", "PipelineName"),
		summaries("sagemaker:ListMlflowTrackingServers", "TrackingServerSummaries", "TrackingServerArn", "TrackingServerName"),
		summaries("sagemaker:ListFeatureGroups", "FeatureGroupSummaries", "FeatureGroupArn", "FeatureGroupName"),
		summaries("sagemaker:ListWorkforces", "Workforces", "WorkforceArn", "WorkforceName"),
		summaries("sagemaker:ListCodeRepositories", "CodeRepositorySummaryList", "CodeRepositoryArn", "CodeRepositoryName"),
		summaries("sagemaker:ListNotebookInstanceLifecycleConfigs", "NotebookInstanceLifecycleConfigs", "NotebookInstanceLifecycleConfigArn", "NotebookInstanceLifecycleConfigName"),
		summaries("sagemaker:ListStudioLifecycleConfigs", "StudioLifecycleConfigs", "StudioLifecycleConfigArn", "StudioLifecycleConfigName"),
	}
}

// sagemakerNeighbours are answers that people save beside those and that
// nothing is decoded from yet.
func sagemakerNeighbours() []shape {
	return []shape{
		described("sagemaker:DescribeMlflowTrackingServer", "TrackingServerArn", "TrackingServerName", "ArtifactStoreUri", "TrackingServerSize", "RoleArn"),
		described("sagemaker:DescribeFeatureGroup", "FeatureGroupArn", "FeatureGroupName", "RecordIdentifierFeatureName", "FeatureDefinitions"),
		described("sagemaker:DescribeNotebookInstanceLifecycleConfig", "NotebookInstanceLifecycleConfigArn", "NotebookInstanceLifecycleConfigName", "OnCreate", "OnStart"),
		described("sagemaker:DescribeStudioLifecycleConfig", "StudioLifecycleConfigArn", "StudioLifecycleConfigName", "StudioLifecycleConfigContent"),
		shape{operation: "sagemaker:DescribeWorkforce", has: []string{"WorkforceName"}, arn: "WorkforceArn", subject: []string{"WorkforceName"}}.wrappedIn("Workforce"),
		listed("sagemaker:ListTags", "Tags", "Key", "Value").askedFor("arn:").commonName(),
		listed("sagemaker:ListClusterNodes", "ClusterNodeSummaries", "InstanceId").askedFor(""),
		summaries("sagemaker:ListMonitoringExecutions", "MonitoringExecutionSummaries", "ProcessingJobArn", "MonitoringScheduleName"),
		summaries("sagemaker:ListPipelineExecutions", "PipelineExecutionSummaries", "PipelineExecutionArn", "PipelineExecutionStatus"),
		summaries("sagemaker:ListModelPackageGroups", "ModelPackageGroupSummaryList", "ModelPackageGroupArn", "ModelPackageGroupName"),
		summaries("sagemaker:ListModelPackages", "ModelPackageSummaryList", "ModelPackageArn", "CreationTime"),
		summaries("sagemaker:ListImages", "Images", "ImageArn", "ImageName").commonName(),
		summaries("sagemaker:ListAppImageConfigs", "AppImageConfigs", "AppImageConfigArn", "AppImageConfigName"),
		summaries("sagemaker:ListExperiments", "ExperimentSummaries", "ExperimentArn", "ExperimentName"),
		summaries("sagemaker:ListTrials", "TrialSummaries", "TrialArn", "TrialName"),
	}
}
