package checks

import (
	"mooring/internal/check"
	"mooring/internal/inventory"
)

func notebookDirectInternet() check.Check {
	return check.Check{
		ID: "notebook-direct-internet", Severity: check.High, Kinds: []inventory.Kind{inventory.KindNotebook},
		Judge: judgeAs(func(n *inventory.Notebook, _ check.Subject) check.Outcome {
			if inventory.Is(n.Subnet, "") {
				return directWithoutSubnet(n)
			}
			return check.Ask(n.DirectInternet, func(direct bool) check.Outcome {
				if direct {
					return check.Failed("reaches the internet by an interface that SageMaker owns", "DirectInternetAccess = Enabled")
				}
				return check.Passed("has no interface of SageMaker's to the internet", "DirectInternetAccess = Disabled")
			})
		}),
		Doc: check.Doc{
			Title: "A notebook has direct internet access",
			Description: "Reads `DirectInternetAccess` and `SubnetId`. Fails when the first is not Disabled, and when there is no subnet: then SageMaker's own interface is the only one. " +
				"Disabled without a subnet is invalid, because AWS refuses it.",
			Rationale: "The notebook has a second interface in a network of SageMaker's. A subnet does not take it away: only traffic to the VPC's own range and to interface endpoints uses the subnet, " +
				"all else, S3 by a gateway endpoint included, leaves by SageMaker's interface, past your routes, groups, firewalls and flow logs.",
			Impact: "Without it the notebook needs a way of its own to S3, the SageMaker API and runtime, STS and CloudWatch Logs, and a mirror for packages. " +
				"Lifecycle scripts that download something keep the notebook from starting. `mooring needs notebook` lists what is needed.",
			Default: "Enabled. A request or template that says nothing has direct internet access.",
			Audit: check.Audit{
				Console: notebookConsole + "**Network** > Direct internet access says Enabled when the check fails.",
				CLI:     "aws sagemaker list-notebook-instances --query 'NotebookInstances[].NotebookInstanceName'\naws sagemaker describe-notebook-instance --notebook-instance-name NAME --query '[DirectInternetAccess, SubnetId]'",
			},
			Remediation: recreate(),
			References:  []string{guide("appendix-notebook-and-internet-access"), guide("API_CreateNotebookInstance")},
			Profile:     1,
			Compliance: map[string][]string{
				fsbp: {"SageMaker.1"}, configRules: {"sagemaker-notebook-no-direct-internet-access"}, controlTower: {"CT.SAGEMAKER.PR.1"},
				nist80053: boundary(), pci3: {"1.2.1", "1.3.1", "1.3.2", "1.3.4", "1.3.6"}, pci4: {"1.4.4"},
			},
		},
	}
}

// directWithoutSubnet: whatever the switch says, or whether it was read, there is
// no interface but SageMaker's.
func directWithoutSubnet(n *inventory.Notebook) check.Outcome {
	if inventory.Is(n.DirectInternet, false) {
		return check.Refused(n.Network().Invalid, "DirectInternetAccess = Disabled", "SubnetId = absent")
	}
	return check.Failed("has no subnet, so its only interface is SageMaker's own", "SubnetId = absent")
}
