package change

import (
	"fmt"

	"mooring/internal/cost"
	"mooring/internal/inventory"
)

// EndpointDNS switches the private DNS of an interface endpoint.
type EndpointDNS struct {
	At            inventory.Scope
	Endpoint      string
	S3            bool // the service can keep its names to inbound Resolver endpoints
	Before, After Names
}

// Names says whom an endpoint's private DNS answers.
type Names struct {
	Private     bool
	InboundOnly bool // inbound Resolver endpoints alone
}

// Apply demands the state before.
func (c EndpointDNS) Apply(s *inventory.Snapshot) (*inventory.Snapshot, error) {
	v, err := copyOf(s.VPCEndpoint(c.At, c.Endpoint), c.Endpoint)
	if err != nil {
		return nil, err
	}
	if now := NamesOf(v); v.Type != "Interface" || now != c.Before {
		return nil, fmt.Errorf("private DNS of %s is not as it was taken to be", c.Endpoint)
	}
	v.PrivateDNS, v.InboundOnly = c.After.Private, inventory.Known(c.After.InboundOnly)
	return s.With(v)
}

// NamesOf is whom an endpoint's private DNS answers now; a switch that was not
// read counts as off.
func NamesOf(v *inventory.VPCEndpoint) Names {
	inbound, _ := v.InboundOnly.Get()
	return Names{v.PrivateDNS, inbound}
}

// Invert swaps before and after.
func (c EndpointDNS) Invert() Change {
	c.Before, c.After = c.After, c.Before
	return c
}

// Price is nothing: the hidden zone of an endpoint is not metered.
func (c EndpointDNS) Price(t *cost.Table, _ string) cost.Price { return t.None() }

// Describe is "vpce-1: switch private DNS on".
func (c EndpointDNS) Describe() string {
	switch {
	case c.After.Private && c.Before.Private && c.After.InboundOnly:
		return c.Endpoint + ": let private DNS answer inbound Resolver endpoints only"
	case c.After.Private && c.Before.Private:
		return c.Endpoint + ": let private DNS answer clients in the VPC"
	case c.After.Private:
		return c.Endpoint + ": switch private DNS on"
	}
	return c.Endpoint + ": switch private DNS off"
}

func (c EndpointDNS) cli(s *script) {
	arguments := []string{"--vpc-endpoint-id", c.Endpoint, map[bool]string{true: "--private-dns-enabled", false: "--no-private-dns-enabled"}[c.After.Private]}
	if c.S3 && c.After.Private {
		arguments = append(arguments, "--dns-options", fmt.Sprintf("PrivateDnsOnlyForInboundResolverEndpoint=%t", c.After.InboundOnly))
	}
	s.aws(c.At, "modify-vpc-endpoint", arguments...)
}

func (c EndpointDNS) terraform(d *configuration) {
	if c.S3 || !c.After.Private {
		d.byHand(c.Describe(), fmt.Sprintf("set private_dns_enabled to %t and private_dns_only_for_inbound_resolver_endpoint to %t where it is kept", c.After.Private, c.After.InboundOnly))
		return
	}
	b := d.resource("aws_vpc_endpoint_private_dns", c.Endpoint)
	b.set("vpc_endpoint_id", c.Endpoint)
	b.flag("private_dns_enabled", true)
}

// CloudFormation has no resource for a switch of an endpoint that stands.
func (c EndpointDNS) cloudformation(t *template) {
	text := fmt.Sprintf("set PrivateDnsEnabled to %t in the AWS::EC2::VPCEndpoint that is %s", c.After.Private, c.Endpoint)
	if c.S3 && c.After.Private {
		text += ", and its DnsOptions.PrivateDnsOnlyForInboundResolverEndpoint to " + map[bool]string{true: "OnlyInboundResolver", false: "AllResolvers"}[c.After.InboundOnly]
	}
	t.byHand(c.Describe(), text)
}
