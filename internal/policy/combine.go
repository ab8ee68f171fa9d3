package policy

// Gate names a layer.
type Gate string

const (
	IdentityPolicy  Gate = "identity policy"
	Boundary        Gate = "permissions boundary"
	ResourcePolicy  Gate = "resource policy"
	EndpointPolicy  Gate = "endpoint policy"
	ServiceControl  Gate = "service control policy"
	ResourceControl Gate = "resource control policy"
)

// Gates is every layer that a request has to pass. A layer left zero was not
// read, and makes the outcome unknown unless another one refuses.
type Gates struct {
	Identity, Boundary, Resource, Endpoint, ServiceControl, ResourceControl Layer

	// Account that owns the resource; empty if not known. Inside one account
	// either the identity policy or the resource policy has to allow, across
	// accounts both.
	Account string
	// ResourceDecides says that inside the account, too, the resource's own
	// policy has to allow: KMS keys, roles to be assumed.
	ResourceDecides bool
}

// Verdict is a Decision with the layer and document that made it.
type Verdict struct {
	Decision
	Gate     Gate
	Document int // counted from 1 through the layer; 0 if no single one decides
}

// Combine decides a request that has to pass all gates (IAM User Guide,
// reference_policies_evaluation-logic). An explicit deny in any layer decides.
func Combine(g Gates, r Request) Verdict {
	layers := g.judge(r)
	deny := verdict{deny: half{side: side{answer: sure(false)}}}
	for _, v := range layers {
		deny = deny.orDeny(v)
	}
	if deny.deny.truth == yes {
		return deny.deny.verdict(deny.gate, DeniedExplicitly, "denies it")
	}
	allow := g.grant(r, layers)
	for _, v := range layers {
		switch v.gate {
		case IdentityPolicy, ResourcePolicy:
		case Boundary:
			allow = allow.andAllow(v.bounding(g.named(r)))
		default:
			allow = allow.andAllow(v)
		}
	}
	return join(deny, allow)
}

func join(deny, allow verdict) Verdict {
	switch {
	case allow.allow.truth == no:
		out := Verdict{Decision: Decision{Outcome: NotAllowed, Why: "no " + string(allow.gate) + " allows it", Blocked: true}, Gate: allow.gate}
		if deny.deny.truth == maybe {
			out.Outcome, out.Keys = Unknown, settle(deny.deny.keys)
			out.Why += ", and one may deny it"
		}
		return out
	case deny.deny.truth == maybe:
		out := deny.deny.verdict(deny.gate, Unknown, "may deny it")
		out.Keys = settle(deny.deny.keys, allow.allow.keys)
		return out
	case allow.allow.truth == yes:
		return allow.allow.verdict(allow.gate, Allowed, "allows it")
	}
	return allow.allow.verdict(allow.gate, Unknown, "may allow it")
}

// CombineAll combines for each action and returns the verdict of the one that
// fares worst.
func CombineAll(g Gates, r Request, actions ...string) Verdict {
	out := Verdict{Decision: Decision{Why: "no action is asked for"}}
	for i, action := range actions {
		r.Action = action
		got := Combine(g, r)
		got.Action = action
		if i == 0 || rank(got.Outcome) > rank(out.Outcome) {
			out = got
		}
	}
	return out
}

// judge asks the layers that bind the one who asks. Identity policies,
// boundaries and service control policies bind users and roles only.
func (g Gates) judge(r Request) []verdict {
	identity := []verdict{
		g.Identity.judge(r, IdentityPolicy), g.Boundary.judge(r, Boundary), g.ServiceControl.judge(r, ServiceControl),
	}
	others := []verdict{
		g.Resource.judge(r, ResourcePolicy), g.Endpoint.judge(r, EndpointPolicy), g.ResourceControl.judge(r, ResourceControl),
	}
	switch r.Principal.kind {
	case ofService, ofNobody, ofFederation:
		return others
	}
	return append(identity, others...)
}
