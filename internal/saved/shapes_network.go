package saved

func accountShapes() []shape {
	return []shape{
		{operation: "sts:GetCallerIdentity", has: []string{"Account", "Arn", "UserId"}, arn: "Arn"},
		listed("tagging:GetResources", "ResourceTagMappingList", "ResourceARN", "Tags").withARN("ResourceARN"),
	}
}

// networkShapes are EC2's. VPC attributes, prefix-list entries and transit
// gateway routes do not say what they belong to; a manifest or file name does.
func networkShapes() []shape {
	attribute := shape{operation: "ec2:DescribeVpcAttribute", any: []string{"EnableDnsSupport", "EnableDnsHostnames", "EnableNetworkAddressUsageMetrics"}, asked: "vpc-"}
	options := shape{operation: "ec2:DescribeVpcBlockPublicAccessOptions", has: []string{"InternetGatewayBlockMode"}}
	return []shape{
		attribute,
		options.wrappedIn("VpcBlockPublicAccessOptions"),
		listed("ec2:DescribeVpcBlockPublicAccessExclusions", "VpcBlockPublicAccessExclusions", "ExclusionId", "InternetGatewayExclusionMode").withARN("ResourceArn"),
		listed("ec2:DescribeVpcs", "Vpcs", "VpcId", "CidrBlock", "DhcpOptionsId"),
		listed("ec2:DescribeSubnets", "Subnets", "SubnetId", "VpcId", "CidrBlock").withARN("SubnetArn"),
		listed("ec2:DescribeRouteTables", "RouteTables", "RouteTableId", "Routes"),
		listed("ec2:DescribeSecurityGroups", "SecurityGroups", "GroupId", "IpPermissions").withARN("SecurityGroupArn"),
		listed("ec2:DescribeNetworkAcls", "NetworkAcls", "NetworkAclId", "Entries"),
		listed("ec2:DescribeNetworkInterfaces", "NetworkInterfaces", "NetworkInterfaceId", "SubnetId", "Groups"),
		listed("ec2:DescribeInternetGateways", "InternetGateways", "InternetGatewayId", "Attachments"),
		listed("ec2:DescribeNatGateways", "NatGateways", "NatGatewayId", "VpcId"),
		listed("ec2:DescribeEgressOnlyInternetGateways", "EgressOnlyInternetGateways", "EgressOnlyInternetGatewayId", "Attachments"),
		listed("ec2:DescribeVpcEndpoints", "VpcEndpoints", "VpcEndpointId", "ServiceName", "VpcId"),
		listed("ec2:DescribeVpcEndpointServices", "ServiceDetails", "ServiceName", "ServiceType", "Owner"),
		listed("ec2:DescribePrefixLists", "PrefixLists", "PrefixListId", "Cidrs"),
		listed("ec2:DescribeManagedPrefixLists", "PrefixLists", "PrefixListId", "PrefixListArn").withARN("PrefixListArn"),
		listed("ec2:GetManagedPrefixListEntries", "Entries", "Cidr").askedFor("pl-").commonName(),
		listed("ec2:DescribeDhcpOptions", "DhcpOptions", "DhcpOptionsId", "DhcpConfigurations"),
		listed("ec2:DescribeVpcPeeringConnections", "VpcPeeringConnections", "VpcPeeringConnectionId", "AccepterVpcInfo"),
		listed("ec2:DescribeTransitGateways", "TransitGateways", "TransitGatewayId", "TransitGatewayArn").withARN("TransitGatewayArn"),
		listed("ec2:DescribeTransitGatewayVpcAttachments", "TransitGatewayVpcAttachments", "TransitGatewayAttachmentId", "SubnetIds", "VpcId"),
		listed("ec2:DescribeTransitGatewayPeeringAttachments", "TransitGatewayPeeringAttachments", "TransitGatewayAttachmentId", "RequesterTgwInfo"),
		listed("ec2:DescribeTransitGatewayAttachments", "TransitGatewayAttachments", "TransitGatewayAttachmentId", "ResourceType", "TransitGatewayId"),
		listed("ec2:DescribeTransitGatewayRouteTables", "TransitGatewayRouteTables", "TransitGatewayRouteTableId", "DefaultAssociationRouteTable"),
		listed("ec2:SearchTransitGatewayRoutes", "Routes", "Type").askedFor("tgw-rtb-").commonName(),
		listed("ec2:DescribeVpnGateways", "VpnGateways", "VpnGatewayId", "VpcAttachments"),
		listed("ec2:DescribeVpnConnections", "VpnConnections", "VpnConnectionId", "CustomerGatewayId"),
		listed("ec2:DescribeVpcEncryptionControls", "VpcEncryptionControls", "VpcEncryptionControlId", "Mode"),
		listed("ec2:DescribeSecurityGroupVpcAssociations", "SecurityGroupVpcAssociations", "GroupId", "VpcId", "State"),
		listed("ec2:GetTransitGatewayPrefixListReferences", "TransitGatewayPrefixListReferences", "PrefixListId").about("TransitGatewayRouteTableId").askedFor("tgw-rtb-"),
		listed("ec2:DescribeFlowLogs", "FlowLogs", "FlowLogId", "ResourceId"),
	}
}

