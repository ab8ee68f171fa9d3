package oracle

import (
	"net/netip"
	"slices"
	"strings"

	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// resolution is what a name turns out to be.
type resolution struct {
	fails  string // AWS ids of what stops the name, several separated by "|": any of them is a fair object
	unsure bool
	// servers are the customer's own, which fail where none is reached by UDP 53 (D3).
	servers []string
	either  bool                   // another answer is as honest
	owes    []string               // rows that the engine does not decide
	by      *inventory.VPCEndpoint // whose interfaces the name leads to; nil for public addresses
}

// resolve asks DNS as a host of the VPC would (D1–D6, E11, E13).
func (w *walker) resolve(s inventory.Service) resolution {
	if w.vpc.DHCPOptions == "" || w.vpc.DHCPOptions == "default" {
		return resolution{fails: w.vpc.ID + "|" + w.vpc.DHCPOptions}
	}
	servers := known(w.snapshot.DHCPOptions(w.vpc.Scope, w.vpc.DHCPOptions)).Servers
	if len(servers) == 0 {
		return resolution{fails: w.vpc.DHCPOptions + "|" + w.vpc.ID}
	}
	if !slices.ContainsFunc(servers, w.amazonServer) {
		return resolution{unsure: true, servers: servers}
	}
	if !known(w.vpc.DNSSupport) {
		return resolution{fails: w.vpc.ID}
	}
	out := resolution{by: w.privateName(s)}
	for _, host := range s.HostNames("aws", w.vpc.Region) {
		for _, d := range w.otherDomains() {
			if !inventory.WithinDomain(host, d.Name) {
				continue
			}
			if out.by != nil && d.Name != host {
				// The endpoint's own zone is more specific (D4).
				out.either = true
				continue
			}
			return resolution{unsure: true}
		}
	}
	return out
}

// amazonServer knows the Resolver by its word and by its two addresses (D1).
func (w *walker) amazonServer(s string) bool {
	if s == "AmazonProvidedDNS" || s == "169.254.169.253" {
		return true
	}
	a, err := netip.ParseAddr(s)
	return err == nil && a == w.vpc.CIDRs[0].Addr().Next().Next()
}

// otherDomains are those that private zones and forwarding rules answer. Zones
// need both attributes of the VPC (D4), rules only the Resolver.
func (w *walker) otherDomains() []inventory.DNSDomain {
	out := known(w.snapshot.ForwardedDomains(w.vpc))
	if known(w.vpc.DNSHostnames) {
		out = append(slices.Clone(out), known(w.snapshot.PrivateZones(w.vpc))...)
	}
	return out
}

// privateName is the interface endpoint whose hidden zone answers for the
// service inside the VPC (E11, E13).
func (w *walker) privateName(s inventory.Service) *inventory.VPCEndpoint {
	if !known(w.vpc.DNSHostnames) {
		return nil
	}
	for _, e := range known(w.snapshot.VPCEndpoints(w.vpc)) {
		if e.Type != "Interface" || !e.PrivateDNS || !slices.Contains(s.EndpointNames(w.vpc.Region), e.Service) {
			continue
		}
		if strings.HasSuffix(e.Service, ".s3") && known(e.InboundOnly) {
			continue
		}
		return e
	}
	return nil
}

// deaf is whether a client reaches none of the customer's name servers. Of one
// that stands nowhere in the VPC only the client's own groups tell.
func (u *subject) deaf(p placed, servers []string) bool {
	var everybody []string
	for id := range u.groups {
		everybody = append(everybody, id)
	}
	for _, text := range servers {
		a, err := netip.ParseAddr(text)
		if err != nil {
			return false
		}
		ask, within := []flow{{inventory.UDP, 53}}, u.vpc.CIDRs[0].Contains(a)
		to := target{at: a}
		for _, n := range known(u.snapshot.NetworkInterfaces(u.vpc)) {
			if slices.Contains(n.Addresses, a) {
				to = u.interfaceOf(n.ID)
			}
		}
		switch {
		case !within && u.mode() == inventory.ModeSplit:
			return false
		case within && to.who == nil:
			if slices.ContainsFunc(p.sources, func(src netip.Addr) bool {
				return u.admits(p.groups, true, packet{src, a, 53, inventory.UDP}, a, everybody)
			}) {
				return false
			}
		case u.send(u.samples, p, []target{to}, ask, fold).verdict != reach.VerdictBlocked:
			return false
		}
	}
	return len(servers) > 0
}
