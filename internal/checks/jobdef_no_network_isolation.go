package checks

import (
	"mooring/internal/check"
	"mooring/internal/inventory"
)

func jobdefNoNetworkIsolation() check.Check {
	doc := withoutIsolation(definitions(), "NetworkConfig.EnableNetworkIsolation", "NetworkConfig.EnableNetworkIsolation")
	doc.Description += " Bias and explainability definitions that are not isolated are not judged: their jobs are Clarify's, for which AWS's clarify-vpc page asks isolation to be off, although Security Hub's SageMaker.12 and SageMaker.20 ask for it."
	doc.Audit.CLI = fourDefinitions(definitions(), "NetworkConfig.EnableNetworkIsolation")
	doc.References = append(doc.References, guide("clarify-vpc"))
	doc.Compliance = map[string][]string{
		fsbp:        {"SageMaker.11", "SageMaker.25"},
		configRules: {"sagemaker-data-quality-job-isolation", "sagemaker-model-quality-job-definition-isolation"},
	}
	return check.Check{
		ID: "jobdef-no-network-isolation", Severity: check.Medium, Kinds: definitionKinds(), Doc: doc,
		Judge: judgeAs(func(d *inventory.MonitoringDefinition, _ check.Subject) check.Outcome {
			return sealedUnlessClarify("NetworkConfig.EnableNetworkIsolation", d.Isolated, inventory.Known(clarifyDefinition(d.Kind)))
		}),
	}
}
