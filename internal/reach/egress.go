package reach

import (
	"maps"
	"slices"

	"mooring/internal/inventory"
	"mooring/internal/netset"
)

// egress is how a class reaches the internet, if it does.
type egress struct {
	exposure Exposure
	via      []string
	missing  []inventory.Missing
	filtered bool // a firewall lets names of an allow-list out
	assumed  []string
}

// egress asks every protocol and port on which anything can leave: exposure
// none is a proof that no internet destination is reachable at all.
func (g *Engine) egress(s seat) egress {
	out, ok := g.doors[s.class]
	if !ok {
		out = s.env.egress(s.class)
		g.doors[s.class] = out
	}
	return out
}

func (e *environment) egress(c *class) egress {
	out := egress{exposure: ExposureNone}
	n := &notebook{}
	for _, f := range e.leaving(c) {
		e.leaks(&out, trip{class: c, flow: f, host: anyName, notes: n}, e.internet)
		if !c.sources6.IsEmpty() {
			e.leaks(&out, trip{class: c, flow: f, host: anyName, notes: n}, e.internet6)
			if e.nat64 {
				e.leaks(&out, trip{class: c, flow: f, host: anyName, notes: n}, e.internet.Six(netset.Mirror{Block: nat64()}))
			}
		}
	}
	switch {
	case out.exposure != ExposureNone:
	case len(out.missing) > 0:
		out.exposure = ExposureUnknown
	case out.filtered:
		out.exposure = ExposureFiltered
	}
	out.via, out.assumed = unique(out.via), unique(n.assumptions)
	slices.SortFunc(out.missing, compareMissing)
	out.missing = slices.Compact(out.missing)
	return out
}

// leaks records whether any packet of a flow gets out, and by which door. What
// is missing is asked for in words only where something is.
func (e *environment) leaks(out *egress, q trip, to netset.Set) {
	if a := e.ownGroups(q.class, outbound, q.flow); a.unclear == nil && !q.class.free && !a.admitted.Meets(to) {
		return
	}
	unclear := false
	ways := e.take(q, to)
	for _, w := range ways {
		w.near.Each(func(source int) bool {
			t := w.fate(ways, source)
			switch {
			case w.tied > 0 && t.unclear:
				out.missing = append(out.missing, *w.drawn[w.tied-1].Missing)
			case (t.pass || t.part) && w.filtered:
				out.filtered = true
				out.via = append(out.via, w.door)
				return false
			case t.pass || t.part:
				out.exposure = ExposureNAT
				out.via = append(out.via, w.door)
				return false
			}
			unclear = unclear || t.unclear
			return true
		})
	}
	if !unclear {
		return
	}
	q.words = true
	for _, w := range e.take(q, to) {
		for _, gate := range w.path.Gates {
			if gate.Missing != nil && gate.Outcome == Unclear {
				out.missing = append(out.missing, *gate.Missing)
			}
		}
	}
}

// everyFlow is one flow for each range of ports on which all rules of the joined
// VPCs agree, of TCP and UDP, and one of each other protocol that a rule names
// and of one that none names.
func (e *environment) everyFlow() []flow {
	cuts := portCuts{starts: slices.Clone(e.ports.starts)}
	named := map[inventory.Protocol]bool{inventory.ICMP: true, inventory.ICMPv6: true, inventory.ESP: true}
	for _, there := range e.vpcs {
		groups, _ := there.snapshot.SecurityGroups(there.vpc).Get()
		for _, g := range groups {
			cutGroups(&cuts, named, g.Ingress, g.Egress)
		}
		there.nameProtocols(named)
	}
	return flowsOf(&cuts, named)
}

func cutGroups(cuts *portCuts, named map[inventory.Protocol]bool, rules ...[]inventory.Permission) {
	for _, p := range slices.Concat(rules...) {
		cuts.add(p.From, p.To)
		named[p.Protocol] = true
	}
}

// unnamed is a protocol that no rule names, so that only rules about all
// protocols speak of it.
func unnamed(named map[inventory.Protocol]bool) inventory.Protocol {
	p := inventory.Protocol(253) // for experiments (RFC 3692)
	for named[p] {
		p--
	}
	return p
}

func flowsOf(cuts *portCuts, named map[inventory.Protocol]bool) []flow {
	var out []flow
	for _, p := range slices.Sorted(maps.Keys(named)) {
		if p != inventory.TCP && p != inventory.UDP && p != inventory.AllProtocols {
			out = append(out, flow{p, 0})
		}
	}
	for _, r := range cuts.within(portRange{1, 65535}) {
		out = append(out, flow{inventory.TCP, r.from}, flow{inventory.UDP, r.from})
	}
	return out
}

// leaving are one flow for each range of ports on which all rules that the
// class meets agree, for every protocol that can carry data out.
func (e *environment) leaving(c *class) []flow {
	cuts := portCuts{starts: slices.Clone(e.ports.starts)}
	named := map[inventory.Protocol]bool{inventory.ICMP: true, inventory.ICMPv6: true}
	for _, id := range c.groups {
		if group, ok := e.snapshot.SecurityGroup(e.vpc.Scope, id).Get(); ok {
			cutGroups(&cuts, named, group.Egress)
		}
	}
	e.nameProtocols(named)
	return flowsOf(&cuts, named)
}

// nameProtocols adds the protocols that the VPC's ACLs name, and one that no
// rule names.
func (e *environment) nameProtocols(named map[inventory.Protocol]bool) {
	acls, _ := e.acls.Get()
	for _, a := range acls {
		for _, entry := range slices.Concat(a.Ingress, a.Egress) {
			named[entry.Protocol] = true
		}
	}
	named[unnamed(named)] = true
}
