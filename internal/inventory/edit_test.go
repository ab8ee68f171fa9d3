package inventory_test

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mooring/internal/inventory"
	"mooring/internal/saved"
)

func switchedOff(t *testing.T) *inventory.Snapshot {
	t.Helper()
	source, err := saved.LoadFS(os.DirFS("../../examples/switched-off"), saved.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return source.Snapshot()
}

// TestEditSharesTheRest: an edit leaves the old snapshot alone, and the new one
// holds every untouched object by the same pointer (pure, on the demo world).
func TestEditSharesTheRest(t *testing.T) {
	s := switchedOff(t)
	if got := s.Changed(s); len(got) > 0 {
		t.Fatalf("a snapshot differs from itself: %v", got)
	}
	vpc := s.VPCs()[0]
	groups, _ := s.SecurityGroups(vpc).Get()
	old := groups[0]
	edited := *old
	edited.Ingress = nil
	gateway := &inventory.VPCEndpoint{Meta: inventory.Meta{Key: inventory.Key{Scope: vpc.Scope, Kind: inventory.KindVPCEndpoint, ID: s.NewID("vpce")}}, VPC: vpc.ID}
	next, err := s.With(&edited, gateway)
	if err != nil {
		t.Fatal(err)
	}
	want := []inventory.Key{edited.Key, gateway.Key}
	if diff := cmp.Diff(want, next.Changed(s)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(want, s.Changed(next)); diff != "" {
		t.Error(diff)
	}
	if now, _ := s.SecurityGroup(vpc.Scope, old.ID).Get(); now != old || s.VPCEndpoint(vpc.Scope, gateway.ID).Known() {
		t.Error("the old snapshot changed")
	}
	if now, _ := next.SecurityGroup(vpc.Scope, old.ID).Get(); now != &edited {
		t.Error("the edit is not found by id")
	}
	all, _ := next.SecurityGroups(vpc).Get()
	if all[0] != &edited || len(all) != len(groups) || all[1] != groups[1] {
		t.Error("the edit is not found by VPC, or others are not shared")
	}
	if endpoints, _ := next.VPCEndpoints(vpc).Get(); endpoints[len(endpoints)-1] != gateway {
		t.Error("the new object is not found by VPC")
	}
	back, err := next.Without(gateway)
	if err != nil {
		t.Fatal(err)
	}
	if back, err = back.With(old); err != nil {
		t.Fatal(err)
	}
	if got := back.Changed(s); len(got) > 0 {
		t.Errorf("taken back and still changed: %v", got)
	}
}

func TestEditRefusals(t *testing.T) {
	s := switchedOff(t)
	subnets, _ := s.Subnets(s.VPCs()[0]).Get()
	if _, err := s.With(subnets[0]); err == nil {
		t.Error("a subnet was edited")
	}
	absent := &inventory.VPCEndpoint{Meta: inventory.Meta{Key: inventory.Key{ID: "vpce-new-7"}}}
	if _, err := s.Without(absent); err == nil {
		t.Error("what is not there was taken away")
	}
}

func TestNewID(t *testing.T) {
	s := switchedOff(t)
	id := s.NewID("vpce")
	if id != "vpce-new-1" || !inventory.IsNewID(id) || inventory.IsNewID("vpce-0123456789abcdef0") || inventory.IsNewID("vpce-new-") {
		t.Error(id)
	}
	next, err := s.With(&inventory.VPCEndpoint{Meta: inventory.Meta{Key: inventory.Key{ID: id}}})
	if err != nil || next.NewID("vpce") != "vpce-new-2" {
		t.Errorf("%v, %v", next.NewID("vpce"), err)
	}
}

// TestEditKeepsWhatWasNotUnderstood: an unknown object is not overwritten.
func TestEditKeepsWhatWasNotUnderstood(t *testing.T) {
	s := inventory.Build([]inventory.Answer{{Operation: "ec2:DescribeSecurityGroups", Body: []byte(`{"SecurityGroups":[{"GroupId":"sg-1","VpcId":"vpc-1","IpPermissions":[]}]}`)}}, inventory.Origin{})
	group := &inventory.SecurityGroup{Meta: inventory.Meta{Key: inventory.Key{Kind: inventory.KindSecurityGroup, ID: "sg-1"}}, VPC: "vpc-1"}
	if _, err := s.With(group); err == nil {
		t.Error("a group that was not understood was overwritten")
	}
}
