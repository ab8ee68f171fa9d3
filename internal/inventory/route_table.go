package inventory

import (
	"net/netip"
	"strings"
)

// RouteTable is a subnet's or gateway's table.
type RouteTable struct {
	Meta
	VPC      string
	Main     bool
	Subnets  []string // explicitly associated
	Gateways []string // edge associations
	Routes   []Route
}

// Route leads one destination to one target.
type Route struct {
	Destination netip.Prefix // zero when PrefixList is set
	PrefixList  string
	Target      Target
	Blackhole   bool
	Propagated  bool
	Origin      string // CreateRouteTable, CreateRoute, EnableVgwRoutePropagation; "" where the answer does not say
}

// Origins of a route. Among equal destinations static routes go before
// propagated ones (VPC User Guide, route-tables-priority).
const (
	OriginTable       = "CreateRouteTable"
	OriginRoute       = "CreateRoute"
	OriginPropagation = "EnableVgwRoutePropagation"
)

// TargetKind says what a route leads to.
type TargetKind string

const (
	TargetLocal       TargetKind = "local"
	TargetInternet    TargetKind = "internet-gateway"
	TargetVirtual     TargetKind = "virtual-gateway"
	TargetEndpoint    TargetKind = "vpc-endpoint"
	TargetNAT         TargetKind = "nat-gateway"
	TargetInterface   TargetKind = "network-interface"
	TargetTransit     TargetKind = "transit-gateway"
	TargetPeering     TargetKind = "vpc-peering-connection"
	TargetEgressOnly  TargetKind = "egress-only-internet-gateway"
	TargetCarrier     TargetKind = "carrier-gateway"
	TargetLocalGW     TargetKind = "local-gateway"
	TargetCoreNetwork TargetKind = "core-network"
	TargetNothing     TargetKind = "nothing" // a blackhole whose target is gone
)

// Target is where a route leads.
type Target struct {
	Kind TargetKind
	ID   string
}

type rawRoute struct {
	DestinationCIDR  string `json:"DestinationCidrBlock"`
	DestinationCIDR6 string `json:"DestinationIpv6CidrBlock"`
	PrefixList       string `json:"DestinationPrefixListId"`
	GatewayID        string `json:"GatewayId"`
	NAT              string `json:"NatGatewayId"`
	Interface        string `json:"NetworkInterfaceId"`
	Instance         string `json:"InstanceId"`
	Transit          string `json:"TransitGatewayId"`
	Peering          string `json:"VpcPeeringConnectionId"`
	EgressOnly       string `json:"EgressOnlyInternetGatewayId"`
	Carrier          string `json:"CarrierGatewayId"`
	LocalGW          string `json:"LocalGatewayId"`
	CoreNetwork      string `json:"CoreNetworkArn"`
	State, Origin    string
}

func decodeRouteTable(m *members, meta Meta) *RouteTable {
	t := &RouteTable{Meta: meta, VPC: must[string](m, "VpcId")}
	type association struct {
		Main             bool
		SubnetID         string `json:"SubnetId"`
		GatewayID        string `json:"GatewayId"`
		AssociationState struct{ State string }
	}
	for _, a := range must[[]association](m, "Associations") {
		switch a.AssociationState.State {
		case "", "associated", "associating":
		case "disassociating", "disassociated", "failed":
			continue
		default:
			m.fail("association state %q is not known", a.AssociationState.State)
		}
		if t.Main = t.Main || a.Main; !a.Main {
			m.said(a.SubnetID+a.GatewayID, "what a route table is associated with")
		}
		if a.SubnetID != "" {
			t.Subnets = append(t.Subnets, a.SubnetID)
		}
		if a.GatewayID != "" {
			t.Gateways = append(t.Gateways, a.GatewayID)
		}
	}
	for _, raw := range must[[]rawRoute](m, "Routes") {
		t.Routes = append(t.Routes, raw.route(m))
	}
	return t
}

func (raw rawRoute) route(m *members) Route {
	r := Route{PrefixList: raw.PrefixList, Target: raw.target(), Blackhole: raw.State == "blackhole", Origin: raw.Origin, Propagated: raw.Origin == OriginPropagation}
	if raw.State != "active" && raw.State != "blackhole" {
		m.fail("route state %q is not known", raw.State)
	}
	switch raw.Origin {
	case "", OriginTable, OriginRoute, OriginPropagation:
	default:
		m.fail("route origin %q is not known", raw.Origin)
	}
	if raw.PrefixList == "" {
		r.Destination = m.prefix(raw.DestinationCIDR + raw.DestinationCIDR6)
	}
	if r.Target.Kind == TargetNothing && !r.Blackhole {
		m.fail("a route names no target")
	}
	return r
}

func (raw rawRoute) target() Target {
	for _, t := range []Target{
		{TargetNAT, raw.NAT},
		{TargetInterface, raw.Interface},
		{TargetInterface, raw.Instance},
		{TargetTransit, raw.Transit},
		{TargetPeering, raw.Peering},
		{TargetEgressOnly, raw.EgressOnly},
		{TargetCarrier, raw.Carrier},
		{TargetLocalGW, raw.LocalGW},
		{TargetCoreNetwork, raw.CoreNetwork},
		{gatewayKind(raw.GatewayID), raw.GatewayID},
	} {
		if t.ID != "" {
			return t
		}
	}
	return Target{Kind: TargetNothing}
}

// gatewayKind reads the kind off the id, as the GatewayId member holds several kinds.
func gatewayKind(id string) TargetKind {
	for prefix, kind := range map[string]TargetKind{
		"igw-": TargetInternet, "vgw-": TargetVirtual, "vpce-": TargetEndpoint, "nat-": TargetNAT, "eigw-": TargetEgressOnly, "tgw-": TargetTransit,
	} {
		if strings.HasPrefix(id, prefix) {
			return kind
		}
	}
	if id == "local" {
		return TargetLocal
	}
	return TargetKind("gateway")
}