// namingShapes are Route 53's, its Resolver's and its Profiles'.
func namingShapes() []shape {
	zone := shape{operation: "route53:GetHostedZone", has: []string{"Id"}, subject: []string{"Id"}}
	return []shape{
		listed("route53:ListHostedZonesByVPC", "HostedZoneSummaries", "HostedZoneId", "Owner").askedFor("vpc-").everywhere(),
		listed("route53:ListHostedZones", "HostedZones", "Id", "CallerReference").everywhere(),
		listed("route53:ListResourceRecordSets", "ResourceRecordSets", "Name", "Type").askedFor("Z").everywhere(),
		zone.wrappedIn("HostedZone").everywhere(),
		listed("route53resolver:ListResolverRules", "ResolverRules", "Id", "RuleType").withARN("Arn"),
		listed("route53resolver:ListResolverRuleAssociations", "ResolverRuleAssociations", "Id", "ResolverRuleId"),
		listed("route53resolver:ListResolverEndpoints", "ResolverEndpoints", "Id", "HostVPCId").withARN("Arn"),
		listed("route53resolver:ListResolverEndpointIpAddresses", "IpAddresses", "IpId").askedFor("rslvr-"),
		listed("route53resolver:ListResolverConfigs", "ResolverConfigs", "ResourceId", "AutodefinedReverse"),
		listed("route53resolver:ListFirewallConfigs", "FirewallConfigs", "ResourceId", "FirewallFailOpen"),
		listed("route53resolver:ListFirewallRuleGroups", "FirewallRuleGroups", "Id", "CreatorRequestId").withARN("Arn").ofKind("firewall-rule-group"),
		listed("route53resolver:ListFirewallRuleGroupAssociations", "FirewallRuleGroupAssociations", "Id", "FirewallRuleGroupId").withARN("Arn"),
		listed("route53resolver:ListFirewallRules", "FirewallRules", "FirewallRuleGroupId", "Action").askedFor("rslvr-frg-"),
		listed("route53resolver:ListFirewallDomainLists", "FirewallDomainLists", "Id", "CreatorRequestId").withARN("Arn").ofKind("firewall-domain-list"),
		shape{operation: "route53resolver:ListFirewallDomains", items: "Domains"}.askedFor("rslvr-fdl-"),
		listed("route53profiles:ListProfiles", "ProfileSummaries", "Id", "ShareStatus").withARN("Arn"),
		listed("route53profiles:ListProfileAssociations", "ProfileAssociations", "Id", "ProfileId"),
		listed("route53profiles:ListProfileResourceAssociations", "ProfileResourceAssociations", "Id", "ResourceArn").askedFor("rp-"),
	}
}

// balancerShapes are those of Network Firewall and the load balancers.
func balancerShapes() []shape {
	one := func(operation, wrapper, arn, name string) shape {
		return shape{operation: operation, has: []string{name}, arn: arn, subject: []string{arn}}.wrappedIn(wrapper)
	}
	return []shape{
		listed("network-firewall:ListFirewalls", "Firewalls", "FirewallName", "FirewallArn").withARN("FirewallArn"),
		listed("network-firewall:ListFirewallPolicies", "FirewallPolicies", "Name", "Arn").withARN("Arn").ofKind("firewall-policy"),
		listed("network-firewall:ListRuleGroups", "RuleGroups", "Name", "Arn").withARN("Arn").commonName(),
		one("network-firewall:DescribeFirewall", "Firewall", "FirewallArn", "FirewallName"),
		one("network-firewall:DescribeFirewallPolicy", "FirewallPolicyResponse", "FirewallPolicyArn", "FirewallPolicyName"),
		listed("network-firewall:ListVpcEndpointAssociations", "VpcEndpointAssociations", "VpcEndpointAssociationArn").withARN("VpcEndpointAssociationArn"),
		one("network-firewall:DescribeVpcEndpointAssociation", "VpcEndpointAssociation", "VpcEndpointAssociationArn", "FirewallArn"),
		one("network-firewall:DescribeRuleGroup", "RuleGroupResponse", "RuleGroupArn", "RuleGroupName"),
		listed("elasticloadbalancing:DescribeLoadBalancers", "LoadBalancers", "LoadBalancerArn", "Type").withARN("LoadBalancerArn"),
		listed("elasticloadbalancing:DescribeListeners", "Listeners", "ListenerArn", "LoadBalancerArn").withARN("ListenerArn").about("LoadBalancerArn"),
		listed("elasticloadbalancing:DescribeTargetGroups", "TargetGroups", "TargetGroupArn", "TargetGroupName").withARN("TargetGroupArn"),
		listed("elasticloadbalancing:DescribeTargetHealth", "TargetHealthDescriptions", "Target").askedFor("arn:"),
		listed("elasticloadbalancing:DescribeLoadBalancerAttributes", "Attributes", "Key", "Value").askedFor("arn:").commonName(),
		listed("elasticloadbalancing:DescribeTargetGroupAttributes", "Attributes", "Key", "Value").askedFor("arn:").commonName(),
		listed("elasticloadbalancing:DescribeRules", "Rules", "RuleArn", "Priority").withARN("RuleArn").commonName(),
	}
}

