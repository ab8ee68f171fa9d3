package reach

import (
	"fmt"
	"strings"

	"mooring/internal/inventory"
	"mooring/internal/netset"
)

func towards(way direction) string {
	if way == inbound {
		return "from"
	}
	return "to"
}

func aclGate(way direction) inventory.Gate {
	if way == inbound {
		return inventory.GateACLIngress
	}
	return inventory.GateACLEgress
}

// acl crosses the border of a subnet. ACLs are stateless, so the way back is
// asked as well (VPC User Guide, vpc-network-acls).
func (w *way) acl(at station, side direction, l Leg) {
	found := at.env.filterOf(at.subnet)
	f, ok := found.Get()
	switch {
	case !ok:
		w.unknown(aclGate(side), at.subnet, l, found.Why())
	case l == Forward:
		w.aclThere(f, side)
	default:
		w.aclBack(f, side)
	}
}

func (w *way) aclThere(f *filter, side direction) {
	admitted, peers := f.admitted(side, w.flow), w.far
	var o Outcome
	if side == outbound {
		o = w.farOut.judge(w.far, admitted, nil)
	} else {
		peers = w.source()
		o = w.judgeSource(&w.nearOut, &w.farOut, admitted, nil)
	}
	if !w.words {
		return
	}
	g := Gate{Kind: aclGate(side), Object: []string{f.acl.ID}, Leg: Forward, Outcome: o}
	g.Rule, g.Why = f.rule(side, w.flow, admitted.Intersect(peers)), "lets it through"
	if o == Unclear {
		g.Missing = w.addressless()
		g.Rule, g.Why = "", "cannot be decided without "+g.Missing.What
	}
	if o == Fails {
		rest := peers.Minus(admitted)
		g.Rule = f.rule(side, w.flow, rest)
		g.Why = fmt.Sprintf("denies %s %s %s", w.flow, towards(side), w.env.words(rest))
	}
	w.gate(g)
}

// aclBack asks for the reply to every port: each needs its own allow.
func (w *way) aclBack(f *filter, side direction) {
	ports, missing := w.ports(), w.addressless()
	if !w.words && missing == nil && len(ports) > 0 {
		if f.surelyReplies(overPorts(side, w.flow.protocol, ports)).Covers(w.peersOf(side)) {
			return
		}
		switch r := f.admittedReplies(side, w.flow.protocol, ports); {
		case r.always.Covers(w.peersOf(side)):
			return
		case !r.sometimes.Meets(w.peersOf(side)):
			w.refuse()
			return
		}
	}
	g := Gate{Kind: aclGate(side), Object: []string{f.acl.ID}, Leg: Return, Outcome: Passes, Why: "lets replies through"}
	peers := w.peersOf(side)
	var denied []string
	owned := false
	for i := range ports {
		reply := flow{w.flow.protocol, ports[i].ports.from}
		admitted := f.admitted(side, reply)
		if !owned && (missing != nil || !admitted.Covers(peers)) {
			ports, owned = w.ownPorts(), true
		}
		o := w.judgeReply(&ports[i], side, admitted)
		if o == Unclear {
			g.Outcome, g.Missing = Unclear, missing
			g.Why = "cannot be decided without " + missing.What
			break
		}
		if o == Passes {
			if w.words && g.Rule == "" {
				g.Rule = f.rule(side, reply, admitted.Intersect(peers))
			}
			continue
		}
		if w.words {
			denied = append(denied, fmt.Sprintf("%s %s %s", ports[i].ports, towards(side), w.env.words(peers.Minus(admitted))))
			if g.Outcome == Passes {
				g.Rule = f.rule(side, reply, peers.Minus(admitted))
			}
		}
		g.Outcome = Fails
	}
	if g.Outcome == Fails && w.words {
		g.Why = "denies replies on ports " + strings.Join(denied, "; ")
	}
	w.gate(g)
}

// peersOf are those whom replies are from, at the ACL's ingress, or for.
func (w *way) peersOf(side direction) netset.Set {
	if side == outbound {
		return w.source()
	}
	return w.far
}

func (w *way) judgeReply(l *replies, side direction, admitted netset.Set) Outcome {
	if side == inbound {
		return l.far.judge(w.far, admitted, nil)
	}
	return w.judgeSource(&l.near, &l.far, admitted, nil)
}
