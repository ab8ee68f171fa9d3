package reach

import (
	"slices"
	"strings"

	"mooring/internal/inventory"
)

// authority is something that answers the names of a domain to clients of a VPC
// before public DNS is asked.
type authority struct {
	domain   string
	id       string
	profile  string // the Route 53 Profile that brings it, "" when the VPC has it itself
	rule     *inventory.ResolverRule
	endpoint *inventory.VPCEndpoint // its private DNS, a hidden zone
	at       *environment           // where the endpoint stands
}

func (d authority) zone() bool { return d.rule == nil && d.endpoint == nil }

// look finds who answers a name, the most specific domain, and what.
func (q *query) look(a *answer, host string) {
	if q.public {
		q.publicAddresses(a, host)
		return
	}
	all := q.authorities(a, host)
	if i := slices.IndexFunc(all, func(d authority) bool { return d.rule != nil && d.rule.Unread }); i >= 0 {
		a.unclear(all[i].id, hop("for which names the Resolver rule "+all[i].id+" stands"))
	}
	if a.outcome != Passes {
		return
	}
	rule, zone, endpoint := q.best(a, all, host, isForwarding), q.best(a, all, host, authority.zone), q.best(a, all, host, authority.hidden)
	if rule != nil && rule.rule.Type == inventory.RuleSystem {
		rule = nil
	}
	q.below(a, all, host, rule != nil)
	if a.outcome != Passes {
		return
	}
	switch {
	case rule.beats(zone) && rule.beats(endpoint):
		if conflict(rule, zone) || conflict(rule, endpoint) {
			a.unclear(rule.id, inventory.Missing{Kind: inventory.MissingConflict, What: "whether a Route 53 Profile or the VPC's own settings answer " + rule.domain})
			return
		}
		q.ruled(a, *rule.rule, host)
	case endpoint != nil && zone != nil && zone.domain == endpoint.domain:
		q.twice(a, zone, endpoint, host)
	case endpoint.beats(zone) && endpoint != nil:
		q.hidden(a, endpoint, host)
	case zone != nil:
		q.zoneAddresses(a, zone, host)
	default:
		q.publicAddresses(a, host)
	}
}

func (d authority) hidden() bool { return d.endpoint != nil }

// isForwarding tells rules that have a say in who answers: a delegation rule
// waits for a zone's own delegation, a recursive one is the default.
func isForwarding(d authority) bool {
	return d.rule != nil && d.rule.Type != inventory.RuleDelegate && d.rule.Type != inventory.RuleRecursive
}

// beats reports whether an authority is at least as specific as another: a rule
// for the same domain beats a zone (Route 53 guide, hosted-zone-private-considerations).
func (d *authority) beats(other *authority) bool {
	return d != nil && (other == nil || len(d.domain) >= len(other.domain))
}

// conflict: of two for one domain, one comes by a Route 53 Profile; which of them
// answers is not documented well enough.
func conflict(x, y *authority) bool {
	return x != nil && y != nil && x.domain == y.domain && (x.profile == "") != (y.profile == "")
}

// best is the most specific authority of a kind. Two different ones for one
// domain are a conflict.
func (q *query) best(a *answer, all []authority, host string, of func(authority) bool) *authority {
	bare := strings.TrimPrefix(host, inventory.AnyLabel)
	var found *authority
	for i, d := range all {
		if !of(d) || !inventory.WithinDomain(bare, d.domain) {
			continue
		}
		switch {
		case found == nil || len(d.domain) > len(found.domain):
			found = &all[i]
		case len(d.domain) == len(found.domain) && d.id != found.id:
			a.unclear(d.id, inventory.Missing{Kind: inventory.MissingConflict, What: "whether " + found.id + " or " + d.id + " answers"})
		}
	}
	return found
}

// below: a zone or rule for some of the names that stand for one.
func (q *query) below(a *answer, all []authority, host string, forwarded bool) {
	bare, labelled := strings.CutPrefix(host, inventory.AnyLabel)
	if !labelled {
		return
	}
	for _, d := range all {
		switch {
		case d.domain == bare || !inventory.WithinDomain(d.domain, bare), d.endpoint != nil:
		case d.zone():
			a.unclear(d.id, hop("which names the zone "+d.domain+" answers"))
		case isForwarding(d) && (forwarded || d.rule.Type != inventory.RuleSystem):
			a.unclear(d.id, hop("which names the Resolver rule for "+d.domain+" forwards"))
		}
	}
}

// ruled follows the rule that won.
func (q *query) ruled(a *answer, rule inventory.ResolverRule, host string) {
	if rule.Type == inventory.RuleForward {
		q.forward(a, rule, host)
		return
	}
	a.unclear(rule.ID, hop("what the Resolver rule "+rule.ID+" does"))
}

// twice: a customer's zone has the name of an endpoint's hidden zone. AWS does not
// say which of them answers, so it counts only where both say the same.
func (q *query) twice(a *answer, zone, endpoint *authority, host string) {
	one, other := answer{outcome: Passes}, answer{outcome: Passes}
	first, second := *q, *q
	first.notes, second.notes = &notebook{}, &notebook{}
	first.zoneAddresses(&one, zone, host)
	second.hidden(&other, endpoint, host)
	if one.outcome != Passes || other.outcome != Passes || len(one.dns.Answer) == 0 || !slices.Equal(one.dns.Answer, other.dns.Answer) {
		a.unclear(zone.id, inventory.Missing{Kind: inventory.MissingConflict, What: "whether " + zone.id + " or " + endpoint.id + " answers"})
		return
	}
	q.hidden(a, endpoint, host)
}

