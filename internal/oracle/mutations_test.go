//go:build mutate

package oracle

import "mooring/internal/inventory"

// mutations take one gate each out of the engine.
func mutations() []mutation {
	const (
		way, walk, acl = "internal/reach/way.go", "internal/reach/walk.go", "internal/reach/acl.go"
		reply          = "		o := w.judgeReply(&ports[i], side, admitted)\n"
		judged         = "	if !ok {\n		outcome = Fails\n		w.refuse()"
	)
	all := []mutation{
		{"mode", "internal/reach/depend.go", "func closed(r inventory.Resource, s inventory.Service, t Traffic) *Proof {\n	p := &Proof{From: From{Class: \"isolated\"}, To: To{ID: s.ID, Port: s.Port, Protocol: s.Protocol}, Traffic: t, Verdict: VerdictBlocked}", "func closed(r inventory.Resource, s inventory.Service, t Traffic) *Proof {\n	p := &Proof{From: From{Class: \"isolated\"}, To: To{ID: s.ID, Port: s.Port, Protocol: s.Protocol}, Traffic: t, Verdict: VerdictReachable}"},
		{"dns", "internal/reach/dns.go", "a.gate(inventory.GateDNS, object, Fails, why, nil)", "a.gate(inventory.GateDNS, object, Passes, why, nil)"},
		{"security-group-egress", walk, "	o := w.farOut.judge(w.far, admitted, a.unclear)\n", "	admitted = w.far\n	o := w.farOut.judge(w.far, admitted, a.unclear)\n"},
		{"security-group-ingress", walk, "	o := w.judgeSource(&w.nearOut, &w.farOut, admitted, a.unclear)\n", "	admitted = w.near\n	o := w.judgeSource(&w.nearOut, &w.farOut, admitted, a.unclear)\n"},
		{"network-acl-egress forward", acl, "		o = w.farOut.judge(w.far, admitted, nil)", "		o = w.farOut.judge(w.far, w.far, nil)"},
		{"network-acl-ingress forward", acl, "		o = w.judgeSource(&w.nearOut, &w.farOut, admitted, nil)", "		o = w.judgeSource(&w.nearOut, &w.farOut, w.source(), nil)"},
		{"network-acl-egress return", acl, reply, reply + "		if side == outbound {\n			o = Passes\n		}\n"},
		{"network-acl-ingress return", acl, reply, reply + "		if side == inbound {\n			o = Passes\n		}\n"},
		{"transit-gateway", "internal/reach/transit.go", "func (w *way) stops(l Leg, object, rule, why string) {\n	w.refuse()\n", "func (w *way) stops(l Leg, object, rule, why string) {\n"},
		{"endpoint-policy", "internal/reach/endpoint_policy.go", "s.Outcome == policy.DeniedExplicitly:\n		return Fails", "s.Outcome == policy.DeniedExplicitly:\n		return Passes"},
		{"firewall", "internal/reach/firewall_walk.go", "	case part.outcome == Fails:\n		ports[i].far.cut", "	case false:\n		ports[i].far.cut"},
		// A circle must still end.
		{"route", way, judged, "	if !ok && (kind != \"route\" || why == \"the routes lead in a circle\") {\n		outcome = Fails\n		w.refuse()"},
		{"route that is missing", walk, "		outcome = Fails\n		w.refuse()\n", "		outcome = Fails\n"},
		{"load-balancer without a target that is reached", "internal/reach/balancer_settle.go", "	case t.fail:\n		w.refuse()\n", "	case t.fail:\n"},
		{"encryption controls at a mount target", "internal/reach/walk.go", "	if d.kind == \"mount-target\" {", "	if false && d.kind == \"mount-target\" {"},
		{"NAT64 in the NAT gateway's own subnet", "internal/reach/nat.go", "nat.Subnet == at.subnet && !w.sixth():", "nat.Subnet == at.subnet:"},
		{"symmetric routes of a firewall", "internal/reach/appliance.go", "		if p.stateful {", "		if false && p.stateful {"},
	}
	for _, g := range []inventory.Gate{
		inventory.GateInternetGateway, inventory.GatePublicAddress, inventory.GateNATGateway, inventory.GateEgressOnlyGateway,
		inventory.GateGatewayEndpoint, inventory.GateInterfaceEndpoint, inventory.GatePeering, inventory.GateVirtualGateway,
		inventory.GateGatewayBalancer, inventory.GateBlockPublicAccess, inventory.GateEncryptionControl, inventory.GateSourceDestCheck,
		inventory.GateLoadBalancer,
	} {
		all = append(all, mutation{string(g), way, judged, "	if !ok && kind != \"" + string(g) + "\" {\n		outcome = Fails\n		w.refuse()"})
	}
	return all
}

// unjudged is the gate that nothing fails: the engine only ever leaves it open.
func unjudged() []inventory.Gate {
	return []inventory.Gate{inventory.GateMiddlebox}
}
