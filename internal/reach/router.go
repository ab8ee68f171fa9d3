package reach

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"

	"mooring/internal/inventory"
	"mooring/internal/netset"
)

// router is a route table over the atoms of its VPC: for every atom the route
// that wins.
type router struct {
	table   *inventory.RouteTable
	winner  []int32 // index into choices, by atom; noRoute where none matches
	choices []choice
	// unclear is set when a prefix list of the table could not be read: it may
	// hold a more specific block for any address.
	unclear *inventory.Missing
}

const noRoute = -1

// choice is a route that wins somewhere. tie is set where AWS picks one of two
// prefix lists at random (VPC User Guide, route-tables-priority).
type choice struct {
	inventory.Route
	via netip.Prefix // the block that matched
	tie bool
}

// routerOf compiles the table a subnet uses: the one associated with it, else
// the main one; never both (VPC User Guide, subnet-route-tables).
func (e *environment) routerOf(subnet string) inventory.Value[*router] {
	return inventory.Then(e.tables, func(all []*inventory.RouteTable) inventory.Value[*router] {
		i := slices.IndexFunc(all, func(t *inventory.RouteTable) bool { return slices.Contains(t.Subnets, subnet) })
		if i < 0 {
			i = slices.IndexFunc(all, func(t *inventory.RouteTable) bool { return t.Main })
		}
		if i < 0 {
			return inventory.Unknown[*router](inventory.Missing{Kind: inventory.MissingHop, What: "route table of " + subnet})
		}
		if r, ok := e.routers[all[i].ID]; ok {
			return inventory.Known(r)
		}
		r := e.compile(all[i])
		e.routers[all[i].ID] = r
		return inventory.Known(r)
	})
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
	return r
}

// install gives a route every atom that it wins against those before it.
func (e *environment) install(r *router, c choice) {
	if c.Propagated && e.overlapsVPC(c.via) {
		// The local route beats propagated ones, even more specific (VPN User Guide, vpn-route-priority).
		return
	}
	index := int32(len(r.choices))
	r.choices = append(r.choices, c)
	e.space.Prefixes(c.via).Each(func(atom int) bool {
		old := r.winner[atom]
		if old == noRoute {
			r.winner[atom] = index
			return true
		}
		switch o := &r.choices[old]; {
		case c.beats(*o):
			r.winner[atom] = index
		case !o.beats(c) && o.Target != c.Target && o.PrefixList != "" && c.PrefixList != "":
			r.choices[old].tie = true
		}
		return true
	})
}

func (e *environment) overlapsVPC(p netip.Prefix) bool {
	return slices.ContainsFunc(e.vpc.CIDRs, p.Overlaps)
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
		return fmt.Sprintf("%s → blackhole", c.destination())
	}
	return fmt.Sprintf("%s → %s", c.destination(), cmp.Or(c.Target.ID, string(c.Target.Kind)))
}

// split groups destinations by the route that wins them, in the order of the
// table; noRoute first.
func (r *router) split(space *netset.Space, among netset.Set) []routed {
	byChoice := map[int32][]int{}
	among.Each(func(atom int) bool {
		byChoice[r.winner[atom]] = append(byChoice[r.winner[atom]], atom)
		return true
	})
	// Blocks of one prefix list, and routes that differ only in their block, share a way.
	ways := map[string]int{}
	var out []routed
	for _, index := range sortedKeys(byChoice) {
		part := routed{set: space.Atoms(byChoice[index]...)}
		if index != noRoute {
			part.choice, part.found = r.choices[index], true
		}
		key := fmt.Sprint(part.found, part.Target, part.Blackhole, part.tie)
		if at, ok := ways[key]; ok {
			out[at].set = out[at].set.Union(part.set)
			continue
		}
		ways[key] = len(out)
		out = append(out, part)
	}
	return out
}

// routed is a group of destinations with the route that wins them.
type routed struct {
	choice
	found bool
	set   netset.Set
}

func sortedKeys(m map[int32][]int) []int32 {
	keys := make([]int32, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
