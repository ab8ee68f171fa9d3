package reach

import (
	"strings"

	"mooring/internal/inventory"
)

// Trace proves one dependency of a resource, whether or not its kind needs it.
func (g *Engine) Trace(r inventory.Resource, service inventory.Service) []*Proof {
	n := r.Network()
	if inventory.Is(n.Mode, inventory.ModeInherited) {
		return g.traceOwners(r, n, service)
	}
	need := needed{Need: inventory.Need{Dependency: service.ID, Level: inventory.Optional, Reason: "asked for"}}
	for _, known := range inventory.Needs(r.Head().Kind) {
		if known.Dependency == service.ID {
			need.Platform = known.Platform
		}
	}
	var out []*Proof
	for _, n := range n.Split() {
		mode, ok := n.Mode.Get()
		switch {
		case !ok:
			out = append(out, unplaced(service, TrafficContainer, n.Mode.Why()))
		case mode == inventory.ModeNone, mode == inventory.ModeService, mode == inventory.ModeFiles && service.ID != "efs":
			out = append(out, g.outsideVPC(r, n, mode, service))
		default:
			for _, s := range g.seats(&Result{}, r, n) {
				out = append(out, g.proof(r, n, mode, need, s))
			}
		}
	}
	return out
}

func (g *Engine) traceOwners(r inventory.Resource, n inventory.Network, service inventory.Service) []*Proof {
	var out []*Proof
	for _, ref := range n.Inherits {
		owner, ok := g.snapshot.Resource(r.Head().Scope, ref).Get()
		if !ok || owner.Head().ReportID() == r.Head().ReportID() {
			out = append(out, unplaced(service, TrafficContainer, g.snapshot.Resource(r.Head().Scope, ref).Why()))
			continue
		}
		out = append(out, g.Trace(owner, service)...)
	}
	return out
}

// outsideVPC says why nothing of the customer's network is involved.
func (g *Engine) outsideVPC(r inventory.Resource, n inventory.Network, mode inventory.Mode, s inventory.Service) *Proof {
	sealed, known := n.Isolated.Get()
	switch {
	case mode == inventory.ModeNone:
		p := &Proof{From: From{Class: "none"}, To: To{ID: s.ID, Port: s.Port, Protocol: s.Protocol}, Traffic: TrafficContainer, Verdict: VerdictNotApplicable}
		p.Notes = []string{"a " + strings.ReplaceAll(string(r.Head().Kind), "-", " ") + " runs no code"}
		p.seal()
		return p
	case sealed:
		return closed(r, s, TrafficContainer)
	case !known:
		return unplaced(s, TrafficContainer, n.Isolated.Why())
	}
	p := &Proof{From: From{Class: "sagemaker"}, To: To{ID: s.ID, Port: s.Port, Protocol: s.Protocol}, Traffic: TrafficContainer, Verdict: VerdictNotApplicable}
	p.Notes = []string{"an interface that SageMaker owns carries this; nothing of the customer's network is involved"}
	p.seal()
	return p
}
