package report

import (
	"cmp"
	"io"
	"strconv"
	"strings"

	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// WriteTrace writes proofs as a person reads them: for each the verdict, what
// DNS answers, and every path as an indented ladder of hops with the gates that
// stand there. from is who asks, in words: "notebook fraud-lab".
func WriteTrace(w io.Writer, from string, proofs []*reach.Proof, o Options) error {
	p := &page{o: o}
	for i, proof := range proofs {
		if i > 0 {
			p.blank()
		}
		p.proof(from, proof)
	}
	return p.flush(w)
}

func (p *page) proof(from string, proof *reach.Proof) {
	s := verdictState(proof.Verdict)
	to := dependencyWord(proof.To.ID)
	p.split(s.glyph(p.o.ASCII)+" "+strings.ToUpper(string(proof.Verdict))+"  ", s.ink(), from+" → "+to, string(proof.Traffic)+" traffic")
	p.field("from", fromText(proof.From))
	p.field("to", p.toText(proof.To))
	p.field("policies", policyWords(proof.Policy))
	p.dns(proof.DNS)
	paths := alikePaths(proof.Paths)
	for i, path := range paths {
		p.blank()
		if len(paths) > 1 {
			p.field("path "+strconv.Itoa(i+1), listed(path.Addresses, 8))
		}
		p.ladder(path)
	}
	if len(proof.Paths) == 0 {
		p.blank()
		p.para(2, "", "", "No path: nothing leaves, so no later gate was asked.")
	}
	p.policies(proof.Policy)
	p.remarks(proof)
}

func fromText(f reach.From) string {
	var parts []string
	if f.Subnet != "" {
		parts = append(parts, f.Subnet)
	}
	if f.Zone != "" {
		parts = append(parts, f.Zone)
	}
	if len(f.Groups) > 0 {
		parts = append(parts, strings.Join(f.Groups, ", "))
	}
	parts = append(parts, "class "+f.Class)
	return strings.Join(parts, " · ")
}

func (p *page) toText(t reach.To) string {
	s := t.ID + " " + t.Protocol
	switch {
	case t.Port > 0:
		s += "/" + strconv.Itoa(t.Port)
	case t.Protocol == everyProtocol:
		s = t.ID + " " + everyTraffic
	}
	if p.o.Hosts && t.Host != "" {
		s += " · " + t.Host
	}
	return s
}

func (p *page) dns(d reach.DNS) {
	if d.By == "" && len(d.Answer) == 0 && len(d.Gates) == 0 {
		return
	}
	text := d.By
	if len(d.Answer) > 0 {
		text += " → " + listed(d.Answer, 6)
	}
	if p.o.Hosts && d.Name != "" {
		text = d.Name + " by " + text
	}
	p.field("name", strings.TrimPrefix(text, " → "))
	for _, g := range d.Gates {
		p.gate(2, g)
	}
}

// ladder writes a path's hops, each a step deeper than the one before, with
// its gates under it, and then the way back.
func (p *page) ladder(path reach.Path) {
	forward, back := legs(path.Gates)
	hops := forwardHops(path.Hops, forward, back)
	at := stations(hops, forward)
	depth := 0
	if len(hops) == 0 {
		p.gates(2, forward)
	}
	for i, h := range hops {
		depth = 2 + 2*min(i, 8)
		p.hop(depth, i, h)
		for g, gate := range forward {
			if at[g] == i {
				p.gate(depth+2, gate)
			}
		}
	}
	if len(back) > 0 {
		p.para(4, "", "", "way back")
		p.gates(4, back)
	}
}

func legs(gates []reach.Gate) (forward, back []reach.Gate) {
	for _, g := range gates {
		if g.Leg == reach.Return {
			back = append(back, g)
		} else {
			forward = append(forward, g)
		}
	}
	return forward, back
}

// stations gives each gate the hop that it stands at: the hop that it names, or
// that names it. Gates keep their order, so one that names none stands where the
// gate before it stood; what guards an arrival, at the next hop that is named, or
// the last.
func stations(hops []reach.Hop, gates []reach.Gate) []int {
	out := make([]int, len(gates))
	now := 0
	for i, g := range gates {
		if at := namedHop(hops, now, g); at >= now {
			now = at
		} else if guardsArrival(g.Kind) && (now == 0 || now < len(hops) && hops[now].Kind == string(inventory.KindRouteTable)) {
			now = nextNamed(hops, now, gates[i+1:])
		}
		out[i] = now
	}
	return out
}

// namedHop is the first hop from one on that a gate is about, -1 for none.
func namedHop(hops []reach.Hop, from int, g reach.Gate) int {
	for i := from; i < len(hops); i++ {
		for _, object := range g.Object {
			if object == hops[i].ID || object != "" && strings.HasPrefix(hops[i].Label, object+":") {
				return i
			}
		}
	}
	return -1
}

func nextNamed(hops []reach.Hop, now int, gates []reach.Gate) int {
	for _, g := range gates {
		if at := namedHop(hops, now+1, g); at > 0 {
			return at
		}
	}
	return max(len(hops)-1, 0)
}

func guardsArrival(k inventory.Gate) bool {
	switch k {
	case inventory.GateGroupIngress, inventory.GateACLIngress, inventory.GateEndpointPolicy, inventory.GateInterfaceEndpoint, inventory.GateGatewayEndpoint:
		return true
	}
	return false
}

func (p *page) hop(depth, i int, h reach.Hop) {
	branch := ""
	if i > 0 {
		depth, branch = depth-2, "└ "
	}
	text := h.Label
	if text == "" {
		text = h.Kind
	}
	if h.ID != "" && !strings.Contains(text, h.ID) {
		text = h.ID + "  " + text
	}
	lead := strings.Repeat(" ", depth) + branch
	p.para(columns(lead), lead, inkSoft, text)
}

func (p *page) gates(depth int, gates []reach.Gate) {
	for _, g := range gates {
		p.gate(depth, g)
	}
}

const gateColumn = 20

// gate is its outcome, kind, object and rule, and why where it does not pass.
func (p *page) gate(depth int, g reach.Gate) {
	indent := p.told(depth, g, g.Outcome != reach.Passes)
	if g.Missing != nil {
		p.para(indent, "", "", "would be settled by "+string(g.Missing.Kind)+": "+g.Missing.What)
	}
	if m, ok := meaningOf(g); ok && p.o.Explain {
		p.para(indent, "", "", m.text+" ("+m.source+")")
	}
}

// told writes a gate, with why where that is wanted, and returns how far its
// text stands in.
func (p *page) told(depth int, g reach.Gate, why bool) (indent int) {
	s := outcomeState(g.Outcome)
	word := traceWord(g.Kind)
	what := gateText(g, strings.Join(g.Object, ", "), ": ")
	indent = depth + 2 + max(gateColumn, columns(word)+2)
	lead := strings.Repeat(" ", depth) + s.glyph(p.o.ASCII) + " " + word
	p.para(indent, lead, s.ink(), what)
	if why && g.Why != "" && !strings.HasSuffix(what, g.Why) {
		p.para(indent, "", "", g.Why)
	}
	return indent
}

// gateText is a gate's object and rule; its reason where it has no rule. An
// object that the rule names already stands once.
func gateText(g reach.Gate, object, between string) string {
	text := cmp.Or(g.Rule, g.Why)
	switch {
	case object == "" || strings.Contains(text, object):
		return text
	case text == "":
		return object
	}
	return object + between + text
}

func (p *page) remarks(proof *reach.Proof) {
	var repairs []string
	for _, r := range proof.Repairs {
		repairs = append(repairs, repairText(r))
	}
	if len(repairs)+len(proof.Notes)+len(proof.Assumptions) > 0 {
		p.blank()
	}
	p.fields("repair", repairs)
	p.fields("note", proof.Notes)
	p.fields("assumed", proof.Assumptions)
}
