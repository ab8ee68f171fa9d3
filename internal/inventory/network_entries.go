package inventory

// networkEntries says how the answers about networks become objects.
func networkEntries() map[string]entry {
	listed := func(kind Kind, items, id string) entry { return entry{kind: kind, items: items, id: byMember(id)} }
	return map[string]entry{
		"ec2:DescribeVpcs":                                listed(KindVPC, "Vpcs", "VpcId"),
		"ec2:DescribeVpcAttribute":                        {kind: "vpc-attribute", id: byMember("VpcId")},
		"ec2:DescribeSubnets":                             listed(KindSubnet, "Subnets", "SubnetId"),
		"ec2:DescribeRouteTables":                         listed(KindRouteTable, "RouteTables", "RouteTableId"),
		"ec2:DescribeSecurityGroups":                      listed(KindSecurityGroup, "SecurityGroups", "GroupId"),
		"ec2:DescribeNetworkAcls":                         listed(KindNetworkACL, "NetworkAcls", "NetworkAclId"),
		"ec2:DescribeNetworkInterfaces":                   listed(KindNetworkInterface, "NetworkInterfaces", "NetworkInterfaceId"),
		"ec2:DescribeInternetGateways":                    listed(KindInternetGateway, "InternetGateways", "InternetGatewayId"),
		"ec2:DescribeNatGateways":                         listed(KindNATGateway, "NatGateways", "NatGatewayId"),
		"ec2:DescribeEgressOnlyInternetGateways":          listed(KindEgressOnlyGateway, "EgressOnlyInternetGateways", "EgressOnlyInternetGatewayId"),
		"ec2:DescribeVpcEndpoints":                        listed(KindVPCEndpoint, "VpcEndpoints", "VpcEndpointId"),
		"ec2:DescribeVpcEndpointServices":                 {kind: KindEndpointService, items: "ServiceDetails", id: serviceIdentity},
		"ec2:DescribeManagedPrefixLists":                  listed(KindPrefixList, "PrefixLists", "PrefixListId"),
		"ec2:DescribePrefixLists":                         listed("aws-prefix-list", "PrefixLists", "PrefixListId"),
		"ec2:GetManagedPrefixListEntries":                 {kind: "prefix-list-entries", id: bySubject},
		"ec2:DescribeDhcpOptions":                         listed(KindDHCPOptions, "DhcpOptions", "DhcpOptionsId"),
		"ec2:DescribeVpcPeeringConnections":               listed(KindPeering, "VpcPeeringConnections", "VpcPeeringConnectionId"),
		"ec2:DescribeTransitGateways":                     listed(KindTransitGateway, "TransitGateways", "TransitGatewayId"),
		"ec2:DescribeTransitGatewayAttachments":           {kind: KindTransitAttachment, items: "TransitGatewayAttachments", id: byMember("TransitGatewayAttachmentId"), weak: true},
		"ec2:DescribeTransitGatewayVpcAttachments":        listed(KindTransitAttachment, "TransitGatewayVpcAttachments", "TransitGatewayAttachmentId"),
		"ec2:DescribeTransitGatewayRouteTables":           listed(KindTransitRouteTable, "TransitGatewayRouteTables", "TransitGatewayRouteTableId"),
		"ec2:SearchTransitGatewayRoutes":                  {kind: "transit-gateway-routes", id: bySubject},
		"ec2:DescribeVpcBlockPublicAccessOptions":         {kind: KindBlockPublicAccess, id: func(*object) string { return "options" }},
		"ec2:DescribeVpcBlockPublicAccessExclusions":      listed(KindBlockPublicExclude, "VpcBlockPublicAccessExclusions", "ExclusionId"),
		"ec2:DescribeFlowLogs":                            listed(KindFlowLog, "FlowLogs", "FlowLogId"),
		"route53:ListHostedZonesByVPC":                    {kind: "vpc-zones", id: bySubject},
		"route53:ListHostedZones":                         listed(KindHostedZone, "HostedZones", "Id"),
		"route53:GetHostedZone":                           {kind: "hosted-zone-detail", id: hostedZoneIdentity},
		"route53:ListResourceRecordSets":                  {kind: "zone-records", id: bySubject},
		"route53resolver:ListResolverRules":               listed(KindResolverRule, "ResolverRules", "Id"),
		"route53resolver:ListResolverRuleAssociations":    listed("resolver-rule-association", "ResolverRuleAssociations", "Id"),
		"network-firewall:ListFirewalls":                  {kind: KindFirewall, items: "Firewalls", id: firewallIdentity, weak: true},
		"network-firewall:DescribeFirewall":               {kind: KindFirewall, id: firewallIdentity},
		"network-firewall:DescribeFirewallPolicy":         {kind: KindFirewallPolicy, id: policyIdentity},
		"network-firewall:ListVpcEndpointAssociations":    {kind: "firewall-association", items: "VpcEndpointAssociations", id: associationIdentity, weak: true},
		"network-firewall:DescribeVpcEndpointAssociation": {kind: "firewall-association", id: associationIdentity},
		"network-firewall:DescribeRuleGroup":              {kind: KindFirewallRuleGroup, id: ruleGroupIdentity},
		"elasticloadbalancing:DescribeLoadBalancers":      listed(KindLoadBalancer, "LoadBalancers", "LoadBalancerArn"),
		"elasticfilesystem:DescribeFileSystems":           listed(KindFileSystem, "FileSystems", "FileSystemId"),
		"elasticfilesystem:DescribeMountTargets":          listed(KindMountTarget, "MountTargets", "MountTargetId"),
		"fsx:DescribeFileSystems":                         listed(KindFSxFileSystem, "FileSystems", "FileSystemId"),
		"tagging:GetResources":                            listed("tags", "ResourceTagMappingList", "ResourceARN"),
	}
}

