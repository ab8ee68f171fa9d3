package audit

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"mooring/internal/inventory"
	"mooring/internal/reach"
	"mooring/internal/saved"
)

// smallWorld is one file of testdata/worlds laid over the base world.
type smallWorld struct {
	files  fstest.MapFS
	expect worldExpectation
}

type worldExpectation struct {
	Resources []worldResource
}

type worldResource struct {
	Resource, Kind, Exposure, Function, Decidability string
	InheritedFrom                                    string
	ExposureAlso                                     []string `json:"exposure_also"`
	FunctionAlso                                     []string `json:"function_also"`
	DecidabilityAlso                                 []string `json:"decidability_also"`
	Dependencies                                     []worldDependency
}

type worldDependency struct {
	ID, Verdict, Traffic string
	Policy               string // outcome of the policies beside the network
	Also                 []string
	Gates                *[]worldGate
}

type worldGate struct {
	Kind, Object, Leg, Outcome string
	Or                         [][2]string
}

func readWorld(t *testing.T, file string) smallWorld {
	t.Helper()
	w := smallWorld{files: fstest.MapFS{}}
	for _, name := range []string{"testdata/worlds/base.txtar", file} {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range archive.Files {
			switch {
			case f.Name == "expect.json":
				w.expect = worldExpectation{}
				if err := json.Unmarshal(f.Data, &w.expect); err != nil {
					t.Fatalf("%s: %v", name, err)
				}
			case strings.TrimSpace(string(f.Data)) == "absent":
				delete(w.files, f.Name)
			default:
				w.files[f.Name] = &fstest.MapFile{Data: f.Data}
			}
		}
	}
	return w
}

func snapshotOf(t *testing.T, files fs.FS) *inventory.Snapshot {
	t.Helper()
	source, err := saved.LoadFS(files, saved.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return source.Snapshot()
}

// TestWorlds demands of every small world exactly the verdicts and gates that
// its author reasoned out from the semantics (pure, on saved answers).
func TestWorlds(t *testing.T) {
	worlds, err := filepath.Glob("testdata/worlds/*.txtar")
	if err != nil || len(worlds) < 40 {
		t.Fatalf("found %d worlds: %v", len(worlds), err)
	}
	for _, file := range worlds {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			w := readWorld(t, file)
			if len(w.expect.Resources) == 0 {
				t.Fatal("the world expects nothing")
			}
			compareExpectation(t, snapshotOf(t, w.files), w.expect)
		})
	}
}

func compareExpectation(t *testing.T, s *inventory.Snapshot, want worldExpectation) {
	t.Helper()
	engine := reach.New(s, nil)
	for _, w := range want.Resources {
		r := resourceOf(s, w)
		if r == nil {
			t.Errorf("%s %s is not in the snapshot", w.Kind, w.Resource)
			continue
		}
		w.compare(t, r, engine.Resource(r))
	}
}

func resourceOf(s *inventory.Snapshot, w worldResource) inventory.Resource {
	for _, r := range s.Resources() {
		h := r.Head()
		if string(h.Kind) != w.Kind {
			continue
		}
		if h.ID == w.Resource || h.Name == w.Resource || strings.HasSuffix(h.ID, "/"+w.Resource) {
			return r
		}
	}
	return nil
}

func (w worldResource) compare(t *testing.T, r inventory.Resource, got *reach.Result) {
	t.Helper()
	for _, axis := range []struct {
		name, got, want string
		also            []string
	}{
		{"exposure", string(got.Exposure), w.Exposure, w.ExposureAlso},
		{"function", string(got.Function), w.Function, w.FunctionAlso},
		{"decidability", string(got.Decidability), w.Decidability, w.DecidabilityAlso},
	} {
		if axis.want != "" && axis.got != axis.want && !slices.Contains(axis.also, axis.got) {
			t.Errorf("%s %s: %s is %s, want %s (stranded %v, missing %v, why %q)", w.Kind, w.Resource, axis.name, axis.got, axis.want, got.Stranded, got.Missing, got.Why)
		}
	}
	if w.InheritedFrom != "" && !strings.HasSuffix(got.InheritedFrom, w.InheritedFrom) {
		t.Errorf("%s %s: inherited from %q, want %s", w.Kind, w.Resource, got.InheritedFrom, w.InheritedFrom)
	}
	for _, d := range w.Dependencies {
		d.compare(t, w.Resource, got)
	}
}

func (d worldDependency) compare(t *testing.T, resource string, got *reach.Result) {
	t.Helper()
	i := slices.IndexFunc(got.Dependencies, func(g reach.Dependency) bool { return g.ID == d.ID })
	if i < 0 {
		if d.Verdict != string(reach.VerdictNotApplicable) && !slices.Contains(d.Also, string(reach.VerdictNotApplicable)) {
			t.Errorf("%s → %s is not judged", resource, d.ID)
		}
		return
	}
	dependency := got.Dependencies[i]
	if v := string(dependency.Verdict); v != d.Verdict && !slices.Contains(d.Also, v) {
		t.Errorf("%s → %s: %s, want %s; %v", resource, d.ID, v, d.Verdict, notPassing(dependency.Proofs))
		return
	}
	if d.Traffic != "" && string(dependency.Proofs[0].Traffic) != d.Traffic {
		t.Errorf("%s → %s: traffic %s, want %s", resource, d.ID, dependency.Proofs[0].Traffic, d.Traffic)
	}
	if p := dependency.Proofs[0].Policy; d.Policy != "" && (p == nil || p.Outcome != d.Policy) {
		t.Errorf("%s → %s: policies say %+v, want %s", resource, d.ID, p, d.Policy)
	}
	if d.Gates == nil || string(dependency.Verdict) != d.Verdict {
		return
	}
	gates := notPassing(dependency.Proofs)
	for _, g := range gates {
		if !slices.ContainsFunc(*d.Gates, func(w worldGate) bool { return w.means(g) }) {
			t.Errorf("%s → %s: unexpected gate %+v", resource, d.ID, g)
		}
	}
	for _, w := range *d.Gates {
		if !slices.ContainsFunc(gates, w.means) {
			t.Errorf("%s → %s: gate %+v is missing; got %+v", resource, d.ID, w, gates)
		}
	}
}

func notPassing(proofs []*reach.Proof) []reach.Gate {
	var out []reach.Gate
	for _, p := range proofs {
		out = append(append(out, p.Failing()...), p.Unknown()...)
	}
	return out
}

func (w worldGate) means(g reach.Gate) bool {
	outcome := w.Outcome
	if outcome == "" {
		outcome = string(reach.Fails)
	}
	if outcome != string(g.Outcome) || (w.Leg != "" && w.Leg != string(g.Leg)) {
		return false
	}
	object := strings.Join(slices.Sorted(slices.Values(g.Object)), ",")
	for _, name := range append(w.Or, [2]string{w.Kind, w.Object}) {
		if string(g.Kind) == name[0] && (name[1] == "" || name[1] == object) {
			return true
		}
	}
	return false
}

// TestDemoWorlds holds the built-in accounts to their expected verdicts.
func TestDemoWorlds(t *testing.T) {
	for _, name := range []string{"sealed", "switched-off", "hub"} {
		t.Run(name, func(t *testing.T) {
			raw, err := os.ReadFile("../../examples/" + name + ".expect.json")
			if err != nil {
				t.Fatal(err)
			}
			var want worldExpectation
			if err := json.Unmarshal(raw, &want); err != nil {
				t.Fatal(err)
			}
			compareExpectation(t, snapshotOf(t, os.DirFS("../../examples/"+name)), want)
		})
	}
}
