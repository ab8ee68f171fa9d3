package reach

import (
	"cmp"
	"net/netip"
	"slices"

	"mooring/internal/inventory"
	"mooring/internal/netset"
)

// intoTransit goes on in the VPC behind a transit gateway, by the table of the
// attachment's subnet there (Transit Gateway guide, tgw-vpc-attachments).
func (w *way) intoTransit(at station, gateway string) {
	w.relation = w.relation.over(transit, gateway)
	w.cross(at, gateway, Forward, func(f *way, exit station) { f.onward(exit, true) })
}

// cross takes a packet through a transit gateway. on goes on from each subnet
// where it may come out; where it is not carried the path ends. Entering, the
// ACL of the attachment's subnet sees the source; coming out, the destination
// (Transit Gateway guide, tgw-nacls).
func (w *way) cross(at station, gateway string, l Leg, on func(f *way, exit station)) {
	entry := w.entrance(at, gateway, l)
	if entry == nil {
		w.end()
		return
	}
	w.between(gateway, entry, l, func(f *way, route transitChoice) {
		exits := f.exits(at, route, l)
		if len(exits) == 0 {
			f.end()
		}
		for _, exit := range exits {
			g := f
			if len(exits) > 1 {
				g = f.over(f.near, f.far)
			}
			g.keep(route.Attachment, exit)
			on(g, exit)
		}
	})
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
	a, ok := found.Get()
	switch {
	case !ok:
		w.unknown(inventory.GateTransitGateway, gateway, l, found.Why())
		return nil
	case a == nil:
		w.stops(l, gateway, "", at.env.vpc.ID+" is not attached")
		return nil
	case a.State != "available":
		w.stops(l, a.ID, "", "the attachment is "+a.State)
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

// transitChoice is the route that a transit gateway's table chooses for some
// addresses.
type transitChoice struct {
	inventory.TransitRoute
	found bool
	set   netset.Set
}

// between asks the table that the attachment is associated with, and calls on
// for every route that wins some of the addresses.
func (w *way) between(gateway string, a *inventory.TransitAttachment, l Leg, on func(f *way, route transitChoice)) {
	id, ok := a.Table.Get()
	switch {
	case !ok:
		w.unknown(inventory.GateTransitGateway, gateway, l, a.Table.Why())
		w.end()
		return
	case id == "":
		w.stops(l, a.ID, "", "the attachment is associated with no route table")
		w.end()
		return
	}
	routes := inventory.Then(w.env.snapshot.TransitRouteTable(a.Scope, id), func(t *inventory.TransitRouteTable) inventory.Value[[]inventory.TransitRoute] { return t.Routes })
	all, ok := routes.Get()
	if !ok {
		w.unknown(inventory.GateTransitGateway, id, l, routes.Why())
		w.end()
		return
	}
	peers := w.far
	if l == Return {
		peers = w.source()
	}
	parts, missing := w.env.transitParts(a.Scope, all, peers)
	if l == Return && missing == nil {
		missing = w.addressless()
	}
	if missing != nil || l == Return && len(parts) > 1 && len(w.masks) > 0 {
		if missing == nil {
			missing = &inventory.Missing{Kind: inventory.MissingHop, What: "which of its addresses the NAT gateway draws"}
		}
		w.unknown(inventory.GateTransitGateway, id, l, *missing)
		w.end()
		return
	}
	for _, part := range parts {
		f := w
		if len(parts) > 1 {
			f = w.over(w.near, part.set)
			if l == Return {
				f = w.over(part.set, w.far)
			}
		}
		if f.transitRoute(gateway, id, part, l) {
			on(f, part)
		} else {
			f.end()
		}
	}
}

func (w *way) transitRoute(gateway, table string, part transitChoice, l Leg) bool {
	switch {
	case !part.found:
		w.stops(l, table, "", "no route leads to "+w.env.words(part.set))
	case part.Blackhole:
		w.stops(l, table, part.name()+" → blackhole", "the route is a blackhole")
	case len(part.Attachments) > 1:
		w.unknown(inventory.GateTransitGateway, table, l, inventory.Missing{Kind: inventory.MissingHop, What: "which of several attachments of " + table + " carries it"})
	default:
		w.hop(gateway, "transit-gateway", table+": "+part.name()+" → "+part.Attachment)
		w.gate(Gate{Kind: inventory.GateTransitGateway, Object: []string{table}, Rule: part.name() + " → " + part.Attachment, Leg: l, Outcome: Passes, Why: "the most specific route"})
		return true
	}
	return false
}

func (c transitChoice) name() string {
	if c.PrefixList != "" {
		return c.PrefixList
	}
	return c.Destination.String()
}

// transitParts splits addresses by the route that wins them: the longest prefix,
// then static, prefix list, and the propagated by where they come from (Transit
// Gateway guide, how-transit-gateways-work).
func (e *environment) transitParts(near inventory.Scope, all []inventory.TransitRoute, peers netset.Set) ([]transitChoice, *inventory.Missing) {
	type candidate struct {
		prefix netip.Prefix
		route  inventory.TransitRoute
	}
	var ranked []candidate
	for _, r := range all {
		blocks := []netip.Prefix{r.Destination}
		if r.PrefixList != "" {
			entries := inventory.Then(e.snapshot.PrefixList(near, r.PrefixList), func(l *inventory.PrefixList) inventory.Value[[]netip.Prefix] { return l.Prefixes })
			var ok bool
			if blocks, ok = entries.Get(); !ok {
				why := entries.Why()
				return nil, &why
			}
		}
		for _, p := range blocks {
			ranked = append(ranked, candidate{p, r})
		}
	}
	slices.SortStableFunc(ranked, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.prefix.Bits(), a.prefix.Bits()), cmp.Compare(transitRank(a.route), transitRank(b.route)))
	})
	var parts []transitChoice
	rest := peers
	for _, c := range ranked {
		hit := rest.Intersect(e.space.Prefixes(c.prefix))
		if hit.IsEmpty() {
			continue
		}
		rest = rest.Minus(hit)
		same := slices.IndexFunc(parts, func(p transitChoice) bool {
			return p.Attachment == c.route.Attachment && p.Blackhole == c.route.Blackhole
		})
		if same >= 0 {
			parts[same].set = parts[same].set.Union(hit)
			continue
		}
		parts = append(parts, transitChoice{c.route, true, hit})
	}
	if !rest.IsEmpty() {
		parts = append(parts, transitChoice{set: rest})
	}
	return parts, nil
}

