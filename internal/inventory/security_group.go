package inventory

import (
	"net/netip"
	"strconv"
	"strings"
)

// SecurityGroup is a stateful list of allowed flows.
type SecurityGroup struct {
	Meta
	VPC       string
	GroupName string
	Ingress   []Permission
	Egress    []Permission
}

// Protocol is an IP protocol number; AllProtocols matches every one.
type Protocol int

const (
	AllProtocols Protocol = -1
	ICMP         Protocol = 1
	TCP          Protocol = 6
	UDP          Protocol = 17
	ESP          Protocol = 50
	ICMPv6       Protocol = 58
)

// ParseProtocol reads a name or number as people write it; -1 and all are every
// protocol. ok is false for anything else.
func ParseProtocol(word string) (p Protocol, ok bool) {
	switch strings.ToLower(word) {
	case "-1", "all":
		return AllProtocols, true
	case "tcp":
		return TCP, true
	case "udp":
		return UDP, true
	case "icmp":
		return ICMP, true
	case "esp":
		return ESP, true
	case "icmpv6":
		return ICMPv6, true
	}
	n, err := strconv.Atoi(word)
	return Protocol(n), err == nil && n >= 0 && n <= 255
}

// Permission allows one protocol and port range to or from a set of peers.
type Permission struct {
	Protocol    Protocol
	From, To    int // ports, 0–65535, for TCP and UDP; not read for others
	Prefixes    []netip.Prefix
	PrefixLists []string
	Groups      []string
}

type rawPermission struct {
	IPProtocol string `json:"IpProtocol"`
	FromPort   *int
	ToPort     *int
	IPRanges   []struct {
		CIDR string `json:"CidrIp"`
	} `json:"IpRanges"`
	IPv6Ranges []struct {
		CIDR string `json:"CidrIpv6"`
	} `json:"Ipv6Ranges"`
	PrefixListIDs []struct {
		ID string `json:"PrefixListId"`
	} `json:"PrefixListIds"`
	Pairs []struct {
		GroupID string `json:"GroupId"`
		Peering struct{ Code string }
	} `json:"UserIdGroupPairs"`
}

func decodeSecurityGroup(m *members, meta Meta) *SecurityGroup {
	g := &SecurityGroup{Meta: meta, VPC: may[string](m, "VpcId"), GroupName: may[string](m, "GroupName")}
	if g.GroupName != "" {
		g.Name = g.GroupName
	}
	for _, raw := range must[[]rawPermission](m, "IpPermissions") {
		g.Ingress = append(g.Ingress, raw.permission(m))
	}
	for _, raw := range must[[]rawPermission](m, "IpPermissionsEgress") {
		g.Egress = append(g.Egress, raw.permission(m))
	}
	return g
}

func (raw rawPermission) permission(m *members) Permission {
	p := Permission{Protocol: m.protocol(raw.IPProtocol), To: 65535}
	if p.Protocol == TCP || p.Protocol == UDP {
		p.From, p.To = m.ports(raw.FromPort, raw.ToPort)
	}
	for _, r := range raw.IPRanges {
		p.Prefixes = append(p.Prefixes, m.prefix(r.CIDR))
	}
	for _, r := range raw.IPv6Ranges {
		p.Prefixes = append(p.Prefixes, m.prefix(r.CIDR))
	}
	for _, l := range raw.PrefixListIDs {
		p.PrefixLists = append(p.PrefixLists, m.said(l.ID, "the prefix list of a rule"))
	}
	for _, g := range raw.Pairs {
		p.Groups = append(p.Groups, m.said(g.GroupID, "the group that a rule refers to"))
	}
	if len(p.Prefixes)+len(p.PrefixLists)+len(p.Groups) == 0 {
		m.fail("a rule names no peer")
	}
	return p
}

// protocol reads a name or number as EC2 answers them; -1 and all are every protocol.
func (m *members) protocol(text string) Protocol {
	switch strings.ToLower(text) {
	case "-1", "all":
		return AllProtocols
	case "tcp":
		return TCP
	case "udp":
		return UDP
	case "icmp":
		return ICMP
	case "icmpv6":
		return ICMPv6
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > 255 {
		m.fail("%q is not a protocol", text)
		return AllProtocols
	}
	return Protocol(n)
}

func (m *members) ports(from, to *int) (int, int) {
	if from == nil || to == nil {
		m.fail("a TCP or UDP rule names no ports")
		return 0, 0
	}
	if *from == -1 && *to == -1 {
		return 0, 65535
	}
	if *from < 0 || *to > 65535 || *from > *to {
		m.fail("ports %d-%d are out of range", *from, *to)
	}
	return *from, *to
}

// GroupAssociation lends a security group to another VPC of its Region.
type GroupAssociation struct {
	Meta
	Group string
	VPC   string
	State string // associated, associating, association-failed, disassociating …
}

func groupAssociationIdentity(o *object) string {
	group, vpc := o.text("GroupId"), o.text("VpcId")
	if group == "" || vpc == "" {
		return ""
	}
	return group + "/" + vpc
}

func decodeGroupAssociation(m *members, meta Meta) *GroupAssociation {
	a := &GroupAssociation{Meta: meta, Group: must[string](m, "GroupId"), VPC: must[string](m, "VpcId"), State: must[string](m, "State")}
	switch a.State {
	case "associating", "associated", "association-failed", "disassociating", "disassociated", "disassociation-failed":
	default:
		m.fail("association state %q is not known", a.State)
	}
	return a
}

// GroupAssociations are the groups of other VPCs that a VPC may use.
func (s *Snapshot) GroupAssociations(v *VPC) Value[[]*GroupAssociation] {
	return s.net.groupUses.in(s, s.home(v), v.ID)
}
