package checks

import (
	"mooring/internal/check"
	"mooring/internal/inventory"
)

func endpointConfigNoIsolation() check.Check {
	doc := withoutIsolation(endpointConfigs(), "EnableNetworkIsolation", "EnableNetworkIsolation")
	doc.Description += " Judged only where the config itself decides, that is where it serves inference components; else the models of its variants are judged."
	return check.Check{
		ID: "endpoint-config-no-isolation", Severity: check.Medium, Kinds: []inventory.Kind{inventory.KindEndpointConfig}, Doc: doc,
		Judge: ownConfig(func(c *inventory.EndpointConfig) check.Outcome {
			return sealed("EnableNetworkIsolation", c.Isolated)
		}),
	}
}
