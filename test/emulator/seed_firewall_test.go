package emulator

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/networkfirewall"
	"github.com/aws/aws-sdk-go-v2/service/networkfirewall/types"

	"mooring/internal/inventory"
	"mooring/internal/saved"
)

// firewalled makes a firewall of strict order with a domain list, and a second
// endpoint for it.
func (v *vpc) firewalled(subnet string) {
	group := done(v.firewall.CreateRuleGroup(v.ctx, &networkfirewall.CreateRuleGroupInput{
		RuleGroupName: aws.String("names"), Type: types.RuleGroupTypeStateful, Capacity: aws.Int32(10),
		RuleGroup: &types.RuleGroup{
			StatefulRuleOptions: &types.StatefulRuleOptions{RuleOrder: types.RuleOrderStrictOrder},
			RulesSource: &types.RulesSource{RulesSourceList: &types.RulesSourceList{
				GeneratedRulesType: types.GeneratedRulesTypeAllowlist, Targets: []string{".example.com"}, TargetTypes: []types.TargetType{types.TargetTypeTlsSni},
			}},
		},
	})).RuleGroupResponse.RuleGroupArn
	policy := done(v.firewall.CreateFirewallPolicy(v.ctx, &networkfirewall.CreateFirewallPolicyInput{
		FirewallPolicyName: aws.String("names"), FirewallPolicy: &types.FirewallPolicy{
			StatelessDefaultActions: []string{"aws:forward_to_sfe"}, StatelessFragmentDefaultActions: []string{"aws:drop"},
			StatefulDefaultActions: []string{"aws:drop_established"}, StatefulEngineOptions: &types.StatefulEngineOptions{RuleOrder: types.RuleOrderStrictOrder},
			StatefulRuleGroupReferences: []types.StatefulRuleGroupReference{{ResourceArn: group, Priority: aws.Int32(1)}},
		},
	})).FirewallPolicyResponse.FirewallPolicyArn
	firewall := done(v.firewall.CreateFirewall(v.ctx, &networkfirewall.CreateFirewallInput{
		FirewallName: aws.String("gate"), FirewallPolicyArn: policy, VpcId: &v.id, SubnetMappings: []types.SubnetMapping{{SubnetId: &subnet}},
	})).Firewall.FirewallArn
	done(v.firewall.CreateVpcEndpointAssociation(v.ctx, &networkfirewall.CreateVpcEndpointAssociationInput{
		FirewallArn: firewall, VpcId: &v.id, SubnetMapping: &types.SubnetMapping{SubnetId: &subnet},
	}))
}

// TestEmulatorExtension_FirewallsAreUnderstood reads a firewall back from a
// snapshot of the account: what it is made of, and whose its endpoints are.
func TestEmulatorExtension_FirewallsAreUnderstood(t *testing.T) {
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
	all := snapshot.Firewalls()
	if len(all) != 1 || len(all[0].Endpoints) != 1 || !all[0].InSync {
		t.Fatalf("firewalls: %+v", all)
	}
	f := all[0]
	if owner := understood(t, "owner of the endpoint", snapshot.FirewallOf(f.Scope, f.Endpoints[0].ID)); owner != f {
		t.Errorf("owner: %+v", owner)
	}
	if owner := understood(t, "owner of another endpoint", snapshot.FirewallOf(f.Scope, "vpce-0")); owner != nil {
		t.Errorf("owner of another endpoint: %+v", owner)
	}
	policy := understood(t, "policy", snapshot.FirewallPolicy(f.Scope, f.Policy))
	if !policy.Strict || policy.StatelessDefault != inventory.FirewallForward || !slices.Equal(policy.StatefulDefaults, []string{"aws:drop_established"}) {
		t.Errorf("policy: %+v", policy)
	}
	group := understood(t, "rule group", snapshot.FirewallRuleGroup(f.Scope, policy.Stateful[0].ARN))
	if group.DomainList == nil || !slices.Equal(group.DomainList.Targets, []string{".example.com"}) {
		t.Errorf("rule group: %+v", group)
	}
}
