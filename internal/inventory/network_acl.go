package inventory

import (
	"cmp"
	"net/netip"
	"slices"
)

// NetworkACL is a stateless, ordered list of rules at a subnet's edge.
type NetworkACL struct {
	Meta
	VPC       string
	Subnets   []string
	IsDefault bool
	Ingress   []ACLEntry // by rule number
	Egress    []ACLEntry
}

// ACLEntry is one numbered rule. What no entry matches is denied.
type ACLEntry struct {
	Number   int
	Protocol Protocol
	Allow    bool
	Prefix   netip.Prefix
	From, To int  // ports, for TCP and UDP
	OneType  bool // an ICMP entry that does not speak of every type and code
}

type rawACLEntry struct {
	RuleNumber *int
	Egress     *bool
	Protocol   string
	RuleAction string
	CIDR       string `json:"CidrBlock"`
	CIDR6      string `json:"Ipv6CidrBlock"`
	PortRange  *struct{ From, To *int }
	ICMP       *struct{ Type, Code *int } `json:"IcmpTypeCode"`
}

func decodeNetworkACL(m *members, meta Meta) *NetworkACL {
	a := &NetworkACL{Meta: meta, VPC: must[string](m, "VpcId"), IsDefault: may[bool](m, "IsDefault")}
	type association struct {
		SubnetID string `json:"SubnetId"`
	}
	for _, s := range must[[]association](m, "Associations") {
		a.Subnets = append(a.Subnets, m.said(s.SubnetID, "the subnet of an association"))
	}
	for _, raw := range must[[]rawACLEntry](m, "Entries") {
		if raw.RuleNumber == nil || raw.Egress == nil {
			m.fail("an entry has no number or direction")
			continue
		}
		if *raw.Egress {
			a.Egress = append(a.Egress, raw.entry(m))
		} else {
			a.Ingress = append(a.Ingress, raw.entry(m))
		}
	}
	byNumber := func(x, y ACLEntry) int { return cmp.Compare(x.Number, y.Number) }
	slices.SortStableFunc(a.Ingress, byNumber)
	slices.SortStableFunc(a.Egress, byNumber)
	return a
}

func (raw rawACLEntry) entry(m *members) ACLEntry {
	e := ACLEntry{Number: *raw.RuleNumber, Protocol: m.protocol(raw.Protocol), Allow: raw.RuleAction == "allow", To: 65535}
	if raw.RuleAction != "allow" && raw.RuleAction != "deny" {
		m.fail("rule %d has action %q", e.Number, raw.RuleAction)
	}
	e.Prefix = m.prefix(raw.CIDR + raw.CIDR6)
	icmp := e.Protocol == ICMP || e.Protocol == ICMPv6
	e.OneType = icmp && (raw.ICMP == nil || raw.ICMP.Type == nil || *raw.ICMP.Type != -1)
	if e.Protocol != TCP && e.Protocol != UDP {
		return e
	}
	if raw.PortRange == nil {
		m.fail("rule %d names no ports", e.Number)
		return e
	}
	e.From, e.To = m.ports(raw.PortRange.From, raw.PortRange.To)
	return e
}
