package inventory

import (
	"bytes"
	"encoding/json"
	"net/url"
	"strings"
)

// RolePolicies are the policies of a role.
type RolePolicies struct {
	ARN       string
	Documents Value[[]string] // inline and attached ones, JSON
	Boundary  Value[string]   // the permissions boundary, "" where it has none
}

// RolePolicies finds the policies of a role by its ARN.
func (s *Snapshot) RolePolicies(near Scope, arn string) Value[*RolePolicies] {
	if found, ok := s.policies.roles[arn]; ok {
		return found
	}
	account, _ := ParseARN(arn)
	scope := Scope{Partition: near.Partition, Account: account.Account}
	missing, ok := s.Read(scope, "iam:GetAccountAuthorizationDetails", "")
	if ok {
		missing = Missing{MissingHop, arn + " is referred to and not in what was read"}
	}
	return Unknown[*RolePolicies](missing)
}

type attachedPolicy struct {
	ARN string `json:"PolicyArn"`
}

type inlinePolicy struct {
	Document json.RawMessage `json:"PolicyDocument"`
}

type rawRole struct {
	ARN      string           `json:"Arn"`
	Inline   []inlinePolicy   `json:"RolePolicyList"`
	Attached []attachedPolicy `json:"AttachedManagedPolicies"`
	Boundary struct {
		ARN string `json:"PermissionsBoundaryArn"`
	} `json:"PermissionsBoundary"`
}

type rawManagedPolicy struct {
	ARN      string `json:"Arn"`
	Versions []struct {
		Document json.RawMessage
		Default  bool `json:"IsDefaultVersion"`
	} `json:"PolicyVersionList"`
}

// rolePolicies reads what IAM says of roles, with the managed policies that they
// carry.
func (b *builder) rolePolicies() {
	roles := map[string]Value[*RolePolicies]{}
	b.snapshot.policies.roles = roles
	b.each("authorization-details", func(_ string, o *object) {
		list, ok := optional[[]rawRole](o, "RoleDetailList").Get()
		if !ok {
			return
		}
		managed := managedPolicies(o)
		for _, r := range list {
			if _, twice := roles[r.ARN]; twice {
				roles[r.ARN] = Unknown[*RolePolicies](Missing{MissingConflict, r.ARN + " stands in several answers"})
				continue
			}
			roles[r.ARN] = Known(r.policies(managed))
		}
	})
}

// managedPolicies are the texts of managed policies in force, by ARN.
func managedPolicies(o *object) map[string]Value[string] {
	out := map[string]Value[string]{}
	list, _ := optional[[]rawManagedPolicy](o, "Policies").Get()
	for _, p := range list {
		for _, v := range p.Versions {
			if v.Default {
				out[p.ARN] = policyText(v.Document, p.ARN)
			}
		}
	}
	return out
}

func (r rawRole) policies(managed map[string]Value[string]) *RolePolicies {
	find := func(arn string) Value[string] {
		if text, ok := managed[arn]; ok {
			return text
		}
		return Unknown[string](Missing{MissingOperation, "the text of " + arn})
	}
	out := &RolePolicies{ARN: r.ARN, Documents: Known[[]string](nil), Boundary: Known("")}
	add := func(text Value[string]) {
		out.Documents = Then(out.Documents, func(all []string) Value[[]string] {
			return Then(text, func(one string) Value[[]string] { return Known(append(all, one)) })
		})
	}
	for _, p := range r.Inline {
		add(policyText(p.Document, r.ARN))
	}
	for _, p := range r.Attached {
		add(find(p.ARN))
	}
	if r.Boundary.ARN != "" {
		out.Boundary = find(r.Boundary.ARN)
	}
	return out
}

// policyText reads a document as AWS answers it, percent-encoded, or as the AWS
// CLI writes it, as JSON.
func policyText(raw json.RawMessage, of string) Value[string] {
	if raw = bytes.TrimSpace(raw); len(raw) > 0 && raw[0] == '{' {
		return Known(string(raw))
	}
	var text string
	if json.Unmarshal(raw, &text) != nil || text == "" {
		return Unknown[string](Missing{MissingOperation, "a policy of " + of})
	}
	if strings.HasPrefix(text, "%7B") {
		decoded, err := url.PathUnescape(text)
		if err != nil {
			return Unknown[string](Missing{MissingOperation, "a policy of " + of})
		}
		text = decoded
	}
	return Known(text)
}
