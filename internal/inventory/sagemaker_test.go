package inventory

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
)

// said spells what SageMaker answered to one operation in one place.
func said(operation, subject, body string) Answer {
	return Answer{Scope: Scope{"aws", "111122223333", "eu-west-1"}, Operation: "sagemaker:" + operation, Subject: subject, Body: []byte(body)}
}

// refused spells an operation that AWS did not answer.
func refused(operation, subject, code string) Answer {
	a := said(operation, subject, "")
	a.Body, a.Failure = nil, code
	return a
}

// only builds a snapshot and returns its one resource of type T.
func only[T Resource](t *testing.T, answers ...Answer) T {
	t.Helper()
	var found []T
	for _, r := range Build(answers, Origin{}).Resources() {
		if x, ok := r.(T); ok {
			found = append(found, x)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d resources of this type, want one", len(found))
	}
	return found[0]
}

// value spells a Value: what is known, or of which kind the unknown is.
func value[T any](v Value[T]) string {
	if x, ok := v.Get(); ok {
		return fmt.Sprint(x)
	}
	return "?" + string(v.Why().Kind)
}

// spell writes a network as "mode isolated placements…", then what else it says.
func spell(n Network) string {
	parts := []string{value(n.Mode)}
	if !Is(n.Isolated, false) {
		parts = append(parts, "isolated="+value(n.Isolated))
	}
	placements, ok := n.Placements.Get()
	if !ok {
		parts = append(parts, "placements=?"+string(n.Placements.Why().Kind))
	}
	for _, p := range placements {
		parts = append(parts, p.Subnet+":"+strings.Join(append(slices.Clone(p.Groups), p.NamedGroups...), "+"))
	}
	for _, r := range n.Inherits {
		parts = append(parts, "from "+string(r.Kind)+" "+r.ID)
	}
	for _, c := range slices.Sorted(maps.Keys(n.Conditions)) {
		if v := n.Conditions[c]; !Is(v, false) {
			parts = append(parts, string(c)+"="+value(v))
		}
	}
	for _, id := range n.FileSystems {
		parts = append(parts, "mounts "+id)
	}
	if n.Invalid != "" {
		parts = append(parts, "invalid")
	}
	if n.Finished {
		parts = append(parts, "finished")
	}
	return strings.Join(parts, " ")
}

func TestSourcesAreTheDeclaredOperations(t *testing.T) {
	got := sagemakerEntries()
	delete(got, "sagemaker:ListTags") // an answer that saved sources may hold; nothing asks for it
	for _, o := range Operations() {
		if o.Service() != "sagemaker" {
			continue
		}
		e, ok := got[o.Name]
		if !ok {
			t.Errorf("%s is asked and not understood", o.Name)
			continue
		}
		if e.items != o.Items {
			t.Errorf("%s: read from %q, declared as %q", o.Name, e.items, o.Items)
		}
		delete(got, o.Name)
	}
	for name := range got {
		t.Errorf("%s is understood and never asked", name)
	}
}

// identities are members that carry nothing but an identity, under every name
// that a SageMaker kind is identified by.
const identities = `"NotebookInstanceName":"x","DomainId":"x","UserProfileName":"x","SpaceName":"x","AppName":"x","AppType":"x",
	"TrainingJobName":"x","ProcessingJobName":"x","TransformJobName":"x","HyperParameterTuningJobName":"x","AutoMLJobName":"x",
	"CompilationJobName":"x","OptimizationJobName":"x","JobName":"x","AIBenchmarkJobName":"x","LabelingJobName":"x","ModelName":"x",
	"EndpointConfigName":"x","EndpointName":"x","InferenceComponentName":"x","JobDefinitionName":"x","MonitoringScheduleName":"x",
	"ClusterName":"x","PipelineName":"x","TrackingServerName":"x","FeatureGroupName":"x","WorkforceName":"x","CodeRepositoryName":"x",
	"NotebookInstanceLifecycleConfigName":"x","StudioLifecycleConfigName":"x"`

// A list says nothing of a kind's network, whatever the reason why the
// description is missing: never that the network is SageMaker's, or none.
func TestListAloneLeavesTheModeUnknown(t *testing.T) {
	for _, s := range sagemakerSources() {
		if len(s.describes) == 0 || s.kind == KindUserProfile || s.kind == KindSpace {
			continue // the list says it all: these stand in their domain's network
		}
		// A list of endpoints has no config, one of transform jobs no model.
		own := map[Kind]string{KindEndpoint: `"EndpointName":"x"`, KindTransformJob: `"TransformJobName":"x"`}
		list := said(s.list, "", `{"`+s.items+`":[{`+cmp.Or(own[s.kind], identities)+`}]}`)
		reasons := map[string]struct {
			answers []Answer
			want    MissingKind
		}{
			"never asked": {nil, MissingOperation},
			"denied":      {[]Answer{refused(s.describes[0], "x", "AccessDeniedException")}, MissingPermission},
			"throttled":   {[]Answer{refused(s.describes[0], "x", "ThrottlingException")}, MissingOperation},
			"not found":   {[]Answer{refused(s.describes[0], "x", "ResourceNotFound")}, MissingOperation},
			"no JSON":     {[]Answer{said(s.describes[0], "x", `]`)}, MissingOperation},
		}
		for name, r := range reasons {
			t.Run(string(s.kind)+" "+name, func(t *testing.T) {
				resources := Build(append(r.answers, list), Origin{}).Resources()
				if len(resources) != 1 {
					t.Fatalf("%d resources, want one", len(resources))
				}
				n := resources[0].Network()
				if n.Mode.Known() || n.Mode.Why().Kind != r.want {
					t.Errorf("mode %s, want unknown for want of %s", value(n.Mode), r.want)
				}
			})
		}
	}
}

func TestKindsWithoutCode(t *testing.T) {
	got := map[Kind]bool{}
	for _, s := range sagemakerSources() {
		body := said(s.list, "", `{"`+s.items+`":[{`+identities+`}]}`)
		for _, r := range Build([]Answer{body}, Origin{}).Resources() {
			if Is(r.Network().Mode, ModeNone) {
				got[s.kind] = true
			}
		}
	}
	want := map[Kind]bool{
		KindMLflowServer: true, KindFeatureGroup: true, KindWorkforce: true, KindCodeRepository: true,
		KindNotebookLifecycleConfig: true, KindStudioLifecycleConfig: true,
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("kinds that run no code (-want +got):\n%s", diff)
	}
}

func TestFinishedJobs(t *testing.T) {
	for status, want := range map[string]bool{
		"Completed": true, "Failed": true, "Stopped": true, "COMPLETED": true, "DELETED": true,
		"InProgress": false, "Stopping": false, "STARTING": false, "": false,
	} {
		body := `{"TrainingJobName":"x","TrainingJobStatus":"` + status + `"}`
		job := only[*TrainingJob](t, said("DescribeTrainingJob", "x", body))
		if got := job.Network().Finished; got != want {
			t.Errorf("status %q: finished %v, want %v", status, got, want)
		}
	}
	if only[*TrainingJob](t, said("DescribeTrainingJob", "x", `{"TrainingJobName":"x"}`)).Network().Finished {
		t.Error("a job without a status counts as finished")
	}
}
