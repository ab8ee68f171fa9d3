package reach

import (
	"maps"
	"slices"

	"mooring/internal/inventory"
)

// Update goes on with a snapshot that was edited, and says whether it kept what
// was decided: where the edits are of rules of security groups that clients alone
// carry, what hangs on none of these groups is kept, and what was compiled too
// where the rules leave the boundaries between addresses as they are. Else
// everything is judged anew.
func (g *Engine) Update(s *inventory.Snapshot) (kept bool) {
	edited, ok := s.OnlyRules(g.snapshot)
	if !ok || slices.ContainsFunc(edited, func(id string) bool { return g.shared[id] }) {
		fresh := New(s, g.assume)
		fresh.cuts, fresh.brief = g.cuts, g.brief
		*g = *fresh
		return false
	}
	g.snapshot = s
	moved := g.recut()
	if moved == nil {
		g.forget(edited)
	}
	maps.DeleteFunc(g.results, func(_ inventory.Resource, r *Result) bool {
		// One without a place of its own may take over another's.
		return len(r.Placements) == 0 || slices.ContainsFunc(r.Placements, func(p Placed) bool { return moved[p.Class] || meets(p.Groups, edited) })
	})
	return true
}

// forget drops what hangs on the rules of some groups.
func (g *Engine) forget(edited []string) {
	for _, e := range g.environments {
		e.snapshot = g.snapshot
		clear(e.groupRules)
		maps.DeleteFunc(e.groupCache, func(_ groupQuestion, a groupAnswer) bool { return meets(a.groups, edited) })
	}
	touched := func(c *class) bool { return meets(c.groups, edited) }
	for _, known := range []map[question]*Proof{g.proofs, g.glances} {
		maps.DeleteFunc(known, func(q question, _ *Proof) bool { return touched(q.class) })
	}
	maps.DeleteFunc(g.doors, func(c *class, _ egress) bool { return touched(c) })
	maps.DeleteFunc(g.twins, func(t twin, _ *Result) bool { return touched(t.class) })
}

// recut compiles anew where the edited rules draw other boundaries, and tells the
// classes that are others by them, by id; nil where the boundaries are the same.
// Proofs are of the old ones; results name addresses, and stay.
func (g *Engine) recut() map[string]bool {
	fabrics := map[string]*fabric{} // by VPC
	same := true
	for _, e := range g.environments {
		if fabrics[e.vpc.ID] != nil {
			continue
		}
		var vpcs []*inventory.VPC
		for _, there := range e.fabric.vpcs {
			vpcs = append(vpcs, there.vpc)
		}
		next := newFabric(g.snapshot, g.assume, vpcs, g.cuts, g.shared)
		same = same && next.space.Same(e.fabric.space) && next.nat64 == e.fabric.nat64
		for id := range next.vpcs {
			fabrics[id] = next
		}
	}
	if same {
		return nil
	}
	moved := map[string]bool{}
	for _, c := range g.classes {
		space := fabrics[c.subnet.VPC].space
		if c.place.at4 != "any" && !c.sources.SameAtoms(space) || c.place.at6 != "any" && !c.sources6.SameAtoms(space) {
			moved[c.id] = true
		}
	}
	g.start(fabrics)
	return moved
}

// start goes on with fabrics alone: what is of other ones goes.
func (g *Engine) start(fabrics map[string]*fabric) {
	clear(g.environments)
	for id, f := range fabrics {
		g.environments[keyOfVPC(f.vpcs[id].vpc)] = f.vpcs[id]
	}
	clear(g.classes)
	clear(g.proofs)
	clear(g.glances)
	clear(g.doors)
	clear(g.twins)
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
		if !f.shared[id] {
			f.shared[id] = true
		}
	}
}
