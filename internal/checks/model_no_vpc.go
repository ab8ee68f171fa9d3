package checks

import (
	"mooring/internal/check"
	"mooring/internal/inventory"
)

func modelNoVPC() check.Check {
	doc := withoutVPC(models(), "VpcConfig", "VpcConfig")
	doc.Impact += " Hosting asks for two subnets in different zones. Serverless endpoints take no VPC."
	doc.Compliance = map[string][]string{configRules: {"sagemaker-model-in-vpc"}}
	return check.Check{
		ID: "model-no-vpc", Severity: check.Medium, Kinds: []inventory.Kind{inventory.KindModel}, Doc: doc,
		Judge: judgeAs(func(m *inventory.Model, _ check.Subject) check.Outcome { return placed("VpcConfig", m.VPC) }),
	}
}
