package reach

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"strings"
	"testing"

	"mooring/internal/inventory"
)

// fleet is a VPC of 12 private subnets, whose notebooks carry one of 30 sets of
// two security groups. All have 60 rules for each set, 40 ACL entries, a gateway
// endpoint with a list of 12 blocks, interface endpoints and a NAT gateway.
type fleet struct {
	notebooks int
	edited    string // security group without a rule for 443
	answers   []inventory.Answer
}

const fleetSubnets, fleetGroups = 12, 30

func snapshotOf(t testing.TB, f fleet) *inventory.Snapshot {
	t.Helper()
	f.network()
	f.gateways()
	f.clients()
	s := inventory.Build(f.answers, inventory.Origin{Kind: "saved"})
	if len(s.Resources()) != f.notebooks {
		t.Fatalf("%d notebooks of %d were understood", len(s.Resources()), f.notebooks)
	}
	return s
}

func (f *fleet) put(operation, subject, body string) {
	scope := inventory.Scope{Partition: "aws", Account: "111122223333", Region: "eu-west-1"}
	if o, _ := inventory.OperationByName(operation); o.Global {
		scope.Region = ""
	}
	f.answers = append(f.answers, inventory.Answer{Scope: scope, Operation: operation, Subject: subject, Body: json.RawMessage(body)})
}

// list writes n objects as one answer.
func (f *fleet) list(operation, member string, n int, object func(i int) string) {
	all := make([]string, n)
	for i := range all {
		all[i] = object(i)
	}
	f.put(operation, "", fmt.Sprintf(`{%q:[%s]}`, member, strings.Join(all, ",")))
}

// fleetBlock is a private subnet: four to each of three /16 blocks.
func fleetBlock(subnet int) netip.Prefix {
	return netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(subnet / 4), byte(subnet % 4 * 64), 0}), 18)
}

// fleetAddress is that of the n-th notebook of a subnet.
func fleetAddress(subnet, n int) netip.Addr {
	raw := fleetBlock(subnet).Addr().As4()
	n += 256
	raw[2], raw[3] = raw[2]+byte(n>>8), byte(n)
	return netip.AddrFrom4(raw)
}

func (f *fleet) network() {
	f.put("ec2:DescribeVpcs", "", `{"Vpcs":[{"VpcId":"vpc-1","CidrBlock":"10.0.0.0/16","DhcpOptionsId":"dopt-1","OwnerId":"111122223333","IsDefault":false,
		"CidrBlockAssociationSet":[{"CidrBlock":"10.0.0.0/16","CidrBlockState":{"State":"associated"}},{"CidrBlock":"10.1.0.0/16","CidrBlockState":{"State":"associated"}},{"CidrBlock":"10.2.0.0/16","CidrBlockState":{"State":"associated"}},{"CidrBlock":"10.9.0.0/16","CidrBlockState":{"State":"associated"}}]}]}`)
	f.put("ec2:DescribeVpcAttribute", "vpc-1/enableDnsSupport", `{"VpcId":"vpc-1","EnableDnsSupport":{"Value":true}}`)
	f.put("ec2:DescribeVpcAttribute", "vpc-1/enableDnsHostnames", `{"VpcId":"vpc-1","EnableDnsHostnames":{"Value":true}}`)
	f.list("ec2:DescribeSubnets", "Subnets", fleetSubnets+1, func(i int) string {
		block := fleetBlock(i)
		if i == fleetSubnets {
			block = netip.MustParsePrefix("10.9.0.0/24")
		}
		return fmt.Sprintf(`{"SubnetId":"subnet-%d","VpcId":"vpc-1","CidrBlock":%q,"AvailabilityZone":"eu-west-1%c","EnableDns64":false,"Ipv6CidrBlockAssociationSet":[]}`, i, block, 'a'+i%3)
	})
	f.put("ec2:DescribeRouteTables", "", `{"RouteTables":[
		{"RouteTableId":"rtb-1","VpcId":"vpc-1","Associations":[{"Main":true}],"Routes":[`+fleetLocal+`,{"DestinationCidrBlock":"0.0.0.0/0","NatGatewayId":"nat-1","State":"active"},{"DestinationPrefixListId":"pl-1","GatewayId":"vpce-s3","State":"active"}]},
		{"RouteTableId":"rtb-2","VpcId":"vpc-1","Associations":[{"Main":false,"SubnetId":"subnet-12"}],"Routes":[`+fleetLocal+`,{"DestinationCidrBlock":"0.0.0.0/0","GatewayId":"igw-1","State":"active"}]}]}`)
	f.list("ec2:DescribeSecurityGroups", "SecurityGroups", 2*fleetGroups+1, func(i int) string {
		if i == 2*fleetGroups {
			return `{"GroupId":"sg-endpoint","VpcId":"vpc-1","GroupName":"endpoint","IpPermissions":[{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"IpRanges":[{"CidrIp":"10.0.0.0/8"}]}],"IpPermissionsEgress":[]}`
		}
		return fmt.Sprintf(`{"GroupId":"sg-%d","VpcId":"vpc-1","GroupName":"g-%d","IpPermissions":[],"IpPermissionsEgress":[%s]}`, i, i, f.rules(i))
	})
	f.put("ec2:DescribeNetworkAcls", "", fmt.Sprintf(`{"NetworkAcls":[{"NetworkAclId":"acl-1","VpcId":"vpc-1","IsDefault":true,"Associations":[],"Entries":[%s]}]}`, fleetEntries()))
	f.put("ec2:DescribeDhcpOptions", "", `{"DhcpOptions":[{"DhcpOptionsId":"dopt-1","DhcpConfigurations":[{"Key":"domain-name-servers","Values":[{"Value":"AmazonProvidedDNS"}]}]}]}`)
}

