package reach

import (
	"fmt"
	"slices"
	"strings"

	"mooring/internal/inventory"
	"mooring/internal/netset"
)

// mostSteps ends a packet that goes in circles; AWS's own limit on the hops of a
// packet is larger, and no design is known that comes near.
const mostSteps = 24

// depart leaves the client's interface. Within one subnet neither route tables
// nor ACLs are crossed (VPC User Guide, gateway-route-tables and vpc-network-acls).
func (w *way) depart() {
	if w.goal != nil && w.home() == w.goal.station(w.env) {
		w.relation = relation{kind: together}
		w.arrive(w.home())
		return
	}
	w.acl(w.home(), outbound, Forward)
	w.onward(w.home(), false)
}

// onward routes the packet by the table of the subnet it stands in: one way for
// each route that wins some of its destinations. leaving says that the subnet's
// ACL is still to be crossed on the way out.
func (w *way) onward(at station, leaving bool) {
	r, missing := at.router()
	if missing != nil {
		w.unknown(inventory.GateRoute, at.subnet, Forward, *missing)
		w.end()
		return
	}
	w.along(at, r, leaving)
}

func (w *way) along(at station, r *router, leaving bool) {
	if w.steps++; w.steps > mostSteps {
		w.state(inventory.GateRoute, r.table.ID, false, "", "the routes lead in a circle")
		w.end()
		return
	}
	var room [2]routed
	parts := r.splitInto(room[:0], w.far)
	for _, part := range parts {
		f := w
		if len(parts) > 1 {
			f = w.over(w.near, part.set)
		}
		if len(part.rivals) > 0 && r.unclear == nil && f.tied == 0 {
			f.draw(at, r, part, leaving)
			continue
		}
		f.by(at, r, part, leaving)
	}
}

// by takes one route.
func (w *way) by(at station, r *router, part routed, leaving bool) {
	if leaving && !at.beside(part.Target, w.goal) {
		w.acl(at, outbound, Forward)
	}
	if w.route(r, part, w.far, Forward) {
		w.follow(at, r, part)
	} else {
		w.end()
	}
}

// draw takes each of the routes of which AWS picks one at random: the outcome is
// known where all fare alike (VPC User Guide, route-tables-priority).
func (w *way) draw(at station, r *router, part routed, leaving bool) {
	n := w.chance(inventory.GateRoute, r.table.ID, part.either())
	for _, c := range append([]choice{part.choice}, part.rivals...) {
		c.rivals = nil
		f := w.over(w.near, w.far)
		f.tied = n
		f.by(at, r, routed{choice: c, found: true, set: part.set}, leaving)
	}
}

// chance is the number of a new choice that AWS makes at random, or that no page
// settles. Only ways that all fare alike are then decided.
func (t *trip) chance(kind inventory.Gate, object string, missing inventory.Missing) int {
	t.drawn = append(t.drawn, Gate{Kind: kind, Object: []string{object}, Leg: Forward, Outcome: Unclear, Why: missing.What, Missing: &missing})
	return len(t.drawn)
}

// either is what several routes to one destination leave open.
func (c choice) either() inventory.Missing {
	if c.PrefixList != "" {
		return hop("which of two prefix lists AWS picks")
	}
	return inventory.Missing{Kind: inventory.MissingConflict, What: "which of two routes to " + c.destination() + " the table holds"}
}

// route is the gate that the winning route itself is; false where the path ends.
func (w *way) route(r *router, part routed, peers netset.Set, l Leg) bool {
	outcome := Passes
	switch {
	case r.unclear != nil:
		w.unknown(inventory.GateRoute, r.table.ID, l, *r.unclear)
		return false
	case len(part.rivals) > 0:
		w.unknown(inventory.GateRoute, r.table.ID, l, part.either())
		return false
	case !part.found || part.Blackhole:
		outcome = Fails
		w.refuse()
	}
	if w.words {
		part.choice = r.exact(w.env.space, part)
		g := Gate{Kind: inventory.GateRoute, Object: []string{r.table.ID}, Leg: l, Outcome: outcome, Why: "the most specific route"}
		if part.found {
			g.Rule = part.text()
		}
		switch {
		case !part.found:
			g.Why = "no route leads to " + w.env.words(peers)
		case part.Blackhole:
			g.Why = "the route's target is gone"
		case part.Target.Kind == inventory.TargetLocal:
			g.Why = "the VPC's own route"
		}
		w.gate(g)
		if outcome == Passes && part.Target.Kind != inventory.TargetLocal {
			w.hop(r.table.ID, "route-table", part.text())
		}
	}
	return outcome == Passes
}

// astray fails a route that passed as such: where it leads does not carry the packet.
func (w *way) astray(r *router, part routed, l Leg, why string) {
	w.stateOn(l, inventory.GateRoute, r.table.ID, false, part.text(), why)
}

