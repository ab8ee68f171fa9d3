package inventory

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// DNSFirewallAssociation puts a DNS Firewall rule group to work in a VPC.
type DNSFirewallAssociation struct {
	Meta
	Group    string
	VPC      string
	Priority int  // the lowest is asked first
	InForce  bool // false while it is being made or taken away
}

func decodeDNSFirewallAssociation(m *members, meta Meta) *DNSFirewallAssociation {
	return &DNSFirewallAssociation{
		Meta: meta, Group: must[string](m, "FirewallRuleGroupId"), VPC: must[string](m, "VpcId"),
		Priority: must[int](m, "Priority"), InForce: inForce(may[string](m, "Status")),
	}
}

// DNSFirewallGroups are the rule groups of a VPC, in the order in which they
// are asked.
func (s *Snapshot) DNSFirewallGroups(v *VPC) Value[[]DNSFirewallAssociation] {
	return Then(s.net.screens.in(s, s.home(v), v.ID), func(all []*DNSFirewallAssociation) Value[[]DNSFirewallAssociation] {
		out := []DNSFirewallAssociation{}
		for _, a := range all {
			out = append(out, *a)
		}
		slices.SortFunc(out, func(a, b DNSFirewallAssociation) int { return cmp.Compare(a.Priority, b.Priority) })
		return Known(out)
	})
}

// DNSFirewallRule is one rule of a rule group.
type DNSFirewallRule struct {
	Name     string
	Priority int
	Action   string // ALLOW, ALERT, BLOCK
	List     string // domain list; "" for a rule that looks for threats
	Answer   string // of a BLOCK: NODATA, NXDOMAIN, OVERRIDE
	Query    string // record type that the rule is for; "" for all
	// Trusting rules look at the first name alone, not at those that aliases lead to.
	Trusting bool
}

type rawDNSFirewallRule struct {
	Name, Action, BlockResponse, Qtype string
	Priority                           *int
	List                               string `json:"FirewallDomainListId"`
	Redirection                        string `json:"FirewallDomainRedirectionAction"`
}

func (r rawDNSFirewallRule) rule() (DNSFirewallRule, bool) {
	out := DNSFirewallRule{Name: r.Name, Action: r.Action, List: r.List, Answer: r.BlockResponse, Query: queryType(r.Qtype), Trusting: r.Redirection == "TRUST_REDIRECTION_DOMAIN"}
	if r.Priority == nil || !slices.Contains([]string{"ALLOW", "ALERT", "BLOCK"}, r.Action) {
		return out, false
	}
	out.Priority = *r.Priority
	return out, true
}

// queryType spells TYPE28 as AAAA (Route 53 guide, resolver-dns-firewall-rule-settings).
func queryType(text string) string {
	number, err := strconv.Atoi(strings.TrimPrefix(text, "TYPE"))
	if err != nil {
		return text
	}
	switch number {
	case 1:
		return "A"
	case 28:
		return "AAAA"
	}
	return text
}

// dnsFirewall reads the rules of every group and the domains of every list.
func (b *builder) dnsFirewall() {
	n := &b.snapshot.net
	n.screenRules, n.domainLists, n.managedLists = map[string]Value[[]DNSFirewallRule]{}, map[string]Value[[]string]{}, map[string]bool{}
	b.each("dns-firewall-rules", func(id string, o *object) {
		n.screenRules[id] = Then(required[[]rawDNSFirewallRule](o, "FirewallRules"), func(raw []rawDNSFirewallRule) Value[[]DNSFirewallRule] {
			return dnsFirewallRules(id, raw)
		})
	})
	b.each("dns-firewall-domains", func(id string, o *object) {
		n.domainLists[id] = Then(required[[]string](o, "Domains"), func(all []string) Value[[]string] {
			out := []string{}
			for _, d := range all {
				out = append(out, dnsName(d))
			}
			return Known(out)
		})
	})
	b.each("dns-firewall-domain-list", func(id string, o *object) {
		n.managedLists[id] = o.text("ManagedOwnerName") != ""
	})
}

func dnsFirewallRules(group string, raw []rawDNSFirewallRule) Value[[]DNSFirewallRule] {
	out := []DNSFirewallRule{}
	for _, r := range raw {
		rule, ok := r.rule()
		if !ok {
			return Unknown[[]DNSFirewallRule](Missing{MissingOperation, "the rule " + r.Name + " of " + group + " is not understood"})
		}
		out = append(out, rule)
	}
	slices.SortStableFunc(out, func(a, b DNSFirewallRule) int { return cmp.Compare(a.Priority, b.Priority) })
	return Known(out)
}

// DNSFirewallRules are the rules of a group, in the order in which they are asked.
func (s *Snapshot) DNSFirewallRules(group string) Value[[]DNSFirewallRule] {
	if missing, ok := s.readAnywhere("route53resolver:ListFirewallRules", group); !ok {
		return Unknown[[]DNSFirewallRule](missing)
	}
	return s.net.screenRules[group]
}

// ManagedDomains reports whether a domain list is one of AWS's own, whose
// domains nobody can read.
func (s *Snapshot) ManagedDomains(list string) bool { return s.net.managedLists[list] }

// DNSFirewallDomains are the domains of a list; one that starts with * holds all
// that end in its rest.
func (s *Snapshot) DNSFirewallDomains(list string) Value[[]string] {
	if s.ManagedDomains(list) {
		return Unknown[[]string](Missing{MissingHop, "the domains of AWS's own list " + list})
	}
	if missing, ok := s.readAnywhere("route53resolver:ListFirewallDomains", list); !ok {
		return Unknown[[]string](missing)
	}
	return s.net.domainLists[list]
}
