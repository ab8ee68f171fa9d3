package change

import (
	"fmt"

	"mooring/internal/cost"
	"mooring/internal/inventory"
)

// The attributes of a VPC that decide its DNS.
const (
	DNSSupport   = "enableDnsSupport"
	DNSHostnames = "enableDnsHostnames"
)

// VPCAttribute sets a DNS attribute of a VPC.
type VPCAttribute struct {
	At            inventory.Scope
	VPC           string
	Attribute     string
	Before, After bool
}

// Apply demands the value before.
func (c VPCAttribute) Apply(s *inventory.Snapshot) (*inventory.Snapshot, error) {
	v, err := copyOf(s.VPC(c.At, c.VPC), c.VPC)
	if err != nil {
		return nil, err
	}
	attribute := &v.DNSSupport
	if c.Attribute == DNSHostnames {
		attribute = &v.DNSHostnames
	}
	if !inventory.Is(*attribute, c.Before) {
		return nil, fmt.Errorf("%s of %s is not %t", c.Attribute, c.VPC, c.Before)
	}
	*attribute = inventory.Known(c.After)
	return s.With(v)
}

// Invert swaps before and after.
func (c VPCAttribute) Invert() Change {
	c.Before, c.After = c.After, c.Before
	return c
}

// Price is nothing: attributes are not metered.
func (c VPCAttribute) Price(t *cost.Table, _ string) cost.Price { return t.None() }

// Describe is "vpc-1: set enableDnsHostnames to true".
func (c VPCAttribute) Describe() string {
	return fmt.Sprintf("%s: set %s to %t", c.VPC, c.Attribute, c.After)
}

func (c VPCAttribute) cli(s *script) {
	flag := map[string]string{DNSSupport: "--enable-dns-support", DNSHostnames: "--enable-dns-hostnames"}[c.Attribute]
	s.aws(c.At, "modify-vpc-attribute", "--vpc-id", c.VPC, flag, fmt.Sprintf(`{"Value":%t}`, c.After))
}

func (c VPCAttribute) terraform(d *configuration) {
	argument := map[string]string{DNSSupport: "enable_dns_support", DNSHostnames: "enable_dns_hostnames"}[c.Attribute]
	d.byHand(c.Describe(), fmt.Sprintf("%s = %t in the aws_vpc that is %s", argument, c.After, c.VPC))
}

func (c VPCAttribute) cloudformation(t *template) {
	property := map[string]string{DNSSupport: "EnableDnsSupport", DNSHostnames: "EnableDnsHostnames"}[c.Attribute]
	t.byHand(c.Describe(), fmt.Sprintf("%s: %t in the AWS::EC2::VPC that is %s", property, c.After, c.VPC))
}
