package emulator

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// actions are what the printed policy allows.
func (s *server) actions(t *testing.T) []string {
	t.Helper()
	var policy struct {
		Statement []struct{ Effect, Action any }
	}
	out := s.mooring(t, nil, "permissions")
	if err := json.Unmarshal([]byte(out.stdout), &policy); err != nil {
		t.Fatalf("read the policy: %v\n%s", err, out.stdout)
	}
	var actions []string
	for _, statement := range policy.Statement {
		switch a := statement.Action.(type) {
		case string:
			actions = append(actions, a)
		case []any:
			for _, one := range a {
				actions = append(actions, one.(string))
			}
		}
	}
	slices.Sort(actions)
	return actions
}

// actionOf is the IAM action of a call, which is its name except for these.
func actionOf(operation string) string {
	switch operation {
	case "tagging:GetResources":
		return "tag:GetResources"
	case "s3:GET": // its requests do not name their operation
		return "s3:GetBucketPolicy"
	}
	return operation
}

// TestEmulatorExtension_PermissionsAreTheCalls compares the printed policy
// with the calls that the emulator saw: the account holds something of every
// kind, so every call has a reason to be made. The first version of the AutoML
// describe is asked where the second refuses a name.
func TestEmulatorExtension_PermissionsAreTheCalls(t *testing.T) {
	s, _ := truthAccount(t)
	if err := s.forget(); err != nil {
		t.Fatal(err)
	}
	s.audit(t)
	if err := s.behave(rule{Operation: "sagemaker:DescribeAutoMLJobV2", Answer: "refuse"}); err != nil {
		t.Fatal(err)
	}
	s.audit(t)
	var made []string
	for operation := range s.usage(t).Operations {
		made = append(made, actionOf(operation))
	}
	// The emulated account is in no organization, so there are no units and policies to ask for.
	made = append(made, "organizations:DescribePolicy", "organizations:ListParents", "organizations:ListPoliciesForTarget")
	slices.Sort(made)
	if diff := cmp.Diff(s.actions(t), made); diff != "" {
		t.Errorf("printed policy and calls made (-printed +made):\n%s", diff)
	}
}

// fixedCalls are the lists, some asked once for each running status of a job,
// and the policies of the four buckets that resources name.
const fixedCalls = 108

// TestEmulatorExtension_CallsAreFew holds the number of calls: about one per
// resource, and a bounded number besides.
func TestEmulatorExtension_CallsAreFew(t *testing.T) {
	s, all := truthAccount(t)
	if err := s.forget(); err != nil {
		t.Fatal(err)
	}
	s.audit(t)
	u, here := s.usage(t), all.in(firstAccount, firstRegion)
	vpcs, domains := len(shapes())+2, 0
	for _, f := range here {
		if f.kind == "domain" {
			domains++
		}
	}
	if most := fixedCalls + len(here)*11/10 + 4*vpcs + domains; u.Requests > most {
		t.Errorf("%d calls for %d resources, %d VPCs and %d domains, at most %d: %v", u.Requests, len(here), vpcs, domains, most, u.Operations)
	}
}
