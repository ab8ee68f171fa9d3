package reach

import (
	"cmp"
	"fmt"
	"net/netip"

	"mooring/internal/inventory"
)

// farthest is how many aliases and forwarding rules are followed.
const farthest = 8

// forward follows a forwarding rule to inbound endpoints that were read: the
// VPC behind them answers. What any other server says is not known.
func (q *query) forward(a *answer, rule inventory.ResolverRule, host string) {
	a.dns.By = "Resolver rule " + rule.ID
	domain := cmp.Or(rule.Domain, "all names")
	q.hops++
	from := q.client
	if out, ok := from.snapshot.ResolverEndpoint(q.view.vpc.Scope, rule.Endpoint).Get(); ok && from.vpcs[out.VPC] != nil {
		from = from.vpcs[out.VPC]
	}
	var behind *inventory.ResolverEndpoint
	for _, t := range rule.Targets {
		in := from.inboundAt(t.Addr())
		if in == nil || q.hops > farthest || (behind != nil && in.VPC != behind.VPC) {
			behind = nil
			break
		}
		behind = in
	}
	if behind == nil {
		a.unclear(rule.ID, hop(fmt.Sprintf("what the Resolver rule %s for %s answers", rule.ID, domain)))
		return
	}
	if !q.outbound(a, rule) {
		return
	}
	if q.enter(a, behind, rule.ID); a.outcome != Passes {
		return
	}
	if q.screen(a, host); a.outcome != Passes {
		return
	}
	by := a.dns.By
	q.look(a, host)
	a.dns.By = by + ", " + a.dns.By
}

// enter goes on in the VPC of an inbound endpoint.
func (q *query) enter(a *answer, in *inventory.ResolverEndpoint, object string) {
	there, ok := q.client.vpcs[in.VPC]
	switch {
	case !ok:
		a.unclear(object, hop("what the Resolver of "+in.VPC+" answers at "+in.ID))
	case !in.Works():
		a.unclear(in.ID, hop("whether "+in.ID+" answers while it is "+in.State))
	default:
		q.view, q.inbound = there, true
		q.amazon(a, there)
	}
}

// outbound checks that each interface of a rule's outbound endpoint reaches each
// target.
func (q *query) outbound(a *answer, rule inventory.ResolverRule) bool {
	found := q.client.snapshot.ResolverEndpoint(q.view.vpc.Scope, rule.Endpoint)
	out, ok := found.Get()
	if !ok {
		a.unclear(rule.ID, found.Why())
		return false
	}
	at, addresses := q.client.vpcs[out.VPC], out.Addresses
	all, ok := addresses.Get()
	switch {
	case !ok:
		a.unclear(out.ID, addresses.Why())
	case at == nil:
		a.unclear(out.ID, hop("how "+out.VPC+" leads to the targets of "+rule.ID))
	case !out.Works() || len(all) == 0:
		a.unclear(out.ID, hop("whether "+out.ID+" forwards while it is "+out.State))
	default:
		q.doors(a, at, out, all, rule.Targets)
	}
	return a.outcome == Passes
}

// doors walks from an outbound endpoint's interfaces to the targets.
func (q *query) doors(a *answer, at *environment, out *inventory.ResolverEndpoint, all []inventory.ResolverAddress, targets []netip.AddrPort) {
	seen, why := map[Outcome]bool{}, ""
	for _, from := range all {
		subnet, ok := at.subnet(from.Subnet).Get()
		own, cut := at.single(from.IP)
		if !ok || !cut {
			seen[Unclear] = true
			continue
		}
		c := &class{id: out.ID, subnet: subnet, groups: out.Groups, blamed: out.Groups, sources: own, sources6: at.space.Empty(), public: inventory.Known(false)}
		if from.IP.Is6() {
			c.sources, c.sources6 = at.space.Empty(), own
		}
		for _, t := range targets {
			if t.Addr().Is6() != from.IP.Is6() {
				continue
			}
			outcome, gates := at.reachesAt(c, flow{inventory.UDP, int(t.Port())}, t.Addr())
			if seen[outcome] = true; outcome == Fails {
				why = t.Addr().String() + ": " + firstFailing(gates)
			}
		}
	}
	switch {
	case seen[Passes] && !seen[Fails] && !seen[Unclear]:
		a.gate(inventory.GateDNS, out.ID, Passes, "the outbound endpoint reaches its targets", nil)
	case seen[Fails] && !seen[Passes] && !seen[Unclear]:
		a.fail(out.ID, "the outbound endpoint does not reach "+why)
	default:
		a.unclear(out.ID, hop("whether "+out.ID+" reaches the targets of its rule"))
	}
}