// wayEntries say it of what leads out of a VPC beside its gateways and endpoints.
func wayEntries() map[string]entry {
	listed := func(kind Kind, items, id string) entry { return entry{kind: kind, items: items, id: byMember(id)} }
	return map[string]entry{
		"ec2:GetTransitGatewayPrefixListReferences":           {kind: "transit-gateway-references", id: bySubject},
		"ec2:DescribeTransitGatewayPeeringAttachments":        listed(KindTransitPeering, "TransitGatewayPeeringAttachments", "TransitGatewayAttachmentId"),
		"ec2:DescribeVpnGateways":                             listed(KindVirtualGateway, "VpnGateways", "VpnGatewayId"),
		"ec2:DescribeVpnConnections":                          listed(KindVPNConnection, "VpnConnections", "VpnConnectionId"),
		"ec2:DescribeSecurityGroupVpcAssociations":            {kind: KindGroupAssociation, items: "SecurityGroupVpcAssociations", id: groupAssociationIdentity},
		"ec2:DescribeVpcEncryptionControls":                   listed(KindEncryptionControl, "VpcEncryptionControls", "VpcEncryptionControlId"),
		"elasticloadbalancing:DescribeListeners":              listed(KindListener, "Listeners", "ListenerArn"),
		"elasticloadbalancing:DescribeTargetGroups":           listed(KindTargetGroup, "TargetGroups", "TargetGroupArn"),
		"elasticloadbalancing:DescribeTargetHealth":           {kind: "target-health", id: bySubject},
		"elasticloadbalancing:DescribeLoadBalancerAttributes": {kind: "load-balancer-attributes", id: bySubject},
		"elasticloadbalancing:DescribeTargetGroupAttributes":  {kind: "target-group-attributes", id: bySubject},
		"vpc-lattice:ListServiceNetworkVpcAssociations":       listed(KindLatticeAssociation, "Items", "arn"),
		"vpc-lattice:GetServiceNetworkVpcAssociation":         {kind: "service-network-association-detail", id: byMember("arn")},
		"vpc-lattice:ListResourceGateways":                    listed(KindResourceGateway, "Items", "id"),
		"vpc-lattice:ListResourceConfigurations":              listed(KindResourceConfig, "Items", "arn"),
	}
}

