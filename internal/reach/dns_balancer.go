package reach

import (
	"net/netip"
	"slices"

	"mooring/internal/inventory"
)

// nodeAddresses are what the name of an internal load balancer stands for: the
// primary addresses of its nodes. That of an internet-facing one has public
// addresses, whose way in is not followed.
func (q *query) nodeAddresses(a *answer, l *inventory.LoadBalancer) {
	unclear := func(missing inventory.Missing) {
		a.gate(inventory.GateLoadBalancer, l.ID, Unclear, missing.What, &missing)
	}
	all := q.client.everyVPC()
	i := slices.IndexFunc(all, func(e *environment) bool { return e.vpc.ID == l.VPC })
	if !l.Internal || i < 0 {
		unclear(hop("what stands behind the load balancer " + l.ID))
		return
	}
	at := all[i]
	found := at.snapshot.BalancerNodes(at.vpc, l)
	nodes, ok := found.Get()
	if !ok {
		unclear(found.Why())
		return
	}
	for _, n := range nodes {
		d := destination{subnet: n.Subnet, groups: once(n.Groups)}
		d.asNode(at.snapshot, n)
		d.balancer.named = true
		if at != q.client {
			d.env = at
		}
		if !q.first(a, &a.inside, d, n, netip.Addr.Is4) {
			unclear(inventory.Missing{Kind: inventory.MissingOperation, What: "the address of " + n.ID})
		}
		if !q.class.sources6.IsEmpty() {
			q.first(a, &a.inside6, d, n, netip.Addr.Is6)
		}
	}
}

// first adds an interface by its first address of one family.
func (q *query) first(a *answer, to *[]destination, d destination, n *inventory.NetworkInterface, family func(netip.Addr) bool) bool {
	i := slices.IndexFunc(n.Addresses, family)
	if i < 0 {
		return false
	}
	set, ok := q.client.single(n.Addresses[i])
	if ok {
		d.set = set
		*to = append(*to, d)
		a.dns.Answer = append(a.dns.Answer, n.Addresses[i].String())
	}
	return ok
}

// only leaves the addresses of the family that a record of a type has.
func (a *answer) only(record string) {
	if record == "A" {
		a.inside6 = nil
	} else {
		a.inside = nil
	}
}

// balancersUnread says what is missing where a name may be that of a load
// balancer which was not read; false where all were.
func (q *query) balancersUnread(a *answer, host string) bool {
	missing, ok := q.client.snapshot.BalancersRead(q.client.vpc.Scope)
	if !ok {
		a.gate(inventory.GateLoadBalancer, host, Unclear, missing.What, &missing)
	}
	return !ok
}
