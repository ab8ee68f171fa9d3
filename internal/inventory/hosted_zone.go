package inventory

import "strings"

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
			z.Domains = append(z.Domains, DNSDomain{m.said(s.HostedZoneID, "the id of a zone"), dnsName(m.said(s.Name, "the name of a zone"))})
		}
	}
	return z
}

// dnsName is a domain name in lower case without its final dot.
func dnsName(s string) string { return strings.ToLower(strings.TrimSuffix(s, ".")) }

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
