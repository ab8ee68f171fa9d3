package reach

import (
	"net/netip"
	"slices"
	"strings"

	"mooring/internal/inventory"
)

// privateEndpoints are the interface endpoints of the VPC whose private DNS
// answers a name.
func (q *query) privateEndpoints(a *answer, host string) []authority {
	if q.service != nil && !q.service.Interface {
		return nil
	}
	e := q.view
	all, known := e.endpoints.Get()
	if !known {
		a.unclear(e.vpc.ID, e.endpoints.Why())
		return nil
	}
	var out []authority
	for _, v := range all {
		if v.Type != "Interface" || strings.EqualFold(v.State, "deleted") {
			continue
		}
		domain, ok := q.domainOf(a, v, host)
		if ok && q.answersPrivately(a, v) {
			out = append(out, authority{domain: domain, id: v.ID, endpoint: v, at: e})
		}
	}
	return out
}

// domainOf is the most specific domain of an endpoint's hidden zone that holds a
// name; ok is false where none does.
func (q *query) domainOf(a *answer, v *inventory.VPCEndpoint, host string) (domain string, ok bool) {
	names, known := q.view.privateNames(v).Get()
	if !known {
		// AWS's own names belong to nobody else.
		if v.PrivateDNS && q.service == nil {
			a.unclear(v.ID, q.view.privateNames(v).Why())
		}
		return "", false
	}
	bare := strings.TrimPrefix(host, inventory.AnyLabel)
	for _, name := range names {
		base := strings.TrimPrefix(name, inventory.AnyLabel)
		if inventory.WithinDomain(bare, base) && (!ok || len(base) > len(domain)) {
			domain, ok = base, true
		}
	}
	return domain, ok
}

// privateNames are the names that an endpoint's private DNS answers: those that
// AWS gives for its service, and those that clients are known to ask for.
func (e *environment) privateNames(v *inventory.VPCEndpoint) inventory.Value[[]string] {
	var names []string
	services, _ := e.snapshot.EndpointServices(e.vpc).Get()
	for _, s := range services {
		if s.Service == v.Service {
			names = append(names, s.PrivateDNSNames...)
		}
	}
	if rest, ok := strings.CutPrefix(v.Service, "com.amazonaws."); ok && !strings.HasPrefix(rest, "vpce.") {
		names = append(names, inventory.Service{Endpoint: v.Service}.HostNames(e.vpc.Partition, e.region())...)
	}
	for _, s := range inventory.Services() {
		if s.Endpoint != "" && slices.Contains(s.EndpointNames(e.region()), v.Service) {
			names = append(names, s.HostNames(e.vpc.Partition, e.region())...)
		}
	}
	// S3 guide, privatelink-interface-endpoints.
	if strings.HasSuffix(v.Service, ".s3") && slices.Contains([]string{"dualstack", "ipv6"}, v.DNSRecordType) {
		names = append(names, "s3.dualstack."+e.region()+".amazonaws.com")
	}
	if len(names) == 0 {
		return inventory.Unknown[[]string](inventory.Missing{Kind: inventory.MissingOperation, What: "the private DNS names of " + v.Service})
	}
	return inventory.Known(once(names))
}

// answersPrivately: private DNS works only with both VPC attributes (PrivateLink
// guide, privatelink-access-aws-services).
func (q *query) answersPrivately(a *answer, v *inventory.VPCEndpoint) bool {
	e, n := q.view, q.notes
	if !v.PrivateDNS {
		n.notes = append(n.notes, v.ID+" serves this, but its private DNS is off")
		if !e.zoneInTheWay(v) {
			n.repairs = append(n.repairs, Repair{v.ID, "switch private DNS on"})
		}
		return false
	}
	inboundOnly, known := v.InboundOnly.Get()
	switch {
	case q.inbound:
	case !known:
		a.unclear(v.ID, v.InboundOnly.Why())
		return false
	case inboundOnly:
		n.notes = append(n.notes, v.ID+" answers inbound Resolver endpoints only; clients in the VPC get public addresses")
		return false
	}
	hostnames, known := e.vpc.DNSHostnames.Get()
	if !known {
		a.unclear(e.vpc.ID, e.vpc.DNSHostnames.Why())
		return false
	}
	if !hostnames {
		n.notes = append(n.notes, v.ID+" serves this, but enableDnsHostnames of "+e.vpc.ID+" is false, so its private DNS does not answer")
		n.repairs = append(n.repairs, Repair{e.vpc.ID, "set enableDnsHostnames to true"})
	}
	return hostnames
}

// hidden is what the private DNS of an endpoint answers.
func (q *query) hidden(a *answer, d *authority, host string) {
	a.dns.By = "private DNS of " + d.id
	label := d.endpoint.Service
	if q.service != nil {
		label = q.service.Label
	}
	if d.profile != "" {
		a.dns.By += ", by " + d.profile
	}
	q.endpointAddresses(a, d.at, d.endpoint, label, func(*inventory.Subnet) bool { return true }, false)
	slices.Sort(a.dns.Answer)
}