// transitRank orders routes to one destination.
func transitRank(r inventory.TransitRoute) int {
	switch {
	case r.PrefixList != "":
		return 1
	case r.Static:
		return 0
	}
	return 2 + slices.Index([]string{"vpc", "direct-connect-gateway", "connect", "vpn", "vpn-concentrator", "client-vpn", "peering"}, r.Kind)
}

// exits are the subnets of the far attachment where the packet may come out: in
// the zone that it entered by where the attachment has a subnet there, else in
// any. In appliance mode the gateway picks one zone for a flow and keeps it for
// both ways (Transit Gateway guide, tgw-vpc-attachments).
func (w *way) exits(at station, route transitChoice, l Leg) []station {
	if route.Kind != "vpc" {
		w.unknown(inventory.GateTransitGateway, route.Attachment, l, inventory.Missing{Kind: inventory.MissingHop, What: "what lies behind the " + route.Kind + " attachment " + route.Attachment})
		return nil
	}
	found := at.env.snapshot.TransitAttachment(at.env.vpc.Scope, route.Attachment)
	a, ok := found.Get()
	switch {
	case !ok:
		w.unknown(inventory.GateTransitGateway, route.Attachment, l, found.Why())
		return nil
	case a.State != "available":
		w.stops(l, a.ID, "", "the attachment is "+a.State)
		return nil
	}
	far, ok := w.env.vpcs[a.VPC]
	if !ok || len(a.Subnets) == 0 {
		w.unknown(inventory.GateTransitGateway, a.ID, l, w.env.unread(a.Account, a.VPC))
		return nil
	}
	z := at.zone()
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
