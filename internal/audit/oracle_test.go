package audit

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mooring/internal/inventory"
	"mooring/internal/reach"
	"mooring/internal/saved"
)

// expectation is expect.json of a world: what an independent, deliberately
// naive packet walker found.
type expectation struct {
	Resources []struct {
		Resource, Kind, Exposure, Function string
		ExposureAlso                       []string `json:"exposure_also"`
		FunctionAlso                       []string `json:"function_also"`
		Dependencies                       []expectedDependency
	}
}

type expectedDependency struct {
	ID, Verdict string
	Also        []string
	Loose       bool
	Gates       []expectedGate
}

type expectedGate struct {
	Kind, Object, Leg string
	Or                [][2]string
}

// argued are the expectations that the walker and the semantics disagree about,
// with the row that decides.
func argued() map[string]string {
	return map[string]string{
		"t2-011 nb1 exposure": "the walker asks port 443 alone; the ACL denies that one and lets every other out, so by N2 and I3 the NAT gateway leads to the internet",
	}
}

// TestOracle compares verdicts and failing gates with the walker's, world by
// world (pure, on saved answers).
func TestOracle(t *testing.T) {
	worlds, err := filepath.Glob("testdata/oracle/t*")
	if err != nil || len(worlds) < 60 {
		t.Fatalf("found %d worlds: %v", len(worlds), err)
	}
	for _, world := range worlds {
		t.Run(filepath.Base(world), func(t *testing.T) {
			raw, err := os.ReadFile(filepath.Join(world, "expect.json"))
			if err != nil {
				t.Fatal(err)
			}
			var want expectation
			if err := json.Unmarshal(raw, &want); err != nil {
				t.Fatal(err)
			}
			source, err := saved.Load(filepath.Join(world, "world"), saved.Options{})
			if err != nil {
				t.Fatal(err)
			}
			compareWorld(t, filepath.Base(world), source.Snapshot(), want)
		})
	}
}

func compareWorld(t *testing.T, world string, s *inventory.Snapshot, want expectation) {
	engine := reach.New(s, nil)
	for _, w := range want.Resources {
		i := slices.IndexFunc(s.Resources(), func(r inventory.Resource) bool {
			return r.Head().ID == w.Resource && string(r.Head().Kind) == w.Kind
		})
		if i < 0 {
			t.Errorf("%s %s is not in the snapshot", w.Kind, w.Resource)
			continue
		}
		r := s.Resources()[i]
		got := engine.Resource(r)
		_, known := argued()[world+" "+w.Resource+" exposure"]
		if agrees := slices.Contains(append(w.ExposureAlso, w.Exposure), string(got.Exposure)); agrees == known {
			t.Errorf("%s: exposure %s, want %s (missing %v)", w.Resource, got.Exposure, w.Exposure, got.Missing)
		}
		if !slices.Contains(append(w.FunctionAlso, w.Function), string(got.Function)) {
			t.Errorf("%s: function %s, want %s (stranded %v, missing %v)", w.Resource, got.Function, w.Function, got.Stranded, got.Missing)
		}
		for _, d := range w.Dependencies {
			service, _ := inventory.ServiceByID(d.ID)
			compareDependency(t, w.Resource, d, engine.Trace(r, service))
		}
	}
}

func compareDependency(t *testing.T, resource string, want expectedDependency, proofs []*reach.Proof) {
	t.Helper()
	verdict, failing := foldProofs(proofs)
	if !slices.Contains(append(want.Also, want.Verdict), string(verdict)) {
		t.Errorf("%s → %s: %s, want %s; failing %v", resource, want.ID, verdict, want.Verdict, failing)
		return
	}
	if want.Loose || string(verdict) != want.Verdict {
		return
	}
	for _, g := range failing {
		if !slices.ContainsFunc(want.Gates, func(w expectedGate) bool { return w.means(g) }) {
			t.Errorf("%s → %s: gate %v fails, and the walker did not say so", resource, want.ID, g)
		}
	}
	for _, w := range want.Gates {
		if !slices.ContainsFunc(failing, w.means) {
			t.Errorf("%s → %s: gate %v should fail; failing %v", resource, want.ID, w, failing)
		}
	}
}

func (w expectedGate) means(g reach.Gate) bool {
	if w.Leg != "" && string(g.Leg) != w.Leg {
		return false
	}
	object := strings.Join(g.Object, ",")
	for _, name := range append(w.Or, [2]string{w.Kind, w.Object}) {
		free := name[0] == "mode" || name[0] == "public-address" || name[0] == "block-public-access"
		if string(g.Kind) == name[0] && (free || object == name[1]) {
			return true
		}
	}
	return false
}

// foldProofs folds a dependency's proofs as the report does.
func foldProofs(proofs []*reach.Proof) (reach.Verdict, []reach.Gate) {
	seen := map[reach.Verdict]bool{}
	var failing []reach.Gate
	for _, p := range proofs {
		seen[p.Verdict] = true
		failing = append(failing, p.Failing()...)
	}
	switch {
	case seen[reach.VerdictPartial], seen[reach.VerdictReachable] && seen[reach.VerdictBlocked]:
		return reach.VerdictPartial, failing
	case seen[reach.VerdictUnknown]:
		return reach.VerdictUnknown, failing
	case seen[reach.VerdictBlocked]:
		return reach.VerdictBlocked, failing
	case seen[reach.VerdictReachable]:
		return reach.VerdictReachable, failing
	}
	return reach.VerdictNotApplicable, failing
}
