package collect

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mooring/internal/inventory"
)

func TestSyntheticServerDescribesWhatIsListed(t *testing.T) {
	start(t, map[string]answerer{
		"sagemaker:ListNotebookInstances": func(q request) response {
			if q.text("NextToken") == "" {
				return response{200, `{"NotebookInstances":[{"NotebookInstanceName":"a"},{"NotebookInstanceName":"b"}],"NextToken":"t1"}`, false}
			}
			return response{200, `{"NotebookInstances":[{"NotebookInstanceName":"c"}],"NewListMember":7}`, false}
		},
		"sagemaker:DescribeNotebookInstance": func(q request) response {
			return response{200, `{"NotebookInstanceName":"` + q.text("NotebookInstanceName") + `","CreationTime":1.7e9,"MemberOfTheFuture":{"x":[1]}}`, false}
		},
	})
	got := collected(t, Options{})
	want := map[string]string{
		"sagemaker:ListNotebookInstances":      `{"NewListMember":7,"NotebookInstances":[{"NotebookInstanceName":"a"},{"NotebookInstanceName":"b"},{"NotebookInstanceName":"c"}]}`,
		"sagemaker:DescribeNotebookInstance b": `{"CreationTime":1.7e9,"MemberOfTheFuture":{"x":[1]},"NotebookInstanceName":"b"}`,
		"sagemaker:DescribeNotebookInstance c": `{"CreationTime":1.7e9,"MemberOfTheFuture":{"x":[1]},"NotebookInstanceName":"c"}`,
	}
	for key, body := range want {
		if diff := cmp.Diff(body, string(got[key].Body)); diff != "" {
			t.Errorf("%s: %s", key, diff)
		}
	}
	scope := inventory.Scope{Partition: "aws", Account: "111122223333", Region: "eu-west-1"}
	if diff := cmp.Diff(scope, got["sagemaker:ListNotebookInstances"].Scope); diff != "" {
		t.Error(diff)
	}
}

