package reach

import (
	"cmp"

	"mooring/internal/inventory"
)

// intoTransit goes on in the VPC behind a transit gateway, by the table of the
// attachment's subnet there (Transit Gateway guide, tgw-vpc-attachments).
func (w *way) intoTransit(at station, gateway string) {
	w.relation = w.relation.over(transit, gateway)
	w.cross(at, gateway, Forward)
}

// crossing is a packet's way through one or several transit gateways.
type crossing struct {
	gateway string
	entry   *inventory.TransitAttachment // by which it came in
	from    station                      // where it came from
	peered  bool                         // it came from another transit gateway
	leg     Leg
}

// cross takes a packet through a transit gateway, and those peered with it, and
// goes on from each subnet where it may come out; where it is not carried the
// path ends. Entering, the ACL of the attachment's subnet sees the source;
// coming out, the destination (Transit Gateway guide, tgw-nacls).
func (w *way) cross(at station, gateway string, l Leg) {
	entry := w.entrance(at, gateway, l)
	if entry == nil {
		w.end()
		return
	}
	w.between(crossing{gateway: gateway, entry: entry, from: at, leg: l})
}

// leaveTransit takes the attachment that a route names.
func (w *way) leaveTransit(c crossing, route transitChoice) {
	if route.Kind == "peering" {
		w.overTransitPeering(c, route)
		return
	}
	exits := w.exits(c, route)
	if len(exits) == 0 {
		w.end()
	}
	drawn := w.tied
	if c.peered && len(exits) > 1 && drawn == 0 {
		drawn = w.chance(inventory.GateTransitGateway, route.Attachment, whichZone())
	}
	for _, exit := range exits {
		g := w
		if len(exits) > 1 {
			g = w.over(w.near, w.far)
			g.tied = drawn
		}
		g.keep(route.Attachment, exit)
		g.comesOut(exit, c.leg)
	}
}

// comesOut goes on from the subnet where a transit gateway or a NAT gateway puts a
// packet. For an address of that very subnet no page says whether its table is
// asked (Transit Gateway guide, tgw-vpc-attachments) or not (VPC User Guide,
// gateway-route-tables): the outcome is known where both lead to the same.
func (w *way) comesOut(exit station, l Leg) {
	own, peers := w.goal != nil && w.goal.station(w.env) == exit, w.far
	direct, routed := (*way).arrive, (*way).onward
	if l == Return {
		own, peers = w.standsAt(exit), w.source()
		direct, routed = (*way).cameTo, (*way).homeward
	}
	r, missing := exit.router()
	if !own || missing != nil || r.staysWithin(peers) {
		routed(w, exit, true)
		return
	}
	n := w.tied
	if n == 0 {
		n = w.chance(inventory.GateRoute, r.table.ID, hop("whether "+r.table.ID+" is asked for an address of its own subnet"))
	}
	other := w.over(w.near, w.far)
	w.tied, other.tied = n, n
	direct(w, exit)
	routed(other, exit, true)
}

// whichZone is what no page says of traffic from a peered transit gateway.
func whichZone() inventory.Missing {
	return hop("in which zone traffic from a peered transit gateway comes out")
}

// stops ends the path at the gateway.
func (w *way) stops(l Leg, object, rule, why string) {
	w.refuse()
	w.gate(Gate{Kind: inventory.GateTransitGateway, Object: []string{object}, Rule: rule, Leg: l, Outcome: Fails, Why: why})
}

// entrance is the attachment by which the packet enters: only from a zone in
// which the attachment has a subnet (Transit Gateway guide, how-transit-gateways-work).
func (w *way) entrance(at station, gateway string, l Leg) *inventory.TransitAttachment {
	found := at.env.snapshot.AttachmentOf(at.env.vpc, gateway)
	if inventory.Is(found, nil) {
		w.stops(l, gateway, "", at.env.vpc.ID+" is not attached")
		return nil
	}
	a := w.attachment(l, found, gateway)
	if a == nil {
		return nil
	}
	in := inventory.Then(at.zone(), func(z zone) inventory.Value[station] { return at.env.attachedIn(a, z) })
	s, ok := in.Get()
	switch {
	case !ok:
		w.unknown(inventory.GateTransitGateway, a.ID, l, in.Why())
		return nil
	case s.env == nil:
		z, _ := at.zone().Get()
		w.stops(l, a.ID, "", "the attachment has no subnet in "+cmp.Or(z.name, z.id))
		return nil
	}
	w.acl(s, inbound, l)
	return a
}

// attachedIn is the attachment's subnet in a zone; the zero station for none.
func (e *environment) attachedIn(a *inventory.TransitAttachment, z zone) inventory.Value[station] {
	none := inventory.Known(station{})
	for _, id := range a.Subnets {
		in := inventory.Then(e.subnet(id), func(s *inventory.Subnet) inventory.Value[bool] { return z.same(zoneOf(s)) })
		switch {
		case inventory.Is(in, true):
			return inventory.Known(station{e, id})
		case !in.Known():
			none = inventory.Unknown[station](in.Why())
		}
	}
	return none
}

// exits are the subnets of the far attachment where the packet may come out: in
// the zone that it entered by where the attachment has a subnet there, else in
// any. In appliance mode the gateway picks one zone for a flow and keeps it for
// both ways (Transit Gateway guide, tgw-vpc-attachments). Of traffic from another
// transit gateway no page names the zone.
func (w *way) exits(c crossing, route transitChoice) []station {
	l := c.leg
	if route.Kind != "vpc" {
		w.unknown(inventory.GateTransitGateway, route.Attachment, l, hop("what lies behind the "+route.Kind+" attachment "+route.Attachment))
		return nil
	}
	a := w.attachment(l, w.env.snapshot.AttachmentTo(c.entry.Scope, c.gateway, route.Attachment), route.Attachment)
	if a == nil {
		return nil
	}
	far, ok := w.env.vpcs[a.VPC]
	if !ok || len(a.Subnets) == 0 {
		w.unknown(inventory.GateTransitGateway, a.ID, l, w.env.unread(cmp.Or(a.ResourceOwner, a.Account), a.VPC))
		return nil
	}
	z := c.from.zone()
	switch mode, ok := a.Appliance.Get(); {
	case !ok && len(a.Subnets) > 1:
		w.unknown(inventory.GateTransitGateway, a.ID, l, a.Appliance.Why())
		return nil
	case mode:
		chosen, ok := w.chosen[a.ID]
		if !ok {
			return far.stations(a.Subnets)
		}
		z = chosen
	case c.peered:
		return far.stations(a.Subnets)
	}
	exit := inventory.Then(z, func(z zone) inventory.Value[station] { return far.attachedIn(a, z) })
	switch one, ok := exit.Get(); {
	case !ok && len(a.Subnets) > 1:
		w.unknown(inventory.GateTransitGateway, a.ID, l, exit.Why())
		return nil
	case one.env != nil:
		return []station{one}
	}
	return far.stations(a.Subnets)
}

func (e *environment) stations(subnets []string) []station {
	out := make([]station, len(subnets))
	for i, id := range subnets {
		out[i] = station{e, id}
	}
	return out
}

// keep remembers the zone of a flow in an attachment.
func (w *way) keep(attachment string, exit station) {
	chosen := map[string]inventory.Value[zone]{attachment: exit.zone()}
	for id, z := range w.chosen {
		if _, ok := chosen[id]; !ok {
			chosen[id] = z
		}
	}
	w.chosen = chosen
}
