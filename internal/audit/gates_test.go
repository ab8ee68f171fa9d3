package audit

import (
	"os"
	"slices"
	"testing"

	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// TestOperationsDeclareTheirGates refuses each operation in worlds that use all
// kinds of paths: the gates that become unknown are those the operation declares,
// and every declared gate becomes unknown in one of the worlds (pure).
func TestOperationsDeclareTheirGates(t *testing.T) {
	worlds := []string{
		"base", "nat-works", "public-address-present", "group-egress-tight", "domain-vpc-only", "middlebox-route", "peering-route",
		"transit-gateway-route", "firewall-route", "s3-interface-takes-all", "block-public-access-nat-excluded", "group-prefix-list-half", "prefix-list-of-a-customer", "endpoint-policy-absent",
		"firewall-s3-only", "firewall-central-filtered", "transit-gateways-peered", "firewall-association",
		"endpoint-policy-organization-known", "policy-beside", "load-balancer",
	}
	sources := namedWorlds(t)
	for _, name := range worlds {
		sources[name] = answersOf(t, readWorld(t, "testdata/worlds/"+name+".txtar").files)
	}
	for _, name := range []string{"t2-004", "t2-009", "t2-013", "t2-021"} {
		sources[name] = withReferences(answersOf(t, os.DirFS("testdata/oracle/"+name+"/world")))
	}
	seen := map[string]map[inventory.Gate]bool{}
	for name, answers := range sources {
		before := unclearGates(answers)
		for _, operation := range operationsOf(answers) {
			for gate := range unclearGates(denied(answers, operation)) {
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

// withReferences asks every transit gateway route table for prefix lists, and
// finds none.
func withReferences(answers []inventory.Answer) []inventory.Answer {
	out := slices.Clone(answers)
	for _, a := range answers {
		if a.Operation == "ec2:SearchTransitGatewayRoutes" {
			a.Operation, a.Body = "ec2:GetTransitGatewayPrefixListReferences", []byte(`{"TransitGatewayPrefixListReferences":[]}`)
			out = append(out, a)
		}
	}
	return out
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
				if p.Policy == nil || d.ID != "s3" {
					continue // policies of keys and the like are not read
				}
				for _, g := range p.Policy.Statements {
					if g.Outcome == reach.Unclear {
						out[g.Kind] = true
					}
				}
			}
		}
	}
	return out
}
