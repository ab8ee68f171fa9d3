package reach

import (
	"cmp"
	"slices"

	"mooring/internal/inventory"
	"mooring/internal/netset"
)

// crossing is one passage through a transit gateway, there or back.
type crossing struct {
	gateway string
	leg     Leg
	enter   station // the subnet that the packet leaves by the route to the gateway
	want    netset.Set
	// in and out ask the ACL of an attachment's subnet, where traffic enters the
	// gateway and where it comes out (Transit Gateway guide, tgw-nacls).
	in, out func(at station)
}

// cross takes a packet from one VPC into another. ok is false where the gateway
// does not carry it, which ends the path.
func (w *way) cross(x crossing) (exit station, ok bool) {
	entry, ok := w.entrance(x)
	if !ok {
		return station{}, false
	}
	route, ok := w.transitRoute(x, entry)
	if !ok {
		return station{}, false
	}
	return w.exit(x, route)
}

// fails ends the path at the gateway.
func (w *way) fails(x crossing, object, rule, why string) {
	w.to.cut = w.to.cut.Union(w.want)
	w.gate(Gate{Kind: inventory.GateTransitGateway, Object: []string{object}, Rule: rule, Leg: x.leg, Outcome: Fails, Why: why})
}

// open ends the path undecided.
func (w *way) open(x crossing, object string, missing inventory.Missing) {
	w.unknown(inventory.GateTransitGateway, object, x.leg, missing)
}

// entrance is the attachment by which the packet enters: only from a zone in
// which the attachment has a subnet (Transit Gateway guide, how-transit-gateways-work).
func (w *way) entrance(x crossing) (*inventory.TransitAttachment, bool) {
	found := x.enter.env.snapshot.AttachmentOf(x.enter.env.vpc, x.gateway)
	a, ok := found.Get()
	switch {
	case !ok:
		w.open(x, x.gateway, found.Why())
		return nil, false
	case a == nil:
		w.fails(x, x.gateway, "", x.enter.env.vpc.ID+" is not attached")
		return nil, false
	case a.State != "available":
		w.fails(x, a.ID, "", "the attachment is "+a.State)
		return nil, false
	}
	zone, missing := x.enter.zone()
	if missing != nil {
		w.open(x, a.ID, *missing)
		return nil, false
	}
	at, found2 := x.enter.env.attachedIn(a, zone)
	if !found2 {
		w.fails(x, a.ID, "", "the attachment has no subnet in "+zone)
		return nil, false
	}
	x.in(at)
	return a, true
}

// zone is the Availability Zone of a station.
func (s station) zone() (string, *inventory.Missing) {
	subnet, ok := s.env.subnet(s.subnet).Get()
	if !ok {
		why := s.env.subnet(s.subnet).Why()
		return "", &why
	}
	return subnet.Zone, nil
}

// attachedIn is the attachment's subnet in a zone.
func (e *environment) attachedIn(a *inventory.TransitAttachment, zone string) (station, bool) {
	for _, id := range a.Subnets {
		if s, ok := e.subnet(id).Get(); ok && s.Zone == zone {
			return station{e, id}, true
		}
	}
	return station{}, false
}

// transitRoute picks the route of the table that the attachment is associated
// with: longest prefix, then static before propagated.
func (w *way) transitRoute(x crossing, a *inventory.TransitAttachment) (inventory.TransitRoute, bool) {
	none := inventory.TransitRoute{}
	id, ok := a.Table.Get()
	switch {
	case !ok:
		w.open(x, x.gateway, a.Table.Why())
		return none, false
	case id == "":
		w.fails(x, a.ID, "", "the attachment is associated with no route table")
		return none, false
	}
	snapshot, near := x.enter.env.snapshot, x.enter.env.vpc.Scope
	routes := inventory.Then(snapshot.TransitRouteTable(near, id), func(t *inventory.TransitRouteTable) inventory.Value[[]inventory.TransitRoute] { return t.Routes })
	all, ok := routes.Get()
	if !ok {
		w.open(x, id, routes.Why())
		return none, false
	}
	if i := slices.IndexFunc(all, func(r inventory.TransitRoute) bool { return len(r.Attachments) > 1 || !r.Destination.IsValid() }); i >= 0 {
		w.open(x, id, inventory.Missing{Kind: inventory.MissingHop, What: "routes of " + id + " to several attachments or to a prefix list"})
		return none, false
	}
	best, one := w.env.bestTransitRoute(all, x.want)
	switch {
	case !one:
		w.open(x, id, inventory.Missing{Kind: inventory.MissingHop, What: "several routes of " + id})
		return none, false
	case best == nil:
		w.fails(x, id, "", "no route leads to "+w.env.words(x.want))
		return none, false
	case best.Blackhole:
		w.fails(x, id, best.Destination.String()+" → blackhole", "the route is a blackhole")
		return none, false
	}
	w.hop(x.gateway, "transit-gateway", id+": "+best.Destination.String()+" → "+best.Attachment)
	w.gate(Gate{Kind: inventory.GateTransitGateway, Object: []string{id}, Rule: best.Destination.String() + " → " + best.Attachment, Leg: x.leg, Outcome: Passes, Why: "the most specific route"})
	return *best, true
}

