package inventory

import (
	"net/netip"
	"strings"
)

// VPC is a virtual private cloud with the attributes that decide its DNS.
type VPC struct {
	Meta
	CIDRs        []netip.Prefix // associated IPv4 and IPv6 blocks
	DHCPOptions  string         // "default": none is set; "" where AWS did not say
	Owner        string         // account id
	IsDefault    Value[bool]
	DNSSupport   Value[bool]
	DNSHostnames Value[bool]
}

type cidrAssociation struct {
	CIDRBlock      string `json:"CidrBlock"`
	IPv6CIDRBlock  string `json:"Ipv6CidrBlock"`
	CIDRBlockState struct{ State string }
	IPv6State      struct{ State string } `json:"Ipv6CidrBlockState"`
}

// attached reports whether the block counts: an association that is failing or
// disassociating carries nothing.
func (a cidrAssociation) attached(m *members) bool {
	switch state := a.CIDRBlockState.State + a.IPv6State.State; state {
	case "", "associated":
		return true
	case "associating", "disassociating", "disassociated", "failing", "failed":
	default:
		m.fail("state %q of a block is not known", state)
	}
	return false
}

func (b *builder) decodeVPC(m *members, meta Meta) *VPC {
	v := &VPC{Meta: meta, DHCPOptions: may[string](m, "DhcpOptionsId"), Owner: may[string](m, "OwnerId"), IsDefault: required[bool](m.o, "IsDefault")}
	v.CIDRs = append(v.CIDRs, m.prefix(must[string](m, "CidrBlock")))
	for _, a := range may[[]cidrAssociation](m, "CidrBlockAssociationSet") {
		if p := m.prefix(a.CIDRBlock); a.attached(m) && p != v.CIDRs[0] {
			v.CIDRs = append(v.CIDRs, p)
		}
	}
	for _, a := range may[[]cidrAssociation](m, "Ipv6CidrBlockAssociationSet") {
		if a.attached(m) {
			v.CIDRs = append(v.CIDRs, m.prefix(a.IPv6CIDRBlock))
		}
	}
	if _, told := m.o.member("CidrBlockAssociationSet"); !told && b.subnetBeyond(meta, v.CIDRs[0]) {
		m.fail("CidrBlockAssociationSet is left out, and a subnet lies beyond CidrBlock")
	}
	v.DNSSupport = b.vpcAttribute(meta, "EnableDnsSupport")
	v.DNSHostnames = b.vpcAttribute(meta, "EnableDnsHostnames")
	return v
}

// subnetBeyond reports whether a VPC has a subnet outside a block.
func (b *builder) subnetBeyond(vpc Meta, block netip.Prefix) bool {
	beyond := false
	b.each(KindSubnet, func(_ string, o *object) {
		cidr, err := netip.ParsePrefix(o.text("CidrBlock"))
		if o.text("VpcId") == vpc.ID && compatible(o.scope, vpc.Scope) && err == nil {
			beyond = beyond || !block.Overlaps(cidr)
		}
	})
	return beyond
}

// vpcAttribute reads one attribute, which AWS answers in a call of its own.
func (b *builder) vpcAttribute(meta Meta, name string) Value[bool] {
	type attribute struct{ Value *bool }
	out := Unknown[bool](Missing{})
	b.each("vpc-attribute", func(id string, o *object) {
		if id != meta.ID || !compatible(o.scope, meta.Scope) {
			return
		}
		if _, ok := o.member(name); !ok {
			return
		}
		out = Then(required[attribute](o, name), func(a attribute) Value[bool] {
			if a.Value == nil {
				return Unknown[bool](Missing{MissingOperation, name + " of " + id + " has no value"})
			}
			return Known(*a.Value)
		})
	})
	if out.Known() || out.why != (Missing{}) {
		return out
	}
	subject := meta.ID + "/" + strings.ToLower(name[:1]) + name[1:]
	if missing, ok := b.snapshot.Read(meta.Scope, "ec2:DescribeVpcAttribute", subject); !ok {
		return Unknown[bool](missing)
	}
	return out
}

// Subnet is one subnet in one Availability Zone.
type Subnet struct {
	Meta
	VPC    string
	CIDR   netip.Prefix   // IPv4
	CIDRs6 []netip.Prefix // associated IPv6 blocks
	Zone   string         // eu-west-1a: letters differ between accounts
	ZoneID string         // euw1-az1
	Owner  string
	DNS64  Value[bool]
	Free   int // addresses left
	// MapPublicIP and AssignIPv6 give new interfaces an address of their own accord.
	MapPublicIP bool
	AssignIPv6  bool
	Outpost     string // ARN, "" in a Region
}

func decodeSubnet(m *members, meta Meta) *Subnet {
	s := &Subnet{
		Meta: meta, VPC: must[string](m, "VpcId"), CIDR: m.prefix(must[string](m, "CidrBlock")),
		Zone: may[string](m, "AvailabilityZone"), ZoneID: may[string](m, "AvailabilityZoneId"),
		Owner: may[string](m, "OwnerId"), DNS64: required[bool](m.o, "EnableDns64"), Free: may[int](m, "AvailableIpAddressCount"),
		MapPublicIP: may[bool](m, "MapPublicIpOnLaunch"), AssignIPv6: may[bool](m, "AssignIpv6AddressOnCreation"), Outpost: may[string](m, "OutpostArn"),
	}
	for _, a := range may[[]cidrAssociation](m, "Ipv6CidrBlockAssociationSet") {
		if a.attached(m) {
			s.CIDRs6 = append(s.CIDRs6, m.prefix(a.IPv6CIDRBlock))
		}
	}
	return s
}

// DHCPOptions is what hosts of a VPC are told, the name servers above all.
type DHCPOptions struct {
	Meta
	DomainName string
	Servers    []string // AmazonProvidedDNS or addresses; nil when the set names none
}

func decodeDHCPOptions(m *members, meta Meta) *DHCPOptions {
	type value struct{ Value string }
	type configuration struct {
		Key    string
		Values []value
	}
	d := &DHCPOptions{Meta: meta}
	for _, c := range must[[]configuration](m, "DhcpConfigurations") {
		if c.Key == "" || len(c.Values) == 0 {
			m.fail("an option has no key or no value")
		}
		for _, v := range c.Values {
			switch c.Key {
			case "domain-name-servers":
				d.Servers = append(d.Servers, m.said(v.Value, "a name server"))
			case "domain-name":
				d.DomainName = v.Value
			}
		}
	}
	return d
}
