package emulator

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
)

// axes are what the report must say of a resource.
type axes struct{ exposure, function, decidability string }

// invalid are the axes of what AWS would refuse: whatever is said of it, it is
// no good word.
func invalid() axes { return axes{decidability: "invalid"} }

func (want axes) met(got axes) bool {
	if want == invalid() {
		return got.decidability == "invalid" && got.exposure != "none" && got.function != "works"
	}
	return got == want
}

// known are the axes of a resource that could be decided.
func known(exposure, function string) axes { return axes{exposure, function, "known"} }

// network is a finished VPC: where its workloads are placed.
type network struct {
	*vpc
	subnets []string
}

// shape is a VPC and, written by hand, what each way of using it can reach.
type shape struct {
	name     string
	build    func(*vpc) network
	notebook axes // subnet 0, direct internet disabled: S3, SageMaker API and runtime, STS, Logs
	direct   axes // subnet 0, direct internet enabled: the endpoints' private addresses by the own interface, all else by SageMaker's
	job      axes // all subnets: S3
	domain   axes // VpcOnly, all subnets: what a notebook needs, and its file system
}

// sealedTruth is that of a VPC in which everything needed is reachable and
// nothing else.
func sealedTruth() shape {
	return shape{notebook: known("none", "works"), direct: known("direct", "works"), job: known("none", "works"), domain: known("none", "works")}
}

func strandedTruth() shape {
	return shape{notebook: known("none", "stranded"), direct: known("direct", "works"), job: known("none", "stranded"), domain: known("none", "stranded")}
}

// shapes are the ten VPCs of the truth account.
func shapes() []shape {
	sealed := sealedTruth()
	sealed.name, sealed.build = "sealed", buildSealed

	half := sealedTruth() // the second subnet's table lacks the S3 endpoint
	half.name, half.build = "s3-half", buildHalf
	half.job, half.domain = known("none", "partial"), known("none", "partial")

	closed := sealedTruth() // jobs need S3 alone, which comes by the gateway
	closed.name, closed.build = "closed-group", buildClosed
	closed.notebook, closed.direct, closed.domain = known("none", "stranded"), known("direct", "stranded"), known("none", "stranded")

	public := sealedTruth() // names resolve to public addresses, where nothing leads
	public.name, public.build = "private-dns-off", buildPrivateDNSOff
	public.notebook, public.domain = known("none", "stranded"), known("none", "stranded")

	nat := shape{notebook: known("nat", "works"), direct: known("direct", "works"), job: known("nat", "works"), domain: known("nat", "works")}
	nat.name, nat.build = "nat", buildNAT

	gone := strandedTruth()
	gone.name, gone.build = "nat-gone", buildNATGone

	acl := strandedTruth() // answers of the endpoints do not come back either
	acl.name, acl.build, acl.direct = "acl-no-return", buildNoReturn, known("direct", "stranded")

	deaf := strandedTruth()
	deaf.name, deaf.build, deaf.direct = "dns-off", buildDNSOff, axes{} // whose resolver a notebook with both interfaces asks is not documented

	igw := strandedTruth() // SageMaker's interfaces have no public address
	igw.name, igw.build = "public-subnets", buildPublic

	neighbour := sealedTruth() // the ACL stops everything between subnets, so only the endpoints' own subnet reaches them
	neighbour.name, neighbour.build = "neighbour", buildNeighbour
	neighbour.domain = known("none", "partial")

	return []shape{sealed, half, closed, public, nat, gone, acl, deaf, igw, neighbour}
}

// pair are two private subnets in two zones behind one table.
func pair(v *vpc) (subnets []string, table string) {
	subnets = []string{v.subnet("private-a", 1, "a"), v.subnet("private-b", 2, "b")}
	return subnets, v.table("private", subnets...)
}

func buildSealed(v *vpc) network {
	subnets, table := pair(v)
	v.s3For(table)
	v.interfaceEndpoints(subnets...)
	return network{v, subnets}
}

func buildHalf(v *vpc) network {
	a, b := v.subnet("private-a", 1, "a"), v.subnet("private-b", 2, "b")
	v.s3For(v.table("private-a", a))
	v.table("private-b", b)
	v.interfaceEndpoints(a, b)
	return network{v, []string{a, b}}
}

func buildClosed(v *vpc) network {
	v.shut(v.endpoints, "tcp", 443, v.workers)
	v.admit(v.endpoints, "tcp", 443, v.endpoints)
	return buildSealed(v)
}

func buildPrivateDNSOff(v *vpc) network {
	subnets, table := pair(v)
	v.s3For(table)
	for _, id := range v.interfaceEndpoints(subnets...) {
		done(v.ec2.ModifyVpcEndpoint(v.ctx, &ec2.ModifyVpcEndpointInput{VpcEndpointId: &id, PrivateDnsEnabled: aws.Bool(false)}))
	}
	return network{v, subnets}
}

func buildNAT(v *vpc) network {
	subnets, table := pair(v)
	v.natFor(table)
	return network{v, subnets}
}

func buildNATGone(v *vpc) network {
	subnets, table := pair(v)
	nat := v.natFor(table)
	done(v.ec2.DeleteNatGateway(v.ctx, &ec2.DeleteNatGatewayInput{NatGatewayId: &nat}))
	return network{v, subnets}
}

// buildNoReturn keeps the endpoints in a subnet of their own, so that every
// answer has to cross the workers' ACL, which lets in port 443 only.
func buildNoReturn(v *vpc) network {
	subnets, table := pair(v)
	v.s3For(table)
	v.interfaceEndpoints(v.subnet("endpoints", 50, "a"))
	v.acl([]entry{
		{number: 100, egress: true, action: types.RuleActionAllow, block: "0.0.0.0/0"},
		{number: 100, action: types.RuleActionAllow, block: "0.0.0.0/0", from: 443, to: 443},
	}, subnets...)
	return network{v, subnets}
}

func buildDNSOff(v *vpc) network {
	n := buildSealed(v)
	v.resolveNames(false)
	return n
}

func buildPublic(v *vpc) network {
	subnets, table := pair(v)
	gateway := v.internetGateway()
	v.defaultRoute(table, ec2.CreateRouteInput{GatewayId: &gateway})
	for _, s := range subnets {
		done(v.ec2.ModifySubnetAttribute(v.ctx, &ec2.ModifySubnetAttributeInput{SubnetId: &s, MapPublicIpOnLaunch: &types.AttributeBooleanValue{Value: aws.Bool(true)}}))
	}
	return network{v, subnets}
}

// buildNeighbour has two subnets with the same table, ACL and zone. Only the
// first holds the endpoints.
func buildNeighbour(v *vpc) network {
	subnets := []string{v.subnet("with-endpoints", 1, "a"), v.subnet("without", 2, "a")}
	v.s3For(v.table("private", subnets...))
	v.interfaceEndpoints(subnets[0])
	v.acl([]entry{
		{number: 100, egress: true, action: types.RuleActionAllow, block: "0.0.0.0/0"},
		{number: 90, action: types.RuleActionDeny, block: v.block(0, 16)},
		{number: 100, action: types.RuleActionAllow, block: "0.0.0.0/0"},
	}, subnets...)
	return network{v, subnets}
}
