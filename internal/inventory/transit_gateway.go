package inventory

import "net/netip"

// TransitGateway is a regional router between VPCs.
type TransitGateway struct {
	Meta
	State string
	Owner string
}

func decodeTransitGateway(m *members, meta Meta) *TransitGateway {
	return &TransitGateway{Meta: meta, State: must[string](m, "State"), Owner: may[string](m, "OwnerId")}
}

// TransitAttachment joins a VPC to a transit gateway.
type TransitAttachment struct {
	Meta
	Gateway   string
	VPC       string
	State     string
	Subnets   []string
	Appliance bool // appliance mode: one zone is kept for both ways of a flow
	// Table is the transit gateway route table for packets that come from the
	// attachment; "" when none is associated.
	Table Value[string]
}

type rawAssociation struct {
	TransitGatewayRouteTableID string `json:"TransitGatewayRouteTableId"`
	State                      string
}

func decodeTransitAttachment(m *members, meta Meta) *TransitAttachment {
	type options struct{ ApplianceModeSupport string }
	if !m.o.described {
		// A VPN, peering or other attachment stands in the general list alone.
		return &TransitAttachment{Meta: meta, Gateway: m.o.text("TransitGatewayId"), State: m.o.text("State"), Table: associatedTable(m.o)}
	}
	a := &TransitAttachment{
		Meta: meta, Gateway: must[string](m, "TransitGatewayId"), State: must[string](m, "State"),
		VPC: may[string](m, "VpcId"), Subnets: may[[]string](m, "SubnetIds"),
		Appliance: may[options](m, "Options").ApplianceModeSupport == "enable",
	}
	a.Table = associatedTable(m.o)
	return a
}

// associatedTable reads a member that only DescribeTransitGatewayAttachments
// answers, to the gateway's owner, and leaves out where nothing is associated.
func associatedTable(o *object) Value[string] {
	if o.summary == nil {
		return Unknown[string](Missing{MissingOperation, "ec2:DescribeTransitGatewayAttachments"})
	}
	owner := o.text("TransitGatewayOwnerId")
	_, told := o.member("Association")
	if !told && owner != o.scope.Account {
		return Unknown[string](Missing{MissingAccount, owner})
	}
	return Then(optional[rawAssociation](o, "Association"), func(a rawAssociation) Value[string] {
		if a.State != "" && a.State != "associated" && a.State != "associating" {
			return Known("")
		}
		return Known(a.TransitGatewayRouteTableID)
	})
}

// TransitRouteTable is a route table of a transit gateway.
type TransitRouteTable struct {
	Meta
	Gateway string
	State   string
	Routes  Value[[]TransitRoute]
}

// TransitRoute leads one destination to one attachment.
type TransitRoute struct {
	Destination netip.Prefix
	Attachment  string
	Kind        string // vpc, vpn, direct-connect-gateway, peering, connect …
	Static      bool
	Blackhole   bool
}

func (b *builder) decodeTransitRouteTable(m *members, meta Meta) *TransitRouteTable {
	return &TransitRouteTable{Meta: meta, Gateway: must[string](m, "TransitGatewayId"), State: may[string](m, "State"), Routes: b.transitRoutes(meta)}
}

func (b *builder) transitRoutes(meta Meta) Value[[]TransitRoute] {
	missing, read := b.snapshot.Read(meta.Scope, "ec2:SearchTransitGatewayRoutes", meta.ID)
	out := Unknown[[]TransitRoute](missing)
	b.each("transit-gateway-routes", func(id string, o *object) {
		if id == meta.ID && read && compatible(o.scope, meta.Scope) {
			out = decodeTransitRoutes(&members{o: o})
		}
	})
	return out
}

func decodeTransitRoutes(m *members) Value[[]TransitRoute] {
	type attachment struct {
		ID   string `json:"TransitGatewayAttachmentId"`
		Kind string `json:"ResourceType"`
	}
	type raw struct {
		CIDR        string `json:"DestinationCidrBlock"`
		List        string `json:"PrefixListId"`
		Type, State string
		Attachments []attachment `json:"TransitGatewayAttachments"`
	}
	routes := []TransitRoute{}
	if may[bool](m, "AdditionalRoutesAvailable") {
		m.fail("more routes exist than were answered")
	}
	for _, r := range must[[]raw](m, "Routes") {
		route := TransitRoute{Destination: m.prefix(r.CIDR), Static: r.Type == "static", Blackhole: r.State == "blackhole"}
		switch {
		case r.List != "":
			m.fail("a route names a prefix list")
		case r.State != "active" && r.State != "blackhole":
			continue
		case len(r.Attachments) > 1:
			m.fail("a route leads to several attachments")
		case len(r.Attachments) == 1:
			route.Attachment, route.Kind = r.Attachments[0].ID, r.Attachments[0].Kind
		case !route.Blackhole:
			m.fail("a route names no attachment")
		}
		routes = append(routes, route)
	}
	if m.defect != nil {
		return Unknown[[]TransitRoute](*m.defect)
	}
	return Known(routes)
}

// Peering joins two VPCs.
type Peering struct {
	Meta
	Requester, Accepter PeeringSide
	State               string
}

// PeeringSide is one of the two VPCs of a peering connection.
type PeeringSide struct {
	VPC    string `json:"VpcId"`
	Owner  string `json:"OwnerId"`
	Region string
}

func decodePeering(m *members, meta Meta) *Peering {
	type status struct{ Code string }
	return &Peering{
		Meta: meta, Requester: must[PeeringSide](m, "RequesterVpcInfo"), Accepter: must[PeeringSide](m, "AccepterVpcInfo"),
		State: must[status](m, "Status").Code,
	}
}
