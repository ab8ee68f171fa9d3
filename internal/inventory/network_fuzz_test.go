package inventory_test

import (
	"encoding/json"
	"testing"

	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// networkAnswers are one small network; the fuzzer replaces one answer of it.
func networkAnswers() map[string]string {
	return map[string]string{
		"ec2:DescribeVpcs":                                `{"Vpcs":[{"VpcId":"vpc-1","CidrBlock":"10.0.0.0/16","DhcpOptionsId":"dopt-1","OwnerId":"111122223333","IsDefault":false}]}`,
		"ec2:DescribeSubnets":                             `{"Subnets":[{"SubnetId":"subnet-1","VpcId":"vpc-1","CidrBlock":"10.0.1.0/24","AvailabilityZone":"eu-west-1a"}]}`,
		"ec2:DescribeRouteTables":                         `{"RouteTables":[{"RouteTableId":"rtb-1","VpcId":"vpc-1","Associations":[{"Main":true}],"Routes":[{"DestinationCidrBlock":"10.0.0.0/16","GatewayId":"local","State":"active"},{"DestinationCidrBlock":"0.0.0.0/0","NatGatewayId":"nat-1","State":"active"}]}]}`,
		"ec2:DescribeSecurityGroups":                      `{"SecurityGroups":[{"GroupId":"sg-1","VpcId":"vpc-1","GroupName":"g","IpPermissions":[],"IpPermissionsEgress":[{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"IpRanges":[{"CidrIp":"10.0.0.0/16"}]}]}]}`,
		"ec2:DescribeNetworkAcls":                         `{"NetworkAcls":[{"NetworkAclId":"acl-1","VpcId":"vpc-1","IsDefault":true,"Associations":[],"Entries":[{"RuleNumber":100,"Egress":true,"Protocol":"-1","RuleAction":"allow","CidrBlock":"0.0.0.0/0"},{"RuleNumber":100,"Egress":false,"Protocol":"6","PortRange":{"From":1024,"To":65535},"RuleAction":"allow","CidrBlock":"0.0.0.0/0"}]}]}`,
		"ec2:DescribeNetworkInterfaces":                   `{"NetworkInterfaces":[]}`,
		"ec2:DescribeVpcEndpoints":                        `{"VpcEndpoints":[]}`,
		"ec2:DescribeNatGateways":                         `{"NatGateways":[{"NatGatewayId":"nat-1","VpcId":"vpc-1","SubnetId":"subnet-1","State":"available"}]}`,
		"ec2:DescribeInternetGateways":                    `{"InternetGateways":[]}`,
		"ec2:DescribeDhcpOptions":                         `{"DhcpOptions":[{"DhcpOptionsId":"dopt-1","DhcpConfigurations":[{"Key":"domain-name-servers","Values":[{"Value":"AmazonProvidedDNS"}]}]}]}`,
		"ec2:DescribePrefixLists":                         `{"PrefixLists":[{"PrefixListId":"pl-1","PrefixListName":"com.amazonaws.eu-west-1.s3","Cidrs":["52.218.0.0/17"]}]}`,
		"ec2:DescribeVpnGateways":                         `{"VpnGateways":[{"VpnGatewayId":"vgw-1","State":"available","VpcAttachments":[{"VpcId":"vpc-1","State":"attached"}]}]}`,
		"ec2:DescribeVpnConnections":                      `{"VpnConnections":[{"VpnConnectionId":"vpn-1","VpnGatewayId":"vgw-1","State":"available","Options":{"StaticRoutesOnly":true},"VgwTelemetry":[{"Status":"UP"}],"Routes":[{"DestinationCidrBlock":"192.168.0.0/16","State":"available"}]}]}`,
		"ec2:DescribeVpcEncryptionControls":               `{"VpcEncryptionControls":[{"VpcEncryptionControlId":"vpcec-1","VpcId":"vpc-1","Mode":"enforce","State":"available","ResourceExclusions":{"NatGateway":{"State":"enabled"}}}]}`,
		"ec2:DescribeSecurityGroupVpcAssociations":        `{"SecurityGroupVpcAssociations":[{"GroupId":"sg-1","VpcId":"vpc-1","State":"associated"}]}`,
		"ec2:DescribeVpcPeeringConnections":               `{"VpcPeeringConnections":[{"VpcPeeringConnectionId":"pcx-1","Status":{"Code":"active"},"RequesterVpcInfo":{"VpcId":"vpc-1","CidrBlockSet":[{"CidrBlock":"10.0.0.0/16"}]},"AccepterVpcInfo":{"VpcId":"vpc-2"}}]}`,
		"ec2:DescribeTransitGateways":                     `{"TransitGateways":[{"TransitGatewayId":"tgw-1","State":"available","Options":{"SecurityGroupReferencingSupport":"enable"}}]}`,
		"ec2:DescribeTransitGatewayPeeringAttachments":    `{"TransitGatewayPeeringAttachments":[{"TransitGatewayAttachmentId":"a-1","State":"available","RequesterTgwInfo":{"TransitGatewayId":"tgw-1"},"AccepterTgwInfo":{"TransitGatewayId":"tgw-2"}}]}`,
		"elasticloadbalancing:DescribeLoadBalancers":      `{"LoadBalancers":[{"LoadBalancerArn":"arn:n","VpcId":"vpc-1","Type":"network","AvailabilityZones":[{"SubnetId":"subnet-1"}]}]}`,
		"elasticloadbalancing:DescribeListeners":          `{"Listeners":[{"ListenerArn":"arn:l","LoadBalancerArn":"arn:n","Port":443,"Protocol":"TCP","DefaultActions":[{"ForwardConfig":{"TargetGroups":[{"TargetGroupArn":"arn:g"}]}}]}]}`,
		"elasticloadbalancing:DescribeTargetGroups":       `{"TargetGroups":[{"TargetGroupArn":"arn:g","Protocol":"TCP","Port":443,"TargetType":"ip"}]}`,
		"vpc-lattice:ListResourceGateways":                `{"items":[{"id":"rgw-1","vpcIdentifier":"vpc-1","status":"ACTIVE","subnetIds":["subnet-1"]}]}`,
		"vpc-lattice:ListResourceConfigurations":          `{"items":[{"arn":"arn:r","type":"SINGLE","status":"ACTIVE","resourceGatewayId":"rgw-1"}]}`,
		"sagemaker:DescribeNotebookInstance":              `{"NotebookInstanceName":"n","NotebookInstanceStatus":"InService","SubnetId":"subnet-1","SecurityGroups":["sg-1"],"DirectInternetAccess":"Disabled","IpAddressType":"ipv4"}`,
		"route53:ListHostedZonesByVPC":                    `{"HostedZoneSummaries":[]}`,
		"route53:ListResourceRecordSets":                  `{"ResourceRecordSets":[{"Name":"\\052.amazonaws.com.","Type":"A","SetIdentifier":"a","Weight":0,"ResourceRecords":[{"Value":"10.0.1.9"}]}]}`,
		"route53resolver:ListResolverRules":               `{"ResolverRules":[{"Id":"rr-1","DomainName":".","RuleType":"FORWARD","TargetIps":[{"Ip":"10.0.1.9","Port":53}]}]}`,
		"route53resolver:ListResolverEndpoints":           `{"ResolverEndpoints":[{"Id":"in-1","Direction":"INBOUND","HostVPCId":"vpc-1","Status":"OPERATIONAL"}]}`,
		"route53resolver:ListFirewallRules":               `{"FirewallRules":[{"Name":"r","Priority":1,"Action":"BLOCK","Qtype":"TYPE28","FirewallDomainListId":"l-1"}]}`,
		"route53resolver:ListFirewallDomains":             `{"Domains":["*.amazonaws.com."]}`,
		"route53profiles:ListProfileAssociations":         `{"ProfileAssociations":[{"Id":"a-1","ProfileId":"rp-1","ResourceId":"vpc-1","Status":"COMPLETE"}]}`,
		"route53profiles:ListProfileResourceAssociations": `{"ProfileResourceAssociations":[{"ResourceArn":"arn:aws:route53resolver:eu-west-1:111122223333:firewall-rule-group/g-1","ResourceProperties":"{\"priority\":1}"}]}`,
		"elasticfilesystem:DescribeMountTargets":          `{"MountTargets":[]}`,
		"ec2:DescribeTransitGatewayRouteTables":           `{"TransitGatewayRouteTables":[{"TransitGatewayRouteTableId":"tgw-rtb-1","TransitGatewayId":"tgw-1"}]}`,
		"ec2:SearchTransitGatewayRoutes":                  `{"Routes":[{"PrefixListId":"pl-1","Type":"static","State":"active"},{"DestinationCidrBlock":"10.0.0.0/8","Type":"static","State":"active","TransitGatewayAttachments":[{"TransitGatewayAttachmentId":"a-1","ResourceType":"vpc"}]}]}`,
		"ec2:GetTransitGatewayPrefixListReferences":       `{"TransitGatewayPrefixListReferences":[{"PrefixListId":"pl-1","State":"available","TransitGatewayAttachment":{"TransitGatewayAttachmentId":"a-1"}}]}`,
		"iam:GetAccountAuthorizationDetails":              `{"RoleDetailList":[{"Arn":"arn:aws:iam::111122223333:role/r","RolePolicyList":[{"PolicyDocument":"%7B%22Statement%22%3A%5B%5D%7D"}],"AttachedManagedPolicies":[{"PolicyArn":"arn:p"}]}],"Policies":[{"Arn":"arn:p","PolicyVersionList":[{"IsDefaultVersion":true,"Document":{"Statement":[]}}]}]}`,
		"organizations:DescribeOrganization":              `{"Organization":{"Id":"o-1","MasterAccountId":"444455556666"}}`,
	}
}

// subjectOf is what an answer is about, where it does not say so itself.
func subjectOf(operation string) string {
	if operation == "ec2:SearchTransitGatewayRoutes" || operation == "ec2:GetTransitGatewayPrefixListReferences" {
		return "tgw-rtb-1"
	}
	return ""
}

// FuzzNetwork puts any text in place of one answer about the network. Judging it
// must not panic, and the notebook must not come out working: no VPC attribute
// was read, so no name is known to resolve. A route of a transit gateway that is
// known leads somewhere, or is a blackhole.
func FuzzNetwork(f *testing.F) {
	for operation, body := range networkAnswers() {
		f.Add(operation, body)
	}
	f.Fuzz(func(t *testing.T, operation, body string) {
		all := networkAnswers()
		if _, ok := all[operation]; !ok {
			return
		}
		all[operation] = body
		var answers []inventory.Answer
		for name, text := range all {
			answers = append(answers, inventory.Answer{Scope: inventory.Scope{Account: "111122223333", Region: "eu-west-1"}, Operation: name, Subject: subjectOf(name), Body: json.RawMessage(text)})
		}
		s := inventory.Build(answers, inventory.Origin{})
		if table, ok := s.TransitRouteTable(inventory.Scope{}, "tgw-rtb-1").Get(); ok {
			all, _ := table.Routes.Get()
			for _, r := range all {
				if !r.Blackhole && r.Attachment == "" || !r.Destination.IsValid() && r.PrefixList == "" {
					t.Errorf("%+v of %s = %s", r, operation, body)
				}
			}
		}
		engine := reach.New(s, nil)
		for _, r := range s.Resources() {
			result := engine.Resource(r)
			if result.Function == reach.FunctionWorks && operation != "sagemaker:DescribeNotebookInstance" {
				t.Errorf("with %s = %s the notebook works, and no VPC attribute was read", operation, body)
			}
		}
	})
}
