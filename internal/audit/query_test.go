package audit

import (
	"net/netip"
	"slices"
	"testing"

	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// queried asks a world one question from its notebook.
func queried(t *testing.T, world string, change func(w *world), ask func(s *inventory.Snapshot) reach.Goal) []*reach.Proof {
	t.Helper()
	w := openWorld(t, world)
	if change != nil {
		change(w)
	}
	s := inventory.Build(answersOf(t, w.files), inventory.Origin{})
	for _, r := range s.Resources() {
		if r.Head().Kind == inventory.KindNotebook {
			proofs, err := reach.New(s, nil).Query(reach.Start{Resource: r}, ask(s))
			if err != nil {
				t.Fatal(err)
			}
			return proofs
		}
	}
	t.Fatal("no notebook")
	return nil
}

func block(text string) func(*inventory.Snapshot) reach.Goal {
	return func(*inventory.Snapshot) reach.Goal {
		return reach.Goal{Prefix: netip.MustParsePrefix(text), Protocol: inventory.AllProtocols}
	}
}

// TestAllProtocolsAreAsked: blocked is a proof only where no port of any protocol
// gets through, also where the far side's rules alone tell ports apart (pure).
func TestAllProtocolsAreAsked(t *testing.T) {
	endpoint := func(s *inventory.Snapshot) reach.Goal {
		for _, n := range s.Interfaces() {
			for _, v := range s.VPCs() {
				all, _ := s.VPCEndpoints(v).Get()
				for _, e := range all {
					if len(e.Interfaces) > 0 && e.Interfaces[0] == n.ID {
						return reach.Goal{Interface: n.ID, Protocol: inventory.AllProtocols}
					}
				}
			}
		}
		t.Fatal("no endpoint")
		return reach.Goal{}
	}
	for _, p := range queried(t, "base", nil, endpoint) {
		if p.Verdict != reach.VerdictPartial {
			t.Errorf("verdict %s: its group admits TCP 443 alone, so some get through", p.Verdict)
		}
	}
}

// TestBlockBeyondWhatIsKnown: a block is more than the interfaces that were read
// in it; what a virtual private gateway leads to is not known (pure).
func TestBlockBeyondWhatIsKnown(t *testing.T) {
	beyond := func(w *world) {
		w.each("describe-route-tables", "RouteTables", func(table item) {
			if table["RouteTableId"] == "rtb-000000aa" {
				table["Routes"] = append(table["Routes"].([]any), item{"DestinationCidrBlock": "10.0.0.0/8", "GatewayId": "vgw-00000001", "Origin": "CreateRoute", "State": "active"})
			}
		})
	}
	for _, p := range queried(t, "base", beyond, block("10.0.0.0/8")) {
		unknown := false
		for _, path := range p.Paths {
			unknown = unknown || path.Verdict == reach.VerdictUnknown
		}
		if p.Verdict == reach.VerdictBlocked || !unknown {
			t.Errorf("verdict %s, and nothing unknown is told", p.Verdict)
		}
	}
}

// TestLoadBalancersUndescribed: the interface of a load balancer that no answer
// describes takes what its listeners do, so nothing is said to be reached there
// (pure).
func TestLoadBalancersUndescribed(t *testing.T) {
	const plain = "eni-000000b1"
	ask := func(*inventory.Snapshot) reach.Goal { return reach.Goal{Interface: plain, Port: 443} }
	own := func(name, value string) func(*world) {
		return func(w *world) {
			w.each("describe-network-interfaces", "NetworkInterfaces", func(item) {}, item{
				"NetworkInterfaceId": plain, "VpcId": "vpc-00000001", "SubnetId": "subnet-000000e1", "PrivateIpAddress": "10.20.40.77", "SourceDestCheck": true, "Status": "in-use",
				"PrivateIpAddresses": []any{item{"Primary": true, "PrivateIpAddress": "10.20.40.77"}}, "Groups": []any{item{"GroupId": "sg-000000ee"}}, "InterfaceType": "interface", name: value,
			})
		}
	}
	for name, test := range map[string]struct {
		change func(*world)
		want   reach.Verdict
	}{
		"an interface of a customer's":   {own("Description", "tracking server"), reach.VerdictReachable},
		"an Application Load Balancer's": {own("Description", "ELB app/tracking/0123456789abcdef"), reach.VerdictUnknown},
		"a Network Load Balancer's":      {own("InterfaceType", "network_load_balancer"), reach.VerdictUnknown},
	} {
		for _, p := range queried(t, "base", test.change, ask) {
			if p.Verdict != test.want {
				t.Errorf("%s: %s, want %s; %v", name, p.Verdict, test.want, p.Failing())
			}
		}
	}
}

// TestTheRouteThatWins: of several routes to one target a proof names the one that
// wins (pure).
func TestTheRouteThatWins(t *testing.T) {
	narrow := func(w *world) { w.routes("rtb-000000aa", [3]string{"140.82.112.0/20", "NatGatewayId", "nat-00000001"}) }
	for _, p := range queried(t, "nat-works", narrow, func(*inventory.Snapshot) reach.Goal {
		return reach.Goal{Prefix: netip.MustParsePrefix("140.82.112.3/32"), Port: 443}
	}) {
		var rules []string
		for _, g := range p.Paths[0].Gates {
			if g.Kind == inventory.GateRoute && g.Object[0] == "rtb-000000aa" && g.Leg == reach.Forward {
				rules = append(rules, g.Rule)
			}
		}
		if want := []string{"140.82.112.0/20 → nat-00000001"}; !slices.Equal(rules, want) {
			t.Errorf("%q, want %q", rules, want)
		}
	}
}
