package checks

import (
	"fmt"

	"mooring/internal/check"
	"mooring/internal/inventory"
)

// sealed judges EnableNetworkIsolation.
func sealed(member string, isolated inventory.Value[bool]) check.Outcome {
	return check.Ask(isolated, func(on bool) check.Outcome {
		if !on {
			return check.Failed("the container may call out: network isolation is off", member+" = false")
		}
		return check.Passed("the container is sealed", member+" = true")
	})
}

// sealedUnlessClarify knows that a Clarify job talks to a shadow endpoint and
// must not be isolated (developer guide, clarify-vpc).
func sealedUnlessClarify(member string, isolated, clarify inventory.Value[bool]) check.Outcome {
	out := sealed(member, isolated)
	if out.Status != check.Fail {
		return out
	}
	return check.Ask(clarify, func(yes bool) check.Outcome {
		if yes {
			return check.Moot("a Clarify job talks to its shadow endpoint, so AWS asks for isolation to be off", member+" = false")
		}
		return out
	})
}

// withoutIsolation documents a check of one kind's EnableNetworkIsolation.
func withoutIsolation(d described, member, query string) check.Doc {
	return check.Doc{
		Title:       capital(d.one()) + " runs without network isolation",
		Description: fmt.Sprintf("Reads `%s`. Fails when it is not true: the container then has a network and carries credentials of its role.", member),
		Rationale: "An isolated container makes and takes no network calls, whatever the VPC allows, and gets no AWS credentials. Code from a third party, a poisoned package or a model with a payload " +
			"has nowhere to send data to. SageMaker itself still brings input, artifacts and output from and to S3.",
		Impact: "Code that installs packages, downloads weights, calls AWS or a database while it runs stops working: bake packages into the image and bring data by input channels. " +
			"The typical sign is `NoCredentialsError: Unable to locate credentials`. Clarify jobs cannot be isolated, because they talk to a shadow endpoint.",
		Default: fmt.Sprintf("`%s` is false.", member),
		Audit: check.Audit{
			Console: consolePath(d, "**Network** says whether network isolation is enabled."),
			CLI:     d.cli(query),
		},
		Remediation: check.Remediation{
			Text:    fmt.Sprintf("%s Set `%s` to true, after making the code work without a network.", d.again(), member),
			CLI:     fmt.Sprintf("# request.json: the former request with\n#   %s\naws sagemaker %s", nestedJSON(member, "true"), d.create),
			Backout: d.backout(),
		},
		References: []string{guide("mkt-algo-model-internet-free"), guide(d.page)},
		Profile:    2,
		Compliance: map[string][]string{},
	}
}
