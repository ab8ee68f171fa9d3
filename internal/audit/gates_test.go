package audit

import (
	"slices"
	"testing"

	"mooring/internal/inventory"
	"mooring/internal/reach"
	"mooring/internal/saved"
)

// TestOperationsDeclareTheirGates refuses each operation in worlds that use all
// kinds of paths: the gates that become unknown are those the operation declares,
// and every declared gate becomes unknown in one of the worlds (pure).
func TestOperationsDeclareTheirGates(t *testing.T) {
	worlds := []string{
		"base", "nat-works", "public-address-present", "group-egress-tight", "domain-vpc-only", "middlebox-route", "peering-route",
		"transit-gateway-route", "firewall-route", "s3-interface-takes-all", "block-public-access-nat-excluded", "group-prefix-list-half", "prefix-list-of-a-customer", "endpoint-policy-absent",
	}
	seen := map[string]map[inventory.Gate]bool{}
	for _, name := range worlds {
		source, err := saved.LoadFS(readWorld(t, "testdata/worlds/"+name+".txtar").files, saved.Options{})
		if err != nil {
			t.Fatal(err)
		}
		before := unclearGates(source.Answers)
		for _, operation := range operationsOf(source.Answers) {
			for gate := range unclearGates(denied(source.Answers, operation)) {
				if before[gate] {
					continue
				}
				if seen[operation] == nil {
					seen[operation] = map[inventory.Gate]bool{}
				}
				seen[operation][gate] = true
				if o, ok := inventory.OperationByName(operation); ok && o.Service() != "sagemaker" && !slices.Contains(o.Gates, gate) {
					t.Errorf("%s: without %s gate %s is unknown, which the operation does not declare", name, operation, gate)
				}
			}
		}
	}
	for _, o := range inventory.Operations() {
		for _, gate := range o.Gates {
			if !seen[o.Name][gate] {
				t.Errorf("%s declares gate %s, which never becomes unknown without it", o.Name, gate)
			}
		}
	}
}

func unclearGates(answers []inventory.Answer) map[inventory.Gate]bool {
	s := inventory.Build(answers, inventory.Origin{})
	engine := reach.New(s, nil)
	out := map[inventory.Gate]bool{}
	for _, r := range s.Resources() {
		for _, d := range engine.Resource(r).Dependencies {
			for _, p := range d.Proofs {
				for _, g := range p.Unknown() {
					out[g.Kind] = true
				}
			}
		}
	}
	return out
}
