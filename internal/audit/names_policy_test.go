package audit

import (
	"net/url"
	"slices"
	"testing"

	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// TestPolicyOfOneTarget: what an endpoint's policy denies behind a load balancer
// says nothing of targets that were not tried (L5, P1; pure, on saved answers).
func TestPolicyOfOneTarget(t *testing.T) {
	denies := func(w *world) {
		w.endpoint(stsEndpoint, func(i item) {
			i["PolicyDocument"] = `{"Statement":[{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}]}`
		})
	}
	across := ofELB("describe-load-balancer-attributes", stsBalancer, `"load_balancing.cross_zone.enabled",
      "Value": "false"`, `"load_balancing.cross_zone.enabled",
      "Value": "true"`)
	vague := func(w *world) {
		w.each("describe-target-health-"+url.QueryEscape(stsTargets), "TargetHealthDescriptions", func(i item) {
			if i["Target"].(item)["Id"] == "10.20.41.13" {
				i["TargetHealth"] = item{"State": "unavailable"}
			}
		})
	}
	for name, test := range map[string]struct {
		change func(*world)
		want   reach.Verdict
	}{
		"both are denied":                  {all(denies, across), reach.VerdictBlocked},
		"one is denied, one was not tried": {all(denies, across, vague), reach.VerdictUnknown},
	} {
		w := openWorld(t, "load-balancer")
		test.change(w)
		s := snapshotOf(t, w.files)
		result := reach.New(s, nil).Resource(resourceOf(s, worldResource{Kind: string(inventory.KindNotebook), Resource: "lab"}))
		i := slices.IndexFunc(result.Dependencies, func(d reach.Dependency) bool { return d.ID == "sts" })
		if d := result.Dependencies[i]; d.Verdict != test.want {
			t.Errorf("%s: %s, want %s; %q", name, d.Verdict, test.want, gatesOf(d.Proofs))
		}
	}
}
