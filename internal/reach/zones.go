package reach

import (
	"net/netip"
	"slices"
	"strings"

	"mooring/internal/inventory"
)

// picked are the record sets that a zone answers with. exists is false where the
// zone has no such name; unclear says why that cannot be told.
type picked struct {
	records []inventory.Record
	exists  bool
	unclear string
}

// recordsOf finds the records of a name, a wildcard's where the name is not there
// (RFC 4592; Route 53 guide, DomainNameFormat). A name with AnyLabel in front
// stands for many, which a wildcard alone serves alike.
func recordsOf(all []inventory.Record, zone, host string) picked {
	bare, labelled := strings.CutPrefix(host, inventory.AnyLabel)
	for _, r := range all {
		cut := r.Name != zone && r.Type == "NS" && inventory.WithinDomain(bare, r.Name)
		if cut || (labelled && r.Type == "NS" && r.Name != bare && inventory.WithinDomain(r.Name, bare)) {
			return picked{unclear: "whom the zone delegates " + r.Name + " to"}
		}
		if labelled && r.Name != host && r.Name != bare && inventory.WithinDomain(r.Name, bare) {
			return picked{unclear: "which names are asked for: the zone has records of its own for " + r.Name}
		}
	}
	if own := named(all, host); len(own) > 0 {
		return picked{records: own, exists: true}
	}
	if !labelled && exists(all, host) {
		return picked{exists: true}
	}
	nearest, higher := "", ""
	for p := parent(host); inventory.WithinDomain(p, zone) && p != ""; p = parent(p) {
		if wild := "*." + p; len(named(all, wild)) > 0 && higher == "" {
			higher = wild
		}
		if nearest == "" && exists(all, p) {
			nearest = "*." + p
		}
		if p == zone {
			break
		}
	}
	switch found := named(all, nearest); {
	case len(found) > 0:
		return picked{records: found, exists: true}
	case higher != "":
		return picked{unclear: "whether " + higher + " answers, which stands above other records"}
	}
	return picked{}
}

func named(all []inventory.Record, name string) []inventory.Record {
	var out []inventory.Record
	for _, r := range all {
		if r.Name == name {
			out = append(out, r)
		}
	}
	return out
}

// exists reports whether a name exists: it or one below it has records.
func exists(all []inventory.Record, name string) bool {
	return slices.ContainsFunc(all, func(r inventory.Record) bool { return inventory.WithinDomain(r.Name, name) })
}

func parent(name string) string {
	_, rest, _ := strings.Cut(name, ".")
	return rest
}

// zoneAddresses are what a private hosted zone answers; a zone without a record
// for the name answers that there is none, and nobody else is asked (Route 53
// guide, hosted-zone-private-considerations).
func (q *query) zoneAddresses(a *answer, zone *authority, host string) {
	a.dns.By = "private hosted zone " + zone.id + " (" + zone.domain + ")"
	if zone.profile != "" {
		a.dns.By += ", by " + zone.profile
	}
	found := q.view.snapshot.ZoneRecords(zone.id)
	all, ok := found.Get()
	if !ok {
		a.unclear(zone.id, found.Why())
		return
	}
	q.records(a, zone, all, host)
	slices.Sort(a.dns.Answer)
	a.dns.Answer = slices.Compact(a.dns.Answer)
}

func (q *query) records(a *answer, zone *authority, all []inventory.Record, host string) {
	found := recordsOf(all, zone.domain, host)
	switch {
	case found.unclear != "":
		a.unclear(zone.id, hop(found.unclear))
		return
	case !found.exists:
		a.fail(zone.id, "the zone "+zone.domain+" answers that the name does not exist")
		return
	}
	usable := answerable(found.records)
	if !slices.ContainsFunc(usable, func(r inventory.Record) bool { return r.Type != "AAAA" || !q.class.sources6.IsEmpty() }) {
		a.fail(zone.id, "the zone "+zone.domain+" has no address for the name that the client can use")
		return
	}
	if why := places(usable); why != "" {
		a.unclear(zone.id, hop(why))
		return
	}
	for _, r := range usable {
		if r.Type == "AAAA" && q.class.sources6.IsEmpty() {
			continue
		}
		q.record(a, zone, all, r)
	}
	if a.outcome == Passes && len(a.inside)+len(a.inside6) == 0 && a.outside.IsEmpty() && a.outside6.IsEmpty() {
		a.fail(zone.id, "the zone "+zone.domain+" has no address for the name that the client can use")
	}
	if len(a.inside) > 0 && !a.outside.IsEmpty() {
		a.unclear(zone.id, hop("which of its records is answered: some lead into the network, some out of it"))
	}
}

// answerable are the records that a client may get: of weighted ones those without
// weight are silent, unless all are.
func answerable(all []inventory.Record) []inventory.Record {
	var out, silent []inventory.Record
	for _, r := range all {
		switch {
		case r.Type != "A" && r.Type != "AAAA" && r.Type != "CNAME":
		case r.Silent:
			silent = append(silent, r)
		default:
			out = append(out, r)
		}
	}
	if len(out) == 0 {
		return silent
	}
	return out
}

