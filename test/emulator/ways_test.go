package emulator

import (
	"path/filepath"
	"slices"
	"testing"

	"mooring/internal/inventory"
	"mooring/internal/saved"
)

// TestEmulatorExtension_WaysAreUnderstood reads back what leads out of the
// unused VPC beside its gateways and endpoints, from a snapshot of the account.
func TestEmulatorExtension_WaysAreUnderstood(t *testing.T) {
	s, _ := truthAccount(t)
	dir := filepath.Join(t.TempDir(), "answers")
	if r := s.mooring(t, keys(), "snapshot", dir); r.code != 0 {
		t.Fatalf("snapshot ended with %d:\n%s", r.code, r.stderr)
	}
	source, err := saved.Load(dir, saved.Options{})
	if err != nil {
		t.Fatal(err)
	}
	snapshot := source.Snapshot()
	vpcs := snapshot.VPCs()
	v := vpcs[slices.IndexFunc(vpcs, func(v *inventory.VPC) bool { return v.CIDRs[0].String() == "10.60.0.0/16" })]

	connection := only(t, "VPN connections", snapshot.VPNConnections(v.Scope))
	gateway := understood(t, "virtual gateway", snapshot.VirtualGateway(v.Scope, connection.VirtualGateway))
	if gateway.State != "available" || !slices.Equal(gateway.VPCs, []string{v.ID}) {
		t.Errorf("virtual gateway: %+v", gateway)
	}
	balancer := only(t, "load balancers", snapshot.LoadBalancers(v))
	listener := only(t, "listeners", snapshot.Listeners(v.Scope, balancer.ARN))
	if len(listener.TargetGroups) != 1 || listener.Port != 443 || !inventory.Is(balancer.CrossZone, false) {
		t.Errorf("load balancer %+v, listener %+v", balancer, listener)
	}
	group := understood(t, "target group", snapshot.TargetGroup(v.Scope, listener.TargetGroups[0]))
	if target := only(t, "targets", group.Targets); target.ID != "10.60.1.9" {
		t.Errorf("target: %+v", target)
	}
	association := only(t, "service networks", snapshot.ServiceNetworkAssociations(v))
	if groups := understood(t, "groups of the association", association.Groups); len(groups) != 1 {
		t.Errorf("groups: %v", groups)
	}
	if c := understood(t, "encryption control", snapshot.EncryptionControl(v)); c != nil {
		t.Errorf("encryption control: %+v", c)
	}
}

// understood ends the test where a value is unknown.
func understood[T any](t *testing.T, what string, v inventory.Value[T]) T {
	t.Helper()
	out, ok := v.Get()
	if !ok {
		t.Fatalf("%s: %s", what, v.Why())
	}
	return out
}

func only[T any](t *testing.T, what string, v inventory.Value[[]T]) T {
	t.Helper()
	all := understood(t, what, v)
	if len(all) != 1 {
		t.Fatalf("%d %s, want one", len(all), what)
	}
	return all[0]
}
