package change

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"os"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"mooring/internal/inventory"
	"mooring/internal/saved"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func demo(t *testing.T, name string) *inventory.Snapshot {
	t.Helper()
	source, err := saved.LoadFS(os.DirFS("../../examples/"+name), saved.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return source.Snapshot()
}

// drawn makes random changes that fit a snapshot.
type drawn struct {
	*rand.Rand
	s   *inventory.Snapshot
	vpc *inventory.VPC
}

func pick[T any](d drawn, v inventory.Value[[]T]) T {
	all, _ := v.Get()
	if len(all) == 0 {
		var zero T
		return zero
	}
	return all[d.IntN(len(all))]
}

// kinds draw one change each; nil where the snapshot has nothing to change so.
func (d drawn) kinds() []func() Change {
	return []func() Change{d.groupRule, d.securityGroup, d.aclRule, d.route, d.gatewayTable, d.endpoint, d.endpointDNS, d.endpointPolicy, d.vpcAttribute, d.dhcp, d.natGateway}
}

func (d drawn) prefix() netip.Prefix {
	return netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(d.IntN(256)), byte(d.IntN(256)), 0}), 24)
}

func (d drawn) groupRule() Change {
	g := pick(d, d.s.SecurityGroups(d.vpc))
	rule := inventory.Permission{Protocol: inventory.TCP, From: 443, To: 443}
	switch d.IntN(3) {
	case 0:
		rule.Prefixes = []netip.Prefix{d.prefix()}
	case 1:
		rule.Groups = []string{pick(d, d.s.SecurityGroups(d.vpc)).ID}
	default:
		rule.PrefixLists = []string{fmt.Sprintf("pl-%08x", d.Uint32())}
	}
	if d.IntN(4) == 0 && len(g.Ingress) > 0 {
		return GroupRule{At: g.Scope, Group: g.ID, Rule: g.Ingress[len(g.Ingress)-1], Revoke: true}
	}
	return GroupRule{At: g.Scope, Group: g.ID, Egress: d.IntN(2) == 0, Rule: rule}
}

func (d drawn) securityGroup() Change {
	return SecurityGroup{At: d.vpc.Scope, Group: d.s.NewID("sg"), VPC: d.vpc.ID, Called: "mooring-sts"}
}

func (d drawn) aclRule() Change {
	a := pick(d, d.s.NetworkACLs(d.vpc))
	c := ACLRule{At: a.Scope, ACL: a.ID}
	entry := inventory.ACLEntry{Number: 1 + d.IntN(32766), Protocol: inventory.TCP, Allow: d.IntN(2) == 0, Prefix: d.prefix(), From: 443, To: 443}
	old := a.Ingress[d.IntN(len(a.Ingress))]
	switch d.IntN(3) {
	case 0:
		c.Before, c.After = &old, &entry
	case 1:
		c.Before = &old
	default:
		c.Egress, c.After = true, &entry
	}
	return c
}

func (d drawn) route() Change {
	table := pick(d, d.s.RouteTables(d.vpc))
	to := inventory.Route{Destination: d.prefix(), Target: inventory.Target{Kind: inventory.TargetTransit, ID: "tgw-0123456789abcdef0"}}
	if d.IntN(2) == 0 {
		return Route{At: table.Scope, Table: table.ID, After: &to}
	}
	old := table.Routes[d.IntN(len(table.Routes))]
	to.Destination, to.PrefixList = old.Destination, old.PrefixList
	return Route{At: table.Scope, Table: table.ID, Before: &old, After: &to}
}

func (d drawn) gatewayTable() Change {
	all, _ := d.s.VPCEndpoints(d.vpc).Get()
	i := slices.IndexFunc(all, func(v *inventory.VPCEndpoint) bool { return v.Type == "Gateway" })
	if i < 0 {
		return nil
	}
	table := pick(d, d.s.RouteTables(d.vpc)).ID
	return GatewayTable{At: all[i].Scope, Endpoint: all[i].ID, Table: table, TakeAway: slices.Contains(all[i].RouteTables, table)}
}

func (d drawn) endpoint() Change {
	if d.IntN(3) == 0 {
		return Endpoint{At: d.vpc.Scope, Endpoint: d.s.NewID("vpce"), VPC: d.vpc.ID, Type: "Gateway", Service: "com.amazonaws." + d.vpc.Region + ".dynamodb", Tables: []string{pick(d, d.s.RouteTables(d.vpc)).ID}}
	}
	subnet := pick(d, d.s.Subnets(d.vpc))
	return Endpoint{
		At: d.vpc.Scope, Endpoint: d.s.NewID("vpce"), VPC: d.vpc.ID, Type: "Interface", Service: "com.amazonaws." + d.vpc.Region + ".kms",
		Interfaces: []Interface{{d.s.NewID("eni"), subnet.ID, subnet.CIDR.Addr().Next()}}, Groups: []string{pick(d, d.s.SecurityGroups(d.vpc)).ID}, PrivateDNS: true,
	}
}

func (d drawn) someEndpoint(kind string) *inventory.VPCEndpoint {
	all, _ := d.s.VPCEndpoints(d.vpc).Get()
	all = slices.DeleteFunc(slices.Clone(all), func(v *inventory.VPCEndpoint) bool { return v.Type != kind || !v.InboundOnly.Known() })
	if len(all) == 0 {
		return nil
	}
	return all[d.IntN(len(all))]
}

