package emulator

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/aws/aws-sdk-go-v2/service/route53"
	zones "github.com/aws/aws-sdk-go-v2/service/route53/types"
)

// vpc is a VPC under construction with the groups that every shape has.
type vpc struct {
	clients
	ctx       context.Context
	name, id  string
	number    int    // 10.<number>.0.0/16
	workers   string // group of the workloads: all out, all in from itself
	endpoints string // group of the endpoints: 443 in from the workers
}

// seeding stops at the first failed call; seeded turns it into an error.
type failure struct{ err error }

func seeded(build func()) (err error) {
	defer func() {
		if p := recover(); p != nil {
			f, ok := p.(failure)
			if !ok {
				panic(p)
			}
			err = f.err
		}
	}()
	build()
	return nil
}

func done[T any](out T, err error) T {
	if err != nil {
		panic(failure{err})
	}
	return out
}

func name(kind types.ResourceType, name string) []types.TagSpecification {
	return []types.TagSpecification{{ResourceType: kind, Tags: []types.Tag{{Key: aws.String("Name"), Value: &name}}}}
}

func newVPC(c clients, name string, number int) *vpc {
	v := &vpc{clients: c, ctx: context.Background(), name: name, number: number}
	out := done(c.ec2.CreateVpc(v.ctx, &ec2.CreateVpcInput{CidrBlock: aws.String(v.block(0, 16)), TagSpecifications: v.tags(types.ResourceTypeVpc, "vpc")}))
	v.id = *out.Vpc.VpcId
	v.resolveNames(true)
	v.workers, v.endpoints = v.group("workers"), v.group("endpoints")
	v.admit(v.workers, "-1", -1, v.workers)
	v.admit(v.endpoints, "tcp", 443, v.workers)
	return v
}

// privateZone makes a private hosted zone of the customer's that answers in the
// VPC. Its names are nothing that SageMaker asks for.
func (v *vpc) privateZone(domain string) {
	done(v.route53.CreateHostedZone(v.ctx, &route53.CreateHostedZoneInput{
		Name: &domain, CallerReference: aws.String(v.name), HostedZoneConfig: &zones.HostedZoneConfig{PrivateZone: true},
		VPC: &zones.VPC{VPCId: &v.id, VPCRegion: zones.VPCRegion(v.region)},
	}))
}

// block is the network 10.<number>.<third>.0 with that many bits.
func (v *vpc) block(third, bits int) string {
	return fmt.Sprintf("10.%d.%d.0/%d", v.number, third, bits)
}

func (v *vpc) tags(kind types.ResourceType, part string) []types.TagSpecification {
	return name(kind, v.name+"-"+part)
}

// resolveNames sets both DNS attributes when on; off takes the resolver away.
func (v *vpc) resolveNames(on bool) {
	value := &types.AttributeBooleanValue{Value: &on}
	done(v.ec2.ModifyVpcAttribute(v.ctx, &ec2.ModifyVpcAttributeInput{VpcId: &v.id, EnableDnsSupport: value}))
	done(v.ec2.ModifyVpcAttribute(v.ctx, &ec2.ModifyVpcAttributeInput{VpcId: &v.id, EnableDnsHostnames: value}))
}

func (v *vpc) group(part string) string {
	out := done(v.ec2.CreateSecurityGroup(v.ctx, &ec2.CreateSecurityGroupInput{
		VpcId: &v.id, GroupName: aws.String(v.name + "-" + part), Description: aws.String(part), TagSpecifications: v.tags(types.ResourceTypeSecurityGroup, part),
	}))
	return *out.GroupId
}

// admit lets members of one group into another.
func (v *vpc) admit(into, protocol string, port int32, from string) {
	done(v.ec2.AuthorizeSecurityGroupIngress(v.ctx, &ec2.AuthorizeSecurityGroupIngressInput{GroupId: &into, IpPermissions: permission(protocol, port, from)}))
}

func (v *vpc) shut(into, protocol string, port int32, from string) {
	done(v.ec2.RevokeSecurityGroupIngress(v.ctx, &ec2.RevokeSecurityGroupIngressInput{GroupId: &into, IpPermissions: permission(protocol, port, from)}))
}

func permission(protocol string, port int32, from string) []types.IpPermission {
	return []types.IpPermission{{IpProtocol: &protocol, FromPort: &port, ToPort: &port, UserIdGroupPairs: []types.UserIdGroupPair{{GroupId: &from}}}}
}

// subnet makes 10.<number>.<third>.0/24 in zone a, b … of the Region.
func (v *vpc) subnet(part string, third int, zone string) string {
	out := done(v.ec2.CreateSubnet(v.ctx, &ec2.CreateSubnetInput{
		VpcId: &v.id, CidrBlock: aws.String(v.block(third, 24)), AvailabilityZone: aws.String(v.region + zone), TagSpecifications: v.tags(types.ResourceTypeSubnet, part),
	}))
	return *out.Subnet.SubnetId
}

