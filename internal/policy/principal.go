package policy

import "strings"

// Principal is who asks: one identity, one service, everyone of an account, or
// nobody in particular. The zero Principal may be anyone.
type Principal struct {
	kind    principalKind
	account string // 12 digits; empty if not known
	arn     string // role or user, with its path; empty for any of the account
	session string // arn:aws:sts::…:assumed-role/NAME/SESSION; empty if not known
	name    string // of a service or a federated identity provider
	direct  bool   // do not take an account's name for the names of those in it
	gateway bool   // asks by a gateway endpoint
}

type principalKind int8

const (
	ofAnyone principalKind = iota
	ofAccount
	ofRole
	ofUser
	ofRoot
	ofService
	ofFederation
	ofNobody
)

// AnyoneOf is any user or role of an account, not its root user.
func AnyoneOf(account string) Principal { return Principal{kind: ofAccount, account: account} }

// PrincipalOf is the user, the role (some session of it) or the root user that an
// IAM ARN names. Any other text may be anyone.
func PrincipalOf(arn string) Principal {
	account, rest := splitIdentity(arn, "iam")
	p := Principal{account: account, arn: arn}
	switch {
	case account == "":
		return Principal{}
	case strings.HasPrefix(rest, "role/"):
		p.kind = ofRole
	case strings.HasPrefix(rest, "user/"):
		p.kind = ofUser
	case rest == "root":
		p.kind = ofRoot
	default:
		return Principal{}
	}
	return p
}

// Session is one session of a role, as sts:GetCallerIdentity names it.
func Session(role, session string) Principal {
	p := PrincipalOf(role)
	if p.kind != ofRole || !strings.HasPrefix(session, p.sessions()) {
		return Principal{}
	}
	p.session = session
	return p
}

// Service is an AWS service that asks for itself, as sagemaker.amazonaws.com.
func Service(name string) Principal { return Principal{kind: ofService, name: name} }

// Federated is a session of an identity provider.
func Federated(provider string) Principal { return Principal{kind: ofFederation, name: provider} }

// Anonymous is a request without a signature.
func Anonymous() Principal { return Principal{kind: ofNobody} }

// AtGateway is the same principal at the policy of a gateway endpoint: an account
// as Principal is its root user alone there, and what any other name but * means
// is not said (AWS PrivateLink guide, vpc-endpoints-access).
func (p Principal) AtGateway() Principal {
	p.gateway = true
	return p
}

// splitIdentity takes an ARN of a service without Region apart.
func splitIdentity(arn, service string) (account, rest string) {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) != 6 || parts[0] != "arn" || parts[2] != service || parts[3] != "" || !isAccount(parts[4]) {
		return "", ""
	}
	return parts[4], parts[5]
}

func isAccount(text string) bool {
	return len(text) == 12 && strings.Trim(text, "0123456789") == ""
}

// sessions is what the ARNs of a role's sessions begin with. They leave out the
// role's path.
func (p Principal) sessions() string {
	partition, _, _ := strings.Cut(strings.TrimPrefix(p.arn, "arn:"), ":")
	return "arn:" + partition + ":sts::" + p.account + ":assumed-role/" + p.arn[strings.LastIndexByte(p.arn, '/')+1:] + "/"
}

// value derives a condition key from the principal; unknown if it says nothing
// of the key.
func (p Principal) value(key string) Values {
	switch key {
	case "aws:principalarn":
		return p.ofIdentity(p.arn, p.kind == ofNobody)
	case "aws:principalaccount":
		return p.ofIdentity(p.account, p.kind == ofNobody)
	case "aws:principalisawsservice":
		switch p.kind {
		case ofService:
			return Known("true")
		case ofAnyone, ofNobody, ofFederation:
			return Values{}
		}
		return Known("false")
	case "aws:principalservicename":
		if p.kind == ofService {
			return Known(p.name)
		}
		return p.ofIdentity("", p.account != "")
	}
	return Values{}
}

func (p Principal) ofIdentity(value string, lacking bool) Values {
	switch {
	case lacking:
		return Absent()
	case value == "":
		return Values{}
	}
	return Known(value)
}