// bestTransitRoute is the route that wins all of a set; one is false where parts
// of it go different ways. nil: no route matches.
func (e *environment) bestTransitRoute(all []inventory.TransitRoute, want netset.Set) (best *inventory.TransitRoute, one bool) {
	ranked := slices.Clone(all)
	slices.SortStableFunc(ranked, func(a, b inventory.TransitRoute) int {
		return cmp.Or(cmp.Compare(b.Destination.Bits(), a.Destination.Bits()), compareStatic(a, b))
	})
	for i := range ranked {
		set := e.space.Prefixes(ranked[i].Destination)
		switch {
		case set.Covers(want):
			return &ranked[i], true
		case !set.Intersect(want).IsEmpty():
			return nil, false
		}
	}
	return nil, true
}

func compareStatic(a, b inventory.TransitRoute) int {
	switch {
	case a.Static && !b.Static:
		return -1
	case b.Static && !a.Static:
		return 1
	}
	return 0
}

// exit comes out at the far attachment: in the zone that the packet entered by
// where the attachment has a subnet there, else in its first one.
func (w *way) exit(x crossing, route inventory.TransitRoute) (station, bool) {
	env, near := x.enter.env, x.enter.env.vpc.Scope
	if route.Kind != "vpc" {
		w.open(x, route.Attachment, inventory.Missing{Kind: inventory.MissingHop, What: "what lies behind the " + route.Kind + " attachment " + route.Attachment})
		return station{}, false
	}
	found := env.snapshot.TransitAttachment(near, route.Attachment)
	a, ok := found.Get()
	switch {
	case !ok:
		w.open(x, route.Attachment, found.Why())
		return station{}, false
	case a.State != "available":
		w.fails(x, a.ID, "", "the attachment is "+a.State)
		return station{}, false
	}
	far, ok := w.env.vpcs[a.VPC]
	if !ok || len(a.Subnets) == 0 {
		w.open(x, a.ID, inventory.Missing{Kind: inventory.MissingHop, What: a.VPC + " behind " + a.ID + " is not in what was read"})
		return station{}, false
	}
	zone, _ := x.enter.zone()
	at, ok := far.attachedIn(a, zone)
	if !ok {
		at = station{far, a.Subnets[0]}
	}
	x.out(at)
	return at, true
}

// there asks the ACLs of attachment subnets on the way out: entering, the client
// is seen; coming out, the destination. Within one subnet coming out is not seen.
func (w *way) there(gateway string, enter station, final func(at station) bool) crossing {
	return crossing{
		gateway: gateway, leg: Forward, enter: enter, want: w.want,
		in: func(at station) { w.aclForward(at, inbound, &w.from, w.sources) },
		out: func(at station) {
			if !final(at) {
				w.aclForward(at, outbound, &w.to, w.want)
			}
		},
	}
}

// back asks them on the way back: entering, the destination is seen; coming out,
// the client.
func (w *way) back(gateway string, enter station) crossing {
	return crossing{
		gateway: gateway, leg: Return, enter: enter, want: w.sources,
		in: func(at station) { w.aclReturn(at, inbound, w.client, toPart, w.want) },
		out: func(at station) {
			if at != w.home() {
				w.aclReturn(at, outbound, w.client, fromPart, w.sources)
			}
		},
	}
}