// places says why the records of a routing policy may leave a client without an
// answer: nobody's place is known, and the policy has no record for all others.
func places(all []inventory.Record) string {
	geography := false
	for _, r := range all {
		switch {
		case r.Policy == "other":
			return "which record of " + r.Name + " its routing policy picks"
		case r.Everywhere:
			return ""
		case r.Policy == "geolocation":
			geography = true
		}
	}
	if geography {
		return "whether any record of " + all[0].Name + " is for the VPC's place"
	}
	return ""
}

// record follows one record set: each may be the one that is answered, so each
// must work.
func (q *query) record(a *answer, zone *authority, all []inventory.Record, r inventory.Record) {
	q.hops++
	defer func() { q.hops-- }()
	if q.hops > farthest {
		a.unclear(zone.id, hop("where the record "+r.Name+" leads in the end"))
		return
	}
	switch {
	case r.Alias != "":
		q.alias(a, zone, all, r)
	case r.Type == "CNAME":
		for _, target := range r.Values {
			q.chain(a, zone, strings.ToLower(strings.TrimSuffix(target, ".")))
		}
	default:
		for _, text := range r.Values {
			address, err := netip.ParseAddr(text)
			if err != nil {
				a.unclear(zone.id, inventory.Missing{Kind: inventory.MissingOperation, What: "the record " + r.Name + ": " + err.Error()})
				continue
			}
			q.tryAddress(a, zone, address)
		}
	}
}

// chain asks for the name that an alias of the customer's (CNAME) stands for, as
// the client would.
func (q *query) chain(a *answer, zone *authority, target string) {
	by, part, one := a.dns.By, answer{outcome: Passes, dns: DNS{Name: target}}, *q
	if one.screen(&part, target); part.outcome == Passes {
		one.look(&part, target)
	}
	name := a.dns.Name
	a.join(part, zone.id)
	a.dns.Name, a.dns.By = name, by+", "+part.dns.By
}

// alias follows an alias record, which Route 53 resolves by itself: to a name of
// the same zone, an endpoint's own name, a load balancer.
func (q *query) alias(a *answer, zone *authority, all []inventory.Record, r inventory.Record) {
	at, v, in := q.ownName(r.Alias)
	balancer := q.client.snapshot.BalancerNamed(r.Alias)
	switch {
	case v != nil:
		part := answer{outcome: Passes}
		q.endpointAddresses(&part, at, v, v.Service, in, true)
		part.only(r.Type)
		by := a.dns.By
		a.join(part, zone.id)
		a.dns.By = by
		q.serves(a, v)
	case inventory.WithinDomain(r.Alias, zone.domain):
		q.records(a, zone, all, r.Alias)
	case balancer != nil:
		part := answer{outcome: Passes}
		q.nodeAddresses(&part, balancer)
		part.only(r.Type)
		by := a.dns.By
		a.join(part, zone.id)
		a.dns.By = by
	case strings.Contains(r.Alias, ".elb.") && q.balancersUnread(a, r.Alias):
	default:
		a.unclear(zone.id, hop("where the alias "+r.Alias+" leads"))
	}
}

// serves: an endpoint answers for its own service alone.
func (q *query) serves(a *answer, v *inventory.VPCEndpoint) {
	if q.service == nil || q.service.Endpoint == "" || slices.Contains(q.service.EndpointNames(q.client.region()), v.Service) {
		return
	}
	a.gate(inventory.GateInterfaceEndpoint, v.ID, Fails, "it serves "+v.Service, nil)
}

// tryAddress is an address that a record names.
func (q *query) tryAddress(a *answer, zone *authority, address netip.Addr) {
	a.dns.Answer = append(a.dns.Answer, address.String())
	d, missing := q.client.interfaceAt(address)
	set, cut := q.client.single(address)
	switch {
	case missing == nil && address.Is4():
		a.inside = append(a.inside, d)
	case missing == nil:
		a.inside6 = append(a.inside6, d)
	case cut && q.client.public(address) && address.Is4():
		a.outside, a.fixed = a.outside.Union(set), true
	case cut && q.client.public(address):
		a.outside6 = a.outside6.Union(set)
	default:
		a.unclear(zone.id, *missing)
	}
	if missing == nil && d.endpoint != nil {
		q.serves(a, d.endpoint)
	}
}

// public reports whether an address is one of the internet's.
func (e *environment) public(address netip.Addr) bool {
	if e.internet.Contains(address) || e.internet6.Contains(address) {
		return true
	}
	for _, list := range e.lists {
		blocks, _ := list.Get()
		if slices.ContainsFunc(blocks, func(p netip.Prefix) bool { return p.Contains(address) }) {
			return true
		}
	}
	return false
}
