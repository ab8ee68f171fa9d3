package check

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"mooring/internal/inventory"
)

func answer(operation, subject, body string) inventory.Answer {
	scope := inventory.Scope{Partition: "aws", Account: "111122223333", Region: "eu-west-1"}
	return inventory.Answer{Scope: scope, Operation: "sagemaker:" + operation, Subject: subject, Body: []byte(body)}
}

// account holds a training job that has ended and a pipeline that makes one.
func account() *inventory.Snapshot {
	return inventory.Build([]inventory.Answer{
		answer("DescribeTrainingJob", "old", `{"TrainingJobName": "old", "TrainingJobArn": "arn:aws:sagemaker:eu-west-1:111122223333:training-job/old", "TrainingJobStatus": "Completed"}`),
		answer("DescribePipeline", "nightly", `{"PipelineName": "nightly", "PipelineArn": "arn:aws:sagemaker:eu-west-1:111122223333:pipeline/nightly",
			"PipelineDefinition": "{\"Steps\": [{\"Name\": \"Train\", \"Type\": \"Training\", \"Arguments\": {}}, {\"Name\": \"Stop\", \"Type\": \"Fail\", \"Arguments\": {}}]}"}`),
	}, inventory.Origin{Kind: "saved"})
}

func silent(id string, kinds ...inventory.Kind) Check {
	return Check{ID: id, Severity: High, Kinds: kinds, Judge: func(Subject) Outcome { return Outcome{} }}
}

func runAll(s *inventory.Snapshot, checks ...Check) []Finding {
	var out []Finding
	for _, r := range s.Resources() {
		out = append(out, Run(checks, Subject{Resource: r, Snapshot: s})...)
	}
	return out
}

// TestRunApplies holds which resources a check is asked about: its kinds, and
// steps that make one of them.
func TestRunApplies(t *testing.T) {
	type row struct {
		Resource string
		Finished bool
		Status   Status
	}
	var got []row
	for _, f := range runAll(account(), silent("training-x", inventory.KindTrainingJob), silent("model-x", inventory.KindModel)) {
		got = append(got, row{f.Resource, f.Finished, f.Status})
	}
	want := []row{
		{"arn:aws:sagemaker:eu-west-1:111122223333:pipeline/nightly#Train", false, Unknown},
		{"arn:aws:sagemaker:eu-west-1:111122223333:training-job/old", true, Unknown},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestFindingIDs(t *testing.T) {
	a, b := silent("training-a", inventory.KindTrainingJob), silent("training-b", inventory.KindTrainingJob)
	first, again := runAll(account(), a, b), runAll(account(), b, a)
	seen := map[string]string{}
	for _, f := range first {
		seen[f.ID] = f.Check.ID + f.Resource
	}
	if len(seen) != 4 {
		t.Fatalf("four findings have %d ids", len(seen))
	}
	for _, f := range again {
		if seen[f.ID] != f.Check.ID+f.Resource {
			t.Errorf("%s of %s has another id the second time", f.Check.ID, f.Resource)
		}
	}
}

// TestMadeKnowsEveryStep: what a step can make must be judged as what it is.
func TestMadeKnowsEveryStep(t *testing.T) {
	for _, r := range []inventory.Resource{
		&inventory.TrainingJob{}, &inventory.TuningJob{}, &inventory.ProcessingJob{}, &inventory.TransformJob{},
		&inventory.AutoMLJob{}, &inventory.Model{}, &inventory.EndpointConfig{},
	} {
		r.Head().Kind = inventory.KindPipelineStep
		if made(r) == inventory.KindPipelineStep {
			t.Errorf("%T made by a step is not known", r)
		}
	}
}
