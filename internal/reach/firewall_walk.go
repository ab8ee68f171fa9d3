package reach

import (
	"fmt"
	"slices"
	"strings"

	"mooring/internal/inventory"
	"mooring/internal/netset"
)

// inspect asks what stands behind a Gateway Load Balancer endpoint. What comes
// out of a firewall goes on by the table of the endpoint's subnet; what any other
// appliance sends, and from which address, is not known.
func (w *way) inspect(at station, v *inventory.VPCEndpoint, l Leg) {
	found := at.env.firewallOf(v.ID)
	f, ok := found.Get()
	switch {
	case !ok:
		w.unknown(inventory.GateFirewall, v.ID, l, found.Why())
		w.end()
	case f == nil:
		w.beyond(inventory.GateGatewayBalancer, l, v.ID, "what the appliances behind the endpoint do")
		w.end()
	case w.addressless() != nil:
		w.unknown(inventory.GateFirewall, v.ID, l, *w.addressless())
		w.end()
	default:
		w.hop(f.ARN, "firewall", f.FirewallName)
		for _, c := range w.inspections(f, l) {
			c.way.inspected(at, v, l, c)
		}
	}
}

func (w *way) pastEndpoint(at station, l Leg) {
	if l == Forward {
		w.onward(at, true)
		return
	}
	w.homeward(at, true)
}

// inspectedWay is the way of those packets that fare alike: one inspection for
// each range of ports that replies go to.
type inspectedWay struct {
	way   *way
	ports []inspection
}

// inspections splits the way so that in each part all packets of one client port
// fare alike.
func (w *way) inspections(f *firewall, l Leg) []inspectedWay {
	w.named = true
	ports := w.ports()
	asked := make([][]inspection, len(ports))
	sources, destinations := []netset.Set{w.source()}, []netset.Set{w.far}
	for i, r := range ports {
		asked[i] = f.inspect(inspected{src: w.source(), dst: w.far, flow: w.flow, client: r.ports, host: w.namesAsked()}, l)
		for _, part := range asked[i] {
			sources, destinations = partition(sources, part.src), partition(destinations, part.dst)
		}
	}
	var out []inspectedWay
	for _, src := range sources {
		for _, dst := range destinations {
			one := inspectedWay{ports: make([]inspection, len(ports))}
			for i := range asked {
				one.ports[i] = holding(asked[i], src, dst)
			}
			one.way = w
			if len(sources)*len(destinations) > 1 {
				one.way = w.overSource(src, dst)
			}
			out = append(out, one)
		}
	}
	return out
}

// namesAsked is what a firewall may see of the name. AWS's own have a bucket, an
// account or a domain in front for some services.
func (w *way) namesAsked() string {
	for _, domain := range []string{"amazonaws.com", "amazonaws.com.cn", "amazonaws.eu", "aws", "c2s.ic.gov", "sc2s.sgov.gov"} {
		if w.host != "" && inventory.WithinDomain(w.host, domain) {
			return "." + w.host
		}
	}
	return w.host
}

func holding(parts []inspection, src, dst netset.Set) inspection {
	for _, part := range parts {
		if part.src.Covers(src) && part.dst.Covers(dst) {
			return part
		}
	}
	missing := hop("what a firewall does with traffic that none of its parts speaks of")
	return inspection{src: src, dst: dst, outcome: Unclear, stateful: true, why: missing.What, missing: &missing}
}

// overSource is the way of some of the addresses that its packets carry. Which
// of its addresses a NAT gateway draws is not known, so there all clients stay.
func (w *way) overSource(src, dst netset.Set) *way {
	if len(w.masks) == 0 {
		return w.over(src, dst)
	}
	f := w.over(w.near, dst)
	if !src.Equal(w.source()) {
		f.farOut.doubt = f.farOut.doubt.Union(dst)
	}
	return f
}

// inspected applies what the firewall does, and goes on.
func (w *way) inspected(at station, v *inventory.VPCEndpoint, l Leg, c inspectedWay) {
	stateful := false
	for i, part := range c.ports {
		stateful = stateful || part.stateful
		w.rule(i, part)
		if i == 0 || part.key() != c.ports[i-1].key() {
			w.firewallGate(l, v, part)
		}
	}
	switch {
	case l == Forward:
		w.passed = append(w.passed, passage{v.ID, stateful})
		w.inspectedIn = append(slices.Clip(w.inspectedIn), at.env)
	case !w.comesBy(v.ID) && stateful:
		w.unknown(inventory.GateFirewall, v.ID, l, inventory.Missing{Kind: inventory.MissingHop, What: "what the firewall does with replies to what it did not see"})
	}
	w.pastEndpoint(at, l)
}

// rule keeps what becomes of the packets at one range of ports.
func (w *way) rule(i int, part inspection) {
	ports := w.ownPorts()
	switch {
	case part.outcome == Fails:
		ports[i].far.cut = ports[i].far.cut.Union(w.far)
	case part.outcome == Unclear, part.filtered != nil && w.host != anyName:
		ports[i].far.doubt = ports[i].far.doubt.Union(w.far)
	case part.filtered != nil:
		w.filtered = true
	}
}

func (w *way) firewallGate(l Leg, v *inventory.VPCEndpoint, part inspection) {
	if !w.words {
		return
	}
	g := Gate{Kind: inventory.GateFirewall, Object: []string{v.ID}, Rule: part.rule, Leg: l, Outcome: part.outcome, Why: part.why, Missing: part.missing}
	if part.filtered != nil {
		g.Why = "only names of an allow-list pass: " + firstOf(part.filtered)
		if w.host != anyName {
			g.Outcome, g.Missing = Unclear, &inventory.Missing{Kind: inventory.MissingHop, What: "which name is asked for"}
		}
	}
	w.gate(g)
}

// firstOf writes the first few of many names.
func firstOf(names []string) string {
	const few = 8
	if len(names) > few {
		return strings.Join(names[:few], ", ") + fmt.Sprintf(" and %d more", len(names)-few)
	}
	return strings.Join(names, ", ")
}

// comesBy forgets a passage that the reply takes too; false where the way there
// did not take it.
func (w *way) comesBy(endpoint string) bool {
	for i, p := range w.passed {
		if p.endpoint == endpoint {
			w.passed = append(w.passed[:i:i], w.passed[i+1:]...)
			return true
		}
	}
	return false
}
