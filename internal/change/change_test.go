package change

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"go.yaml.in/yaml/v3"

	"mooring/internal/cost"
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

// examples are one change of every kind and direction, with ids as nasty as any
// answer could hold them.
func examples() []Change {
	at := inventory.Scope{Partition: "aws", Account: "111122223333", Region: "eu-west-1"}
	client := inventory.Permission{Protocol: inventory.TCP, From: 443, To: 443, Groups: []string{"sg-0b7"}}
	blocks := inventory.Permission{Protocol: inventory.TCP, From: 443, To: 443, Prefixes: []netip.Prefix{netip.MustParsePrefix("10.20.1.0/24"), netip.MustParsePrefix("2001:db8::/64")}, PrefixLists: []string{"pl-6da54004"}}
	entry := inventory.ACLEntry{Number: 90, Protocol: inventory.TCP, Allow: true, Prefix: netip.MustParsePrefix("10.20.1.0/24"), From: 32768, To: 60999}
	deny := inventory.ACLEntry{Number: 100, Protocol: inventory.AllProtocols, Prefix: netip.MustParsePrefix("::/0"), To: 65535}
	transit := inventory.Route{Destination: netip.MustParsePrefix("10.40.0.0/16"), Target: inventory.Target{Kind: inventory.TargetTransit, ID: "tgw-1"}}
	toNAT := inventory.Route{Destination: netip.MustParsePrefix("0.0.0.0/0"), Target: inventory.Target{Kind: inventory.TargetNAT, ID: "nat-new-1"}}
	address := netip.MustParseAddr("10.20.1.4")
	out := []Change{
		GroupRule{At: at, Group: "sg-09f", Rule: client},
		GroupRule{At: at, Group: "sg-0b7", Egress: true, Rule: blocks},
		SecurityGroup{At: at, Group: "sg-new-1", VPC: "vpc-1", Called: "it's $HOME ${x} %{y} \"quoted\""},
		GroupRule{At: at, Group: "sg-new-1", Rule: client},
		GroupRule{At: at, Group: "sg-0b7", Egress: true, Rule: inventory.Permission{Protocol: inventory.AllProtocols, To: 65535, Groups: []string{"sg-new-1"}}},
		ACLRule{At: at, ACL: "acl-1", After: &entry},
		ACLRule{At: at, ACL: "acl-1", Egress: true, Before: &deny, After: &entry},
		Route{At: at, Table: "rtb-1", After: &transit},
		Endpoint{At: at, Endpoint: "vpce-new-1", VPC: "vpc-1", Service: "com.amazonaws.eu-west-1.sts", Type: "Interface", Interfaces: []Interface{{"eni-new-1", "subnet-1", address}, {"eni-new-2", "subnet-2", address}}, Groups: []string{"sg-new-1"}, PrivateDNS: true},
		Endpoint{At: at, Endpoint: "vpce-new-2", VPC: "vpc-1", Service: "com.amazonaws.eu-west-1.s3", Type: "Interface", Interfaces: []Interface{{"eni-new-3", "subnet-1", address}}, Groups: []string{"sg-1"}, PrivateDNS: true},
		Endpoint{At: at, Endpoint: "vpce-new-3", VPC: "vpc-1", Service: "com.amazonaws.eu-west-1.dynamodb", Type: "Gateway", Tables: []string{"rtb-1", "rtb-2"}},
		GatewayTable{At: at, Endpoint: "vpce-1", Table: "rtb-1"},
		EndpointDNS{At: at, Endpoint: "vpce-2", After: Names{Private: true}},
		EndpointDNS{At: at, Endpoint: "vpce-3", S3: true, Before: Names{Private: true, InboundOnly: true}, After: Names{Private: true}},
		EndpointPolicy{At: at, Endpoint: "vpce-4", Before: "{}", After: `{"Statement":[{"Sid":"it's ${aws:username}\n"}]}`, Added: "sts:*"},
		VPCAttribute{At: at, VPC: "vpc-1", Attribute: DNSHostnames, After: true},
		VPCAttribute{At: at, VPC: "vpc-1", Attribute: DNSSupport, After: true},
		DHCP{At: at, VPC: "vpc-1", Before: "dopt-1", After: "dopt-new-1"},
		NATGateway{At: at, Gateway: "nat-new-1", VPC: "vpc-1", Subnet: "subnet-3", Address: address},
		Route{At: at, Table: "rtb-1", After: &toNAT},
		GatewayTable{At: at, Endpoint: "vpce-5\nrm -rf /\n$(reboot)`x`\u2028", Table: "rtb-'1\" ${a} %{b}"},
	}
	return out
}

