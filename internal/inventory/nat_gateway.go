package inventory

import (
	"cmp"
	"net/netip"
	"slices"
)

// NATGateway translates many clients to its own address.
type NATGateway struct {
	Meta
	VPC      string
	Subnet   string // "" for a regional one
	State    string // available, pending, failed, deleting, deleted
	Public   bool   // public connectivity; private has no way to the internet
	Regional bool
	Address  netip.Addr // its private address in Subnet
	// Addresses are all private ones, PublicAddresses those that the internet
	// sees; the primary stands first.
	Addresses       []netip.Addr
	PublicAddresses []netip.Addr
	// Auto is whether AWS adds zones to a regional one by itself; else it serves
	// Zones alone.
	Auto       Value[bool]
	Zones      []NATZone // of a regional one, sorted
	RouteTable string    // of a regional one
}

// NATZone is an Availability Zone in which a regional NAT gateway has an address.
type NATZone struct{ Zone, ZoneID string }

type rawNATAddress struct {
	PrivateIP string `json:"PrivateIp"`
	PublicIP  string `json:"PublicIp"`
	IsPrimary *bool
	Zone      string `json:"AvailabilityZone"`
	ZoneID    string `json:"AvailabilityZoneId"`
	Status    string
}

func decodeNATGateway(m *members, meta Meta) *NATGateway {
	n := &NATGateway{
		Meta: meta, VPC: must[string](m, "VpcId"), State: must[string](m, "State"),
		Subnet: may[string](m, "SubnetId"), RouteTable: may[string](m, "RouteTableId"),
	}
	switch mode := may[string](m, "AvailabilityMode"); mode {
	case "", "zonal":
	case "regional":
		n.Regional = true
	default:
		m.fail("availability mode %q is not known", mode)
	}
	if !n.Regional {
		m.said(n.Subnet, "SubnetId")
	}
	n.addresses(m)
	switch c := may[string](m, "ConnectivityType"); c {
	case "public":
		n.Public = true
	case "private":
	case "":
		// Answers from before private NAT gateways do not say: a public address does.
		if n.Public = len(n.PublicAddresses) > 0; !n.Public {
			m.fail("ConnectivityType is left out")
		}
	default:
		m.fail("connectivity type %q is not known", c)
	}
	switch n.State {
	case "pending", "failed", "available", "deleting", "deleted":
	default:
		m.fail("state %q is not known", n.State)
	}
	n.Auto = n.auto(m.o)
	return n
}

// auto reads a member that only a regional gateway has.
func (n *NATGateway) auto(o *object) Value[bool] {
	if !n.Regional {
		return Known(false)
	}
	return Then(oneOf(required[string](o, "AutoProvisionZones"), "AutoProvisionZones", "enabled", "disabled"), func(word string) Value[bool] {
		return Known(word == "enabled")
	})
}

func (n *NATGateway) addresses(m *members) {
	read := may[[]rawNATAddress]
	if n.Regional {
		read = must[[]rawNATAddress] // they tell its zones
	}
	for _, a := range read(m, "NatGatewayAddresses") {
		primary := a.IsPrimary != nil && *a.IsPrimary
		if a.PrivateIP != "" && (!n.Address.IsValid() || primary) {
			n.Address = m.addr(a.PrivateIP)
		}
		if a.Status == "failed" {
			continue
		}
		n.add(m, a, primary)
	}
	slices.SortFunc(n.Zones, func(a, b NATZone) int { return cmp.Or(cmp.Compare(a.Zone, b.Zone), cmp.Compare(a.ZoneID, b.ZoneID)) })
	n.Zones = slices.Compact(n.Zones)
}

func (n *NATGateway) add(m *members, a rawNATAddress, primary bool) {
	at := func(all []netip.Addr, text string) []netip.Addr {
		switch {
		case text == "":
			return all
		case primary:
			return slices.Insert(all, 0, m.addr(text))
		}
		return append(all, m.addr(text))
	}
	n.Addresses, n.PublicAddresses = at(n.Addresses, a.PrivateIP), at(n.PublicAddresses, a.PublicIP)
	if n.Regional {
		m.said(a.Zone+a.ZoneID, "the zone of an address")
		n.Zones = append(n.Zones, NATZone{a.Zone, a.ZoneID})
	}
}
