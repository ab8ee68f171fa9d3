package oracle

import (
	"net/netip"
	"slices"

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
			if ported && (p.dport < r.From || p.dport > r.To) {
				continue
			}
			if w.names(g.Scope, r, other, carries) {
				return true
			}
		}
	}
	return false
}

func (w *walker) names(near inventory.Scope, r inventory.Permission, other netip.Addr, carries []string) bool {
	if holds(r.Prefixes, other) {
		return true
	}
	for _, l := range r.PrefixLists {
		if holds(known(known(w.snapshot.PrefixList(near, l)).Prefixes), other) {
			return true
		}
	}
	return slices.ContainsFunc(r.Groups, func(g string) bool { return slices.Contains(carries, g) })
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
