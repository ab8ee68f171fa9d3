package inventory

import (
	"net/netip"
	"slices"
	"strings"
)

// Rule types (Route 53 Resolver API, ResolverRule). An unknown one is a rule
// that was not read, or whose state says that it may not be in force.
const (
	RuleForward   = "FORWARD"
	RuleSystem    = "SYSTEM"
	RuleRecursive = "RECURSIVE"
	RuleDelegate  = "DELEGATE"
)

// ResolverRule says who answers the names of a domain.
type ResolverRule struct {
	Meta
	Domain   string // "" for all names
	Type     string // FORWARD, SYSTEM, RECURSIVE, DELEGATE; "" when unread
	Endpoint string // the outbound endpoint that a forwarding rule sends by
	Targets  []netip.AddrPort
	Unread   bool   // referred to and not in what was read: it may stand for any name
	Profile  string // the Route 53 Profile that brings it to a VPC, "" when associated itself
}

func decodeResolverRule(m *members, meta Meta) *ResolverRule {
	type target struct {
		IP   string `json:"Ip"`
		IPv6 string `json:"Ipv6"`
		Port *int
	}
	r := &ResolverRule{Meta: meta, Type: must[string](m, "RuleType"), Endpoint: may[string](m, "ResolverEndpointId")}
	if r.Domain = dnsName(may[string](m, "DomainName")); r.Domain == "" && r.Type != RuleDelegate {
		must[string](m, "DomainName")
	}
	for _, t := range may[[]target](m, "TargetIps") {
		port := 53
		if t.Port != nil {
			port = *t.Port
		}
		for _, text := range []string{t.IP, t.IPv6} {
			if text != "" {
				r.Targets = append(r.Targets, netip.AddrPortFrom(m.addr(text), uint16(port)))
			}
		}
	}
	if !inForce(may[string](m, "Status")) {
		r.Type = ""
	}
	return r
}

// inForce reports whether the status of a rule or association surely means that
// it works; what is being made or taken away may or may not.
func inForce(status string) bool {
	return status == "" || status == "COMPLETE" || status == "UPDATING"
}

// ResolverAssociation puts a rule to work in a VPC.
type ResolverAssociation struct {
	Meta
	Rule    string
	VPC     string
	InForce bool
}

func decodeResolverAssociation(m *members, meta Meta) *ResolverAssociation {
	return &ResolverAssociation{
		Meta: meta, Rule: must[string](m, "ResolverRuleId"), VPC: must[string](m, "VPCId"), InForce: inForce(may[string](m, "Status")),
	}
}

// ResolverRules are the rules that are associated with a VPC. One that is
// shared from another account and not listed may hold any name.
func (s *Snapshot) ResolverRules(v *VPC) Value[[]ResolverRule] {
	home := s.home(v)
	return Then(s.net.associations.within(s, home), func(used []*ResolverAssociation) Value[[]ResolverRule] {
		out := []ResolverRule{}
		for _, a := range used {
			if a.VPC != v.ID {
				continue
			}
			rule, ok := s.ruleByID(home, a.Rule)
			if !ok {
				return Unknown[[]ResolverRule](rule.why)
			}
			if !a.InForce {
				rule.Type = ""
			}
			out = append(out, rule.ResolverRule)
		}
		return Known(out)
	})
}

type foundRule struct {
	ResolverRule
	why Missing
}

// ruleByID finds a rule; ok is false where rules were not read at all.
func (s *Snapshot) ruleByID(home Scope, id string) (foundRule, bool) {
	missing, read := s.Read(home, s.net.rules.operation, "")
	if i := slices.IndexFunc(s.net.rules.byID[id], func(r row[ResolverRule]) bool { return r.value.Known() }); i >= 0 {
		rule, _ := s.net.rules.byID[id][i].value.Get()
		return foundRule{ResolverRule: *rule}, true
	}
	return foundRule{ResolverRule{Meta: Meta{Key: Key{ID: id}}, Unread: true}, missing}, read
}

