package reach

import (
	"slices"
	"testing"

	"mooring/internal/inventory"
)

// regrouped adds and takes away a rule of one group of a fleet, in turns.
func regrouped(tb testing.TB, s *inventory.Snapshot, group string) [2]*inventory.Snapshot {
	v := s.VPCs()[0]
	was, _ := s.SecurityGroup(v.Scope, group).Get()
	less := *was
	less.Egress = slices.Clone(was.Egress)[:len(was.Egress)-1]
	without, err := s.With(&less)
	if err != nil {
		tb.Fatal(err)
	}
	more := *was
	with, err := without.With(&more)
	if err != nil {
		tb.Fatal(err)
	}
	return [2]*inventory.Snapshot{without, with}
}

// TestUpdateKeeps goes on after an edit of a group's rules with what it does not
// touch.
func TestUpdateKeeps(t *testing.T) {
	s := snapshotOf(t, fleet{notebooks: 400})
	g, _ := judgeAll(t, s)
	kept := g.environment(s.VPCs()[0])
	for _, next := range regrouped(t, s, "sg-1") {
		before := len(g.results)
		g.Update(next)
		if g.environment(s.VPCs()[0]) != kept || len(g.results) == 0 || len(g.results) == before {
			t.Fatalf("%d results of %d are kept, environment %v", len(g.results), before, g.environment(s.VPCs()[0]) == kept)
		}
		fresh := New(next, nil)
		for _, r := range next.Resources() {
			got, want := g.Judge(r), fresh.Judge(r)
			if got.Exposure != want.Exposure || got.Function != want.Function {
				t.Errorf("%s: %s %s, a new engine says %s %s", r.Head().Name, got.Exposure, got.Function, want.Exposure, want.Function)
			}
			for i, d := range want.Dependencies {
				if got.Dependencies[i].Verdict != d.Verdict {
					t.Errorf("%s → %s: %s, a new engine says %s", r.Head().Name, d.ID, got.Dependencies[i].Verdict, d.Verdict)
				}
			}
		}
	}
}

// BenchmarkGroupEdit changes a security group of an estate of 10,000 notebooks
// and judges all of them again.
func BenchmarkGroupEdit(b *testing.B) {
	s := snapshotOf(b, fleet{notebooks: 10000})
	g, _ := judgeAll(b, s)
	turns := regrouped(b, s, "sg-1")
	for _, next := range turns {
		g.Update(next)
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		g.Update(turns[i%2])
		for _, r := range s.Resources() {
			g.Judge(r)
		}
	}
}
