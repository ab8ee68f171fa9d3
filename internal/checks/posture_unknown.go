package checks

import (
	"mooring/internal/check"
	"mooring/internal/inventory"
	"mooring/internal/reach"
)

func postureUnknown() check.Check {
	return check.Check{
		ID: "posture-unknown", Severity: check.Info, Kinds: inventory.SageMakerKinds(),
		Judge: func(s check.Subject) check.Outcome {
			switch r := s.Result; {
			case r == nil || r.Decidability == "":
				return check.Unread()
			case r.Decidability == reach.DecidabilityInvalid:
				return check.Moot("AWS would refuse its settings: " + r.Why)
			case r.Decidability == reach.DecidabilityKnown:
				return check.Passed("exposure and function are known")
			case ownersRead(s):
				return check.Moot("another resource owns its network, and is judged")
			default:
				return doubt(r)
			}
		},
		Doc: check.Doc{
			Title: "What a resource can reach could not be decided",
			Description: "Unknown as soon as exposure or function of a resource is, with the list of what would settle it: a permission, another account's answers, an operation that was not asked, a hop that is not followed. " +
				"It never fails and never passes for want of knowledge.",
			Rationale: "What nobody could read is not safe. Tools that pass over it make an account look better the less they may see.",
			Impact:    "None, beyond the read permissions that are missing: `mooring permissions` prints the whole read-only policy.",
			Default:   "Nothing is readable until a policy allows it.",
			Audit: check.Audit{
				Console: "IAM > Policies: compare the auditor's policy with what `mooring permissions` prints.",
				CLI:     "mooring permissions\nmooring audit --strict",
			},
			Remediation: check.Remediation{
				Text:    "Give the auditor the missing read permissions, add the answers that were not saved, or settle a fact that you know with `--assume`. What is assumed is printed in every proof that leans on it.",
				CLI:     "mooring permissions > mooring-read.json\naws iam create-policy --policy-name mooring-read --policy-document file://mooring-read.json\naws iam attach-role-policy --role-name AUDITOR --policy-arn POLICY",
				Backout: "`aws iam detach-role-policy --role-name AUDITOR --policy-arn POLICY`.",
			},
			References: []string{"Service Authorization Reference, list_amazonsagemaker", "Service Authorization Reference, list_amazonec2"},
			Profile:    1,
			Compliance: map[string][]string{},
		},
	}
}

// ownersRead reports whether all that own the resource's network were read, so
// that the doubt is told there.
func ownersRead(s check.Subject) bool {
	n := s.Resource.Network()
	if !inventory.Is(n.Mode, inventory.ModeInherited) {
		return false
	}
	for _, ref := range n.Inherits {
		if !s.Snapshot.Resource(s.Resource.Head().Scope, ref).Known() {
			return false
		}
	}
	return true
}
