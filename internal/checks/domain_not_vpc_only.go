package checks

import (
	"mooring/internal/check"
	"mooring/internal/inventory"
)

func domainNotVPCOnly() check.Check {
	return check.Check{
		ID: "domain-not-vpc-only", Severity: check.High, Kinds: []inventory.Kind{inventory.KindDomain},
		Judge: judgeAs(func(d *inventory.Domain, _ check.Subject) check.Outcome {
			return check.Ask(d.AppNetworkAccessType, func(access string) check.Outcome {
				if access != "VpcOnly" {
					return check.Failed("its apps reach the internet by an interface that SageMaker owns", "AppNetworkAccessType = "+access)
				}
				return closedDomain(d)
			})
		}),
		Doc: check.Doc{
			Title: "A Studio domain's apps do not use your VPC only",
			Description: "Reads `AppNetworkAccessType`. Fails when it is not VpcOnly. VpcOnly without a security group on the domain, its spaces or any user profile is invalid. " +
				"User profiles, spaces and apps inherit the setting and are not counted again.",
			Rationale: "With PublicInternetOnly only NFS to the domain's file system uses your subnets. Everything else that people run in Studio leaves by a network of SageMaker's, past your routes, groups, firewalls and flow logs.",
			Impact: "In VpcOnly the apps need endpoints, or another way, for S3, the SageMaker API and runtime, STS and CloudWatch Logs, NFS to the file system in and out, and private DNS on every endpoint. " +
				"Where one is missing apps do not start, or hang. `mooring needs domain` lists them.",
			Default: "PublicInternetOnly.",
			Audit: check.Audit{
				Console: "SageMaker AI > Admin configurations > Domains: open one. **Domain settings** > Network says Public internet only when the check fails.",
				CLI:     "aws sagemaker list-domains --query 'Domains[].DomainId'\naws sagemaker describe-domain --domain-id ID --query 'AppNetworkAccessType'",
			},
			Remediation: check.Remediation{
				Text: "Prepare the VPC first and prove it with `mooring trace`. Then delete all running apps (none may be InService, Pending or Deleting), make sure that the default user settings carry a security group, and switch. " +
					"AWS refuses the switch once RStudio is set up.",
				CLI:     "aws sagemaker list-apps --domain-id-equals ID\naws sagemaker update-domain --domain-id ID --app-network-access-type VpcOnly --default-user-settings SecurityGroups=SG",
				Backout: "Delete all running apps again and update the domain with `--app-network-access-type PublicInternetOnly`. Security groups that were set once cannot be unset, only replaced.",
			},
			References: []string{guide("studio-notebooks-and-internet-access"), guide("onboard-vpc"), guide("API_UpdateDomain")},
			Profile:    1,
			Compliance: map[string][]string{configRules: {"sagemaker-domain-in-vpc"}},
		},
	}
}

// closedDomain passes a VpcOnly domain that has a security group somewhere; AWS
// refuses one that has none.
func closedDomain(d *inventory.Domain) check.Outcome {
	const evidence = "AppNetworkAccessType = VpcOnly"
	pass := check.Passed("its apps use your VPC only", evidence)
	user, _ := d.DefaultUserGroups.Get()
	space, _ := d.DefaultSpaceGroups.Get()
	if len(user)+len(space) > 0 {
		return pass
	}
	n := d.Network()
	if n.Invalid != "" {
		return check.Refused(n.Invalid, evidence)
	}
	// Without defaults the groups are those of user profiles, which may be unread.
	return check.Ask(n.Placements, func([]inventory.Placement) check.Outcome { return pass })
}
