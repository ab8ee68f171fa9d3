package reach

import (
	"cmp"
	"slices"

	"mooring/internal/inventory"
	"mooring/internal/netset"
)

// throughNAT follows a route to a NAT gateway: into its subnet, out of it by
// that subnet's own table, and the same way back. The ACL of the NAT's subnet is
// crossed four times (VPC User Guide, nat-gateway-basics):
//
//	client ──in──► NAT ──out──► internet
//	client ◄─out── NAT ◄──in─── internet
func (w *way) throughNAT(at station, id string, part routed) {
	w.hop(id, "nat-gateway", id)
	found := at.env.snapshot.NATGateway(at.env.vpc.Scope, id)
	nat, ok := found.Get()
	if !ok {
		w.unknown(inventory.GateNATGateway, id, "", found.Why())
		w.end()
		return
	}
	w.leave(id, true)
	if w.circles(at, nat, part) {
		w.end()
		return
	}
	if len(w.masks) > 0 {
		// No page says what one NAT gateway does behind another; sure failures further on still count.
		w.unknown(inventory.GateNATGateway, id, Forward, inventory.Missing{Kind: inventory.MissingHop, What: "what a second NAT gateway does (" + id + ")"})
	}
	w.state(inventory.GateNATGateway, id, nat.State == "available", "", w.say("the NAT gateway is ", nat.State))
	w.encrypted(at.env, inventory.ExcludeNATGateway, id, false)
	if p := w.flow.protocol; p != inventory.TCP && p != inventory.UDP && p != inventory.ICMP {
		w.state(inventory.GateNATGateway, id, false, "", "a NAT gateway carries TCP, UDP and ICMP only")
	}
	if w.sixth() && !(w.env.nat64 && w.env.space.Prefixes(nat64()).Covers(w.far)) {
		// NAT64 translates 64:ff9b::/96 alone (VPC User Guide, nat-gateway-nat64-dns64).
		w.state(inventory.GateNATGateway, id, false, "", "a NAT gateway carries IPv6 to 64:ff9b::/96 only")
		w.end()
		return
	}
	w.translate(at, nat)
}

// circles: a client in the NAT gateway's own subnet, and the gateway itself,
// route by a table that leads back to it. What NAT64 made goes on by IPv4 routes.
func (w *way) circles(at station, nat *inventory.NATGateway, part routed) bool {
	switch n := len(w.masks); {
	case n > 0 && w.masks[n-1].nat.ID == nat.ID:
		w.state(inventory.GateNATGateway, nat.ID, false, part.text(), "the NAT gateway's own subnet routes back to it")
	case nat.Subnet != "" && at == w.home() && nat.Subnet == at.subnet && !w.sixth():
		w.state(inventory.GateNATGateway, nat.ID, false, "", "the NAT gateway stands in the client's own subnet, whose table leads back to it")
	default:
		return false
	}
	return true
}

func (w *way) translate(at station, nat *inventory.NATGateway) {
	there := station{at.env, nat.Subnet}
	if nat.Subnet != "" && there != at {
		w.acl(there, inbound, Forward)
	}
	m := mask{nat: nat, at: there, address: at.env.addressesOf(nat), ports: len(w.nats)}
	w.nats = append(w.nats, w.env.replies(w.flow, natPorts))
	if w.sixth() {
		m.six = w.far
		w.imagine(func(s netset.Set) netset.Set { return s.Four(netset.Mirror{Block: nat64()}) })
	}
	w.masks = append(w.masks, m)
	w.relation = relation{kind: severed}
	if nat.Regional {
		w.regional(at, nat)
		return
	}
	w.comesOut(there, Forward)
}

