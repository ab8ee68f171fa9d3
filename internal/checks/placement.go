package checks

import (
	"fmt"
	"strings"

	"mooring/internal/check"
	"mooring/internal/inventory"
)

// placed judges a VpcConfig by its member's name.
func placed(member string, vpc inventory.Value[inventory.VPCConfig]) check.Outcome {
	return check.Ask(vpc, func(c inventory.VPCConfig) check.Outcome {
		if !c.Placed() {
			return check.Failed("runs in a network that SageMaker owns, not in yours", member+" = absent")
		}
		return check.Passed("stands in your VPC", member+".Subnets = "+strings.Join(c.Subnets, ", "), member+".SecurityGroupIds = "+strings.Join(c.Groups, ", "))
	})
}

// withoutVPC documents a check of one kind's VpcConfig.
func withoutVPC(d described, member, query string) check.Doc {
	return check.Doc{
		Title:       capital(d.one()) + " runs outside your VPC",
		Description: fmt.Sprintf("Reads `%s`. Fails when it is absent or empty: the containers, and SageMaker's own transfers of data and artifacts, then use a network that SageMaker owns.", member),
		Rationale: "Nothing of yours stands on that path: no route table, security group, network ACL, endpoint policy, firewall or flow log sees the traffic, " +
			"and unless the container is isolated it can reach the whole internet. Bucket policies that ask for your VPC or endpoint (`aws:SourceVpc`, `aws:SourceVpce`) refuse it.",
		Impact: fmt.Sprintf("In your VPC it needs a way to everything that it uses: S3 first, for which a gateway endpoint is free, then what its code calls. AWS takes any one of the subnets, "+
			"so every one of them must do. `mooring needs %s` lists what is needed, `mooring trace` proves each path.", d.kind),
		Default: fmt.Sprintf("No `%s`: SageMaker's own network, with internet access.", member),
		Audit: check.Audit{
			Console: consolePath(d, "**Network** names no VPC, subnets and security groups when the check fails."),
			CLI:     d.cli(query),
		},
		Remediation: check.Remediation{
			Text:    fmt.Sprintf("%s Give the request `%s` with subnets that reach S3 and a security group that lets TCP 443 out.", d.again(), member),
			CLI:     fmt.Sprintf("# request.json: the former request with\n#   %s\naws sagemaker %s", nestedJSON(member, `{"Subnets": ["SUBNET_A", "SUBNET_B"], "SecurityGroupIds": ["SG"]}`), d.create),
			Backout: d.backout(),
		},
		References: []string{guide(d.page), guide("infrastructure-give-access")},
		Profile:    1,
		Compliance: map[string][]string{},
	}
}

func consolePath(d described, look string) string {
	if d.console == "the API only" {
		return "The console does not show it; use the command line."
	}
	return d.console + ": open one. " + look
}

// nestedJSON writes a dotted member as JSON: A.B is "A": {"B": value}.
func nestedJSON(member, value string) string {
	names := strings.Split(member, ".")
	for i := len(names) - 1; i > 0; i-- {
		value = fmt.Sprintf(`{"%s": %s}`, names[i], value)
	}
	return fmt.Sprintf(`"%s": %s`, names[0], value)
}

// guide names a page of AWS's documentation of SageMaker.
func guide(page string) string {
	if strings.HasPrefix(page, "API_") {
		return "Amazon SageMaker API Reference, " + page
	}
	return "Amazon SageMaker AI Developer Guide, " + page
}
