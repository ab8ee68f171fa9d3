package repair_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"mooring/internal/inventory"
	"mooring/internal/reach"
	"mooring/internal/repair"
)

// dark is a world where the base's VPC has its DNS support off.
func dark(t *testing.T, name string) *inventory.Snapshot {
	t.Helper()
	s := world(t, name)
	for _, v := range s.VPCs() {
		c := *v
		c.DNSSupport = inventory.Known(false)
		next, err := s.With(&c)
		if err != nil {
			t.Fatal(err)
		}
		s = next
	}
	return s
}

// TestRefusals: whatever is stranded has a proposal or a reason why not (pure, on
// saved answers).
func TestRefusals(t *testing.T) {
	for _, c := range []struct {
		name       string
		s          *inventory.Snapshot
		dependency string
		want       string // the first reason; "" where there is a proposal
		opens      bool
	}{
		{"DNS support beside a NAT route", dark(t, "nat-works"), "sts", "vpc-00000001: set enableDnsSupport to true would let it reach pypi, conda, github, huggingface on the internet by nat-00000001", true},
		{"DNS support without one", dark(t, "base"), "sts", "", false},
		{"a statement that denies", world(t, "endpoint-policy-with-deny"), "sts", "no change is known for endpoint policy: sts:AssumeRole: statement 2 of the policy of vpce-00000003 denies it", false},
		{"an endpoint that nobody accepted", world(t, "interface-endpoint-state"), "sts", "no change is known for interface endpoint of vpce-00000003: the endpoint is pendingacceptance", false},
		{"a group that was not read", world(t, "dangling-group"), "sts", "sg-000000ee: admit TCP 443 from sg-00000bad; sg-000000ee: admit TCP 443 from 10.20.10.0/24 would not be enough: security group egress: cannot be decided without sg-00000bad is referred to and not in what was read", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			lab := resourceOf(t, c.s, "lab")
			_, refused := repair.Best(c.s, reach.New(c.s, nil), nil, []inventory.Resource{lab}, repair.Policy{})
			got, opens := "", false
			for _, r := range refused {
				if r.Dependency == c.dependency && r.Resource == lab.Head().ReportID() {
					got, opens = r.Reasons[0].Text(), r.Reasons[0].Opens
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" || opens != c.opens {
				t.Errorf("opens %t\n%s", opens, diff)
			}
		})
	}
}

// TestNothingIsPassedOverInSilence: in every world whatever counts and is blocked
// has a proposal that mends it, or a reason why not (pure, on saved answers).
func TestNothingIsPassedOverInSilence(t *testing.T) {
	for name, s := range worlds(t) {
		proposals, refused := repair.Best(s, reach.New(s, nil), nil, s.Resources(), repair.Policy{})
		told := map[string]bool{}
		for _, p := range proposals {
			for _, e := range p.Repairs {
				told[e.Resource+" "+e.Dependency] = true
			}
		}
		for _, r := range refused {
			if len(r.Reasons) == 0 || r.Reasons[0].Text() == "" {
				t.Errorf("%s: %+v", name, r)
			}
			if told[r.Resource+" "+r.Dependency] {
				t.Errorf("%s: %s → %s is repaired and refused", name, r.Resource, r.Dependency)
			}
			told[r.Resource+" "+r.Dependency] = true
		}
		for r, lost := range stranded(s) {
			n := r.Network()
			if n.Finished || inventory.Is(n.Mode, inventory.ModeInherited) {
				continue
			}
			for _, d := range lost {
				if !told[r.Head().ReportID()+" "+d.ID] {
					t.Errorf("%s: nothing is said of %s → %s", name, r.Head().Name, d.ID)
				}
			}
		}
	}
}
