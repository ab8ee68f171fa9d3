package change

import (
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"go.yaml.in/yaml/v3"

	"mooring/internal/cost"
	"mooring/internal/inventory"
)

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
