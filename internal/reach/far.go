package reach

import (
	"slices"

	"mooring/internal/inventory"
	"mooring/internal/netset"
)

// toFarInterface walks to an interface in another VPC, over a peering connection
// or a transit gateway, and back.
func (e *environment) toFarInterface(c *class, f flow, d destination, n *notebook) *way {
	w := e.newWay(c, f, d.set, n)
	w.groupOut(w.namedAcross(d))
	w.aclForward(w.home(), outbound, &w.to, d.set)
	target, ok := w.routeTo(w.home(), d.set, Forward)
	if !ok {
		return w
	}
	far := station{d.env, d.subnet}
	switch target.Kind {
	case inventory.TargetPeering:
		if w.peering(target.ID, w.home(), far, Forward) {
			w.arrive(d, far, false, w.namedAcross(d) != nil)
			w.returnFrom(far)
		}
	case inventory.TargetTransit:
		w.transitToFar(target.ID, d, far)
	default:
		w.beyond(gateOfTarget(target.Kind), target.ID, "how "+target.ID+" leads to "+d.id)
	}
	return w
}

// namedAcross are the destination's groups where a rule of the client's may name
// them: over an active peering connection within one Region (VPC Peering guide,
// vpc-peering-security-groups).
func (w *way) namedAcross(d destination) []string {
	r, ok := w.env.routerOf(w.class.subnet.ID).Get()
	if !ok || d.env.vpc.Region != w.env.vpc.Region {
		return nil
	}
	parts := r.split(w.env.space, d.set)
	if len(parts) != 1 || parts[0].Target.Kind != inventory.TargetPeering {
		return nil
	}
	p, ok := w.env.snapshot.Peering(w.env.vpc.Scope, parts[0].Target.ID).Get()
	if !ok || p.State != "active" {
		return nil
	}
	return d.groups
}

// fromBeyond decides what a VPC's gateways do for a client of another VPC that
// came by a transit gateway. ends is false where the ordinary rules decide.
func (w *way) fromBeyond(at station, part routed) (ends, on bool) {
	id := part.Target.ID
	switch part.Target.Kind {
	case inventory.TargetEndpoint:
		if v, ok := at.env.snapshot.VPCEndpoint(at.env.vpc.Scope, id).Get(); ok && v.Type == "Gateway" {
			// AWS PrivateLink guide, vpc-endpoints-s3.
			w.hop(id, "vpc-endpoint", v.Service)
			w.state(inventory.GateGatewayEndpoint, id, false, v.Service, "a gateway endpoint cannot be used from beyond its VPC")
			return true, false
		}
	case inventory.TargetEgressOnly, inventory.TargetInternet:
		if w.sixth() {
			w.beyond(gateOfTarget(part.Target.Kind), id, "whether replies from "+id+" reach a client in another VPC")
			return true, false
		}
	case inventory.TargetNAT:
		nat, ok := at.env.snapshot.NATGateway(at.env.vpc.Scope, id).Get()
		if ok && nat.Regional {
			w.beyond(inventory.GateNATGateway, id, "how a regional NAT gateway leads back to a client in another VPC")
			return true, false
		}
	}
	return false, false
}

// transitToFar comes out of a transit gateway and goes on by the table of the
// attachment's subnet (Transit Gateway guide, tgw-vpc-attachments).
func (w *way) transitToFar(gateway string, d destination, far station) {
	exit, ok := w.cross(w.there(gateway, w.home(), func(at station) bool { return at == far }))
	if !ok {
		return
	}
	if exit.env != far.env {
		w.beyond(inventory.GateTransitGateway, gateway, "how "+exit.env.vpc.ID+" leads to "+d.id)
		return
	}
	if exit != far && !w.local(exit, d.set, Forward) {
		return
	}
	// References to groups do not reach endpoints over a transit gateway.
	w.arrive(d, far, false, false)
	w.returnFrom(far)
}

// routeTo is the gate that the route of a station's table is for one group of
// addresses; ok is false where the path ends.
func (w *way) routeTo(at station, want netset.Set, l Leg) (inventory.Target, bool) {
	r, ok := at.env.routerOf(at.subnet).Get()
	if !ok {
		w.unknown(inventory.GateRoute, at.subnet, l, at.env.routerOf(at.subnet).Why())
		return inventory.Target{}, false
	}
	parts := r.split(w.env.space, want)
	if r.unclear != nil || len(parts) != 1 || parts[0].tie {
		w.unknown(inventory.GateRoute, r.table.ID, l, inventory.Missing{Kind: inventory.MissingHop, What: "which route of " + r.table.ID + " wins"})
		return inventory.Target{}, false
	}
	part := parts[0]
	g := Gate{Kind: inventory.GateRoute, Object: []string{r.table.ID}, Leg: l, Outcome: Passes, Why: "the most specific route"}
	switch {
	case !part.found:
		g.Outcome, g.Why = Fails, "no route leads to "+w.env.words(want)
	case part.Blackhole:
		g.Outcome, g.Rule, g.Why = Fails, part.text(), "the route's target is gone"
	case part.Target.Kind == inventory.TargetLocal && at.env.inside.Intersect(want).IsEmpty():
		g.Outcome, g.Rule, g.Why = Fails, part.text(), "the VPC's own route leads nowhere outside"
	case part.Target.Kind == inventory.TargetInternet && !w.env.private.Intersect(want).IsEmpty():
		g.Outcome, g.Rule, g.Why = Fails, part.text(), "an internet gateway drops private destinations"
	default:
		g.Rule = part.text()
	}
	if g.Outcome == Fails {
		w.to.cut = w.to.cut.Union(w.want)
	}
	w.gate(g)
	w.hop(r.table.ID, "route-table", part.text())
	return part.Target, g.Outcome == Passes
}

