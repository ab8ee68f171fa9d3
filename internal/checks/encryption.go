package checks

import (
	"fmt"
	"strconv"

	"mooring/internal/check"
	"mooring/internal/inventory"
)

// encrypted judges EnableInterContainerTrafficEncryption. One instance has
// nobody to talk to.
func encrypted(member string, on inventory.Value[bool], instances inventory.Value[int]) check.Outcome {
	if flag, ok := on.Get(); ok && flag {
		return check.Passed("traffic between instances is encrypted", member+" = true")
	}
	return check.Ask(instances, func(n int) check.Outcome {
		if n <= 1 {
			return check.Moot("one instance has no traffic between instances", "instances = "+strconv.Itoa(n))
		}
		return check.Ask(on, func(bool) check.Outcome {
			return check.Failed("traffic between its instances is not encrypted", member+" = false", "instances = "+strconv.Itoa(n))
		})
	})
}

// withoutEncryption documents a check of one kind's traffic between instances.
func withoutEncryption(d described, member, query string) check.Doc {
	return check.Doc{
		Title:       capital(d.one()) + " sends data between its instances in the clear",
		Description: fmt.Sprintf("Reads `%s` and the number of instances. Fails when there are several and it is not true. One instance alone has nothing to encrypt.", member),
		Rationale:   "Gradients, shards of data and model weights pass between the instances of a distributed job. With several instances they cross a network that other tenants' traffic also uses.",
		Impact: "Distributed algorithms take longer, the more so the more they talk. In your VPC the security group must admit UDP 500 and IP protocol 50 (ESP) from itself, in and out, " +
			"or the job hangs.",
		Default: fmt.Sprintf("`%s` is false.", member),
		Audit: check.Audit{
			Console: consolePath(d, "**Network** says whether inter-container traffic encryption is enabled."),
			CLI:     d.cli(query),
		},
		Remediation: check.Remediation{
			Text:    fmt.Sprintf("%s Set `%s` to true, and let the group admit UDP 500 and protocol 50 from itself.", d.again(), member),
			CLI:     fmt.Sprintf("# request.json: the former request with\n#   %s\naws sagemaker %s", nestedJSON(member, "true"), d.create),
			Backout: d.backout(),
		},
		References: []string{guide("train-encrypt"), guide(d.page)},
		Profile:    2,
		Compliance: map[string][]string{},
	}
}
