package checks

import (
	"fmt"

	"mooring/internal/check"
)

func vpceMissing() check.Check {
	return check.Check{
		ID: "vpce-missing", Severity: check.High, Kinds: ownKinds(),
		Judge: eachBlocked("no path that it needs lacks an endpoint", func(p blockedPath) check.Outcome {
			if len(p.endpoints) > 0 || !p.blockedBeyond() {
				return check.Passed("no path that it needs lacks an endpoint")
			}
			name := p.service.EndpointNames(p.vpc.Region)[0]
			out := check.Failed(fmt.Sprintf("%s has no endpoint for %s", p.vpc.ID, p.service.Label), p.vpc.ID+" has no endpoint of "+name)
			out.Remediation = fmt.Sprintf("%s: create a %s endpoint for %s", p.vpc.ID, endpointType(p.service.Gateway), name)
			return out
		}),
		Doc: check.Doc{
			Title: "A VPC has no endpoint for a service that is needed there",
			Description: "Looks at every path that a resource cannot do without and that is blocked on its way out of the VPC. Fails when the VPC holds no endpoint, gateway or interface, for that service. " +
				"A service that is reached by NAT needs none and passes.",
			Rationale: "In a VPC without internet an endpoint is the only way to an AWS service. The one that is forgotten most is STS: the SDK asks who it is before anything else.",
			Impact:    "A gateway endpoint (S3, DynamoDB) is free. An interface endpoint costs by the hour and zone, and by the gigabyte; it serves the whole VPC.",
			Default:   "A VPC has no endpoints.",
			Audit: check.Audit{
				Console: "VPC > Endpoints: filter by the VPC and compare the service names with what `mooring needs` lists for the kind.",
				CLI:     "mooring needs notebook\naws ec2 describe-vpc-endpoints --filters Name=vpc-id,Values=VPC --query 'VpcEndpoints[].[ServiceName, State]'",
			},
			Remediation: check.Remediation{
				Text:    "Create the endpoint: for S3 a gateway endpoint on the route tables of the resource's subnets; for all else an interface endpoint with private DNS, one subnet in each zone, and a group of its own that admits TCP 443 from the resource's groups.",
				CLI:     "aws ec2 create-vpc-endpoint --vpc-endpoint-type Gateway --vpc-id VPC --service-name com.amazonaws.REGION.s3 --route-table-ids TABLE\naws ec2 create-vpc-endpoint --vpc-endpoint-type Interface --vpc-id VPC --service-name com.amazonaws.REGION.sts --subnet-ids SUBNET_A SUBNET_B --security-group-ids ENDPOINT_SG --private-dns-enabled",
				Backout: "`aws ec2 delete-vpc-endpoints --vpc-endpoint-ids VPCE`. Whatever used it loses its connections.",
			},
			References: []string{guide("interface-vpc-endpoint"), "AWS PrivateLink Guide, create-interface-endpoint", "AWS PrivateLink Guide, gateway-endpoints"},
			Profile:    1,
			Compliance: map[string][]string{},
		},
	}
}

func endpointType(gateway bool) string {
	if gateway {
		return "gateway"
	}
	return "interface"
}
