package policy

import "strings"

// spare decides whether a NotPrincipal element leaves out the one who asks. To
// be spared, a session must be named together with its role and its account, a
// user together with its account; an account alone spares only its root user,
// and what half a list does, or a *, is left open (IAM User Guide,
// reference_policies_elements_notprincipal).
func (e principals) spare(p Principal) answer {
	if e.anyone {
		return unsure("Principal")
	}
	account, identity, session := sure(false), sure(false), sure(false)
	for _, n := range e.named {
		_, rest := n.account()
		got := answer{truth: n.includes(p), keys: []string{"Principal"}}
		switch {
		case n.kind == "AWS" && rest == "root":
			account = account.or(got)
		case n.kind == "AWS" && strings.HasPrefix(rest, "assumed-role/"):
			session = session.or(got)
		default:
			identity = identity.or(got)
		}
	}
	return p.spared(account, identity, session)
}

func (p Principal) spared(account, identity, session answer) answer {
	switch p.kind {
	case ofRoot:
		return account
	case ofService, ofFederation, ofNobody:
		return identity
	}
	named := identity.or(session)
	whole := account.and(identity)
	if p.kind == ofRole {
		whole = whole.and(session)
	}
	if named.truth == whole.truth && named.truth != maybe {
		return named
	}
	return unsure("Principal")
}
