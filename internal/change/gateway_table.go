package change

import (
	"fmt"
	"slices"
	"strings"

	"mooring/internal/cost"
	"mooring/internal/inventory"
)

// GatewayTable associates a gateway endpoint with a route table, or takes the
// association away. AWS then keeps the route to the service's prefix list itself.
type GatewayTable struct {
	At       inventory.Scope
	Endpoint string
	Table    string
	TakeAway bool
}

// Apply edits the endpoint and the table.
func (c GatewayTable) Apply(s *inventory.Snapshot) (*inventory.Snapshot, error) {
	v, err := copyOf(s.VPCEndpoint(c.At, c.Endpoint), c.Endpoint)
	if err != nil {
		return nil, err
	}
	switch stands := slices.Contains(v.RouteTables, c.Table); {
	case v.Type != "Gateway":
		return nil, fmt.Errorf("%s is no gateway endpoint", c.Endpoint)
	case stands != c.TakeAway:
		return nil, fmt.Errorf("%s is %sassociated with %s", c.Endpoint, map[bool]string{false: "not "}[stands], c.Table)
	case c.TakeAway:
		v.RouteTables, err = without(v.RouteTables, func(id string) bool { return id == c.Table })
	default:
		v.RouteTables = with(v.RouteTables, c.Table)
	}
	if err != nil {
		return nil, err
	}
	table, err := endpointRoute(s, c.At, v, c.Table, c.TakeAway)
	if err != nil {
		return nil, err
	}
	return s.With(v, table)
}

// endpointRoute is a table with or without the route that AWS keeps for a
// gateway endpoint. One service has one such route in a table.
func endpointRoute(s *inventory.Snapshot, at inventory.Scope, v *inventory.VPCEndpoint, id string, gone bool) (*inventory.RouteTable, error) {
	list, err := ServiceList(s, at, v)
	if err != nil {
		return nil, err
	}
	table, err := tableOf(s, at, id)
	if err != nil {
		return nil, err
	}
	r := inventory.Route{PrefixList: list, Target: inventory.Target{Kind: inventory.TargetEndpoint, ID: v.ID}, Origin: inventory.OriginRoute}
	if gone {
		table.Routes, err = without(table.Routes, func(other inventory.Route) bool { return sameDestination(other, r) && other.Target == r.Target })
	} else {
		table.Routes, err = added(table.Routes, r)
	}
	return table, err
}

// ServiceList is the id of AWS's IPv4 prefix list of a gateway endpoint's service.
func ServiceList(s *inventory.Snapshot, at inventory.Scope, v *inventory.VPCEndpoint) (string, error) {
	vpc, ok := s.VPC(at, v.VPC).Get()
	if !ok {
		return "", fmt.Errorf("%s is not known: %s", v.VPC, s.VPC(at, v.VPC).Why().What)
	}
	lists, ok := s.PrefixLists(vpc).Get()
	if !ok {
		return "", fmt.Errorf("the prefix list of %s is not known: %s", v.Service, s.PrefixLists(vpc).Why().What)
	}
	for _, l := range lists {
		if l.ListName == v.Service || strings.HasPrefix(v.Service, "cn.") && l.ListName == strings.TrimPrefix(v.Service, "cn.") {
			return l.ID, nil
		}
	}
	return "", fmt.Errorf("no prefix list is called %s", v.Service)
}

// Invert takes the association away.
func (c GatewayTable) Invert() Change {
	c.TakeAway = !c.TakeAway
	return c
}

// Price is nothing: a gateway endpoint is not metered.
func (c GatewayTable) Price(t *cost.Table, _ string) cost.Price { return t.GatewayEndpoint() }

// Describe is "vpce-1: associate it with rtb-1".
func (c GatewayTable) Describe() string {
	if c.TakeAway {
		return c.Endpoint + ": no longer associate it with " + c.Table
	}
	return c.Endpoint + ": associate it with " + c.Table
}

func (c GatewayTable) cli(s *script) {
	verb := "--add-route-table-ids"
	if c.TakeAway {
		verb = "--remove-route-table-ids"
	}
	s.aws(c.At, "modify-vpc-endpoint", "--vpc-endpoint-id", c.Endpoint, verb, c.Table)
}

func (c GatewayTable) terraform(d *configuration) {
	if c.TakeAway {
		d.byHand(c.Describe(), "delete the association where it is kept")
		return
	}
	b := d.resource("aws_vpc_endpoint_route_table_association", c.Endpoint+"_"+c.Table)
	b.set("vpc_endpoint_id", c.Endpoint)
	b.set("route_table_id", c.Table)
}

// CloudFormation has no resource for the association of an endpoint that stands.
func (c GatewayTable) cloudformation(t *template) {
	verb := "add %s to RouteTableIds of the AWS::EC2::VPCEndpoint that is %s"
	if c.TakeAway {
		verb = "take %s from RouteTableIds of the AWS::EC2::VPCEndpoint that is %s"
	}
	t.byHand(c.Describe(), fmt.Sprintf(verb, c.Table, c.Endpoint))
}