// ForwardedDomains are the domains that Resolver rules send elsewhere from a VPC.
func (s *Snapshot) ForwardedDomains(v *VPC) Value[[]DNSDomain] {
	return Then(s.ResolverRules(v), func(all []ResolverRule) Value[[]DNSDomain] {
		domains := []DNSDomain{}
		for _, r := range all {
			if r.Type == RuleForward || r.Type == "" {
				domains = append(domains, DNSDomain{r.ID, r.Domain})
			}
		}
		return Known(domains)
	})
}

// ResolverEndpoint is a door between a VPC's Resolver and other networks.
type ResolverEndpoint struct {
	Meta
	Direction string // INBOUND, OUTBOUND, INBOUND_DELEGATION
	VPC       string
	State     string
	Groups    []string
	Addresses Value[[]ResolverAddress]
}

// ResolverAddress is one interface of a Resolver endpoint.
type ResolverAddress struct {
	IP     netip.Addr
	Subnet string
}

func (b *builder) decodeResolverEndpoint(m *members, meta Meta) *ResolverEndpoint {
	return &ResolverEndpoint{
		Meta: meta, Direction: must[string](m, "Direction"), VPC: must[string](m, "HostVPCId"), State: must[string](m, "Status"),
		Groups: may[[]string](m, "SecurityGroupIds"), Addresses: b.resolverAddresses(meta),
	}
}

func (b *builder) resolverAddresses(meta Meta) Value[[]ResolverAddress] {
	const operation = "route53resolver:ListResolverEndpointIpAddresses"
	if missing, ok := b.snapshot.Read(meta.Scope, operation, meta.ID); !ok {
		return Unknown[[]ResolverAddress](missing)
	}
	type address struct {
		IP     string `json:"Ip"`
		IPv6   string `json:"Ipv6"`
		Subnet string `json:"SubnetId"`
	}
	out := Unknown[[]ResolverAddress](Missing{MissingOperation, operation + " of " + meta.ID})
	b.each("resolver-endpoint-addresses", func(id string, o *object) {
		if id != meta.ID {
			return
		}
		out = Then(required[[]address](o, "IpAddresses"), func(all []address) Value[[]ResolverAddress] {
			found := []ResolverAddress{}
			for _, a := range all {
				for _, ip := range parsed([]string{a.IP, a.IPv6}) {
					found = append(found, ResolverAddress{ip, a.Subnet})
				}
			}
			return Known(found)
		})
	})
	return out
}

// Works reports whether the endpoint answers.
func (e *ResolverEndpoint) Works() bool { return strings.EqualFold(e.State, "OPERATIONAL") }

// InboundAt finds the inbound endpoint of a VPC that answers at an address; nil
// when none that was read does.
func (s *Snapshot) InboundAt(vpc string, a netip.Addr) *ResolverEndpoint {
	for _, r := range s.net.resolvers.byVPC[vpc] {
		e, ok := r.value.Get()
		if !ok || e.Direction != "INBOUND" {
			continue
		}
		at, _ := e.Addresses.Get()
		if slices.ContainsFunc(at, func(x ResolverAddress) bool { return x.IP == a }) {
			return e
		}
	}
	return nil
}

// ResolverEndpoint finds an endpoint by its id.
func (s *Snapshot) ResolverEndpoint(near Scope, id string) Value[*ResolverEndpoint] {
	return s.net.resolvers.find(s, near, id)
}

// BalancerNamed finds a load balancer by its DNS name, which a client may also
// ask with dualstack. in front; nil when none that was read has it.
func (s *Snapshot) BalancerNamed(host string) *LoadBalancer {
	for _, r := range s.net.balancers.all {
		b, ok := r.value.Get()
		if ok && b.DNSName != "" && strings.EqualFold(b.DNSName, strings.TrimPrefix(host, "dualstack.")) {
			return b
		}
	}
	return nil
}
