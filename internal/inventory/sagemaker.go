package inventory

import (
	"cmp"
	"slices"
	"strings"
)

// source says where the objects of a SageMaker kind come from and how they are read.
type source struct {
	kind      Kind
	list      string   // operation without its service
	items     string   // list in its answer
	describes []string // any of them is enough; none: the list says it all
	id        func(*object) string
	arn       string // members
	name      string
	status    string // "" for kinds that have none
	decode    func(o *object, m Meta) Resource
}

// resource lets a decoder of one type stand in a source.
func resource[T Resource](f func(*object, Meta) T) func(*object, Meta) Resource {
	return func(o *object, m Meta) Resource { return f(o, m) }
}

// byMembers identifies an object by several of its members.
func byMembers(names ...string) func(*object) string {
	return func(o *object) string {
		parts := make([]string, len(names))
		for i, name := range names {
			if parts[i] = o.text(name); parts[i] == "" {
				return ""
			}
		}
		return strings.Join(parts, "/")
	}
}

// named is a source whose members follow AWS's usual pattern: XName, XArn, XStatus.
func named(kind Kind, noun, list, items string, describes []string, decode func(*object, Meta) Resource) source {
	return source{
		kind: kind, list: list, items: items, describes: describes, id: byMember(noun + "Name"),
		arn: noun + "Arn", name: noun + "Name", status: noun + "Status", decode: decode,
	}
}

func sagemakerSources() []source {
	return slices.Concat(interactiveSources(), jobSources(), hostingSources(), monitoringSources(), otherSources())
}

func interactiveSources() []source {
	return []source{
		named(KindNotebook, "NotebookInstance", "ListNotebookInstances", "NotebookInstances", []string{"DescribeNotebookInstance"}, resource(decodeNotebook)),
		{KindDomain, "ListDomains", "Domains", []string{"DescribeDomain"}, byMember("DomainId"), "DomainArn", "DomainName", "Status", resource(decodeDomain)},
		{KindUserProfile, "ListUserProfiles", "UserProfiles", []string{"DescribeUserProfile"}, byMembers("DomainId", "UserProfileName"), "UserProfileArn", "UserProfileName", "Status", resource(decodeUserProfile)},
		{KindSpace, "ListSpaces", "Spaces", []string{"DescribeSpace"}, byMembers("DomainId", "SpaceName"), "SpaceArn", "SpaceName", "Status", resource(decodeSpace)},
		{KindApp, "ListApps", "Apps", nil, appIdentity, "AppArn", "AppName", "Status", resource(decodeApp)},
	}
}

func jobSources() []source {
	return []source{
		named(KindTrainingJob, "TrainingJob", "ListTrainingJobs", "TrainingJobSummaries", []string{"DescribeTrainingJob"}, resource(decodeTrainingJob)),
		named(KindProcessingJob, "ProcessingJob", "ListProcessingJobs", "ProcessingJobSummaries", []string{"DescribeProcessingJob"}, resource(decodeProcessingJob)),
		named(KindTransformJob, "TransformJob", "ListTransformJobs", "TransformJobSummaries", []string{"DescribeTransformJob"}, resource(decodeTransformJob)),
		named(KindTuningJob, "HyperParameterTuningJob", "ListHyperParameterTuningJobs", "HyperParameterTuningJobSummaries", []string{"DescribeHyperParameterTuningJob"}, resource(decodeTuningJob)),
		named(KindAutoMLJob, "AutoMLJob", "ListAutoMLJobs", "AutoMLJobSummaries", []string{"DescribeAutoMLJobV2", "DescribeAutoMLJob"}, resource(decodeAutoMLJob)),
		named(KindCompilationJob, "CompilationJob", "ListCompilationJobs", "CompilationJobSummaries", []string{"DescribeCompilationJob"}, resource(decodeCompilationJob)),
		named(KindOptimizationJob, "OptimizationJob", "ListOptimizationJobs", "OptimizationJobSummaries", []string{"DescribeOptimizationJob"}, resource(decodeOptimizationJob)),
		{KindRecommendationJob, "ListInferenceRecommendationsJobs", "InferenceRecommendationsJobs", []string{"DescribeInferenceRecommendationsJob"}, byMember("JobName"), "JobArn", "JobName", "Status", resource(decodeRecommendationJob)},
		named(KindBenchmarkJob, "AIBenchmarkJob", "ListAIBenchmarkJobs", "AIBenchmarkJobs", []string{"DescribeAIBenchmarkJob"}, resource(decodeBenchmarkJob)),
		named(KindLabelingJob, "LabelingJob", "ListLabelingJobs", "LabelingJobSummaryList", []string{"DescribeLabelingJob"}, resource(decodeLabelingJob)),
	}
}

