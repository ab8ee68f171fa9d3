package reach

import (
	"slices"
	"strings"

	"mooring/internal/inventory"
)

// egress is how a class reaches the internet, if it does.
type egress struct {
	exposure Exposure
	via      []string
	missing  []inventory.Missing
	assumed  []string
}

// egress asks every protocol and port on which anything can leave: exposure
// none is a proof that no internet destination is reachable at all.
func (g *Engine) egress(s seat) egress {
	out, ok := g.doors[s.class.id]
	if !ok {
		out = s.env.egress(s.class)
		g.doors[s.class.id] = out
	}
	return out
}

func (e *environment) egress(c *class) egress {
	out := egress{exposure: ExposureNone}
	n := &notebook{}
	for _, f := range e.leaving(c) {
		ways := e.toPublic(c, f, e.internet, n)
		if !c.sources6.IsEmpty() {
			ways = append(ways, e.toPublic(c, f, e.internet6, n)...)
		}
		for _, w := range ways {
			w.leak(&out)
		}
	}
	if out.exposure == ExposureNone && len(out.missing) > 0 {
		out.exposure = ExposureUnknown
	}
	out.via, out.assumed = unique(out.via), unique(n.assumptions)
	slices.SortFunc(out.missing, compareMissing)
	out.missing = slices.Compact(out.missing)
	return out
}

// leak records whether any packet of the way gets out.
func (w *way) leak(out *egress) {
	w.sources.Each(func(source int) bool {
		t := w.count(source)
		if t.pass || t.part {
			out.exposure = ExposureNAT
			out.via = append(out.via, w.door())
			return false
		}
		if t.unclear {
			for _, gate := range w.path.Gates {
				if gate.Missing != nil && gate.Outcome == Unclear {
					out.missing = append(out.missing, *gate.Missing)
				}
			}
		}
		return true
	})
}

// door is the gateway that the way leaves by: the NAT gateway where there is one.
func (w *way) door() string {
	door := ""
	for _, h := range w.path.Hops {
		if h.Kind == "nat-gateway" || (door == "" && strings.HasSuffix(h.Kind, "internet-gateway")) {
			door = h.ID
		}
	}
	return door
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
