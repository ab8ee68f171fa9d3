package audit

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mooring/internal/checks"
	"mooring/internal/inventory"
	"mooring/internal/reach"
	"mooring/internal/report"
	"mooring/internal/saved"
)

// TestDenyingAnOperationNeverHelps denies every operation of every small world,
// one at a time: nothing that was bad or unknown may come out good (pure).
func TestDenyingAnOperationNeverHelps(t *testing.T) {
	worlds, _ := filepath.Glob("testdata/worlds/*.txtar")
	if len(worlds) < 40 {
		t.Fatalf("found %d worlds", len(worlds))
	}
	for _, file := range worlds {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			source, err := saved.LoadFS(readWorld(t, file).files, saved.Options{})
			if err != nil {
				t.Fatal(err)
			}
			before := judged(source.Answers)
			for _, operation := range operationsOf(source.Answers) {
				for key, good := range judged(denied(source.Answers, operation)) {
					was, known := before[key]
					if good && known && !was {
						t.Errorf("without %s %s turns good", operation, key)
					}
				}
			}
		})
	}
}

func operationsOf(answers []inventory.Answer) []string {
	var out []string
	for _, a := range answers {
		out = append(out, a.Operation)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// denied are the answers with those of one operation refused.
func denied(answers []inventory.Answer, operation string) []inventory.Answer {
	out := slices.Clone(answers)
	for i := range out {
		if out[i].Operation == operation {
			out[i].Body, out[i].Failure = nil, "AccessDeniedException"
		}
	}
	return out
}

// judged says of every verdict and finding whether it is good.
func judged(answers []inventory.Answer) map[string]bool {
	s := inventory.Build(answers, inventory.Origin{Kind: "saved"})
	r := Run(s, Options{Checks: checks.All()})
	out := map[string]bool{}
	for _, res := range r.Resources {
		out[res.ID+" exposure"] = res.Exposure == reach.ExposureNone || res.Exposure == reach.ExposureNotApplicable
		out[res.ID+" function"] = res.Function == reach.FunctionWorks || res.Function == reach.FunctionNotApplicable
		out[res.ID+" decidability"] = res.Decidability == reach.DecidabilityKnown && out[res.ID+" exposure"] && out[res.ID+" function"]
		for _, d := range res.Dependencies {
			out[res.ID+" → "+d.ID] = d.Verdict == reach.VerdictReachable
		}
	}
	for _, f := range r.Findings {
		out[f.Resource+" "+f.Check] = f.Status == report.Pass || f.Status == report.NotApplicable
	}
	return out
}
