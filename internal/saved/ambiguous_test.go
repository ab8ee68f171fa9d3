package saved

import (
	"testing"
	"testing/fstest"
)

// An empty list that two operations may answer is that of the one an audit asks.
func TestEmptyListOfTwoMeanings(t *testing.T) {
	for _, name := range []string{"Domains.json", "a.json", "list-domains.json"} {
		t.Run(name, func(t *testing.T) {
			source, err := LoadFS(fstest.MapFS{name: {Data: []byte(`{"Domains":[]}`)}}, Options{})
			if err != nil {
				t.Fatal(err)
			}
			if len(source.Answers) != 1 || source.Answers[0].Operation != "sagemaker:ListDomains" {
				t.Errorf("answers %+v", source.Answers)
			}
		})
	}
}