// authorities are all that answer names in the VPC whose Resolver is asked.
func (q *query) authorities(a *answer, host string) []authority {
	e := q.view
	zones := assumed(e, e.zonesInForce(), assumeHostedZones, q.notes, "route53:ListHostedZonesByVPC", "route53:ListHostedZones")
	rules := assumed(e, e.snapshot.ResolverRules(e.vpc), assumeResolverRules, q.notes, "route53resolver:ListResolverRules", "route53resolver:ListResolverRuleAssociations")
	profiles := assumed(e, e.snapshot.Profiles(e.vpc), assumeProfiles, q.notes, "route53profiles:ListProfileAssociations")
	var out []authority
	if all, ok := zones.Get(); ok {
		for _, z := range all {
			out = append(out, authority{domain: z.Name, id: z.ID})
		}
	} else {
		a.unclear(e.vpc.ID, zones.Why())
	}
	if all, ok := rules.Get(); ok {
		for i, r := range all {
			out = append(out, authority{domain: r.Domain, id: r.ID, rule: &all[i]})
		}
	} else {
		a.unclear(e.vpc.ID, rules.Why())
	}
	if all, ok := profiles.Get(); ok {
		for _, p := range all {
			out = append(out, q.profile(a, p)...)
		}
	} else {
		a.unclear(e.vpc.ID, profiles.Why())
	}
	return distinct(append(out, q.privateEndpoints(a, host)...))
}

// distinct keeps what the VPC has itself where a profile brings it once more.
func distinct(all []authority) []authority {
	var out []authority
	for _, d := range all {
		if !slices.ContainsFunc(out, func(o authority) bool { return o.id == d.id && o.domain == d.domain }) {
			out = append(out, d)
		}
	}
	return out
}

// profile is what a Route 53 Profile brings to the VPC: zones, rules and interface
// endpoints. Its zones need the VPC's attributes as any other.
func (q *query) profile(a *answer, p inventory.ProfileAssociation) []authority {
	s := q.view.snapshot
	parts, ok := s.ProfileResources(p.Profile).Get()
	if !ok {
		a.unclear(p.Profile, s.ProfileResources(p.Profile).Why())
		return nil
	}
	if !p.InForce {
		a.unclear(p.Profile, hop("whether the Profile "+p.Profile+" is in force"))
		return nil
	}
	var out []authority
	for _, part := range parts {
		if part.Kind == "" || part.Kind == inventory.KindDNSFirewallGroup {
			continue
		}
		if !part.InForce {
			a.unclear(p.Profile, hop("whether "+part.ID+" in "+p.Profile+" is in force"))
			continue
		}
		out = append(out, q.part(a, p, part)...)
	}
	return out
}

func (q *query) part(a *answer, p inventory.ProfileAssociation, part inventory.ProfileResource) []authority {
	s := q.view.snapshot
	if part.Kind == inventory.KindResolverRule {
		rule := s.ProfileRule(q.view.vpc, p.Profile, part.ID)
		return []authority{{domain: rule.Domain, id: part.ID, profile: p.Profile, rule: &rule}}
	}
	hostnames, ok := q.view.vpc.DNSHostnames.Get()
	switch {
	case !ok:
		a.unclear(q.view.vpc.ID, q.view.vpc.DNSHostnames.Why())
		return nil
	case !hostnames:
		return nil
	case part.Kind == inventory.KindHostedZone:
		name, ok := s.ZoneName(part.ID).Get()
		if !ok {
			a.unclear(part.ID, s.ZoneName(part.ID).Why())
			return nil
		}
		return []authority{{domain: name, id: part.ID, profile: p.Profile}}
	}
	return q.sharedEndpoint(a, p, part.ID)
}

// sharedEndpoint is an interface endpoint that a profile holds; its private DNS
// answers in the profile's VPCs.
func (q *query) sharedEndpoint(a *answer, p inventory.ProfileAssociation, id string) []authority {
	found := q.view.snapshot.VPCEndpoint(q.view.vpc.Scope, id)
	v, ok := found.Get()
	if !ok {
		a.unclear(id, found.Why())
		return nil
	}
	at, ok := q.client.vpcs[v.VPC]
	if !ok {
		a.unclear(id, hop("how "+v.VPC+" is joined to "+q.client.vpc.ID))
		return nil
	}
	if !v.PrivateDNS {
		return nil
	}
	names, ok := at.privateNames(v).Get()
	if !ok {
		a.unclear(id, at.privateNames(v).Why())
		return nil
	}
	var out []authority
	for _, name := range names {
		out = append(out, authority{domain: strings.TrimPrefix(name, inventory.AnyLabel), id: id, profile: p.Profile, endpoint: v, at: at})
	}
	return out
}

// zonesInForce are the private hosted zones that answer at all: they need both
// VPC attributes (Route 53 guide, hosted-zone-private-considerations).
func (e *environment) zonesInForce() inventory.Value[[]inventory.DNSDomain] {
	zones := e.snapshot.PrivateZones(e.vpc)
	if all, ok := zones.Get(); ok && len(all) == 0 {
		return zones
	}
	hostnames, ok := e.vpc.DNSHostnames.Get()
	switch {
	case !ok && zones.Known():
		return inventory.Unknown[[]inventory.DNSDomain](e.vpc.DNSHostnames.Why())
	case ok && !hostnames:
		return inventory.Known[[]inventory.DNSDomain](nil)
	}
	return zones
}