// serviceIdentity tells the gateway and the interface kind of one service apart.
func serviceIdentity(o *object) string {
	if id := o.text("ServiceId"); id != "" {
		return id
	}
	return o.text("ServiceName")
}

func hostedZoneIdentity(o *object) string {
	type zone struct{ ID string }
	z, _ := required[zone](o, "HostedZone").Get()
	return z.ID
}

// network decodes every network object into the snapshot's tables.
func (b *builder) network(tags tagIndex) {
	n := &b.snapshot.net
	fill(b, &n.vpcs, "ec2:DescribeVpcs", KindVPC, "VpcId", b.decodeVPC, "", tags)
	fill(b, &n.subnets, "ec2:DescribeSubnets", KindSubnet, "VpcId", decodeSubnet, "SubnetArn", tags)
	fill(b, &n.routeTables, "ec2:DescribeRouteTables", KindRouteTable, "VpcId", decodeRouteTable, "", tags)
	fill(b, &n.groups, "ec2:DescribeSecurityGroups", KindSecurityGroup, "VpcId", decodeSecurityGroup, "SecurityGroupArn", tags)
	fill(b, &n.acls, "ec2:DescribeNetworkAcls", KindNetworkACL, "VpcId", decodeNetworkACL, "", tags)
	fill(b, &n.interfaces, "ec2:DescribeNetworkInterfaces", KindNetworkInterface, "VpcId", decodeNetworkInterface, "", tags)
	fill(b, &n.internet, "ec2:DescribeInternetGateways", KindInternetGateway, "", decodeInternetGateway, "", tags)
	fill(b, &n.nats, "ec2:DescribeNatGateways", KindNATGateway, "VpcId", decodeNATGateway, "", tags)
	fill(b, &n.egressOnly, "ec2:DescribeEgressOnlyInternetGateways", KindEgressOnlyGateway, "", decodeEgressOnlyGateway, "", tags)
	fill(b, &n.endpoints, "ec2:DescribeVpcEndpoints", KindVPCEndpoint, "VpcId", decodeVPCEndpoint, "", tags)
	fill(b, &n.services, "ec2:DescribeVpcEndpointServices", KindEndpointService, "", decodeEndpointService, "", tags)
	fill(b, &n.dhcp, "ec2:DescribeDhcpOptions", KindDHCPOptions, "", decodeDHCPOptions, "", tags)
	fill(b, &n.zones, "route53:ListHostedZonesByVPC", "vpc-zones", "", decodeVPCZones, "", tags)
	fill(b, &n.hosted, "route53:ListHostedZones", KindHostedZone, "", b.decodeHostedZone, "", tags)
	fill(b, &n.rules, "route53resolver:ListResolverRules", KindResolverRule, "", decodeResolverRule, "Arn", tags)
	fill(b, &n.associations, "route53resolver:ListResolverRuleAssociations", "resolver-rule-association", "VPCId", decodeResolverAssociation, "", tags)
	fill(b, &n.peerings, "ec2:DescribeVpcPeeringConnections", KindPeering, "", decodePeering, "", tags)
	fill(b, &n.transits, "ec2:DescribeTransitGateways", KindTransitGateway, "", decodeTransitGateway, "TransitGatewayArn", tags)
	fill(b, &n.attachments, "ec2:DescribeTransitGatewayVpcAttachments", KindTransitAttachment, "VpcId", decodeTransitAttachment, "", tags)
	fill(b, &n.transitTable, "ec2:DescribeTransitGatewayRouteTables", KindTransitRouteTable, "", b.decodeTransitRouteTable, "", tags)
	fill(b, &n.firewalls, "network-firewall:ListFirewalls", KindFirewall, "", b.decodeFirewall, "FirewallArn", tags)
	fill(b, &n.joined, "network-firewall:ListVpcEndpointAssociations", "firewall-association", "", b.decodeFirewallAssociation, "VpcEndpointAssociationArn", tags)
	fill(b, &n.policies, "network-firewall:DescribeFirewallPolicy", KindFirewallPolicy, "", decodeFirewallPolicy, "", tags)
	fill(b, &n.ruleGroups, "network-firewall:DescribeRuleGroup", KindFirewallRuleGroup, "", decodeFirewallRuleGroup, "", tags)
	fill(b, &n.blockPublic, "ec2:DescribeVpcBlockPublicAccessOptions", KindBlockPublicAccess, "", decodeBlockPublicAccess, "", tags)
	fill(b, &n.exclusions, "ec2:DescribeVpcBlockPublicAccessExclusions", KindBlockPublicExclude, "", decodeBlockPublicExclusion, "", tags)
	fill(b, &n.flowLogs, "ec2:DescribeFlowLogs", KindFlowLog, "", decodeFlowLog, "", tags)
	fill(b, &n.fileSystems, "elasticfilesystem:DescribeFileSystems", KindFileSystem, "", decodeFileSystem, "FileSystemArn", tags)
	fill(b, &n.mountTargets, "elasticfilesystem:DescribeMountTargets", KindMountTarget, "", decodeMountTarget, "", tags)
	fill(b, &n.fsx, "fsx:DescribeFileSystems", KindFSxFileSystem, "VpcId", decodeFSx, "ResourceARN", tags)
	fill(b, &n.balancers, "elasticloadbalancing:DescribeLoadBalancers", KindLoadBalancer, "VpcId", b.decodeLoadBalancer, "LoadBalancerArn", tags)
	b.ways(tags)
	b.prefixLists(tags)
	b.zoneRecords()
	b.naming(tags)
}

