package reach

import (
	"fmt"
	"net/netip"
	"strings"

	"mooring/internal/inventory"
	"mooring/internal/netset"
)

// way is one path under evaluation: destinations that share every hop. Each gate
// rules some of its packets out. A packet has a destination, a source and a
// client port (and behind a NAT gateway the gateway's port); a rule of AWS looks
// at one address and one port at a time, so what is ruled out is kept by those:
//
//	                 any port          at one port
//	destination      to.cut            client[i].to.cut, nat[i].to.cut
//	source           from.cut          client[i].from.cut
type way struct {
	env   *environment
	class *class
	flow  flow

	sources netset.Set // the client's addresses of the destinations' family
	want    netset.Set // destinations
	to      ruled
	from    ruled
	client  []leg
	nat     []leg

	path  Path
	notes *notebook
}

// ruled are addresses that surely fail, and those that may.
type ruled struct{ cut, doubt netset.Set }

// leg is what happens to replies to one range of ports.
type leg struct {
	ports    portRange
	to, from ruled
}

// station is where a packet is: a subnet of a VPC.
type station struct {
	env    *environment
	subnet string
}

// home is where the client stands.
func (w *way) home() station { return station{w.env, w.class.subnet.ID} }

// notebook gathers what a proof says beside its gates.
type notebook struct {
	assumptions []string
	notes       []string
	repairs     []Repair
}

func (e *environment) newWay(c *class, f flow, want netset.Set, n *notebook) *way {
	w := &way{env: e, class: c, flow: f, want: want, notes: n}
	w.sources = c.sources
	if want.Witness().Is6() {
		w.sources = c.sources6
	}
	w.to, w.from = e.nothingRuled(), e.nothingRuled()
	if f.hasPorts() {
		w.client = e.legs(clientPorts)
	} else {
		w.client = e.legs(portRange{0, 0})
	}
	w.hop(c.subnet.ID, "subnet", c.subnet.Zone)
	return w
}

func (e *environment) nothingRuled() ruled { return ruled{e.space.Empty(), e.space.Empty()} }

func (e *environment) legs(r portRange) []leg {
	var out []leg
	for _, ports := range e.ports.within(r) {
		out = append(out, leg{ports, e.nothingRuled(), e.nothingRuled()})
	}
	return out
}

func (w *way) hop(id, kind, label string) {
	w.path.Hops = append(w.path.Hops, Hop{ID: id, Kind: kind, Label: label})
}

// judge appends a gate over destinations or sources: those not admitted are
// ruled out, or in doubt where something was unread.
func (r *ruled) judge(all, admitted netset.Set, unclear *inventory.Missing) Outcome {
	rest := all.Minus(admitted)
	switch {
	case rest.IsEmpty():
		return Passes
	case unclear != nil:
		r.doubt = r.doubt.Union(rest)
		return Unclear
	}
	r.cut = r.cut.Union(rest)
	return Fails
}

func (w *way) gate(g Gate) { w.path.Gates = append(w.path.Gates, g) }

// state is a gate that treats all packets alike.
func (w *way) state(kind inventory.Gate, object string, ok bool, rule, why string) {
	g := Gate{Kind: kind, Object: []string{object}, Rule: rule, Outcome: Passes, Why: why}
	if !ok {
		g.Outcome = Fails
		w.to.cut = w.to.cut.Union(w.want)
	}
	w.gate(g)
}

// unknown is a gate that cannot be decided.
func (w *way) unknown(kind inventory.Gate, object string, l Leg, missing inventory.Missing) {
	w.to.doubt = w.to.doubt.Union(w.want)
	w.gate(Gate{Kind: kind, Object: []string{object}, Leg: l, Outcome: Unclear, Why: missing.What, Missing: &missing})
}

// groupOut asks the client's groups for the way out. peer are the groups that
// the destination carries, nil for an address outside.
func (w *way) groupOut(peer []string) {
	a := w.env.askGroups(w.class.groups, outbound, w.flow)
	admitted := a.admitted
	if a.admits(peer) {
		admitted = w.want
	}
	g := Gate{Kind: inventory.GateGroupEgress, Object: w.class.blamed, Missing: a.unclear}
	g.Outcome = w.to.judge(w.want, admitted, a.unclear)
	g.Rule = a.rule(w.want, peer)
	g.Why = explain(g.Outcome, a, g.Object, groupQuestion{way: outbound, flow: w.flow})
	w.gate(g)
}

