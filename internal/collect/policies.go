package collect

import (
	"encoding/json"
	"slices"
	"strings"

	"mooring/internal/inventory"
)

// policyOperations read what decides beside the network: once for an account,
// and of no service more than an account's resources name.
func policyOperations(on *apis) []operation {
	filter := []string{"Role", "LocalManagedPolicy", "AWSManagedPolicy"}
	return []operation{
		read(on.iam.GetAccountAuthorizationDetails).with("MaxItems", 1000).with("Filter", filter),
		read(on.units.DescribeOrganization),
	}
}

// deepest is how many units may stand between an account and the root
// (Organizations User Guide, orgs_reference_limits).
const deepest = 5

// ownParents climbs from the account to the root, with the policies of each
// unit on the way.
func ownParents(on *apis) operation {
	policies := []operation{ownPolicies(on, inventory.ServiceControlPolicies), ownPolicies(on, inventory.ResourceControlPolicies)}
	for i := range policies {
		policies[i] = policies[i].named("TargetId", "Id")
	}
	unit := func(o object) bool { return strings.HasPrefix(o.text("Id"), "ou-") }
	climb := read(on.units.ListParents).with("MaxResults", 20).named("ChildId", "Id").only(unit).each(policies...)
	for range deepest {
		climb = read(on.units.ListParents).with("MaxResults", 20).named("ChildId", "Id").only(unit).each(append(slices.Clone(policies), climb)...)
	}
	climb.from, climb.when = nil, nil
	return climb
}

// ownPolicies are the policies of one kind that are attached to an account or unit.
func ownPolicies(on *apis, filter string) operation {
	return read(on.units.ListPoliciesForTarget).with("MaxResults", 20).with("Filter", filter).each(read(on.units.DescribePolicy).named("PolicyId", "Id"))
}

// bound is the account, where it is in an organization whose policies bind it:
// those of the management account do not (Organizations User Guide, orgs_manage_policies_scps).
func bound(account string) func([]reply) []object {
	return func(answers []reply) []object {
		for _, a := range answers {
			var body struct {
				Organization struct {
					Management string `json:"MasterAccountId"`
				}
			}
			if a.operation != "organizations:DescribeOrganization" || json.Unmarshal(a.body, &body) != nil || body.Organization.Management == account {
				continue
			}
			raw, err := json.Marshal(account)
			if err == nil && account != "" {
				return []object{{"ChildId": raw, "TargetId": raw}}
			}
		}
		return nil
	}
}

// namedBuckets are the buckets that resources name, but for those that AWS keeps.
func namedBuckets(answers []reply) []object {
	var names []string
	for _, a := range answers {
		if strings.HasPrefix(a.operation, "sagemaker:Describe") {
			names = append(names, inventory.BucketsIn(a.body)...)
		}
	}
	var out []object
	for _, name := range sortedSet(names) {
		if raw, err := json.Marshal(name); err == nil && !strings.HasPrefix(name, "jumpstart-") {
			out = append(out, object{"Bucket": raw})
		}
	}
	return out
}
