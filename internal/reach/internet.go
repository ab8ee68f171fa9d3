package reach

import (
	"slices"

	"mooring/internal/inventory"
)

// toInternet leaves a VPC by its internet gateway. IPv4 needs a public address
// for the source (VPC User Guide, VPC_Internet_Gateway).
func (w *way) toInternet(at station, r *router, part routed) {
	id := part.Target.ID
	w.hop(id, "internet-gateway", id)
	w.leave(id, false)
	if w.far.Meets(w.env.private) {
		// The gateway drops RFC 1918 and RFC 6598 destinations (Reachability Analyzer guide, explanation-codes).
		w.farOut.cut = w.farOut.cut.Union(w.far.Intersect(w.env.private))
		w.gate(Gate{Kind: inventory.GateRoute, Object: []string{r.table.ID}, Leg: Forward, Outcome: Fails, Rule: part.text(), Why: "an internet gateway drops private destinations"})
	}
	w.attached(at.env, id)
	w.encrypted(at.env, inventory.ExcludeInternetGateway, id, false)
	switch {
	case len(w.masks) > 0:
		m := w.masks[len(w.masks)-1]
		if m.at.env != at.env {
			// The gateway of another VPC knows no public address for it.
			w.state(inventory.GatePublicAddress, at.subnet, false, "", "the address of "+m.nat.ID+" is none of "+at.env.vpc.ID+", so its internet gateway knows no public address for it")
		} else if !m.nat.Public {
			w.state(inventory.GateNATGateway, m.nat.ID, false, "", "a private NAT gateway has no public address, so the internet gateway drops its traffic")
		}
	case !w.sixth():
		w.publicAddress(at)
	}
	w.blockPublicAccess(at, len(w.masks) > 0)
	if len(w.masks) == 0 && w.strange(inventory.GateInternetGateway, at, id) {
		return
	}
	w.fromInternet(at.env, id)
}

// strange ends the path of an IPv6 client that stands in another VPC than the
// gateway: whether replies find it is not documented.
func (w *way) strange(kind inventory.Gate, at station, gateway string) bool {
	if !w.sixth() || at.env == w.env {
		return false
	}
	w.beyond(kind, Forward, gateway, "whether replies from the internet reach a client in another VPC")
	w.end()
	return true
}

// leave remembers the gateway that leads out; a NAT gateway counts before the
// internet gateway behind it.
func (w *way) leave(id string, nat bool) {
	if w.door == "" || nat {
		w.door = id
	}
}

func (w *way) attached(env *environment, id string) {
	found := env.snapshot.InternetGateway(env.vpc.Scope, id)
	g, ok := found.Get()
	if !ok {
		w.unknown(inventory.GateInternetGateway, id, "", found.Why())
		return
	}
	attached := slices.Contains(g.VPCs, env.vpc.ID)
	why := "attached to the VPC"
	if !attached {
		why = "not attached to " + env.vpc.ID
	}
	w.state(inventory.GateInternetGateway, id, attached, "", why)
}

// publicAddress asks for the client's own; in a VPC that is not its own it has none.
func (w *way) publicAddress(at station) {
	public := w.class.public
	if at.env != w.env {
		public = inventory.Known(false)
	}
	has, ok := public.Get()
	switch {
	case !ok:
		w.unknown(inventory.GatePublicAddress, at.subnet, "", public.Why())
	case has:
		w.state(inventory.GatePublicAddress, at.subnet, true, "", "a public address is associated")
	default:
		w.state(inventory.GatePublicAddress, at.subnet, false, "", "the interface has no public address, and an internet gateway carries nothing without one")
	}
}

// throughEgressOnly leaves by an egress-only internet gateway: IPv6 alone,
// outbound alone (VPC User Guide, egress-only-internet-gateway).
func (w *way) throughEgressOnly(at station, id string) {
	w.hop(id, "egress-only-internet-gateway", id)
	w.leave(id, false)
	found := at.env.snapshot.EgressOnlyGateway(at.env.vpc.Scope, id)
	g, ok := found.Get()
	switch {
	case !ok:
		w.unknown(inventory.GateEgressOnlyGateway, id, "", found.Why())
	case !w.sixth():
		w.state(inventory.GateEgressOnlyGateway, id, false, "", "it carries IPv6 only")
	case !slices.Contains(g.VPCs, at.env.vpc.ID):
		w.state(inventory.GateEgressOnlyGateway, id, false, "", "not attached to "+at.env.vpc.ID)
	default:
		w.state(inventory.GateEgressOnlyGateway, id, true, "", "attached to the VPC")
	}
	w.encrypted(at.env, inventory.ExcludeEgressOnlyGateway, id, false)
	w.blockPublicAccess(at, true)
	if w.strange(inventory.GateEgressOnlyGateway, at, id) {
		return
	}
	w.cameTo(station{env: at.env})
}

// fromInternet is the reply at the internet gateway: an edge table may lead it
// through a middlebox (VPC User Guide, gateway-route-tables).
func (w *way) fromInternet(env *environment, gateway string) {
	r, missing := env.gatewayRouter(gateway)
	switch n := len(w.masks); {
	case n > 0 && w.masks[n-1].nat.Regional:
		// It stands in no subnet, and an edge table knows only those.
		w.cameTo(station{env: env})
	case missing != nil:
		w.unknown(inventory.GateRoute, gateway, Return, *missing)
		w.end()
	case r != nil:
		w.homeBy(station{env: env}, r, false)
	default:
		w.cameTo(station{env: env})
	}
}
