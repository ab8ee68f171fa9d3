package checks

import (
	"strings"

	"mooring/internal/check"
	"mooring/internal/inventory"
	"mooring/internal/reach"
)

func vpcButOpenEgress() check.Check {
	return check.Check{
		ID: "vpc-but-open-egress", Severity: check.High, Kinds: ownKinds(),
		Judge: proved(func(r *reach.Result, s check.Subject) check.Outcome {
			return check.Ask(s.Resource.Network().Mode, func(m inventory.Mode) check.Outcome {
				if m != inventory.ModeVPC {
					return check.Moot("its traffic does not all take your VPC")
				}
				return openEgress(r)
			})
		}),
		Doc: check.Doc{
			Title: "A resource stands in your VPC and still reaches the internet",
			Description: "Looks at resources whose traffic all takes your VPC. Fails when any public address outside AWS's S3 and DynamoDB lists can be reached, on any protocol and port, from any of its subnets: " +
				"by a NAT gateway, a public address with an internet gateway, or a gateway that leads to one. An isolated container passes.",
			Rationale: "A subnet is not a boundary. Most tools count the VPC as the proof; with a default route to a NAT gateway and a group that lets everything out, data can go anywhere.",
			Impact:    "Package indexes, code hosting and model hubs are no longer in reach: they need a mirror inside, CodeArtifact, or a firewall with an allow-list. Everything of AWS's needs an endpoint first; prove that before the route is taken away.",
			Default:   "A new security group lets everything out. A new subnet uses the VPC's main route table, whatever that holds.",
			Audit: check.Audit{
				Console: "VPC > Route tables: the table of the resource's subnet has a route 0.0.0.0/0 to a nat- or igw- target; VPC > Security groups: an outbound rule of its groups admits 0.0.0.0/0.",
				CLI:     "mooring trace NAME internet\naws ec2 describe-route-tables --filters Name=association.subnet-id,Values=SUBNET --query 'RouteTables[].Routes'\naws ec2 describe-security-groups --group-ids SG --query 'SecurityGroups[].IpPermissionsEgress'",
			},
			Remediation: check.Remediation{
				Text: "Make endpoints for what is needed, prove them, then close the way out: the group first (443 to the endpoints' group and to the S3 prefix list only), as it is the easiest to take back, and then the default route. " +
					"Where the internet is needed, lead it through a firewall or proxy with an allow-list.",
				CLI:     "aws ec2 authorize-security-group-egress --group-id SG --ip-permissions 'IpProtocol=tcp,FromPort=443,ToPort=443,PrefixListIds=[{PrefixListId=S3_LIST}]'\naws ec2 authorize-security-group-egress --group-id SG --ip-permissions 'IpProtocol=tcp,FromPort=443,ToPort=443,UserIdGroupPairs=[{GroupId=ENDPOINT_SG}]'\naws ec2 revoke-security-group-egress --group-id SG --ip-permissions 'IpProtocol=-1,IpRanges=[{CidrIp=0.0.0.0/0}]'",
				Backout: "Authorize the revoked rule again: `aws ec2 authorize-security-group-egress --group-id SG --ip-permissions 'IpProtocol=-1,IpRanges=[{CidrIp=0.0.0.0/0}]'`.",
			},
			References: []string{guide("infrastructure-give-access"), "Amazon VPC User Guide, vpc-nat-gateway", "Amazon VPC User Guide, security-group-rules"},
			Profile:    2,
			Compliance: map[string][]string{},
		},
	}
}

func openEgress(r *reach.Result) check.Outcome {
	switch r.Exposure {
	case reach.ExposureDirect, reach.ExposureNAT:
		out := check.Failed("stands in your VPC and reaches the internet", r.ExposureVia...)
		out.Remediation = "close the way out by " + strings.Join(r.ExposureVia, ", ") + ": the outbound rules of its groups first, then the route"
		return out
	case reach.ExposureFiltered:
		return check.Passed("reaches only what an allow-list admits", r.ExposureVia...)
	case reach.ExposureNone:
		return check.Passed("no internet destination is in reach")
	}
	return doubt(r)
}
