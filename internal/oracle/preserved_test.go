package oracle

import "mooring/internal/inventory"

// preserved shows the client's address to the target, whose answer the network
// takes back to the node (L6).
func (j *journey) preserved(s *samples, p packet, who *stand) []*trail {
	at := &journey{walker: j.walker, trail: &trail{}, packet: p, leg: forward, vpc: who.vpc, goal: who, source: j.goal, named: true, by: "inside a VPC"}
	if !j.goal.unguarded {
		at.check(j.admits(j.goal.groups, true, p, p.dst, who.groups), inventory.GateGroupEgress, "", j.goal.blamed)
	}
	switch {
	case p.src == p.dst && (who.card == "" || who.card != j.source.card):
		// Nobody but the target has its address.
		at.unsure, at.loose, at.either = append(at.unsure, "a client with its target's address"), true, true
	case j.source.vpc != j.goal.vpc || who.vpc != j.goal.vpc || len(j.masks)+len(j.filters) > 0:
		at.unsure, at.loose, at.either = append(at.unsure, "a preserved address between VPCs, or behind a firewall"), true, true
	case who.card != "" && who.card == j.source.card:
		j.met["L6 a client that is its own target"] = true
		at.end(inventory.GateLoadBalancer, "", j.goal.balancer.ID)
		return []*trail{at.trail}
	}
	near := j.source.subnet == who.subnet
	at.edge(j.goal, near, true)
	at.side(j.goal)
	at.admit()
	at.served()
	var out []*trail
	for _, port := range s.within(32768, 60999, 46883, 60999) {
		back := &journey{walker: j.walker, trail: at.trail.clone(), packet: at.answer(), leg: backward, vpc: who.vpc, goal: who}
		back.dport, back.port = port, port
		back.edge(j.goal, near, false)
		back.side(j.goal)
		out = append(out, back.trail)
	}
	return out
}

// edge is the ACL of a target's subnet. Whether it counts for a client in the same
// subnet, or where the node stands there too, no page says; where all three do,
// nothing leaves the subnet (N6).
func (j *journey) edge(node *stand, near, entering bool) {
	beside := node.subnet == j.goal.subnet
	if near && beside {
		return
	}
	alone := &journey{walker: j.walker, trail: &trail{}, packet: j.packet, leg: j.leg, vpc: j.vpc}
	alone.gate(j.goal.subnet, entering)
	if (near || beside) && len(alone.fails) > 0 {
		j.unsure, j.loose, j.either = append(j.unsure, "the ACL of a subnet that client or node share with the target"), true, true
		return
	}
	j.fails, j.passed = append(j.fails, alone.fails...), j.passed|alone.passed
}

// side is the node's own subnet, with its ACL and table: whether they count for
// what has the client's address no page says.
func (j *journey) side(node *stand) {
	if node.subnet == j.goal.subnet {
		return
	}
	alone := &journey{walker: j.walker, trail: &trail{}, packet: j.packet, leg: j.leg, vpc: node.vpc}
	alone.gate(node.subnet, j.leg == backward)
	from := node
	if j.leg == backward {
		from = j.goal
	}
	t := from.vpc.tables[from.subnet.ID]
	if r, ok := j.lookup(t, j.dst); !ok || r.Blackhole || r.Target.Kind != inventory.TargetLocal {
		alone.check(false, inventory.GateRoute, j.leg, t.ID)
	}
	if len(alone.fails) > 0 {
		j.unsure, j.loose, j.either = append(j.unsure, "the node's own subnet, where the client's address is preserved"), true, true
		j.maybe = append(j.maybe, alone.fails...)
	}
}
