package inventory

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func dependencies(kind Kind, level NeedLevel) []string {
	var out []string
	for _, n := range Needs(kind) {
		if n.Level == level && !slices.Contains(out, n.Dependency) {
			out = append(out, n.Dependency)
		}
	}
	slices.Sort(out)
	return out
}

func TestRequiredNeeds(t *testing.T) {
	session := []string{"logs", "s3", "sagemaker.api", "sagemaker.runtime", "sts"}
	data := []string{"s3"}
	clarify := []string{"s3", "sagemaker.api", "sagemaker.runtime"}
	want := map[Kind][]string{
		KindNotebook: session, KindDomain: append([]string{"efs"}, session...),
		KindTrainingJob: data, KindTuningJob: data, KindProcessingJob: data, KindModel: data, KindEndpointConfig: data,
		KindAutoMLJob: data, KindCompilationJob: data, KindOptimizationJob: data, KindRecommendationJob: data, KindLabelingJob: data,
		KindBenchmarkJob: {"s3", "sagemaker.runtime"}, KindMonitoringSchedule: data, KindPipelineStep: data,
		KindDataQualityDefinition: data, KindModelQualityDefinition: data, KindBiasDefinition: clarify, KindExplainabilityDefinition: clarify,
		KindCluster: {"ecr.api", "ecr.dkr", "logs", "s3", "sagemaker.api", "sts"},
	}
	for _, kind := range allKinds() {
		if diff := cmp.Diff(want[kind], dependencies(kind, Required)); diff != "" {
			t.Errorf("%s requires (-want +got):\n%s", kind, diff)
		}
	}
}

func TestOptionalNeeds(t *testing.T) {
	people := []string{"ecr.api", "ecr.dkr", "kms", "monitoring", "pypi", "internet"}
	script := []string{"sagemaker.api", "sagemaker.runtime", "sts", "pypi", "internet"}
	for kind, want := range map[Kind][]string{
		KindNotebook: people, KindDomain: people,
		KindTrainingJob: append([]string{"kms"}, script...), KindProcessingJob: append([]string{"kms"}, script...), KindModel: script,
	} {
		have := dependencies(kind, Optional)
		for _, id := range want {
			if !slices.Contains(have, id) {
				t.Errorf("%s does not want %s", kind, id)
			}
		}
	}
}

func TestNeedsAreWhole(t *testing.T) {
	for _, kind := range allKinds() {
		weight := map[string]int{}
		for _, n := range Needs(kind) {
			if n.Reason == "" || (n.Level == Conditional) != (n.When != "") {
				t.Errorf("%s: %+v is not whole", kind, n)
			}
			w := map[NeedLevel]int{Required: 1, Conditional: 2, Optional: 3}[n.Level]
			if before, ok := weight[n.Dependency]; ok && before >= w {
				t.Errorf("%s: %s stands twice, and not the stronger one first", kind, n.Dependency)
			}
			weight[n.Dependency] = w
		}
	}
}

// A sealed container reaches nothing, but SageMaker still moves its data.
func TestPlatformMovesDataOfWhatCanBeSealed(t *testing.T) {
	for _, kind := range allKinds() {
		for _, n := range Needs(kind) {
			interactive := slices.Contains([]Kind{KindNotebook, KindDomain, KindCluster}, kind)
			if n.Dependency == "s3" && n.Platform == interactive {
				t.Errorf("%s: platform traffic to S3 is %v", kind, n.Platform)
			}
		}
	}
}
