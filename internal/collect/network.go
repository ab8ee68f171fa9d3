package collect

import "slices"

// identityName is the operation that tells the account.
const identityName = "sts:GetCallerIdentity"

// whoami asks whose credentials these are; every principal may ask.
func whoami(on *apis) operation { return read(on.sts.GetCallerIdentity) }

// tagsInBulk reads the tags of everything whose own answer has none, where one
// call gives a hundred.
func tagsInBulk(on *apis) operation {
	return read(on.tagging.GetResources).with("ResourcesPerPage", 100).
		with("ResourceTypeFilters", []string{"sagemaker", "elasticloadbalancing", "network-firewall", "route53resolver"})
}

// networkOperations read the network that resources stand in. The page sizes
// are the largest that each API takes.
func networkOperations(on *apis) []operation {
	return append([]operation{
		read(on.ec2.DescribeVpcs).with("MaxResults", 1000).each(
			read(on.ec2.DescribeVpcAttribute).with("Attribute", "enableDnsSupport"),
			read(on.ec2.DescribeVpcAttribute).with("Attribute", "enableDnsHostnames"),
			read(on.route53.ListHostedZonesByVPC).with("MaxItems", 100).named("VPCId", "VpcId").inRegion("VPCRegion"),
			read(on.lattice.ListServiceNetworkVpcAssociations).with("MaxResults", 100).named("VpcIdentifier", "VpcId").each(
				read(on.lattice.GetServiceNetworkVpcAssociation).named("ServiceNetworkVpcAssociationIdentifier", "id"),
			),
		),
		read(on.ec2.DescribeSubnets).with("MaxResults", 1000),
		read(on.ec2.DescribeRouteTables).with("MaxResults", 100),
		read(on.ec2.DescribeSecurityGroups).with("MaxResults", 1000),
		read(on.ec2.DescribeSecurityGroupVpcAssociations).with("MaxResults", 1000),
		read(on.ec2.DescribeNetworkAcls).with("MaxResults", 1000),
		read(on.ec2.DescribeNetworkInterfaces).with("MaxResults", 1000),
		read(on.ec2.DescribeManagedPrefixLists).with("MaxResults", 100),
		read(on.ec2.DescribePrefixLists).with("MaxResults", 1000),
		read(on.ec2.DescribeDhcpOptions).with("MaxResults", 1000),
		read(on.ec2.DescribeVpcBlockPublicAccessOptions),
		read(on.ec2.DescribeVpcBlockPublicAccessExclusions).with("MaxResults", 1000),
		read(on.ec2.DescribeVpcEncryptionControls).with("MaxResults", 1000),
		read(on.ec2.DescribeFlowLogs).with("MaxResults", 1000),
		read(on.resolver.ListResolverRules).with("MaxResults", 100),
		read(on.resolver.ListResolverRuleAssociations).with("MaxResults", 100),
		read(on.resolver.ListResolverEndpoints).with("MaxResults", 100).each(
			read(on.resolver.ListResolverEndpointIpAddresses).with("MaxResults", 100).named("ResolverEndpointId", "Id"),
		),
		read(on.resolver.ListFirewallRuleGroupAssociations).with("MaxResults", 100),
		read(on.resolver.ListFirewallDomainLists).with("MaxResults", 100),
		read(on.profiles.ListProfileAssociations).with("MaxResults", 100).each(
			read(on.profiles.ListProfileResourceAssociations).with("MaxResults", 100),
		),
	}, gatewayOperations(on)...)
}

func gatewayOperations(on *apis) []operation {
	return []operation{
		read(on.ec2.DescribeInternetGateways).with("MaxResults", 1000),
		read(on.ec2.DescribeNatGateways).with("MaxResults", 1000),
		read(on.ec2.DescribeEgressOnlyInternetGateways).with("MaxResults", 255),
		read(on.ec2.DescribeVpcEndpoints).with("MaxResults", 1000),
		read(on.ec2.DescribeVpcEndpointServices).with("MaxResults", 1000),
		read(on.ec2.DescribeVpcPeeringConnections).with("MaxResults", 1000),
		read(on.ec2.DescribeTransitGateways).with("MaxResults", 1000),
		read(on.ec2.DescribeTransitGatewayAttachments).with("MaxResults", 1000),
		read(on.ec2.DescribeTransitGatewayVpcAttachments).with("MaxResults", 1000),
		read(on.ec2.DescribeTransitGatewayRouteTables).with("MaxResults", 1000).each(
			transitRoutes(on),
			read(on.ec2.GetTransitGatewayPrefixListReferences).with("MaxResults", 1000),
		),
		read(on.ec2.DescribeTransitGatewayPeeringAttachments).with("MaxResults", 1000),
		read(on.ec2.DescribeVpnGateways),
		read(on.ec2.DescribeVpnConnections),
		read(on.lattice.ListResourceGateways).with("MaxResults", 100),
		read(on.lattice.ListResourceConfigurations).with("MaxResults", 100),
		firewalls(on),
		read(on.firewall.ListVpcEndpointAssociations).with("MaxResults", 100).each(read(on.firewall.DescribeVpcEndpointAssociation)),
		read(on.balancers.DescribeLoadBalancers).with("PageSize", 400).each(
			read(on.balancers.DescribeListeners).with("PageSize", 400),
			read(on.balancers.DescribeLoadBalancerAttributes),
		),
		read(on.balancers.DescribeTargetGroups).with("PageSize", 400).each(
			read(on.balancers.DescribeTargetGroupAttributes),
			read(on.balancers.DescribeTargetHealth),
		),
	}
}

// transitRoutes asks for every route: the API wants at least one filter, and
// these two states are all there are.
func transitRoutes(on *apis) operation {
	states := []map[string]any{{"Name": "state", "Values": []string{"active", "blackhole"}}}
	return read(on.ec2.SearchTransitGatewayRoutes).with("MaxResults", 1000).with("Filters", states)
}

// firewalls asks for the policies that firewalls use and the rule groups in them.
func firewalls(on *apis) operation {
	groups := read(on.firewall.DescribeRuleGroup).named("RuleGroupArn", "ResourceArn")
	policy := read(on.firewall.DescribeFirewallPolicy).within(ruleGroupReferences).each(groups)
	one := read(on.firewall.DescribeFirewall).within(func(o object) []object { return o.within("Firewall") }).each(policy)
	return read(on.firewall.ListFirewalls).with("MaxResults", 100).each(one)
}

func ruleGroupReferences(answer object) []object {
	var out []object
	for _, policy := range answer.within("FirewallPolicy") {
		out = slices.Concat(out, policy.within("StatelessRuleGroupReferences"), policy.within("StatefulRuleGroupReferences"))
	}
	return out
}

func storageOperations(on *apis) []operation {
	return []operation{
		read(on.efs.DescribeFileSystems).with("MaxItems", 100),
		read(on.fsx.DescribeFileSystems).with("MaxResults", 100),
	}
}
