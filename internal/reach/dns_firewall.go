package reach

import (
	"cmp"
	"slices"
	"strings"

	"mooring/internal/inventory"
)

// ruling is what DNS Firewall does to one name.
type ruling struct {
	outcome  Outcome
	group    string // of the rule that decides, or that cannot be decided
	rule     string
	missing  *inventory.Missing
	allowed  bool // a rule says so; false where none matches
	trusting bool // by a rule that does not look at the names that aliases lead to
}

// ordered is one rule group in the order in which it is asked.
type ordered struct {
	group    string
	priority int
	profile  string
	inForce  bool
}

// screen asks DNS Firewall for a name before anybody answers it, private names
// included (Route 53 guide, resolver-dns-firewall).
func (q *query) screen(a *answer, host string) {
	if q.public || q.trusted {
		return
	}
	groups := q.ruleGroups(a)
	if len(groups) == 0 || a.outcome != Passes {
		return
	}
	if q.inbound {
		a.unclear(groups[0].group, hop("whether DNS Firewall of "+q.view.vpc.ID+" looks at what inbound endpoints are asked"))
		return
	}
	r := q.rule(groups, host)
	g := Gate{Kind: inventory.GateDNS, Object: []string{cmp.Or(r.group, groups[0].group)}, Rule: r.rule, Outcome: r.outcome, Missing: r.missing}
	switch r.outcome {
	case Passes:
		g.Why, q.trusted = "DNS Firewall lets the name through", r.trusting
		q.beyond = q.aliases(groups, r, host)
	case Fails:
		g.Why = "DNS Firewall blocks the name"
	default:
		g.Why = r.missing.What
	}
	a.put(g)
}

// ruleGroups are those of the VPC and of its Route 53 Profiles.
func (q *query) ruleGroups(a *answer) []ordered {
	e := q.view
	associated := assumed(e, e.snapshot.DNSFirewallGroups(e.vpc), assumeDNSFirewall, q.notes, "route53resolver:ListFirewallRuleGroupAssociations")
	all, ok := associated.Get()
	if !ok {
		a.unclear(e.vpc.ID, associated.Why())
		return nil
	}
	var out []ordered
	for _, g := range all {
		out = append(out, ordered{g.Group, g.Priority, "", g.InForce})
	}
	profiles, _ := e.snapshot.Profiles(e.vpc).Get()
	for _, p := range profiles {
		parts, _ := e.snapshot.ProfileResources(p.Profile).Get()
		for _, part := range parts {
			if part.Kind == inventory.KindDNSFirewallGroup {
				out = append(out, ordered{part.ID, part.Priority, p.Profile, part.InForce && p.InForce})
			}
		}
	}
	return out
}

// rule judges a name by the rule groups. How those of a profile are ordered among
// the VPC's own is not documented well enough: the verdict counts where every
// order gives it.
func (q *query) rule(groups []ordered, host string) ruling {
	byPriority := func(x, y ordered) int { return cmp.Compare(x.priority, y.priority) }
	ownFirst := func(x, y ordered) int { return cmp.Or(cmp.Compare(x.profile, y.profile), byPriority(x, y)) }
	profileFirst := func(x, y ordered) int { return cmp.Or(cmp.Compare(y.profile, x.profile), byPriority(x, y)) }
	var first ruling
	for i, order := range []func(x, y ordered) int{byPriority, ownFirst, profileFirst} {
		sorted := slices.Clone(groups)
		slices.SortStableFunc(sorted, order)
		r := q.inOrder(sorted, host)
		if i == 0 {
			first = r
		}
		if r.outcome != first.outcome {
			return ruling{outcome: Unclear, group: r.group, missing: &inventory.Missing{Kind: inventory.MissingConflict, What: "whether the DNS Firewall rules of a Route 53 Profile or those of the VPC are asked first"}}
		}
		first.trusting = first.trusting && r.trusting
	}
	return first
}

