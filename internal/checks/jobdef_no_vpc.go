package checks

import (
	"mooring/internal/check"
	"mooring/internal/inventory"
)

func jobdefNoVPC() check.Check {
	doc := withoutVPC(definitions(), "NetworkConfig.VpcConfig", "NetworkConfig.VpcConfig")
	doc.Audit.CLI = fourDefinitions(definitions(), "NetworkConfig.VpcConfig")
	return check.Check{
		ID: "jobdef-no-vpc", Severity: check.Medium, Kinds: definitionKinds(), Doc: doc,
		Judge: judgeAs(func(d *inventory.MonitoringDefinition, _ check.Subject) check.Outcome {
			return placed("NetworkConfig.VpcConfig", d.VPC)
		}),
	}
}