// groupIn asks a destination's groups for the way in. The client counts by its
// address, and by its groups where references reach that far.
func (w *way) groupIn(env *environment, d destination, references bool) {
	a := env.askGroups(d.groups, inbound, w.flow)
	admitted := a.admitted
	if references && a.admits(w.class.groups) {
		admitted = w.sources
	}
	g := Gate{Kind: inventory.GateGroupIngress, Object: d.blame(), Missing: a.unclear}
	g.Outcome = w.from.judge(w.sources, admitted, a.unclear)
	g.Rule = a.rule(w.sources, w.class.groups)
	g.Why = explain(g.Outcome, a, g.Object, groupQuestion{way: inbound, flow: w.flow})
	w.gate(g)
}

// explain says in words what a side's groups do.
func explain(o Outcome, a groupAnswer, groups []string, q groupQuestion) string {
	switch o {
	case Passes:
		return "admitted"
	case Unclear:
		return "cannot be decided without " + a.unclear.What
	}
	return a.only(groups, q)
}

// words names a set as a person would.
func (e *environment) words(s netset.Set) string {
	if s.Equal(e.internet) || s.Equal(e.internet6) {
		return anyPublic
	}
	return shortList(s)
}

const anyPublic = "any public address"

// shortList writes the first blocks of a set.
func shortList(s netset.Set) string {
	var out []string
	s.EachPrefix(func(p netip.Prefix) bool {
		switch {
		case len(out) == 3:
			out = append(out, "…")
			return false
		case p.IsSingleIP():
			out = append(out, p.Addr().String())
		default:
			out = append(out, p.String())
		}
		return true
	})
	return strings.Join(out, ", ")
}

// aclForward asks an ACL about the way there.
func (w *way) aclForward(at station, way direction, r *ruled, peers netset.Set) {
	kind := aclGate(way)
	f, ok := at.env.filterOf(at.subnet).Get()
	if !ok {
		w.unknown(kind, at.subnet, Forward, at.env.filterOf(at.subnet).Why())
		return
	}
	admitted := f.admitted(way, w.flow, peers)
	rest := peers.Minus(admitted)
	g := Gate{Kind: kind, Object: []string{f.acl.ID}, Leg: Forward, Outcome: r.judge(peers, admitted, nil)}
	g.Rule, g.Why = f.rule(way, w.flow, admitted), "lets it through"
	if g.Outcome == Fails {
		g.Rule = f.rule(way, w.flow, rest)
		g.Why = fmt.Sprintf("denies %s %s %s", w.flow, towards(way), w.env.words(rest))
	}
	w.gate(g)
}

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

// aclReturn asks an ACL about the way back: ACLs are stateless, so the reply
// to every client port needs its own allow (VPC User Guide, vpc-network-acls).
// part picks which address of the packet the ACL sees.
func (w *way) aclReturn(at station, way direction, legs []leg, part func(*leg) *ruled, peers netset.Set) {
	kind := aclGate(way)
	f, ok := at.env.filterOf(at.subnet).Get()
	if !ok {
		w.unknown(kind, at.subnet, Return, at.env.filterOf(at.subnet).Why())
		return
	}
	g := Gate{Kind: kind, Object: []string{f.acl.ID}, Leg: Return, Outcome: Passes, Why: "lets replies through"}
	var denied []string
	for i := range legs {
		reply := flow{w.flow.protocol, legs[i].ports.from}
		admitted := f.admitted(way, reply, peers)
		if part(&legs[i]).judge(peers, admitted, nil) == Passes {
			if g.Rule == "" {
				g.Rule = f.rule(way, reply, admitted)
			}
			continue
		}
		if len(denied) == 0 {
			g.Rule = f.rule(way, reply, peers.Minus(admitted))
		}
		g.Outcome = Fails
		denied = append(denied, fmt.Sprintf("%s %s %s", legs[i].ports, towards(way), w.env.words(peers.Minus(admitted))))
	}
	if g.Outcome == Fails {
		g.Why = "denies replies on ports " + strings.Join(denied, "; ")
	}
	w.gate(g)
}

func toPart(l *leg) *ruled   { return &l.to }
func fromPart(l *leg) *ruled { return &l.from }
