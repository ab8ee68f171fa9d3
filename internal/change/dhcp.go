package change

import (
	"fmt"
	"slices"

	"mooring/internal/cost"
	"mooring/internal/inventory"
)

// AmazonDNS is how a DHCP option set names the VPC's own resolver.
const AmazonDNS = "AmazonProvidedDNS"

// DHCP gives a VPC another DHCP option set. An id of NewID is a set that is made
// for it, which names AmazonProvidedDNS; "" or default is none.
type DHCP struct {
	At            inventory.Scope
	VPC           string
	Before, After string
}

// Apply associates the set, and makes or drops the one that is new.
func (c DHCP) Apply(s *inventory.Snapshot) (*inventory.Snapshot, error) {
	v, err := copyOf(s.VPC(c.At, c.VPC), c.VPC)
	if err != nil {
		return nil, err
	}
	if v.DHCPOptions != c.Before {
		return nil, fmt.Errorf("%s has %s, not %s", c.VPC, v.DHCPOptions, c.Before)
	}
	v.DHCPOptions = c.After
	if s, err = s.With(v); err != nil {
		return nil, err
	}
	if inventory.IsNewID(c.After) {
		return s.With(c.made(c.After))
	}
	if inventory.IsNewID(c.Before) && !slices.ContainsFunc(s.VPCs(), func(v *inventory.VPC) bool { return v.DHCPOptions == c.Before }) {
		return s.Without(c.made(c.Before))
	}
	return s, nil
}

func (c DHCP) made(id string) *inventory.DHCPOptions {
	return &inventory.DHCPOptions{Meta: key(c.At, inventory.KindDHCPOptions, id), Servers: []string{AmazonDNS}}
}

// Invert swaps before and after.
func (c DHCP) Invert() Change {
	c.Before, c.After = c.After, c.Before
	return c
}

// Price is nothing: option sets are not metered.
func (c DHCP) Price(t *cost.Table, _ string) cost.Price { return t.None() }

// Describe is "vpc-1: give it a DHCP option set with AmazonProvidedDNS".
func (c DHCP) Describe() string {
	if inventory.IsNewID(c.After) {
		return c.VPC + ": give it a DHCP option set with " + AmazonDNS
	}
	return fmt.Sprintf("%s: give it the DHCP option set %s", c.VPC, c.set())
}

// set is the set as the EC2 API takes it.
func (c DHCP) set() string {
	if c.After == "" {
		return "default"
	}
	return c.After
}

func (c DHCP) cli(s *script) {
	if inventory.IsNewID(c.After) {
		s.set(c.After, c.At, "DhcpOptions.DhcpOptionsId", "create-dhcp-options", "--dhcp-configurations", "Key=domain-name-servers,Values="+AmazonDNS)
	}
	s.aws(c.At, "associate-dhcp-options", "--vpc-id", c.VPC, "--dhcp-options-id", c.set())
}

func (c DHCP) terraform(d *configuration) {
	if inventory.IsNewID(c.After) {
		d.made(c.After).list("domain_name_servers", []string{AmazonDNS})
	}
	b := d.resource("aws_vpc_dhcp_options_association", c.VPC)
	b.set("vpc_id", c.VPC)
	b.set("dhcp_options_id", c.set())
}

func (c DHCP) cloudformation(t *template) {
	if inventory.IsNewID(c.After) {
		t.resource(c.After, "AWS::EC2::DHCPOptions", object{"DomainNameServers": []any{AmazonDNS}})
	}
	t.resource(c.VPC+" options", "AWS::EC2::VPCDHCPOptionsAssociation", object{"VpcId": ref(c.VPC), "DhcpOptionsId": ref(c.set())})
}
