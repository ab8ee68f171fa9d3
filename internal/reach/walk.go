package reach

import (
	"fmt"
	"slices"
	"strings"

	"mooring/internal/inventory"
	"mooring/internal/netset"
	"mooring/internal/policy"
)

// toInterface walks to one interface within the VPC: an endpoint's, a mount
// target's, a peer's. Within one subnet neither route tables nor ACLs are
// crossed (VPC User Guide, gateway-route-tables and vpc-network-acls).
func (e *environment) toInterface(c *class, f flow, d destination, n *notebook) *way {
	if d.env != nil && d.env != e {
		return e.toFarInterface(c, f, d, n)
	}
	w := e.newWay(c, f, d.set, n)
	far := station{e, d.subnet}
	if far == w.home() {
		w.groupOut(d.groups)
		w.arrive(d, far, true, true)
		return w
	}
	w.groupOut(d.groups)
	w.aclForward(w.home(), outbound, &w.to, d.set)
	if !w.local(w.home(), d.set, Forward) {
		return w
	}
	w.arrive(d, far, false, true)
	w.aclReturn(far, outbound, w.client, fromPart, w.sources)
	if w.local(far, w.sources, Return) {
		w.aclReturn(w.home(), inbound, w.client, toPart, d.set)
	}
	return w
}

// arrive enters the destination's subnet, its groups and, for an endpoint, its
// policy. references says whether its groups can name the client's.
func (w *way) arrive(d destination, far station, near, references bool) {
	w.hop(d.id, d.kind, d.label)
	if d.endpoint != nil {
		w.state(inventory.GateInterfaceEndpoint, d.id, d.endpoint.Available(), d.endpoint.Service, "the endpoint is "+strings.ToLower(d.endpoint.State))
	}
	if !near {
		w.aclForward(far, inbound, &w.from, w.sources)
	}
	w.groupIn(far.env, d, references)
	if d.endpoint != nil {
		w.endpointPolicy(d.endpoint)
	}
}

// local checks that the VPC's own route carries a packet between two subnets;
// a more specific route would lead it through an appliance. peers are those
// that the packet goes to: destinations on the way there, clients on the way
// back. It reports whether any gets on; where none does, the path ends.
func (w *way) local(at station, peers netset.Set, l Leg) bool {
	r, ok := at.env.routerOf(at.subnet).Get()
	if !ok {
		w.unknown(inventory.GateRoute, at.subnet, l, at.env.routerOf(at.subnet).Why())
		return true
	}
	side := &w.to
	if l == Return {
		side = &w.from
	}
	carried := false
	for _, part := range r.split(w.env.space, peers) {
		g := Gate{Kind: inventory.GateRoute, Object: []string{r.table.ID}, Leg: l, Outcome: Passes}
		switch {
		case r.unclear != nil:
			side.doubt = side.doubt.Union(part.set)
			g.Outcome, g.Why, g.Missing = Unclear, r.unclear.What, r.unclear
		case part.tie:
			missing := inventory.Missing{Kind: inventory.MissingHop, What: "which of two prefix lists AWS picks"}
			side.doubt = side.doubt.Union(part.set)
			g.Outcome, g.Why, g.Missing = Unclear, missing.What, &missing
		case !part.found || part.Blackhole:
			side.cut = side.cut.Union(part.set)
			g.Outcome, g.Why = Fails, "no route leads to "+shortList(part.set)
		case part.Target.Kind != inventory.TargetLocal:
			missing := inventory.Missing{Kind: inventory.MissingHop, What: "what " + part.Target.ID + " does with traffic inside the VPC"}
			side.doubt = side.doubt.Union(part.set)
			g = Gate{Kind: inventory.GateMiddlebox, Object: []string{part.Target.ID}, Leg: l, Outcome: Unclear, Why: missing.What, Missing: &missing}
		default:
			g.Rule, g.Why = part.text(), "the VPC's own route"
		}
		carried = carried || g.Outcome != Fails
		w.gate(g)
	}
	return carried
}

// endpointPolicy passes a policy that allows everything; any other is not
// decided yet.
func (w *way) endpointPolicy(v *inventory.VPCEndpoint) {
	text, ok := v.Policy.Get()
	switch {
	case !ok:
		w.unknown(inventory.GateEndpointPolicy, v.ID, "", v.Policy.Why())
	case text == "" && !w.env.withoutPolicy(v):
		w.unknown(inventory.GateEndpointPolicy, v.ID, "", inventory.Missing{Kind: inventory.MissingOperation, What: "policy of " + v.ID})
	case text == "":
		w.gate(Gate{Kind: inventory.GateEndpointPolicy, Object: []string{v.ID}, Outcome: Passes, Why: "the service knows no endpoint policy: full access"})
	case allowsAll(text):
		w.gate(Gate{Kind: inventory.GateEndpointPolicy, Object: []string{v.ID}, Outcome: Passes, Why: "the policy allows everything"})
	default:
		w.unknown(inventory.GateEndpointPolicy, v.ID, "", inventory.Missing{Kind: inventory.MissingHop, What: "what the endpoint policy of " + v.ID + " allows"})
	}
}

