package checks

import (
	"mooring/internal/check"
	"mooring/internal/inventory"
)

func modelNoNetworkIsolation() check.Check {
	doc := withoutIsolation(models(), "EnableNetworkIsolation", "EnableNetworkIsolation")
	doc.Impact = "A container that calls AWS, a database or another model while it serves stops working; it gets no AWS credentials either. " +
		"Requests to the endpoint still arrive. Serverless endpoints cannot be isolated; Systems Manager cannot open an isolated container."
	doc.Compliance = map[string][]string{fsbp: {"SageMaker.5"}, configRules: {"sagemaker-model-isolation-enabled"}}
	return check.Check{
		ID: "model-no-network-isolation", Severity: check.Medium, Kinds: []inventory.Kind{inventory.KindModel}, Doc: doc,
		Judge: judgeAs(func(m *inventory.Model, _ check.Subject) check.Outcome {
			return sealed("EnableNetworkIsolation", m.Isolated)
		}),
	}
}
