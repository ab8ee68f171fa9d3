package checks

import (
	"mooring/internal/check"
	"mooring/internal/inventory"
)

func notebookNoVPC() check.Check {
	return check.Check{
		ID: "notebook-no-vpc", Severity: check.High, Kinds: []inventory.Kind{inventory.KindNotebook},
		Judge: judgeAs(func(n *inventory.Notebook, _ check.Subject) check.Outcome {
			return check.Ask(n.Subnet, func(subnet string) check.Outcome {
				if subnet == "" {
					return check.Failed("stands in no subnet of yours", "SubnetId = absent")
				}
				return check.Passed("has an interface in your VPC", "SubnetId = "+subnet)
			})
		}),
		Doc: check.Doc{
			Title:       "A notebook stands outside your VPC",
			Description: "Reads `SubnetId`. Fails when there is none. A subnet alone proves little: `notebook-direct-internet` and `vpc-but-open-egress` say what can leave.",
			Rationale:   "Without a subnet nothing of yours stands on the notebook's way: no group, route, endpoint policy or flow log. It cannot reach what is private in your VPC either.",
			Impact:      "In a subnet without direct internet access the notebook needs endpoints for all that it uses, and one free address. `mooring needs notebook` lists them.",
			Default:     "No subnet: the notebook runs in a network of SageMaker's, with internet access.",
			Audit: check.Audit{
				Console: notebookConsole + "**Network** says No custom VPC settings applied when the check fails.",
				CLI:     "aws sagemaker list-notebook-instances --query 'NotebookInstances[].NotebookInstanceName'\naws sagemaker describe-notebook-instance --notebook-instance-name NAME --query 'SubnetId'",
			},
			Remediation: recreate(),
			References:  []string{guide("appendix-notebook-and-internet-access"), guide("API_CreateNotebookInstance")},
			Profile:     1,
			Compliance: map[string][]string{
				fsbp: {"SageMaker.2"}, configRules: {"sagemaker-notebook-instance-inside-vpc"}, controlTower: {"CT.SAGEMAKER.PR.2"}, nist80053: boundary(),
			},
		},
	}
}
