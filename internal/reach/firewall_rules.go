package reach

import (
	"fmt"
	"slices"
	"strings"

	"mooring/internal/inventory"
)

// ruleEnds are the addresses and ports of a rule.
type ruleEnds struct {
	source, destination           matched
	sourcePorts, destinationPorts portSet
	// Whether the ports fit a flow's packets and its replies, once a flow is asked about.
	there, back certainty
}

// ask settles the ports for one flow. Ports count for TCP and UDP alone (Network
// Firewall API, MatchAttributes); whether a rule with ports matches others is
// not said.
func (r *ruleEnds) ask(f flow, client portRange) {
	if !f.hasPorts() {
		r.there = perhaps
		if r.sourcePorts.anyPort() && r.destinationPorts.anyPort() {
			r.there = always
		}
		r.back = r.there
		return
	}
	server := portRange{f.port, f.port}
	r.there = r.sourcePorts.holds(client).and(r.destinationPorts.holds(server))
	r.back = r.sourcePorts.holds(server).and(r.destinationPorts.holds(client))
}

// statelessRule is one rule of the stateless engine, which sees a packet alone.
type statelessRule struct {
	ruleEnds
	action       inventory.FirewallAction // "": what the rule does is not known
	protocols    []int
	flags        bool // the packet's TCP flags count too
	text, object string
	missing      *inventory.Missing
}

func (c *ruleCompiler) statelessRules() []statelessRule {
	var out []statelessRule
	book := newAddressBook(c.space, nothingDefined)
	for _, r := range c.policy.Stateless {
		g, missing := c.group(r)
		if missing != nil {
			out = append(out, statelessRule{ruleEnds: book.unknownEnds(), text: nameOfARN(r.ARN), object: r.ARN, missing: missing})
			continue
		}
		for _, rule := range g.StatelessRules {
			ends := ruleEnds{
				source: book.oneOf(rule.Sources), destination: book.oneOf(rule.Destinations),
				sourcePorts: statelessPorts(rule.SourcePorts), destinationPorts: statelessPorts(rule.DestinationPorts),
			}
			out = append(out, statelessRule{
				ruleEnds: ends, action: rule.Action, protocols: rule.Protocols, flags: rule.TCPFlags,
				text: fmt.Sprintf("%s priority %d: %s", g.Name, rule.Priority, rule.Action), object: g.ARN,
			})
		}
	}
	return out
}

// oneOf unites the addresses of a stateless rule; none stands for all.
func (b *addressBook) oneOf(texts []string) matched {
	if len(texts) == 0 {
		return b.any()
	}
	return b.union(texts)
}

func (b *addressBook) unknownEnds() ruleEnds {
	return ruleEnds{source: b.anything(), destination: b.anything(), sourcePorts: portSet{unclear: true}, destinationPorts: portSet{unclear: true}}
}

func nameOfARN(arn string) string { return arn[strings.LastIndex(arn, "/")+1:] }

// effect is what a stateful rule does to a flow.
type effect int

const (
	letsPass effect = iota
	unsaid          // not known which
	drops
)

// statefulRule is one rule of the stateful engine, in Suricata's terms.
type statefulRule struct {
	ruleEnds
	effect       effect
	protocol     string // lower case: ip, tcp, udp, icmp or of an application
	both         bool   // it matches either direction
	names        *nameList
	hello        bool // it looks at the name that the client asks for
	text, object string
	missing      *inventory.Missing // why it is not sure that it matches
}

// statefulRules are the rules in the order in which they are asked: as the
// groups and their rules stand under strict order, else all that pass before
// those that drop (Network Firewall guide, suricata-rule-evaluation-order).
// Alerts change nothing and are left out.
func (c *ruleCompiler) statefulRules() []statefulRule {
	var out []statefulRule
	for _, r := range c.policy.Stateful {
		g, missing := c.group(r)
		if missing != nil {
			book := newAddressBook(c.space, nothingDefined)
			out = append(out, statefulRule{ruleEnds: book.unknownEnds(), effect: unsaid, text: nameOfARN(r.ARN), object: r.ARN, missing: missing})
			continue
		}
		book := c.bookOf(g)
		if g.DomainList != nil {
			out = append(out, c.domainRules(g, book)...)
		}
		for i, rule := range headersOf(g) {
			if compiled, ok := c.headerRule(g, book, rule); ok {
				compiled.text = fmt.Sprintf("%s rule %d: %s", g.Name, i+1, headerText(rule))
				out = append(out, compiled)
			}
		}
	}
	if !c.policy.Strict {
		slices.SortStableFunc(out, func(a, b statefulRule) int { return int(a.effect) - int(b.effect) })
	}
	return out
}

