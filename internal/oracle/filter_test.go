package oracle

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"mooring/internal/inventory"
)

// admits is whether a rule of any of the groups lets the packet to or from the
// other side, which carries groups of its own (S1, S4, S9, S12).
func (w *walker) admits(groups []string, egress bool, p packet, other netip.Addr, carries []string) bool {
	for _, id := range groups {
		g := w.groups[id]
		rules := g.Ingress
		if egress {
			rules = g.Egress
		}
		for _, r := range rules {
			if r.Protocol != inventory.AllProtocols && r.Protocol != p.protocol {
				continue
			}
			ported := r.Protocol == inventory.TCP || r.Protocol == inventory.UDP
			if ported && (p.port < r.From || p.port > r.To) {
				continue
			}
			if w.names(r, other, carries) {
				return true
			}
		}
	}
	return false
}

func (w *walker) names(r inventory.Permission, other netip.Addr, carries []string) bool {
	if holds(r.Prefixes, other) {
		return true
	}
	for _, l := range r.PrefixLists {
		if holds(known(known(w.snapshot.PrefixList(w.vpc.Scope, l)).Prefixes), other) {
			return true
		}
	}
	return slices.ContainsFunc(r.Groups, func(g string) bool { return slices.Contains(carries, g) })
}

func holds(prefixes []netip.Prefix, a netip.Addr) bool {
	return slices.ContainsFunc(prefixes, func(p netip.Prefix) bool { return p.Contains(a) })
}

// allows is the word of the lowest-numbered entry that matches (N2).
func allows(entries []inventory.ACLEntry, protocol inventory.Protocol, port int, remote netip.Addr) bool {
	number, word := 1<<16, false
	for _, e := range entries {
		if e.Number >= number || !e.Prefix.Contains(remote) {
			continue
		}
		if e.Protocol != inventory.AllProtocols && e.Protocol != protocol {
			continue
		}
		ported := e.Protocol == inventory.TCP || e.Protocol == inventory.UDP
		if ported && (port < e.From || port > e.To) {
			continue
		}
		number, word = e.Number, e.Allow
	}
	return word
}

// aclOf is the ACL that names the subnet, else the VPC's default (N1).
func (w *walker) aclOf(s *inventory.Subnet) *inventory.NetworkACL {
	for _, a := range w.acls {
		if slices.Contains(a.Subnets, s.ID) {
			return a
		}
	}
	i := slices.IndexFunc(w.acls, func(a *inventory.NetworkACL) bool { return a.IsDefault })
	return w.acls[i]
}

// tableOf is the table that names the subnet, else the main one (R1).
func (w *walker) tableOf(s *inventory.Subnet) *inventory.RouteTable {
	for _, t := range w.tables {
		if slices.Contains(t.Subnets, s.ID) {
			return t
		}
	}
	i := slices.IndexFunc(w.tables, func(t *inventory.RouteTable) bool { return t.Main })
	return w.tables[i]
}

// candidate is one destination of a route; a prefix list gives several.
type candidate struct {
	prefix netip.Prefix
	rank   int // static, prefix list, propagated (R4)
	route  inventory.Route
}

// route is the most specific one that matches, then the best rank (R3, R4); the
// local route beats what is propagated (R5).
func (w *walker) route(t *inventory.RouteTable, dst netip.Addr) (inventory.Route, bool) {
	var found []candidate
	for _, r := range t.Routes {
		prefixes, rank := []netip.Prefix{r.Destination}, 0
		switch {
		case r.PrefixList != "":
			prefixes, rank = known(known(w.snapshot.PrefixList(w.vpc.Scope, r.PrefixList)).Prefixes), 1
		case r.Propagated:
			rank = 2
		}
		for _, p := range prefixes {
			if p.Contains(dst) {
				found = append(found, candidate{p, rank, r})
			}
		}
	}
	local := slices.IndexFunc(found, func(c candidate) bool { return c.route.Target.Kind == inventory.TargetLocal })
	if local < 0 && holds(w.vpc.CIDRs, dst) {
		panic("oracle: " + t.ID + " has no local route")
	}
	if local >= 0 {
		found = slices.DeleteFunc(found, func(c candidate) bool { return c.rank == 2 })
	}
	if len(found) == 0 {
		return inventory.Route{}, false
	}
	order := func(a, b candidate) int {
		return cmp.Or(b.prefix.Bits()-a.prefix.Bits(), a.rank-b.rank, strings.Compare(a.route.Target.ID, b.route.Target.ID))
	}
	slices.SortFunc(found, order)
	best := found[0]
	for _, c := range found[1:] {
		// Two prefix lists of one range: AWS picks one at random (R7).
		if c.prefix == best.prefix && c.rank == best.rank && c.route.Target != best.route.Target {
			w.tied = true
			if w.second {
				return c.route, true
			}
		}
	}
	return best.route, true
}

// policyDenies knows the two documents that the generator writes: none, and one
// that denies everything.
func (w *walker) policyDenies(e *inventory.VPCEndpoint) bool {
	return strings.Contains(known(e.Policy), `"Deny"`)
}