// inOrder asks rule after rule; the first that matches decides, and where none
// does the name passes (Route 53 guide, resolver-dns-firewall-rule-settings). A
// rule that may match leaves two possibilities.
func (q *query) inOrder(groups []ordered, host string) ruling {
	var doubt *ruling
	blocked, passed := false, false
	may := func(group, action string, missing inventory.Missing) {
		blocked, passed = blocked || action != "ALLOW" && action != "ALERT", passed || action != "BLOCK"
		if doubt == nil {
			doubt = &ruling{outcome: Unclear, group: group, missing: &missing}
		}
	}
	end := ruling{outcome: Passes}
groups:
	for _, g := range groups {
		rules, ok := q.view.snapshot.DNSFirewallRules(g.group).Get()
		if !ok {
			may(g.group, "", q.view.snapshot.DNSFirewallRules(g.group).Why())
			continue
		}
		for _, r := range rules {
			if r.Query != "" && r.Query != "A" {
				continue
			}
			hits, missing := q.matches(r, host)
			switch {
			case missing != nil:
				may(g.group, r.Action, *missing)
			case hits && !g.inForce:
				may(g.group, r.Action, hop("whether "+g.group+" is in force"))
			case hits:
				end = ruling{Passes, g.group, r.Name + ": " + r.Action, nil, true, r.Trusting}
				if r.Action == "BLOCK" {
					end.outcome = Fails
				}
				break groups
			}
		}
	}
	if doubt != nil && ((end.outcome == Passes && blocked) || (end.outcome == Fails && passed)) {
		return *doubt
	}
	return end
}

// matches reports whether a rule is for a name; missing says why that cannot be
// told.
func (q *query) matches(r inventory.DNSFirewallRule, host string) (hits bool, missing *inventory.Missing) {
	unread := r.List == "" || q.view.snapshot.ManagedDomains(r.List)
	if value, ok := q.client.assume[assumeManagedDomains]; unread && ok {
		q.notes.assumptions = append(q.notes.assumptions, "managed-domain-lists is "+value+" (asserted): AWS's own lists and threat detection of DNS Firewall do not match")
		return false, nil
	}
	if r.List == "" {
		m := hop("whether the threat detection of the DNS Firewall rule " + r.Name + " matches")
		return false, &m
	}
	found := q.view.snapshot.DNSFirewallDomains(r.List)
	domains, ok := found.Get()
	if !ok {
		why := found.Why()
		return false, &why
	}
	for _, d := range domains {
		switch covers(d, host) {
		case Passes:
			return true, nil
		case Unclear:
			m := hop("which names are asked for: " + r.List + " has " + d)
			missing = &m
		}
	}
	return false, missing
}

// covers reports whether an entry of a domain list is for a name: one that starts
// with * for all that end in its rest, any other for itself alone (Route 53 guide,
// resolver-dns-firewall-domain-lists). Unclear where a name stands for many of
// which the entry is for some.
func covers(entry, host string) Outcome {
	bare, many := strings.CutPrefix(host, inventory.AnyLabel)
	rest, open := strings.CutPrefix(entry, "*")
	switch {
	case !many && open && strings.HasSuffix(host, rest), !many && entry == host:
		return Passes
	case many && open && strings.HasSuffix("."+bare, rest):
		return Passes
	case many && strings.HasSuffix(rest, "."+bare):
		return Unclear
	}
	return Fails
}

// aliases: a rule that lets a name through looks at the names that it stands for
// too, unless it trusts them, and public DNS does not say which those are. Names of
// AWS services are taken to stay within AWS's domain. Of what follows, only a rule
// that blocks all others is taken to match.
func (q *query) aliases(groups []ordered, r ruling, host string) *ruling {
	if !r.allowed || r.trusting {
		return nil
	}
	target := inventory.AnyLabel
	if suffix := ".amazonaws.com"; strings.HasSuffix(host, suffix) {
		target += suffix[1:]
	}
	for _, g := range groups {
		rules, _ := q.view.snapshot.DNSFirewallRules(g.group).Get()
		for _, rule := range rules {
			if rule.Query != "" && rule.Query != "A" {
				continue
			}
			domains, _ := q.view.snapshot.DNSFirewallDomains(rule.List).Get()
			if !slices.ContainsFunc(domains, func(d string) bool { return strings.HasPrefix(d, "*") && covers(d, target) == Passes }) {
				continue
			}
			if rule.Action != "BLOCK" {
				return nil
			}
			m := hop("which names " + strings.TrimPrefix(host, inventory.AnyLabel) + " stands for: " + rule.Name + " of " + g.group + " blocks all that no rule allows")
			return &ruling{outcome: Unclear, group: g.group, missing: &m}
		}
	}
	return nil
}