// follow takes a packet where its route leads.
func (w *way) follow(at station, r *router, part routed) {
	id := part.Target.ID
	switch part.Target.Kind {
	case inventory.TargetLocal:
		w.deliver(at, r, part)
	case inventory.TargetEndpoint:
		w.toEndpoint(at, id)
	case inventory.TargetNAT:
		w.throughNAT(at, id, part)
	case inventory.TargetInternet:
		w.toInternet(at, r, part)
	case inventory.TargetEgressOnly:
		w.throughEgressOnly(at, id)
	case inventory.TargetTransit:
		w.intoTransit(at, id)
	case inventory.TargetPeering:
		w.overPeering(at, id)
	case inventory.TargetVirtual:
		w.toVirtual(at, id, Forward)
	case inventory.TargetInterface:
		w.toAppliance(at, id, Forward)
		w.end()
	default:
		w.beyond(inventory.GateRoute, Forward, id, fmt.Sprintf("where a %s leads", part.Target.Kind))
		w.end()
	}
}

// deliver is the VPC's own route: to an interface of the same VPC.
func (w *way) deliver(at station, r *router, part routed) {
	switch {
	case !at.env.inside.Covers(w.far):
		w.astray(r, part, Forward, "the VPC's own route leads nowhere outside")
	case w.goal == nil:
		w.beyond(inventory.GateRoute, Forward, at.env.vpc.ID, "what stands at "+shortList(w.far))
	default:
		w.land(at)
		return
	}
	w.end()
}

// land brings the packet to the goal's subnet, from a subnet of its VPC or from
// one of the VPC's gateways.
func (w *way) land(from station) {
	far := w.goal.station(w.env)
	switch {
	case far.env != from.env:
		w.state(inventory.GateRoute, from.env.vpc.ID, false, "", "no interface of "+from.env.vpc.ID+" has the address "+shortList(w.far))
		w.end()
		return
	case far != from:
		w.acl(far, inbound, Forward)
	}
	w.arrive(far)
}

// arrive enters the destination's groups and, for an endpoint, its policy; then
// the reply starts.
func (w *way) arrive(far station) {
	d := w.goal
	w.hop(d.id, d.kind, d.label)
	if d.endpoint != nil {
		w.state(inventory.GateInterfaceEndpoint, d.id, d.endpoint.Available(), d.endpoint.Service, w.say("the endpoint is ", strings.ToLower(d.endpoint.State)))
		w.encrypted(far.env, "", "an interface endpoint", w.flow == flow{inventory.TCP, 443})
	}
	if d.kind == "mount-target" {
		w.encrypted(far.env, inventory.ExcludeFileSystem, d.id, false)
	}
	w.groupIn(far.env, *d)
	if d.endpoint != nil {
		w.endpointPolicy(d.endpoint)
	}
	w.balance(d)
	w.answer(far)
}

// groupOut asks the client's groups for the way out.
func (w *way) groupOut() {
	if w.class.free {
		return
	}
	a, admitted, peer := w.groupsOut(w.relation, w.far)
	o := w.farOut.judge(w.far, admitted, a.unclear)
	if !w.words {
		return
	}
	g := Gate{Kind: inventory.GateGroupEgress, Object: w.class.blamed, Missing: a.unclear, Outcome: o, Rule: a.rule(w.far, peer)}
	g.Why = explain(o, a, g.Object, w.asked())
	w.path.Gates = slices.Insert(slices.Clip(w.path.Gates), 0, g)
}

// groupsOut is what the client's groups admit of some destinations, and the
// peer's groups where references reach that far.
func (t *trip) groupsOut(r relation, far netset.Set) (a groupAnswer, admitted netset.Set, peer []string) {
	a = t.env.ownGroups(t.class, outbound, t.flow)
	admitted = a.admitted
	if t.goal != nil {
		named, missing := r.named()
		switch {
		case named:
			peer = t.goal.groups
		case missing != nil && a.admits(t.goal.groups) && !admitted.Covers(far):
			a.unclear = missing
		}
		if len(t.goal.groups) == 0 && !t.goal.groupless && len(a.peers) > 0 && a.unclear == nil {
			missing := hop("the security groups of " + t.goal.id)
			a.unclear = &missing
		}
	}
	if a.admits(peer) {
		admitted = far
	}
	return a, admitted, peer
}

// groupIn asks a destination's groups for the way in. The client counts by its
// address, and by its groups where references reach that far.
func (w *way) groupIn(env *environment, d destination) {
	if d.groupless {
		return
	}
	a := env.groupsOf(w.class, d, inbound, w.flow)
	admitted := a.admitted
	if missing := w.addressless(); missing != nil {
		a.unclear = missing
	}
	var peer []string
	if len(w.masks) == 0 {
		named, missing := w.namedIn(d)
		switch {
		case missing != nil && a.admits(w.class.groups) && !admitted.Covers(w.near):
			a.unclear = missing
		case named:
			peer = w.class.groups
		}
		if named && w.class.unnamed != nil && len(a.peers) > 0 && !a.admits(peer) {
			a.unclear = w.class.unnamed
		}
	}
	if a.admits(peer) {
		admitted = w.near
	}
	o := w.judgeSource(&w.nearOut, &w.farOut, admitted, a.unclear)
	if !w.words {
		return
	}
	g := Gate{Kind: inventory.GateGroupIngress, Object: d.blame(), Missing: a.unclear, Outcome: o, Rule: a.rule(w.source(), peer)}
	g.Why = explain(o, a, g.Object, w.asked())
	w.gate(g)
}

// explain says in words what a side's groups do.
func explain(o Outcome, a groupAnswer, groups []string, asked span) string {
	switch o {
	case Passes:
		return "admitted"
	case Unclear:
		return "cannot be decided without " + a.unclear.What
	}
	return a.only(groups, asked)
}
