package inventory

import (
	"cmp"
	"slices"
	"strings"
)

// FirewallPolicy says in which order a firewall asks which rule groups, and what
// it does with traffic that none of them matches.
type FirewallPolicy struct {
	Meta
	StatelessDefault FirewallAction
	Stateless        []RuleGroupReference // by priority
	Stateful         []RuleGroupReference // by priority where the order is strict
	Strict           bool                 // STRICT_ORDER
	StatefulDefaults []string             // aws:drop_strict, aws:alert_established …
	// Variables are the policy's own IP sets; nil of HOME_NET: the firewall VPC's range.
	Variables       map[string][]string
	StreamException string // DROP, CONTINUE, REJECT: what becomes of a connection that breaks midstream
	TLSInspection   string // ARN of the configuration; "" for none
}

// RuleGroupReference puts a rule group to work in a policy.
type RuleGroupReference struct {
	ARN      string `json:"ResourceArn"`
	Priority int
	Override struct{ Action string } // DROP_TO_ALERT
}

// FirewallAction is what the stateless engine does with a packet.
type FirewallAction string

const (
	FirewallPass    FirewallAction = "aws:pass"
	FirewallDrop    FirewallAction = "aws:drop"
	FirewallForward FirewallAction = "aws:forward_to_sfe"
)

func policyIdentity(o *object) string {
	return wrappedText(o, "FirewallPolicyResponse", "FirewallPolicyArn")
}

func decodeFirewallPolicy(m *members, meta Meta) *FirewallPolicy {
	p := &FirewallPolicy{Meta: meta}
	p.ARN, p.Name = meta.ID, cmp.Or(wrappedText(m.o, "FirewallPolicyResponse", "FirewallPolicyName"), meta.Name)
	m.within("FirewallPolicy", func(m *members) {
		m.only("StatelessDefaultActions", "StatelessFragmentDefaultActions", "StatelessRuleGroupReferences", "StatelessCustomActions",
			"StatefulDefaultActions", "StatefulEngineOptions", "StatefulRuleGroupReferences", "PolicyVariables",
			"TLSInspectionConfigurationArn", "EnableTLSSessionHolding")
		p.StatelessDefault = standardAction(m, must[[]string](m, "StatelessDefaultActions"))
		p.Stateless, p.Stateful = references(m, "StatelessRuleGroupReferences"), references(m, "StatefulRuleGroupReferences")
		p.StatefulDefaults, p.TLSInspection = may[[]string](m, "StatefulDefaultActions"), may[string](m, "TLSInspectionConfigurationArn")
		distinct(m, p.Stateless)
		m.within("StatefulEngineOptions", func(m *members) {
			p.Strict = strictOrder(m)
			p.StreamException = may[string](m, "StreamExceptionPolicy")
		})
		m.within("PolicyVariables", func(m *members) { p.Variables = ipSets(m, "RuleVariables") })
		if p.Strict {
			distinct(m, p.Stateful)
		}
	})
	return p
}

func references(m *members, name string) []RuleGroupReference {
	all := may[[]RuleGroupReference](m, name)
	slices.SortStableFunc(all, func(a, b RuleGroupReference) int { return cmp.Compare(a.Priority, b.Priority) })
	return all
}

// distinct refuses two groups of one priority: their order cannot be told.
func distinct(m *members, sorted []RuleGroupReference) {
	for i := 1; i < len(sorted); i++ {
		if sorted[i].Priority == sorted[i-1].Priority {
			m.fail("two rule groups have priority %d", sorted[i].Priority)
		}
	}
}

// strictOrder reads RuleOrder; DEFAULT_ACTION_ORDER is the default (Network
// Firewall API, StatefulEngineOptions).
func strictOrder(m *members) bool {
	switch order := may[string](m, "RuleOrder"); order {
	case "STRICT_ORDER":
		return true
	case "", "DEFAULT_ACTION_ORDER":
	default:
		m.fail("rule order %q is not known", order)
	}
	return false
}

// standardAction is the one of a list of actions that is AWS's own; the others
// only publish metrics.
func standardAction(m *members, actions []string) FirewallAction {
	var out FirewallAction
	for _, a := range actions {
		if !strings.HasPrefix(a, "aws:") {
			continue
		}
		switch action := FirewallAction(a); {
		case action != FirewallPass && action != FirewallDrop && action != FirewallForward:
			m.fail("action %q is not known", a)
		case out != "":
			m.fail("several standard actions")
		default:
			out = action
		}
	}
	if out == "" {
		m.fail("no standard action")
	}
	return out
}

func ipSets(m *members, name string) map[string][]string {
	type set struct{ Definition []string }
	out := map[string][]string{}
	for name, s := range may[map[string]set](m, name) {
		out[name] = s.Definition
	}
	return out
}
