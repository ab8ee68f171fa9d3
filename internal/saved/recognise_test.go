package saved

import (
	"cmp"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	gocmp "github.com/google/go-cmp/cmp"

	"mooring/internal/inventory"
)

// tree is a source in memory.
func tree(files map[string]string) fs.FS {
	out := fstest.MapFS{}
	for name, text := range files {
		out[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return out
}

func load(t *testing.T, files map[string]string) *Source {
	t.Helper()
	src, err := LoadFS(tree(files), Options{})
	if err != nil {
		t.Fatalf("load: %v", err)
	}
	return src
}

// told is an answer in one line: scope, operation, subject, outcome.
func told(a inventory.Answer) string {
	line := cmp.Or(a.Account, "-") + " " + cmp.Or(a.Region, "-") + " " + a.Operation
	if a.Subject != "" {
		line += " " + a.Subject
	}
	if code := cmp.Or(a.Failure, a.Cut); code != "" {
		line += " !" + code
	}
	return line
}

func toldAll(answers []inventory.Answer) []string {
	lines := []string{}
	for _, a := range answers {
		lines = append(lines, told(a))
	}
	slices.Sort(lines)
	return lines
}

// TestRecognise gives one file each and wants what it is, by its content first
// and by its name where the content cannot tell.
func TestRecognise(t *testing.T) {
	const (
		arn     = `"arn:aws:sagemaker:eu-west-1:111122223333:`
		elb     = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:"
		lattice = "arn:aws:vpc-lattice:eu-west-1:111122223333:"
	)
	cases := []struct {
		name, file, text string
		want             []string
	}{
		{"list under any name", "a.json", `{"Vpcs":[{"VpcId":"vpc-1","OwnerId":"111122223333"}]}`, []string{"111122223333 - ec2:DescribeVpcs"}},
		{"empty list", "a.json", `{"NatGateways":[]}`, []string{"- - ec2:DescribeNatGateways"}},
		{"null is what some languages write for an empty list", "a.json", `{"NatGateways":null}`, []string{"- - ec2:DescribeNatGateways"}},
		{"several lists in one file", "a.json", `{"Vpcs":[],"Subnets":[]}`, []string{"- - ec2:DescribeSubnets", "- - ec2:DescribeVpcs"}},
		{"names without regard to case", "a.json", `{"vpcs":[{"vpcId":"vpc-1"}]}`, []string{"- - ec2:DescribeVpcs"}},
		{"notebook", "a.json", `{"NotebookInstanceArn":` + arn + `notebook-instance/nb","NotebookInstanceName":"nb","NotebookInstanceStatus":"InService","RoleArn":"r"}`, []string{"111122223333 eu-west-1 sagemaker:DescribeNotebookInstance nb"}},
		{"notebook out of a list", "a.json", `{"NotebookInstanceArn":` + arn + `notebook-instance/nb","NotebookInstanceName":"nb","NotebookInstanceStatus":"InService"}`, []string{"111122223333 eu-west-1 sagemaker:ListNotebookInstances"}},
		{"notebook whose ARN was cut away", "a.json", `{"NotebookInstanceName":"nb","DirectInternetAccess":"Disabled"}`, []string{"- - sagemaker:DescribeNotebookInstance nb"}},
		{"domain", "a.json", `{"DomainArn":` + arn + `domain/d-1","DomainId":"d-1","AppNetworkAccessType":"VpcOnly"}`, []string{"111122223333 eu-west-1 sagemaker:DescribeDomain d-1"}},
		{"profile", "a.json", `{"DomainId":"d-1","UserProfileArn":` + arn + `user-profile/d-1/ann","UserProfileName":"ann"}`, []string{"111122223333 eu-west-1 sagemaker:DescribeUserProfile d-1/ann"}},
		{"processing job of a schedule", "a.json", `{"ProcessingJobArn":` + arn + `processing-job/p","ProcessingJobName":"p","TrainingJobArn":"x","MonitoringScheduleArn":"y","AppSpecification":{}}`, []string{"111122223333 eu-west-1 sagemaker:DescribeProcessingJob p"}},
		{"AutoML, first version", "a.json", `{"AutoMLJobName":"a","AutoMLJobArn":` + arn + `automl-job/a","InputDataConfig":[],"AutoMLJobConfig":{}}`, []string{"111122223333 eu-west-1 sagemaker:DescribeAutoMLJob a"}},
		{"AutoML, second version", "a.json", `{"AutoMLJobName":"a","AutoMLJobArn":` + arn + `automl-job/a","AutoMLProblemTypeConfig":{}}`, []string{"111122223333 eu-west-1 sagemaker:DescribeAutoMLJobV2 a"}},
		{"endpoint names its config", "a.json", `{"EndpointName":"e","EndpointArn":` + arn + `endpoint/e","EndpointConfigName":"c","ProductionVariants":[]}`, []string{"111122223333 eu-west-1 sagemaker:DescribeEndpoint e"}},
		{"inference component names its endpoint", "a.json", `{"InferenceComponentName":"i","InferenceComponentArn":` + arn + `inference-component/i","EndpointArn":` + arn + `endpoint/e","EndpointName":"e","Specification":{}}`, []string{"111122223333 eu-west-1 sagemaker:DescribeInferenceComponent i"}},
		{"data quality definition", "a.json", `{"JobDefinitionArn":` + arn + `data-quality-job-definition/j","JobDefinitionName":"j","DataQualityJobInput":{}}`, []string{"111122223333 eu-west-1 sagemaker:DescribeDataQualityJobDefinition j"}},
		{"bias definition", "a.json", `{"JobDefinitionArn":` + arn + `model-bias-job-definition/j","JobDefinitionName":"j","RoleArn":"r"}`, []string{"111122223333 eu-west-1 sagemaker:DescribeModelBiasJobDefinition j"}},
		{"list of definitions by ARN", "a.json", `{"JobDefinitionSummaries":[{"MonitoringJobDefinitionName":"j","MonitoringJobDefinitionArn":` + arn + `model-quality-job-definition/j"}]}`, []string{"111122223333 eu-west-1 sagemaker:ListModelQualityJobDefinitions"}},
		{"empty list of definitions by name", "list-model-bias-job-definitions.json", `{"JobDefinitionSummaries":[]}`, []string{"- - sagemaker:ListModelBiasJobDefinitions"}},
		{"AWS's prefix lists", "a.json", `{"PrefixLists":[{"PrefixListId":"pl-1","PrefixListName":"com.amazonaws.eu-west-1.s3","Cidrs":[]}]}`, []string{"- eu-west-1 ec2:DescribePrefixLists"}},
		{"managed prefix lists", "a.json", `{"PrefixLists":[{"PrefixListId":"pl-1","PrefixListArn":"arn:aws:ec2:eu-west-1:aws:prefix-list/pl-1","OwnerId":"AWS"}]}`, []string{"- eu-west-1 ec2:DescribeManagedPrefixLists"}},
		{"EFS", "a.json", `{"FileSystems":[{"FileSystemId":"fs-1","NumberOfMountTargets":1,"OwnerId":"111122223333"}]}`, []string{"111122223333 - elasticfilesystem:DescribeFileSystems"}},
		{"FSx", "a.json", `{"FileSystems":[{"FileSystemId":"fs-1","FileSystemType":"LUSTRE"}]}`, []string{"- - fsx:DescribeFileSystems"}},
		{"empty FSx by its service", "fsx/describe-file-systems.json", `{"FileSystems":[]}`, []string{"- - fsx:DescribeFileSystems"}},
		{"VPC attribute", "a.json", `{"VpcId":"vpc-1","EnableDnsSupport":{"Value":true}}`, []string{"- - ec2:DescribeVpcAttribute vpc-1/enableDnsSupport"}},
		{"VPC attribute of a named VPC", "describe-vpc-attribute-vpc-1-enableDnsSupport.json", `{"EnableDnsSupport":{"Value":true}}`, []string{"- - ec2:DescribeVpcAttribute vpc-1/enableDnsSupport"}},
		{"both attributes put together", "vpc-1.json", `{"EnableDnsSupport":{"Value":true},"EnableDnsHostnames":{"Value":true}}`, []string{"- - ec2:DescribeVpcAttribute vpc-1/enableDnsHostnames", "- - ec2:DescribeVpcAttribute vpc-1/enableDnsSupport"}},
		{"prefix-list entries", "get-managed-prefix-list-entries-pl-1.json", `{"Entries":[{"Cidr":"10.0.0.0/8"}]}`, []string{"- - ec2:GetManagedPrefixListEntries pl-1"}},
		{"prefix-list entries in a folder", "pl-0a1/entries.json", `{"Entries":[{"Cidr":"10.0.0.0/8"}]}`, []string{"- - ec2:GetManagedPrefixListEntries pl-0a1"}},
		{"an id, then a Region", "get-managed-prefix-list-entries-pl-1-eu-west-1.json", `{"Entries":[{"Cidr":"10.0.0.0/8"}]}`, []string{"- eu-west-1 ec2:GetManagedPrefixListEntries pl-1"}},
		{"transit gateway routes", "search-transit-gateway-routes-tgw-rtb-1.json", `{"Routes":[],"AdditionalRoutesAvailable":false}`, []string{"- - ec2:SearchTransitGatewayRoutes tgw-rtb-1"}},
		{"more routes than can be had", "search-transit-gateway-routes-tgw-rtb-1.json", `{"Routes":[],"AdditionalRoutesAvailable":true}`, []string{"- - ec2:SearchTransitGatewayRoutes tgw-rtb-1 !Truncated"}},
		{"a file system without mount targets", "describe-mount-targets-fs-1.json", `{"MountTargets":[]}`, []string{"- - elasticfilesystem:DescribeMountTargets fs-1"}},
		{"mount targets of two file systems", "a.json", `{"MountTargets":[{"MountTargetId":"m1","FileSystemId":"fs-1"},{"MountTargetId":"m2","FileSystemId":"fs-2"}]}`, []string{"- - elasticfilesystem:DescribeMountTargets fs-1", "- - elasticfilesystem:DescribeMountTargets fs-2"}},
		{"zones of a VPC", "list-hosted-zones-by-vpc-vpc-1.json", `{"HostedZoneSummaries":[]}`, []string{"- - route53:ListHostedZonesByVPC vpc-1"}},
		{"a zone", "a.json", `{"HostedZone":{"Id":"/hostedzone/Z1","Name":"x."},"VPCs":[]}`, []string{"- - route53:GetHostedZone Z1"}},
		{"records of a zone", "list-resource-record-sets-Z1.json", `{"ResourceRecordSets":[]}`, []string{"- - route53:ListResourceRecordSets Z1"}},
		{"addresses of a Resolver endpoint", "list-resolver-endpoint-ip-addresses-rslvr-in-1.json", `{"IpAddresses":[{"IpId":"rni-1","SubnetId":"subnet-1","Ip":"10.0.0.9"}]}`, []string{"- - route53resolver:ListResolverEndpointIpAddresses rslvr-in-1"}},
		{"rules of a DNS Firewall rule group", "list-firewall-rules-rslvr-frg-1.json", `{"FirewallRules":[]}`, []string{"- - route53resolver:ListFirewallRules rslvr-frg-1"}},
		{"domains of a domain list", "list-firewall-domains-rslvr-fdl-1.json", `{"Domains":["*.corp.example."]}`, []string{"- - route53resolver:ListFirewallDomains rslvr-fdl-1"}},
		{"an empty domain list", "list-firewall-domains-rslvr-fdl-1.json", `{"Domains":[]}`, []string{"- - route53resolver:ListFirewallDomains rslvr-fdl-1"}},
		{"Route 53 Profiles of VPCs", "a.json", `{"ProfileAssociations":[{"Id":"rpassoc-1","ProfileId":"rp-1","ResourceId":"vpc-1"}]}`, []string{"- - route53profiles:ListProfileAssociations"}},
		{"what a Profile holds", "list-profile-resource-associations-rp-1.json", `{"ProfileResourceAssociations":[{"Id":"rpr-1","ResourceArn":"arn:aws:route53:::hostedzone/Z1"}]}`, []string{"- - route53profiles:ListProfileResourceAssociations rp-1"}},
		{"Block Public Access", "a.json", `{"VpcBlockPublicAccessOptions":{"AwsAccountId":"111122223333","AwsRegion":"eu-west-1","InternetGatewayBlockMode":"off"}}`, []string{"111122223333 eu-west-1 ec2:DescribeVpcBlockPublicAccessOptions"}},
		{"caller", "a.json", `{"UserId":"u","Account":"111122223333","Arn":"arn:aws:iam::111122223333:user/ann"}`, []string{"111122223333 - sts:GetCallerIdentity"}},
		{"tags of one resource", "list-tags-arn%3Aaws%3Asagemaker%3Aeu-west-1%3A111122223333%3Adomain%2Fd-1.json", `{"Tags":[{"Key":"a","Value":"b"}]}`, []string{"111122223333 eu-west-1 sagemaker:ListTags arn:aws:sagemaker:eu-west-1:111122223333:domain/d-1"}},
		{"an array of describes", "a.json", `[{"ModelName":"a","ModelArn":` + arn + `model/a","Containers":[]},{"ModelName":"b","ModelArn":` + arn + `model/b","Containers":[]}]`, []string{"111122223333 eu-west-1 sagemaker:DescribeModel a", "111122223333 eu-west-1 sagemaker:DescribeModel b"}},
		{"an array of items", "a.json", `[{"SubnetId":"subnet-1","VpcId":"vpc-1","CidrBlock":"10.0.0.0/24","AvailabilityZone":"eu-west-1a"}]`, []string{"- eu-west-1 ec2:DescribeSubnets"}},
		{"an empty array with an operation's name", "describe-nat-gateways.json", `[]`, []string{"- - ec2:DescribeNatGateways"}},
		{"one resource", "subnet-1.json", `{"RouteTableId":"rtb-1","Routes":[],"VpcId":"vpc-1"}`, []string{"- - ec2:DescribeRouteTables"}},
		{"documents one after another", "a.json", "{\"Vpcs\":[]}\n{\"Subnets\":[]}\n", []string{"- - ec2:DescribeSubnets", "- - ec2:DescribeVpcs"}},
		{"operations' names in other spellings", "DescribeMountTargets_fs-1.json", `{"MountTargets":[]}`, []string{"- - elasticfilesystem:DescribeMountTargets fs-1"}},
		{"byte order mark", "a.json", "\xef\xbb\xbf{\"Vpcs\":[]}", []string{"- - ec2:DescribeVpcs"}},
		{"PowerShell's UTF-16", "a.json", utf16LE(`{"Vpcs":[]}`), []string{"- - ec2:DescribeVpcs"}},
		{"saved for later", "a.json", `{"CustomerGateways":[]}`, []string{"- - ec2:DescribeCustomerGateways"}},
		{"virtual private gateways", "a.json", `{"VpnGateways":[{"VpnGatewayId":"vgw-1","VpcAttachments":[]}]}`, []string{"- - ec2:DescribeVpnGateways"}},
		{"no VPN connection", "a.json", `{"VpnConnections":[]}`, []string{"- - ec2:DescribeVpnConnections"}},
		{"peerings of transit gateways", "a.json", `{"TransitGatewayPeeringAttachments":[]}`, []string{"- - ec2:DescribeTransitGatewayPeeringAttachments"}},
		{"prefix lists of a transit gateway route table", "get-transit-gateway-prefix-list-references-tgw-rtb-1.json", `{"TransitGatewayPrefixListReferences":[]}`, []string{"- - ec2:GetTransitGatewayPrefixListReferences tgw-rtb-1"}},
		{"prefix lists that name their table", "a.json", `{"TransitGatewayPrefixListReferences":[{"TransitGatewayRouteTableId":"tgw-rtb-1","PrefixListId":"pl-1"}]}`, []string{"- - ec2:GetTransitGatewayPrefixListReferences tgw-rtb-1"}},
		{"encryption controls", "a.json", `{"VpcEncryptionControls":[{"VpcEncryptionControlId":"vpcec-1","VpcId":"vpc-1","Mode":"monitor"}]}`, []string{"- - ec2:DescribeVpcEncryptionControls"}},
		{"security groups of other VPCs", "a.json", `{"SecurityGroupVpcAssociations":[{"GroupId":"sg-1","VpcId":"vpc-1","State":"associated"}]}`, []string{"- - ec2:DescribeSecurityGroupVpcAssociations"}},
		{"listeners", "a.json", `{"Listeners":[{"ListenerArn":"` + elb + `listener/net/n/1/2","LoadBalancerArn":"` + elb + `loadbalancer/net/n/1","Port":443}]}`, []string{"111122223333 eu-west-1 elasticloadbalancing:DescribeListeners " + elb + "loadbalancer/net/n/1"}},
		{"no listener", "describe-listeners-arn%3Aaws%3Aelasticloadbalancing%3Aeu-west-1%3A111122223333%3Aloadbalancer%2Fnet%2Fn%2F1.json", `{"Listeners":[]}`, []string{"111122223333 eu-west-1 elasticloadbalancing:DescribeListeners " + elb + "loadbalancer/net/n/1"}},
		{"attributes of a load balancer", "describe-load-balancer-attributes-arn%3Aaws%3Aelasticloadbalancing%3Aeu-west-1%3A111122223333%3Aloadbalancer%2Fnet%2Fn%2F1.json", `{"Attributes":[{"Key":"a","Value":"b"}]}`, []string{"111122223333 eu-west-1 elasticloadbalancing:DescribeLoadBalancerAttributes " + elb + "loadbalancer/net/n/1"}},
		{"attributes of a target group", "describe-target-group-attributes-arn%3Aaws%3Aelasticloadbalancing%3Aeu-west-1%3A111122223333%3Atargetgroup%2Fg%2F1.json", `{"Attributes":[{"Key":"a","Value":"b"}]}`, []string{"111122223333 eu-west-1 elasticloadbalancing:DescribeTargetGroupAttributes " + elb + "targetgroup/g/1"}},
		{"targets", "describe-target-health-arn%3Aaws%3Aelasticloadbalancing%3Aeu-west-1%3A111122223333%3Atargetgroup%2Fg%2F1.json", `{"TargetHealthDescriptions":[]}`, []string{"111122223333 eu-west-1 elasticloadbalancing:DescribeTargetHealth " + elb + "targetgroup/g/1"}},
		{"service networks of VPCs", "a.json", `{"items":[{"arn":"` + lattice + `servicenetworkvpcassociation/snva-1","serviceNetworkArn":"s","vpcId":"vpc-1"}]}`, []string{"111122223333 eu-west-1 vpc-lattice:ListServiceNetworkVpcAssociations vpc-1"}},
		{"no service network", "list-service-network-vpc-associations-vpc-1.json", `{"items":[]}`, []string{"- - vpc-lattice:ListServiceNetworkVpcAssociations vpc-1"}},
		{"a service network's association", "a.json", `{"id":"snva-1","arn":"` + lattice + `servicenetworkvpcassociation/snva-1","serviceNetworkArn":"s","vpcId":"vpc-1","securityGroupIds":[]}`, []string{"111122223333 eu-west-1 vpc-lattice:GetServiceNetworkVpcAssociation snva-1"}},
		{"resource gateways", "a.json", `{"items":[{"arn":"` + lattice + `resourcegateway/rgw-1","id":"rgw-1","vpcIdentifier":"vpc-1"}]}`, []string{"111122223333 eu-west-1 vpc-lattice:ListResourceGateways"}},
		{"resource configurations", "a.json", `{"Items":[{"arn":"` + lattice + `resourceconfiguration/rcfg-1","id":"rcfg-1","type":"SINGLE"}]}`, []string{"111122223333 eu-west-1 vpc-lattice:ListResourceConfigurations"}},
		{"no resource configuration", "list-resource-configurations.json", `{"items":[]}`, []string{"- - vpc-lattice:ListResourceConfigurations"}},
		{"firewall", "a.json", `{"Firewall":{"FirewallName":"f","FirewallArn":"arn:aws:network-firewall:eu-west-1:111122223333:firewall/f"},"FirewallStatus":{},"UpdateToken":"t"}`, []string{"111122223333 eu-west-1 network-firewall:DescribeFirewall arn:aws:network-firewall:eu-west-1:111122223333:firewall/f"}},
		{"firewall policy", "a.json", `{"FirewallPolicy":{},"FirewallPolicyResponse":{"FirewallPolicyName":"p","FirewallPolicyArn":"arn:aws:network-firewall:eu-west-1:111122223333:firewall-policy/p"}}`, []string{"111122223333 eu-west-1 network-firewall:DescribeFirewallPolicy arn:aws:network-firewall:eu-west-1:111122223333:firewall-policy/p"}},
		{"firewall rule group", "a.json", `{"RuleGroup":{"RulesSource":{}},"RuleGroupResponse":{"RuleGroupName":"g","RuleGroupArn":"arn:aws:network-firewall:eu-west-1:111122223333:stateful-rulegroup/g"}}`, []string{"111122223333 eu-west-1 network-firewall:DescribeRuleGroup arn:aws:network-firewall:eu-west-1:111122223333:stateful-rulegroup/g"}},
		{"firewall endpoint of another VPC", "a.json", `{"VpcEndpointAssociation":{"VpcEndpointAssociationArn":"arn:aws:network-firewall:eu-west-1:111122223333:vpc-endpoint-association/a","FirewallArn":"f"},"VpcEndpointAssociationStatus":{}}`, []string{"111122223333 eu-west-1 network-firewall:DescribeVpcEndpointAssociation arn:aws:network-firewall:eu-west-1:111122223333:vpc-endpoint-association/a"}},
		{"policy of a bucket", "get-bucket-policy-data-111122223333.json", `{"Policy":"{}"}`, []string{"- - s3:GetBucketPolicy data-111122223333"}},
		{"policies of roles", "a.json", `{"UserDetailList":[],"RoleDetailList":[],"Policies":[]}`, []string{"- - iam:GetAccountAuthorizationDetails"}},
		{"organization", "a.json", `{"Organization":{"Id":"o-a","Arn":"arn:aws:organizations::444455556666:organization/o-a","MasterAccountId":"444455556666"}}`, []string{"- - organizations:DescribeOrganization"}},
		{"parents of an account", "list-parents-111122223333.json", `{"Parents":[{"Id":"r-1","Type":"ROOT"}]}`, []string{"- - organizations:ListParents 111122223333"}},
		{"policies of a unit", "list-policies-for-target-ou-1%2FSERVICE_CONTROL_POLICY.json", `{"Policies":[]}`, []string{"- - organizations:ListPoliciesForTarget ou-1/SERVICE_CONTROL_POLICY"}},
		{"text of an organization's policy", "describe-policy-p-1.json", `{"Policy":{"PolicySummary":{"Id":"p-1"},"Content":"{}"}}`, []string{"- - organizations:DescribePolicy p-1"}},
		{"no firewall endpoints of other VPCs", "list-vpc-endpoint-associations.json", `{"VpcEndpointAssociations":[]}`, []string{"- - network-firewall:ListVpcEndpointAssociations"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			src := load(t, map[string]string{c.file: c.text})
			if diff := gocmp.Diff(c.want, toldAll(src.Answers)); diff != "" {
				t.Errorf("answers (-want +got):\n%s", diff)
			}
			if len(src.Ignored) > 0 {
				t.Errorf("ignored %v", src.Ignored)
			}
		})
	}
}

func utf16LE(s string) string {
	var b strings.Builder
	b.WriteString("\xff\xfe")
	for i := range len(s) {
		b.WriteByte(s[i])
		b.WriteByte(0)
	}
	return b.String()
}

// TestStrangers wants every file that is no needed answer listed with its
// reason, beside one that is: a stranger is never fatal and never an answer.
func TestStrangers(t *testing.T) {
	cases := []struct{ name, file, text, why string }{
		{"Terraform", "main.tf", `resource "aws_vpc" "a" {}`, "Terraform configuration"},
		{"router", "configs/r1.cfg", "hostname r1\n!", "text that is no JSON"},
		{"Terraform plan", "plan.json", `{"terraform_version":"1.11.4","planned_values":{}}`, "a Terraform plan"},
		{"template", "t.json", `{"Resources":{}}`, "a CloudFormation template"},
		{"other JSON", "package.json", `{"name":"a","version":"1"}`, "a JSON object with name, version"},
		{"numbers", "a.json", `[1,2,3]`, "a JSON array of 3, of which 3 are no AWS resources: a value that is no object"},
		{"empty array", "a.json", `[]`, "an empty JSON array"},
		{"another service's endpoints", "a.json", `{"Endpoints":[{"EndpointArn":"arn:aws:dms:eu-west-1:111122223333:endpoint:x","EndpointName":"x"}]}`, "a JSON object with Endpoints"},
		{"another service's empty endpoints", "describe-endpoints.json", `{"Endpoints":[]}`, "a JSON object with Endpoints"},
		{"another service's apps", "a.json", `{"apps":[]}`, "a JSON object with apps"},
		{"groups of a notebook", "a.json", `{"SecurityGroups":["sg-1"]}`, "a JSON object with SecurityGroups"},
		{"empty prefix lists of either kind", "a.json", `{"PrefixLists":[]}`, "an empty list that may answer ec2:DescribePrefixLists or ec2:DescribeManagedPrefixLists; name the file after the one it is"},
		{"entries of nothing", "a.json", `{"Entries":[{"Cidr":"10.0.0.0/8"}]}`, "ec2:GetManagedPrefixListEntries does not say what was asked about; name the file get-managed-prefix-list-entries-pl-….json"},
		{"an error of nothing", "a.json", `{"Error":{"Code":"AccessDenied","Message":"no"}}`, "an error answer (AccessDenied) that does not say which operation it is of"},
		{"an error that is not needed", "a.err", "An error occurred (AccessDenied) when calling the ListBuckets operation: no", "an error (AccessDenied) of ListBuckets, which is not needed"},
		{"binary", "a.bin", "\x00\x01\x02\xff\xfe", "a binary file"},
		{"empty file", "a.json", "", "empty file"},
		{"a known word beside a known list", "a.json", `{"FlowLogs":[],"Domains":["x"]}`, "a list Domains that is not what its name says, beside others"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			src := load(t, map[string]string{c.file: c.text, "vpcs/x.json": `{"Vpcs":[]}`})
			if diff := gocmp.Diff([]Ignored{{c.file, c.why}}, src.Ignored); diff != "" {
				t.Errorf("ignored (-want +got):\n%s", diff)
			}
			got := slices.DeleteFunc(toldAll(src.Answers), func(s string) bool { return s == "- - ec2:DescribeFlowLogs" })
			if diff := gocmp.Diff([]string{"- - ec2:DescribeVpcs"}, got); diff != "" {
				t.Errorf("answers (-want +got):\n%s", diff)
			}
		})
	}
}

// TestFailures saves errors in place of data, as scripts do.
func TestFailures(t *testing.T) {
	refusal := "User: arn:aws:sts::111122223333:assumed-role/r/s is not authorized to perform: sagemaker:DescribeNotebookInstance on resource: arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/nb"
	cases := []struct{ name, file, text, want string }{
		{"boto3's", "us-east-1/list-domains.json", `{"Error":{"Code":"AccessDeniedException","Message":"no"},"ResponseMetadata":{}}`, "- us-east-1 sagemaker:ListDomains !AccessDeniedException"},
		{"the protocol's", "list-domains.json", `{"__type":"com.amazon.coral.service#AccessDeniedException","Message":"no"}`, "- - sagemaker:ListDomains !AccessDeniedException"},
		{"a message alone", "a.json", `{"message":"` + refusal + `"}`, "111122223333 eu-west-1 sagemaker:DescribeNotebookInstance nb !AccessDeniedException"},
		{"throttled", "list-domains.json", `{"message":"Rate exceeded"}`, "- - sagemaker:ListDomains !ThrottlingException"},
		{"the CLI's text", "a.txt", "\nAn error occurred (UnauthorizedOperation) when calling the DescribeVpcs operation: You are not authorized to perform this operation.\n", "- - ec2:DescribeVpcs !UnauthorizedOperation"},
		{"the CLI's text behind half an answer", "a.json", "{\"Subnets\":[]}\nAn error occurred (ThrottlingException) when calling the DescribeVpcs operation: no", "- - ec2:DescribeVpcs !ThrottlingException"},
		{"of a named notebook", "describe-notebook-instance-nb.json", `{"__type":"ResourceNotFound","message":"gone"}`, "- - sagemaker:DescribeNotebookInstance nb !ResourceNotFound"},
		{"of an attribute", "describe-vpc-attribute-vpc-1-enableDnsSupport.json", `{"Error":{"Code":"UnauthorizedOperation"}}`, "- - ec2:DescribeVpcAttribute vpc-1/enableDnsSupport !UnauthorizedOperation"},
		{"by the list's name", "Vpcs.json", `{"Error":{"Code":"AuthFailure"}}`, "- - ec2:DescribeVpcs !AuthFailure"},
		{"truncated, by name", "describe-vpcs.json", `{"Vpcs":[{"VpcId":"vp`, "- - ec2:DescribeVpcs !Undecodable"},
		{"truncated, by its first key", "a.json", `{"NatGateways":[{"VpcId":"vp`, "- - ec2:DescribeNatGateways !Undecodable"},
		{"left empty by the shell", "describe-vpcs.json", "", "- - ec2:DescribeVpcs !Empty"},
		{"a bucket without a policy", "get-bucket-policy-b.err", "An error occurred (NoSuchBucketPolicy) when calling the GetBucketPolicy operation: The bucket policy does not exist", "- - s3:GetBucketPolicy b !NoSuchBucketPolicy"},
		{"something else under the name", "describe-vpcs.json", `{"foo":1}`, "- - ec2:DescribeVpcs !Undecodable"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			src := load(t, map[string]string{c.file: c.text, "x/y.json": `{"FlowLogs":[]}`})
			if !slices.Contains(toldAll(src.Answers), c.want) {
				t.Errorf("want %q in %q", c.want, toldAll(src.Answers))
			}
			for _, a := range src.Answers {
				if a.Failure != "" && a.Body != nil {
					t.Errorf("%s failed and has a body", told(a))
				}
			}
		})
	}
}

// TestShapesCoverOperations holds the table of shapes to the inventory's.
func TestShapesCoverOperations(t *testing.T) {
	c := newCatalogue()
	for _, o := range inventory.Operations() {
		s := c.byFull[o.Name]
		if s == nil {
			t.Errorf("%s: no shape recognises its answer", o.Name)
			continue
		}
		if o.Items != s.items {
			t.Errorf("%s: list %q here, %q in the inventory", o.Name, s.items, o.Items)
		}
		if len(o.Subject) > 0 && len(s.subject) == 0 && s.asked == "" {
			t.Errorf("%s is asked about something, and nothing says about what", o.Name)
		}
	}
	seen := map[string]bool{}
	for _, s := range c.all {
		if seen[s.operation] {
			t.Errorf("%s stands twice", s.operation)
		}
		seen[s.operation] = true
	}
	if got := slices.Sorted(maps.Keys(c.byFull)); len(got) != len(c.all) {
		t.Errorf("%d operations of %d shapes", len(got), len(c.all))
	}
}
