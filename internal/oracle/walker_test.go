// Package oracle contradicts the engine: a deliberately naive walker sends one
// concrete packet at a time, there and back, hop by hop, through random small
// worlds and through those where engine and walker once differed. It shares
// nothing with the engine but the inventory. It holds tests only.
package oracle

import (
	"fmt"
	"net/netip"
	"slices"

	"mooring/internal/inventory"
)

// journey is one packet on its one way, there or back.
type journey struct {
	*walker
	*trail
	packet
	leg    string
	vpc    *vpc
	zone   string // of the subnet it last was in
	by     string // what led to another VPC
	goal   *stand // the interface that it is for; nil: the outside
	source *stand // whose packet it is
	masks  []mask // NAT gateways passed, the last on top
	named  bool   // group references still hold inbound (S6, S7, S8)
	meant  bool   // and outbound
	sender bool   // the far side answers the NAT gateway without a route (I6)
	exit   string // the gateway by which it left
	peered bool   // it came from another transit gateway
	hops   int
}

// mask is a NAT gateway with the packet as it came in.
type mask struct {
	nat    *inventory.NATGateway
	stand  *stand
	behind packet
	client *stand
}

// there walks a packet from an interface to another (to) or out of the network
// (to is nil), asking every gate on its one way (S1, N6, R10).
func (w *walker) there(p packet, from, to *stand) *journey {
	j := &journey{walker: w, trail: &trail{}, packet: p, leg: forward, vpc: from.vpc, by: "inside a VPC", goal: to, source: from, named: true, meant: true}
	j.leave(from.subnet)
	var theirs []string
	if to != nil && j.meant {
		theirs = to.groups
	}
	if from.unguarded {
		return j
	}
	passes := w.admits(from.groups, true, p, p.dst, theirs)
	j.check(passes, inventory.GateGroupEgress, "", from.blamed)
	if passes && j.ended && !w.admits(from.groups, true, p, p.dst, nil) {
		// How far a reference would have reached is open where the path ends before.
		j.maybe = append(j.maybe, failure{inventory.GateGroupEgress, from.blamed, ""})
	}
	if passes && len(j.masks) > 0 && !w.admits(from.groups, true, p, p.dst, nil) {
		// Whether a reference holds towards what is behind a NAT gateway no row says.
		j.loose, j.either = true, true
	}
	return j
}

// leave takes the packet out of a subnet by its ACL, or to a neighbour in it.
func (j *journey) leave(s *inventory.Subnet) {
	j.zone = s.Zone
	if j.goal != nil && j.goal.subnet != nil && j.goal.subnet.ID == s.ID {
		j.arrive()
		return
	}
	j.gate(s, false)
	j.follow(j.vpc.tables[s.ID], s)
}

// gate is a subnet's ACL, which looks at whoever is on the other side.
func (j *journey) gate(s *inventory.Subnet, entering bool) {
	acl := j.vpc.acls[s.ID]
	if entering {
		j.check(allows(acl.Ingress, j.protocol, j.dport, j.src), inventory.GateACLIngress, j.leg, acl.ID)
		return
	}
	j.check(allows(acl.Egress, j.protocol, j.dport, j.dst), inventory.GateACLEgress, j.leg, acl.ID)
}

// follow takes the one route that a table has for the packet (R3, R8). s is the
// subnet that the packet is in, nil behind a regional NAT gateway.
func (j *journey) follow(t *table, s *inventory.Subnet) {
	if j.hops++; j.hops > 16 {
		j.circle()
		return
	}
	r, ok := j.lookup(t, j.dst)
	if !ok || r.Blackhole {
		j.end(inventory.GateRoute, j.leg, t.ID)
		return
	}
	switch id := r.Target.ID; r.Target.Kind {
	case inventory.TargetLocal:
		j.local(t)
	case inventory.TargetInternet:
		j.internet(t, s, id)
	case inventory.TargetEgressOnly:
		j.egressOnly(t, s, id)
	case inventory.TargetEndpoint:
		j.endpoint(t, s, id)
	case inventory.TargetNAT:
		j.translate(t, s, id)
	case inventory.TargetPeering:
		j.peering(t, id)
	case inventory.TargetTransit:
		j.transit(t, s, id)
	case inventory.TargetInterface:
		j.appliance(t, id)
	case inventory.TargetVirtual:
		j.virtual(t, id)
	default:
		j.passed.add(inventory.GateRoute)
		j.lose(fmt.Sprintf("a route leads to %s", r.Target.Kind))
	}
}

// local hands the packet over inside the VPC.
func (j *journey) local(t *table) {
	switch {
	case j.goal == nil || j.goal.vpc != j.vpc:
		j.end(inventory.GateRoute, j.leg, t.ID)
		return
	case j.goal.subnet == nil:
		j.passed.add(inventory.GateRoute)
		j.arrive()
		return
	}
	j.passed.add(inventory.GateRoute)
	j.enter()
}

