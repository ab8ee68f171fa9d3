package inventory

import (
	"net/netip"
	"slices"
)

// TransitRouteTable is a route table of a transit gateway.
type TransitRouteTable struct {
	Meta
	Gateway string
	State   string
	Routes  Value[[]TransitRoute]
}

// TransitRoute leads one destination to one attachment, or evenly to several.
type TransitRoute struct {
	// Destination is zero where the answer names the prefix list alone.
	Destination netip.Prefix
	// PrefixList is the list that a static route was made of; it ranks behind one
	// that names its own block (Transit Gateway guide, how-transit-gateways-work).
	PrefixList  string
	Attachment  string   // the first of Attachments, "" for a blackhole without any
	Attachments []string // several share the traffic (ECMP)
	Kind        string   // of the attachments: vpc, vpn, direct-connect-gateway, peering, connect …
	Static      bool     // else propagated
	Blackhole   bool
}

type rawTransitAttachment struct {
	ID   string `json:"TransitGatewayAttachmentId"`
	Kind string `json:"ResourceType"`
}

type rawTransitRoute struct {
	CIDR        string `json:"DestinationCidrBlock"`
	List        string `json:"PrefixListId"`
	Type, State string
	Attachments []rawTransitAttachment `json:"TransitGatewayAttachments"`
}

func (b *builder) decodeTransitRouteTable(m *members, meta Meta) *TransitRouteTable {
	return &TransitRouteTable{Meta: meta, Gateway: must[string](m, "TransitGatewayId"), State: may[string](m, "State"), Routes: b.transitRoutes(meta)}
}

func (b *builder) transitRoutes(meta Meta) Value[[]TransitRoute] {
	missing, read := b.snapshot.Read(meta.Scope, "ec2:SearchTransitGatewayRoutes", meta.ID)
	out := Unknown[[]TransitRoute](missing)
	b.each("transit-gateway-routes", func(id string, o *object) {
		if id == meta.ID && read && compatible(o.scope, meta.Scope) {
			out = b.withReferences(meta, decodeTransitRoutes(&members{o: o}))
		}
	})
	return out
}

func decodeTransitRoutes(m *members) Value[[]TransitRoute] {
	routes := []TransitRoute{}
	if may[bool](m, "AdditionalRoutesAvailable") {
		m.fail("more routes exist than were answered")
	}
	for _, r := range must[[]rawTransitRoute](m, "Routes") {
		switch r.State {
		case "active", "blackhole":
			routes = append(routes, r.route(m))
		case "pending", "deleting", "deleted":
		default:
			m.fail("route state %q is not known", r.State)
		}
	}
	if m.defect != nil {
		return Unknown[[]TransitRoute](*m.defect)
	}
	return Known(routes)
}

func (r rawTransitRoute) route(m *members) TransitRoute {
	route := TransitRoute{PrefixList: r.List, Static: r.Type == "static", Blackhole: r.State == "blackhole"}
	if r.CIDR != "" || r.List == "" {
		route.Destination = m.prefix(r.CIDR)
	}
	if r.Type != "static" && r.Type != "propagated" {
		m.fail("route type %q is not known", r.Type)
	}
	route.lead(m, r.Attachments)
	if route.Attachment == "" && !route.Blackhole && r.List == "" {
		m.fail("a route names no attachment")
	}
	return route
}

// lead sets where a route leads. Equal routes of several kinds are not shared by
// AWS, so that such an answer is not understood.
func (r *TransitRoute) lead(m *members, attachments []rawTransitAttachment) {
	for _, a := range attachments {
		if a.ID == "" {
			continue
		}
		if len(r.Attachments) == 0 {
			r.Attachment, r.Kind = a.ID, a.Kind
		} else if a.Kind != r.Kind {
			m.fail("a route leads to a %s and a %s attachment", r.Kind, a.Kind)
		}
		r.Attachments = append(r.Attachments, a.ID)
	}
}

// withReferences adds what a table's prefix-list references say: where a route
// leads that names a list alone, and lists that no route names. A search that
// names no list is whole without them, as long as AWS was not asked in vain.
func (b *builder) withReferences(meta Meta, searched Value[[]TransitRoute]) Value[[]TransitRoute] {
	return Then(searched, func(routes []TransitRoute) Value[[]TransitRoute] {
		const operation = "ec2:GetTransitGatewayPrefixListReferences"
		open := slices.ContainsFunc(routes, func(r TransitRoute) bool { return r.Attachment == "" && !r.Blackhole })
		missing, read := b.snapshot.Read(meta.Scope, operation, meta.ID)
		if !read && (open || b.snapshot.Asked(meta.Scope, operation, meta.ID)) {
			return Unknown[[]TransitRoute](missing)
		}
		out := Known(routes)
		b.each("transit-gateway-references", func(id string, o *object) {
			if id == meta.ID && read && compatible(o.scope, meta.Scope) {
				out = referenced(&members{o: o}, routes)
			}
		})
		return out
	})
}

func referenced(m *members, routes []TransitRoute) Value[[]TransitRoute] {
	type reference struct {
		List       string `json:"PrefixListId"`
		State      string
		Blackhole  bool
		Attachment rawTransitAttachment `json:"TransitGatewayAttachment"`
	}
	routes = slices.Clone(routes)
	for _, r := range must[[]reference](m, "TransitGatewayPrefixListReferences") {
		if r.State != "available" && r.State != "modifying" {
			continue
		}
		named := false
		for i := range routes {
			if routes[i].PrefixList != r.List {
				continue
			}
			named = true
			if routes[i].Attachment == "" && !routes[i].Blackhole {
				routes[i].lead(m, []rawTransitAttachment{r.Attachment})
			}
		}
		if !named {
			route := TransitRoute{PrefixList: r.List, Static: true, Blackhole: r.Blackhole}
			route.lead(m, []rawTransitAttachment{r.Attachment})
			routes = append(routes, route)
		}
	}
	if slices.ContainsFunc(routes, func(r TransitRoute) bool { return r.Attachment == "" && !r.Blackhole }) {
		m.fail("a route names no attachment")
	}
	if m.defect != nil {
		return Unknown[[]TransitRoute](*m.defect)
	}
	return Known(routes)
}
