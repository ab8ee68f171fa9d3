package reach

import (
	"net/netip"
	"slices"
	"strings"

	"mooring/internal/inventory"
	"mooring/internal/netset"
)

// servers decides who is asked for names at all (VPC User Guide, vpc-dns and
// DHCPOptionSet). Clients ask the servers in their order, the next one where one
// does not answer.
func (q *query) servers(a *answer) {
	e := q.client
	id := e.vpc.DHCPOptions
	if id == "" {
		a.unclear(e.vpc.ID, inventory.Missing{Kind: inventory.MissingOperation, What: "ec2:DescribeVpcs answered without DhcpOptionsId"})
		return
	}
	if id == "default" {
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
	var silent []string
	for _, server := range options.Servers {
		if e.amazonResolver(server) {
			if len(silent) > 0 {
				q.notes.notes = append(q.notes.notes, "clients first wait for name servers that they do not reach: "+strings.Join(silent, "; "))
			}
			q.amazon(a, e)
			return
		}
		why, reached := q.custom(a, id, server, options.Servers)
		if reached {
			return
		}
		silent = append(silent, why)
	}
	a.fail(id, "no name server is reached: "+strings.Join(silent, "; "))
}

// amazonResolver knows the resolver by its name and its addresses: the VPC's
// base plus two, and those of its own (VPC User Guide, vpc-dns).
func (e *environment) amazonResolver(server string) bool {
	base := e.vpc.CIDRs[0].Addr().Next().Next().String()
	return strings.EqualFold(server, "AmazonProvidedDNS") || slices.Contains([]string{base, "169.254.169.253", "fd00:ec2::253"}, strings.ToLower(server))
}

// amazon asks a VPC's own resolver, which nothing on the way can block.
func (q *query) amazon(a *answer, e *environment) {
	support, ok := e.vpc.DNSSupport.Get()
	switch {
	case !ok:
		a.unclear(e.vpc.ID, e.vpc.DNSSupport.Why())
	case !support:
		a.fail(e.vpc.ID, "enableDnsSupport is false: the Amazon resolver answers nothing")
	default:
		a.gate(inventory.GateDNS, e.vpc.ID, Passes, "the Amazon resolver answers", nil)
	}
}

// custom asks a name server of the customer's; reached is false, with the reason,
// where the client surely does not reach it.
func (q *query) custom(a *answer, options, server string, all []string) (why string, reached bool) {
	address, err := netip.ParseAddr(server)
	if err != nil {
		a.unclear(options, hop("where the name server "+server+" stands"))
		return "", true
	}
	e := q.client
	if q.own != nil {
		*q.own = true
	}
	outcome, gates := e.reachesServer(q.class, address, q.notes)
	if q.split && (outcome == Fails && !slices.ContainsFunc(e.vpc.CIDRs, func(p netip.Prefix) bool { return p.Contains(address) })) {
		outcome = Unclear // SageMaker's own interface carries it
	}
	switch inbound := e.inboundAt(address); {
	case outcome == Fails:
		return server + ": " + firstFailing(gates), false
	case outcome == Passes && inbound != nil:
		q.enter(a, inbound, options)
	case outcome == Unclear && e.assume[assumeCustomDNS] != "":
		a.unclear(options, hop("whether the name server "+server+" is reached"))
	case e.assume[assumeCustomDNS] == "forwards":
		q.notes.assumptions = append(q.notes.assumptions, "custom-dns is forwards (asserted): "+server+" asks the Amazon resolver of "+e.vpc.ID)
		q.amazon(a, e)
	case e.assume[assumeCustomDNS] == "public":
		q.notes.assumptions = append(q.notes.assumptions, "custom-dns is public (asserted): "+server+" asks public DNS")
		q.public = true
		a.gate(inventory.GateDNS, options, Passes, server+" answers what public DNS does", nil)
	default:
		a.unclear(options, hop("what the custom name servers "+strings.Join(all, ", ")+" answer"))
	}
	return "", true
}

// inboundAt is the inbound Resolver endpoint that stands at an address, as seen
// from this VPC: addresses are its own and those of the VPCs that are joined to it.
func (e *environment) inboundAt(a netip.Addr) *inventory.ResolverEndpoint {
	d, missing := e.interfaceAt(a)
	if missing != nil {
		return nil
	}
	return e.snapshot.InboundAt(d.env.vpc.ID, a)
}

func firstFailing(gates []Gate) string {
	for _, g := range gates {
		if g.Outcome == Fails {
			return string(g.Kind) + " " + strings.Join(g.Object, ", ") + ": " + g.Why
		}
	}
	return "no way leads there"
}

// reachesServer walks to a name server. UDP decides; a server that answers by
// UDP alone cannot give long answers.
func (e *environment) reachesServer(c *class, server netip.Addr, n *notebook) (Outcome, []Gate) {
	udp, gates := e.reachesAt(c, flow{inventory.UDP, 53}, server)
	if udp != Passes {
		return udp, gates
	}
	if tcp, _ := e.reachesAt(c, flow{inventory.TCP, 53}, server); tcp == Fails {
		n.notes = append(n.notes, "the name server "+server.String()+" is reached by UDP 53 and not by TCP 53: long answers fail")
	}
	return udp, gates
}

// reachesAt walks to one address and port.
func (e *environment) reachesAt(c *class, f flow, server netip.Addr) (Outcome, []Gate) {
	set, cut := e.single(server)
	if !cut {
		return Unclear, nil
	}
	t := trip{class: c, flow: f, notes: &notebook{}, words: true}
	d, missing := e.interfaceAt(server)
	switch {
	case missing == nil:
		t.goal = &d
	case e.inside.Meets(set):
		return e.letsOut(c, f, set)
	}
	p := &Proof{}
	p.conclude(e.take(t, set), tally.some)
	var gates []Gate
	for _, path := range p.Paths {
		gates = append(gates, path.Gates...)
	}
	switch p.Verdict {
	case VerdictReachable:
		return Passes, gates
	case VerdictBlocked:
		return Fails, gates
	}
	return Unclear, gates
}

// letsOut is all that can be told of an address of the VPC at which nothing that
// was read stands.
func (e *environment) letsOut(c *class, f flow, to netset.Set) (Outcome, []Gate) {
	a := e.ownGroups(c, outbound, f)
	if a.unclear != nil || len(a.peers) > 0 || a.admitted.Meets(to) {
		return Unclear, nil
	}
	return Fails, []Gate{{Kind: inventory.GateGroupEgress, Object: c.blamed, Outcome: Fails, Why: a.only(c.blamed, span{flow: f})}}
}
