package checks

import (
	"mooring/internal/check"
	"mooring/internal/inventory"
)

func notebookDefaultVPC() check.Check {
	return check.Check{
		ID: "notebook-default-vpc", Severity: check.Medium, Kinds: []inventory.Kind{inventory.KindNotebook},
		Judge: judgeAs(func(n *inventory.Notebook, s check.Subject) check.Outcome {
			return check.Ask(n.Subnet, func(subnet string) check.Outcome {
				if subnet == "" {
					return check.Moot("stands in no subnet of yours", "SubnetId = absent")
				}
				vpc := inventory.Then(s.Snapshot.Subnet(n.Scope, subnet), func(found *inventory.Subnet) inventory.Value[*inventory.VPC] {
					return s.Snapshot.VPC(found.Scope, found.VPC)
				})
				return check.Ask(vpc, func(v *inventory.VPC) check.Outcome { return inDefaultVPC(subnet, v) })
			})
		}),
		Doc: check.Doc{
			Title:       "A notebook stands in the default VPC",
			Description: "Follows `SubnetId` to its VPC. Fails when that VPC is the account's default VPC of the Region.",
			Rationale: "AWS makes the default VPC for a quick start: every subnet routes to an internet gateway, instances get public addresses, and one default group is shared by all that names none. " +
				"What else lands there is nobody's plan, and much that is written down about your network is not true of it.",
			Impact:  "The notebook has to be made again in a subnet that was planned for it. Nothing else changes when that subnet has the same endpoints.",
			Default: "A notebook made without a subnet is in no VPC of yours; the console offers the default VPC first.",
			Audit: check.Audit{
				Console: notebookConsole + "**Network** names the subnet; VPC > Subnets leads to the VPC, whose details say Default VPC: Yes when the check fails.",
				CLI:     "aws sagemaker describe-notebook-instance --notebook-instance-name NAME --query 'SubnetId'\naws ec2 describe-subnets --subnet-ids SUBNET --query 'Subnets[].VpcId'\naws ec2 describe-vpcs --vpc-ids VPC --query 'Vpcs[].IsDefault'",
			},
			Remediation: recreate(),
			References:  []string{"Amazon VPC User Guide, default-vpc", guide("appendix-notebook-and-internet-access")},
			Profile:     1,
			Compliance:  map[string][]string{},
		},
	}
}

func inDefaultVPC(subnet string, v *inventory.VPC) check.Outcome {
	return check.Ask(v.IsDefault, func(is bool) check.Outcome {
		if is {
			return check.Failed("stands in the account's default VPC", "SubnetId = "+subnet, v.ID+".IsDefault = true")
		}
		return check.Passed("stands in a VPC that was made for a purpose", "SubnetId = "+subnet, v.ID+".IsDefault = false")
	})
}
