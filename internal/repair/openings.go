package repair

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"mooring/internal/change"
	"mooring/internal/inventory"
)

// openings are the candidate paths: each is what has to be changed so that DNS
// and routing choose it. The first is the path that they choose now.
func (f *finder) openings(g goal, now sight) [][]change.Change {
	out := [][]change.Change{nil}
	clients := f.clients(g, now)
	if len(clients) == 0 {
		return out
	}
	vpc := clients[0].vpc
	if slices.ContainsFunc(clients, func(c client) bool { return c.vpc.ID != vpc.ID }) {
		return out
	}
	if g.service.Gateway {
		out = append(out, f.byGateway(g, vpc, clients)...)
	}
	if g.service.Interface {
		out = append(out, f.byPrivateNames(g, vpc)...)
		out = append(out, f.byNewEndpoint(g, vpc, clients)...)
	}
	if f.policy.AllowInternet {
		out = append(out, f.byNATGateway(vpc, clients)...)
	}
	return out
}

func (f *finder) clients(g goal, now sight) []client {
	var out []client
	for _, p := range now.wanting() {
		if c, ok := clientOf(f.before, g, p); ok {
			out = append(out, c)
		}
	}
	return out
}

// tables are the route tables of clients, each once.
func (f *finder) tables(clients []client) []*inventory.RouteTable {
	var out []*inventory.RouteTable
	for _, c := range clients {
		if t, ok := tableOf(f.before, c.vpc, c.subnet.ID); ok && !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return out
}

// byGateway associates a gateway endpoint that stands, and makes one where none does.
func (f *finder) byGateway(g goal, vpc *inventory.VPC, clients []client) [][]change.Change {
	var out [][]change.Change
	for _, v := range endpoints(f.before, vpc, g.service, "Gateway") {
		var changes []change.Change
		for _, t := range f.tables(clients) {
			if v.Available() && !slices.Contains(v.RouteTables, t.ID) {
				changes = append(changes, change.GatewayTable{At: v.Scope, Endpoint: v.ID, Table: t.ID})
			}
		}
		if len(changes) > 0 {
			out = append(out, changes)
		}
	}
	made := change.Endpoint{At: vpc.Scope, Endpoint: f.before.NewID("vpce"), VPC: vpc.ID, Service: f.serviceName(g, vpc), Type: "Gateway"}
	for _, t := range f.tables(clients) {
		made.Tables = append(made.Tables, t.ID)
	}
	if len(out) > 0 || len(made.Tables) == 0 {
		return out
	}
	return append(out, []change.Change{made})
}

// serviceName is the endpoint service as AWS names it in the VPC's Region.
func (f *finder) serviceName(g goal, vpc *inventory.VPC) string {
	names := g.service.EndpointNames(vpc.Region)
	offered, _ := f.before.EndpointServices(vpc).Get()
	for _, name := range names {
		if slices.ContainsFunc(offered, func(s *inventory.EndpointService) bool { return s.Service == name }) {
			return name
		}
	}
	return names[0]
}

// byPrivateNames lets an interface endpoint that stands answer for its service.
func (f *finder) byPrivateNames(g goal, vpc *inventory.VPC) [][]change.Change {
	attributes := f.attributes(vpc)
	var out [][]change.Change
	for _, v := range endpoints(f.before, vpc, g.service, "Interface") {
		changes := slices.Clone(attributes)
		now := change.NamesOf(v)
		if then := (change.Names{Private: true}); now != then && v.Available() && v.InboundOnly.Known() {
			changes = append(changes, change.EndpointDNS{At: v.Scope, Endpoint: v.ID, S3: strings.HasSuffix(v.Service, ".s3"), Before: now, After: then})
		}
		if len(changes) > 0 {
			out = append(out, changes)
		}
	}
	return out
}

// attributes are the changes without which no private DNS works in a VPC.
func (f *finder) attributes(vpc *inventory.VPC) []change.Change {
	var out []change.Change
	for _, a := range []struct {
		name string
		now  inventory.Value[bool]
	}{{change.DNSSupport, vpc.DNSSupport}, {change.DNSHostnames, vpc.DNSHostnames}} {
		if inventory.Is(a.now, false) {
			out = append(out, change.VPCAttribute{At: vpc.Scope, VPC: vpc.ID, Attribute: a.name, After: true})
		}
	}
	return out
}

// byNewEndpoint makes an interface endpoint in the zones of the clients: in the
// subnets where other endpoints stand, or in the clients' own.
func (f *finder) byNewEndpoint(g goal, vpc *inventory.VPC, clients []client) [][]change.Change {
	if len(endpoints(f.before, vpc, g.service, "Interface")) > 0 {
		return nil
	}
	var out [][]change.Change
	for _, subnets := range [][]*inventory.Subnet{f.own(clients), f.beside(vpc, clients)} {
		subnets = slices.DeleteFunc(subnets, func(s *inventory.Subnet) bool { return !f.offered(g, vpc, s.Zone) })
		if len(subnets) == 0 || len(out) > 0 && slices.Equal(subnets, f.own(clients)) {
			continue
		}
		out = append(out, append(f.attributes(vpc), f.newEndpoint(g, vpc, clients, subnets)...))
	}
	return out
}

// offered reports whether AWS may offer a service in a zone: what was not read is
// left to AWS to refuse.
func (f *finder) offered(g goal, vpc *inventory.VPC, zone string) bool {
	services, ok := f.before.EndpointServices(vpc).Get()
	name := f.serviceName(g, vpc)
	i := slices.IndexFunc(services, func(s *inventory.EndpointService) bool {
		return s.Service == name && slices.Contains(s.Types, "Interface")
	})
	return !ok || i < 0 || len(services[i].Zones) == 0 || slices.Contains(services[i].Zones, zone)
}

// own are the clients' subnets, the first of each zone.
func (f *finder) own(clients []client) []*inventory.Subnet {
	var out []*inventory.Subnet
	for _, c := range clients {
		if !slices.ContainsFunc(out, func(s *inventory.Subnet) bool { return s.Zone == c.subnet.Zone }) {
			out = append(out, c.subnet)
		}
	}
	return out
}

// beside are the subnets in which other interface endpoints stand, one for each
// zone of the clients.
func (f *finder) beside(vpc *inventory.VPC, clients []client) []*inventory.Subnet {
	var out []*inventory.Subnet
	all, _ := f.before.VPCEndpoints(vpc).Get()
	for _, own := range f.own(clients) {
		for _, v := range all {
			found := false
			for _, id := range v.Subnets {
				s, ok := f.before.Subnet(vpc.Scope, id).Get()
				if ok && v.Type == "Interface" && s.Zone == own.Zone && !found {
					out, found = append(out, s), true
				}
			}
			if found {
				break
			}
		}
	}
	return out
}

// newEndpoint is an endpoint whose group admits the clients' group and nobody else.
func (f *finder) newEndpoint(g goal, vpc *inventory.VPC, clients []client, subnets []*inventory.Subnet) []change.Change {
	group := f.before.NewID("sg")
	made := change.Endpoint{
		At: vpc.Scope, Endpoint: f.before.NewID("vpce"), VPC: vpc.ID, Service: f.serviceName(g, vpc), Type: "Interface",
		Groups: []string{group}, PrivateDNS: true,
	}
	scratch := f.before
	for _, s := range subnets {
		address, _, ok := f.free(s)
		if !ok {
			continue
		}
		id := scratch.NewID("eni")
		made.Interfaces = append(made.Interfaces, change.Interface{ID: id, Subnet: s.ID, Address: address})
		scratch, _ = scratch.With(&inventory.NetworkInterface{Meta: inventory.Meta{Key: inventory.Key{ID: id}}})
	}
	out := []change.Change{change.SecurityGroup{At: vpc.Scope, Group: group, VPC: vpc.ID, Called: f.groupName(g, vpc)}}
	t := trial{finder: f, goal: g, now: f.before}
	for _, c := range clients {
		rule := change.GroupRule{At: vpc.Scope, Group: group, Rule: inventory.Permission{Protocol: inventory.TCP, From: 443, To: 443, Groups: []string{t.narrowest(c.groups)}}}
		if !slices.ContainsFunc(out, func(other change.Change) bool { return change.Key(other) == change.Key(rule) }) {
			out = append(out, rule)
		}
	}
	return append(out, made)
}

// groupName is free in the VPC: a name cannot stand twice (EC2 API,
// CreateSecurityGroup).
func (f *finder) groupName(g goal, vpc *inventory.VPC) string {
	groups, _ := f.before.SecurityGroups(vpc).Get()
	base := "endpoint-" + strings.ReplaceAll(g.service.ID, ".", "-")
	for n, name := 2, base; ; n++ {
		if !slices.ContainsFunc(groups, func(g *inventory.SecurityGroup) bool { return g.GroupName == name }) {
			return name
		}
		name = fmt.Sprintf("%s-%d", base, n)
	}
}

// free are the first and the last address of a subnet that no interface is known
// to have. AWS keeps the first four and the last (VPC User Guide, subnet-sizing).
func (f *finder) free(s *inventory.Subnet) (first, last netip.Addr, ok bool) {
	a := s.CIDR.Addr()
	for range 4 {
		a = a.Next()
	}
	taken := map[netip.Addr]bool{}
	for _, n := range f.before.Interfaces() {
		for _, ip := range n.Addresses {
			taken[ip] = taken[ip] || n.VPC == s.VPC
		}
	}
	for ; s.CIDR.Contains(a.Next()); a = a.Next() {
		if taken[a] {
			continue
		}
		if !ok {
			first, ok = a, true
		}
		last = a
	}
	return first, last, ok
}

// byNATGateway routes to a NAT gateway that stands, or to a new one in a subnet
// that routes to an internet gateway.
func (f *finder) byNATGateway(vpc *inventory.VPC, clients []client) [][]change.Change {
	var out [][]change.Change
	nats, _ := f.before.NATGateways(vpc).Get()
	for _, n := range nats {
		if n.Public && n.State == "available" {
			out = append(out, f.defaultRoutes(clients, n.ID))
		}
	}
	if len(out) > 0 {
		return out
	}
	subnets, _ := f.before.Subnets(vpc).Get()
	for _, s := range subnets {
		t, ok := tableOf(f.before, vpc, s.ID)
		public := ok && slices.ContainsFunc(t.Routes, func(r inventory.Route) bool {
			return r.Destination == everywhere() && r.Target.Kind == inventory.TargetInternet && !r.Blackhole
		})
		address, _, free := f.free(s)
		if public && free {
			id := f.before.NewID("nat")
			made := change.NATGateway{At: vpc.Scope, Gateway: id, VPC: vpc.ID, Subnet: s.ID, Address: address}
			return append(out, append([]change.Change{made}, f.defaultRoutes(clients, id)...))
		}
	}
	return out
}

func (f *finder) defaultRoutes(clients []client, nat string) []change.Change {
	var out []change.Change
	for _, t := range f.tables(clients) {
		r := inventory.Route{Destination: everywhere(), Target: inventory.Target{Kind: inventory.TargetNAT, ID: nat}, Origin: inventory.OriginRoute}
		c := change.Route{At: t.Scope, Table: t.ID, After: &r}
		if i := slices.IndexFunc(t.Routes, func(r inventory.Route) bool { return r.Destination == everywhere() && !r.Propagated }); i >= 0 {
			old := t.Routes[i]
			c.Before = &old
		}
		out = append(out, c)
	}
	return out
}
