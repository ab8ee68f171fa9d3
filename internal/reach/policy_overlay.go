package reach

import (
	"slices"

	"mooring/internal/inventory"
)

// applyPolicy decides the endpoint policies that a network proof left open, for
// one who asks, and folds the verdict again. It also says what the policies
// beside the network make of the request.
func (g *Engine) applyPolicy(p *Proof, a asker) *Proof {
	key := overlay{p.ID, a}
	if known, ok := g.desk.judged[key]; ok {
		return known
	}
	q := g.judgePolicy(p, a)
	if g.desk.judged == nil {
		g.desk.judged = map[overlay]*Proof{}
	}
	g.desk.judged[key] = q
	return q
}

func (g *Engine) judgePolicy(p *Proof, a asker) *Proof {
	q := *p
	q.Notes, q.Assumptions, q.Repairs = slices.Clone(p.Notes), slices.Clone(p.Assumptions), slices.Clone(p.Repairs)
	q.Paths = make([]Path, len(p.Paths))
	changed := false
	for i, path := range p.Paths {
		q.Paths[i] = path
		changed = g.settlePath(&q, &q.Paths[i], a, g.keysOf(p, path)) || changed
	}
	if changed {
		q.Verdict = p.refold(q.Paths)
	}
	if q.Policy = g.judgeRequest(&q, a); !changed && q.Policy == nil {
		return p
	}
	q.Notes, q.Assumptions = unique(q.Notes), unique(q.Assumptions)
	q.Repairs = slices.Compact(q.Repairs)
	q.ID = ""
	q.seal()
	return &q
}

// settlePath decides the open gates of one path, false where it has none. Of
// several targets of a load balancer any one may be picked.
func (g *Engine) settlePath(q *Proof, path *Path, a asker, at pathKeys) (changed bool) {
	path.Gates = slices.Clone(path.Gates)
	var picks []Verdict
	for j, gate := range path.Gates {
		if !gate.open {
			continue
		}
		changed = true
		at.endpoint, at.region = gate.endpoint, gate.endpoint.Region
		verdict := g.settle(q, &path.Gates[j], a, at)
		switch {
		case gate.among == nil:
			path.Verdict = allOf(path.Verdict, verdict)
			continue
		case picks == nil:
			picks = slices.Clone(gate.among.others)
		}
		picks = append(picks, allOf(gate.among.verdict, verdict))
	}
	var t tally
	for _, v := range picks {
		t = t.add(v)
	}
	if len(picks) > 0 {
		path.Verdict = allOf(path.Verdict, t.some())
	}
	return changed
}

// settle decides one open gate and says what is left of the requests.
func (g *Engine) settle(p *Proof, gate *Gate, a asker, at pathKeys) Verdict {
	gate.open = false
	v := gate.endpoint
	s, _ := inventory.ServiceByID(p.To.ID)
	all, assumed, missing := g.askEndpoint(v, s, a, at)
	if missing != nil {
		gate.Outcome, gate.Why, gate.Missing = Unclear, missing.What, missing
		return VerdictUnknown
	}
	var t tally
	var worst said
	counted := 0
	for _, one := range all {
		if one.line {
			p.note(one, v)
			continue
		}
		o := one.outcome()
		t = t.add(map[Outcome]Verdict{Passes: VerdictReachable, Fails: VerdictBlocked, Unclear: VerdictUnknown}[o])
		if counted == 0 || rank(o) > rank(worst.outcome()) {
			worst = one
		}
		counted++
	}
	if assumed != "" && !t.unclear {
		p.Assumptions = append(p.Assumptions, assumed)
	}
	verdict := t.some()
	gate.Rule, gate.Missing = worst.rule(), nil
	switch verdict {
	case VerdictReachable:
		gate.Outcome, gate.Why = Passes, "the policy allows what is asked for"
	case VerdictUnknown:
		gate.Outcome = Unclear
		missing := g.lacking(v, a, firstSaid(all, Unclear))
		gate.Rule, gate.Why, gate.Missing = firstSaid(all, Unclear).rule(), missing.What, &missing
	default:
		gate.Outcome, gate.Why = Fails, refusals(all, v)
		p.Repairs = append(p.Repairs, allowing(all, v)...)
	}
	return verdict
}

// allOf joins what the network and a policy on one path let through.
func allOf(network, policy Verdict) Verdict {
	for _, v := range []Verdict{VerdictBlocked, VerdictUnknown, VerdictPartial} {
		if network == v || policy == v {
			return v
		}
	}
	return network
}

// refold folds the paths again as the network's verdict was folded. It is never
// better than that.
func (p *Proof) refold(paths []Path) Verdict {
	var t tally
	tied := map[int]tally{}
	for _, path := range paths {
		if path.tied == 0 {
			t = t.add(path.Verdict)
			continue
		}
		tied[path.tied] = tied[path.tied].add(path.Verdict)
	}
	for _, rivals := range tied {
		t = t.or(rivals.alike())
	}
	folded := t.some()
	if p.anyOne {
		folded = t.any()
	}
	switch {
	case p.Verdict == VerdictReachable, folded == VerdictBlocked:
		return folded
	case p.Verdict == VerdictPartial && folded != VerdictReachable:
		return folded
	}
	return p.Verdict
}
