package audit

import (
	"encoding/json"
	"testing"

	"mooring/internal/inventory"
)

func TestTagFilterKeepsWhatItCannotTell(t *testing.T) {
	scope := inventory.Scope{Account: "111122223333", Region: "eu-west-1"}
	answer := func(operation, subject, body string) inventory.Answer {
		return inventory.Answer{Scope: scope, Operation: operation, Subject: subject, Body: json.RawMessage(body)}
	}
	notebook := answer("sagemaker:DescribeNotebookInstance", "lab", `{"NotebookInstanceName":"lab","NotebookInstanceArn":"arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/lab"}`)
	for _, tt := range []struct {
		name string
		tags inventory.Answer
		want int
	}{
		{"carries the tag", answer("tagging:GetResources", "", `{"ResourceTagMappingList":[{"ResourceARN":"arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/lab","Tags":[{"Key":"owner","Value":"ml"}]}]}`), 1},
		{"carries another", answer("tagging:GetResources", "", `{"ResourceTagMappingList":[{"ResourceARN":"arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/lab","Tags":[{"Key":"owner","Value":"web"}]}]}`), 0},
		{"carries none", answer("tagging:GetResources", "", `{"ResourceTagMappingList":[]}`), 0},
		{"tags denied", inventory.Answer{Scope: scope, Operation: "tagging:GetResources", Failure: "AccessDeniedException"}, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := inventory.Build([]inventory.Answer{notebook, tt.tags}, inventory.Origin{})
			got := Run(s, Options{Tags: map[string]string{"owner": "ml"}})
			if len(got.Resources) != tt.want {
				t.Errorf("%d resources, want %d", len(got.Resources), tt.want)
			}
		})
	}
}