// peering takes a packet over a peering connection, which carries only what is
// for the other VPC itself (VPC Peering guide, vpc-peering-basics).
func (w *way) peering(id string, from, to station, l Leg) bool {
	w.hop(id, "vpc-peering-connection", id)
	found := w.env.snapshot.Peering(from.env.vpc.Scope, id)
	p, ok := found.Get()
	if !ok {
		w.unknown(inventory.GatePeering, id, l, found.Why())
		return true
	}
	sides := []string{p.Requester.VPC, p.Accepter.VPC}
	joins := slices.Contains(sides, from.env.vpc.ID) && slices.Contains(sides, to.env.vpc.ID)
	switch {
	case !joins:
		w.state(inventory.GatePeering, id, false, "", "it does not lead to "+to.env.vpc.ID)
	case p.State != "active":
		w.state(inventory.GatePeering, id, false, "", "the peering connection is "+p.State)
	default:
		w.state(inventory.GatePeering, id, true, "", "the peering connection is active")
	}
	return true
}

// returnFrom takes the reply home by the route table of the destination's subnet.
func (w *way) returnFrom(far station) {
	w.aclReturn(far, outbound, w.client, fromPart, w.sources)
	target, ok := w.routeTo(far, w.sources, Return)
	if !ok {
		return
	}
	switch target.Kind {
	case inventory.TargetPeering:
		w.peering(target.ID, far, w.home(), Return)
		w.aclReturn(w.home(), inbound, w.client, toPart, w.want)
	case inventory.TargetTransit:
		w.transitHome(target.ID, far)
	default:
		w.beyond(gateOfTarget(target.Kind), target.ID, "whether "+target.ID+" leads back to the client")
	}
}

func (w *way) transitHome(gateway string, far station) {
	exit, ok := w.cross(w.back(gateway, far))
	if !ok {
		return
	}
	if exit.env != w.env {
		w.beyond(inventory.GateTransitGateway, gateway, "how "+exit.env.vpc.ID+" leads back to the client")
		return
	}
	if exit != w.home() && w.local(exit, w.sources, Return) {
		w.aclReturn(w.home(), inbound, w.client, toPart, w.want)
	}
}

// peeringToPublic: a peer's gateways cannot be used from beyond it.
func (w *way) peeringToPublic(at station, id string) bool {
	w.hop(id, "vpc-peering-connection", id)
	found := w.env.snapshot.Peering(at.env.vpc.Scope, id)
	p, ok := found.Get()
	switch {
	case !ok:
		w.unknown(inventory.GatePeering, id, Forward, found.Why())
	case p.State != "active":
		w.state(inventory.GatePeering, id, false, "", "the peering connection is "+p.State)
	default:
		w.state(inventory.GatePeering, id, false, "", "a peering connection carries only what is for the other VPC itself")
	}
	return true
}

// transitToPublic goes on in the VPC behind a transit gateway, which may have a
// NAT gateway for all.
func (w *way) transitToPublic(at station, gateway string) bool {
	if at.env != w.env {
		return w.beyond(inventory.GateTransitGateway, gateway, "where a second transit gateway leads")
	}
	exit, ok := w.cross(w.there(gateway, at, func(station) bool { return false }))
	if !ok {
		return false
	}
	r, ok := exit.env.routerOf(exit.subnet).Get()
	if !ok {
		w.unknown(inventory.GateRoute, exit.subnet, Forward, exit.env.routerOf(exit.subnet).Why())
		return false
	}
	parts := r.split(w.env.space, w.want)
	if len(parts) != 1 {
		w.unknown(inventory.GateRoute, r.table.ID, Forward, inventory.Missing{Kind: inventory.MissingHop, What: "several ways out of " + exit.subnet})
		return false
	}
	if !w.follow(exit, r, parts[0]) {
		return false
	}
	if nat, ok := w.natBehind(parts[0]); ok {
		return w.homeFromNAT(station{exit.env, nat.Subnet})
	}
	return true
}

// natBehind is the zonal NAT gateway that a route leads to.
func (w *way) natBehind(part routed) (*inventory.NATGateway, bool) {
	if part.Target.Kind != inventory.TargetNAT {
		return nil, false
	}
	nat, ok := w.env.snapshot.NATGateway(w.env.vpc.Scope, part.Target.ID).Get()
	return nat, ok && nat.Subnet != ""
}

// homeFromNAT takes the translated reply back by the table of the NAT's subnet.
func (w *way) homeFromNAT(there station) bool {
	target, ok := w.routeTo(there, w.sources, Return)
	if !ok {
		return false
	}
	if target.Kind != inventory.TargetTransit {
		return w.beyond(gateOfTarget(target.Kind), target.ID, "whether "+target.ID+" leads back to the client")
	}
	exit, ok := w.cross(w.back(target.ID, there))
	if !ok {
		return false
	}
	if exit.env != w.env {
		return w.beyond(inventory.GateTransitGateway, target.ID, "how "+exit.env.vpc.ID+" leads back to the client")
	}
	return exit != w.home() && w.local(exit, w.sources, Return)
}