// ways decodes what leads out of a VPC beside its gateways and endpoints.
func (b *builder) ways(tags tagIndex) {
	n := &b.snapshot.net
	fill(b, &n.listeners, "elasticloadbalancing:DescribeListeners", KindListener, "", decodeListener, "ListenerArn", tags)
	fill(b, &n.targetGroups, "elasticloadbalancing:DescribeTargetGroups", KindTargetGroup, "VpcId", b.decodeTargetGroup, "TargetGroupArn", tags)
	fill(b, &n.virtual, "ec2:DescribeVpnGateways", KindVirtualGateway, "", decodeVirtualGateway, "", tags)
	fill(b, &n.vpns, "ec2:DescribeVpnConnections", KindVPNConnection, "", decodeVPNConnection, "", tags)
	fill(b, &n.transitPeers, "ec2:DescribeTransitGatewayPeeringAttachments", KindTransitPeering, "", decodeTransitPeering, "", tags)
	fill(b, &n.groupUses, "ec2:DescribeSecurityGroupVpcAssociations", KindGroupAssociation, "VpcId", decodeGroupAssociation, "", tags)
	fill(b, &n.encryption, "ec2:DescribeVpcEncryptionControls", KindEncryptionControl, "VpcId", decodeEncryptionControl, "", tags)
	fill(b, &n.latticeUses, "vpc-lattice:ListServiceNetworkVpcAssociations", KindLatticeAssociation, "vpcId", b.decodeServiceNetworkAssociation, "arn", tags)
	fill(b, &n.resourceDoors, "vpc-lattice:ListResourceGateways", KindResourceGateway, "vpcIdentifier", decodeResourceGateway, "arn", tags)
	fill(b, &n.resourceConfigs, "vpc-lattice:ListResourceConfigurations", KindResourceConfig, "", decodeResourceConfiguration, "arn", tags)
}