// allowsAll reports whether a policy document surely allows every request.
func allowsAll(text string) bool {
	d, err := policy.Parse([]byte(text))
	return err == nil && d.AllowsEverything()
}

// withoutPolicy reports whether the endpoint's service surely supports no
// policies; for any other AWS answers the policy of every endpoint.
func (e *environment) withoutPolicy(v *inventory.VPCEndpoint) bool {
	services, _ := e.snapshot.EndpointServices(e.vpc).Get()
	return slices.ContainsFunc(services, func(s *inventory.EndpointService) bool {
		return s.Service == v.Service && inventory.Is(s.PolicySupported, false)
	})
}

// toPublic walks to public addresses: one way for each route that wins some of them.
func (e *environment) toPublic(c *class, f flow, want netset.Set, n *notebook) []*way {
	first := e.newWay(c, f, want, n)
	first.groupOut(nil)
	first.aclForward(first.home(), outbound, &first.to, want)
	router, ok := e.routerOf(c.subnet.ID).Get()
	if !ok {
		first.unknown(inventory.GateRoute, c.subnet.ID, Forward, e.routerOf(c.subnet.ID).Why())
		return []*way{first}
	}
	var ways []*way
	for _, part := range router.split(e.space, want) {
		w := e.newWay(c, f, part.set, n)
		w.groupOut(nil)
		w.aclForward(w.home(), outbound, &w.to, part.set)
		if w.follow(w.home(), router, part) {
			w.aclReturn(w.home(), inbound, w.client, toPart, part.set)
		}
		ways = append(ways, w)
	}
	return ways
}

// follow takes one route. It reports whether the packet got anywhere, so that
// its way back is worth asking about.
func (w *way) follow(at station, r *router, part routed) bool {
	if !w.route(r, part) {
		return false
	}
	w.hop(r.table.ID, "route-table", part.text())
	id := part.Target.ID
	if at.env != w.env {
		if ends, on := w.fromBeyond(at, part); ends {
			return on
		}
	}
	switch part.Target.Kind {
	case inventory.TargetEndpoint:
		return w.throughEndpoint(at.env, id)
	case inventory.TargetNAT:
		return w.throughNAT(at, id)
	case inventory.TargetInternet:
		return w.throughInternetGateway(at, id, r.table.ID, w.publicAt(at))
	case inventory.TargetTransit:
		return w.transitToPublic(at, id)
	case inventory.TargetPeering:
		return w.peeringToPublic(at, id)
	case inventory.TargetVirtual:
		w.beyond(inventory.GateVirtualGateway, id, "what lies behind the virtual private gateway")
		return false
	case inventory.TargetInterface:
		return w.throughAppliance(id)
	case inventory.TargetEgressOnly:
		return w.throughEgressOnly(at, id)
	}
	return w.beyond(inventory.GateRoute, id, fmt.Sprintf("where a %s leads", part.Target.Kind))
}

// route is the gate that the route itself is; false where the path ends.
func (w *way) route(r *router, part routed) bool {
	g := Gate{Kind: inventory.GateRoute, Object: []string{r.table.ID}, Leg: Forward, Outcome: Passes, Why: "the most specific route"}
	switch {
	case r.unclear != nil:
		w.unknown(inventory.GateRoute, r.table.ID, Forward, *r.unclear)
		return false
	case part.tie:
		w.unknown(inventory.GateRoute, r.table.ID, Forward, inventory.Missing{Kind: inventory.MissingHop, What: "which of two prefix lists AWS picks"})
		return false
	case !part.found:
		g.Outcome, g.Why = Fails, "no route leads to "+w.env.words(part.set)
	case part.Blackhole:
		g.Outcome, g.Rule, g.Why = Fails, part.text(), "the route's target is gone"
	case part.Target.Kind == inventory.TargetLocal:
		g.Outcome, g.Rule, g.Why = Fails, part.text(), "the VPC's own route leads nowhere outside"
	default:
		g.Rule = part.text()
	}
	if g.Outcome == Fails {
		w.to.cut = w.to.cut.Union(w.want)
	}
	w.gate(g)
	return g.Outcome == Passes
}

