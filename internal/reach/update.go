package reach

import (
	"maps"
	"slices"

	"mooring/internal/inventory"
)

// Update goes on with a snapshot that was edited, and says whether it kept what
// was compiled: where the edits are of rules of security groups that clients alone
// carry, and leave the boundaries between addresses as they are, what hangs on
// none of these groups is kept. Else everything is judged anew.
func (g *Engine) Update(s *inventory.Snapshot) (kept bool) {
	edited, ok := s.OnlyRules(g.snapshot)
	if !ok || !g.stands(s, edited) {
		fresh := New(s, g.assume)
		fresh.cuts, fresh.brief = g.cuts, g.brief
		*g = *fresh
		return false
	}
	g.snapshot = s
	for _, e := range g.environments {
		e.snapshot = s
		clear(e.groupRules)
		maps.DeleteFunc(e.groupCache, func(_ groupQuestion, a groupAnswer) bool { return meets(a.groups, edited) })
	}
	touched := func(c *class) bool { return meets(c.groups, edited) }
	for _, known := range []map[question]*Proof{g.proofs, g.glances} {
		maps.DeleteFunc(known, func(q question, _ *Proof) bool { return touched(q.class) })
	}
	maps.DeleteFunc(g.doors, func(c *class, _ egress) bool { return touched(c) })
	maps.DeleteFunc(g.twins, func(t twin, _ *Result) bool { return touched(t.class) })
	maps.DeleteFunc(g.results, func(_ inventory.Resource, r *Result) bool {
		// One without a place of its own may take over another's.
		return len(r.Placements) == 0 || slices.ContainsFunc(r.Placements, func(p Placed) bool { return meets(p.Groups, edited) })
	})
	return true
}

// stands reports whether all that was compiled holds for other rules of some
// groups: no answer hangs on them but those of the classes that carry them, and
// the cut of the addresses is the same.
func (g *Engine) stands(s *inventory.Snapshot, edited []string) bool {
	seen := map[*fabric]bool{}
	for _, e := range g.environments {
		f := e.fabric
		if seen[f] {
			continue
		}
		seen[f] = true
		if slices.ContainsFunc(edited, func(id string) bool { return f.shared[id] }) {
			return false
		}
		var vpcs []*inventory.VPC
		for _, there := range f.vpcs {
			vpcs = append(vpcs, there.vpc)
		}
		if next := newFabric(s, g.assume, vpcs, g.cuts); !next.space.Same(f.space) || next.nat64 != f.nat64 {
			return false
		}
	}
	return true
}

func meets(some, others []string) bool {
	return slices.ContainsFunc(some, func(id string) bool { return slices.Contains(others, id) })
}

// ownGroups asks the client's own groups, on which only answers of its class hang.
func (e *environment) ownGroups(c *class, way direction, f flow) groupAnswer {
	if c.place == nil {
		return e.askGroups(c.groups, way, f) // no client: others share what hangs on it
	}
	return e.unite(c.groups, way, f)
}

// groupsOf asks a destination's groups, which may be the client's: those of
// another instance of a job are.
func (e *environment) groupsOf(c *class, d destination, way direction, f flow) groupAnswer {
	if slices.Equal(c.groups, d.groups) {
		return e.ownGroups(c, way, f)
	}
	return e.askGroups(d.groups, way, f)
}

// askGroups asks groups of anything but the client.
func (e *environment) askGroups(groups []string, way direction, f flow) groupAnswer {
	e.hangOn(groups)
	return e.unite(groups, way, f)
}

// hangOn remembers that answers of many classes may hang on the rules of groups.
func (f *fabric) hangOn(groups []string) {
	for _, id := range groups {
		if f.shared[id] {
			continue
		}
		if f.shared == nil {
			f.shared = map[string]bool{}
		}
		f.shared[id] = true
	}
}
