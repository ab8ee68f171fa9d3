package inventory

import (
	"net/netip"
	"strings"
)

// DNSDomain is a domain that something other than AWS's own DNS answers: the
// private hosted zone or Resolver rule ID.
type DNSDomain struct{ ID, Name string }

// VPCZones are the private hosted zones that answer in one VPC. Zones that an
// AWS service keeps, such as an endpoint's own, are left out: the service's
// object stands for them.
type VPCZones struct {
	Meta    // ID is the VPC
	Domains []DNSDomain
}

func decodeVPCZones(m *members, meta Meta) *VPCZones {
	type zone struct {
		Name         string
		HostedZoneID string `json:"HostedZoneId"`
		Owner        struct{ OwningService string }
	}
	z := &VPCZones{Meta: meta}
	for _, s := range must[[]zone](m, "HostedZoneSummaries") {
		if s.Owner.OwningService == "" {
			z.Domains = append(z.Domains, DNSDomain{s.HostedZoneID, dnsName(s.Name)})
		}
	}
	return z
}

// dnsName is a domain name in lower case without its final dot.
func dnsName(s string) string { return strings.ToLower(strings.TrimSuffix(s, ".")) }

// ZoneAnswer is what a private hosted zone answers for one name. Without
// addresses and alias the name does not exist: there is no public fallback.
type ZoneAnswer struct {
	Addresses []netip.Addr
	Alias     string // the name that an alias record stands for
}

// ZoneAnswer reads the records of a zone near a scope.
func (s *Snapshot) ZoneAnswer(near Scope, zone, name string) Value[ZoneAnswer] {
	global := Scope{Partition: near.Partition, Account: near.Account}
	for id, rows := range s.net.records {
		if strings.TrimPrefix(id, "/hostedzone/") == zone {
			return Then(rows, func(all []zoneRecord) Value[ZoneAnswer] { return answerFrom(all, name) })
		}
	}
	missing, ok := s.Read(global, "route53:ListResourceRecordSets", zone)
	if ok {
		missing = Missing{MissingOperation, "records of " + zone}
	}
	return Unknown[ZoneAnswer](missing)
}

type zoneRecord struct {
	Name, Type      string
	SetIdentifier   string
	ResourceRecords []struct{ Value string }
	AliasTarget     *struct{ DNSName string }
}

// answerFrom picks the records of a name, a wildcard's where it has none of its
// own. CNAME records and routing policies are not followed.
func answerFrom(all []zoneRecord, name string) Value[ZoneAnswer] {
	for _, wanted := range []string{name, "*." + afterFirstLabel(name)} {
		var out ZoneAnswer
		for _, r := range all {
			if dnsName(strings.ReplaceAll(r.Name, `\052`, "*")) != wanted || (r.Type != "A" && r.Type != "CNAME") {
				continue
			}
			if r.Type == "CNAME" || r.SetIdentifier != "" {
				return Unknown[ZoneAnswer](Missing{MissingHop, "where the record " + wanted + " leads"})
			}
			if r.AliasTarget != nil {
				out.Alias = dnsName(r.AliasTarget.DNSName)
			}
			if err := out.add(r); err != nil {
				return Unknown[ZoneAnswer](Missing{MissingOperation, "the record " + wanted + ": " + err.Error()})
			}
		}
		if len(out.Addresses) > 0 || out.Alias != "" {
			return Known(out)
		}
	}
	return Known(ZoneAnswer{})
}

func (z *ZoneAnswer) add(r zoneRecord) error {
	for _, v := range r.ResourceRecords {
		a, err := netip.ParseAddr(v.Value)
		if err != nil {
			return err
		}
		z.Addresses = append(z.Addresses, a)
	}
	return nil
}

func afterFirstLabel(name string) string {
	_, rest, _ := strings.Cut(name, ".")
	return rest
}

// zoneRecords reads the records of every zone.
func (b *builder) zoneRecords() {
	b.snapshot.net.records = map[string]Value[[]zoneRecord]{}
	b.each("zone-records", func(id string, o *object) {
		b.snapshot.net.records[id] = required[[]zoneRecord](o, "ResourceRecordSets")
	})
}

// RecordAddresses are all addresses that private hosted zones answer.
func (s *Snapshot) RecordAddresses() []netip.Addr {
	var out []netip.Addr
	for _, rows := range s.net.records {
		all, _ := rows.Get()
		for _, r := range all {
			for _, v := range r.ResourceRecords {
				if a, err := netip.ParseAddr(v.Value); err == nil && r.Type == "A" {
					out = append(out, a)
				}
			}
		}
	}
	return out
}

// HostedZone is one zone of an account's list; VPCs is unknown where no answer
// says which VPCs a private zone is associated with.
type HostedZone struct {
	Meta
	Domain  string
	Private bool
	VPCs    Value[[]string]
}

func (b *builder) decodeHostedZone(m *members, meta Meta) *HostedZone {
	type config struct{ PrivateZone bool }
	return &HostedZone{
		Meta: meta, Domain: dnsName(must[string](m, "Name")), Private: may[config](m, "Config").PrivateZone,
		VPCs: b.zoneVPCs(meta.ID),
	}
}

func (b *builder) zoneVPCs(id string) Value[[]string] {
	type vpc struct {
		ID string `json:"VPCId"`
	}
	out := Unknown[[]string](Missing{MissingOperation, "route53:GetHostedZone of " + id + " was not asked"})
	b.each("hosted-zone-detail", func(zone string, o *object) {
		if strings.TrimPrefix(zone, "/hostedzone/") != strings.TrimPrefix(id, "/hostedzone/") {
			return
		}
		out = Then(optional[[]vpc](o, "VPCs"), func(vpcs []vpc) Value[[]string] {
			ids := []string{}
			for _, v := range vpcs {
				ids = append(ids, v.ID)
			}
			return Known(ids)
		})
	})
	return out
}

// ResolverRule sends the names of a domain elsewhere.
type ResolverRule struct {
	Meta
	Domain string
	Type   string // FORWARD, SYSTEM, RECURSIVE
}

func decodeResolverRule(m *members, meta Meta) *ResolverRule {
	return &ResolverRule{Meta: meta, Domain: dnsName(must[string](m, "DomainName")), Type: must[string](m, "RuleType")}
}

// ResolverAssociation puts a rule to work in a VPC.
type ResolverAssociation struct {
	Meta
	Rule string
	VPC  string
}

func decodeResolverAssociation(m *members, meta Meta) *ResolverAssociation {
	return &ResolverAssociation{Meta: meta, Rule: must[string](m, "ResolverRuleId"), VPC: must[string](m, "VPCId")}
}
