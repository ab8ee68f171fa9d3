package audit

import (
	"encoding/json"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mooring/examples"
	"mooring/internal/checks"
	"mooring/internal/inventory"
	"mooring/internal/reach"
	"mooring/internal/report"
	"mooring/internal/saved"
)

// TestDenyingAnOperationNeverHelps denies operations one at a time, all of them
// in the base world and the demo worlds and those that can matter in every small
// world: nothing that was bad or unknown may come out good (pure).
func TestDenyingAnOperationNeverHelps(t *testing.T) {
	for _, name := range examples.Names() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files, err := examples.World(name)
			if err != nil {
				t.Fatal(err)
			}
			denyEach(t, answersOf(t, files), func(inventory.Answer) bool { return true })
		})
	}
	worlds, _ := filepath.Glob("testdata/worlds/*.txtar")
	if len(worlds) < 40 {
		t.Fatalf("found %d worlds", len(worlds))
	}
	for _, file := range worlds {
		name := strings.TrimSuffix(filepath.Base(file), ".txtar")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			denyEach(t, answersOf(t, readWorld(t, file).files), func(a inventory.Answer) bool { return name == "base" || matters(a) })
		})
	}
}

// matters leaves out lists that are empty and on which no gate hangs: without
// one of them a kind's absence is a gap, in every world alike.
func matters(a inventory.Answer) bool {
	o, ok := inventory.OperationByName(a.Operation)
	var body map[string]json.RawMessage
	if !ok || len(o.Gates) > 0 || o.Items == "" || json.Unmarshal(a.Body, &body) != nil {
		return true
	}
	return strings.Trim(string(body[o.Items]), "[] \n\t") != ""
}

func answersOf(t *testing.T, files fs.FS) []inventory.Answer {
	t.Helper()
	source, err := saved.LoadFS(files, saved.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return source.Answers
}

func denyEach(t *testing.T, answers []inventory.Answer, wanted func(inventory.Answer) bool) {
	t.Helper()
	before := judged(answers)
	var tried []inventory.Answer
	for _, a := range answers {
		if wanted(a) {
			tried = append(tried, a)
		}
	}
	for _, operation := range operationsOf(tried) {
		for key, good := range judged(denied(answers, operation)) {
			was, known := before[key]
			if good && known && !was {
				t.Errorf("without %s %s turns good", operation, key)
			}
		}
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
	r := Run(s, Options{Checks: checks.All(), Passes: true})
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
