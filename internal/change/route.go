package change

import (
	"fmt"
	"slices"

	"mooring/internal/cost"
	"mooring/internal/inventory"
)

// Route adds (Before nil), replaces or removes (After nil) one route of a table.
// Both have the same destination. Routes of gateway endpoints are GatewayTable's.
type Route struct {
	At            inventory.Scope
	Table         string
	Before, After *inventory.Route
}

// Apply demands Before as it is, or its destination free.
func (c Route) Apply(s *inventory.Snapshot) (*inventory.Snapshot, error) {
	table, err := tableOf(s, c.At, c.Table)
	if err != nil {
		return nil, err
	}
	switch {
	case c.After == nil:
		table.Routes, err = without(table.Routes, func(r inventory.Route) bool { return r == *c.Before })
	case c.Before == nil:
		table.Routes, err = added(table.Routes, *c.After)
	default:
		i := slices.Index(table.Routes, *c.Before)
		if i < 0 || !sameDestination(*c.Before, *c.After) {
			return nil, fmt.Errorf("%s has no such route", c.Table)
		}
		table.Routes = slices.Clone(table.Routes)
		table.Routes[i] = *c.After
	}
	if err != nil {
		return nil, err
	}
	return s.With(table)
}

// added is a table's routes with one more. A static route cannot stand beside
// another one to the same destination (EC2 API, CreateRoute).
func added(routes []inventory.Route, r inventory.Route) ([]inventory.Route, error) {
	for _, other := range routes {
		if sameDestination(other, r) && !other.Propagated {
			return nil, fmt.Errorf("a route to %s stands already", destination(r))
		}
	}
	return with(routes, r), nil
}

func sameDestination(a, b inventory.Route) bool {
	return a.Destination == b.Destination && a.PrefixList == b.PrefixList
}

func destination(r inventory.Route) string {
	if r.PrefixList != "" {
		return r.PrefixList
	}
	return r.Destination.String()
}

// tableOf is a copy of a route table.
func tableOf(s *inventory.Snapshot, at inventory.Scope, id string) (*inventory.RouteTable, error) {
	for _, v := range s.VPCs() {
		all, _ := s.RouteTables(v).Get()
		for _, t := range all {
			if t.ID == id && t.Scope == at {
				out := *t
				return &out, nil
			}
		}
	}
	return nil, fmt.Errorf("%s is not known", id)
}

// Invert swaps before and after.
func (c Route) Invert() Change {
	c.Before, c.After = c.After, c.Before
	return c
}

// Price is nothing: routes are not metered.
func (c Route) Price(t *cost.Table, _ string) cost.Price { return t.None() }

// Describe is "rtb-1: route 0.0.0.0/0 to nat-1".
func (c Route) Describe() string {
	switch {
	case c.After == nil:
		return fmt.Sprintf("%s: remove the route %s to %s", c.Table, destination(*c.Before), c.Before.Target.ID)
	case c.Before == nil:
		return fmt.Sprintf("%s: route %s to %s", c.Table, destination(*c.After), c.After.Target.ID)
	}
	return fmt.Sprintf("%s: route %s to %s instead of %s", c.Table, destination(*c.After), c.After.Target.ID, c.Before.Target.ID)
}

// target is how each format calls a route's target.
type target struct{ cli, terraform, cloudformation string }

func targets() map[inventory.TargetKind]target {
	return map[inventory.TargetKind]target{
		inventory.TargetNAT:        {"--nat-gateway-id", "nat_gateway_id", "NatGatewayId"},
		inventory.TargetTransit:    {"--transit-gateway-id", "transit_gateway_id", "TransitGatewayId"},
		inventory.TargetPeering:    {"--vpc-peering-connection-id", "vpc_peering_connection_id", "VpcPeeringConnectionId"},
		inventory.TargetInterface:  {"--network-interface-id", "network_interface_id", "NetworkInterfaceId"},
		inventory.TargetEndpoint:   {"--vpc-endpoint-id", "vpc_endpoint_id", "VpcEndpointId"},
		inventory.TargetEgressOnly: {"--egress-only-internet-gateway-id", "egress_only_gateway_id", "EgressOnlyInternetGatewayId"},
		inventory.TargetInternet:   {"--gateway-id", "gateway_id", "GatewayId"},
		inventory.TargetVirtual:    {"--gateway-id", "gateway_id", "GatewayId"},
	}
}

// destinationOf is how each format calls a route's destination.
func destinationOf(r inventory.Route) target {
	switch {
	case r.PrefixList != "":
		return target{"--destination-prefix-list-id", "destination_prefix_list_id", "DestinationPrefixListId"}
	case r.Destination.Addr().Is6():
		return target{"--destination-ipv6-cidr-block", "destination_ipv6_cidr_block", "DestinationIpv6CidrBlock"}
	}
	return target{"--destination-cidr-block", "destination_cidr_block", "DestinationCidrBlock"}
}

// targetArgument is what the CLI takes as a route's target. The local route's
// own target is said without an id.
func targetArgument(r inventory.Route) []string {
	if r.Target.Kind == inventory.TargetLocal {
		return []string{"--local-target"}
	}
	return []string{targets()[r.Target.Kind].cli, r.Target.ID}
}

func (c Route) cli(s *script) {
	verb, r := "create-route", c.After
	switch {
	case c.After == nil:
		verb, r = "delete-route", c.Before
	case c.Before != nil:
		verb = "replace-route"
	}
	arguments := []string{"--route-table-id", c.Table, destinationOf(*r).cli, destination(*r)}
	if c.After != nil {
		if _, ok := targets()[r.Target.Kind]; !ok && r.Target.Kind != inventory.TargetLocal {
			s.byHand(c.Describe(), "make it where the target is kept")
			return
		}
		arguments = append(arguments, targetArgument(*r)...)
	}
	s.aws(c.At, verb, arguments...)
}

func (c Route) terraform(d *configuration) {
	if c.Before != nil || targets()[c.After.Target.Kind].terraform == "" {
		d.byHand(c.Describe(), "change the route where it is kept")
		return
	}
	b := d.resource("aws_route", c.Table+"_"+destination(*c.After))
	b.set("route_table_id", c.Table)
	b.set(destinationOf(*c.After).terraform, destination(*c.After))
	b.set(targets()[c.After.Target.Kind].terraform, c.After.Target.ID)
}

func (c Route) cloudformation(t *template) {
	if c.Before != nil || targets()[c.After.Target.Kind].cloudformation == "" {
		t.byHand(c.Describe(), "change the route where it is kept")
		return
	}
	t.resource(c.Table+" "+destination(*c.After), "AWS::EC2::Route", object{
		"RouteTableId": ref(c.Table), destinationOf(*c.After).cloudformation: destination(*c.After),
		targets()[c.After.Target.Kind].cloudformation: ref(c.After.Target.ID),
	})
}
