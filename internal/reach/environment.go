package reach

import (
	"net/netip"
	"slices"
	"strings"

	"mooring/internal/inventory"
	"mooring/internal/netset"
	"mooring/internal/policy"
)

// environment is everything that the interfaces of one VPC share, compiled once.
type environment struct {
	*fabric
	snapshot *inventory.Snapshot
	assume   Assumptions
	vpc      *inventory.VPC
	foreign  bool // nothing joins it to the client's VPC: only its id is known

	inside   netset.Set // the VPC's own range
	internet netset.Set // public IPv4 addresses outside the S3 and DynamoDB lists
	// internet6 are public IPv6 addresses.
	internet6 netset.Set
	private   netset.Set // RFC 1918 and RFC 6598

	subnets    inventory.Value[[]*inventory.Subnet]
	tables     inventory.Value[[]*inventory.RouteTable]
	acls       inventory.Value[[]*inventory.NetworkACL]
	endpoints  inventory.Value[[]*inventory.VPCEndpoint]
	lists      map[string]inventory.Value[[]netip.Prefix] // AWS's own lists by service: s3, dynamodb
	interfaces inventory.Value[[]*inventory.NetworkInterface]
	routers    map[string]*router
	filters    map[string]*filter
	groupCache map[groupQuestion]groupAnswer
	groupRules map[compiledRules][]groupRule
	names      map[resolution]*resolved
	journeys   map[journey]*trip     // before the client's groups are asked
	usable     map[string]netset.Set // by subnet
	encryption *controls
	open       map[string]bool // endpoint policies that allow everything, by text
}

// fabric is what VPCs share that peering connections and transit gateways join:
// one space of atoms, cut by the rules of them all.
type fabric struct {
	space *netset.Space
	nat64 bool // a subnet or route of it makes use of NAT64
	ports portCuts
	vpcs  map[string]*environment

	firewalls map[string]inventory.Value[*firewall] // by endpoint
	shared    map[string]bool                       // the engine's
}

// newFabric compiles VPCs that are joined.
func newFabric(s *inventory.Snapshot, a Assumptions, vpcs []*inventory.VPC, cuts []netip.Prefix, shared map[string]bool) *fabric {
	f := &fabric{vpcs: map[string]*environment{}, shared: shared}
	var b netset.Builder
	for _, p := range cuts {
		b.CutPrefix(p)
	}
	cutEndpoints(s, &b)
	cutTransit(s, &b)
	cutRecords(s, &b)
	for _, v := range vpcs {
		e := newEnvironment(s, a, v)
		e.fabric = f
		f.vpcs[v.ID] = e
		e.cut(&b)
		f.nat64 = f.nat64 || e.usesNAT64()
	}
	if f.nat64 {
		b.Reflect(netset.Mirror{Block: nat64()})
	}
	f.space = b.Space()
	for _, e := range f.vpcs {
		e.settleSets()
	}
	return f
}

// usesNAT64 reports whether anything in the VPC makes IPv6 addresses of IPv4 ones.
func (e *environment) usesNAT64() bool {
	tables, _ := e.tables.Get()
	return slices.ContainsFunc(e.snapshot.ReadSubnets(e.vpc), func(s *inventory.Subnet) bool { return !inventory.Is(s.DNS64, false) }) ||
		slices.ContainsFunc(tables, func(t *inventory.RouteTable) bool {
			return slices.ContainsFunc(t.Routes, e.leadsToNAT64)
		})
}

// leadsToNAT64 reports whether a route is for the block of NAT64, or for all
// addresses and to a NAT gateway.
func (e *environment) leadsToNAT64(r inventory.Route) bool {
	blocks := []netip.Prefix{r.Destination}
	if r.PrefixList != "" {
		blocks, _ = e.prefixesOf(r.PrefixList).Get()
	}
	return slices.ContainsFunc(blocks, func(p netip.Prefix) bool {
		return p.IsValid() && nat64().Overlaps(p) && (p.Bits() > 0 || r.Target.Kind == inventory.TargetNAT)
	})
}

// reserved are IPv4 blocks that no public service has (IANA special-purpose registry).
func reserved() []netip.Prefix {
	return prefixes("0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "192.0.0.0/24", "192.0.2.0/24", "198.18.0.0/15",
		"198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3")
}

// rfc1918and6598 are the blocks that an internet gateway drops.
func rfc1918and6598() []netip.Prefix {
	return prefixes("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10")
}

func prefixes(texts ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(texts))
	for i, t := range texts {
		out[i] = netip.MustParsePrefix(t)
	}
	return out
}

