package change

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"mooring/internal/cost"
	"mooring/internal/inventory"
)

// FullAccess is the policy that AWS gives an endpoint for which none is asked.
const FullAccess = `{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}]}`

// Endpoint makes a VPC endpoint, or takes one away that it made.
type Endpoint struct {
	At         inventory.Scope
	Endpoint   string // an id of NewID
	VPC        string
	Service    string // com.amazonaws.eu-west-1.sts
	Type       string // Gateway or Interface
	Tables     []string
	Interfaces []Interface // one a subnet, each subnet in a zone of its own
	Groups     []string
	PrivateDNS bool // S3: for clients inside the VPC too
	TakeAway   bool
}

// Interface is one network interface of an interface endpoint. AWS picks the
// address; the one here stands for it.
type Interface struct {
	ID      string // an id of NewID
	Subnet  string
	Address netip.Addr
}

// Apply adds the endpoint with its interfaces and routes.
func (c Endpoint) Apply(s *inventory.Snapshot) (*inventory.Snapshot, error) {
	v := c.object()
	edits := []inventory.Editable{v}
	for _, i := range c.Interfaces {
		edits = append(edits, &inventory.NetworkInterface{
			Meta: key(c.At, inventory.KindNetworkInterface, i.ID), VPC: c.VPC, Subnet: i.Subnet, Addresses: []netip.Addr{i.Address}, Groups: slices.Clone(c.Groups),
			SourceCheck: inventory.Known(true), Type: "vpc_endpoint", Description: "VPC Endpoint Interface " + c.Endpoint,
		})
	}
	if c.TakeAway {
		out, err := s.Without(edits...)
		if err != nil {
			return nil, err
		}
		return c.routes(out, v)
	}
	if err := c.alone(s); err != nil {
		return nil, err
	}
	out, err := s.With(edits...)
	if err != nil {
		return nil, err
	}
	return c.routes(out, v)
}

