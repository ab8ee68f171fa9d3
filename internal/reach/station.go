package reach

import (
	"slices"

	"mooring/internal/inventory"
	"mooring/internal/netset"
)

// router is the table that a station forwards by.
func (s station) router() (*router, *inventory.Missing) {
	found := s.env.routerOf(s.subnet)
	r, ok := found.Get()
	if !ok {
		why := found.Why()
		return nil, &why
	}
	return r, nil
}

// zone is an Availability Zone as one account names it. The letters differ
// between accounts, the ids do not (EC2 User Guide, az-ids).
type zone struct{ name, id, account string }

func zoneOf(s *inventory.Subnet) zone { return zone{s.Zone, s.ZoneID, s.Account} }

// same compares two zones; unknown where they have no name in common.
func (z zone) same(other zone) inventory.Value[bool] {
	switch {
	case z.id != "" && other.id != "":
		return inventory.Known(z.id == other.id)
	case z.name != "" && other.name != "" && z.account == other.account:
		return inventory.Known(z.name == other.name)
	}
	return inventory.Unknown[bool](hop("the Availability Zone of a subnet"))
}

// zone is the Availability Zone of a station.
func (s station) zone() inventory.Value[zone] {
	return inventory.Then(s.env.subnet(s.subnet), func(subnet *inventory.Subnet) inventory.Value[zone] {
		return inventory.Known(zoneOf(subnet))
	})
}

// holds reports whether all of some addresses lie in the station's subnet, so
// that they are reached without its router.
func (s station) holds(all netset.Set) bool {
	subnet, ok := s.env.subnet(s.subnet).Get()
	return ok && !all.IsEmpty() && s.env.space.Prefixes(append(slices.Clip(subnet.CIDRs6), subnet.CIDR)...).Covers(all)
}

// beside reports whether a route's target stands in the station's own subnet,
// whose ACL is then not crossed.
func (s station) beside(t inventory.Target, goal *destination) bool {
	switch t.Kind {
	case inventory.TargetLocal:
		return goal != nil && goal.station(s.env) == s
	case inventory.TargetNAT:
		nat, ok := s.env.snapshot.NATGateway(s.env.vpc.Scope, t.ID).Get()
		return ok && nat.Subnet == s.subnet
	case inventory.TargetEndpoint:
		v, ok := s.env.snapshot.VPCEndpoint(s.env.vpc.Scope, t.ID).Get()
		return ok && v.Type == "GatewayLoadBalancer" && slices.Contains(v.Subnets, s.subnet)
	}
	return false
}

// station is where the destination's interface stands.
func (d *destination) station(own *environment) station {
	if d.env != nil {
		own = d.env
	}
	return station{own, d.subnet}
}

// natRouter is the table of a regional NAT gateway; nil where none is known.
func (e *environment) natRouter(nat *inventory.NATGateway) (*router, *inventory.Missing) {
	all, _ := e.tables.Get()
	if i := slices.IndexFunc(all, func(t *inventory.RouteTable) bool { return t.ID == nat.RouteTable }); i >= 0 {
		return e.routerFor(all[i]), nil
	}
	return e.gatewayRouter(nat.ID)
}

// gatewayRouter is the edge table of an internet or virtual private gateway, or
// the table of a regional NAT gateway; nil where none is associated (VPC User
// Guide, gateway-route-tables).
func (e *environment) gatewayRouter(gateway string) (*router, *inventory.Missing) {
	all, ok := e.tables.Get()
	if !ok {
		why := e.tables.Why()
		return nil, &why
	}
	for _, t := range all {
		if slices.Contains(t.Gateways, gateway) {
			return e.routerFor(t), nil
		}
	}
	return nil, nil
}
