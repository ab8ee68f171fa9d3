package checks

import (
	"mooring/internal/check"
	"mooring/internal/inventory"
)

func endpointConfigNoVPC() check.Check {
	doc := withoutVPC(endpointConfigs(), "VpcConfig", "VpcConfig")
	doc.Description += " Judged only where the config itself decides, that is where it serves inference components; else the models of its variants are judged."
	return check.Check{
		ID: "endpoint-config-no-vpc", Severity: check.Medium, Kinds: []inventory.Kind{inventory.KindEndpointConfig}, Doc: doc,
		Judge: ownConfig(func(c *inventory.EndpointConfig) check.Outcome { return placed("VpcConfig", c.VPC) }),
	}
}
