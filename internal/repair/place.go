package repair

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// client is where a proof starts.
type client struct {
	subnet *inventory.Subnet
	vpc    *inventory.VPC
	groups []string // those that a customer would change
}

func (t trial) client(p *reach.Proof) (client, bool) { return clientOf(t.now, t.goal, p) }

func clientOf(s *inventory.Snapshot, g goal, p *reach.Proof) (client, bool) {
	subnet, ok := s.Subnet(g.near(), p.From.Subnet).Get()
	if !ok {
		return client{}, false
	}
	vpc, ok := s.VPC(subnet.Scope, subnet.VPC).Get()
	out := client{subnet, vpc, p.From.Groups}
	// The gate names the groups that are the customer's own.
	for _, path := range p.Paths {
		for _, gate := range path.Gates {
			if gate.Kind == inventory.GateGroupEgress {
				out.groups = gate.Object
			}
		}
	}
	return out, ok && len(out.groups) > 0
}

// far is the interface that a path leads to; nil where it leads out of the network.
func (t trial) far(c client, path reach.Path) *inventory.NetworkInterface {
	for _, text := range path.Addresses {
		p, err := netip.ParsePrefix(text)
		if err != nil || !p.IsSingleIP() {
			continue
		}
		var found *inventory.NetworkInterface
		for _, n := range t.now.Interfaces() {
			if slices.Contains(n.Addresses, p.Addr()) && (found == nil || n.VPC == c.vpc.ID) && t.joined(c.vpc, n.VPC) {
				found = n
			}
		}
		if found != nil {
			return found
		}
	}
	return nil
}

func (t trial) joined(v *inventory.VPC, id string) bool {
	return v.ID == id || slices.Contains(t.now.Joined(v), id)
}

// narrowest is the group that the fewest interfaces carry: a rule in it, or one
// that names it, moves the least.
func (t trial) narrowest(groups []string) string {
	carried := func(id string) int {
		n := 0
		for _, i := range t.now.Interfaces() {
			if slices.Contains(i.Groups, id) {
				n++
			}
		}
		return n
	}
	return slices.MinFunc(groups, func(a, b string) int { return cmp.Or(cmp.Compare(carried(a), carried(b)), cmp.Compare(a, b)) })
}

// tableOf is the route table of a subnet: its own, else the main one (VPC User
// Guide, subnet-route-tables).
func tableOf(s *inventory.Snapshot, v *inventory.VPC, subnet string) (*inventory.RouteTable, bool) {
	all, _ := s.RouteTables(v).Get()
	i := slices.IndexFunc(all, func(t *inventory.RouteTable) bool { return slices.Contains(t.Subnets, subnet) })
	if i < 0 {
		i = slices.IndexFunc(all, func(t *inventory.RouteTable) bool { return t.Main })
	}
	if i < 0 {
		return nil, false
	}
	return all[i], true
}

// endpoints are those of a VPC that serve a dependency, of one type.
func endpoints(s *inventory.Snapshot, v *inventory.VPC, service inventory.Service, kind string) []*inventory.VPCEndpoint {
	var out []*inventory.VPCEndpoint
	all, _ := s.VPCEndpoints(v).Get()
	for _, e := range all {
		if e.Type == kind && slices.Contains(service.EndpointNames(v.Region), e.Service) && !strings.EqualFold(e.State, "deleted") {
			out = append(out, e)
		}
	}
	return out
}

// serviceList is AWS's IPv4 prefix list of a service, with its blocks.
func serviceList(s *inventory.Snapshot, v *inventory.VPC, service inventory.Service) (*inventory.PrefixList, []netip.Prefix) {
	lists, _ := s.PrefixLists(v).Get()
	for _, l := range lists {
		if slices.Contains(service.EndpointNames(v.Region), l.ListName) {
			blocks, _ := l.Prefixes.Get()
			return l, slices.DeleteFunc(slices.Clone(blocks), func(p netip.Prefix) bool { return !p.Addr().Is4() })
		}
	}
	return nil, nil
}

// everywhere is every IPv4 address.
func everywhere() netip.Prefix { return netip.PrefixFrom(netip.IPv4Unspecified(), 0) }
