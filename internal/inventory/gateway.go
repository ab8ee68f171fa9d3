package inventory

import "net/netip"

// InternetGateway joins a VPC to the internet.
type InternetGateway struct {
	Meta
	VPCs []string // those it is attached to and available in
}

func decodeInternetGateway(m *members, meta Meta) *InternetGateway {
	return &InternetGateway{Meta: meta, VPCs: attachedVPCs(m)}
}

// attachedVPCs reads an Attachments member. AWS answers state available for an
// internet gateway and attached for an egress-only one.
func attachedVPCs(m *members) []string {
	type attachment struct {
		State string
		VPCID string `json:"VpcId"`
	}
	var out []string
	for _, a := range must[[]attachment](m, "Attachments") {
		if a.State == "available" || a.State == "attached" {
			out = append(out, a.VPCID)
		}
	}
	return out
}

// EgressOnlyGateway lets IPv6 out and nothing in.
type EgressOnlyGateway struct {
	Meta
	VPCs []string
}

func decodeEgressOnlyGateway(m *members, meta Meta) *EgressOnlyGateway {
	return &EgressOnlyGateway{Meta: meta, VPCs: attachedVPCs(m)}
}

// NATGateway translates many clients to its own address.
type NATGateway struct {
	Meta
	VPC      string
	Subnet   string // "" for a regional one
	State    string // available, pending, failed, deleting, deleted
	Public   bool   // public connectivity; private has no way to the internet
	Regional bool
	Address  netip.Addr // its private address in Subnet
}

func decodeNATGateway(m *members, meta Meta) *NATGateway {
	n := &NATGateway{
		Meta: meta, VPC: must[string](m, "VpcId"), State: must[string](m, "State"),
		Subnet: may[string](m, "SubnetId"), Regional: may[string](m, "AvailabilityMode") == "regional",
	}
	// Answers from before private NAT gateways have no ConnectivityType.
	switch c := may[string](m, "ConnectivityType"); c {
	case "", "public":
		n.Public = true
	case "private":
	default:
		m.fail("connectivity type %q is not known", c)
	}
	switch n.State {
	case "pending", "failed", "available", "deleting", "deleted":
	default:
		m.fail("state %q is not known", n.State)
	}
	type address struct {
		PrivateIP string `json:"PrivateIp"`
		IsPrimary *bool
	}
	for _, a := range may[[]address](m, "NatGatewayAddresses") {
		if a.PrivateIP != "" && (!n.Address.IsValid() || (a.IsPrimary != nil && *a.IsPrimary)) {
			n.Address = m.addr(a.PrivateIP)
		}
	}
	return n
}
