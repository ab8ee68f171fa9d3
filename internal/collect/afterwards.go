package collect

import (
	"bytes"
	"encoding/json"
	"strings"

	"mooring/internal/inventory"
)

// later is an operation asked once everything else was answered, about
// subjects that several answers name together.
type later struct {
	operation operation
	items     func(answers []reply) []object
}

// reply is an answer as later questions see it.
type reply struct {
	operation string
	body      json.RawMessage // nil when it failed
}

func afterwards(on *apis, account string) []later {
	return []later{
		{read(on.ec2.GetManagedPrefixListEntries).with("MaxResults", 100), unansweredPrefixLists},
		{read(on.route53.ListResourceRecordSets).with("MaxItems", 300), privateZones},
		{read(on.resolver.ListFirewallRules).with("MaxResults", 100), ruleGroups},
		{read(on.resolver.ListFirewallDomains).with("MaxResults", 5000), ownDomainLists},
		{read(on.efs.DescribeMountTargets).with("MaxItems", 100), mountedFileSystems},
		{read(on.s3.GetBucketPolicy), namedBuckets},
		{ownParents(on), bound(account)},
		{ownPolicies(on, inventory.ServiceControlPolicies), bound(account)},
		{ownPolicies(on, inventory.ResourceControlPolicies), bound(account)},
	}
}

// unansweredPrefixLists are the managed prefix lists whose addresses
// DescribePrefixLists does not give: customers' own, and AWS's but for the
// services with gateway endpoints.
func unansweredPrefixLists(answers []reply) []object {
	const id = "PrefixListId"
	addressed := map[string]bool{}
	for _, o := range itemsOf(answers, "ec2:DescribePrefixLists", "PrefixLists") {
		addressed[o.text(id)] = len(o["Cidrs"]) > len("[]")
	}
	var out []object
	for _, o := range itemsOf(answers, "ec2:DescribeManagedPrefixLists", "PrefixLists") {
		if !addressed[o.text(id)] {
			out = append(out, object{id: o[id]})
		}
	}
	return out
}

// privateZones are the customers' own zones that answer in a VPC; the hidden ones
// of endpoints and file systems are told by their owner.
func privateZones(answers []reply) []object {
	const id = "HostedZoneId"
	var out []object
	for _, o := range itemsOf(answers, "route53:ListHostedZonesByVPC", "HostedZoneSummaries") {
		var owner struct{ OwningService string }
		if json.Unmarshal(o["Owner"], &owner) != nil || owner.OwningService == "" {
			out = append(out, object{id: o[id]})
		}
	}
	return append(out, held(answers, "hostedzone", id)...)
}

// ruleGroups are the DNS Firewall rule groups that stand in a VPC.
func ruleGroups(answers []reply) []object {
	const id = "FirewallRuleGroupId"
	var out []object
	for _, o := range itemsOf(answers, "route53resolver:ListFirewallRuleGroupAssociations", "FirewallRuleGroupAssociations") {
		out = append(out, object{id: o[id]})
	}
	return append(out, held(answers, "firewall-rule-group", id)...)
}

// ownDomainLists are the customers' domain lists; AWS does not show its own.
func ownDomainLists(answers []reply) []object {
	var out []object
	for _, o := range itemsOf(answers, "route53resolver:ListFirewallDomainLists", "FirewallDomainLists") {
		if o.text("ManagedOwnerName") == "" {
			out = append(out, object{"FirewallDomainListId": o["Id"]})
		}
	}
	return out
}

// held are the resources of one kind that Route 53 Profiles hold, under the
// member that asks for them.
func held(answers []reply, kind, member string) []object {
	var out []object
	for _, o := range itemsOf(answers, "route53profiles:ListProfileResourceAssociations", "ProfileResourceAssociations") {
		_, resource, _ := strings.Cut(o.text("ResourceArn"), kind+"/")
		if raw, err := json.Marshal(resource); err == nil && resource != "" {
			out = append(out, object{member: raw})
		}
	}
	return out
}

func itemsOf(answers []reply, operation, items string) []object {
	var out []object
	for _, a := range answers {
		if a.operation != operation {
			continue
		}
		var body map[string]json.RawMessage
		if json.Unmarshal(a.body, &body) == nil {
			found, _ := objects(body[items])
			out = append(out, found...)
		}
	}
	return out
}

// mountedFileSystems are the EFS file systems that SageMaker resources mount
// beside a domain's home. FSx ids look the same, so the member around the id
// decides.
func mountedFileSystems(answers []reply) []object {
	var out []object
	for _, a := range answers {
		if !strings.HasPrefix(a.operation, "sagemaker:Describe") || !bytes.Contains(a.body, []byte(`"FileSystemId"`)) {
			continue
		}
		var body any
		if json.Unmarshal(a.body, &body) == nil {
			out = append(out, mounts("", body)...)
		}
	}
	return out
}

// mounts walks a document for EFS ids: FileSystemDataSource says its type,
// EFSFileSystem and EFSFileSystemConfig are EFS by name.
func mounts(name string, v any) []object {
	var out []object
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			out = append(out, mounts(name, e)...)
		}
	case map[string]any:
		id, _ := v["FileSystemId"].(string)
		efs := name == "EFSFileSystem" || name == "EFSFileSystemConfig" || v["FileSystemType"] == "EFS"
		if id != "" && efs {
			raw, _ := json.Marshal(id)
			out = append(out, object{"FileSystemId": raw})
		}
		for k, e := range v {
			out = append(out, mounts(k, e)...)
		}
	}
	return out
}
