package reach

import (
	"cmp"
	"net/netip"
	"slices"

	"mooring/internal/inventory"
	"mooring/internal/netset"
)

// transitChoice is the route that a transit gateway's table chooses for some
// addresses.
type transitChoice struct {
	inventory.TransitRoute
	found bool
	set   netset.Set
}

// between asks the table that the attachment is associated with, and leaves by
// every route that wins some of the addresses.
func (w *way) between(c crossing) {
	table, parts, missing := w.chosenRoutes(c)
	switch {
	case missing != nil:
		w.unknown(inventory.GateTransitGateway, cmp.Or(table, c.gateway), c.leg, *missing)
		w.end()
		return
	case table == "":
		w.stops(c.leg, c.entry.ID, "", "the attachment is associated with no route table")
		w.end()
		return
	}
	for _, part := range parts {
		f := w
		switch {
		case len(parts) == 1:
		case c.leg == Return:
			f = w.over(part.set, w.far)
		default:
			f = w.over(w.near, part.set)
		}
		if f.transitRoute(c.gateway, table, part, c.leg) {
			f.leaveTransit(c, part)
		} else {
			f.end()
		}
	}
}

// chosenRoutes are the routes of the associated table, "" for none, that win some
// of the addresses.
func (w *way) chosenRoutes(c crossing) (table string, parts []transitChoice, missing *inventory.Missing) {
	associated := w.env.snapshot.AssociatedTable(c.entry)
	table, ok := associated.Get()
	switch {
	case !ok:
		why := associated.Why()
		return "", nil, &why
	case table == "":
		return "", nil, nil
	}
	near := c.entry.Scope
	routes := inventory.Then(w.env.snapshot.TransitRouteTable(near, table), func(t *inventory.TransitRouteTable) inventory.Value[[]inventory.TransitRoute] {
		near = t.Scope
		return t.Routes
	})
	all, ok := routes.Get()
	if !ok {
		why := routes.Why()
		return table, nil, &why
	}
	peers := w.far
	if c.leg == Return {
		peers = w.source()
	}
	parts, missing = w.env.transitParts(near, all, peers)
	switch {
	case missing != nil || c.leg == Forward:
	case w.addressless() != nil:
		missing = w.addressless()
	case len(parts) > 1 && len(w.masks) > 0:
		drawn := hop("which of its addresses the NAT gateway draws")
		missing = &drawn
	}
	return table, parts, missing
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
	var ranked []transitCandidate
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
			ranked = append(ranked, transitCandidate{p, r})
		}
	}
	slices.SortStableFunc(ranked, func(a, b transitCandidate) int {
		return cmp.Or(cmp.Compare(b.prefix.Bits(), a.prefix.Bits()), cmp.Compare(transitRank(a.route), transitRank(b.route)))
	})
	var parts []transitChoice
	rest := peers
	for i, c := range ranked {
		hit := rest.Intersect(e.space.Prefixes(c.prefix))
		if hit.IsEmpty() && peers.Meets(e.space.Prefixes(c.prefix)) && slices.ContainsFunc(ranked[:i], c.rivals) {
			return nil, &inventory.Missing{Kind: inventory.MissingConflict, What: "which of two routes to " + c.prefix.String() + " the transit gateway takes"}
		}
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

// transitCandidate is a route for one block.
type transitCandidate struct {
	prefix netip.Prefix
	route  inventory.TransitRoute
}

// rivals reports whether two routes stand for one block with equal right, which
// AWS would not let be.
func (c transitCandidate) rivals(o transitCandidate) bool {
	return c.prefix == o.prefix && transitRank(c.route) == transitRank(o.route) && (c.route.Attachment != o.route.Attachment || c.route.Blackhole != o.route.Blackhole)
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
