package reach

import (
	"net/netip"

	"mooring/internal/inventory"
)

// keep makes the packets from a node to a target carry the client's address and
// port, as a target group that preserves them does: the target's groups and ACLs
// see the client, or the load balancer's own groups where a rule names these; no
// rule that names the client's groups admits it (NLB guide,
// edit-target-group-attributes and target-group-register-targets). False where
// that decides the target.
func (b *backend) keep(w *way) bool {
	target := w.goal.station(w.env)
	switch {
	case b.kept || len(b.masks) > 0 || b.home().env != w.env || b.relation.kind != together:
		b.doubt(hop("how replies to a client of another network come back through " + b.balancer.ID))
		return false
	case target.env != w.env:
		b.doubt(hop("how replies from another VPC come back through " + b.balancer.ID))
		return false
	case w.far.Covers(b.near):
		// The host drops what comes from its own address (NLB guide, load-balancer-troubleshooting).
		b.fail("the target is the client itself, and its address is preserved")
		return false
	}
	w.near = b.near.Minus(w.far)
	w.client = w.env.replies(w.flow, clientPorts)
	w.kept = true
	if target != w.home() && meetsSubnet(target, w) && !w.letsBoth(target) {
		b.doubt(hop("whether the network ACL of " + target.subnet + " sees a client of the same subnet whose address is preserved"))
		return false
	}
	if target != w.home() && !w.leavesHome() {
		b.doubt(hop("whether the network ACL of " + w.home().subnet + " sees what is sent with a preserved address"))
		return false
	}
	return true
}

// meetsSubnet reports whether a client may stand in the target's own subnet.
func meetsSubnet(target station, w *way) bool {
	subnet, ok := target.env.subnet(target.subnet).Get()
	return !ok || w.env.space.Prefixes(append([]netip.Prefix{subnet.CIDR}, subnet.CIDRs6...)...).Meets(w.near)
}

// letsBoth reports whether the ACL of a subnet surely lets the clients in and
// all replies to them out.
func (w *way) letsBoth(at station) bool {
	f, ok := at.env.filterOf(at.subnet).Get()
	if !ok || !f.admitted(inbound, w.flow).Covers(w.near) {
		return false
	}
	return len(w.client) == 0 || f.admittedReplies(outbound, w.flow.protocol, w.client).always.Covers(w.near)
}

// leavesHome reports whether the ACL of the node's subnet surely lets out what is
// sent to a target, and replies in. No page says whether it counts for preserved
// addresses.
func (w *way) leavesHome() bool {
	f, ok := w.home().env.filterOf(w.home().subnet).Get()
	if !ok || !f.admitted(outbound, w.flow).Covers(w.far) {
		return false
	}
	return len(w.client) == 0 || f.admittedReplies(inbound, w.flow.protocol, w.client).always.Covers(w.far)
}

// homeByNode brings a reply to the node that sent what it answers.
func (w *way) homeByNode(at station) {
	if at != w.home() {
		w.acl(at, outbound, Return)
		w.acl(w.home(), inbound, Return)
	}
	if w.relation.kind != together || len(w.passed) > 0 {
		// Preserved addresses must meet nothing on the way (NLB guide, edit-target-group-attributes).
		w.unknown(inventory.GateMiddlebox, w.class.id, Return, hop("whether replies to a preserved address meet what stands between "+w.class.id+" and the target"))
	}
	w.end()
}
