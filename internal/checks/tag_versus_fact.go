package checks

import (
	"strings"

	"mooring/internal/check"
	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// The tag by which an owner says that a resource has no way to the internet.
const (
	accessTag   = "network-access"
	privateOnly = "private-only"
)

func tagVersusFact() check.Check {
	return check.Check{
		ID: "tag-versus-fact", Severity: check.High, Kinds: inventory.SageMakerKinds(),
		Judge: func(s check.Subject) check.Outcome {
			return check.Ask(s.Resource.Head().Tags, func(tags map[string]string) check.Outcome {
				if !strings.EqualFold(strings.TrimSpace(tags[accessTag]), privateOnly) {
					return check.Moot("its tags do not say " + accessTag + ": " + privateOnly)
				}
				if s.Result == nil {
					return check.Unread()
				}
				return taggedPrivate(s.Result)
			})
		},
		Doc: check.Doc{
			Title: "A resource is tagged private-only and reaches the internet",
			Description: "Looks at resources that carry the tag `network-access: private-only`, also those that take their network from another resource. " +
				"Fails when an internet destination can be reached by any door: an interface that SageMaker owns, a NAT gateway, a public address, or a firewall or proxy with an allow-list.",
			Rationale: "A tag is a promise that people and policies rely on: who may hold data, what an auditor looks at. A network drifts without the tag.",
			Impact:    "Either the way out is closed, and what used it breaks, or the tag goes, and with it what was allowed because of it.",
			Default:   "No resource carries the tag, and none is judged.",
			Audit: check.Audit{
				Console: "Resource Groups & Tag Editor > Tag Editor: search the SageMaker resource types for `network-access` = `private-only`, then look at the network of each.",
				CLI:     "aws resourcegroupstaggingapi get-resources --tag-filters Key=network-access,Values=private-only --resource-type-filters sagemaker\nmooring trace NAME internet",
			},
			Remediation: check.Remediation{
				Text:    "Close the way out that the proof names, or take the tag away where the way out is meant. `mooring audit --intent` declares finer rules.",
				CLI:     "aws ec2 revoke-security-group-egress --group-id SG --ip-permissions 'IpProtocol=-1,IpRanges=[{CidrIp=0.0.0.0/0}]'\n# or, where the way out is meant\naws sagemaker delete-tags --resource-arn ARN --tag-keys network-access",
				Backout: "Authorize the revoked rule again, or `aws sagemaker add-tags --resource-arn ARN --tags Key=network-access,Value=private-only`.",
			},
			References: []string{guide("infrastructure-give-access"), "Tagging AWS Resources and Tag Editor User Guide, tagging"},
			Profile:    1,
			Compliance: map[string][]string{},
		},
	}
}

func taggedPrivate(r *reach.Result) check.Outcome {
	tag := accessTag + " = " + privateOnly
	switch r.Exposure {
	case reach.ExposureDirect, reach.ExposureNAT:
		return check.Failed("is tagged private-only and reaches the internet", append([]string{tag, "exposure = " + string(r.Exposure)}, r.ExposureVia...)...)
	case reach.ExposureFiltered:
		return check.Failed("is tagged private-only and reaches what an allow-list admits", append([]string{tag, "exposure = filtered"}, r.ExposureVia...)...)
	case reach.ExposureNone:
		return check.Passed("is tagged private-only, and no internet destination is in reach", tag)
	case reach.ExposureNotApplicable:
		return check.Moot("it runs no code")
	}
	return doubt(r)
}
