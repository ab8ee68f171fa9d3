package reach

import (
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
	if a := e.askGroups(q.class.groups, outbound, q.flow); a.unclear == nil && !q.class.free && !a.admitted.Meets(to) {
		return
	}
	unclear := false
	for _, w := range e.take(q, to) {
		w.near.Each(func(source int) bool {
			t := w.count(source)
			switch {
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

// leaving are one flow for each range of ports on which all rules that the
// class meets agree, for every protocol that can carry data out.
func (e *environment) leaving(c *class) []flow {
	cuts := portCuts{starts: slices.Clone(e.ports.starts)}
	for _, id := range c.groups {
		group, ok := e.snapshot.SecurityGroup(e.vpc.Scope, id).Get()
		if !ok {
			continue
		}
		for _, p := range group.Egress {
			cuts.add(p.From, p.To)
		}
	}
	out := []flow{{inventory.ICMP, 0}}
	for _, r := range cuts.within(portRange{1, 65535}) {
		out = append(out, flow{inventory.TCP, r.from}, flow{inventory.UDP, r.from})
	}
	return out
}