// latticeShapes are VPC Lattice's, which calls every list items.
func latticeShapes() []shape {
	items := func(operation, kind string, has ...string) shape {
		return listed(operation, "Items", append([]string{"arn"}, has...)...).withARN("arn").ofKind(kind).commonName()
	}
	association := shape{operation: "vpc-lattice:GetServiceNetworkVpcAssociation", has: []string{"id", "arn", "serviceNetworkArn", "vpcId"}, subject: []string{"id"}}
	return []shape{
		items("vpc-lattice:ListServiceNetworkVpcAssociations", "servicenetworkvpcassociation", "serviceNetworkArn", "vpcId").about("vpcId").askedFor("vpc-"),
		association.withARN("arn").ofKind("servicenetworkvpcassociation"),
		items("vpc-lattice:ListResourceGateways", "resourcegateway", "vpcIdentifier"),
		items("vpc-lattice:ListResourceConfigurations", "resourceconfiguration", "type"),
	}
}

func storageShapes() []shape {
	files := listed("elasticfilesystem:DescribeFileSystems", "FileSystems", "FileSystemId", "NumberOfMountTargets")
	return []shape{
		files.withARN("FileSystemArn"),
		listed("elasticfilesystem:DescribeMountTargets", "MountTargets", "MountTargetId", "FileSystemId").about("FileSystemId").askedFor("fs-"),
		listed("elasticfilesystem:DescribeAccessPoints", "AccessPoints", "AccessPointId", "FileSystemId").withARN("AccessPointArn"),
		listed("fsx:DescribeFileSystems", "FileSystems", "FileSystemId", "FileSystemType").withARN("ResourceARN"),
	}
}

// neighbourShapes are what other collectors, above all Batfish's, write beside
// the answers that are needed.
func neighbourShapes() []shape {
	return []shape{
		listed("ec2:DescribeInstances", "Reservations", "ReservationId", "Instances"),
		listed("ec2:DescribeInstanceStatus", "InstanceStatuses", "InstanceId", "InstanceState"),
		listed("ec2:DescribeCustomerGateways", "CustomerGateways", "CustomerGatewayId", "BgpAsn"),
		listed("ec2:DescribeAddresses", "Addresses", "PublicIp", "Domain"),
		listed("ec2:DescribeAvailabilityZones", "AvailabilityZones", "ZoneName", "RegionName"),
		listed("ec2:DescribeRegions", "Regions", "RegionName", "Endpoint").everywhere(),
		listed("ec2:DescribeTags", "Tags", "ResourceId", "ResourceType", "Key").commonName(),
		listed("ec2:DescribeSecurityGroupRules", "SecurityGroupRules", "SecurityGroupRuleId", "GroupId"),
		listed("ec2:DescribeVpcEndpointConnections", "VpcEndpointConnections", "VpcEndpointId", "VpcEndpointState"),
		listed("ec2:DescribeVpcEndpointServiceConfigurations", "ServiceConfigurations", "ServiceId", "ServiceState"),
		listed("ec2:DescribeVpcEndpointAssociations", "VpcEndpointAssociations", "Id", "VpcEndpointId"),
		listed("ec2:DescribeTransitGatewayConnects", "TransitGatewayConnects", "TransitGatewayAttachmentId", "TransportTransitGatewayAttachmentId"),
		listed("ec2:GetTransitGatewayRouteTablePropagations", "TransitGatewayRouteTablePropagations", "TransitGatewayAttachmentId").askedFor("tgw-rtb-"),
		listed("ec2:GetTransitGatewayRouteTableAssociations", "Associations", "TransitGatewayAttachmentId").askedFor("tgw-rtb-").commonName(),
		listed("rds:DescribeDBInstances", "DBInstances", "DBInstanceIdentifier", "DBInstanceArn").withARN("DBInstanceArn"),
		listed("es:DescribeElasticsearchDomains", "DomainStatusList", "DomainId", "DomainName"),
		listed("directconnect:DescribeDirectConnectGateways", "directConnectGateways", "directConnectGatewayId"),
		listed("ram:ListResources", "resources", "arn", "resourceShareArn").commonName(),
	}
}