func (c Endpoint) routes(s *inventory.Snapshot, v *inventory.VPCEndpoint) (*inventory.Snapshot, error) {
	for _, id := range c.Tables {
		table, err := endpointRoute(s, c.At, v, id, c.TakeAway)
		if err != nil {
			return nil, err
		}
		if s, err = s.With(table); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// alone: a VPC cannot have two endpoints whose private DNS answers one name
// (PrivateLink guide, privatelink-access-aws-services).
func (c Endpoint) alone(s *inventory.Snapshot) error {
	vpc, ok := s.VPC(c.At, c.VPC).Get()
	if !ok {
		return fmt.Errorf("%s is not known", c.VPC)
	}
	all, ok := s.VPCEndpoints(vpc).Get()
	if !ok {
		return fmt.Errorf("endpoints of %s are not known: %s", c.VPC, s.VPCEndpoints(vpc).Why().What)
	}
	for _, other := range all {
		if other.Service == c.Service && other.PrivateDNS && c.PrivateDNS && !strings.EqualFold(other.State, "deleted") {
			return fmt.Errorf("private DNS of %s answers for %s", other.ID, c.Service)
		}
	}
	return nil
}

func (c Endpoint) object() *inventory.VPCEndpoint {
	v := &inventory.VPCEndpoint{
		Meta: key(c.At, inventory.KindVPCEndpoint, c.Endpoint), VPC: c.VPC, Service: c.Service, Type: c.Type, State: "available",
		RouteTables: slices.Clone(c.Tables), Groups: slices.Clone(c.Groups), PrivateDNS: c.PrivateDNS,
		InboundOnly: inventory.Known(false), Policy: inventory.Known(FullAccess), AddressType: "ipv4", DNSRecordType: "ipv4", Owner: c.At.Account,
	}
	for _, i := range c.Interfaces {
		v.Subnets, v.Interfaces = append(v.Subnets, i.Subnet), append(v.Interfaces, i.ID)
	}
	return v
}

// Invert takes the endpoint away.
func (c Endpoint) Invert() Change {
	c.TakeAway = !c.TakeAway
	return c
}

// Price counts the hours of an interface endpoint in each of its zones.
func (c Endpoint) Price(t *cost.Table, region string) cost.Price {
	price := t.GatewayEndpoint()
	if c.Type == "Interface" {
		price = t.InterfaceEndpoint(region, len(c.Interfaces))
	}
	if c.TakeAway {
		return price.Minus()
	}
	return price
}

// Describe is "vpc-1: create an interface endpoint for com.amazonaws.eu-west-1.sts in subnet-1, subnet-2 with private DNS and sg-1".
func (c Endpoint) Describe() string {
	if c.TakeAway {
		return c.VPC + ": delete " + c.Endpoint
	}
	if c.Type == "Gateway" {
		return fmt.Sprintf("%s: create a gateway endpoint for %s and associate it with %s", c.VPC, c.Service, strings.Join(c.Tables, ", "))
	}
	text := fmt.Sprintf("%s: create an interface endpoint for %s in %s with %s", c.VPC, c.Service, strings.Join(c.subnets(), ", "), strings.Join(c.Groups, ", "))
	if c.PrivateDNS {
		text += " and private DNS"
	}
	return text
}

func (c Endpoint) subnets() []string {
	var out []string
	for _, i := range c.Interfaces {
		out = append(out, i.Subnet)
	}
	return out
}

// insideNames: private DNS of an S3 endpoint answers inbound Resolver endpoints
// alone unless it is told otherwise (S3 User Guide, privatelink-interface-endpoints).
func (c Endpoint) insideNames() bool { return c.PrivateDNS && strings.HasSuffix(c.Service, ".s3") }

func (c Endpoint) cli(s *script) {
	if c.TakeAway {
		s.aws(c.At, "delete-vpc-endpoints", "--vpc-endpoint-ids", c.Endpoint)
		return
	}
	arguments := []string{"--vpc-id", c.VPC, "--vpc-endpoint-type", c.Type, "--service-name", c.Service}
	if c.Type == "Gateway" {
		arguments = append(append(arguments, "--route-table-ids"), c.Tables...)
	} else {
		arguments = append(append(arguments, "--subnet-ids"), c.subnets()...)
		arguments = append(append(arguments, "--security-group-ids"), c.Groups...)
		arguments = append(arguments, map[bool]string{true: "--private-dns-enabled", false: "--no-private-dns-enabled"}[c.PrivateDNS])
	}
	if c.insideNames() {
		arguments = append(arguments, "--dns-options", "PrivateDnsOnlyForInboundResolverEndpoint=false")
	}
	s.set(c.Endpoint, c.At, "VpcEndpoint.VpcEndpointId", "create-vpc-endpoint", arguments...)
}

func (c Endpoint) terraform(d *configuration) {
	if c.TakeAway {
		d.byHand(c.Describe(), "delete its resource")
		return
	}
	b := d.made(c.Endpoint)
	b.set("vpc_id", c.VPC)
	b.set("service_name", c.Service)
	b.set("vpc_endpoint_type", c.Type)
	if c.Type == "Gateway" {
		b.list("route_table_ids", c.Tables)
		return
	}
	b.list("subnet_ids", c.subnets())
	b.list("security_group_ids", c.Groups)
	b.flag("private_dns_enabled", c.PrivateDNS)
	if c.insideNames() {
		b.block("dns_options").flag("private_dns_only_for_inbound_resolver_endpoint", false)
	}
}

func (c Endpoint) cloudformation(t *template) {
	if c.TakeAway {
		t.byHand(c.Describe(), "delete its resource")
		return
	}
	properties := object{"VpcId": ref(c.VPC), "ServiceName": c.Service, "VpcEndpointType": c.Type}
	if c.Type == "Gateway" {
		properties["RouteTableIds"] = refs(c.Tables)
	} else {
		properties["SubnetIds"], properties["SecurityGroupIds"], properties["PrivateDnsEnabled"] = refs(c.subnets()), refs(c.Groups), c.PrivateDNS
	}
	if c.insideNames() {
		properties["DnsOptions"] = object{"PrivateDnsOnlyForInboundResolverEndpoint": "AllResolvers"}
	}
	t.resource(c.Endpoint, "AWS::EC2::VPCEndpoint", properties)
}
