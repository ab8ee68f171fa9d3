package reach

import (
	"net/netip"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"mooring/internal/inventory"
	"mooring/internal/netset"
	"mooring/internal/saved"
)

// firewallWorld reads a small world of saved answers (its format: the README
// beside the base world).
func firewallWorld(t *testing.T, name string) *inventory.Snapshot {
	t.Helper()
	files := fstest.MapFS{}
	for _, file := range []string{"../audit/testdata/worlds/base.txtar", filepath.Join("../audit/testdata/worlds", name+".txtar")} {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range archive.Files {
			files[f.Name] = &fstest.MapFile{Data: f.Data}
		}
	}
	delete(files, "expect.json")
	source, err := saved.LoadFS(files, saved.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return source.Snapshot()
}

// TestFirewallWorlds asks the firewalls of the saved worlds about a client and
// a name (pure, on saved answers).
func TestFirewallWorlds(t *testing.T) {
	const s3, pypi = "52.218.4.4", "151.101.0.223"
	for _, tt := range []struct {
		world, endpoint, vpc, dst, host string
		want                            Outcome
		filtered                        string
	}{
		{"firewall-s3-only", "vpce-000000f1", "vpc-00000001", s3, ".s3.eu-west-1.amazonaws.com", Passes, ""},
		{"firewall-s3-only", "vpce-000000f1", "vpc-00000001", pypi, "pypi.example.net", Fails, ""},
		{"firewall-asymmetric", "vpce-000000f1", "vpc-00000001", s3, ".s3.eu-west-1.amazonaws.com", Passes, ""},
		{"firewall-allow-list-strict", "vpce-000000f1", "vpc-00000001", s3, ".s3.eu-west-1.amazonaws.com", Passes, ""},
		{"firewall-allow-list-strict", "vpce-000000f1", "vpc-00000001", pypi, "pypi.example.net", Fails, ""},
		{"firewall-allow-list-strict", "vpce-000000f1", "vpc-00000001", pypi, anyName, Passes, ".amazonaws.com"},
		{"firewall-drop-strict", "vpce-000000f1", "vpc-00000001", s3, ".s3.eu-west-1.amazonaws.com", Fails, ""},
		{"firewall-central-bypass", "vpce-000000f2", "vpc-00000002", pypi, "pypi.example.net", Passes, ""},
		{"firewall-central-bypass", "vpce-000000f2", "vpc-00000002", pypi, anyName, Passes, ""},
		{"firewall-central-filtered", "vpce-000000f2", "vpc-00000002", pypi, "pypi.example.net", Fails, ""},
		{"firewall-central-filtered", "vpce-000000f2", "vpc-00000002", pypi, anyName, Passes, ".amazonaws.com"},
	} {
		t.Run(tt.world+" "+tt.host, func(t *testing.T) {
			e := cutEnvironment(t, firewallWorld(t, tt.world), tt.vpc, "10.20.10.50/32", tt.dst+"/32")
			found := e.firewallOf(tt.endpoint)
			f, ok := found.Get()
			if !ok || f == nil {
				t.Fatalf("no firewall: %v", found.Why())
			}
			src, dst := netip.MustParseAddr("10.20.10.50"), netip.MustParseAddr(tt.dst)
			p := inspected{src: e.space.Range(src, src), dst: e.space.Range(dst, dst), flow: flow{inventory.TCP, 443}, client: clientPorts, host: tt.host}
			i := partOf(t, f.inspect(p, Forward), src, dst)
			if i.outcome != tt.want || strings.Join(i.filtered, " ") != tt.filtered || !i.stateful {
				t.Errorf("%s by %q (%s), filtered %v; want %s, %q", i.outcome, i.rule, i.why, i.filtered, tt.want, tt.filtered)
			}
		})
	}
}

// cutEnvironment is a fabric of one VPC with the cuts of its firewalls and some more.
func cutEnvironment(t testing.TB, s *inventory.Snapshot, vpc string, loose ...string) *environment {
	t.Helper()
	v, ok := s.VPC(inventory.Scope{}, vpc).Get()
	if !ok {
		t.Fatalf("no %s", vpc)
	}
	f := &fabric{vpcs: map[string]*environment{}}
	e := newEnvironment(s, nil, v)
	e.fabric = f
	var b netset.Builder
	e.cut(&b)
	e.cutFirewalls(&b)
	for _, p := range prefixes(loose...) {
		b.CutPrefix(p)
	}
	f.space = b.Space()
	e.settleSets()
	return e
}
