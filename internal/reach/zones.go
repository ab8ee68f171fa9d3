package reach

import (
	"maps"
	"net/netip"
	"slices"
	"strings"

	"mooring/internal/inventory"
)

// matching is the most specific domain that holds the service's names. below is
// one that holds only some of them.
func matching(v inventory.Value[[]inventory.DNSDomain], hosts []string) (best, below *inventory.DNSDomain) {
	domains, _ := v.Get()
	for i, d := range domains {
		holds := 0
		for _, h := range hosts {
			if inventory.WithinDomain(h, d.Name) {
				holds++
			}
			if h != d.Name && inventory.WithinDomain(d.Name, h) {
				below = &domains[i]
			}
		}
		switch {
		case holds > 0 && holds < len(hosts):
			below = &domains[i]
		case holds > 0 && (best == nil || len(d.Name) > len(best.Name)):
			best = &domains[i]
		}
	}
	return best, below
}

// zoneAddresses are what a private hosted zone answers; a zone without a record
// for the name answers that there is none, and nobody else is asked (Route 53
// guide, hosted-zone-private-considerations).
func (e *environment) zoneAddresses(a *answer, zone *inventory.DNSDomain, hosts []string) {
	a.dns.By = "private hosted zone " + zone.ID + " (" + zone.Name + ")"
	records := e.snapshot.ZoneAnswer(e.vpc.Scope, zone.ID, hosts[0])
	found, ok := records.Get()
	switch {
	case !ok:
		a.unclear(zone.ID, records.Why())
	case found.Alias != "":
		e.aliasAddresses(a, zone, found.Alias)
	case len(found.Addresses) == 0:
		a.fail(zone.ID, "the zone "+zone.Name+" answers that the name does not exist")
	}
	for _, address := range found.Addresses {
		e.tryAddress(a, zone, address)
	}
	slices.Sort(a.dns.Answer)
}

func (e *environment) tryAddress(a *answer, zone *inventory.DNSDomain, address netip.Addr) {
	a.dns.Answer = append(a.dns.Answer, address.String())
	d, missing := e.interfaceAt(address)
	if missing != nil {
		a.unclear(zone.ID, *missing)
		return
	}
	a.inside = append(a.inside, d)
}

// aliasAddresses follows an alias record to an endpoint's own name, which
// resolves to the addresses of its interfaces, of one zone or of all (PrivateLink
// guide, privatelink-access-aws-services).
func (e *environment) aliasAddresses(a *answer, zone *inventory.DNSDomain, alias string) {
	for _, id := range e.order() {
		there := e.vpcs[id]
		endpoints, _ := there.endpoints.Get()
		for _, v := range endpoints {
			at := slices.Index(v.DNSNames, alias)
			if at < 0 {
				continue
			}
			for _, eni := range v.Interfaces {
				n, ok := there.snapshot.NetworkInterface(there.vpc.Scope, eni).Get()
				if !ok {
					a.unclear(zone.ID, there.snapshot.NetworkInterface(there.vpc.Scope, eni).Why())
					continue
				}
				subnet, ok := there.subnet(n.Subnet).Get()
				if ok && len(n.Addresses) > 0 && (subnet.Zone == "" || !zonal(alias) || strings.Contains(alias, "-"+subnet.Zone+".")) {
					e.tryAddress(a, zone, n.Addresses[0])
				}
			}
			return
		}
	}
	a.unclear(zone.ID, inventory.Missing{Kind: inventory.MissingHop, What: "where the alias " + alias + " leads"})
}

// zonal tells an endpoint's name for one zone, vpce-…-…-eu-west-1a.…, from that
// for all, vpce-…-….….
func zonal(name string) bool {
	first, _, _ := strings.Cut(name, ".")
	return strings.Count(first, "-") > 2
}

// interfaceAt finds what stands at an address, in this VPC or one that is joined.
func (e *environment) interfaceAt(address netip.Addr) (destination, *inventory.Missing) {
	for _, id := range e.order() {
		there := e.vpcs[id]
		interfaces, _ := e.snapshot.NetworkInterfaces(there.vpc).Get()
		for _, n := range interfaces {
			set, cut := e.single(address)
			if !slices.Contains(n.Addresses, address) || !cut {
				continue
			}
			d := destination{id: n.ID, kind: "network-interface", label: n.ID, env: there, subnet: n.Subnet, groups: once(n.Groups), set: set}
			endpoints, ok := there.endpoints.Get()
			if !ok {
				why := there.endpoints.Why()
				return destination{}, &why
			}
			for _, v := range endpoints {
				if slices.Contains(v.Interfaces, n.ID) {
					d.id, d.kind, d.label, d.endpoint = v.ID, "vpc-endpoint", v.Service, v
				}
			}
			return d, nil
		}
	}
	return destination{}, &inventory.Missing{Kind: inventory.MissingHop, What: "what stands at " + address.String()}
}

// order lists the joined VPCs, the own one first.
func (e *environment) order() []string {
	ids := slices.DeleteFunc(slices.Sorted(maps.Keys(e.vpcs)), func(id string) bool { return id == e.vpc.ID })
	return slices.Insert(ids, 0, e.vpc.ID)
}
