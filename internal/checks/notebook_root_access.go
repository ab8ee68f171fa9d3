package checks

import (
	"mooring/internal/check"
	"mooring/internal/inventory"
)

func notebookRootAccess() check.Check {
	return check.Check{
		ID: "notebook-root-access", Severity: check.High, Kinds: []inventory.Kind{inventory.KindNotebook},
		Judge: judgeAs(func(n *inventory.Notebook, _ check.Subject) check.Outcome {
			return check.Ask(n.RootAccess, func(root bool) check.Outcome {
				if root {
					return check.Failed("its users are root", "RootAccess = Enabled")
				}
				return check.Passed("its users are not root", "RootAccess = Disabled")
			})
		}),
		Doc: check.Doc{
			Title:       "Users of a notebook are root",
			Description: "Reads `RootAccess`. Fails when it is not Disabled.",
			Rationale:   "Root can stop agents, change trust stores and proxies, and read what other people left on a shared volume. It takes away every control that stands on the machine itself.",
			Impact:      "Users can no longer install system packages; pip and conda go on working in their own environments. Lifecycle scripts still run as root.",
			Default:     "Enabled.",
			Audit: check.Audit{
				Console: notebookConsole + "**Permissions and encryption** > Root access says Enabled when the check fails.",
				CLI:     "aws sagemaker list-notebook-instances --query 'NotebookInstances[].NotebookInstanceName'\naws sagemaker describe-notebook-instance --notebook-instance-name NAME --query 'RootAccess'",
			},
			Remediation: check.Remediation{
				Text:    "Stop the notebook, change the setting, start it again. Files on its volume stay.",
				CLI:     "aws sagemaker stop-notebook-instance --notebook-instance-name NAME\naws sagemaker wait notebook-instance-stopped --notebook-instance-name NAME\naws sagemaker update-notebook-instance --notebook-instance-name NAME --root-access Disabled\naws sagemaker wait notebook-instance-stopped --notebook-instance-name NAME\naws sagemaker start-notebook-instance --notebook-instance-name NAME",
				Backout: "The same with `--root-access Enabled`.",
			},
			References: []string{guide("nbi-root-access"), guide("API_UpdateNotebookInstance")},
			Profile:    1,
			Compliance: map[string][]string{
				fsbp: {"SageMaker.3"}, configRules: {"sagemaker-notebook-instance-root-access-check"}, controlTower: {"CT.SAGEMAKER.PR.3"},
				nist80053: {"AC-2(1)", "AC-3(15)", "AC-3(7)", "AC-6", "AC-6(10)", "AC-6(2)"},
			},
		},
	}
}
