package reach

import "mooring/internal/inventory"

// question is what a proof answers; two resources that ask the same share it.
type question struct {
	class   *class
	service string
	traffic Traffic
	split   bool
	targets string
}

// ask proves one service for one seat, once per class. An engine that is asked
// for verdicts alone leaves out the proof of what is reachable.
func (g *Engine) ask(s seat, service inventory.Service, t Traffic, split bool, targets inside) *Proof {
	q := question{s.class, service.ID, t, split, targets.key}
	if !g.brief {
		p, ok := g.proofs[q]
		if !ok {
			p = s.env.prove(s.class, service, t, split, targets, true)
			g.proofs[q] = p
		}
		return p
	}
	p, ok := g.glances[q]
	if ok {
		return p
	}
	p = s.env.prove(s.class, service, t, split, targets, false)
	if p.Verdict != VerdictReachable || p.open {
		g.brief = false
		p = g.ask(s, service, t, split, targets)
		g.brief = true
	}
	g.glances[q] = p
	return p
}