// enter takes the packet into its goal's subnet (N8).
func (j *journey) enter() {
	j.gate(j.goal.subnet, true)
	j.arrive()
}

// arrive is at an interface: the one that was asked for, the client's own, or a
// NAT gateway's, which hands the answer on to its client.
func (j *journey) arrive() {
	switch n := len(j.masks); {
	case j.leg == forward:
		j.admit()
	case n > 0:
		m := j.masks[n-1]
		j.masks = j.masks[:n-1]
		if m.client.vpc != m.stand.vpc {
			j.met["an answer from a NAT gateway to another VPC"] = true
		}
		j.vpc, j.goal = m.stand.vpc, m.client
		j.src, j.dst, j.dport = m.behind.dst, m.behind.src, m.behind.sport
		j.handOn(m)
	}
}

// handOn sends an answer on from a NAT gateway to its client.
func (j *journey) handOn(m mask) {
	if m.stand.subnet == nil {
		j.follow(j.vpc.tableOf(m.nat), nil)
		return
	}
	j.leave(m.stand.subnet)
}

// admit asks the groups of the interface that was meant (S2: on the way there only).
func (j *journey) admit() {
	if j.goal.stranger {
		j.unsure = append(j.unsure, "nobody knows who has the address")
		return
	}
	if j.goal.unguarded {
		j.met["L2 a node without groups"] = true
		return
	}
	var ours []string
	if j.named && len(j.masks) == 0 {
		ours = j.source.groups
	}
	passes := j.admits(j.goal.groups, false, j.packet, j.src, ours)
	j.check(passes, inventory.GateGroupIngress, "", j.goal.blamed)
	if passes && ours != nil && !j.admits(j.goal.groups, false, j.packet, j.src, nil) {
		j.met["a group's reference admits, "+j.by] = true
		if j.source.balancer != nil {
			j.met["L3 a group's reference admits a node"] = true
		}
	}
}

// home walks the answer from where the packet got to, to the port that the
// client had or, before translation, to one of the NAT gateway's.
func (j *journey) home(client, nat int) *trail {
	r := &journey{walker: j.walker, trail: j.trail.clone(), packet: j.answer(), leg: backward, vpc: j.vpc, zone: j.zone, goal: j.source, masks: slices.Clone(j.masks), hops: 0}
	r.dport = client
	if n := len(r.masks); n > 0 {
		r.dport, r.goal = nat, r.masks[n-1].stand
		for i := range r.masks {
			r.masks[i].behind.sport = nat
		}
		r.masks[0].behind.sport = client
	}
	switch {
	case j.exit != "":
		r.fromOutside(j.exit)
	case j.sender:
		r.met["I6 return to sender"] = true
		r.gate(j.goal.subnet, false)
		r.vpc = r.goal.vpc
		r.enter()
	default:
		r.leave(j.goal.subnet)
	}
	r.symmetric(j)
	return r.trail
}

// symmetric wants the answer to pass the firewalls that know the flow; what one
// does that sees half of it may be left open (T9).
func (j *journey) symmetric(there *journey) {
	for _, f := range there.tracked {
		if j.ended || slices.Contains(j.filters, f.endpoint) {
			continue
		}
		j.met["T9 an answer past the firewall"] = true
		j.unsure = append(j.unsure, "a firewall that sees half of a flow")
		j.loose, j.either = true, true
	}
}

// fromOutside brings an answer in by a gateway: to the interface that sent, by
// the gateway's own table where it has one (R11).
func (j *journey) fromOutside(gateway string) {
	if t := j.vpc.edges[gateway]; t != nil {
		if r, ok := j.lookup(t, j.dst); ok && r.Target.Kind != inventory.TargetLocal {
			j.met["R11 an answer redirected by a gateway's table"] = true
			j.redirected(t, r)
			return
		}
	}
	if j.goal.subnet == nil {
		j.arrive()
		return
	}
	j.enter()
}

// redirected is an answer that a gateway's table sends to an appliance.
func (j *journey) redirected(t *table, r inventory.Route) {
	if r.Blackhole {
		j.end(inventory.GateRoute, j.leg, t.ID)
		return
	}
	switch r.Target.Kind {
	case inventory.TargetInterface:
		j.appliance(t, r.Target.ID)
	case inventory.TargetEndpoint:
		j.endpoint(t, nil, r.Target.ID)
	default:
		j.lose(fmt.Sprintf("a gateway's table leads to %s", r.Target.Kind))
	}
}

// inside is whether an address is one of the VPC's (T1, I11).
func (v *vpc) inside(a netip.Addr) bool { return holds(v.CIDRs, a) }
