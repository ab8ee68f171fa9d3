package reach

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"mooring/internal/inventory"
	"mooring/internal/netset"
)

// answer is what DNS says to a client in the VPC.
type answer struct {
	dns     DNS
	outcome Outcome
	inside  []destination // interfaces of an endpoint
	outside netset.Set    // public addresses
	fixed   bool          // every address of outside serves the name: S3's and DynamoDB's own lists
}

// destination is one interface within the network.
type destination struct {
	id, kind, label string
	env             *environment // nil: the client's own VPC
	subnet          string
	groups          []string
	blamed          []string // those of groups that a customer would change; nil: all
	set             netset.Set
	endpoint        *inventory.VPCEndpoint
}

func (d destination) blame() []string {
	if len(d.blamed) > 0 {
		return d.blamed
	}
	return d.groups
}

func (a *answer) gate(kind inventory.Gate, object string, o Outcome, why string, missing *inventory.Missing) {
	a.dns.Gates = append(a.dns.Gates, Gate{Kind: kind, Object: []string{object}, Outcome: o, Why: why, Missing: missing})
	if o == Fails || (o == Unclear && a.outcome != Fails) {
		a.outcome = o
	}
}

func (a *answer) fail(object, why string) { a.gate(inventory.GateDNS, object, Fails, why, nil) }

func (a *answer) unclear(object string, missing inventory.Missing) {
	a.gate(inventory.GateDNS, object, Unclear, missing.What, &missing)
}

// noAddress: the endpoint's zone answers, with addresses that were not read.
func (a *answer) noAddress(object string, missing inventory.Missing) {
	a.gate(inventory.GateInterfaceEndpoint, object, Unclear, missing.What, &missing)
}

// resolve asks the VPC's DNS for a service: options, attributes, private zones,
// rules and endpoints decide which addresses are tried.
func (e *environment) resolve(s inventory.Service, n *notebook) answer {
	a := answer{outcome: Passes}
	hosts := s.HostNames(e.vpc.Partition, e.region())
	if len(hosts) > 0 {
		a.dns.Name = hosts[0]
	}
	e.servers(&a)
	if a.outcome == Passes {
		e.choose(&a, s, hosts, n)
	}
	return a
}

// servers decides whether anything resolves names at all (VPC User Guide,
// vpc-dns and DHCPOptionSet).
func (e *environment) servers(a *answer) {
	id := e.vpc.DHCPOptions
	if id == "" || id == "default" {
		a.fail(e.vpc.ID, "the VPC has no DHCP option set, so hosts have no name server")
		return
	}
	options, ok := e.snapshot.DHCPOptions(e.vpc.Scope, id).Get()
	if !ok {
		a.unclear(id, e.snapshot.DHCPOptions(e.vpc.Scope, id).Why())
		return
	}
	if len(options.Servers) == 0 {
		a.fail(id, "the DHCP option set names no name server")
		return
	}
	if slices.ContainsFunc(options.Servers, func(s string) bool { return !e.amazonResolver(s) }) {
		a.unclear(id, inventory.Missing{Kind: inventory.MissingHop, What: "what the custom name servers " + strings.Join(options.Servers, ", ") + " answer"})
		return
	}
	support, ok := e.vpc.DNSSupport.Get()
	if !ok {
		a.unclear(e.vpc.ID, e.vpc.DNSSupport.Why())
		return
	}
	if !support {
		a.fail(e.vpc.ID, "enableDnsSupport is false: the Amazon resolver answers nothing")
		return
	}
	a.gate(inventory.GateDNS, e.vpc.ID, Passes, "the Amazon resolver answers", nil)
}

// amazonResolver knows the resolver by its name and its addresses: the VPC's
// base plus two, and 169.254.169.253 (VPC User Guide, vpc-dns).
func (e *environment) amazonResolver(server string) bool {
	base := e.vpc.CIDRs[0].Addr().Next().Next().String()
	return strings.EqualFold(server, "AmazonProvidedDNS") || server == base || server == "169.254.169.253"
}