func hostingSources() []source {
	model := named(KindModel, "Model", "ListModels", "Models", []string{"DescribeModel"}, resource(decodeModel))
	config := named(KindEndpointConfig, "EndpointConfig", "ListEndpointConfigs", "EndpointConfigs", []string{"DescribeEndpointConfig"}, resource(decodeEndpointConfig))
	model.status, config.status = "", ""
	return []source{
		model, config,
		named(KindEndpoint, "Endpoint", "ListEndpoints", "Endpoints", []string{"DescribeEndpoint"}, resource(decodeEndpoint)),
		named(KindInferenceComponent, "InferenceComponent", "ListInferenceComponents", "InferenceComponents", nil, resource(decodeInferenceComponent)),
	}
}

func monitoringSources() []source {
	definition := func(kind Kind, noun string) source {
		return source{
			kind, "List" + noun + "JobDefinitions", "JobDefinitionSummaries",
			[]string{"Describe" + noun + "JobDefinition"},
			definitionIdentity, "JobDefinitionArn", "JobDefinitionName", "", resource(decodeMonitoringDefinition),
		}
	}
	return []source{
		definition(KindDataQualityDefinition, "DataQuality"),
		definition(KindModelQualityDefinition, "ModelQuality"),
		definition(KindBiasDefinition, "ModelBias"),
		definition(KindExplainabilityDefinition, "ModelExplainability"),
		named(KindMonitoringSchedule, "MonitoringSchedule", "ListMonitoringSchedules", "MonitoringScheduleSummaries", []string{"DescribeMonitoringSchedule"}, resource(decodeMonitoringSchedule)),
	}
}

// definitionIdentity knows both spellings: lists shorten the name.
func definitionIdentity(o *object) string {
	return cmp.Or(o.text("JobDefinitionName"), o.text("MonitoringJobDefinitionName"))
}

func otherSources() []source {
	plain := func(kind Kind, noun, list, items string, decode func(*object, Meta) Resource) source {
		s := named(kind, noun, list, items, nil, decode)
		s.status = ""
		return s
	}
	return []source{
		named(KindCluster, "Cluster", "ListClusters", "ClusterSummaries", []string{"DescribeCluster"}, resource(decodeCluster)),
		named(KindPipeline, "Pipeline", "ListPipelines", "PipelineSummaries", []string{"DescribePipeline"}, resource(decodePipeline)),
		named(KindMLflowServer, "TrackingServer", "ListMlflowTrackingServers", "TrackingServerSummaries", nil, resource(decodeMLflowServer)),
		named(KindFeatureGroup, "FeatureGroup", "ListFeatureGroups", "FeatureGroupSummaries", nil, resource(decodeFeatureGroup)),
		{KindWorkforce, "ListWorkforces", "Workforces", nil, byMember("WorkforceName"), "WorkforceArn", "WorkforceName", "Status", resource(decodeWorkforce)},
		plain(KindCodeRepository, "CodeRepository", "ListCodeRepositories", "CodeRepositorySummaryList", resource(decodeCodeRepository)),
		plain(KindNotebookLifecycleConfig, "NotebookInstanceLifecycleConfig", "ListNotebookInstanceLifecycleConfigs", "NotebookInstanceLifecycleConfigs", resource(decodeNotebookLifecycleConfig)),
		plain(KindStudioLifecycleConfig, "StudioLifecycleConfig", "ListStudioLifecycleConfigs", "StudioLifecycleConfigs", resource(decodeStudioLifecycleConfig)),
	}
}

// sagemakerEntries says how the answers of SageMaker become objects.
func sagemakerEntries() map[string]entry {
	entries := map[string]entry{"sagemaker:ListTags": {kind: "tags", id: bySubject}}
	for _, s := range sagemakerSources() {
		entries["sagemaker:"+s.list] = entry{kind: s.kind, items: s.items, id: s.id, weak: len(s.describes) > 0}
		for _, d := range s.describes {
			entries["sagemaker:"+d] = entry{kind: s.kind, id: s.id}
		}
	}
	return entries
}

// sagemaker decodes every SageMaker object and links those whose settings
// stand in several.
func (b *builder) sagemaker(tags tagIndex) []Resource {
	var all []Resource
	for _, s := range sagemakerSources() {
		b.each(s.kind, func(id string, o *object) {
			b.prepare(s, id, o)
			m := b.meta(s.kind, id, o, s.arn, s.name, s.status, tags)
			m.Uses = usesOf(o)
			all = append(all, s.decode(o, m))
		})
	}
	b.linkDomains(all)
	b.linkRepositories(all)
	return append(all, pipelineSteps(all)...)
}

// prepare says which operation would have described an object, and why it did not.
func (b *builder) prepare(s source, id string, o *object) {
	if len(s.describes) == 0 {
		return
	}
	o.operation = "sagemaker:" + s.describes[0]
	if o.described {
		return
	}
	missing, read := b.snapshot.Read(o.scope, o.operation, id)
	if read {
		missing = Missing{MissingOperation, o.operation + " of " + id + " answered about something else"}
	}
	o.absent = missing
}
