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
	// Associations counts endpoints in other VPCs, which DescribeFirewall does not
	// list: see FirewallAssociation.
	Associations int
	Joined       string // the VPC of an endpoint by association that was asked about
	InSync       bool   // every endpoint has the rules as they stand
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
	if b.onlyListed(m, meta, "network-firewall:DescribeFirewall") {
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

// onlyListed reports, and keeps the reason, that nothing described an object.
func (b *builder) onlyListed(m *members, meta Meta, operation string) bool {
	if m.o.described {
		return false
	}
	why, ok := b.snapshot.Read(meta.Scope, operation, meta.ID)
	if ok {
		why = Missing{MissingOperation, "settings of " + meta.ID}
	}
	m.defect = &why
	return true
}

func firewallEndpoints(m *members) []FirewallEndpoint {
	type transit struct {
		ID     string `json:"AttachmentId"`
		Status string `json:"TransitGatewayAttachmentStatus"`
	}
	out := endpointsByZone(m, "SyncStates")
	if t := may[transit](m, "TransitGatewayAttachmentSyncState"); t.ID != "" {
		out = append(out, FirewallEndpoint{ID: t.ID, Status: t.Status})
	}
	return out
}

func endpointsByZone(m *members, name string) []FirewallEndpoint {
	type attachment struct {
		ID     string `json:"EndpointId"`
		Subnet string `json:"SubnetId"`
		Status string
	}
	type state struct{ Attachment attachment }
	var out []FirewallEndpoint
	zones := may[map[string]state](m, name)
	for _, zone := range slices.Sorted(maps.Keys(zones)) {
		if a := zones[zone].Attachment; a.ID != "" {
			out = append(out, FirewallEndpoint{a.ID, a.Subnet, zone, a.Status})
		}
	}
	return out
}

// FirewallAssociation is an endpoint of a firewall in another VPC than its own,
// or a second one in a zone.
type FirewallAssociation struct {
	Meta
	Firewall  string // ARN
	VPC       string
	Endpoints []FirewallEndpoint
}

func associationIdentity(o *object) string {
	return cmp.Or(o.text("VpcEndpointAssociationArn"), wrappedText(o, "VpcEndpointAssociation", "VpcEndpointAssociationArn"))
}

func (b *builder) decodeFirewallAssociation(m *members, meta Meta) *FirewallAssociation {
	a := &FirewallAssociation{Meta: meta}
	if b.onlyListed(m, meta, "network-firewall:DescribeVpcEndpointAssociation") {
		return a
	}
	a.ARN = meta.ID
	m.within("VpcEndpointAssociation", func(m *members) { a.Firewall, a.VPC = must[string](m, "FirewallArn"), may[string](m, "VpcId") })
	m.within("VpcEndpointAssociationStatus", func(m *members) { a.Endpoints = endpointsByZone(m, "AssociationSyncState") })
	return a
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
// leads to; nil when surely none of those that were read. An endpoint by an
// association is among its Endpoints.
func (s *Snapshot) FirewallOf(near Scope, endpoint string) Value[*Firewall] {
	owns := func(all []FirewallEndpoint) bool {
		return slices.ContainsFunc(all, func(e FirewallEndpoint) bool { return e.ID == endpoint })
	}
	unclear := Missing{}
	for _, r := range s.net.firewalls.all {
		f, ok := r.value.Get()
		switch {
		case ok && owns(f.Endpoints):
			return Known(f)
		case !ok && compatible(near, r.scope):
			unclear = r.value.Why()
		}
	}
	for _, r := range s.net.joined.all {
		a, ok := r.value.Get()
		switch {
		case ok && owns(a.Endpoints):
			return s.joinedFirewall(near, a)
		case !ok && compatible(near, r.scope):
			unclear = r.value.Why()
		}
	}
	if unclear != (Missing{}) {
		return Unknown[*Firewall](unclear)
	}
	for _, operation := range []string{s.net.firewalls.operation, s.net.joined.operation} {
		if missing, ok := s.Read(near, operation, ""); !ok {
			return Unknown[*Firewall](missing)
		}
	}
	return Known[*Firewall](nil)
}

// joinedFirewall is the firewall of an association, with its endpoints.
func (s *Snapshot) joinedFirewall(near Scope, a *FirewallAssociation) Value[*Firewall] {
	if arn, ok := ParseARN(a.Firewall); ok {
		near.Account = cmp.Or(digits(arn.Account), near.Account)
	}
	return Then(s.net.firewalls.find(s, near, a.Firewall), func(f *Firewall) Value[*Firewall] {
		joined := *f
		joined.Endpoints, joined.Joined = slices.Concat(f.Endpoints, a.Endpoints), a.VPC
		return Known(&joined)
	})
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