// regional has no subnet and its own table, preset to the internet gateway (VPC
// User Guide, nat-gateways-regional).
func (w *way) regional(at station, nat *inventory.NATGateway) {
	w.notes.notes = append(w.notes.notes, nat.ID+" is a regional NAT gateway: it may serve a new zone across zones for up to an hour")
	w.served(at, nat)
	r, missing := at.env.natRouter(nat)
	switch {
	case missing != nil:
		w.unknown(inventory.GateRoute, nat.ID, Forward, *missing)
		w.end()
	case r != nil:
		w.along(station{env: at.env}, r, false)
	default:
		w.preset(at.env)
	}
}

// served: a regional NAT gateway whose zones are set by hand serves these alone.
func (w *way) served(at station, nat *inventory.NATGateway) {
	z, _ := at.zone().Get()
	serves := inventory.Known(false)
	for _, of := range nat.Zones {
		same := z.same(zone{of.Zone, of.ZoneID, nat.Account})
		if inventory.Is(same, true) || !same.Known() && inventory.Is(serves, false) {
			serves = same
		}
	}
	switch {
	case inventory.Is(nat.Auto, true), inventory.Is(serves, true):
	case !nat.Auto.Known():
		w.unknown(inventory.GateNATGateway, nat.ID, "", nat.Auto.Why())
	case !serves.Known():
		w.unknown(inventory.GateNATGateway, nat.ID, "", serves.Why())
	default:
		w.state(inventory.GateNATGateway, nat.ID, false, "", "its zones are set by hand, and "+cmp.Or(z.name, z.id)+" is not one of them")
	}
}

// preset is a regional NAT gateway's own route to the VPC's internet gateway.
func (w *way) preset(env *environment) {
	all, ok := env.snapshot.InternetGateways(env.vpc).Get()
	at := slices.IndexFunc(all, func(g *inventory.InternetGateway) bool { return slices.Contains(g.VPCs, env.vpc.ID) })
	switch {
	case !ok:
		w.unknown(inventory.GateInternetGateway, env.vpc.ID, "", env.snapshot.InternetGateways(env.vpc).Why())
	case at < 0:
		w.state(inventory.GateInternetGateway, env.vpc.ID, false, "", "no internet gateway is attached to "+env.vpc.ID)
	default:
		w.hop(all[at].ID, "internet-gateway", all[at].ID)
		w.state(inventory.GateInternetGateway, all[at].ID, true, "", "attached to the VPC")
	}
	w.blockPublicAccess(station{env: env}, true)
	w.cameTo(station{env: env})
}

// unmask is the reply at the NAT gateway, on to the client from there.
func (w *way) unmask(at station) {
	m := w.masks[len(w.masks)-1]
	if m.at.subnet != "" && at != m.at {
		w.acl(m.at, inbound, Return)
	}
	w.masks = w.masks[:len(w.masks)-1]
	if !m.six.IsEmpty() {
		w.imagine(func(s netset.Set) netset.Set { return s.Six(netset.Mirror{Block: nat64()}) })
	}
	if m.at.subnet != "" {
		w.back(m.at)
		return
	}
	switch r, missing := m.at.env.natRouter(m.nat); {
	case w.lastEnv() == m.at.env:
		w.cameTo(m.at)
	case missing != nil:
		w.unknown(inventory.GateRoute, m.nat.ID, Return, *missing)
		w.end()
	case r != nil:
		w.homeBy(m.at, r, false)
	default:
		w.beyond(inventory.GateNATGateway, Return, m.nat.ID, "how a regional NAT gateway leads back to a client in another VPC")
		w.end()
	}
}

// imagine replaces the destinations by their image in the other family, in all
// that is known of them.
func (w *way) imagine(image func(netset.Set) netset.Set) {
	w.far = image(w.far)
	all := []*ruled{&w.farOut}
	for i := range w.client {
		all = append(all, &w.client[i].far)
	}
	for _, list := range w.nats {
		for i := range list {
			all = append(all, &list[i].far)
		}
	}
	for _, r := range all {
		r.cut, r.doubt = image(r.cut), image(r.doubt)
	}
}
