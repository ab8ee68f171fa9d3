package inventory

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// Firewall is an AWS Network Firewall.
type Firewall struct {
	Meta
	FirewallName   string
	Policy         string // ARN
	VPC            string // "" for a firewall that a transit gateway attaches
	TransitGateway string // "" for a firewall in a VPC
	Endpoints      []FirewallEndpoint
	// Associations counts endpoints in other VPCs, which DescribeFirewall does not list.
	Associations int
	InSync       bool // every endpoint has the rules as they stand
}

// FirewallEndpoint is where traffic enters and leaves a firewall: a VPC endpoint
// in one zone, or the attachment to a transit gateway.
type FirewallEndpoint struct {
	ID     string // vpce-… or tgw-attach-…
	Subnet string
	Zone   string
	Status string // READY, SCALING, CREATING, DELETING, FAILED, ERROR …
}

// Ready reports whether the endpoint takes traffic.
func (e FirewallEndpoint) Ready() bool { return e.Status == "READY" || e.Status == "SCALING" }

// firewallIdentity is the ARN, which a list has itself and a describe in its Firewall.
func firewallIdentity(o *object) string {
	return cmp.Or(o.text("FirewallArn"), wrappedText(o, "Firewall", "FirewallArn"))
}

func wrappedText(o *object, wrapper, name string) string {
	child, _ := nested(o, wrapper)
	return child.text(name)
}

func (b *builder) decodeFirewall(m *members, meta Meta) *Firewall {
	f := &Firewall{Meta: meta, FirewallName: m.o.text("FirewallName")}
	if !m.o.described {
		why, ok := b.snapshot.Read(meta.Scope, "network-firewall:DescribeFirewall", meta.ID)
		if ok {
			why = Missing{MissingOperation, "settings of " + meta.ID}
		}
		m.defect = &why
		return f
	}
	f.ARN = meta.ID
	m.within("Firewall", func(m *members) {
		f.FirewallName, f.Policy = must[string](m, "FirewallName"), must[string](m, "FirewallPolicyArn")
		f.Name = f.FirewallName
		f.VPC, f.TransitGateway, f.Associations = may[string](m, "VpcId"), may[string](m, "TransitGatewayId"), may[int](m, "NumberOfAssociations")
	})
	m.within("FirewallStatus", func(m *members) {
		f.InSync = must[string](m, "ConfigurationSyncStateSummary") == "IN_SYNC"
		f.Endpoints = firewallEndpoints(m)
	})
	return f
}

func firewallEndpoints(m *members) []FirewallEndpoint {
	type attachment struct {
		ID     string `json:"EndpointId"`
		Subnet string `json:"SubnetId"`
		Status string
	}
	type state struct{ Attachment attachment }
	type transit struct {
		ID     string `json:"AttachmentId"`
		Status string `json:"TransitGatewayAttachmentStatus"`
	}
	var out []FirewallEndpoint
	zones := may[map[string]state](m, "SyncStates")
	for _, zone := range slices.Sorted(maps.Keys(zones)) {
		if a := zones[zone].Attachment; a.ID != "" {
			out = append(out, FirewallEndpoint{a.ID, a.Subnet, zone, a.Status})
		}
	}
	if t := may[transit](m, "TransitGatewayAttachmentSyncState"); t.ID != "" {
		out = append(out, FirewallEndpoint{ID: t.ID, Status: t.Status})
	}
	return out
}

// within reads a structure's members; what it lacks is a defect of the whole.
func (m *members) within(name string, f func(*members)) {
	child, _ := nested(m.o, name)
	inner := &members{o: child}
	f(inner)
	if m.defect == nil {
		m.defect = inner.defect
	}
}

// only refuses members that were not known when this was written: what they do
// to traffic cannot be told.
func (m *members) only(names ...string) {
	for _, name := range slices.Sorted(maps.Keys(m.o.members)) {
		if !slices.ContainsFunc(names, func(known string) bool { return strings.EqualFold(known, name) }) && !isNull(m.o.members[name]) {
			m.fail("%s is not known", name)
		}
	}
}

// FirewallOf finds the firewall that an endpoint or transit gateway attachment
// leads to; nil when surely none of those that were read.
func (s *Snapshot) FirewallOf(near Scope, endpoint string) Value[*Firewall] {
	unclear := Missing{}
	for _, r := range s.net.firewalls.all {
		f, ok := r.value.Get()
		switch {
		case !ok && compatible(near, r.scope):
			unclear = r.value.Why()
		case !ok:
		case slices.ContainsFunc(f.Endpoints, func(e FirewallEndpoint) bool { return e.ID == endpoint }):
			return Known(f)
		case f.Associations > 0 && unclear == Missing{}:
			unclear = Missing{MissingOperation, "the endpoints in other VPCs of " + f.FirewallName}
		}
	}
	if unclear != (Missing{}) {
		return Unknown[*Firewall](unclear)
	}
	if missing, ok := s.Read(near, s.net.firewalls.operation, ""); !ok {
		return Unknown[*Firewall](missing)
	}
	return Known[*Firewall](nil)
}

// Firewalls are all that were read and understood, sorted by ARN.
func (s *Snapshot) Firewalls() []*Firewall {
	var out []*Firewall
	for _, r := range s.net.firewalls.all {
		if f, ok := r.value.Get(); ok {
			out = append(out, f)
		}
	}
	return out
}

// FirewallPolicy finds the policy of an ARN.
func (s *Snapshot) FirewallPolicy(near Scope, arn string) Value[*FirewallPolicy] {
	return s.net.policies.described(s, near, arn)
}

// FirewallRuleGroup finds the rule group of an ARN.
func (s *Snapshot) FirewallRuleGroup(near Scope, arn string) Value[*FirewallRuleGroup] {
	return s.net.ruleGroups.described(s, near, arn)
}

// described looks up what only a describe of its own answers.
func (t *table[T]) described(s *Snapshot, near Scope, arn string) Value[*T] {
	if rows := t.byID[arn]; len(rows) > 0 {
		return t.find(s, near, arn)
	}
	if a, ok := ParseARN(arn); ok {
		near.Account, near.Region = cmp.Or(digits(a.Account), near.Account), cmp.Or(a.Region, near.Region)
		if a.Account == "aws-managed" {
			return Unknown[*T](Missing{MissingHop, "what " + a.Resource + ", which AWS manages, holds"})
		}
	}
	if missing, ok := s.Read(near, t.operation, arn); !ok {
		return Unknown[*T](missing)
	}
	return Unknown[*T](Missing{MissingHop, arn + " is referred to and not in what was read"})
}
