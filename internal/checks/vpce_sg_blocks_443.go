package checks

import (
	"fmt"
	"slices"
	"strings"

	"mooring/internal/check"
	"mooring/internal/inventory"
	"mooring/internal/reach"
)

func vpceSGBlocks443() check.Check {
	return check.Check{
		ID: "vpce-sg-blocks-443", Severity: check.High, Kinds: ownKinds(),
		Judge: eachBlocked("no endpoint's group closes a path that it needs", closedEndpoint),
		Doc: check.Doc{
			Title: "An endpoint's security group does not admit its clients",
			Description: "Looks at every path that a resource cannot do without and that leads to an interface endpoint. Fails when the endpoint's security groups do not admit TCP 443 " +
				"from the resource's groups or addresses.",
			Rationale: "An endpoint's private DNS takes the whole VPC to its interfaces, and their group decides who is let in. A healthy NAT gateway does not help those who are not: the name never leads there.",
			Impact:    "The added rule lets the resource's group in on 443, nothing else.",
			Default:   "An endpoint made without groups carries the VPC's default group, which admits only itself.",
			Audit: check.Audit{
				Console: "VPC > Endpoints: open the endpoint, **Security groups**. Inbound rules must admit HTTPS from the group of the resource.",
				CLI:     "aws ec2 describe-vpc-endpoints --vpc-endpoint-ids VPCE --query 'VpcEndpoints[].Groups'\naws ec2 describe-security-groups --group-ids ENDPOINT_SG --query 'SecurityGroups[].IpPermissions'",
			},
			Remediation: check.Remediation{
				Text:    "Admit TCP 443 from the resource's security group in the endpoint's. Naming the group is better than naming addresses: it follows the resource.",
				CLI:     "aws ec2 authorize-security-group-ingress --group-id ENDPOINT_SG --protocol tcp --port 443 --source-group SG",
				Backout: "`aws ec2 revoke-security-group-ingress --group-id ENDPOINT_SG --protocol tcp --port 443 --source-group SG`.",
			},
			References: []string{guide("interface-vpc-endpoint"), "AWS PrivateLink Guide, interface-endpoints", "Amazon VPC User Guide, security-group-rules"},
			Profile:    1,
			Compliance: map[string][]string{},
		},
	}
}

func closedEndpoint(p blockedPath) check.Outcome {
	parts := []check.Outcome{check.Passed("no endpoint's group closes a path that it needs")}
	for _, path := range p.proof.Paths {
		i := slices.IndexFunc(path.Hops, func(h reach.Hop) bool { return h.Kind == string(inventory.KindVPCEndpoint) })
		for _, g := range path.Gates {
			if i < 0 || g.Kind != inventory.GateGroupIngress || g.Outcome != reach.Fails {
				continue
			}
			groups, from := strings.Join(g.Object, ", "), strings.Join(p.proof.From.Groups, ", ")
			out := check.Failed(fmt.Sprintf("%s of %s does not admit it to %s", groups, path.Hops[i].ID, p.service.Label), path.Hops[i].ID+": "+gateText(g))
			out.Remediation = fmt.Sprintf("%s: admit TCP 443 from %s", groups, from)
			parts = append(parts, out)
		}
	}
	return check.Fold(parts...)
}
