package emulator

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	balancers "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2/types"
	"github.com/aws/aws-sdk-go-v2/service/route53resolver"
	resolver "github.com/aws/aws-sdk-go-v2/service/route53resolver/types"
	"github.com/aws/aws-sdk-go-v2/service/vpclattice"
)

// vpn attaches a virtual private gateway with one connection to the VPC.
func (v *vpc) vpn() {
	gateway := done(v.ec2.CreateVpnGateway(v.ctx, &ec2.CreateVpnGatewayInput{Type: types.GatewayTypeIpsec1})).VpnGateway.VpnGatewayId
	done(v.ec2.AttachVpnGateway(v.ctx, &ec2.AttachVpnGatewayInput{VpnGatewayId: gateway, VpcId: &v.id}))
	office := done(v.ec2.CreateCustomerGateway(v.ctx, &ec2.CreateCustomerGatewayInput{Type: types.GatewayTypeIpsec1, BgpAsn: aws.Int32(65000), IpAddress: aws.String("203.0.113.1")})).CustomerGateway.CustomerGatewayId
	done(v.ec2.CreateVpnConnection(v.ctx, &ec2.CreateVpnConnectionInput{Type: aws.String("ipsec.1"), CustomerGatewayId: office, VpnGatewayId: gateway}))
}

// loadBalancer makes an internal Network Load Balancer with one target.
func (v *vpc) loadBalancer(subnet string) {
	balancer := done(v.balancers.CreateLoadBalancer(v.ctx, &elasticloadbalancingv2.CreateLoadBalancerInput{
		Name: aws.String(v.name), Type: balancers.LoadBalancerTypeEnumNetwork, Scheme: balancers.LoadBalancerSchemeEnumInternal, Subnets: []string{subnet},
	})).LoadBalancers[0].LoadBalancerArn
	group := done(v.balancers.CreateTargetGroup(v.ctx, &elasticloadbalancingv2.CreateTargetGroupInput{
		Name: aws.String(v.name), Protocol: balancers.ProtocolEnumTcp, Port: aws.Int32(443), VpcId: &v.id, TargetType: balancers.TargetTypeEnumIp,
	})).TargetGroups[0].TargetGroupArn
	done(v.balancers.RegisterTargets(v.ctx, &elasticloadbalancingv2.RegisterTargetsInput{TargetGroupArn: group, Targets: []balancers.TargetDescription{{Id: aws.String("10.60.1.9"), Port: aws.Int32(443)}}}))
	done(v.balancers.CreateListener(v.ctx, &elasticloadbalancingv2.CreateListenerInput{
		LoadBalancerArn: balancer, Protocol: balancers.ProtocolEnumTcp, Port: aws.Int32(443),
		DefaultActions: []balancers.Action{{Type: balancers.ActionTypeEnumForward, TargetGroupArn: group}},
	}))
}

// serviceNetwork associates a VPC Lattice service network with the VPC.
func (v *vpc) serviceNetwork() {
	network := done(v.lattice.CreateServiceNetwork(v.ctx, &vpclattice.CreateServiceNetworkInput{Name: aws.String(v.name + "-network")})).Id
	done(v.lattice.CreateServiceNetworkVpcAssociation(v.ctx, &vpclattice.CreateServiceNetworkVpcAssociationInput{
		ServiceNetworkIdentifier: network, VpcIdentifier: &v.id, SecurityGroupIds: []string{v.endpoints},
	}))
}

// inboundResolver makes a Resolver endpoint that other networks can ask.
func (v *vpc) inboundResolver(subnets ...string) {
	var at []resolver.IpAddressRequest
	for i := range subnets {
		at = append(at, resolver.IpAddressRequest{SubnetId: &subnets[i]})
	}
	done(v.resolver.CreateResolverEndpoint(v.ctx, &route53resolver.CreateResolverEndpointInput{
		CreatorRequestId: aws.String(v.name), Name: aws.String(v.name), Direction: resolver.ResolverEndpointDirectionInbound, SecurityGroupIds: []string{v.endpoints}, IpAddresses: at,
	}))
}
