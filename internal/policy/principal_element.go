package policy

import (
	"errors"
	"fmt"
	"strings"
)

// principals is a Principal or NotPrincipal element.
type principals struct {
	anyone bool
	named  []named
}

// named is one entry: what kind of principal, and its text.
type named struct{ kind, text string }

func parsePrincipals(value any) (*principals, error) {
	if text, ok := value.(string); ok {
		if text != "*" {
			return nil, fmt.Errorf("%q is no principal", text)
		}
		return &principals{anyone: true}, nil
	}
	kinds, ok := value.(object)
	if !ok || len(kinds) == 0 {
		return nil, errors.New("neither * nor an object")
	}
	if err := kinds.only("AWS", "Service", "Federated", "CanonicalUser"); err != nil {
		return nil, err
	}
	var out principals
	for _, kind := range kinds {
		names, err := texts(kind.value)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", kind.name, err)
		}
		for _, name := range names {
			out.named = append(out.named, named{kind.name, name})
			out.anyone = out.anyone || kind.name == "AWS" && name == "*"
		}
	}
	return &out, nil
}

// include decides whether the element names the one who asks.
func (e principals) include(p Principal) answer {
	out := sure(e.anyone)
	for _, n := range e.named {
		if out.truth == yes {
			break
		}
		got := answer{truth: n.includes(p)}
		if got.truth == maybe {
			got.keys = []string{"Principal"}
		}
		out = out.or(got)
	}
	return out
}

func (n named) includes(p Principal) truth {
	switch n.kind {
	case "AWS":
		if p.kind == ofService || p.kind == ofNobody || p.kind == ofFederation {
			return no
		}
		return n.includesIdentity(p)
	case "Service":
		return n.isCalled(p, ofService)
	case "Federated":
		return n.isCalled(p, ofFederation)
	}
	// A canonical user is the id that S3 keeps of an account.
	if p.kind == ofService {
		return no
	}
	return maybe
}

func (n named) isCalled(p Principal, kind principalKind) truth {
	switch {
	case p.kind == ofAnyone || strings.ContainsAny(n.text, "*?"):
		return maybe
	case p.kind != kind:
		return no
	}
	return truthOf(p.name == n.text)
}

// includesIdentity compares a user, role, session or account with an AWS entry.
// An account includes everyone in it; a role includes its sessions.
func (n named) includesIdentity(p Principal) truth {
	account, rest := n.account()
	session := account != "" && strings.HasPrefix(rest, "assumed-role/")
	switch {
	case account == "" || strings.ContainsAny(n.text, "*?"):
		return maybe // an id such as AROA…, or something AWS would refuse
	case p.kind == ofAnyone:
		return maybe
	case p.account != account:
		return no
	case rest == "root":
		return truthOf(!p.direct && !p.gateway || p.kind == ofRoot)
	case p.gateway && (p.arn == "" || n.text == p.arn || session):
		return maybe
	case p.kind == ofAccount:
		return maybe
	case session && p.session == "" && p.kind == ofRole:
		if strings.HasPrefix(n.text, p.sessions()) {
			return maybe
		}
		return no
	}
	return truthOf(n.text == p.arn || session && n.text == p.session)
}

// account takes an AWS entry apart: the account it belongs to, and root or what
// it names there.
func (n named) account() (account, rest string) {
	if isAccount(n.text) {
		return n.text, "root"
	}
	account, rest = splitIdentity(n.text, "iam")
	if account == "" {
		account, rest = splitIdentity(n.text, "sts")
	}
	return account, rest
}