// beyond is a hop that is not followed yet.
func (w *way) beyond(kind inventory.Gate, id, what string) bool {
	w.hop(id, string(kind), id)
	w.unknown(kind, id, Forward, inventory.Missing{Kind: inventory.MissingHop, What: what + " (" + id + ")"})
	return true
}

// throughAppliance is a route to an interface. One that checks source and
// destination drops what is not its own (EC2 User Guide, using-eni); what an
// appliance does otherwise is not known.
func (w *way) throughAppliance(id string) bool {
	n, ok := w.env.snapshot.NetworkInterface(w.env.vpc.Scope, id).Get()
	if ok && inventory.Is(n.SourceCheck, true) {
		w.hop(id, "network-interface", id)
		w.state(inventory.GateSourceDestCheck, id, false, "", "the interface checks source and destination, so it drops what it should forward")
		return true
	}
	return w.beyond(inventory.GateMiddlebox, id, "what the appliance does with it")
}

// throughEndpoint is a route to a VPC endpoint: a gateway endpoint of S3 or
// DynamoDB, or a Gateway Load Balancer's.
func (w *way) throughEndpoint(env *environment, id string) bool {
	v, ok := env.snapshot.VPCEndpoint(env.vpc.Scope, id).Get()
	if !ok {
		w.hop(id, "vpc-endpoint", id)
		w.unknown(inventory.GateGatewayEndpoint, id, "", env.snapshot.VPCEndpoint(env.vpc.Scope, id).Why())
		return true
	}
	if v.Type != "Gateway" {
		return w.beyond(inventory.GateGatewayBalancer, id, "what the appliances behind the endpoint do")
	}
	w.hop(id, "vpc-endpoint", v.Service)
	w.state(inventory.GateGatewayEndpoint, id, v.Available(), v.Service, "the endpoint is "+strings.ToLower(v.State))
	if w.flow.protocol != inventory.TCP {
		w.state(inventory.GateGatewayEndpoint, id, w.flow.protocol == inventory.ICMP, v.Service, "gateway endpoints carry TCP and ICMP echo only")
	}
	w.endpointPolicy(v)
	return true
}

// throughInternetGateway leaves the VPC. public says whether the source has a
// public address there.
func (w *way) throughInternetGateway(at station, id, table string, public inventory.Value[bool]) bool {
	w.hop(id, "internet-gateway", id)
	if inside := w.want.Intersect(w.env.private); !inside.IsEmpty() {
		w.to.cut = w.to.cut.Union(inside)
		w.gate(Gate{Kind: inventory.GateRoute, Object: []string{table}, Leg: Forward, Outcome: Fails, Why: "an internet gateway drops private destinations"})
	}
	w.attached(at.env, id)
	if !w.sixth() {
		w.publicAddress(at.subnet, public)
	}
	w.blockPublicAccess(at, false)
	return true
}

// sixth reports whether the packets are IPv6, whose addresses are all public.
func (w *way) sixth() bool { return w.want.Witness().Is6() }

// throughEgressOnly leaves by an egress-only internet gateway: IPv6 alone,
// outbound alone (VPC User Guide, egress-only-internet-gateway).
func (w *way) throughEgressOnly(at station, id string) bool {
	w.hop(id, "egress-only-internet-gateway", id)
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
	w.blockPublicAccess(at, true)
	return true
}

func (w *way) attached(env *environment, id string) {
	g, ok := env.snapshot.InternetGateway(env.vpc.Scope, id).Get()
	if !ok {
		w.unknown(inventory.GateInternetGateway, id, "", env.snapshot.InternetGateway(env.vpc.Scope, id).Why())
		return
	}
	attached := slices.Contains(g.VPCs, env.vpc.ID)
	why := "attached to the VPC"
	if !attached {
		why = "not attached to " + env.vpc.ID
	}
	w.state(inventory.GateInternetGateway, id, attached, "", why)
}

// publicAt says whether the client has a public address where its packet leaves
// a VPC; in a VPC that is not its own it has none.
func (w *way) publicAt(at station) inventory.Value[bool] {
	if at.env == w.env {
		return w.class.public
	}
	return inventory.Known(false)
}

func (w *way) publicAddress(subnet string, public inventory.Value[bool]) {
	has, ok := public.Get()
	switch {
	case !ok:
		w.unknown(inventory.GatePublicAddress, subnet, "", public.Why())
	case has:
		w.state(inventory.GatePublicAddress, subnet, true, "", "a public address is associated")
	default:
		w.state(inventory.GatePublicAddress, subnet, false, "", "the interface has no public address, and an internet gateway carries nothing without one")
	}
}
