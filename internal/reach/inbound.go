package reach

import (
	"errors"
	"slices"

	"mooring/internal/inventory"
)

// inboundPorts are those from which clients on the internet may come (VPC User
// Guide, vpc-network-acls, ephemeral ports).
var inboundPorts = portRange{1024, 65535}

// inbound proves whether anybody on the internet can open a connection to a goal.
func (g *Engine) inbound(start Start, goal Goal) ([]*Proof, error) {
	if goal.Interface == "" && goal.Resource == nil && !goal.Prefix.IsValid() {
		return nil, errors.New("a path from the internet leads to a resource, an interface or an address")
	}
	var out []*Proof
	for _, v := range g.snapshot.VPCs() {
		e := g.environment(v)
		all, missing := g.targets(e, goal)
		if missing != nil {
			return []*Proof{unplaced(goal.asService(), TrafficUser, *missing)}, nil
		}
		for _, t := range all {
			if t.at != nil && t.at.station(e).env == e {
				out = append(out, e.proveInbound(t, start, goal))
			}
		}
	}
	if len(out) == 0 {
		return nil, errors.New("no interface of a VPC that was read stands there")
	}
	return out, nil
}

func (e *environment) proveInbound(t target, start Start, goal Goal) *Proof {
	s, d := goal.asService(), t.at
	n := &notebook{}
	found := e.subnet(d.subnet)
	subnet, ok := found.Get()
	if !ok {
		return unplaced(s, TrafficUser, found.Why())
	}
	p := &Proof{From: From{Class: "internet"}, To: To{ID: s.ID, Port: s.Port, Protocol: s.Protocol}, Traffic: TrafficUser}
	c := &class{subnet: subnet, groups: d.groups, blamed: d.blame(), free: true, public: t.public}
	var verdicts []Verdict
	for _, f := range goal.flows(e) {
		near := e.internet
		if d.set.Witness().Is6() {
			near = e.internet6
		}
		w := &way{trip: &trip{env: e, class: c, flow: f, goal: d, notes: n, words: true}, near: near, far: d.set, relation: relation{kind: severed}}
		w.client = e.replies(f, inboundPorts)
		w.enter(start.Gateway)
		p.conclude([]*way{w}, tally.some)
		verdicts = append(verdicts, p.Verdict)
	}
	p.Verdict = foldVerdicts(verdicts)
	p.Assumptions, p.Notes = unique(n.assumptions), unique(n.notes)
	p.seal()
	return p
}

// enter comes in by the VPC's internet gateway, and the reply leaves by it.
func (w *way) enter(gateway string) {
	at := w.home()
	all, ok := w.env.snapshot.InternetGateways(w.env.vpc).Get()
	i := slices.IndexFunc(all, func(g *inventory.InternetGateway) bool {
		return slices.Contains(g.VPCs, w.env.vpc.ID) && (gateway == "" || gateway == g.ID)
	})
	switch {
	case !ok:
		w.unknown(inventory.GateInternetGateway, w.env.vpc.ID, "", w.env.snapshot.InternetGateways(w.env.vpc).Why())
		return
	case i < 0:
		w.state(inventory.GateInternetGateway, w.env.vpc.ID, false, "", "no internet gateway is attached to "+w.env.vpc.ID)
		return
	}
	w.hop(all[i].ID, "internet-gateway", all[i].ID)
	w.state(inventory.GateInternetGateway, all[i].ID, true, "", "attached to the VPC")
	w.encrypted(w.env, inventory.ExcludeInternetGateway, all[i].ID, false)
	if !w.sixth() {
		w.publicAddress(at)
	}
	w.blockPublicAccess(at, false)
	if r, missing := w.env.gatewayRouter(all[i].ID); missing != nil {
		w.unknown(inventory.GateRoute, all[i].ID, Forward, *missing)
	} else if r != nil && r.split(w.far)[0].Target.Kind != inventory.TargetLocal {
		w.beyond(inventory.GateMiddlebox, Forward, r.split(w.far)[0].Target.ID, "what stands behind the gateway's route table")
	}
	w.acl(at, inbound, Forward)
	w.hop(w.goal.id, w.goal.kind, w.goal.label)
	w.groupIn(w.env, *w.goal)
	w.balanced()
	w.acl(at, outbound, Return)
	w.leaveBy(at, all[i].ID)
}

// leaveBy routes the reply: it must leave by the gateway that the packet came by.
func (w *way) leaveBy(at station, gateway string) {
	r, missing := at.router()
	if missing != nil {
		w.unknown(inventory.GateRoute, at.subnet, Return, *missing)
		return
	}
	for _, part := range r.split(w.near) {
		g := Gate{Kind: inventory.GateRoute, Object: []string{r.table.ID}, Leg: Return, Outcome: Passes, Why: "the most specific route"}
		if part.found {
			g.Rule = part.text()
		}
		switch {
		case r.unclear != nil:
			w.nearOut.doubt = w.nearOut.doubt.Union(part.set)
			g.Outcome, g.Why, g.Missing = Unclear, r.unclear.What, r.unclear
		case !part.found || part.Blackhole || part.Target.ID != gateway:
			w.nearOut.cut = w.nearOut.cut.Union(part.set)
			g.Outcome, g.Why = Fails, "replies to "+w.env.words(part.set)+" do not leave by "+gateway
		}
		w.gate(g)
	}
}
