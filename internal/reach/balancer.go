package reach

import (
	"fmt"
	"slices"
	"strings"

	"mooring/internal/inventory"
)

// node is one of a load balancer's interfaces as a destination.
type node struct {
	at    *inventory.NetworkInterface
	of    inventory.Value[*inventory.LoadBalancer]
	named bool // DNS led here, which leaves out nodes of zones without a healthy target
}

// asNode makes a load balancer's node of the destination that an interface is.
func (d *destination) asNode(s *inventory.Snapshot, n *inventory.NetworkInterface) {
	if n.BalancerTail() == "" {
		return
	}
	d.balancer = &node{at: n, of: s.BalancerOf(n)}
	l, ok := d.balancer.of.Get()
	if !ok {
		return
	}
	d.id, d.kind, d.label = l.ID, string(inventory.KindLoadBalancer), l.Type+" load balancer"
	// A Network Load Balancer made without groups lets everything in and out (NLB
	// guide, load-balancer-security-groups).
	d.groupless = l.Type == "network" && len(l.Groups) == 0 && len(n.Groups) == 0
	if len(d.groups) == 0 {
		d.groups = once(l.Groups)
	}
}

// balance hands the connection on: state, listener and targets decide.
func (w *way) balance(d *destination) {
	if d.balancer == nil {
		return
	}
	l, ok := d.balancer.of.Get()
	if !ok {
		w.unknown(inventory.GateLoadBalancer, d.id, "", d.balancer.of.Why())
		return
	}
	w.serving(l)
	found := w.env.snapshot.Listeners(l.Scope, l.ID)
	all, ok := found.Get()
	if !ok {
		w.unknown(inventory.GateLoadBalancer, l.ID, "", found.Why())
		return
	}
	if one := w.listener(l, all); one != nil {
		w.forward(d, l, one)
	}
}

// serving: a load balancer that is not active serves nobody, and an impaired one
// may not (ELB API, LoadBalancerState).
func (w *way) serving(l *inventory.LoadBalancer) {
	switch l.State {
	case "active":
	case "provisioning", "failed":
		w.state(inventory.GateLoadBalancer, l.ID, false, "", "the load balancer is "+l.State)
	case "":
		w.unknown(inventory.GateLoadBalancer, l.ID, "", inventory.Missing{Kind: inventory.MissingOperation, What: "the state of " + l.ID})
	default:
		w.unknown(inventory.GateLoadBalancer, l.ID, "", hop("whether the load balancer serves, which is "+l.State))
	}
}

// listener is the one that takes the flow; nil where none does, or that is not known.
func (w *way) listener(l *inventory.LoadBalancer, all []*inventory.Listener) *inventory.Listener {
	if !w.flow.hasPorts() || l.Type != "application" && l.Type != "network" {
		w.unknown(inventory.GateLoadBalancer, l.ID, "", hop("what a load balancer of type "+l.Type+" does with "+w.flow.String()))
		return nil
	}
	var unsure *inventory.Listener
	for _, one := range all {
		takes, known := carried(one.Protocol)
		switch {
		case one.Port == 0, one.Port == w.flow.port && !known:
			unsure = one
		case one.Port == w.flow.port && slices.Contains(takes, w.flow.protocol):
			return one
		}
	}
	if unsure != nil {
		w.unknown(inventory.GateLoadBalancer, l.ID, "", inventory.Missing{Kind: inventory.MissingOperation, What: "port and protocol of " + unsure.ID})
		return nil
	}
	w.state(inventory.GateLoadBalancer, l.ID, false, "listener "+w.flow.String(), "no listener on "+w.flow.String())
	return nil
}

// carried are the transport protocols that a listener takes.
func carried(protocol string) (out []inventory.Protocol, known bool) {
	switch protocol {
	case "TCP", "TLS", "HTTP", "HTTPS":
		return []inventory.Protocol{inventory.TCP}, true
	case "UDP", "QUIC":
		return []inventory.Protocol{inventory.UDP}, true
	case "TCP_UDP", "TCP_QUIC":
		return []inventory.Protocol{inventory.TCP, inventory.UDP}, true
	}
	return nil, false
}

// forward follows the default action of a listener.
func (w *way) forward(d *destination, l *inventory.LoadBalancer, one *inventory.Listener) {
	if l.Type == "application" {
		w.notes.assumptions = append(w.notes.assumptions, fmt.Sprintf("rules of the listener %s %d of %s are not read: its default action is judged", one.Protocol, one.Port, l.ID))
	}
	rule := fmt.Sprintf("listener %s %d", one.Protocol, one.Port)
	switch {
	case len(one.Actions) > 0 && !slices.ContainsFunc(one.Actions, func(a string) bool { return !answersItself(a) }):
		w.state(inventory.GateLoadBalancer, l.ID, true, rule, "the load balancer answers by itself: "+strings.Join(one.Actions, ", "))
	case !slices.Contains(one.Actions, "forward") || len(one.TargetGroups) == 0:
		w.unknown(inventory.GateLoadBalancer, l.ID, "", inventory.Missing{Kind: inventory.MissingOperation, What: "the default action of " + one.ID})
	default:
		w.gate(Gate{Kind: inventory.GateLoadBalancer, Object: []string{l.ID}, Rule: rule, Outcome: Passes, Why: "the listener forwards to target groups"})
		listed := len(w.path.Gates) - 1
		b := backend{way: w, node: d, balancer: l}
		for _, arn := range one.TargetGroups {
			b.group(arn)
		}
		b.settle()
		if w.words && len(b.names) > 0 {
			w.path.Gates[listed].Why = "the listener hands connections to " + strings.Join(b.names, ", ")
		}
	}
}

// answersItself knows the actions that need no target.
func answersItself(action string) bool {
	return slices.Contains([]string{"redirect", "fixed-response", "authenticate-oidc", "authenticate-cognito"}, action)
}

// foldNodes is how the fates of the addresses of a name fold. A name that stands
// for a load balancer may leave out nodes that reach no healthy target, and those
// of other zones than the client's; where not all fare alike only DNS knows.
func foldNodes(ways []*way) func(tally) Verdict {
	missing := leftOut(ways)
	if missing == nil || foldWays(ways, tally.any) != VerdictUnknown || foldWays(ways, tally.some) == VerdictUnknown {
		return tally.some
	}
	i := slices.IndexFunc(ways, func(w *way) bool { return w.targetless })
	w := ways[max(i, 0)]
	w.gate(Gate{Kind: inventory.GateLoadBalancer, Object: []string{w.goal.id}, Outcome: Unclear, Why: missing.What, Missing: missing})
	return tally.any
}

// leftOut is why DNS may not answer with all nodes of a load balancer; nil where
// it does (NLB guide, target-group-health-checks and network-load-balancers).
func leftOut(ways []*way) *inventory.Missing {
	targetless := 0
	var zonal *inventory.Missing
	for _, w := range ways {
		if w.goal == nil || w.goal.balancer == nil || !w.goal.balancer.named {
			continue
		}
		if w.targetless {
			targetless++
		}
		l, ok := w.goal.balancer.of.Get()
		if ok && !inventory.Is(l.AnyZone, true) {
			missing := hop("whether DNS answers with a node of another zone than the client's")
			if !l.AnyZone.Known() {
				missing = l.AnyZone.Why()
			}
			zonal = &missing
		}
	}
	if targetless > 0 && targetless < len(ways) {
		missing := hop("whether DNS answers with a node that reaches no target")
		return &missing
	}
	return zonal
}
