package reach

import (
	"net/netip"
	"slices"
	"strings"

	"mooring/internal/inventory"
)

// Update goes on with a snapshot that an edit made of the engine's own. Where only
// the rules of security groups changed, and draw no boundary that is new, what
// hangs on none of these groups is kept; else everything is judged anew. Verdicts
// are those of a new engine. Class ids may differ where a boundary is gone.
func (g *Engine) Update(s *inventory.Snapshot) {
	var edited []string
	for _, key := range s.Changed(g.snapshot) {
		if key.Kind != inventory.KindSecurityGroup || !g.fits(s, key) {
			*g = Engine{cuts: g.cuts, snapshot: s, assume: g.assume}
			g.forgetAll()
			return
		}
		edited = append(edited, key.ID)
	}
	g.snapshot = s
	for _, e := range g.environments {
		e.snapshot = s
	}
	if len(edited) > 0 {
		g.forget(edited)
	}
}

// fits reports whether a security group can be replaced within what is compiled.
func (g *Engine) fits(s *inventory.Snapshot, key inventory.Key) bool {
	was, ok := g.snapshot.SecurityGroup(key.Scope, key.ID).Get()
	is, still := s.SecurityGroup(key.Scope, key.ID).Get()
	if !ok || !still || was.VPC != is.VPC || was.GroupName != is.GroupName || g.servesBy(key.ID) {
		return false
	}
	return !slices.ContainsFunc(slices.Concat(is.Ingress, is.Egress), func(p inventory.Permission) bool { return !g.knows(is, p) })
}

// knows reports whether a rule of a group draws no new boundary in its VPC and
// those that are joined to it. Elsewhere a rule is compiled as far as it can be.
func (g *Engine) knows(group *inventory.SecurityGroup, p inventory.Permission) bool {
	for _, e := range g.environments {
		if _, near := e.vpcs[group.VPC]; near && !e.knows(p) {
			return false
		}
	}
	return true
}

// servesBy reports whether an interface carries a group that belongs to none of
// the resources that were judged: it may be a destination of any of them.
func (g *Engine) servesBy(group string) bool {
	return slices.ContainsFunc(g.snapshot.Interfaces(), func(n *inventory.NetworkInterface) bool {
		return slices.Contains(n.Groups, group) && !g.own[n.ID]
	})
}

// knows reports whether every boundary of a rule is one of the space already.
// Ports of groups draw none: who asks about ports looks at the rules each time.
func (e *environment) knows(p inventory.Permission) bool {
	cut := func(block netip.Prefix) bool { return e.space.Cuts(block) }
	for _, id := range p.PrefixLists {
		entries, ok := e.prefixesOf(id).Get()
		if !ok || slices.ContainsFunc(entries, func(block netip.Prefix) bool { return !cut(block) }) {
			return false
		}
	}
	return !slices.ContainsFunc(p.Prefixes, func(block netip.Prefix) bool { return !cut(block) })
}

func (g *Engine) forgetAll() {
	g.environments, g.classes = map[string]*environment{}, map[classKey]*class{}
	g.proofs, g.doors, g.results = map[question]*Proof{}, map[*class]egress{}, map[inventory.Resource]*Result{}
	g.tables, g.needs, g.twins = map[inventory.Kind][]inventory.Need{}, map[usualNeeds][]needed{}, map[twin]*Result{}
	g.own = map[string]bool{}
}

// forget drops what hangs on the rules of groups that no destination carries.
func (g *Engine) forget(edited []string) {
	carried := func(groups []string) bool {
		return slices.ContainsFunc(groups, func(id string) bool { return slices.Contains(edited, id) })
	}
	for _, e := range g.environments {
		for q := range e.groupCache {
			if carried(strings.Split(q.groups, ",")) {
				delete(e.groupCache, q)
			}
		}
	}
	for q := range g.proofs {
		if carried(q.class.groups) {
			delete(g.proofs, q)
		}
	}
	for c := range g.doors {
		if carried(c.groups) {
			delete(g.doors, c)
		}
	}
	for t := range g.twins {
		if t.class == nil || carried(t.class.groups) {
			delete(g.twins, t)
		}
	}
	for r, out := range g.results {
		// What stands in no place of its own may hang on another resource.
		if len(out.Placements) == 0 || slices.ContainsFunc(out.Placements, func(p Placed) bool { return carried(p.Groups) }) {
			delete(g.results, r)
		}
	}
	g.desk.judged = nil
}
