package inventory

import (
	"bytes"
	"encoding/json"
	"testing"
)

// FuzzSageMaker puts any body behind any describe operation: nothing panics,
// the order of answers does not matter, and a network that the answer names is
// never taken for SageMaker's.
func FuzzSageMaker(f *testing.F) {
	f.Add(uint8(0), []byte(`{"NotebookInstanceName":"x","SubnetId":"subnet-a","DirectInternetAccess":"Disabled"}`))
	f.Add(uint8(1), []byte(`{"DomainId":"d-1","AppNetworkAccessType":"VpcOnly","SubnetIds":["subnet-a"]}`))
	f.Add(uint8(5), []byte(`{"TrainingJobName":"x",`+inVPC+`}`))
	f.Add(uint8(8), []byte(`{"HyperParameterTuningJobName":"x","TrainingJobDefinitions":[{`+inVPC+`},{}]}`))
	f.Add(uint8(17), []byte(`{"EndpointConfigName":"x","ProductionVariants":[{"ModelName":"m"}]}`))
	f.Fuzz(func(t *testing.T, index uint8, body []byte) {
		sources := sagemakerSources()
		s := sources[int(index)%len(sources)]
		operation := s.list
		if len(s.describes) > 0 {
			operation = s.describes[len(s.describes)-1]
		}
		answers := []Answer{said(operation, "x", string(body)), refused(s.list, "", "AccessDeniedException")}
		for _, r := range Build(answers, Origin{}).Resources() {
			checkFuzzed(t, r, body)
		}
	})
}

func checkFuzzed(t *testing.T, r Resource, body []byte) {
	t.Helper()
	n := r.Network()
	var members map[string]json.RawMessage
	if json.Unmarshal(body, &members) != nil {
		t.Errorf("%s was built from no structure", r.Head().ID)
	}
	set := func(name string) bool {
		raw := bytes.TrimSpace(members[name])
		return !isNull(raw) && !bytes.Equal(raw, []byte(`""`)) && !bytes.ContainsAny(raw[:1], "{[")
	}
	if _, ok := r.(*Notebook); ok && set("SubnetId") && Is(n.Mode, ModeService) {
		t.Errorf("a notebook with a subnet has mode service: %s", body)
	}
	if j, ok := r.(*TrainingJob); ok && set("VpcConfig") && Is(j.Network().Mode, ModeService) {
		t.Errorf("a job with a VPC has mode service: %s", body)
	}
	if v, ok := n.Placements.Get(); ok && Is(n.Mode, ModeVPC) && len(v) == 0 {
		t.Errorf("%s has mode vpc and no placement: %s", r.Head().Kind, body)
	}
}
