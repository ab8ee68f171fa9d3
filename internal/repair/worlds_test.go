package repair_test

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"mooring/internal/inventory"
	"mooring/internal/reach"
	"mooring/internal/repair"
	"mooring/internal/saved"
)

func snapshotOf(t *testing.T, files fs.FS) *inventory.Snapshot {
	t.Helper()
	source, err := saved.LoadFS(files, saved.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return source.Snapshot()
}

// worlds are the demo accounts and the small worlds of the audit, by name.
func worlds(t *testing.T) map[string]*inventory.Snapshot {
	t.Helper()
	out := map[string]*inventory.Snapshot{}
	for _, name := range []string{"sealed", "switched-off", "hub"} {
		out[name] = snapshotOf(t, os.DirFS("../../examples/"+name))
	}
	all, err := filepath.Glob("../audit/testdata/worlds/*.txtar")
	if err != nil || len(all) < 40 {
		t.Fatalf("found %d worlds: %v", len(all), err)
	}
	for _, file := range all {
		name := strings.TrimSuffix(filepath.Base(file), ".txtar")
		out[name] = world(t, name)
	}
	return out
}

// world is one small world of the audit, laid over its base.
func world(t *testing.T, name string) *inventory.Snapshot {
	t.Helper()
	files := fstest.MapFS{}
	for _, layer := range []string{"base", name} {
		archive, err := txtar.ParseFile("../audit/testdata/worlds/" + layer + ".txtar")
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range archive.Files {
			switch {
			case f.Name == "expect.json":
			case strings.TrimSpace(string(f.Data)) == "absent":
				delete(files, f.Name)
			default:
				files[f.Name] = &fstest.MapFile{Data: f.Data}
			}
		}
	}
	return snapshotOf(t, files)
}

// stranded are the dependencies that count and are blocked or partial.
func stranded(s *inventory.Snapshot) map[inventory.Resource][]reach.Dependency {
	out := map[inventory.Resource][]reach.Dependency{}
	engine := reach.New(s, nil)
	for _, r := range s.Resources() {
		for _, d := range engine.Resource(r).Dependencies {
			if d.Need != inventory.Optional && (d.Verdict == reach.VerdictBlocked || d.Verdict == reach.VerdictPartial) {
				out[r] = append(out[r], d)
			}
		}
	}
	return out
}

// tally counts what was asked and what was found.
type tally struct{ asked, repaired, clean, plain int }

// hold finds repairs for everything that is stranded in a world and demands of
// each that it does what it says.
func hold(t *testing.T, name string, s *inventory.Snapshot, sum *tally) {
	t.Helper()
	before := map[inventory.Resource]*reach.Result{}
	engine := reach.New(s, nil)
	for _, r := range s.Resources() {
		before[r] = engine.Resource(r)
	}
	for r, lost := range stranded(s) {
		for _, d := range lost {
			proposals, err := repair.Find(s, nil, r, d.ID, repair.Policy{})
			if err != nil {
				t.Fatal(err)
			}
			sum.asked++
			if len(proposals) == 0 {
				t.Logf("%s: %s → %s: no repair; %s", name, r.Head().Name, d.ID, failing(d))
				continue
			}
			sum.repaired++
			if proposals[0].Clean() {
				sum.clean++
			}
			if len(proposals[0].Opens) == 0 {
				sum.plain++
			}
			for i, p := range proposals {
				if i == 0 {
					t.Logf("%s: %s → %s: %s; opens %q, cautions %q", name, r.Head().Name, d.ID, p.Text(), p.Opens, p.Cautions)
				}
				if i < 3 {
					demand(t, name, before, r, d.ID, p)
				}
			}
		}
	}
}

func failing(d reach.Dependency) string {
	var out []string
	for _, p := range d.Proofs {
		for _, g := range p.Failing() {
			out = append(out, string(g.Kind)+" "+strings.Join(g.Object, ",")+" "+string(g.Leg)+": "+g.Why)
		}
	}
	return strings.Join(out, "; ")
}

// demand judges a proposal by an engine that knows nothing of how it was found.
func demand(t *testing.T, name string, before map[inventory.Resource]*reach.Result, r inventory.Resource, dependency string, p repair.Proposal) {
	t.Helper()
	after := reach.New(p.Snapshot(), nil)
	for _, d := range after.Resource(r).Dependencies {
		if d.ID == dependency && d.Verdict != reach.VerdictReachable {
			t.Errorf("%s: %s → %s is %s after %s", name, r.Head().Name, dependency, d.Verdict, p.Text())
		}
	}
	worse := 0
	for other, was := range before {
		is := after.Resource(other)
		if was.Exposure != is.Exposure || !slices.Equal(was.ExposureVia, is.ExposureVia) {
			t.Errorf("%s: exposure of %s goes from %s to %s by %s", name, other.Head().Name, was.Exposure, is.Exposure, p.Text())
		}
		verdicts := map[string]reach.Verdict{}
		for _, d := range was.Dependencies {
			verdicts[d.ID] = d.Verdict
		}
		for _, d := range is.Dependencies {
			if verdicts[d.ID] == reach.VerdictReachable && d.Verdict != reach.VerdictReachable {
				worse++
			}
		}
	}
	if worse > len(p.Breaks) {
		t.Errorf("%s: %d dependencies got worse and %d are told: %s", name, worse, len(p.Breaks), p.Text())
	}
}

// TestRepairsOfKnownWorlds finds repairs in every world of the audit and the demo
// accounts, and proves each again (pure, on saved answers).
func TestRepairsOfKnownWorlds(t *testing.T) {
	var sum tally
	all := worlds(t)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		hold(t, name, all[name], &sum)
	}
	t.Logf("%+v", sum)
	if sum.asked < 50 || sum.repaired*2 < sum.asked {
		t.Errorf("few repairs: %+v", sum)
	}
}
