package reach

import (
	"fmt"
	"slices"
	"strings"

	"mooring/internal/inventory"
	"mooring/internal/netset"
)

// inspected is a flow as a firewall sees it. src × dst is a box; src is the side
// that opens the flow, on both legs.
type inspected struct {
	src, dst netset.Set
	flow     flow
	client   portRange // the ports that the client opens it from; 0-0 where there are none
	// host is the name that the client asks for: one name, a domain with a dot in
	// front for it or any name below it, "" where nothing is known. anyName asks
	// whether anything gets through, whatever protocol and name the client likes.
	host string
}

const anyName = "*"

// inspection is what a firewall does to a part of the box; the parts are
// disjoint and cover it.
type inspection struct {
	src, dst netset.Set
	outcome  Outcome
	// stateful: the stateful engine must see both directions, at one endpoint.
	stateful bool
	object   string // ARN of the rule group or policy that decides
	rule     string
	why      string
	missing  *inventory.Missing
	// filtered is set where only names of an allow-list pass: those that do.
	filtered []string
}

// inspect says what the firewall does to the packets of a flow that cross it on
// one leg. What the stateful engine does to a flow is said on the forward leg;
// its reply passes with it, when it comes to the same endpoint.
func (f *firewall) inspect(p inspected, l Leg) []inspection {
	if f.unclear != nil {
		return []inspection{{src: p.src, dst: p.dst, outcome: Unclear, stateful: true, object: f.ARN, why: f.unclear.What, missing: f.unclear}}
	}
	f = f.about(p.flow, p.client)
	sources, destinations := f.classes(p)
	var rows []inspectedRow
	for _, src := range sources {
		row := inspectedRow{src: src}
		for _, dst := range destinations {
			i := f.decide(p, l, src, dst)
			row.add(i)
		}
		rows = row.joinTo(rows)
	}
	var out []inspection
	for _, row := range rows {
		for _, i := range row.parts {
			i.src = row.src
			out = append(out, i)
		}
	}
	return out
}

// about is the firewall with the rules alone that can match a flow or its replies.
func (f *firewall) about(q flow, client portRange) *firewall {
	key := asked{q, client}
	if known, ok := f.asked[key]; ok {
		return known
	}
	out := *f
	out.stateless, out.stateful = nil, nil
	for _, r := range f.stateless {
		r.ask(q, client)
		if len(r.protocols) == 0 || slices.Contains(r.protocols, int(q.protocol)) {
			if r.there.or(r.back) != never {
				out.stateless = append(out.stateless, r)
			}
		}
	}
	for _, r := range f.stateful {
		r.ask(q, client)
		if r.there.or(r.back) != never {
			out.stateful = append(out.stateful, r)
		}
	}
	f.asked[key] = &out
	return &out
}

// asked is a flow and the ports that its client opens it from.
type asked struct {
	flow   flow
	client portRange
}

// inspectedRow is what becomes of one class of sources.
type inspectedRow struct {
	src   netset.Set
	parts []inspection
	keys  []string // of the destination classes, in order
}

func (r *inspectedRow) add(i inspection) {
	key := i.key()
	if n := slices.IndexFunc(r.parts, func(o inspection) bool { return o.key() == key }); n >= 0 {
		r.parts[n].dst = r.parts[n].dst.Union(i.dst)
	} else {
		r.parts = append(r.parts, i)
	}
	r.keys = append(r.keys, key)
}

// joinTo widens a row that is the same, or stands by itself.
func (r inspectedRow) joinTo(rows []inspectedRow) []inspectedRow {
	for i := range rows {
		if slices.Equal(rows[i].keys, r.keys) {
			rows[i].src = rows[i].src.Union(r.src)
			return rows
		}
	}
	return append(rows, r)
}

// key is equal where two inspections may be told as one. What passes is told
// together, whichever rule lets it.
func (i *inspection) key() string {
	key := fmt.Sprint(i.outcome, i.stateful, i.filtered != nil, strings.Join(i.filtered, ","))
	if i.outcome != Passes {
		key += fmt.Sprint(i.object, i.rule, i.why)
	}
	return key
}

