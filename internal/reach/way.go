package reach

import (
	"net/netip"
	"slices"
	"strings"

	"mooring/internal/inventory"
	"mooring/internal/netset"
)

// trip is one question: from a class to some addresses, on one protocol and
// port. Its ways are what DNS and routing make of it.
type trip struct {
	env   *environment
	class *class
	flow  flow
	last  int          // the port up to which the flow stands for all; 0 for its port alone
	host  string       // the name that was asked for, "" where there is none
	goal  *destination // nil: public addresses
	notes *notebook
	words bool // gates and hops are wanted too, not the verdict alone
	ways  []*way
	drawn []Gate // choices that AWS makes at random; a way's tied counts from 1

	behind   int  // load balancers that handed the connection on
	withheld bool // the client's groups are asked by those who share the walk
	named    bool // a firewall asked for the name
}

// way is one path under evaluation: a box of clients and destinations that share
// every hop. Each gate rules some of its packets out. A packet has a
// destination, a source and a client port (and behind a NAT gateway the
// gateway's port); a rule of AWS looks at one address and one port at a time, so
// what is ruled out is kept by those:
//
//	                 any port         at one port
//	destination      farOut           client[i].far, nats[n][i].far
//	source           nearOut          client[i].near
type way struct {
	*trip
	near, far       netset.Set
	nearOut, farOut ruled
	client          []replies
	nats            [][]replies // one list for each translation on the way there

	masks       []mask         // translations that the packet carries, the last one outermost
	passed      []passage      // stateful firewalls on the way there
	filtered    bool           // a firewall lets names of an allow-list pass alone
	inspectedIn []*environment // VPCs whose Network Firewall saw it
	sender      string         // peering connection by which a NAT gateway sent the packet
	relation    relation
	chosen      map[string]inventory.Value[zone] // zone that an appliance-mode attachment keeps, by attachment
	steps       int
	targetless  bool   // the load balancer's node that it ends at reaches no target
	kept        bool   // from a load balancer's node, with the client's own address
	tied        int    // number of a random choice between routes, 0 for none
	open        bool   // a policy on it is to be decided
	door        string // the gateway that leads to the internet; a NAT gateway before any other

	path Path
}

// outing is a trip on its way, with room for what every trip has.
type outing struct {
	trip
	first way
	room  [1]*way
	own   notebook // of one that several classes share
}

// ruled are addresses that surely fail, and those that may.
type ruled struct{ cut, doubt netset.Set }

// replies is what happens to the answers to one range of ports.
type replies struct {
	ports     portRange
	far, near ruled
}

// mask is a translation: the NAT gateway's address stands for the client's.
type mask struct {
	nat     *inventory.NATGateway
	at      station
	address netset.Set
	ports   int        // its list in nats
	six     netset.Set // the IPv6 destinations that NAT64 made IPv4 ones of
}

// station is where a packet is: a subnet of a VPC, or its gateways where subnet
// is "".
type station struct {
	env    *environment
	subnet string
}

// notebook gathers what a proof says beside its gates.
type notebook struct {
	assumptions []string
	notes       []string
	repairs     []Repair
}

func (n *notebook) add(m notebook) {
	n.assumptions = append(n.assumptions, m.assumptions...)
	n.notes = append(n.notes, m.notes...)
	n.repairs = append(n.repairs, m.repairs...)
}

// home is where the client stands.
func (t *trip) home() station { return station{t.env, t.class.subnet.ID} }

// sixth reports whether the packets are IPv6.
func (w *way) sixth() bool { return w.far.Witness().Is6() }

// take walks to destinations of one family of addresses.
func (e *environment) take(t trip, far netset.Set) []*way {
	t.env = e
	if ways, ok := e.share(t, far); ok {
		return ways
	}
	return e.walk(t, far).ways
}

// walk is take for one class alone.
func (e *environment) walk(t trip, far netset.Set) *trip {
	o := &outing{trip: t}
	o.ways = o.room[:0]
	if t.notes == nil {
		o.notes = &o.own
	}
	w := &o.first
	*w = way{trip: &o.trip, near: t.class.sources, far: far}
	if far.Witness().Is6() {
		w.near = t.class.sources6
	}
	w.client = e.replies(t.flow, clientPorts)
	w.hop(t.class.subnet.ID, "subnet", t.class.subnet.Zone)
	w.depart()
	return &o.trip
}

// replies are the port ranges that answers come back to, on each of which all
// rules agree.
func (e *environment) replies(f flow, ports portRange) []replies {
	if !f.hasPorts() {
		return make([]replies, 1)
	}
	return e.ports.untold(ports)
}

