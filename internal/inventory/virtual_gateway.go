package inventory

import "net/netip"

// VirtualGateway is a virtual private gateway: a VPC's way into VPN and Direct Connect.
type VirtualGateway struct {
	Meta
	State string   // pending, available, deleting, deleted
	Type  string   // ipsec.1
	VPCs  []string // those it is attached to
}

func decodeVirtualGateway(m *members, meta Meta) *VirtualGateway {
	return &VirtualGateway{Meta: meta, State: m.vpnState(must[string](m, "State")), Type: may[string](m, "Type"), VPCs: vpcsIn(m, "VpcAttachments")}
}

func (m *members) vpnState(state string) string {
	switch state {
	case "pending", "available", "deleting", "deleted":
	default:
		m.fail("state %q is not known", state)
	}
	return state
}

// VPNConnection joins a virtual private or transit gateway to a customer's gateway.
type VPNConnection struct {
	Meta
	VirtualGateway  string
	TransitGateway  string
	CustomerGateway string
	State           string // pending, available, deleting, deleted
	TunnelsUp       Value[int]
	StaticOnly      bool           // static routes, no BGP
	Routes          []netip.Prefix // static ones that are available
}

func decodeVPNConnection(m *members, meta Meta) *VPNConnection {
	type options struct{ StaticRoutesOnly bool }
	type route struct {
		CIDR  string `json:"DestinationCidrBlock"`
		State string
	}
	c := &VPNConnection{
		Meta: meta, VirtualGateway: may[string](m, "VpnGatewayId"), TransitGateway: may[string](m, "TransitGatewayId"),
		CustomerGateway: may[string](m, "CustomerGatewayId"), State: m.vpnState(must[string](m, "State")),
		StaticOnly: may[options](m, "Options").StaticRoutesOnly, TunnelsUp: tunnelsUp(m.o),
	}
	for _, r := range may[[]route](m, "Routes") {
		if r.State == "available" && r.CIDR != "" {
			c.Routes = append(c.Routes, m.prefix(r.CIDR))
		}
	}
	return c
}

func tunnelsUp(o *object) Value[int] {
	type tunnel struct{ Status string }
	return Then(required[[]tunnel](o, "VgwTelemetry"), func(tunnels []tunnel) Value[int] {
		up := 0
		for _, t := range tunnels {
			switch t.Status {
			case "UP":
				up++
			case "DOWN":
			default:
				return Unknown[int](Missing{MissingOperation, "tunnel status has a value that is not known: " + t.Status})
			}
		}
		return Known(up)
	})
}

func (s *Snapshot) VirtualGateway(near Scope, id string) Value[*VirtualGateway] {
	return s.net.virtual.find(s, near, id)
}

// VPNConnections are those of an account and Region.
func (s *Snapshot) VPNConnections(scope Scope) Value[[]*VPNConnection] {
	return s.net.vpns.within(s, scope)
}
