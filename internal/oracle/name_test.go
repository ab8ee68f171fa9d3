package oracle

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"mooring/internal/inventory"
)

// resolution is what a name turns out to be.
type resolution struct {
	fails     string                  // AWS ids of what stops the name, several separated by "|": any of them is a fair object
	unsure    bool                    // who answers, and what, cannot be told
	either    bool                    // another answer is as honest
	private   bool                    // addresses, not public ones
	addresses []netip.Addr            // of interfaces
	servers   []netip.Addr            // which have to be reached to ask at all (D3)
	balancer  *inventory.LoadBalancer // whose nodes have the addresses
}

// amazon is where the Resolver answers inside every VPC (D1).
var amazon = []string{"AmazonProvidedDNS", "169.254.169.253", "fd00:ec2::253"}

// resolve asks DNS as a host of the VPC would (D1–D6, E11, E13, E16).
func (v *vpc) resolve(w *walker, s inventory.Service) resolution {
	if v.DHCPOptions == "" || v.DHCPOptions == "default" {
		return resolution{fails: v.ID + "|" + v.DHCPOptions}
	}
	servers := known(w.snapshot.DHCPOptions(v.Scope, v.DHCPOptions)).Servers
	base := v.CIDRs[0].Addr().Next().Next().String()
	ours := func(s string) bool { return slices.Contains(amazon, s) || s == base }
	if len(servers) == 0 {
		return resolution{fails: v.DHCPOptions + "|" + v.ID}
	}
	if !slices.ContainsFunc(servers, ours) {
		out := resolution{unsure: true, fails: ""}
		for _, s := range servers {
			out.servers = append(out.servers, netip.MustParseAddr(s))
		}
		return out
	}
	if !known(v.DNSSupport) {
		return resolution{fails: v.ID}
	}
	var out []resolution
	for _, host := range s.HostNames("aws", v.Region) {
		out = append(out, v.answer(w, s, host))
	}
	for _, r := range out[1:] {
		if r.fails != out[0].fails || r.unsure || out[0].unsure || r.private != out[0].private {
			return resolution{unsure: true, either: true}
		}
	}
	out[0].either = out[0].either || !ours(servers[0])
	return out[0]
}

// answer is whoever has the most specific domain: a forwarding rule before a
// zone of the same name (D5), a customer's zone, an endpoint's own (D4, E11).
func (v *vpc) answer(w *walker, s inventory.Service, host string) resolution {
	endpoint := v.privateName(w, s)
	var rule, zone *inventory.DNSDomain
	deepest := func(all []inventory.DNSDomain) (best *inventory.DNSDomain) {
		for _, d := range all {
			if inventory.WithinDomain(host, d.Name) && (best == nil || len(d.Name) > len(best.Name)) {
				best = &d
			}
		}
		return best
	}
	rule = deepest(known(w.snapshot.ForwardedDomains(v.VPC)))
	if known(v.DNSHostnames) {
		zone = deepest(known(w.snapshot.PrivateZones(v.VPC)))
	}
	switch {
	case endpoint != nil && rule != nil && rule.Name == host:
		return resolution{unsure: true} // D5, D6
	case endpoint != nil && zone != nil && zone.Name == host:
		// Two zones of one name: whoever answers, it must be the same (D6).
		w.met["D6 two zones of one name"] = true
		out, other := w.interfacesOf(endpoint), v.zoneAnswer(w, zone, host)
		slices.SortFunc(other.addresses, netip.Addr.Compare)
		if mine := slices.SortedFunc(slices.Values(out.addresses), netip.Addr.Compare); !slices.Equal(mine, other.addresses) {
			return resolution{unsure: true}
		}
		return out
	case endpoint != nil:
		out := w.interfacesOf(endpoint)
		out.either = rule != nil || zone != nil
		return out
	case rule != nil && (zone == nil || len(rule.Name) >= len(zone.Name)):
		return resolution{unsure: true}
	case zone != nil:
		out := v.zoneAnswer(w, zone, host)
		out.either = rule != nil
		return out
	}
	return resolution{}
}

// zoneAnswer is what a customer's zone has for a name, a wildcard's record where
// it has none of its own; nothing is NXDOMAIN (D4).
func (v *vpc) zoneAnswer(w *walker, zone *inventory.DNSDomain, host string) resolution {
	all := known(w.snapshot.ZoneRecords(zone.ID))
	for _, wanted := range []string{host, "*." + host[strings.Index(host, ".")+1:]} {
		for _, r := range all {
			if r.Name == wanted && r.Type == "CNAME" {
				return v.chase(w, strings.TrimSuffix(r.Values[0], "."))
			}
			if r.Name != wanted || r.Type != "A" {
				continue
			}
			if r.Alias != "" {
				return v.alias(w, r.Alias)
			}
			out := resolution{private: true}
			for _, text := range r.Values {
				out.addresses = append(out.addresses, netip.MustParseAddr(text))
			}
			w.met["E16 a zone with addresses"] = true
			return out
		}
	}
	w.met["D4 a zone without the name"] = true
	return resolution{fails: zone.ID}
}

// alias follows a record to an endpoint's own name.
func (v *vpc) alias(w *walker, name string) resolution {
	for _, other := range w.vpcs {
		for _, e := range other.endpoints {
			if slices.Contains(e.DNSNames, name) {
				w.met[fmt.Sprintf("E16 an alias to an endpoint, of another VPC %t", other != v)] = true
				return w.interfacesOf(e)
			}
		}
	}
	if r := w.balanced(name); r != nil {
		return *r
	}
	return resolution{unsure: true}
}

func (w *walker) interfacesOf(e *inventory.VPCEndpoint) resolution {
	out := resolution{private: true}
	for _, id := range e.Interfaces {
		for _, a := range w.cards[id].Addresses {
			if a.Is4() {
				out.addresses = append(out.addresses, a)
			}
		}
	}
	return out
}

// privateName is the interface endpoint whose hidden zone answers for the
// service inside the VPC (E11, E13).
func (v *vpc) privateName(w *walker, s inventory.Service) *inventory.VPCEndpoint {
	if !known(v.DNSHostnames) {
		return nil
	}
	for _, e := range v.endpoints {
		if e.Type != "Interface" || !e.PrivateDNS || !slices.Contains(s.EndpointNames(v.Region), e.Service) {
			continue
		}
		if strings.HasSuffix(e.Service, ".s3") && known(e.InboundOnly) {
			continue
		}
		return e
	}
	return nil
}
