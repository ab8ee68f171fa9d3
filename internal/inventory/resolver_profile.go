package inventory

import (
	"encoding/json"
	"strings"
)

// ProfileAssociation puts a Route 53 Profile to work in a VPC.
type ProfileAssociation struct {
	Meta
	Profile string
	VPC     string
	InForce bool // false while it is being made or taken away
}

func decodeProfileAssociation(m *members, meta Meta) *ProfileAssociation {
	vpc := must[string](m, "ResourceId")
	return &ProfileAssociation{
		Meta: meta, Profile: must[string](m, "ProfileId"), VPC: vpc[strings.LastIndex(vpc, "/")+1:], InForce: inForce(may[string](m, "Status")),
	}
}

// ProfileResource is one thing that a profile holds.
type ProfileResource struct {
	Kind     Kind // KindHostedZone, KindResolverRule, KindVPCEndpoint, KindDNSFirewallGroup; "" for what has no say in names
	ID       string
	Priority int // of a rule group
	InForce  bool
}

type rawProfileResource struct {
	ARN        string `json:"ResourceArn"`
	Status     string
	Properties string `json:"ResourceProperties"`
}

func (r rawProfileResource) resource() (ProfileResource, bool) {
	arn, ok := ParseARN(r.ARN)
	if !ok {
		return ProfileResource{}, false
	}
	kind, id, _ := strings.Cut(arn.Resource, "/")
	out := ProfileResource{ID: id, InForce: inForce(r.Status)}
	switch kind {
	case "hostedzone":
		out.Kind = KindHostedZone
	case "resolver-rule":
		out.Kind = KindResolverRule
	case "vpc-endpoint":
		out.Kind = KindVPCEndpoint
	case "firewall-rule-group":
		out.Kind = KindDNSFirewallGroup
		var p struct{ Priority *int }
		if json.Unmarshal([]byte(r.Properties), &p) != nil || p.Priority == nil {
			return out, false
		}
		out.Priority = *p.Priority
	case "resolver-query-log-config":
	default:
		return out, false
	}
	return out, true
}

// profileResources reads what every profile holds.
func (b *builder) profileResources() {
	parts := map[string]Value[[]ProfileResource]{}
	b.each("profile-resources", func(id string, o *object) {
		parts[id] = Then(required[[]rawProfileResource](o, "ProfileResourceAssociations"), func(raw []rawProfileResource) Value[[]ProfileResource] {
			out := []ProfileResource{}
			for _, r := range raw {
				part, ok := r.resource()
				if !ok {
					return Unknown[[]ProfileResource](Missing{MissingOperation, "what " + r.ARN + " in " + id + " is"})
				}
				out = append(out, part)
			}
			return Known(out)
		})
	})
	b.snapshot.net.profileParts = parts
}

// Profiles are the profiles of a VPC.
func (s *Snapshot) Profiles(v *VPC) Value[[]ProfileAssociation] {
	return Then(s.net.profiles.within(s, s.home(v)), func(all []*ProfileAssociation) Value[[]ProfileAssociation] {
		out := []ProfileAssociation{}
		for _, a := range all {
			if a.VPC == v.ID {
				out = append(out, *a)
			}
		}
		return Known(out)
	})
}

// ProfileResources are what a profile holds.
func (s *Snapshot) ProfileResources(profile string) Value[[]ProfileResource] {
	if missing, ok := s.readAnywhere("route53profiles:ListProfileResourceAssociations", profile); !ok {
		return Unknown[[]ProfileResource](missing)
	}
	return s.net.profileParts[profile]
}

// ProfileRule is a Resolver rule that a profile brings to a VPC. One that is not
// listed may hold any name.
func (s *Snapshot) ProfileRule(v *VPC, profile, id string) ResolverRule {
	found, _ := s.ruleByID(s.home(v), id)
	found.Profile = profile
	return found.ResolverRule
}
