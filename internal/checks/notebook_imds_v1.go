package checks

import (
	"mooring/internal/check"
	"mooring/internal/inventory"
)

func notebookIMDSv1() check.Check {
	return check.Check{
		ID: "notebook-imds-v1", Severity: check.Medium, Kinds: []inventory.Kind{inventory.KindNotebook},
		Judge: judgeAs(func(n *inventory.Notebook, _ check.Subject) check.Outcome {
			return check.Ask(n.IMDSMinimum, func(version string) check.Outcome {
				evidence := "MinimumInstanceMetadataServiceVersion = " + version
				if version != "2" {
					return check.Failed("answers metadata requests of version 1", evidence)
				}
				return check.Passed("answers metadata requests of version 2 only", evidence)
			})
		}),
		Doc: check.Doc{
			Title:       "A notebook answers the first version of the metadata service",
			Description: "Reads `InstanceMetadataServiceConfiguration.MinimumInstanceMetadataServiceVersion`. Fails when it is not 2; absent counts as 1.",
			Rationale:   "Version 1 gives the credentials of the role to any plain GET, so that one forged request by a web page or library in the notebook carries them off. Version 2 asks for a token first.",
			Impact:      "Very old SDKs that know version 1 only lose their credentials. Current AWS SDKs and the CLI use version 2.",
			Default:     "1: both versions are answered.",
			Audit: check.Audit{
				Console: notebookConsole + "**Notebook instance settings** > Minimum IMDS Version says 1 when the check fails.",
				CLI:     "aws sagemaker list-notebook-instances --query 'NotebookInstances[].NotebookInstanceName'\naws sagemaker describe-notebook-instance --notebook-instance-name NAME --query 'InstanceMetadataServiceConfiguration'",
			},
			Remediation: check.Remediation{
				Text:    "Stop the notebook, change the setting, start it again. Files on its volume stay.",
				CLI:     "aws sagemaker stop-notebook-instance --notebook-instance-name NAME\naws sagemaker wait notebook-instance-stopped --notebook-instance-name NAME\naws sagemaker update-notebook-instance --notebook-instance-name NAME --instance-metadata-service-configuration MinimumInstanceMetadataServiceVersion=2\naws sagemaker wait notebook-instance-stopped --notebook-instance-name NAME\naws sagemaker start-notebook-instance --notebook-instance-name NAME",
				Backout: "The same with `MinimumInstanceMetadataServiceVersion=1`.",
			},
			References: []string{"Amazon EC2 User Guide, configuring-instance-metadata-service", guide("API_InstanceMetadataServiceConfiguration")},
			Profile:    1,
			Compliance: map[string][]string{},
		},
	}
}
