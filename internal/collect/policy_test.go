package collect

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"mooring/internal/inventory"
)

func decodePolicy(t *testing.T, raw []byte) []statement {
	t.Helper()
	var document struct {
		Version   string
		Statement []statement
	}
	if err := json.Unmarshal(raw, &document); err != nil {
		t.Fatal(err)
	}
	if document.Version != "2012-10-17" {
		t.Errorf("version %q: only 2012-10-17 knows policy variables", document.Version)
	}
	return document.Statement
}

func TestPurePolicyOnlyReads(t *testing.T) {
	raw := Policy(Options{})
	statements := decodePolicy(t, raw)
	if len(statements) != 1 {
		t.Fatalf("%d statements, want 1", len(statements))
	}
	actions := statements[0].Action
	if !slices.IsSorted(actions) || len(slices.Compact(slices.Clone(actions))) != len(actions) {
		t.Error("actions are not a sorted set")
	}
	reading := regexp.MustCompile(`^[a-z0-9-]+:(Describe|List|Get|Search)[A-Za-z0-9]+$`)
	for _, a := range actions {
		if !reading.MatchString(a) {
			t.Errorf("%s is not a reading action", a)
		}
	}
	if want := len(inventory.Operations()); len(actions) != want {
		t.Errorf("%d actions for %d operations", len(actions), want)
	}
	// A managed policy may have 6,144 characters, white space not counted.
	if n := len(strings.Join(strings.Fields(string(raw)), "")); n > 6144 {
		t.Errorf("policy has %d characters", n)
	}
}

func TestPurePolicyFollowsTheOptions(t *testing.T) {
	plain := decodePolicy(t, Policy(Options{}))[0].Action
	everywhere := decodePolicy(t, Policy(Options{Regions: []string{"all"}}))[0].Action
	if slices.Contains(plain, "ec2:DescribeRegions") || !slices.Contains(everywhere, "ec2:DescribeRegions") {
		t.Error("DescribeRegions is needed for all Regions and for nothing else")
	}
	role := decodePolicy(t, Policy(Options{Role: "audit"}))
	if len(role) != 2 || role[1].Resource != "arn:*:iam::*:role/audit" || !slices.Equal(role[1].Action, []string{"sts:AssumeRole"}) {
		t.Errorf("a role to assume gives %+v", role[1:])
	}
	models := decodePolicy(t, Policy(Options{Kinds: []inventory.Kind{inventory.KindModel}}))[0].Action
	if slices.Contains(models, "sagemaker:ListDomains") || !slices.Contains(models, "sagemaker:DescribeModel") {
		t.Error("the policy for models is not that of models")
	}
}