func TestSyntheticServerXMLIsSpeltAsTheCommandLineDoes(t *testing.T) {
	start(t, map[string]answerer{
		"ec2:DescribeNatGateways": ok(`<DescribeNatGatewaysResponse><natGatewaySet><item><natGatewayId>nat-1</natGatewayId><state>available</state>` +
			`<createTime>2026-01-02T03:04:05.000Z</createTime><tagSet/><natGatewayAddressSet><item><publicIp>192.0.2.1</publicIp><isPrimary>true</isPrimary></item></natGatewayAddressSet>` +
			`</item></natGatewaySet></DescribeNatGatewaysResponse>`),
	})
	got := collected(t, Options{})
	want := `{"NatGateways":[{"CreateTime":"2026-01-02T03:04:05Z","NatGatewayAddresses":[{"IsPrimary":true,"PublicIp":"192.0.2.1"}],"NatGatewayId":"nat-1","State":"available","Tags":[]}]}`
	if diff := cmp.Diff(want, string(got["ec2:DescribeNatGateways"].Body)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(`{"Subnets":[]}`, string(got["ec2:DescribeSubnets"].Body)); diff != "" {
		t.Errorf("asked and none is an empty list: %s", diff)
	}
}

func TestSyntheticServerSubjects(t *testing.T) {
	s := start(t, oneOfEverything())
	got := collected(t, Options{})
	for _, key := range []string{
		"ec2:DescribeVpcAttribute vpc-1/enableDnsSupport", "ec2:DescribeVpcAttribute vpc-1/enableDnsHostnames",
		"route53:ListHostedZonesByVPC vpc-1", "sagemaker:DescribeUserProfile DomainId-1/UserProfileName-1",
		"sagemaker:DescribeSpace DomainId-1/SpaceName-1", "sagemaker:DescribeModelBiasJobDefinition MonitoringJobDefinitionName-1",
		"elasticfilesystem:DescribeMountTargets fs-home", "elasticfilesystem:DescribeMountTargets fs-data",
		"ec2:GetManagedPrefixListEntries pl-mine", "ec2:GetTransitGatewayPrefixListReferences tgw-rtb-1",
		"elasticloadbalancing:DescribeListeners arn:lb", "elasticloadbalancing:DescribeLoadBalancerAttributes arn:lb",
		"elasticloadbalancing:DescribeTargetHealth arn:tg", "elasticloadbalancing:DescribeTargetGroupAttributes arn:tg",
		"vpc-lattice:ListServiceNetworkVpcAssociations vpc-1", "vpc-lattice:GetServiceNetworkVpcAssociation snva-1", "sagemaker:DescribeAutoMLJob AutoMLJobName-1",
		"route53resolver:ListResolverEndpointIpAddresses rslvr-in-1", "route53resolver:ListFirewallRules rslvr-frg-1", "route53resolver:ListFirewallRules rslvr-frg-held",
		"route53resolver:ListFirewallDomains rslvr-fdl-1", "route53profiles:ListProfileResourceAssociations rp-1", "route53:ListResourceRecordSets ZHELD",
	} {
		if got[key].Body == nil {
			t.Errorf("%s was not read", key)
		}
	}
	for _, key := range []string{"ec2:GetManagedPrefixListEntries pl-s3", "elasticfilesystem:DescribeMountTargets fs-lustre", "sagemaker:DescribeAutoMLJobV2 AutoMLJobName-1", "route53resolver:ListFirewallDomains rslvr-fdl-aws"} {
		if _, ok := got[key]; ok {
			t.Errorf("%s should not be among the answers", key)
		}
	}
	if region := got["route53:ListHostedZonesByVPC vpc-1"].Region; region != "" {
		t.Errorf("a global answer has Region %q", region)
	}
	if zone := s.of("route53:ListHostedZonesByVPC")[0]; zone.text("vpcregion") != "eu-west-1" {
		t.Errorf("hosted zones were asked with %v", zone.members)
	}
}

// The calls made, the permissions printed and the operations declared are one set.
func TestSyntheticServerSeesExactlyThePolicy(t *testing.T) {
	s := start(t, oneOfEverything())
	collected(t, Options{})
	var declared []string
	for _, o := range inventory.Operations() {
		declared = append(declared, o.Name)
	}
	slices.Sort(declared)
	if diff := cmp.Diff(declared, s.called()); diff != "" {
		t.Errorf("operations (-) and calls that arrived (+):\n%s", diff)
	}
	if asked := s.of("route53:ListResourceRecordSets"); len(asked) != 2 {
		t.Errorf("records were asked of %d zones: one of the VPC's two is the customer's own, and a Profile holds one", len(asked))
	}
	permitted := decodePolicy(t, Policy(Options{}))[0].Action
	for _, name := range s.called() {
		o, _ := inventory.OperationByName(name)
		if !slices.Contains(permitted, o.IAMAction()) {
			t.Errorf("%s was called and %s is not in the policy", name, o.IAMAction())
		}
	}
}

const association = "arn:aws:vpc-lattice:eu-west-1:111122223333:servicenetworkvpcassociation/snva-1"

// VPC Lattice begins its members with a small letter, the token for the next
// page too; what stands behind the first page must not be lost.
func TestSyntheticServerLatticePages(t *testing.T) {
	start(t, map[string]answerer{"vpc-lattice:ListResourceGateways": func(q request) response {
		if q.text("nextToken") == "" {
			return response{200, `{"items":[{"id":"rgw-1"}],"nextToken":"more"}`, false}
		}
		return response{200, `{"items":[{"id":"rgw-2"}]}`, false}
	}})
	got := collected(t, Options{})["vpc-lattice:ListResourceGateways"]
	if diff := cmp.Diff(`{"Items":[{"id":"rgw-1"},{"id":"rgw-2"}]}`, string(got.Body)); diff != "" || got.Cut != "" {
		t.Errorf("%s%s", diff, got.Cut)
	}
}

// oneOfEverything answers each list with one item that carries every id asked
// of it later.
func oneOfEverything() map[string]answerer {
	out := map[string]answerer{
		"sagemaker:DescribeDomain":      ok(`{"DomainId":"DomainId-1","HomeEfsFileSystemId":"fs-home"}`),
		"sagemaker:DescribeAutoMLJobV2": refuse(400, jsonError("ValidationException")),
		"sagemaker:DescribeTrainingJob": ok(`{"OutputDataConfig":{"S3OutputPath":"s3://models.out/x"},"InputDataConfig":[{"DataSource":{"FileSystemDataSource":{"FileSystemId":"fs-data","FileSystemType":"EFS"}}},` +
			`{"DataSource":{"FileSystemDataSource":{"FileSystemId":"fs-lustre","FileSystemType":"FSxLustre"}}}]}`),
		"ec2:DescribeVpcs":               ok(`<DescribeVpcsResponse><vpcSet><item><vpcId>vpc-1</vpcId></item></vpcSet></DescribeVpcsResponse>`),
		"ec2:DescribeManagedPrefixLists": ok(`<DescribeManagedPrefixListsResponse><prefixListSet><item><prefixListId>pl-s3</prefixListId></item><item><prefixListId>pl-mine</prefixListId></item></prefixListSet></DescribeManagedPrefixListsResponse>`),
		"ec2:DescribePrefixLists":        ok(`<DescribePrefixListsResponse><prefixListSet><item><prefixListId>pl-s3</prefixListId><cidrSet><item>192.0.2.0/24</item></cidrSet></item></prefixListSet></DescribePrefixListsResponse>`),
		"route53:ListHostedZonesByVPC": ok(`<ListHostedZonesByVPCResponse><HostedZoneSummaries>` +
			`<HostedZoneSummary><HostedZoneId>ZMINE</HostedZoneId><Name>corp.example.</Name><Owner><OwningAccount>111122223333</OwningAccount></Owner></HostedZoneSummary>` +
			`<HostedZoneSummary><HostedZoneId>ZHIDDEN</HostedZoneId><Name>efs.example.</Name><Owner><OwningService>efs.amazonaws.com</OwningService></Owner></HostedZoneSummary>` +
			`</HostedZoneSummaries></ListHostedZonesByVPCResponse>`),
		"vpc-lattice:ListServiceNetworkVpcAssociations": ok(`{"items":[{"arn":"` + association + `","id":"snva-1","vpcId":"vpc-1"}]}`),
		"vpc-lattice:GetServiceNetworkVpcAssociation":   ok(`{"arn":"` + association + `","vpcId":"vpc-1","securityGroupIds":["sg-1"]}`),
		"elasticloadbalancing:DescribeLoadBalancers": ok(`<DescribeLoadBalancersResponse><DescribeLoadBalancersResult><LoadBalancers><member><LoadBalancerArn>arn:lb</LoadBalancerArn></member></LoadBalancers>` +
			`</DescribeLoadBalancersResult></DescribeLoadBalancersResponse>`),
		"elasticloadbalancing:DescribeTargetGroups": ok(`<DescribeTargetGroupsResponse><DescribeTargetGroupsResult><TargetGroups><member><TargetGroupArn>arn:tg</TargetGroupArn></member></TargetGroups>` +
			`</DescribeTargetGroupsResult></DescribeTargetGroupsResponse>`),
		"ec2:DescribeTransitGatewayRouteTables":             ok(`<DescribeTransitGatewayRouteTablesResponse><transitGatewayRouteTables><item><transitGatewayRouteTableId>tgw-rtb-1</transitGatewayRouteTableId></item></transitGatewayRouteTables></DescribeTransitGatewayRouteTablesResponse>`),
		"route53resolver:ListResolverEndpoints":             ok(`{"ResolverEndpoints":[{"Id":"rslvr-in-1"}]}`),
		"route53resolver:ListFirewallRuleGroupAssociations": ok(`{"FirewallRuleGroupAssociations":[{"Id":"rslvr-frgassoc-1","FirewallRuleGroupId":"rslvr-frg-1"}]}`),
		"route53resolver:ListFirewallDomainLists":           ok(`{"FirewallDomainLists":[{"Id":"rslvr-fdl-1"},{"Id":"rslvr-fdl-aws","ManagedOwnerName":"Route 53 Resolver DNS Firewall"}]}`),
		"route53resolver:ListFirewallDomains":               ok(`{"Domains":["*.amazonaws.com."]}`),
		"route53profiles:ListProfileAssociations":           ok(`{"ProfileAssociations":[{"Id":"rpassoc-1","ProfileId":"rp-1","ResourceId":"vpc-1"}]}`),
		"route53profiles:ListProfileResourceAssociations": ok(`{"ProfileResourceAssociations":[{"Id":"rpr-1","ResourceArn":"arn:aws:route53:::hostedzone/ZHELD"},` +
			`{"Id":"rpr-2","ResourceArn":"arn:aws:route53resolver:eu-west-1:444455556666:firewall-rule-group/rslvr-frg-held"}]}`),
	}
	maps.Copy(out, oneFirewall())
	maps.Copy(out, oneOrganization())
	for _, list := range sagemakerOperations(new(apis)) {
		item := map[string]string{}
		for _, next := range list.then {
			for _, name := range next.declared().Subject {
				item[next.itemMember(name)] = next.itemMember(name) + "-1"
			}
		}
		raw, _ := json.Marshal(map[string]any{list.declared().Items: []any{item}})
		out[list.name] = ok(string(raw))
	}
	return out
}

// oneFirewall is a firewall, its policy, a rule group of either engine and an endpoint in another VPC.
func oneFirewall() map[string]answerer {
	return map[string]answerer{
		"network-firewall:ListFirewalls":    ok(`{"Firewalls":[{"FirewallName":"f","FirewallArn":"arn:f"}]}`),
		"network-firewall:DescribeFirewall": ok(`{"Firewall":{"FirewallArn":"arn:f","FirewallPolicyArn":"arn:p"},"FirewallStatus":{"Status":"READY"},"UpdateToken":"t"}`),
		"network-firewall:DescribeFirewallPolicy": ok(`{"FirewallPolicy":{"StatelessRuleGroupReferences":[{"Priority":1,"ResourceArn":"arn:s"}],` +
			`"StatefulRuleGroupReferences":[{"ResourceArn":"arn:g"},{"ResourceArn":"arn:g"}]},"FirewallPolicyResponse":{"FirewallPolicyArn":"arn:p"}}`),
		"network-firewall:ListVpcEndpointAssociations": ok(`{"VpcEndpointAssociations":[{"VpcEndpointAssociationArn":"arn:a"}]}`),
	}
}

func TestSyntheticServerFollowsFirewalls(t *testing.T) {
	start(t, oneFirewall())
	got := collected(t, Options{})
	for _, key := range []string{
		"network-firewall:DescribeFirewall arn:f", "network-firewall:DescribeFirewallPolicy arn:p", "network-firewall:DescribeRuleGroup arn:s",
		"network-firewall:DescribeRuleGroup arn:g", "network-firewall:DescribeVpcEndpointAssociation arn:a",
	} {
		if got[key].Body == nil {
			t.Errorf("%s was not read", key)
		}
	}
}

func TestSyntheticServerHistoryIsBounded(t *testing.T) {
	s := start(t, nil)
	now := time.Date(2026, 3, 20, 12, 0, 0, 0, time.UTC)
	collected(t, Options{Since: 48 * time.Hour, Now: func() time.Time { return now }})
	since := float64(now.Add(-48 * time.Hour).Unix())
	for _, o := range jobLists(new(apis)) {
		var states []string
		for _, q := range s.of(o.name) {
			state, asked := q.members["StatusEquals"].(string)
			switch {
			case asked && q.members["CreationTimeBefore"] == since:
				states = append(states, state)
			case !asked && q.members["CreationTimeAfter"] == since:
			default:
				t.Errorf("%s asked with %v", o.name, q.members)
			}
		}
		if diff := cmp.Diff(sortedSet(slices.Clone(o.running)), sortedSet(states)); diff != "" {
			t.Errorf("%s: older jobs that run (-want +asked):\n%s", o.name, diff)
		}
	}
}

func TestSyntheticServerAnswersAreTheSameEveryTime(t *testing.T) {
	many := func(q request) response {
		var items []string
		for i := range 40 {
			items = append(items, fmt.Sprintf(`{"ModelName":"m-%02d"}`, i))
		}
		return response{200, `{"Models":[` + strings.Join(items, ",") + `]}`, false}
	}
	late := func(q request) response {
		time.Sleep(time.Duration(len(q.text("ModelName"))*time.Now().Nanosecond()%7) * time.Millisecond)
		if strings.HasSuffix(q.text("ModelName"), "7") {
			return response{400, jsonError("AccessDeniedException"), false}
		}
		return response{200, `{"ModelName":"` + q.text("ModelName") + `"}`, false}
	}
	start(t, map[string]answerer{"sagemaker:ListModels": many, "sagemaker:DescribeModel": late})
	now := func() time.Time { return time.Unix(1.7e9, 0) }
	first, origin, err := Run(t.Context(), Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		again, o, err := Run(t.Context(), Options{Now: now})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(first, again) + cmp.Diff(origin, o); diff != "" {
			t.Fatal(diff)
		}
	}
	want := inventory.Origin{Kind: "live", Accounts: []string{"111122223333"}, Regions: []string{"eu-west-1"}, TakenAt: "2023-11-14T22:13:20Z"}
	if diff := cmp.Diff(want, origin); diff != "" {
		t.Error(diff)
	}
}

func TestSyntheticServerProgress(t *testing.T) {
	start(t, oneOfEverything())
	var events []Event
	answers, _, err := Run(t.Context(), Options{Progress: func(e Event) { events = append(events, e) }})
	if err != nil {
		t.Fatal(err)
	}
	if len(events) != len(answers) {
		t.Errorf("%d events for %d answers", len(events), len(answers))
	}
	last := events[len(events)-1]
	if last.Open != 0 || last.Answers != len(answers) || last.Calls < len(answers) {
		t.Errorf("the last event is %+v", last)
	}
}
