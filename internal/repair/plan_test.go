package repair_test

import (
	"os"
	"strings"
	"testing"

	"mooring/internal/change"
	"mooring/internal/cost"
	"mooring/internal/inventory"
	"mooring/internal/reach"
	"mooring/internal/repair"
)

// TestPlanOfTheDemo repairs the whole demo account, step by step, and judges the
// end of it (pure, on saved answers).
func TestPlanOfTheDemo(t *testing.T) {
	s := snapshotOf(t, os.DirFS("../../examples/switched-off"))
	road := repair.Plan(s, nil, repair.Policy{})
	now := s
	for _, step := range road.Steps {
		t.Log(step.Text(), step.Opens)
		if !step.Clean() || len(step.Repairs) == 0 {
			t.Errorf("not clean: %s", step.Text())
		}
		next, err := change.Apply(now, step.Changes)
		if err != nil {
			t.Fatal(err)
		}
		now = next
	}
	if before, after := len(stranded(s)), len(stranded(now)); before == 0 || after != 0 || len(road.Left) != 0 {
		t.Errorf("%d resources are stranded, %d after %d steps; left %v", before, after, len(road.Steps), road.Left)
	}
	if len(road.Steps) > 12 {
		t.Errorf("%d steps: equal repairs are not merged", len(road.Steps))
	}
	for _, f := range change.Formats() {
		var all []change.Change
		for _, step := range road.Steps {
			all = append(all, step.Changes...)
		}
		if text, err := change.Render(all, f); err != nil || text == "" {
			t.Errorf("%s: %v", f, err)
		}
	}
}

func resourceOf(t *testing.T, s *inventory.Snapshot, name string) inventory.Resource {
	t.Helper()
	for _, r := range s.Resources() {
		if r.Head().Name == name {
			return r
		}
	}
	t.Fatalf("no %s", name)
	return nil
}

// TestInternetOnlyWhenAsked: a public package index is repaired by a NAT gateway
// alone, and only where the policy says so.
func TestInternetOnlyWhenAsked(t *testing.T) {
	s := world(t, "base")
	lab := resourceOf(t, s, "lab")
	closed, err := repair.Find(s, nil, lab, "pypi", repair.Policy{})
	if err != nil || len(closed) != 0 {
		t.Errorf("%v, %v", closed, err)
	}
	open, err := repair.Find(s, nil, lab, "pypi", repair.Policy{AllowInternet: true})
	if err != nil || len(open) == 0 {
		t.Fatalf("%v, %v", open, err)
	}
	told := false
	for _, e := range open[0].Breaks {
		told = told || e.Dependency == "internet" && e.Before == string(reach.ExposureNone) && e.After == string(reach.ExposureNAT)
	}
	if !told || open[0].Clean() {
		t.Errorf("the new way to the internet is not told: %+v", open[0])
	}
	for _, other := range []string{"s3", "sagemaker.api", "ecr.api"} {
		found, err := repair.Find(s, nil, lab, other, repair.Policy{AllowInternet: true})
		if err != nil || len(found) > 0 && !found[0].Clean() {
			t.Errorf("%s: %v, %v", other, found, err)
		}
	}
}

// TestPreference: what is free goes before what costs, and a price that is not
// known is none.
func TestPreference(t *testing.T) {
	for _, c := range []struct{ world, dependency, first, price string }{
		{"route-missing", "s3", "vpce-00000053: associate it with rtb-000000aa", "$0"},
		{"interface-endpoint-missing", "sts", "vpc-00000001: create the security group sg-new-1", "$8.03"},
		{"group-egress-none", "sagemaker.api", "sg-000000aa: let TCP 443 out to sg-000000ee", "$0"},
		{"dns-hostnames-off", "sts", "vpc-00000001: set enableDnsHostnames to true", "$0"},
		{"interface-endpoint-private-dns-off", "sagemaker.api", "vpce-00000001: switch private DNS on", "$0"},
		{"gateway-endpoint-user-route", "s3", "rtb-000000aa: remove the route 52.218.0.0/18 to nat-000000dd", "$0"},
		{"acl-one-s3-range", "s3", "acl-000000aa: add rule 80 allow TCP 32768-60999 in from 52.92.0.0/17", "$0"},
	} {
		t.Run(c.world, func(t *testing.T) {
			s := world(t, c.world)
			found, err := repair.Find(s, nil, resourceOf(t, s, "lab"), c.dependency, repair.Policy{})
			if err != nil || len(found) == 0 {
				t.Fatalf("%v, %v", found, err)
			}
			if got := found[0]; got.Changes[0].Describe() != c.first || got.Monthly.String() != c.price || !got.Clean() {
				t.Errorf("%s", got.Text())
			}
		})
	}
	none, err := cost.Parse([]byte("{date: 2026-11-01, currency: USD, regions: {us-east-1: {nat-gateway-hour: '1'}}}"))
	if err != nil {
		t.Fatal(err)
	}
	s := world(t, "interface-endpoint-missing")
	found, err := repair.Find(s, nil, resourceOf(t, s, "lab"), "sts", repair.Policy{Prices: none})
	if err != nil || len(found) == 0 || !strings.Contains(found[0].Text(), "unknown price/month") {
		t.Errorf("%v, %v", found, err)
	}
}

// TestNoRepair: what no change of the network can mend, what is whole, and what
// is no dependency.
func TestNoRepair(t *testing.T) {
	for _, c := range []struct{ world, name, dependency string }{
		{"base", "lab", "sts"},
		{"endpoint-policy-with-deny", "lab", "sts"},
		{"interface-endpoint-state", "lab", "sts"},
		{"base", "lab", "pypi"},
	} {
		s := world(t, c.world)
		if found, err := repair.Find(s, nil, resourceOf(t, s, c.name), c.dependency, repair.Policy{}); err != nil || len(found) > 0 {
			t.Errorf("%s: %s → %s: %v, %v", c.world, c.name, c.dependency, found, err)
		}
	}
	base := world(t, "base")
	if _, err := repair.Find(base, nil, resourceOf(t, base, "lab"), "gopher", repair.Policy{}); err == nil {
		t.Error("gopher is a dependency")
	}
}

// TestAlikeTwice: the same question has the same answer, to the byte.
func TestAlikeTwice(t *testing.T) {
	text := func() string {
		var out strings.Builder
		for _, step := range repair.Plan(landOf(11), nil, repair.Policy{}).Steps {
			script, _ := change.Render(step.Changes, change.CLI)
			out.WriteString(step.Text() + strings.Join(step.Opens, "\n") + script)
		}
		return out.String()
	}
	if a, b := text(), text(); a != b || a == "" {
		t.Errorf("%s\n\n%s", a, b)
	}
}
