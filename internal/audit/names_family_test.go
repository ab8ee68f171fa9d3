package audit

import (
	"testing"

	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// TestZoneOfOneFamily: a private zone with IPv4 addresses alone is all the answer
// that a client with IPv6 gets for a public name (D4; pure, on saved answers).
func TestZoneOfOneFamily(t *testing.T) {
	service, _ := inventory.ServiceByID("huggingface")
	zone := func(w *world) {
		var records []string
		for _, host := range service.HostNames("aws", "eu-west-1") {
			records = append(records, record(host, "A", "140.82.112.3"))
		}
		w.zone("Z00000001", service.HostNames("aws", "eu-west-1")[0], records...)
	}
	for name, test := range map[string]struct {
		change func(*world)
		want   reach.Verdict
	}{
		"public DNS": {func(*world) {}, reach.VerdictReachable},
		"the zone":   {zone, reach.VerdictBlocked},
	} {
		change := func(w *world) { openSix(w); test.change(w) }
		for _, p := range queried(t, "dualstack", change, func(*inventory.Snapshot) reach.Goal { return reach.Goal{Service: &service} }) {
			if p.Verdict != test.want {
				t.Errorf("%s: %s, want %s; %v %v", name, p.Verdict, test.want, p.Failing(), p.Unknown())
			}
		}
	}
}
