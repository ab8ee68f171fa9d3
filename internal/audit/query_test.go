package audit

import (
	"net/netip"
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