// TestRender compares every format with its golden file, and parses it: HCL by
// hcl, YAML by yaml, the script by sh -n, which needs a POSIX shell.
func TestRender(t *testing.T) {
	forward := examples()
	for name, changes := range map[string][]Change{"changes": forward, "undo": Invert(forward), "nothing": nil} {
		for _, f := range Formats() {
			t.Run(name+"/"+string(f), func(t *testing.T) {
				text, err := Render(changes, f)
				if err != nil {
					t.Fatal(err)
				}
				parses(t, f, text)
				golden := filepath.Join("testdata", name+"."+string(f))
				if *update {
					if err := os.WriteFile(golden, []byte(text), 0o600); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(golden)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(string(want), text); diff != "" {
					t.Error(diff)
				}
			})
		}
	}
	if _, err := Render(forward, "cobol"); err == nil {
		t.Error("a format that is none is taken")
	}
}

func parses(t *testing.T, f Format, text string) {
	t.Helper()
	switch f {
	case Terraform:
		if _, diagnostics := hclsyntax.ParseConfig([]byte(text), "x.tf", hcl.InitialPos); diagnostics.HasErrors() {
			t.Errorf("%v in\n%s", diagnostics, text)
		}
	case CloudFormation:
		var out map[string]any
		if err := yaml.Unmarshal([]byte(text), &out); err != nil {
			t.Errorf("%v in\n%s", err, text)
		}
	case CLI:
		c := exec.Command("sh", "-n")
		c.Stdin = strings.NewReader(text)
		if out, err := c.CombinedOutput(); err != nil {
			t.Errorf("%v: %s in\n%s", err, out, text)
		}
	}
}

// TestScriptSaysWhatIsMeant runs the script with an aws that prints its arguments:
// each must arrive as it was meant, whatever an id holds (a POSIX shell).
func TestScriptSaysWhatIsMeant(t *testing.T) {
	text, err := Render(examples(), CLI)
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command("sh")
	c.Env = []string{"PATH=/nowhere"}
	c.Stdin = strings.NewReader("aws() { case \"$*\" in *'--output text'*) echo made-$2;; *) for a in \"$@\"; do printf '<%s>' \"$a\"; done; echo;; esac; }\n" + text)
	raw, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, raw)
	}
	out := string(raw)
	for _, want := range []string{
		"<--vpc-endpoint-id><vpce-5\nrm -rf /\n$(reboot)`x`\u2028><--add-route-table-ids><rtb-'1\" ${a} %{b}>",
		`<--group-id><made-create-security-group><--ip-permissions>`,
		`"UserIdGroupPairs":[{"GroupId":"made-create-security-group"}]`,
		`<--nat-gateway-id><made-create-nat-gateway>`,
		`<--policy-document><{"Statement":[{"Sid":"it's ${aws:username}\n"}]}>`,
		`<--enable-dns-hostnames><{"Value":true}>`,
	} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
}

// TestPriceOfChanges: only endpoints and gateways cost, and undoing gives back what doing took.
func TestPriceOfChanges(t *testing.T) {
	list := cost.List()
	if got := Price(examples(), list, "eu-west-1").String(); got != "$62.78" {
		t.Errorf("%s: %q", got, Price(examples(), list, "eu-west-1").Inputs)
	}
	both := Price(examples(), list, "eu-west-1").Plus(Price(Invert(examples()), list, "eu-west-1"))
	if got := both.String(); got != "$0" {
		t.Error(got)
	}
	if got := Price(examples(), list, "eu-west-2").String(); got != "unknown price" {
		t.Error(got)
	}
}

func TestKey(t *testing.T) {
	seen := map[string]string{}
	for _, c := range append(examples(), Invert(examples())...) {
		key := Key(c)
		if other, ok := seen[key]; ok {
			t.Errorf("%q and %q have one key", other, c.Describe())
		}
		seen[key] = c.Describe()
	}
}
