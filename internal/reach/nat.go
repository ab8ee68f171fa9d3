package reach

import (
	"fmt"
	"strings"

	"mooring/internal/inventory"
)

// throughNAT follows a route to a NAT gateway: into its subnet, out of it by
// that subnet's own table, and the same way back. The ACL of the NAT's subnet is
// crossed four times (VPC User Guide, nat-gateway-basics):
//
//	client ──in──► NAT ──out──► internet
//	client ◄─out── NAT ◄──in─── internet
func (w *way) throughNAT(at station, id string) bool {
	w.hop(id, "nat-gateway", id)
	if w.sixth() {
		return w.beyond(inventory.GateNATGateway, id, "what NAT64 makes of it")
	}
	nat, ok := at.env.snapshot.NATGateway(at.env.vpc.Scope, id).Get()
	if !ok {
		w.unknown(inventory.GateNATGateway, id, "", at.env.snapshot.NATGateway(at.env.vpc.Scope, id).Why())
		return true
	}
	w.state(inventory.GateNATGateway, id, nat.State == "available", "", "the NAT gateway is "+nat.State)
	if p := w.flow.protocol; p != inventory.TCP && p != inventory.UDP && p != inventory.ICMP {
		w.state(inventory.GateNATGateway, id, false, "", "a NAT gateway carries TCP, UDP and ICMP only")
	}
	if nat.Regional {
		return w.regionalNAT(at, nat)
	}
	if at.env == w.env && nat.Subnet == at.subnet {
		w.state(inventory.GateNATGateway, id, false, "", "the NAT gateway stands in the client's own subnet, whose table leads back to it")
		return true
	}
	there := station{at.env, nat.Subnet}
	if there != at {
		w.aclForward(there, inbound, &w.from, w.sources)
	}
	return w.outOfNAT(there, at, nat)
}

// regionalNAT has no subnet and its own way to the internet gateway (VPC User
// Guide, nat-gateways-regional).
func (w *way) regionalNAT(at station, nat *inventory.NATGateway) bool {
	w.notes.notes = append(w.notes.notes, nat.ID+" is a regional NAT gateway: it may serve a new zone across zones for up to an hour")
	w.blockPublicAccess(station{env: at.env}, true)
	return true
}

// outOfNAT routes the translated packet by the table of the NAT's subnet. It
// reports whether the reply comes as far as the client's subnet.
func (w *way) outOfNAT(there, from station, nat *inventory.NATGateway) bool {
	r, ok := there.env.routerOf(nat.Subnet).Get()
	if !ok {
		w.unknown(inventory.GateRoute, nat.Subnet, Forward, there.env.routerOf(nat.Subnet).Why())
		return true
	}
	w.aclForward(there, outbound, &w.to, w.want)
	parts := r.split(w.env.space, w.want)
	if len(parts) > 1 {
		return w.mixedNAT(there, from, nat, r, parts)
	}
	return w.natRoute(there, nat, r, parts[0]) && w.natReplies(there, from)
}

// mixedNAT is a NAT subnet that routes parts of the destinations differently.
// Parts without a way are ruled out; those left must share one.
func (w *way) mixedNAT(there, from station, nat *inventory.NATGateway, r *router, parts []routed) bool {
	var live []routed
	for _, part := range parts {
		if r.unclear == nil && (part.tie || part.found && !part.Blackhole) {
			live = append(live, part)
			continue
		}
		w.to.cut = w.to.cut.Union(part.set)
		w.gate(Gate{Kind: inventory.GateRoute, Object: []string{r.table.ID}, Leg: Forward, Outcome: Fails, Why: "no route leads to " + w.env.words(part.set)})
	}
	if len(live) != 1 || r.unclear != nil {
		w.unknown(inventory.GateRoute, r.table.ID, Forward, inventory.Missing{Kind: inventory.MissingHop, What: "several ways out of the subnet of " + nat.ID})
		return true
	}
	return w.natRoute(there, nat, r, live[0]) && w.natReplies(there, from)
}

// natRoute takes the route behind the NAT; false where the path ends.
func (w *way) natRoute(there station, nat *inventory.NATGateway, r *router, part routed) bool {
	if part.found && !part.Blackhole && part.Target.Kind == inventory.TargetNAT {
		if part.Target.ID == nat.ID {
			w.state(inventory.GateNATGateway, nat.ID, false, part.text(), "the NAT gateway's own subnet routes back to it")
			return true
		}
		return w.beyond(inventory.GateNATGateway, part.Target.ID, "what a second NAT gateway does")
	}
	if !w.route(r, part) {
		return false
	}
	w.hop(r.table.ID, "route-table", part.text())
	switch part.Target.Kind {
	case inventory.TargetInternet:
		w.natToInternet(there, nat, part.Target.ID)
		return true
	case inventory.TargetEndpoint:
		return w.throughEndpoint(there.env, part.Target.ID)
	}
	return w.beyond(gateOfTarget(part.Target.Kind), part.Target.ID, fmt.Sprintf("where the %s behind the NAT gateway leads", strings.ReplaceAll(string(part.Target.Kind), "-", " ")))
}

func gateOfTarget(kind inventory.TargetKind) inventory.Gate {
	switch kind {
	case inventory.TargetTransit:
		return inventory.GateTransitGateway
	case inventory.TargetPeering:
		return inventory.GatePeering
	case inventory.TargetVirtual:
		return inventory.GateVirtualGateway
	case inventory.TargetInterface:
		return inventory.GateMiddlebox
	}
	return inventory.GateRoute
}

func (w *way) natToInternet(there station, nat *inventory.NATGateway, gateway string) {
	w.hop(gateway, "internet-gateway", gateway)
	if !nat.Public {
		w.state(inventory.GateNATGateway, nat.ID, false, "", "a private NAT gateway has no public address, so the internet gateway drops its traffic")
	}
	w.attached(there.env, gateway)
	w.blockPublicAccess(there, true)
}

// natReplies crosses the ACL of the NAT's subnet on the way back. Coming in, the
// reply goes to a port of the NAT gateway; going out, to the client's. It reports
// whether the reply comes as far as the client's subnet.
func (w *way) natReplies(there, from station) bool {
	if w.flow.hasPorts() {
		w.nat = w.env.legs(natPorts)
	} else {
		w.nat = w.env.legs(portRange{0, 0})
	}
	w.aclReturn(there, inbound, w.nat, toPart, w.want)
	if there != from {
		w.aclReturn(there, outbound, w.client, fromPart, w.sources)
	}
	return there.env != w.env || w.local(there, w.sources, Return)
}
