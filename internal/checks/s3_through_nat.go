package checks

import (
	"slices"
	"strings"

	"mooring/internal/check"
	"mooring/internal/reach"
)

func s3ThroughNAT() check.Check {
	return check.Check{
		ID: "s3-through-nat", Severity: check.Medium, Kinds: ownKinds(),
		Judge: connected(func(r *reach.Result, _ check.Subject) check.Outcome {
			i := slices.IndexFunc(r.Dependencies, func(d reach.Dependency) bool { return d.ID == "s3" })
			switch {
			case i < 0 && r.Function == reach.FunctionUnknown:
				return doubt(r)
			case i < 0:
				return check.Moot("does not depend on S3")
			}
			return s3Doors(r, r.Dependencies[i])
		}),
		Doc: check.Doc{
			Title:       "S3 is reached through a NAT gateway",
			Description: "Follows the path to S3 from every subnet. Fails when it works, wholly or partly, and leads through a NAT gateway.",
			Rationale: "A NAT gateway takes a price for every gigabyte, and training data is S3's. A gateway endpoint carries the same bytes for nothing, keeps them inside AWS's network, " +
				"and gives bucket policies an endpoint to ask for.",
			Impact:  "Adding a gateway endpoint drops open connections to S3 for a moment. Bucket policies that admit the NAT gateway's address no longer match: they must admit the endpoint (`aws:SourceVpce`).",
			Default: "A VPC has no endpoints; a default route to a NAT gateway takes S3 along.",
			Audit: check.Audit{
				Console: "VPC > Route tables: the table of the resource's subnet has a route to a nat- target and none for the S3 prefix list (pl-) when the check fails.",
				CLI:     "mooring trace NAME s3\naws ec2 describe-route-tables --filters Name=association.subnet-id,Values=SUBNET --query 'RouteTables[].Routes'",
			},
			Remediation: check.Remediation{
				Text:    "Create a gateway endpoint for S3 and associate it with the route tables of the resource's subnets. Where one is there, associate it with the table that lacks it.",
				CLI:     "aws ec2 create-vpc-endpoint --vpc-endpoint-type Gateway --vpc-id VPC --service-name com.amazonaws.REGION.s3 --route-table-ids TABLE\naws ec2 modify-vpc-endpoint --vpc-endpoint-id VPCE --add-route-table-ids TABLE",
				Backout: "`aws ec2 modify-vpc-endpoint --vpc-endpoint-id VPCE --remove-route-table-ids TABLE`; the route to the NAT gateway takes over again.",
			},
			References: []string{"AWS PrivateLink Guide, vpc-endpoints-s3", "Amazon VPC User Guide, nat-gateway-pricing"},
			Profile:    1,
			Compliance: map[string][]string{},
		},
	}
}

// s3Doors looks for NAT gateways on the paths to S3.
func s3Doors(r *reach.Result, s3 reach.Dependency) check.Outcome {
	var used, doubtful []string
	for _, p := range s3.Proofs {
		for _, path := range p.Paths {
			for _, h := range path.Hops {
				switch {
				case h.Kind != "nat-gateway":
				case path.Verdict == reach.VerdictReachable || path.Verdict == reach.VerdictPartial:
					used = append(used, strings.TrimSpace(h.ID+placeOf(p)))
				case path.Verdict == reach.VerdictUnknown:
					doubtful = append(doubtful, h.ID)
				}
			}
		}
	}
	switch {
	case len(used) > 0:
		return check.Failed("reaches S3 through a NAT gateway", once(used)...)
	case len(doubtful) > 0 || s3.Verdict == reach.VerdictUnknown || s3.Verdict == "":
		return undecided([]reach.Dependency{s3}, r)
	case s3.Verdict == reach.VerdictBlocked:
		return check.Moot("does not reach S3 at all")
	}
	return check.Passed("reaches S3 without a NAT gateway")
}
