package reach

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"mooring/internal/inventory"
	"mooring/internal/netset"
)

// router is a route table over the atoms of its VPC: for every atom the route
// that wins.
type router struct {
	table   *inventory.RouteTable
	winner  []int32 // index into choices, by atom; noRoute where none matches
	choices []choice
	groups  []routed // all atoms, by what the winning route does with them
	// unclear is set when a prefix list of the table could not be read: it may
	// hold a more specific block for any address.
	unclear *inventory.Missing
}

const noRoute = -1

// choice is a route that wins somewhere. rivals are those of which AWS picks one
// at random: two prefix lists with one block (VPC User Guide, route-tables-priority).
// Of other routes a table holds one for each destination, so that two contradict
// each other.
type choice struct {
	inventory.Route
	via    netip.Prefix // the block that matched
	rivals []choice
}

// routerOf compiles the table a subnet uses: the one associated with it, else
// the main one; never both (VPC User Guide, subnet-route-tables).
func (e *environment) routerOf(subnet string) inventory.Value[*router] {
	return inventory.Then(e.tables, func(all []*inventory.RouteTable) inventory.Value[*router] {
		i := slices.IndexFunc(all, func(t *inventory.RouteTable) bool { return slices.Contains(t.Subnets, subnet) })
		if i < 0 && e.mayHold(subnet) {
			i = slices.IndexFunc(all, func(t *inventory.RouteTable) bool { return t.Main })
		}
		if i < 0 {
			return inventory.Unknown[*router](inventory.Missing{Kind: inventory.MissingHop, What: "route table of " + subnet})
		}
		return inventory.Known(e.routerFor(all[i]))
	})
}

// mayHold reports whether a subnet is the VPC's, as far as they were read.
func (e *environment) mayHold(subnet string) bool {
	all, ok := e.subnets.Get()
	return !ok || slices.ContainsFunc(all, func(s *inventory.Subnet) bool { return s.ID == subnet })
}

func (e *environment) routerFor(t *inventory.RouteTable) *router {
	r, ok := e.routers[t.ID]
	if !ok {
		r = e.compile(t)
		e.routers[t.ID] = r
	}
	return r
}

func (e *environment) compile(t *inventory.RouteTable) *router {
	r := &router{table: t, winner: make([]int32, e.space.Len())}
	for i := range r.winner {
		r.winner[i] = noRoute
	}
	for _, route := range t.Routes {
		if route.PrefixList == "" {
			e.install(r, choice{Route: route, via: route.Destination})
			continue
		}
		entries, ok := e.prefixesOf(route.PrefixList).Get()
		if !ok {
			why := e.prefixesOf(route.PrefixList).Why()
			r.unclear = &why
			continue
		}
		for _, p := range entries {
			e.install(r, choice{Route: route, via: p})
		}
	}
	r.group(e.space)
	return r
}

// group gathers the atoms by what happens to them: blocks of one prefix list,
// and routes that differ only in their block, share a way.
func (r *router) group(space *netset.Space) {
	type fate struct {
		found, blackhole bool
		target           inventory.Target
		rivals           string // their targets
	}
	at := map[fate]int{}
	atoms := [][]int{}
	for atom, index := range r.winner {
		part := routed{}
		if index != noRoute {
			part.choice, part.found = r.choices[index], true
		}
		key := fate{part.found, part.Blackhole, part.Target, part.rivalTargets()}
		i, ok := at[key]
		if !ok {
			i = len(r.groups)
			at[key] = i
			r.groups, atoms = append(r.groups, part), append(atoms, nil)
		}
		atoms[i] = append(atoms[i], atom)
	}
	for i := range r.groups {
		r.groups[i].set = space.Atoms(atoms[i]...)
	}
	slices.SortStableFunc(r.groups, func(a, b routed) int { return cmp.Compare(a.order(r), b.order(r)) })
}

func (c choice) rivalTargets() string {
	var ids []string
	for _, r := range c.rivals {
		ids = append(ids, r.Target.ID, fmt.Sprint(r.Blackhole))
	}
	return strings.Join(ids, ",")
}

// order is that of the table; no route first.
func (p routed) order(r *router) int {
	if !p.found {
		return -1
	}
	return slices.IndexFunc(r.choices, func(c choice) bool { return c.Target == p.Target && c.Blackhole == p.Blackhole })
}

// install gives a route every atom that it wins against those before it.
func (e *environment) install(r *router, c choice) {
	index := int32(len(r.choices))
	r.choices = append(r.choices, c)
	tied := map[int32]int32{}
	won := e.space.Prefixes(c.via)
	if c.Propagated {
		// Within the VPC the local route beats propagated ones, even more specific (VPN User Guide, vpn-route-priority).
		won = won.Minus(e.space.Prefixes(e.vpc.CIDRs...))
	}
	won.Each(func(atom int) bool {
		old := r.winner[atom]
		if old == noRoute {
			r.winner[atom] = index
			return true
		}
		switch o := r.choices[old]; {
		case c.beats(o):
			r.winner[atom] = index
		case !o.beats(c) && (o.Target != c.Target || o.Blackhole != c.Blackhole):
			if _, ok := tied[old]; !ok {
				tied[old] = int32(len(r.choices))
				o.rivals = append(slices.Clip(o.rivals), c)
				r.choices = append(r.choices, o)
			}
			r.winner[atom] = tied[old]
		}
		return true
	})
}

// beats ranks two routes for one address: longest prefix, then static, prefix
// list, propagated (VPC User Guide, route-tables-priority).
func (c choice) beats(o choice) bool {
	return cmp.Or(cmp.Compare(c.via.Bits(), o.via.Bits()), cmp.Compare(o.rank(), c.rank())) > 0
}

func (c choice) rank() int {
	switch {
	case c.Propagated:
		return 2
	case c.PrefixList != "":
		return 1
	}
	return 0
}

// destination is what the route table shows in its first column.
func (c choice) destination() string {
	if c.PrefixList != "" {
		return c.PrefixList
	}
	return c.Destination.String()
}

func (c choice) text() string {
	if c.Blackhole {
		return c.destination() + " → blackhole"
	}
	return c.destination() + " → " + cmp.Or(c.Target.ID, string(c.Target.Kind))
}

// split groups destinations by the route that wins them, in the order of the
// table; no route first.
func (r *router) split(among netset.Set) []routed { return r.splitInto(nil, among) }

// splitInto is split into room that the caller has.
func (r *router) splitInto(out []routed, among netset.Set) []routed {
	for i := range r.groups {
		g := &r.groups[i]
		switch {
		case g.set.Covers(among):
			return append(out, routed{g.choice, g.found, among})
		case g.set.Meets(among):
			out = append(out, routed{g.choice, g.found, g.set.Intersect(among)})
		}
	}
	return out
}

// exact is the route that wins the lowest of some destinations: a group has all
// that lead to one target.
func (r *router) exact(s *netset.Space, part routed) choice {
	if !part.found {
		return part.choice
	}
	c := r.choices[r.winner[s.Atom(part.set.Witness())]]
	if c.Target != part.Target || len(c.rivals) > 0 {
		return part.choice // one of several, by a draw
	}
	return c
}

// staysWithin reports whether the VPC's own route wins all of some addresses.
func (r *router) staysWithin(all netset.Set) bool {
	return !slices.ContainsFunc(r.split(all), func(p routed) bool { return p.Target.Kind != inventory.TargetLocal })
}

// routed is a group of destinations with the route that wins them.
type routed struct {
	choice
	found bool
	set   netset.Set
}
