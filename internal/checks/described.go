package checks

import (
	"fmt"
	"strings"

	"mooring/internal/inventory"
)

// described is how people and the AWS CLI speak of the resources of one kind.
type described struct {
	noun     string // one of them, without its article
	article  string // a, an
	console  string // where the console lists them
	list     string // CLI command
	describe string // CLI command, NAME standing for the name
	create   string // CLI command and how it takes a whole request
	kind     inventory.Kind
	page     string // of the AWS SageMaker AI Developer Guide or API reference
	// switches says how a new one takes over; "" for a job, of which the next one
	// is simply started with other settings.
	switches string
}

// one says "a training job".
func (d described) one() string { return d.article + " " + d.noun }

// capital begins a sentence.
func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// cli reads one member of every resource by hand.
func (d described) cli(query string) string {
	return fmt.Sprintf("aws sagemaker %s\naws sagemaker %s --query '%s'", d.list, d.describe, query)
}

// again says how a setting that cannot be changed is changed.
func (d described) again() string {
	switch {
	case d.switches == "":
		return capital(d.one()) + " cannot be changed once it was started; one that has finished stays as evidence. Change what starts the next one: the script, the pipeline step or the schedule."
	case d.kind == inventory.KindMonitoringSchedule:
		return "A schedule can be updated. Where it names a definition, make a new definition and " + d.switches + "."
	}
	return "The setting is fixed when the resource is made. Make a new one beside it, " + d.switches + ", and delete the old one."
}

func (d described) backout() string {
	switch {
	case d.switches == "":
		return "Start the next " + d.noun + " with the former request."
	case d.kind == inventory.KindMonitoringSchedule:
		return "Update the schedule with the former request."
	}
	return "Keep the former " + d.noun + " until the new one is proved; to go back, do the same with it."
}

func trainingJobs() described {
	return described{
		"training job", "a", "SageMaker AI > Training > Training jobs", "list-training-jobs",
		"describe-training-job --training-job-name NAME", "create-training-job --cli-input-json file://request.json",
		inventory.KindTrainingJob, "train-vpc", "",
	}
}

func processingJobs() described {
	return described{
		"processing job", "a", "SageMaker AI > Processing > Processing jobs", "list-processing-jobs",
		"describe-processing-job --processing-job-name NAME", "create-processing-job --cli-input-json file://request.json",
		inventory.KindProcessingJob, "process-vpc", "",
	}
}

func tuningJobs() described {
	return described{
		"hyperparameter tuning job", "a", "SageMaker AI > Training > Hyperparameter tuning jobs", "list-hyper-parameter-tuning-jobs",
		"describe-hyper-parameter-tuning-job --hyper-parameter-tuning-job-name NAME", "create-hyper-parameter-tuning-job --cli-input-json file://request.json",
		inventory.KindTuningJob, "train-vpc", "",
	}
}

func automlJobs() described {
	return described{
		"AutoML job", "an", "the API only", "list-auto-ml-jobs",
		"describe-auto-ml-job-v2 --auto-ml-job-name NAME", "create-auto-ml-job-v2 --cli-input-json file://request.json",
		inventory.KindAutoMLJob, "API_AutoMLSecurityConfig", "",
	}
}

func compilationJobs() described {
	return described{
		"compilation job", "a", "SageMaker AI > Inference > Compilation jobs", "list-compilation-jobs",
		"describe-compilation-job --compilation-job-name NAME", "create-compilation-job --cli-input-json file://request.json",
		inventory.KindCompilationJob, "neo-vpc", "",
	}
}

func labelingJobs() described {
	return described{
		"labeling job", "a", "SageMaker AI > Ground Truth > Labeling jobs", "list-labeling-jobs",
		"describe-labeling-job --labeling-job-name NAME", "create-labeling-job --cli-input-json file://request.json",
		inventory.KindLabelingJob, "samurai-vpc-labeling-job", "",
	}
}

func optimizationJobs() described {
	return described{
		"optimization job", "an", "the API only", "list-optimization-jobs",
		"describe-optimization-job --optimization-job-name NAME", "create-optimization-job --cli-input-json file://request.json",
		inventory.KindOptimizationJob, "API_OptimizationVpcConfig", "",
	}
}

func recommendationJobs() described {
	return described{
		"recommendation job", "a", "SageMaker AI > Inference > Inference recommender", "list-inference-recommendations-jobs",
		"describe-inference-recommendations-job --job-name NAME", "create-inference-recommendations-job --cli-input-json file://request.json",
		inventory.KindRecommendationJob, "inference-recommender-vpc-access", "",
	}
}

func benchmarkJobs() described {
	return described{
		"benchmark job", "a", "the API only", "list-ai-benchmark-jobs",
		"describe-ai-benchmark-job --ai-benchmark-job-name NAME", "create-ai-benchmark-job --cli-input-json file://request.json",
		inventory.KindBenchmarkJob, "API_DescribeAIBenchmarkJob", "",
	}
}

func models() described {
	return described{
		"model", "a", "SageMaker AI > Inference > Models", "list-models",
		"describe-model --model-name NAME", "create-model --cli-input-json file://request.json",
		inventory.KindModel, "host-vpc", "point a new endpoint config to it and update the endpoint",
	}
}

func endpointConfigs() described {
	return described{
		"endpoint config", "an", "SageMaker AI > Inference > Endpoint configurations", "list-endpoint-configs",
		"describe-endpoint-config --endpoint-config-name NAME", "create-endpoint-config --cli-input-json file://request.json",
		inventory.KindEndpointConfig, "API_CreateEndpointConfig", "update the endpoint to it",
	}
}

func definitions() described {
	return described{
		"monitoring job definition", "a", "the API only", "list-data-quality-job-definitions",
		"describe-data-quality-job-definition --job-definition-name NAME", "create-data-quality-job-definition --cli-input-json file://request.json",
		inventory.KindDataQualityDefinition, "API_MonitoringNetworkConfig", "update the schedules that name the old one",
	}
}

func schedules() described {
	return described{
		"monitoring schedule", "a", "SageMaker AI > Inference > Endpoints > Monitoring", "list-monitoring-schedules",
		"describe-monitoring-schedule --monitoring-schedule-name NAME", "update-monitoring-schedule --cli-input-json file://request.json",
		inventory.KindMonitoringSchedule, "API_MonitoringScheduleConfig", "let the schedule name it",
	}
}

// definitionKinds are the four that are told apart by what they monitor.
func definitionKinds() []inventory.Kind {
	return []inventory.Kind{
		inventory.KindDataQualityDefinition, inventory.KindModelQualityDefinition,
		inventory.KindBiasDefinition, inventory.KindExplainabilityDefinition,
	}
}

// fourDefinitions repeats the commands for the other three kinds of definition.
func fourDefinitions(d described, query string) string {
	var all []string
	for _, word := range []string{"data-quality", "model-quality", "model-bias", "model-explainability"} {
		all = append(all, strings.ReplaceAll(d.cli(query), "data-quality", word))
	}
	return strings.Join(all, "\n")
}