// classes split both sides of the box so that all rules agree within a class.
func (f *firewall) classes(p inspected) (sources, destinations []netset.Set) {
	sources, destinations = []netset.Set{p.src}, []netset.Set{p.dst}
	split := func(r *ruleEnds) {
		for _, set := range []netset.Set{r.source.sure, r.source.maybe, r.destination.sure, r.destination.maybe} {
			sources, destinations = partition(sources, set), partition(destinations, set)
		}
	}
	for i := range f.stateless {
		split(&f.stateless[i].ruleEnds)
	}
	for i := range f.stateful {
		split(&f.stateful[i].ruleEnds)
	}
	return sources, destinations
}

func partition(classes []netset.Set, by netset.Set) []netset.Set {
	out := make([]netset.Set, 0, len(classes))
	for _, c := range classes {
		for _, part := range []netset.Set{c.Intersect(by), c.Minus(by)} {
			if !part.IsEmpty() {
				out = append(out, part)
			}
		}
	}
	return out
}

func firstAtom(s netset.Set) int {
	atom := -1
	s.Each(func(a int) bool {
		atom = a
		return false
	})
	return atom
}

// decide says what becomes of the flow between two classes.
func (f *firewall) decide(p inspected, l Leg, src, dst netset.Set) inspection {
	there := packet{from: firstAtom(src), to: firstAtom(dst)}
	forward, back := f.packetWays(there), f.packetWays(there.turned())
	var i inspection
	if l == Forward {
		i = f.decideForward(p, there, forward, back)
	} else {
		i = f.decideReturn(forward, back)
	}
	i.src, i.dst = src, dst
	return i
}

func (f *firewall) decideForward(p inspected, there packet, forward, back ways) inspection {
	switch {
	case forward.only(inventory.FirewallPass):
		return inspection{outcome: Passes, object: forward.object, rule: forward.text, why: "a stateless rule lets it through uninspected"}
	case forward.only(inventory.FirewallDrop):
		return inspection{outcome: Fails, object: forward.object, rule: forward.text, why: "the stateless rules drop it"}
	}
	i := f.decideFlow(p, there)
	if back.actions[inventory.FirewallPass] {
		if opening := f.fateAt(there, p.flow, speech{}, []moment{{}}); opening.outcome() != Fails {
			i = f.halfSeen()
		}
	}
	i.stateful = true
	switch {
	case forward.only(inventory.FirewallForward):
		return i
	case i.outcome == Fails && !forward.actions[inventory.FirewallPass]:
		i.why = "whichever stateless rule matches, it is dropped"
		return i
	}
	return forward.unclear()
}

// halfSeen is a flow of which the stateful engine sees one direction: not
// supported (Network Firewall guide, asymmetric-routing).
func (f *firewall) halfSeen() inspection {
	missing := &inventory.Missing{Kind: inventory.MissingHop, What: "what the stateful rules of " + f.FirewallName + " do with a flow whose other direction its stateless rules let past them"}
	return inspection{outcome: Unclear, stateful: true, object: f.policy, why: missing.What, missing: missing}
}

func (w *ways) unclear() inspection {
	missing := w.missing
	if missing == nil {
		missing = &inventory.Missing{Kind: inventory.MissingHop, What: "what " + w.text + " does"}
	}
	return inspection{outcome: Unclear, stateful: true, object: w.object, rule: w.text, why: "cannot be decided without " + missing.What, missing: missing}
}

func (f *firewall) decideReturn(forward, back ways) inspection {
	switch {
	case back.only(inventory.FirewallPass):
		return inspection{outcome: Passes, object: back.object, rule: back.text, why: "a stateless rule lets the reply through uninspected"}
	case back.only(inventory.FirewallDrop):
		return inspection{outcome: Fails, object: back.object, rule: back.text, why: "the stateless rules drop the reply"}
	case !back.only(inventory.FirewallForward):
		return back.unclear()
	case forward.actions[inventory.FirewallPass]:
		return f.halfSeen()
	}
	return inspection{outcome: Passes, stateful: true, object: f.policy, rule: back.text, why: "the reply goes with the flow that the stateful rules judged"}
}
