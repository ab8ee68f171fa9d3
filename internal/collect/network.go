package collect

import (
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/efs"
	"github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	"github.com/aws/aws-sdk-go-v2/service/fsx"
	"github.com/aws/aws-sdk-go-v2/service/networkfirewall"
	"github.com/aws/aws-sdk-go-v2/service/resourcegroupstaggingapi"
	"github.com/aws/aws-sdk-go-v2/service/route53"
	"github.com/aws/aws-sdk-go-v2/service/route53resolver"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

// whoami asks whose credentials these are; every principal may ask.
func whoami() operation { return read((*sts.Client).GetCallerIdentity) }

// tagsInBulk reads the tags of everything whose own answer has none, where one
// call gives a hundred.
func tagsInBulk() operation {
	return read((*resourcegroupstaggingapi.Client).GetResources).with("ResourcesPerPage", 100).
		with("ResourceTypeFilters", []string{"sagemaker", "elasticloadbalancing", "network-firewall", "route53resolver"})
}

// networkOperations read the network that resources stand in. The page sizes
// are the largest that each API takes.
func networkOperations() []operation {
	return append([]operation{
		read((*ec2.Client).DescribeVpcs).with("MaxResults", 1000).each(
			read((*ec2.Client).DescribeVpcAttribute).with("Attribute", "enableDnsSupport"),
			read((*ec2.Client).DescribeVpcAttribute).with("Attribute", "enableDnsHostnames"),
			read((*route53.Client).ListHostedZonesByVPC).with("MaxItems", 100).named("VPCId", "VpcId").inRegion("VPCRegion"),
		),
		read((*ec2.Client).DescribeSubnets).with("MaxResults", 1000),
		read((*ec2.Client).DescribeRouteTables).with("MaxResults", 100),
		read((*ec2.Client).DescribeSecurityGroups).with("MaxResults", 1000),
		read((*ec2.Client).DescribeNetworkAcls).with("MaxResults", 1000),
		read((*ec2.Client).DescribeNetworkInterfaces).with("MaxResults", 1000),
		read((*ec2.Client).DescribeManagedPrefixLists).with("MaxResults", 100),
		read((*ec2.Client).DescribePrefixLists).with("MaxResults", 1000),
		read((*ec2.Client).DescribeDhcpOptions).with("MaxResults", 1000),
		read((*ec2.Client).DescribeVpcBlockPublicAccessOptions),
		read((*ec2.Client).DescribeVpcBlockPublicAccessExclusions).with("MaxResults", 1000),
		read((*ec2.Client).DescribeFlowLogs).with("MaxResults", 1000),
		read((*route53resolver.Client).ListResolverRules).with("MaxResults", 100),
		read((*route53resolver.Client).ListResolverRuleAssociations).with("MaxResults", 100),
	}, gatewayOperations()...)
}

func gatewayOperations() []operation {
	return []operation{
		read((*ec2.Client).DescribeInternetGateways).with("MaxResults", 1000),
		read((*ec2.Client).DescribeNatGateways).with("MaxResults", 1000),
		read((*ec2.Client).DescribeEgressOnlyInternetGateways).with("MaxResults", 255),
		read((*ec2.Client).DescribeVpcEndpoints).with("MaxResults", 1000),
		read((*ec2.Client).DescribeVpcEndpointServices).with("MaxResults", 1000),
		read((*ec2.Client).DescribeVpcPeeringConnections).with("MaxResults", 1000),
		read((*ec2.Client).DescribeTransitGateways).with("MaxResults", 1000),
		read((*ec2.Client).DescribeTransitGatewayAttachments).with("MaxResults", 1000),
		read((*ec2.Client).DescribeTransitGatewayVpcAttachments).with("MaxResults", 1000),
		read((*ec2.Client).DescribeTransitGatewayRouteTables).with("MaxResults", 1000).each(transitRoutes()),
		read((*networkfirewall.Client).ListFirewalls).with("MaxResults", 100),
		read((*elasticloadbalancingv2.Client).DescribeLoadBalancers).with("PageSize", 400),
	}
}

// transitRoutes asks for every route: the API wants at least one filter, and
// these two states are all there are.
func transitRoutes() operation {
	states := []map[string]any{{"Name": "state", "Values": []string{"active", "blackhole"}}}
	return read((*ec2.Client).SearchTransitGatewayRoutes).with("MaxResults", 1000).with("Filters", states)
}

func storageOperations() []operation {
	return []operation{
		read((*efs.Client).DescribeFileSystems).with("MaxItems", 100),
		read((*fsx.Client).DescribeFileSystems).with("MaxResults", 100),
	}
}