// headersOf are the rules of a group that have a header.
func headersOf(g *inventory.FirewallRuleGroup) []inventory.StatefulRule {
	if g.RulesString != "" {
		return suricataRules(g.RulesString)
	}
	return g.StatefulRules
}

func headerText(r inventory.StatefulRule) string {
	arrow := "->"
	if r.Header.Direction == "ANY" {
		arrow = "<>"
	}
	h := r.Header
	return strings.Join(strings.Fields(strings.Join([]string{r.Action, h.Protocol, h.Source, h.SourcePort, arrow, h.Destination, h.DestinationPort}, " ")), " ")
}

func (c *ruleCompiler) headerRule(g *inventory.FirewallRuleGroup, book *addressBook, r inventory.StatefulRule) (statefulRule, bool) {
	out := statefulRule{protocol: strings.ToLower(r.Header.Protocol), both: r.Header.Direction == "ANY", object: g.ARN}
	switch r.Action {
	case "PASS":
		out.effect = letsPass
	case "DROP", "REJECT":
		out.effect = drops
	case "ALERT":
		return out, false
	default:
		out.effect = unsaid
	}
	h := r.Header
	out.ruleEnds = ruleEnds{
		source: book.set(h.Source), destination: book.set(h.Destination),
		sourcePorts: groupPorts(g, h.SourcePort), destinationPorts: groupPorts(g, h.DestinationPort),
	}
	for _, keyword := range r.Options {
		if !sayNothing(keyword) {
			out.missing = &inventory.Missing{Kind: inventory.MissingHop, What: "what the rule option " + keyword + " of " + g.Name + " matches"}
			break
		}
	}
	return out, true
}

// sayNothing knows the options that do not change what a rule matches. priority
// orders rules of one action only.
func sayNothing(keyword string) bool {
	switch strings.ToLower(keyword) {
	case "sid", "rev", "gid", "msg", "classtype", "reference", "metadata", "priority", "noalert", "alert":
		return true
	}
	return false
}

// nameList is a domain list's targets: names, and domains with all below them.
type nameList struct {
	names, domains map[string]bool
	targets        []string // as written, for the proof
	odd            bool     // it holds something that is neither
}

// domainRules are those that Network Firewall makes of a domain list (guide,
// suricata-examples): they look at the first words of the client, from HOME_NET
// to EXTERNAL_NET, on any port. Whether an allow-list denies other names under
// strict order the pages do not agree.
func (c *ruleCompiler) domainRules(g *inventory.FirewallRuleGroup, book *addressBook) []statefulRule {
	list := newNameList(g.DomainList.Targets)
	every := portSet{named: []portRange{{0, 65535}}}
	ends := ruleEnds{source: book.set("$HOME_NET"), destination: book.set("$EXTERNAL_NET"), sourcePorts: every, destinationPorts: every}
	rule := func(e effect, protocol, text string, names *nameList) statefulRule {
		return statefulRule{ruleEnds: ends, effect: e, protocol: protocol, hello: true, names: names, text: g.Name + ": " + text, object: g.ARN}
	}
	var out []statefulRule
	for _, target := range g.DomainList.TargetTypes {
		protocol := map[string]string{"TLS_SNI": "tls", "HTTP_HOST": "http"}[target]
		switch g.DomainList.GeneratedRulesType {
		case "ALLOWLIST":
			rest := rule(drops, protocol, target+" is none of the allowed domains", nil)
			if c.policy.Strict {
				rest.missing = &inventory.Missing{Kind: inventory.MissingHop, What: "whether the allow-list " + g.Name + " denies other names under strict order"}
			}
			out = append(out, rule(letsPass, protocol, target+" is an allowed domain", list), rest)
		case "DENYLIST", "REJECTLIST":
			out = append(out, rule(drops, protocol, target+" is a denied domain", list))
		}
	}
	return out
}

func newNameList(targets []string) *nameList {
	l := &nameList{names: map[string]bool{}, domains: map[string]bool{}}
	for _, t := range targets {
		l.targets = append(l.targets, t)
		domain, wide := strings.CutPrefix(strings.ToLower(strings.TrimSpace(t)), ".")
		switch {
		case domain == "" || strings.ContainsAny(domain, "*?/: \""):
			l.odd = true
		case wide:
			l.domains[domain] = true
		default:
			l.names[domain] = true
		}
	}
	return l
}

// holds reports whether a name is in the list: itself, or within a domain that
// has a dot in front (Network Firewall guide, stateful-rule-groups-domain-names).
func (l *nameList) holds(name string) certainty {
	if l.names[name] {
		return always
	}
	for domain := name; domain != ""; {
		if l.domains[domain] {
			return always
		}
		_, domain, _ = strings.Cut(domain, ".")
	}
	if l.odd {
		return perhaps
	}
	return never
}
