package inventory

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

// Record is one record set of a hosted zone.
type Record struct {
	Name   string // lower case, without the final dot; a wildcard's first label is *
	Type   string // A, AAAA, CNAME …
	Values []string
	Alias  string // the name that an alias record stands for
	// Policy says how Route 53 picks among record sets of one name: "" for simple
	// routing, multivalue, weighted, latency, failover, geolocation, else other.
	Policy string
	// Silent is a weighted record that is never answered beside others: its weight is 0.
	Silent bool
	// Everywhere is a geolocation record that serves all who are in no other's place.
	Everywhere bool
}

type rawRecord struct {
	Name, Type       string
	SetIdentifier    string
	Weight           *int64
	Region, Failover string
	MultiValueAnswer *bool
	GeoLocation      *struct{ CountryCode string }
	ResourceRecords  []struct{ Value string }
	AliasTarget      *struct{ DNSName string }
}

func (r rawRecord) record() Record {
	out := Record{Name: unescaped(dnsName(r.Name)), Type: r.Type, Policy: r.policy()}
	out.Silent = r.Weight != nil && *r.Weight == 0
	out.Everywhere = r.GeoLocation != nil && r.GeoLocation.CountryCode == "*"
	if r.AliasTarget != nil {
		out.Alias = unescaped(dnsName(r.AliasTarget.DNSName))
	}
	for _, v := range r.ResourceRecords {
		out.Values = append(out.Values, v.Value)
	}
	return out
}

func (r rawRecord) policy() string {
	switch {
	case r.SetIdentifier == "":
		return ""
	case r.Weight != nil:
		return "weighted"
	case r.Region != "":
		return "latency"
	case r.Failover != "":
		return "failover"
	case r.GeoLocation != nil:
		return "geolocation"
	case r.MultiValueAnswer != nil:
		return "multivalue"
	}
	return "other"
}

// unescaped turns \052 into *: Route 53 writes every character but letters,
// digits, hyphens and dots in octal (Route 53 guide, DomainNameFormat).
func unescaped(name string) string {
	for {
		at := strings.IndexByte(name, '\\')
		if at < 0 || at+4 > len(name) {
			return name
		}
		code, err := strconv.ParseUint(name[at+1:at+4], 8, 8)
		if err != nil || code == '\\' {
			return name
		}
		name = name[:at] + string(rune(code)) + name[at+4:]
	}
}

// zoneRecords reads the records of every zone.
func (b *builder) zoneRecords() {
	b.snapshot.net.records = map[string]Value[[]Record]{}
	b.each("zone-records", func(id string, o *object) {
		id = strings.TrimPrefix(id, "/hostedzone/")
		b.snapshot.net.records[id] = Then(required[[]rawRecord](o, "ResourceRecordSets"), recordsOf)
	})
}

// recordTypes are those of Route 53 (developer guide, ResourceRecordTypes).
var recordTypes = strings.Fields("A AAAA CAA CNAME DS HTTPS MX NAPTR NS PTR SOA SPF SRV SSHFP SVCB TLSA TXT")

// recordsOf refuses what Route 53 does not answer: a record of a type that is not
// known may be what a client asks for.
func recordsOf(raw []rawRecord) Value[[]Record] {
	out := []Record{}
	for _, r := range raw {
		switch {
		case r.Name == "":
			return Unknown[[]Record](Missing{MissingOperation, "a record set has no name"})
		case !slices.Contains(recordTypes, r.Type):
			return Unknown[[]Record](Missing{MissingOperation, r.Name + " has a record of a type that is not known: " + r.Type})
		case r.AliasTarget == nil && len(r.ResourceRecords) == 0:
			return Unknown[[]Record](Missing{MissingOperation, r.Name + " has a record without a value"})
		}
		out = append(out, r.record())
	}
	return Known(out)
}

// ZoneRecords are all records of a zone, whichever account read them.
func (s *Snapshot) ZoneRecords(zone string) Value[[]Record] {
	if missing, ok := s.readAnywhere("route53:ListResourceRecordSets", zone); !ok {
		return Unknown[[]Record](missing)
	}
	return s.net.records[zone]
}

// readAnywhere reports whether what was asked about a subject was read whole in
// any account: the id is unique, and several may see what is shared.
func (s *Snapshot) readAnywhere(operation, subject string) (Missing, bool) {
	gap := Gap{Operation: operation, Subject: subject, Code: NotAsked}
	for _, c := range s.coverage[operation] {
		if c.subject != subject {
			continue
		}
		if c.code == "" {
			return Missing{}, true
		}
		gap.Code = c.code
	}
	return gap.Missing(), false
}

// ZoneName is the domain of a zone that was read by its id alone: its SOA record
// stands at its apex.
func (s *Snapshot) ZoneName(zone string) Value[string] {
	return Then(s.ZoneRecords(zone), func(all []Record) Value[string] {
		for _, r := range all {
			if r.Type == "SOA" {
				return Known(r.Name)
			}
		}
		return Unknown[string](Missing{MissingOperation, "the name of " + zone})
	})
}

// RecordAddresses are all addresses that names may turn out to have, or at which
// name servers stand.
func (s *Snapshot) RecordAddresses() []netip.Addr {
	out := s.recordAddresses()
	for _, r := range s.net.dhcp.all {
		if d, ok := r.value.Get(); ok {
			out = append(out, parsed(d.Servers)...)
		}
	}
	for _, r := range s.net.rules.all {
		if rule, ok := r.value.Get(); ok {
			for _, t := range rule.Targets {
				out = append(out, t.Addr())
			}
		}
	}
	for _, r := range s.net.resolvers.all {
		if e, ok := r.value.Get(); ok {
			at, _ := e.Addresses.Get()
			for _, a := range at {
				out = append(out, a.IP)
			}
		}
	}
	// The ends of the block in which DNS64 puts IPv4 addresses, so that it is whole atoms.
	from, to := netip.MustParseAddr("64:ff9b::"), netip.MustParseAddr("64:ff9b::ffff:ffff")
	return append(out, from, to)
}

func (s *Snapshot) recordAddresses() []netip.Addr {
	var out []netip.Addr
	for _, rows := range s.net.records {
		all, _ := rows.Get()
		for _, r := range all {
			if r.Type == "A" || r.Type == "AAAA" {
				out = append(out, parsed(r.Values)...)
			}
		}
	}
	return out
}

func parsed(texts []string) []netip.Addr {
	var out []netip.Addr
	for _, text := range texts {
		if a, err := netip.ParseAddr(text); err == nil {
			out = append(out, a)
		}
	}
	return out
}