func newEnvironment(s *inventory.Snapshot, a Assumptions, vpc *inventory.VPC) *environment {
	e := &environment{
		snapshot: s, assume: a, vpc: vpc,
		subnets: s.Subnets(vpc), tables: s.RouteTables(vpc), acls: s.NetworkACLs(vpc), endpoints: s.VPCEndpoints(vpc),
		interfaces: s.NetworkInterfaces(vpc),
		routers:    map[string]*router{}, filters: map[string]*filter{}, groupCache: map[groupQuestion]groupAnswer{},
		names: map[resolution]*resolved{}, groupRules: map[compiledRules][]groupRule{}, journeys: map[journey]*trip{},
		usable: map[string]netset.Set{}, open: map[string]bool{},
	}
	e.lists = e.serviceLists()
	return e
}

func (e *environment) region() string { return e.vpc.Region }

// serviceLists are the addresses of S3 and DynamoDB in this Region.
func (e *environment) serviceLists() map[string]inventory.Value[[]netip.Prefix] {
	out := map[string]inventory.Value[[]netip.Prefix]{}
	lists, ok := e.snapshot.PrefixLists(e.vpc).Get()
	for _, id := range []string{"s3", "dynamodb"} {
		out[id] = inventory.Unknown[[]netip.Prefix](inventory.Missing{Kind: inventory.MissingOperation, What: "addresses of the AWS prefix list for " + id})
		if !ok {
			out[id] = inventory.Unknown[[]netip.Prefix](e.snapshot.PrefixLists(e.vpc).Why())
			continue
		}
		suffix := ".amazonaws." + e.region() + "." + id
		for _, l := range lists {
			if strings.HasSuffix("."+l.ListName, suffix) {
				out[id] = l.Prefixes
			}
		}
	}
	return out
}

// cut gathers every boundary that a rule of this VPC can draw.
func (e *environment) cut(b *netset.Builder) {
	for _, p := range slices.Concat(reserved(), rfc1918and6598(), prefixes(globalUnicast), e.vpc.CIDRs) {
		b.CutPrefix(p)
	}
	for _, list := range e.lists {
		all, _ := list.Get()
		for _, p := range all {
			b.CutPrefix(p)
		}
	}
	e.cutSubnets(b)
	e.cutRules(b)
	e.cutAddresses(b)
	e.cutPeers(b)
	e.cutFirewalls(b)
}

// settleSets makes the sets that the whole VPC shares, once the space is cut.
func (e *environment) settleSets() {
	e.inside = e.space.Prefixes(e.vpc.CIDRs...)
	e.private = e.space.Prefixes(rfc1918and6598()...)
	e.internet = e.space.Prefixes(netip.PrefixFrom(netip.AddrFrom4([4]byte{}), 0)).
		Minus(e.space.Prefixes(reserved()...)).Minus(e.private).Minus(e.inside)
	for _, list := range e.lists {
		all, _ := list.Get()
		e.internet = e.internet.Minus(e.space.Prefixes(all...))
	}
	e.internet6 = e.space.Prefixes(prefixes(globalUnicast)...)
	for _, there := range e.vpcs {
		// What a joined VPC holds is no internet, whatever its range.
		held := e.space.Prefixes(there.vpc.CIDRs...)
		e.internet, e.internet6 = e.internet.Minus(held), e.internet6.Minus(held)
	}
}

// globalUnicast is the block that public IPv6 addresses are from (IANA).
const globalUnicast = "2000::/3"

// usable are the addresses of a subnet that an interface can have: AWS keeps
// the first four and the last (VPC User Guide, subnet-sizing).
func usable(p netip.Prefix) (from, to netip.Addr) {
	from, to = netset.Bounds(p)
	for range 4 {
		from = from.Next()
	}
	return from, to.Prev()
}

// prefixesOf are the CIDR blocks of a prefix list.
func (e *environment) prefixesOf(id string) inventory.Value[[]netip.Prefix] {
	return inventory.Then(e.snapshot.PrefixList(e.vpc.Scope, id), func(l *inventory.PrefixList) inventory.Value[[]netip.Prefix] {
		return l.Prefixes
	})
}

// subnet finds one of the VPC's subnets.
func (e *environment) subnet(id string) inventory.Value[*inventory.Subnet] {
	return e.snapshot.Subnet(e.vpc.Scope, id)
}

// addressesOf are the private addresses of a NAT gateway; none where they were
// not answered.
func (e *environment) addressesOf(nat *inventory.NATGateway) netset.Set {
	out := e.space.Empty()
	for _, a := range nat.Addresses {
		set, _ := e.single(a)
		out = out.Union(set)
	}
	return out
}

// allowsAll reports whether a policy document surely allows every request.
func (e *environment) allowsAll(text string) bool {
	allows, ok := e.open[text]
	if !ok {
		d, err := policy.Parse([]byte(text))
		allows = err == nil && d.AllowsEverything()
		e.open[text] = allows
	}
	return allows
}
