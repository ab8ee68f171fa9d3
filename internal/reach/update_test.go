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

// BenchmarkEdit edits one group of a fleet and judges all notebooks again: a rule
// of blocks that others name too, and one that draws a new boundary. Its
// references ask only those anew that carry the group: the bare work on sets each
// class, the naive walker each notebook.
func BenchmarkEdit(b *testing.B) {
	s := snapshotOf(b, fleet{notebooks: 10000})
	g, _ := judgeAll(b, s)
	carry := carriers(s, "sg-7")
	per := referencesOf(b, g, carry[:fleetSubnets], fleetSubnets, len(carry))
	whole := timed(b, "fresh", func() { judgeAll(b, s) })
	for _, edit := range []struct{ name, block string }{{"known-block", "10.0.0.0/8"}, {"new-block", "10.77.0.0/16"}} {
		edited := withRule(b, s, inventory.Permission{Protocol: inventory.TCP, From: 8443, To: 8443, Prefixes: prefixes(edit.block)})
		b.Run(edit.name, func(b *testing.B) {
			g, _ := judgeAll(b, s)
			before, after := s, edited
			b.ResetTimer()
			each := (&laps{}).run(b, func() {
				g.Update(after)
				for _, r := range after.Resources() {
					g.Judge(r)
				}
				before, after = after, before
			})
			per.report(b, each)
			b.ReportMetric(each/whole, "x/fresh")
		})
	}
}

// carriers are the resources that carry a group.
func carriers(s *inventory.Snapshot, group string) []inventory.Resource {
	return slices.DeleteFunc(slices.Clone(s.Resources()), func(r inventory.Resource) bool {
		placements, _ := r.Network().Placements.Get()
		return !slices.ContainsFunc(placements, func(p inventory.Placement) bool { return slices.Contains(p.Groups, group) })
	})
}

func withRule(tb testing.TB, s *inventory.Snapshot, p inventory.Permission) *inventory.Snapshot {
	old, ok := s.SecurityGroup(inventory.Scope{}, "sg-7").Get()
	if !ok {
		tb.Fatal("the fleet has no sg-7")
	}
	group := *old
	group.Egress = append(slices.Clone(group.Egress), p)
	edited, err := s.With(&group)
	if err != nil {
		tb.Fatal(err)
	}
	return edited
}
