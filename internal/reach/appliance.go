package reach

import (
	"cmp"
	"slices"
	"strings"

	"mooring/internal/inventory"
)

// toEndpoint is a route to a VPC endpoint: a gateway endpoint of S3 or DynamoDB,
// or a Gateway Load Balancer's.
func (w *way) toEndpoint(at station, id string) {
	found := at.env.snapshot.VPCEndpoint(at.env.vpc.Scope, id)
	v, ok := found.Get()
	switch {
	case !ok:
		w.hop(id, "vpc-endpoint", id)
		w.unknown(inventory.GateGatewayEndpoint, id, "", found.Why())
		if at.env != w.lastEnv() {
			// It may be another kind of endpoint, which serves more than its own VPC.
			w.end()
			return
		}
		w.cameTo(station{env: at.env})
	case v.Type == "Gateway":
		w.throughGatewayEndpoint(at, v)
	case v.Type == "GatewayLoadBalancer":
		w.throughMiddlebox(at, v, Forward)
	default:
		w.beyond(inventory.GateGatewayEndpoint, Forward, id, "what a route to an "+v.Type+" endpoint does")
		w.end()
	}
}

// throughGatewayEndpoint: it serves its own VPC alone (AWS PrivateLink guide,
// vpc-endpoints-s3).
func (w *way) throughGatewayEndpoint(at station, v *inventory.VPCEndpoint) {
	w.hop(v.ID, "vpc-endpoint", v.Service)
	if at.env != w.lastEnv() {
		w.state(inventory.GateGatewayEndpoint, v.ID, false, v.Service, "a gateway endpoint cannot be used from beyond its VPC")
		w.end()
		return
	}
	w.state(inventory.GateGatewayEndpoint, v.ID, v.Available(), v.Service, w.say("the endpoint is ", strings.ToLower(v.State)))
	if p := w.flow.protocol; p != inventory.TCP && p != inventory.ICMP {
		w.state(inventory.GateGatewayEndpoint, v.ID, false, v.Service, "gateway endpoints carry TCP and ICMP echo only")
	}
	w.gatewayFamily(v)
	w.endpointPolicy(v)
	w.cameTo(station{env: at.env})
}

// gatewayFamily: a gateway endpoint carries the families of its address type;
// absent is ipv4 (PrivateLink guide, gateway-endpoints).
func (w *way) gatewayFamily(v *inventory.VPCEndpoint) {
	has := cmp.Or(v.AddressType, "ipv4")
	own := "ipv4"
	if w.sixth() {
		own = "ipv6"
	}
	switch has {
	case own, "dualstack":
	case "ipv4", "ipv6":
		w.state(inventory.GateGatewayEndpoint, v.ID, false, v.Service, "the endpoint carries "+has+" only")
	default:
		w.unknown(inventory.GateGatewayEndpoint, v.ID, "", inventory.Missing{Kind: inventory.MissingOperation, What: "what an endpoint of address type " + has + " carries"})
	}
}

// toAppliance is a route to an interface. One that checks source and
// destination drops what is not its own (EC2 User Guide, using-eni); what an
// appliance does otherwise is not known.
func (w *way) toAppliance(at station, id string, l Leg) {
	w.sever(l)
	n, ok := at.env.snapshot.NetworkInterface(at.env.vpc.Scope, id).Get()
	if ok && inventory.Is(n.SourceCheck, true) {
		w.hop(id, "network-interface", id)
		w.stateOn(l, inventory.GateSourceDestCheck, id, false, "", "the interface checks source and destination, so it drops what it should forward")
		return
	}
	w.beyond(inventory.GateMiddlebox, l, id, "what the appliance does with it")
}

// sever: past a middlebox no rule names a group of the other side (VPC User
// Guide, security-group-rules). Groups judge the way there alone.
func (w *way) sever(l Leg) {
	if l == Forward {
		w.relation = relation{kind: severed}
	}
}

// passage is a firewall endpoint on the way there.
type passage struct {
	endpoint string
	stateful bool // replies must come back by it
}

// throughMiddlebox is a route to a Gateway Load Balancer endpoint, into its
// subnet and out again by that subnet's table (VPC User Guide, gwlb-route).
func (w *way) throughMiddlebox(at station, v *inventory.VPCEndpoint, l Leg) {
	w.sever(l)
	w.hop(v.ID, "gateway-load-balancer-endpoint", v.ID)
	w.encrypted(at.env, "", v.ID, false)
	if len(v.Subnets) != 1 {
		w.unknown(inventory.GateGatewayBalancer, v.ID, l, inventory.Missing{Kind: inventory.MissingOperation, What: "the subnet of " + v.ID})
		w.end()
		return
	}
	there := station{at.env, v.Subnets[0]}
	if there != at {
		w.acl(there, inbound, l)
	}
	if !v.Available() {
		w.stateOn(l, inventory.GateGatewayBalancer, v.ID, false, "", "the endpoint is "+strings.ToLower(v.State))
	}
	w.inspect(there, v, l)
}

// symmetric: a stateful firewall that saw a flow begin must see its replies. What
// becomes of the others is not said, and some get through (Network Firewall
// guide, asymmetric-routing).
func (w *way) symmetric() {
	for _, p := range w.passed {
		if p.stateful {
			w.unknown(inventory.GateFirewall, p.endpoint, Return, inventory.Missing{Kind: inventory.MissingHop, What: "what the firewall does with a flow whose replies do not come back by its endpoint"})
		}
	}
}

// homeByEndpoint is a reply that a route leads through an endpoint.
func (w *way) homeByEndpoint(at station, r *router, part routed) {
	found := at.env.snapshot.VPCEndpoint(at.env.vpc.Scope, part.Target.ID)
	v, ok := found.Get()
	switch {
	case !ok:
		w.hop(part.Target.ID, "vpc-endpoint", part.Target.ID)
		w.unknown(inventory.GateGatewayBalancer, part.Target.ID, Return, found.Why())
	case v.Type == "GatewayLoadBalancer":
		w.throughMiddlebox(at, v, Return)
		return
	default:
		w.astray(r, part, Return, "the endpoint does not lead back to the client")
	}
	w.end()
}

// endpointPolicy passes a policy that allows everything; any other depends on
// who asks for what.
func (w *way) endpointPolicy(v *inventory.VPCEndpoint) {
	text, ok := v.Policy.Get()
	switch {
	case !ok:
		w.unknown(inventory.GateEndpointPolicy, v.ID, "", v.Policy.Why())
	case text == "" && !w.env.withoutPolicy(v):
		w.unknown(inventory.GateEndpointPolicy, v.ID, "", inventory.Missing{Kind: inventory.MissingOperation, What: "policy of " + v.ID})
	case text == "":
		w.endpointAllows(v, "the service knows no endpoint policy: full access")
	case w.env.allowsAll(text):
		w.endpointAllows(v, "the policy allows everything")
	default:
		w.openPolicy(v)
	}
}

func (w *way) endpointAllows(v *inventory.VPCEndpoint, why string) {
	if w.words {
		w.gate(Gate{Kind: inventory.GateEndpointPolicy, Object: []string{v.ID}, Outcome: Passes, Why: why, endpoint: v})
	}
}

// withoutPolicy reports whether the endpoint's service surely supports no
// policies; for any other AWS answers the policy of every endpoint.
func (e *environment) withoutPolicy(v *inventory.VPCEndpoint) bool {
	services, _ := e.snapshot.EndpointServices(e.vpc).Get()
	return slices.ContainsFunc(services, func(s *inventory.EndpointService) bool {
		return s.Service == v.Service && inventory.Is(s.PolicySupported, false)
	})
}