func (d drawn) endpointDNS() Change {
	v := d.someEndpoint("Interface")
	if v == nil {
		return nil
	}
	now := NamesOf(v)
	return EndpointDNS{At: v.Scope, Endpoint: v.ID, Before: now, After: Names{Private: !now.Private, InboundOnly: now.InboundOnly}}
}

func (d drawn) endpointPolicy() Change {
	v := d.someEndpoint("Interface")
	if v == nil {
		return nil
	}
	c, err := AddStatement(v, map[string]any{"Effect": "Allow", "Principal": "*", "Action": "sts:*", "Resource": "*"}, "sts:*")
	if err != nil {
		return nil
	}
	return c
}

func (d drawn) vpcAttribute() Change {
	name, now := DNSSupport, d.vpc.DNSSupport
	if d.IntN(2) == 0 {
		name, now = DNSHostnames, d.vpc.DNSHostnames
	}
	before, ok := now.Get()
	if !ok {
		return nil
	}
	return VPCAttribute{At: d.vpc.Scope, VPC: d.vpc.ID, Attribute: name, Before: before, After: !before}
}

func (d drawn) dhcp() Change {
	return DHCP{At: d.vpc.Scope, VPC: d.vpc.ID, Before: d.vpc.DHCPOptions, After: d.s.NewID("dopt")}
}

func (d drawn) natGateway() Change {
	subnet := pick(d, d.s.Subnets(d.vpc))
	return NATGateway{At: d.vpc.Scope, Gateway: d.s.NewID("nat"), VPC: d.vpc.ID, Subnet: subnet.ID, Address: subnet.CIDR.Addr().Next()}
}

// TestInvertUndoesApply draws chains of changes of every kind, makes them, undoes
// them, and demands the network of before (pure, on the demo worlds).
func TestInvertUndoesApply(t *testing.T) {
	made := map[string]int{}
	for _, name := range []string{"switched-off", "sealed", "hub"} {
		s := demo(t, name)
		for seed := range uint64(150) {
			invertOnce(t, s, rand.New(rand.NewPCG(seed, 1)), made)
		}
	}
	if kinds := len(drawn{}.kinds()); len(made) != kinds {
		t.Errorf("%d of %d kinds were made: %v", len(made), kinds, made)
	}
}

func invertOnce(t *testing.T, s *inventory.Snapshot, r *rand.Rand, made map[string]int) {
	t.Helper()
	now, done := s, []Change(nil)
	for range 1 + r.IntN(5) {
		vpcs := now.VPCs()
		d := drawn{r, now, vpcs[r.IntN(len(vpcs))]}
		kinds := d.kinds()
		c := kinds[r.IntN(len(kinds))]()
		if c == nil {
			continue
		}
		next, err := c.Apply(now)
		if err != nil {
			continue // it does not fit, such as a number that is taken
		}
		if len(next.Changed(now)) == 0 {
			t.Fatalf("%s changes nothing", c.Describe())
		}
		made[fmt.Sprintf("%T", c)]++
		now, done = next, append(done, c)
	}
	back, err := Apply(now, Invert(done))
	if err != nil {
		t.Fatalf("undo %v: %v", done, err)
	}
	for _, v := range s.VPCs() {
		if diff := differ(s, back, v); diff != "" {
			t.Fatalf("%v undone leaves\n%s", done, diff)
		}
	}
}

// differ compares all that a change can touch, deeply. The order of a group's
// rules, a table's routes and an endpoint's tables says nothing.
func differ(old, back *inventory.Snapshot, v *inventory.VPC) string {
	now, _ := back.VPC(v.Scope, v.ID).Get()
	text := func(x any) string { return fmt.Sprint(x) }
	byText := []cmp.Option{
		cmpopts.EquateEmpty(), cmpopts.EquateComparable(netip.Prefix{}, netip.Addr{}),
		cmp.Exporter(func(reflect.Type) bool { return true }),
		cmpopts.SortSlices(func(a, b inventory.Permission) bool { return text(a) < text(b) }),
		cmpopts.SortSlices(func(a, b inventory.Route) bool { return text(a) < text(b) }),
		cmpopts.SortSlices(func(a, b string) bool { return a < b }),
		cmpopts.IgnoreFields(inventory.Route{}, "Origin"),
	}
	of := func(s *inventory.Snapshot, v *inventory.VPC) []any {
		groups, _ := s.SecurityGroups(v).Get()
		acls, _ := s.NetworkACLs(v).Get()
		tables, _ := s.RouteTables(v).Get()
		endpoints, _ := s.VPCEndpoints(v).Get()
		nats, _ := s.NATGateways(v).Get()
		interfaces, _ := s.NetworkInterfaces(v).Get()
		touched := back.Changed(old)
		return []any{v, among(touched, groups), among(touched, acls), among(touched, tables), among(touched, endpoints), among(touched, nats), among(touched, interfaces)}
	}
	return cmp.Diff(of(old, v), of(back, now), byText...)
}

// among keeps the objects that an edit touched; all others are the very same.
func among[T inventory.Editable](touched []inventory.Key, all []T) []T {
	return slices.DeleteFunc(slices.Clone(all), func(v T) bool { return !slices.Contains(touched, v.Head().Key) })
}