// endpointAddresses are those of an endpoint's interfaces. own asks for the
// endpoint's own name instead of the service's, of which some endpoints answer
// IPv4 alone (EC2 API, DnsOptionsSpecification).
func (q *query) endpointAddresses(a *answer, at *environment, v *inventory.VPCEndpoint, label string, in func(*inventory.Subnet) bool, own bool) {
	four, six, ok := families(v, own)
	switch {
	case !ok:
		a.noAddress(v.ID, hop("of which family the addresses of "+v.ID+" are"))
		return
	case !four && q.class.sources6.IsEmpty():
		a.gate(inventory.GateInterfaceEndpoint, v.ID, Fails, "its names have IPv6 addresses only, and the client has none", nil)
		return
	case len(v.Interfaces) == 0:
		a.noAddress(v.ID, inventory.Missing{Kind: inventory.MissingOperation, What: "interfaces of " + v.ID})
		return
	}
	for _, id := range v.Interfaces {
		n, ok := at.snapshot.NetworkInterface(at.vpc.Scope, id).Get()
		if !ok {
			a.noAddress(v.ID, at.snapshot.NetworkInterface(at.vpc.Scope, id).Why())
			continue
		}
		if subnet, ok := at.subnet(n.Subnet).Get(); ok && !in(subnet) {
			continue
		}
		d := destination{id: v.ID, kind: "vpc-endpoint", label: label, subnet: n.Subnet, groups: once(n.Groups), endpoint: v}
		if at != q.client {
			d.env = at
		}
		if found := q.take(a, &a.inside, d, n, netip.Addr.Is4, four); four && !found {
			a.noAddress(v.ID, inventory.Missing{Kind: inventory.MissingOperation, What: "the address of " + id})
		}
		if found := q.take(a, &a.inside6, d, n, netip.Addr.Is6, six && !q.class.sources6.IsEmpty()); !four && !found {
			a.noAddress(v.ID, inventory.Missing{Kind: inventory.MissingOperation, What: "the IPv6 address of " + id})
		}
	}
}

// families says which addresses the names of an endpoint have.
func families(v *inventory.VPCEndpoint, own bool) (four, six, ok bool) {
	switch v.AddressType {
	case "", "ipv4":
		return true, false, true
	case "ipv6":
		return false, true, true
	case "dualstack":
		switch v.DNSRecordType {
		case "ipv4":
			return true, false, true
		case "ipv6":
			return false, true, true
		case "dualstack":
			return true, true, true
		case "service-defined":
			return true, own, true
		}
	}
	return false, false, false
}

// take adds an interface as a destination by its addresses of one family.
func (q *query) take(a *answer, to *[]destination, d destination, n *inventory.NetworkInterface, family func(netip.Addr) bool, wanted bool) bool {
	if !wanted {
		return false
	}
	found := false
	for _, address := range n.Addresses {
		if set, ok := q.client.single(address); ok && family(address) {
			d.set, found = set, true
			a.dns.Answer = append(a.dns.Answer, address.String())
		}
	}
	if found {
		*to = append(*to, d)
	}
	return found
}

// ownName finds the endpoint of a joined VPC whose own name a host is, and the
// subnets whose interfaces that name stands for: those of one zone, or all
// (PrivateLink guide, privatelink-access-aws-services).
func (q *query) ownName(host string) (at *environment, v *inventory.VPCEndpoint, in func(*inventory.Subnet) bool) {
	for _, there := range q.client.everyVPC() {
		endpoints, _ := there.endpoints.Get()
		for _, v := range endpoints {
			for _, name := range v.DNSNames {
				base, wild := strings.CutPrefix(name, inventory.AnyLabel)
				if !strings.Contains(base, ".vpce.") {
					// AWS lists the private DNS names too, which answer in the endpoint's VPC alone.
					continue
				}
				if host != base && (!wild || !strings.HasSuffix(host, "."+base)) {
					continue
				}
				return there, v, func(s *inventory.Subnet) bool {
					return s.Zone == "" || !zonal(base) || strings.Contains(base, "-"+s.Zone+".")
				}
			}
		}
	}
	return nil, nil, nil
}

// zonal tells an endpoint's name for one zone, vpce-…-…-eu-west-1a.…, from that
// for all, vpce-…-….….
func zonal(name string) bool {
	first, _, _ := strings.Cut(name, ".")
	return strings.Count(first, "-") > 2
}

// zoneInTheWay reports whether a private zone has a name that the endpoint's
// private DNS would take: AWS refuses to switch it on (EC2 error
// InvalidParameter, "conflicting DNS domain").
func (e *environment) zoneInTheWay(v *inventory.VPCEndpoint) bool {
	zones, _ := e.snapshot.PrivateZones(e.vpc).Get()
	names, _ := e.privateNames(v).Get()
	return slices.ContainsFunc(zones, func(z inventory.DNSDomain) bool {
		return slices.ContainsFunc(names, func(name string) bool { return strings.TrimPrefix(name, inventory.AnyLabel) == z.Name })
	})
}
