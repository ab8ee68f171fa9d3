package inventory

import (
	"cmp"
	"slices"
)

// FirewallRuleGroup is a list of rules of one of four forms, of which one is set.
type FirewallRuleGroup struct {
	Meta
	StatelessRules []StatelessRule // by priority
	StatefulRules  []StatefulRule  // in the order in which they stand
	DomainList     *RulesSourceList
	RulesString    string // Suricata's own language

	IPSets          map[string][]string
	PortSets        map[string][]string
	IPSetReferences map[string]string // ARNs of prefix lists and resource groups
}

// StatelessRule looks at one packet alone; a list that is empty matches anything.
type StatelessRule struct {
	Priority         int
	Action           FirewallAction
	Protocols        []int
	Sources          []string
	Destinations     []string
	SourcePorts      []FirewallPorts
	DestinationPorts []FirewallPorts
	TCPFlags         bool // it looks at the packet's flags too
}

// FirewallPorts is an inclusive range.
type FirewallPorts struct{ FromPort, ToPort int }

// StatefulRule looks at a flow, as its header and options say in Suricata's words.
type StatefulRule struct {
	Action  string // PASS, DROP, REJECT, ALERT
	Header  StatefulHeader
	Options []string // keywords
}

// StatefulHeader is the 5-tuple; ANY, lists, negation and $variables as written.
type StatefulHeader struct {
	Protocol, Source, SourcePort, Direction, Destination, DestinationPort string
}

// RulesSourceList is a list of domains; one with a dot in front covers all below it.
type RulesSourceList struct {
	GeneratedRulesType string // ALLOWLIST, DENYLIST, REJECTLIST, ALERTLIST
	TargetTypes        []string
	Targets            []string
}

func ruleGroupIdentity(o *object) string {
	return wrappedText(o, "RuleGroupResponse", "RuleGroupArn")
}

func decodeFirewallRuleGroup(m *members, meta Meta) *FirewallRuleGroup {
	g := &FirewallRuleGroup{Meta: meta}
	g.ARN, g.Name = meta.ID, cmp.Or(wrappedText(m.o, "RuleGroupResponse", "RuleGroupName"), meta.Name)
	m.within("RuleGroup", func(m *members) {
		m.only("RulesSource", "RuleVariables", "ReferenceSets", "StatefulRuleOptions")
		m.within("RulesSource", g.decodeSource)
		m.within("RuleVariables", func(m *members) { g.IPSets, g.PortSets = ipSets(m, "IPSets"), ipSets(m, "PortSets") })
		m.within("ReferenceSets", func(m *members) {
			type reference struct{ ReferenceArn string }
			g.IPSetReferences = map[string]string{}
			for name, r := range may[map[string]reference](m, "IPSetReferences") {
				g.IPSetReferences[name] = r.ReferenceArn
			}
		})
	})
	return g
}

func (g *FirewallRuleGroup) decodeSource(m *members) {
	m.only("RulesSourceList", "RulesString", "StatefulRules", "StatelessRulesAndCustomActions")
	forms := 0
	for _, name := range []string{"RulesSourceList", "RulesString", "StatefulRules", "StatelessRulesAndCustomActions"} {
		if _, ok := m.o.member(name); ok {
			forms++
		}
	}
	if forms != 1 {
		m.fail("a rule group has %d forms of rules", forms)
	}
	g.RulesString = may[string](m, "RulesString")
	if list := may[*RulesSourceList](m, "RulesSourceList"); list != nil {
		g.DomainList = list
		list.check(m)
	}
	type option struct{ Keyword string }
	type stateful struct {
		Action      string
		Header      StatefulHeader
		RuleOptions []option
	}
	for _, r := range may[[]stateful](m, "StatefulRules") {
		rule := StatefulRule{Action: r.Action, Header: r.Header}
		for _, o := range r.RuleOptions {
			rule.Options = append(rule.Options, o.Keyword)
		}
		rule.check(m)
		g.StatefulRules = append(g.StatefulRules, rule)
	}
	m.within("StatelessRulesAndCustomActions", func(m *members) { g.StatelessRules = statelessRules(m) })
}

// check refuses words that AWS did not have when this was written.
func (r *StatefulRule) check(m *members) {
	if !slices.Contains([]string{"PASS", "DROP", "REJECT", "ALERT"}, r.Action) {
		m.fail("action %q is not known", r.Action)
	}
	if r.Header.Direction != "FORWARD" && r.Header.Direction != "ANY" {
		m.fail("direction %q is not known", r.Header.Direction)
	}
}

func (l *RulesSourceList) check(m *members) {
	if !slices.Contains([]string{"ALLOWLIST", "DENYLIST", "REJECTLIST", "ALERTLIST"}, l.GeneratedRulesType) {
		m.fail("list type %q is not known", l.GeneratedRulesType)
	}
	for _, t := range l.TargetTypes {
		if t != "TLS_SNI" && t != "HTTP_HOST" {
			m.fail("target type %q is not known", t)
		}
	}
	if len(l.TargetTypes) == 0 {
		m.fail("a domain list names no target type")
	}
}

type rawStateless struct {
	Priority       int
	RuleDefinition struct {
		Actions         []string
		MatchAttributes struct {
			Sources, Destinations         []struct{ AddressDefinition string }
			SourcePorts, DestinationPorts []FirewallPorts
			Protocols                     []int
			TCPFlags                      []struct{ Flags, Masks []string }
		}
	}
}

func statelessRules(m *members) []StatelessRule {
	var out []StatelessRule
	for _, raw := range may[[]rawStateless](m, "StatelessRules") {
		match := raw.RuleDefinition.MatchAttributes
		rule := StatelessRule{
			Priority: raw.Priority, Action: standardAction(m, raw.RuleDefinition.Actions), Protocols: match.Protocols,
			SourcePorts: match.SourcePorts, DestinationPorts: match.DestinationPorts, TCPFlags: len(match.TCPFlags) > 0,
		}
		for _, a := range match.Sources {
			rule.Sources = append(rule.Sources, a.AddressDefinition)
		}
		for _, a := range match.Destinations {
			rule.Destinations = append(rule.Destinations, a.AddressDefinition)
		}
		out = append(out, rule)
	}
	slices.SortStableFunc(out, func(a, b StatelessRule) int { return cmp.Compare(a.Priority, b.Priority) })
	for i := 1; i < len(out); i++ {
		if out[i].Priority == out[i-1].Priority {
			m.fail("two rules have priority %d", out[i].Priority)
		}
	}
	return out
}