func (v *vpc) table(part string, subnets ...string) string {
	out := done(v.ec2.CreateRouteTable(v.ctx, &ec2.CreateRouteTableInput{VpcId: &v.id, TagSpecifications: v.tags(types.ResourceTypeRouteTable, part)}))
	id := *out.RouteTable.RouteTableId
	for _, s := range subnets {
		done(v.ec2.AssociateRouteTable(v.ctx, &ec2.AssociateRouteTableInput{RouteTableId: &id, SubnetId: &s}))
	}
	return id
}

func (v *vpc) internetGateway() string {
	id := *done(v.ec2.CreateInternetGateway(v.ctx, &ec2.CreateInternetGatewayInput{TagSpecifications: v.tags(types.ResourceTypeInternetGateway, "internet")})).InternetGateway.InternetGatewayId
	done(v.ec2.AttachInternetGateway(v.ctx, &ec2.AttachInternetGatewayInput{VpcId: &v.id, InternetGatewayId: &id}))
	return id
}

func (v *vpc) defaultRoute(table string, to ec2.CreateRouteInput) {
	to.RouteTableId, to.DestinationCidrBlock = &table, aws.String("0.0.0.0/0")
	done(v.ec2.CreateRoute(v.ctx, &to))
}

// natFor sends what leaves by a table through a NAT gateway in a public subnet
// of its own.
func (v *vpc) natFor(table string) string {
	public := v.subnet("public", 100, "a")
	gateway := v.internetGateway()
	v.defaultRoute(v.table("public", public), ec2.CreateRouteInput{GatewayId: &gateway})
	address := done(v.ec2.AllocateAddress(v.ctx, &ec2.AllocateAddressInput{Domain: types.DomainTypeVpc}))
	nat := done(v.ec2.CreateNatGateway(v.ctx, &ec2.CreateNatGatewayInput{SubnetId: &public, AllocationId: address.AllocationId})).NatGateway.NatGatewayId
	v.defaultRoute(table, ec2.CreateRouteInput{NatGatewayId: nat})
	return *nat
}

func (v *vpc) service(id string) *string {
	return aws.String("com.amazonaws." + v.region + "." + id)
}

func (v *vpc) s3For(tables ...string) {
	done(v.ec2.CreateVpcEndpoint(v.ctx, &ec2.CreateVpcEndpointInput{
		VpcId: &v.id, ServiceName: v.service("s3"), VpcEndpointType: types.VpcEndpointTypeGateway, RouteTableIds: tables,
	}))
}

// services are the interface endpoints that a sealed VPC needs for every kind
// that is put into it: the notebook's and Studio's, and ECR for clusters.
func services() []string {
	return []string{"sagemaker.api", "sagemaker.runtime", "sts", "logs", "ecr.api", "ecr.dkr"}
}

func (v *vpc) interfaceEndpoints(subnets ...string) []string {
	var ids []string
	for _, s := range services() {
		out := done(v.ec2.CreateVpcEndpoint(v.ctx, &ec2.CreateVpcEndpointInput{
			VpcId: &v.id, ServiceName: v.service(s), VpcEndpointType: types.VpcEndpointTypeInterface, SubnetIds: subnets,
			SecurityGroupIds: []string{v.endpoints}, PrivateDnsEnabled: aws.Bool(true),
		}))
		ids = append(ids, *out.VpcEndpoint.VpcEndpointId)
	}
	return ids
}

// entry is one numbered line of a network ACL, for all protocols unless ports
// are given.
type entry struct {
	number   int32
	egress   bool
	action   types.RuleAction
	block    string
	from, to int32
}

func (v *vpc) acl(entries []entry, subnets ...string) {
	id := *done(v.ec2.CreateNetworkAcl(v.ctx, &ec2.CreateNetworkAclInput{VpcId: &v.id, TagSpecifications: v.tags(types.ResourceTypeNetworkAcl, "acl")})).NetworkAcl.NetworkAclId
	for _, e := range entries {
		in := &ec2.CreateNetworkAclEntryInput{NetworkAclId: &id, RuleNumber: &e.number, Egress: &e.egress, RuleAction: e.action, CidrBlock: &e.block, Protocol: aws.String("-1")}
		if e.to > 0 {
			in.Protocol, in.PortRange = aws.String("6"), &types.PortRange{From: &e.from, To: &e.to}
		}
		done(v.ec2.CreateNetworkAclEntry(v.ctx, in))
	}
	for _, s := range subnets {
		done(v.ec2.ReplaceNetworkAclAssociation(v.ctx, &ec2.ReplaceNetworkAclAssociationInput{NetworkAclId: &id, AssociationId: v.aclAssociation(s)}))
	}
}

func (v *vpc) aclAssociation(subnet string) *string {
	out := done(v.ec2.DescribeNetworkAcls(v.ctx, &ec2.DescribeNetworkAclsInput{Filters: []types.Filter{{Name: aws.String("association.subnet-id"), Values: []string{subnet}}}}))
	for _, a := range out.NetworkAcls[0].Associations {
		if *a.SubnetId == subnet {
			return a.NetworkAclAssociationId
		}
	}
	panic(failure{fmt.Errorf("subnet %s has no ACL", subnet)})
}