// over is the way of some of its packets.
func (w *way) over(near, far netset.Set) *way {
	f := *w
	f.near, f.far = near, far
	f.client = slices.Clone(w.client)
	f.nats = make([][]replies, len(w.nats))
	for i := range w.nats {
		f.nats[i] = slices.Clone(w.nats[i])
	}
	f.masks, f.passed = slices.Clip(w.masks), slices.Clip(w.passed)
	f.path.Hops, f.path.Gates = slices.Clip(w.path.Hops), slices.Clip(w.path.Gates)
	return &f
}

// source is the address that the packets carry now.
func (w *way) source() netset.Set {
	if n := len(w.masks); n > 0 {
		return w.masks[n-1].address
	}
	return w.near
}

// speaker is the address that a packet carries as its own, on either leg.
func (w *way) speaker(l Leg) netset.Set {
	if l == Return {
		return w.far
	}
	return w.source()
}

// ports are those that replies go to now: the client's, or behind a NAT gateway
// the gateway's.
func (w *way) ports() []replies {
	if n := len(w.masks); n > 0 {
		return w.nats[w.masks[n-1].ports]
	}
	return w.client
}

// ownPorts are ports that may be changed: those of a new way are shared.
func (w *way) ownPorts() []replies {
	list := &w.client
	if n := len(w.masks); n > 0 {
		list = &w.nats[w.masks[n-1].ports]
	}
	*list = slices.Clone(*list)
	return *list
}

// end closes the way: where it leads is known.
func (w *way) end() {
	if !w.withheld {
		w.groupOut()
	}
	w.ways = append(w.ways, w)
}

func (w *way) hop(id, kind, label string) {
	if w.words {
		w.path.Hops = append(w.path.Hops, Hop{ID: id, Kind: kind, Label: label})
	}
}

func (w *way) gate(g Gate) {
	if w.words {
		w.path.Gates = append(w.path.Gates, g)
	}
}

// judge rules out what is not admitted, or leaves it in doubt where something
// was unread.
func (r *ruled) judge(all, admitted netset.Set, unclear *inventory.Missing) Outcome {
	switch {
	case admitted.Covers(all):
		return Passes
	case unclear != nil:
		r.doubt = r.doubt.Union(all.Minus(admitted))
		return Unclear
	}
	r.cut = r.cut.Union(all.Minus(admitted))
	return Fails
}

// judgeSource is judge for the address that the packets carry. One address of a
// NAT gateway stands for all clients; of several, any may be drawn.
func (w *way) judgeSource(near, far *ruled, admitted netset.Set, unclear *inventory.Missing) Outcome {
	source := w.source()
	switch {
	case source.IsEmpty() && len(w.masks) > 0:
		far.doubt = far.doubt.Union(w.far)
		return Unclear
	case admitted.Covers(source):
		return Passes
	case len(w.masks) == 0:
		return near.judge(w.near, admitted, unclear)
	case unclear != nil:
		far.doubt = far.doubt.Union(w.far)
		return Unclear
	case admitted.Meets(source):
		w.nats = append(w.nats, []replies{{}, {far: ruled{cut: w.far}}})
		return Fails
	}
	far.cut = far.cut.Union(w.far)
	return Fails
}

// addressless is why nothing can be said of the address that the packets carry;
// nil where it is known.
func (w *way) addressless() *inventory.Missing {
	if !w.source().IsEmpty() || len(w.masks) == 0 {
		return nil
	}
	return &inventory.Missing{Kind: inventory.MissingOperation, What: "the private address of " + w.masks[len(w.masks)-1].nat.ID}
}

// refuse rules out all packets.
func (w *way) refuse() { w.farOut.cut = w.farOut.cut.Union(w.far) }

// state is a gate that treats all packets alike.
func (w *way) state(kind inventory.Gate, object string, ok bool, rule, why string) {
	w.stateOn("", kind, object, ok, rule, why)
}

func (w *way) stateOn(l Leg, kind inventory.Gate, object string, ok bool, rule, why string) {
	outcome := Passes
	if !ok {
		outcome = Fails
		w.refuse()
	}
	if w.words {
		w.gate(Gate{Kind: kind, Object: []string{object}, Rule: rule, Leg: l, Outcome: outcome, Why: why})
	}
}

// say joins what a gate says, where words are wanted.
func (w *way) say(parts ...string) string {
	if !w.words {
		return ""
	}
	return strings.Join(parts, "")
}

// unknown is a gate that cannot be decided.
func (w *way) unknown(kind inventory.Gate, object string, l Leg, missing inventory.Missing) {
	w.farOut.doubt = w.farOut.doubt.Union(w.far)
	if w.words {
		why := missing
		w.gate(Gate{Kind: kind, Object: []string{object}, Leg: l, Outcome: Unclear, Why: why.What, Missing: &why})
	}
}

// beyond is a hop that AWS does not describe, or that no rule settles.
func (w *way) beyond(kind inventory.Gate, l Leg, id, what string) {
	w.hop(id, string(kind), id)
	w.unknown(kind, id, l, inventory.Missing{Kind: inventory.MissingHop, What: what + " (" + id + ")"})
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
