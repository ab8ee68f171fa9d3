package reach

import (
	"slices"

	"mooring/internal/inventory"
)

// depend proves one dependency over all seats of all parts.
func (g *Engine) depend(out *Result, r inventory.Resource, need needed, parts []part) {
	d := Dependency{ID: need.Dependency, Need: need.Level, Reason: need.Reason}
	var verdicts tally
	for _, part := range parts {
		for _, s := range part.seats {
			p := g.proof(r, part.Network, part.mode, need, s)
			verdicts = verdicts.add(p.Verdict)
			if p.ID == "" {
				continue // a verdict alone
			}
			if !slices.ContainsFunc(d.Proofs, func(q *Proof) bool { return q.ID == p.ID }) {
				d.Proofs = append(d.Proofs, p)
			}
		}
	}
	d.Verdict = verdicts.some()
	if need.unsure != nil && (d.Verdict != VerdictReachable || need.unsure.Kind == inventory.MissingHop) {
		// The condition is not known, or it is and not what would be reached.
		d.Verdict = VerdictUnknown
		out.lacks(*need.unsure)
	}
	if d.Verdict == VerdictUnknown && d.Need != inventory.Optional {
		for _, p := range d.Proofs {
			out.lacks(p.missing()...)
		}
	}
	out.Dependencies = append(out.Dependencies, d)
}

func (p *Proof) missing() []inventory.Missing {
	var out []inventory.Missing
	for _, gate := range p.Unknown() {
		if gate.Missing != nil {
			out = append(out, *gate.Missing)
		}
	}
	return out
}

// proof proves one dependency from one seat.
func (g *Engine) proof(r inventory.Resource, n inventory.Network, mode inventory.Mode, need needed, s inventory.Value[seat]) *Proof {
	service, _ := inventory.ServiceByID(need.Dependency)
	traffic := TrafficContainer
	if need.Platform {
		traffic = TrafficPlatform
	}
	sealed, known := n.Isolated.Get()
	if sealed && !need.Platform && need.Dependency != "peers" {
		return closed(r, service, traffic)
	}
	at, ok := s.Get()
	if !ok {
		return unplaced(service, traffic, s.Why())
	}
	p := g.ask(at, service, traffic, mode == inventory.ModeSplit, g.inside(at, r, n, service))
	g.personal = g.personal || p.open || service.Inside
	if p.open || !g.brief && g.snapshot.PoliciesAsked() {
		p = g.applyPolicy(p, g.asker(r, n, service))
	}
	if encrypted, stated := n.Conditions[inventory.WhenTrafficEncryption]; stated && !encrypted.Known() && service.ID == "peers" && p.Verdict == VerdictReachable {
		return p.inDoubt(inventory.GateGroupIngress, at.class.subnet.ID, encrypted.Why())
	}
	if !known && !need.Platform && p.Verdict != VerdictBlocked {
		return p.inDoubt(inventory.GateMode, r.Head().ID, n.Isolated.Why())
	}
	if p.Verdict == VerdictPartial && slices.ContainsFunc(p.Paths, func(x Path) bool { return x.Verdict == VerdictPartial }) {
		if _, missing := at.ownInterface(n); missing != nil {
			g.personal = true
			return p.inDoubt(inventory.GateRoute, n.Interface, *missing)
		}
	}
	outside := service.Public || service.ID == "internet"
	if missing := at.sixth(n); missing != nil && !service.Inside && (mode == inventory.ModeVPC || !outside) {
		return p.inDoubt(inventory.GateRoute, at.class.subnet.ID, *missing)
	}
	return p
}

// closed is the verdict on a sealed container: no hop at all.
func closed(r inventory.Resource, s inventory.Service, t Traffic) *Proof {
	p := &Proof{From: From{Class: "isolated"}, To: To{ID: s.ID, Port: s.Port, Protocol: s.Protocol}, Traffic: t, Verdict: VerdictBlocked}
	p.Paths = []Path{{Verdict: VerdictBlocked, Gates: []Gate{{
		Kind: inventory.GateMode, Object: []string{r.Head().ID}, Outcome: Fails, Why: "network isolation: the container has no network",
	}}}}
	p.seal()
	return p
}

// unplaced is the verdict where not even the subnet could be read.
func unplaced(s inventory.Service, t Traffic, missing inventory.Missing) *Proof {
	p := &Proof{From: From{Class: "unknown"}, To: To{ID: s.ID, Port: s.Port, Protocol: s.Protocol}, Traffic: t, Verdict: VerdictUnknown}
	p.Paths = []Path{{Verdict: VerdictUnknown, Gates: []Gate{{
		Kind: inventory.GateRoute, Leg: Forward, Outcome: Unclear, Why: missing.What, Missing: &missing,
	}}}}
	p.seal()
	return p
}

// inDoubt is the proof with one more gate that cannot be decided.
func (p *Proof) inDoubt(kind inventory.Gate, object string, missing inventory.Missing) *Proof {
	q := *p
	q.Verdict = VerdictUnknown
	q.Paths = append([]Path{{Verdict: VerdictUnknown, Gates: []Gate{{
		Kind: kind, Object: []string{object}, Outcome: Unclear, Why: missing.What, Missing: &missing,
	}}}}, p.Paths...)
	q.ID = ""
	q.seal()
	return &q
}
