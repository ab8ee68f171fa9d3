package reach

import (
	"mooring/internal/inventory"
	"mooring/internal/netset"
)

// answer starts the way back from the destination's interface.
func (w *way) answer(far station) { w.back(far) }

// lastEnv is the VPC in which the address stands that replies go to.
func (w *way) lastEnv() *environment {
	if n := len(w.masks); n > 0 {
		return w.masks[n-1].at.env
	}
	return w.env
}

// back sends a reply from an interface in a subnet.
func (w *way) back(at station) {
	if w.kept {
		w.homeByNode(at)
		return
	}
	if at.env == w.lastEnv() && at.holds(w.source()) {
		w.cameTo(at)
		return
	}
	w.acl(at, outbound, Return)
	if w.returned(at) {
		return
	}
	w.homeward(at, false)
}

// returned: what a NAT gateway sent over a peering connection comes back to it,
// also without a route (VPC User Guide, nat-gateway-basics, "return to sender").
func (w *way) returned(at station) bool {
	n := len(w.masks)
	if n == 0 || w.sender == "" || at.env == w.lastEnv() {
		return false
	}
	w.hop(w.sender, "vpc-peering-connection", w.sender)
	w.cameTo(station{env: w.lastEnv()})
	return true
}

// homeward routes a reply by the table of the subnet it stands in.
func (w *way) homeward(at station, leaving bool) {
	r, missing := at.router()
	if missing != nil {
		w.unknown(inventory.GateRoute, at.subnet, Return, *missing)
		w.end()
		return
	}
	w.homeBy(at, r, leaving)
}

func (w *way) homeBy(at station, r *router, leaving bool) {
	if w.steps++; w.steps > mostSteps {
		w.stateOn(Return, inventory.GateRoute, r.table.ID, false, "", "the routes lead in a circle")
		w.end()
		return
	}
	if missing := w.addressless(); missing != nil {
		w.unknown(inventory.GateRoute, r.table.ID, Return, *missing)
		w.end()
		return
	}
	var room [2]routed
	parts := r.splitInto(room[:0], w.source())
	for _, part := range parts {
		f := w.some(parts, part.set)
		if f == nil {
			w.unknown(inventory.GateRoute, r.table.ID, Return, inventory.Missing{Kind: inventory.MissingHop, What: "which of its addresses the NAT gateway draws"})
			w.end()
			return
		}
		if leaving && !(part.Target.Kind == inventory.TargetLocal && f.standsAt(at)) && !at.beside(part.Target, nil) {
			f.acl(at, outbound, Return)
		}
		if f.route(r, part, part.set, Return) {
			f.homeTo(at, r, part)
		} else {
			f.end()
		}
	}
}

// some is the way of one part of the addresses that replies go to; nil where
// they are a NAT gateway's, which draws one of them.
func (w *way) some(parts []routed, of netset.Set) *way {
	switch {
	case len(parts) == 1:
		return w
	case len(w.masks) > 0:
		return nil
	}
	return w.over(of, w.far)
}

// standsAt reports whether the reply's next receiver is in this very subnet.
func (w *way) standsAt(at station) bool {
	if n := len(w.masks); n > 0 {
		return w.masks[n-1].at == at
	}
	return w.home() == at
}

func (w *way) homeTo(at station, r *router, part routed) {
	id := part.Target.ID
	switch part.Target.Kind {
	case inventory.TargetLocal:
		if at.env.inside.Covers(w.source()) {
			w.cameTo(at)
			return
		}
		w.astray(r, part, Return, "the VPC's own route leads nowhere outside")
	case inventory.TargetPeering:
		w.homeOverPeering(at, id)
		return
	case inventory.TargetTransit:
		w.cross(at, id, Return)
		return
	case inventory.TargetEndpoint:
		w.homeByEndpoint(at, r, part)
		return
	case inventory.TargetInternet, inventory.TargetEgressOnly:
		w.astray(r, part, Return, "the route leads to the internet, not back to the client")
	case inventory.TargetNAT:
		w.astray(r, part, Return, "a NAT gateway takes no replies to what it did not send")
	case inventory.TargetInterface:
		w.toAppliance(at, id, Return)
	case inventory.TargetVirtual:
		w.toVirtual(at, id, Return)
		return
	default:
		w.beyond(inventory.GateRoute, Return, id, "whether it leads back to the client")
	}
	w.end()
}

// cameTo is the VPC's own delivery of a reply: to a NAT gateway, or home.
func (w *way) cameTo(at station) {
	if at.env != w.lastEnv() {
		w.stateOn(Return, inventory.GateRoute, at.env.vpc.ID, false, "", "no interface of "+at.env.vpc.ID+" has the address "+shortList(w.source()))
		w.end()
		return
	}
	if len(w.masks) > 0 {
		w.unmask(at)
		return
	}
	if at != w.home() {
		w.acl(w.home(), inbound, Return)
	}
	w.symmetric()
	w.end()
}
