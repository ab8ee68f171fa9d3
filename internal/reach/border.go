package reach

import (
	"slices"

	"mooring/internal/inventory"
)

// overPeering takes a packet into the VPC at the other end of a peering
// connection, which carries only what is from one of the two VPCs and for the
// other (VPC Peering guide, vpc-peering-basics).
func (w *way) overPeering(at station, id string) {
	w.hop(id, "vpc-peering-connection", id)
	other := w.peer(at, id, Forward)
	if other == nil {
		w.end()
		return
	}
	inside := w.far.Intersect(other.inside)
	if !at.env.inside.Covers(w.source()) || inside.IsEmpty() {
		w.state(inventory.GatePeering, id, false, "", "a peering connection carries only what is from one of the two VPCs and for the other")
		w.end()
		return
	}
	if rest := w.far.Minus(inside); !rest.IsEmpty() {
		f := w.over(w.near, rest)
		f.state(inventory.GatePeering, id, false, "", "a peering connection carries only what is for the other VPC itself")
		f.end()
		w = w.over(w.near, inside)
	}
	if len(w.masks) > 0 {
		w.sender = id
	}
	if w.goal == nil {
		w.beyond(inventory.GateRoute, Forward, other.vpc.ID, "what stands at "+shortList(w.far))
		w.end()
		return
	}
	w.land(station{env: other})
}

// peer is the VPC at the other end, nil where the path ends. A connection that
// is not active fails, and the walk goes on.
func (w *way) peer(at station, id string, l Leg) *environment {
	found := w.env.snapshot.Peering(at.env.vpc.Scope, id)
	p, ok := found.Get()
	if !ok {
		w.unknown(inventory.GatePeering, id, l, found.Why())
		return w.presumed(at, l)
	}
	sides := []inventory.PeeringSide{p.Requester, p.Accepter}
	own := slices.IndexFunc(sides, func(s inventory.PeeringSide) bool { return s.VPC == at.env.vpc.ID })
	if own < 0 {
		w.stateOn(l, inventory.GatePeering, id, false, "", "it does not join "+at.env.vpc.ID)
		return nil
	}
	far := sides[1-own]
	w.stateOn(l, inventory.GatePeering, id, p.State == "active", "", w.say("the peering connection is ", p.State))
	w.encrypted(at.env, inventory.ExcludePeering, id, false)
	if l == Forward {
		kind := severed
		switch {
		case sides[0].Region == "" || sides[1].Region == "":
			kind = guessed
		case p.State == "active" && sides[0].Region == sides[1].Region:
			kind = peered
		}
		w.relation = w.relation.over(kind, "")
	}
	other := w.env.vpcs[far.VPC]
	if other == nil {
		w.unreadPeer(id, far, l)
	}
	return other
}

// unreadPeer: of a VPC that was not read, the connection itself names the range.
func (w *way) unreadPeer(id string, far inventory.PeeringSide, l Leg) {
	if l == Forward && len(far.Prefixes) > 0 && !w.env.space.Prefixes(far.Prefixes...).Meets(w.far) {
		w.state(inventory.GatePeering, id, false, "", "a peering connection carries only what is for the other VPC itself")
		return
	}
	w.unknown(inventory.GatePeering, id, l, w.env.unread(far.Owner, far.VPC))
}

// presumed is where a connection that was not read must lead for the walk to
// reach its goal, so that sure failures there still count.
func (w *way) presumed(at station, l Leg) *environment {
	if l == Forward {
		w.relation = w.relation.over(guessed, "")
	}
	switch {
	case l == Return && w.lastEnv() != at.env:
		return w.lastEnv()
	case l == Forward && w.goal != nil && !w.goal.station(w.env).env.foreign && w.goal.station(w.env).env != at.env:
		return w.goal.station(w.env).env
	}
	return nil
}

// unread is why a VPC is not in the snapshot.
func (e *environment) unread(account, vpc string) inventory.Missing {
	if account != "" && account != e.vpc.Account && account != e.vpc.Owner {
		return inventory.Missing{Kind: inventory.MissingAccount, What: account}
	}
	return inventory.Missing{Kind: inventory.MissingHop, What: vpc + " is not in what was read"}
}

// homeOverPeering takes a reply back.
func (w *way) homeOverPeering(at station, id string) {
	w.hop(id, "vpc-peering-connection", id)
	other := w.peer(at, id, Return)
	if other == nil {
		w.end()
		return
	}
	if !at.env.inside.Covers(w.far) || !other.inside.Covers(w.source()) {
		w.stateOn(Return, inventory.GatePeering, id, false, "", "a peering connection carries only what is from one of the two VPCs and for the other")
		w.end()
		return
	}
	w.cameTo(station{env: other})
}

// toVirtual leaves by a virtual private gateway. What VPN and Direct Connect
// carry on from there is not described by AWS; they take only what starts at an
// interface of the VPC, and VPN no IPv6 (VPC User Guide, route-table-options).
func (w *way) toVirtual(at station, id string, l Leg) {
	w.hop(id, "virtual-gateway", id)
	found := at.env.snapshot.VirtualGateway(at.env.vpc.Scope, id)
	g, ok := found.Get()
	switch {
	case !ok:
		w.unknown(inventory.GateVirtualGateway, id, l, found.Why())
	case !slices.Contains(g.VPCs, at.env.vpc.ID):
		w.stateOn(l, inventory.GateVirtualGateway, id, false, "", "not attached to "+at.env.vpc.ID)
	case !at.env.inside.Covers(w.speaker(l)):
		w.stateOn(l, inventory.GateVirtualGateway, id, false, "", "it takes only what starts in "+at.env.vpc.ID)
	default:
		w.encrypted(at.env, inventory.ExcludeVirtualGateway, id, false)
		w.unknown(inventory.GateVirtualGateway, id, l, hop("what lies behind the virtual private gateway ("+id+")"))
	}
	w.end()
}