const fleetLocal = `{"DestinationCidrBlock":"10.0.0.0/16","GatewayId":"local","State":"active"},{"DestinationCidrBlock":"10.1.0.0/16","GatewayId":"local","State":"active"},{"DestinationCidrBlock":"10.2.0.0/16","GatewayId":"local","State":"active"},{"DestinationCidrBlock":"10.9.0.0/16","GatewayId":"local","State":"active"}`

// rules are 30 of a group: 443 to the S3 list, to the network and to some blocks
// outside, other ports to others.
func (f *fleet) rules(group int) string {
	rule := func(port int, block string) string {
		return fmt.Sprintf(`{"IpProtocol":"tcp","FromPort":%d,"ToPort":%d,"IpRanges":[{"CidrIp":%q}]}`, port, port, block)
	}
	id := fmt.Sprintf("sg-%d", group)
	open := `{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"PrefixListIds":[{"PrefixListId":"pl-1"}]}`
	if id == f.edited {
		open = rule(8443, "10.0.0.0/8")
	}
	all := []string{open, rule(443, "10.0.0.0/8")}
	if group%3 == 0 {
		all = append(all, rule(443, "0.0.0.0/0"))
	}
	for i := len(all); i < 30; i++ {
		all = append(all, rule([]int{443, 80, 8080}[i%3], fmt.Sprintf("18.%d.%d.0/24", 10+group%20, i)))
	}
	return strings.Join(all, ",")
}

// fleetEntries are 20 each way: a few denials outside, then what is usual.
func fleetEntries() string {
	var all []string
	for _, egress := range []bool{false, true} {
		add := func(number int, action, protocol, ports, block string) {
			all = append(all, fmt.Sprintf(`{"Egress":%v,"RuleNumber":%d,"RuleAction":%q,"Protocol":%q%s,"CidrBlock":%q}`, egress, number, action, protocol, ports, block))
		}
		for i := range 16 {
			add(100+i, "deny", "6", fmt.Sprintf(`,"PortRange":{"From":%d,"To":%d}`, 20+i, 40000+100*i), fmt.Sprintf("172.%d.0.0/16", 16+i))
		}
		add(200, "allow", "6", `,"PortRange":{"From":1024,"To":65535}`, "0.0.0.0/0")
		add(201, "allow", "6", `,"PortRange":{"From":443,"To":443}`, "0.0.0.0/0")
		add(202, "allow", "17", `,"PortRange":{"From":53,"To":53}`, "10.0.0.0/8")
		add(32767, "deny", "-1", "", "0.0.0.0/0")
	}
	return strings.Join(all, ",")
}

// fleetServices have interface endpoints.
func fleetServices() []string {
	return []string{"sts", "logs", "sagemaker.api", "sagemaker.runtime", "monitoring", "ecr.api", "ecr.dkr", "kms"}
}

