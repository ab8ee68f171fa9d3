package checks

import (
	"mooring/internal/check"
	"mooring/internal/inventory"
)

func jobdefNoIntercontainerEncryption() check.Check {
	query := "[NetworkConfig.EnableInterContainerTrafficEncryption, JobResources.ClusterConfig.InstanceCount]"
	doc := withoutEncryption(definitions(), "NetworkConfig.EnableInterContainerTrafficEncryption", query)
	doc.Audit.CLI = fourDefinitions(definitions(), query)
	doc.Compliance = map[string][]string{
		fsbp: {"SageMaker.9", "SageMaker.10", "SageMaker.13", "SageMaker.15"},
		configRules: {
			"sagemaker-data-quality-job-encrypt-in-transit", "sagemaker-model-explainability-job-encrypt-in-transit",
			"sagemaker-model-quality-job-encrypt-in-transit", "sagemaker-model-bias-job-encrypt-in-transit",
		},
	}
	return check.Check{
		ID: "jobdef-no-intercontainer-encryption", Severity: check.Medium, Kinds: definitionKinds(), Doc: doc,
		Judge: judgeAs(func(d *inventory.MonitoringDefinition, _ check.Subject) check.Outcome {
			return encrypted("NetworkConfig.EnableInterContainerTrafficEncryption", d.TrafficEncryption, d.Instances)
		}),
	}
}