// choose finds who answers: the most specific of private zones, forwarding rules
// and an endpoint's own hidden zone, else public DNS.
func (e *environment) choose(a *answer, s inventory.Service, hosts []string, n *notebook) {
	zones := e.domains(e.zonesInForce(), assumeHostedZones, n, "route53:ListHostedZonesByVPC", "route53:ListHostedZones")
	rules := e.domains(e.snapshot.ForwardedDomains(e.vpc), assumeResolverRules, n, "route53resolver:ListResolverRules", "route53resolver:ListResolverRuleAssociations")
	for _, v := range []inventory.Value[[]inventory.DNSDomain]{zones, rules} {
		if !v.Known() {
			a.unclear(e.vpc.ID, v.Why())
		}
	}
	if a.outcome != Passes {
		return
	}
	endpoint, ok := e.privateEndpoint(a, s, n)
	if !ok {
		return
	}
	zone, mixed := matching(zones, hosts)
	rule, forwarded := matching(rules, hosts)
	hidden := ""
	if endpoint != nil {
		hidden = hosts[0]
	}
	switch {
	case mixed != nil:
		a.unclear(mixed.ID, inventory.Missing{Kind: inventory.MissingHop, What: "which names the zone " + mixed.Name + " answers"})
	case forwarded != nil:
		a.unclear(forwarded.ID, inventory.Missing{Kind: inventory.MissingHop, What: "which names the Resolver rule for " + forwarded.Name + " forwards"})
	case rule != nil && len(rule.Name) >= len(hidden) && (zone == nil || len(rule.Name) >= len(zone.Name)):
		a.unclear(rule.ID, inventory.Missing{Kind: inventory.MissingHop, What: fmt.Sprintf("what the Resolver rule %s for %s answers", rule.ID, cmp.Or(rule.Name, "all names"))})
	case zone != nil && endpoint != nil && zone.Name == hidden:
		a.unclear(zone.ID, inventory.Missing{Kind: inventory.MissingConflict, What: "whether " + zone.ID + " or " + endpoint.ID + " answers"})
	case endpoint != nil:
		a.dns.By = "private DNS of " + endpoint.ID
		e.endpointAddresses(a, endpoint, s)
	case zone != nil:
		e.zoneAddresses(a, zone, hosts)
	default:
		e.publicAddresses(a, s)
	}
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

// privateEndpoint finds the interface endpoint whose private DNS answers; nil
// when none does. ok is false when that cannot be told.
func (e *environment) privateEndpoint(a *answer, s inventory.Service, n *notebook) (*inventory.VPCEndpoint, bool) {
	if !s.Interface || len(a.dns.Name) == 0 {
		return nil, true
	}
	all, known := e.endpoints.Get()
	if !known {
		a.unclear(e.vpc.ID, e.endpoints.Why())
		return nil, false
	}
	for _, v := range all {
		if v.Type != "Interface" || !slices.Contains(s.EndpointNames(e.region()), v.Service) || strings.EqualFold(v.State, "deleted") {
			continue
		}
		answers, ok := e.answersPrivately(a, v, n)
		if !ok {
			return nil, false
		}
		if answers {
			return v, true
		}
	}
	return nil, true
}

// answersPrivately: private DNS works only with both VPC attributes (PrivateLink
// guide, privatelink-access-aws-services).
func (e *environment) answersPrivately(a *answer, v *inventory.VPCEndpoint, n *notebook) (answers, ok bool) {
	if !v.PrivateDNS {
		n.notes = append(n.notes, v.ID+" serves this, but its private DNS is off")
		n.repairs = append(n.repairs, Repair{v.ID, "switch private DNS on"})
		return false, true
	}
	inboundOnly, known := v.InboundOnly.Get()
	if !known {
		a.unclear(v.ID, v.InboundOnly.Why())
		return false, false
	}
	if inboundOnly {
		n.notes = append(n.notes, v.ID+" answers inbound Resolver endpoints only; clients in the VPC get public addresses")
		return false, true
	}
	hostnames, known := e.vpc.DNSHostnames.Get()
	if !known {
		a.unclear(e.vpc.ID, e.vpc.DNSHostnames.Why())
		return false, false
	}
	if !hostnames {
		n.notes = append(n.notes, v.ID+" serves this, but enableDnsHostnames of "+e.vpc.ID+" is false, so its private DNS does not answer")
		n.repairs = append(n.repairs, Repair{e.vpc.ID, "set enableDnsHostnames to true"})
	}
	return hostnames, true
}

func (e *environment) endpointAddresses(a *answer, v *inventory.VPCEndpoint, s inventory.Service) {
	if v.AddressType != "" && v.AddressType != "ipv4" {
		a.noAddress(v.ID, inventory.Missing{Kind: inventory.MissingHop, What: "the IPv6 addresses of " + v.ID})
		return
	}
	if len(v.Interfaces) == 0 {
		a.noAddress(v.ID, inventory.Missing{Kind: inventory.MissingOperation, What: "interfaces of " + v.ID})
		return
	}
	for _, id := range v.Interfaces {
		n, ok := e.snapshot.NetworkInterface(e.vpc.Scope, id).Get()
		if !ok {
			a.noAddress(v.ID, e.snapshot.NetworkInterface(e.vpc.Scope, id).Why())
			continue
		}
		d := destination{id: v.ID, kind: "vpc-endpoint", label: s.Label, subnet: n.Subnet, groups: once(n.Groups), endpoint: v}
		for _, address := range n.Addresses {
			if set, ok := e.single(address); ok && address.Is4() {
				d.set = set
				a.dns.Answer = append(a.dns.Answer, address.String())
			}
		}
		if d.set.IsEmpty() {
			a.noAddress(v.ID, inventory.Missing{Kind: inventory.MissingOperation, What: "the address of " + id})
			continue
		}
		a.inside = append(a.inside, d)
	}
	slices.Sort(a.dns.Answer)
}

// single is one address as a set; ok is false when no atom was cut for it.
func (e *environment) single(a netip.Addr) (netset.Set, bool) {
	if !a.IsValid() || !e.space.Cuts(netip.PrefixFrom(a, a.BitLen())) {
		return netset.Set{}, false
	}
	return e.space.Range(a, a), true
}

func (e *environment) publicAddresses(a *answer, s inventory.Service) {
	a.dns.By = "public DNS"
	list, own := e.lists[s.ID]
	if !own {
		a.outside = e.internet
		a.dns.Answer = []string{anyPublic}
		return
	}
	blocks, ok := list.Get()
	if !ok {
		a.unclear(e.vpc.ID, list.Why())
		return
	}
	a.fixed = true
	for _, p := range blocks {
		if p.Addr().Is4() {
			a.outside = a.outside.Union(e.space.Prefixes(p))
			a.dns.Answer = append(a.dns.Answer, p.String())
		}
	}
	slices.Sort(a.dns.Answer)
	if a.outside.IsEmpty() {
		a.unclear(e.vpc.ID, inventory.Missing{Kind: inventory.MissingOperation, What: "IPv4 addresses of the AWS prefix list for " + s.ID})
	}
}