func (f *fleet) gateways() {
	var blocks, endpoints []string
	for i := range 12 {
		blocks = append(blocks, fmt.Sprintf(`"52.%d.0.0/17"`, 90+2*i))
	}
	f.put("ec2:DescribePrefixLists", "", fmt.Sprintf(`{"PrefixLists":[{"PrefixListId":"pl-1","PrefixListName":"com.amazonaws.eu-west-1.s3","Cidrs":[%s]},{"PrefixListId":"pl-2","PrefixListName":"com.amazonaws.eu-west-1.dynamodb","Cidrs":["52.94.0.0/22"]}]}`, strings.Join(blocks, ",")))
	endpoints = append(endpoints, `{"VpcEndpointId":"vpce-s3","VpcId":"vpc-1","ServiceName":"com.amazonaws.eu-west-1.s3","VpcEndpointType":"Gateway","State":"available","RouteTableIds":["rtb-1"],"PolicyDocument":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}]}"}`)
	for i, service := range fleetServices() {
		endpoints = append(endpoints, fmt.Sprintf(`{"VpcEndpointId":"vpce-%d","VpcId":"vpc-1","ServiceName":"com.amazonaws.eu-west-1.%s","VpcEndpointType":"Interface","State":"available","PrivateDnsEnabled":true,"NetworkInterfaceIds":["eni-e%d"],"IpAddressType":"ipv4","DnsOptions":{"DnsRecordIpType":"ipv4"},"Groups":[{"GroupId":"sg-endpoint"}],
			"PolicyDocument":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}]}"}`, i, service, i))
	}
	f.put("ec2:DescribeVpcEndpoints", "", fmt.Sprintf(`{"VpcEndpoints":[%s]}`, strings.Join(endpoints, ",")))
	f.put("ec2:DescribeNatGateways", "", `{"NatGateways":[{"NatGatewayId":"nat-1","VpcId":"vpc-1","SubnetId":"subnet-12","State":"available","ConnectivityType":"public","NatGatewayAddresses":[{"PrivateIp":"10.9.0.9","PublicIp":"198.41.0.9","IsPrimary":true,"NetworkInterfaceId":"eni-nat"}]}]}`)
	f.put("ec2:DescribeInternetGateways", "", `{"InternetGateways":[{"InternetGatewayId":"igw-1","Attachments":[{"VpcId":"vpc-1","State":"available"}]}]}`)
	for operation, member := range map[string]string{
		"ec2:DescribeVpcEndpointServices": "ServiceDetails", "route53resolver:ListResolverRuleAssociations": "ResolverRuleAssociations", "route53resolver:ListResolverRules": "ResolverRules",
		"route53resolver:ListFirewallRuleGroupAssociations": "FirewallRuleGroupAssociations", "route53profiles:ListProfileAssociations": "ProfileAssociations", "ec2:DescribeVpcPeeringConnections": "VpcPeeringConnections",
		"ec2:DescribeTransitGatewayVpcAttachments": "TransitGatewayVpcAttachments", "ec2:DescribeTransitGatewayAttachments": "TransitGatewayAttachments", "ec2:DescribeEgressOnlyInternetGateways": "EgressOnlyInternetGateways",
		"ec2:DescribeVpcBlockPublicAccessExclusions": "VpcBlockPublicAccessExclusions", "network-firewall:ListFirewalls": "Firewalls", "ec2:DescribeVpcEncryptionControls": "VpcEncryptionControls",
	} {
		f.put(operation, "", fmt.Sprintf(`{%q:[]}`, member))
	}
	f.put("ec2:DescribeVpcBlockPublicAccessOptions", "", `{"VpcBlockPublicAccessOptions":{"InternetGatewayBlockMode":"off","State":"default-state","ExclusionsAllowed":"allowed"}}`)
	f.put("route53:ListHostedZonesByVPC", "vpc-1", `{"HostedZoneSummaries":[]}`)
}

func (f *fleet) clients() {
	services := fleetServices()
	f.list("ec2:DescribeNetworkInterfaces", "NetworkInterfaces", f.notebooks+len(services), func(i int) string {
		if i < len(services) {
			return fmt.Sprintf(`{"NetworkInterfaceId":"eni-e%d","VpcId":"vpc-1","SubnetId":"subnet-%d","PrivateIpAddress":%q,"Groups":[{"GroupId":"sg-endpoint"}],"SourceDestCheck":true}`, i, i, fleetBlock(i).Addr().Next().Next().Next().Next().Next())
		}
		i -= len(services)
		set := i / fleetSubnets % fleetGroups
		return fmt.Sprintf(`{"NetworkInterfaceId":"eni-%d","VpcId":"vpc-1","SubnetId":"subnet-%d","PrivateIpAddress":%q,"Groups":[{"GroupId":"sg-%d"},{"GroupId":"sg-%d"}],"SourceDestCheck":true}`,
			i, i%fleetSubnets, fleetAddress(i%fleetSubnets, i/fleetSubnets), 2*set, 2*set+1)
	})
	for i := range f.notebooks {
		set := i / fleetSubnets % fleetGroups
		f.put("sagemaker:DescribeNotebookInstance", fmt.Sprintf("n-%d", i), fmt.Sprintf(`{"NotebookInstanceArn":"arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/n-%d","NotebookInstanceName":"n-%d","NotebookInstanceStatus":"InService","SubnetId":"subnet-%d","SecurityGroups":["sg-%d","sg-%d"],"DirectInternetAccess":"Disabled","RootAccess":"Disabled","NetworkInterfaceId":"eni-%d","RoleArn":"arn:aws:iam::111122223333:role/notebook","IpAddressType":"ipv4","PlatformIdentifier":"notebook-al2023-v1"}`,
			i, i, i%fleetSubnets, 2*set, 2*set+1, i))
	}
}
