package report

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"mooring/internal/reach"
)

// trail draws one path from its start down to what is asked for, and the way back.
func (d *drawing) trail(t *Trace, r trail, n, of int) {
	heading := "The way there"
	if of > 1 {
		heading += ", path " + strconv.Itoa(n+1) + " of " + strconv.Itoa(of) + ": " + addressWords(r.addresses, 4) + ", " + string(r.verdict)
	}
	d.step(heading)
	d.rail, d.from = "", -1
	for i := 0; i < len(r.stops); i = d.vpc(t, r.stops, i) {
	}
	d.from = -1
	d.wayBack(t, r)
	if text := r.alikeWords(); text != "" {
		d.y += 8
		d.lines(faceText(), pathMargin+14, gateRight, text)
	}
}

// vpc draws the stops of one VPC in their frame, and returns the first one
// beyond. A stop in no VPC is drawn alone.
func (d *drawing) vpc(t *Trace, stops []stop, i int) int {
	id := stops[i].where.vpc
	if id == "" && stops[i].where.subnet == "" {
		d.stop(stops[i], i == 0)
		d.gap(i, len(stops))
		return i + 1
	}
	top := d.frameTop(t.places.vpcWords(id), "VPC")
	for i < len(stops) && stops[i].where.vpc == id && (id != "" || stops[i].where.subnet != "") {
		i = d.subnet(t, stops, i)
	}
	d.frameEnd("vpc", pathMargin, top)
	d.gap(i-1, len(stops))
	return i
}

// subnet draws the stops of one subnet in their frame.
func (d *drawing) subnet(t *Trace, stops []stop, i int) int {
	where := stops[i].where
	if where.subnet == "" {
		d.stop(stops[i], i == 0)
		if i+1 < len(stops) && stops[i+1].where.vpc == where.vpc {
			d.y += 14
		}
		return i + 1
	}
	top := d.frameTop(t.places.subnetWords(where.subnet), "subnet")
	for first := true; i < len(stops) && stops[i].where == where; i, first = i+1, false {
		if !first {
			d.y += 10
		}
		d.stop(stops[i], i == 0)
	}
	d.frameEnd("subnet", pathMargin+14, top)
	if i < len(stops) && stops[i].where.vpc == where.vpc {
		d.y += 16
	}
	return i
}

func (p places) vpcWords(id string) string {
	if r, ok := p.vpcs[id]; ok {
		return r.words()
	}
	return id
}

func (p places) subnetWords(id string) string {
	if r, ok := p.subnets[id]; ok {
		return r.words()
	}
	return id
}

// frameTop begins a frame with its name, right of the line.
func (d *drawing) frameTop(words, kind string) int {
	top := d.y
	f := faceSmall()
	text := f.cut(clean(kind+" "+words), gateRight-gateX)
	d.y += 20
	d.over.put(`<g><title>%s</title>`, escaped(kind+" "+words))
	d.write(f, gateX, "", text)
	d.over.put(`</g>`)
	d.y += 10
	return top
}

func (d *drawing) frameEnd(class string, x, top int) {
	d.y += 10
	// Frames are put behind those drawn before: an outer one ends last.
	inner := d.under.String()
	d.under.Reset()
	d.under.put(`<rect class="%s" x="%d" y="%d" width="%d" height="%d" rx="10"/>`, class, x, top, pathWidth-2*x, d.y-top)
	d.under.WriteString(inner)
}

// gap leads from one frame to the next.
func (d *drawing) gap(i, of int) {
	if i+1 < of {
		d.y += 22
	}
}

// stop draws what is met on the way in, the stop itself, and what is met on the
// way out.
func (d *drawing) stop(s stop, start bool) {
	if s.title == "" {
		d.y += 4
		d.lines(faceSmall(), gateX, gateRight, s.note)
		d.y += 6
		d.gates(s.in)
		return
	}
	d.gates(s.in)
	if len(s.in) > 0 {
		d.y += 8
	}
	d.line(d.y, true)
	const room = float64(stopWidth - 2*(gateX-stopX) + gateX - stopX)
	notes := faceMono().wrap(clean(s.note), room, 3)
	class := "box"
	if start {
		class += " start"
	}
	if s.missed {
		class += " missed"
	}
	height := 32 + lineOf(faceMono())*len(notes)
	d.over.put(`<g><title>%s</title><rect class="%s" x="%d" y="%d" width="%d" height="%d" rx="8"/>`, escaped(strings.Trim(s.title+" · "+s.note, " ·")), class, stopX, d.y, stopWidth, height)
	end := d.y + height
	d.y += 21
	d.write(faceHead(), stopX+16, "", faceHead().cut(clean(s.title), stopWidth-32))
	for _, line := range notes {
		d.y += lineOf(faceMono())
		d.write(faceMono(), stopX+16, "", line)
	}
	d.over.put(`</g>`)
	d.y, d.from = end, end
	if len(s.out) > 0 {
		d.y += 10
	}
	d.gates(s.out)
}

// line draws the part of the way that ends here; tip gives it an arrow's head.
func (d *drawing) line(to int, tip bool) {
	if d.from < 0 {
		return
	}
	if tip {
		d.over.put(`<path class="rail%s" d="M%d %dV%d"/><path class="tip%s" d="M%d %dl6-10h-12z"/>`, d.rail, railX, d.from, to-8, d.rail, railX, to)
	} else {
		d.over.put(`<path class="rail%s" d="M%d %dV%d"/>`, d.rail, railX, d.from, to)
	}
	d.from = to
}

func (d *drawing) gates(gates []reach.Gate) {
	for _, g := range gates {
		d.gate(g)
	}
}

// gate draws one gate: its sign on the line, its words beside it. What does not
// pass is called out.
func (d *drawing) gate(g reach.Gate) {
	s := outcomeState(g.Outcome)
	d.over.put(`<g><title>%s</title>`, escaped(gateTitle(g)))
	switch {
	case s == holds:
		d.passing(g)
	default:
		d.callout(g, s)
	}
	d.over.put(`</g>`)
	if s == broken {
		d.rail = " dead"
	} else if s == unclear && d.rail == "" {
		d.rail = " dim"
	}
}

func gateTitle(g reach.Gate) string {
	parts := []string{traceWord(g.Kind) + " " + string(g.Outcome), strings.Join(g.Object, ", "), g.Rule, g.Why}
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), " · ")
}

func (d *drawing) passing(g reach.Gate) {
	const ruleX = gateX + kindWidth
	lines := faceMono().wrap(clean(gateText(g, strings.Join(g.Object, ", "), "  ")), gateRight-ruleX, 2)
	middle := d.y + 11
	if d.from >= 0 {
		d.line(middle-9, false)
		d.from = middle + 9
	}
	d.sign(holds, railX, middle)
	d.y = middle + 4
	d.write(faceText(), gateX, "", faceText().cut(clean(traceWord(g.Kind)), kindWidth-8))
	for i, line := range lines {
		if i > 0 {
			d.y += lineOf(faceMono())
		}
		d.write(faceMono(), ruleX, "", line)
	}
	d.y += 9
	d.explained(g)
}

// callout draws a gate that fails or is unknown: what, which object, which rule,
// why, and what would settle it.
func (d *drawing) callout(g reach.Gate, s state) {
	class, verb, ink := "callno", " stops it", "bad"
	if s == unclear {
		class, verb, ink = "callun", " could not be decided", ""
	}
	if g.Leg == reach.Return {
		verb += ", on the way back"
	}
	d.y += 6
	top := d.y
	middle := top + 20
	if d.from >= 0 {
		d.line(middle-13, false)
		d.from = middle + 13
	}
	d.sign(s, railX, middle)
	body := len(d.over.String())
	d.y += 6
	head := d.y + lineOf(faceBold())
	d.y = head
	d.write(faceBold(), gateX+14, ink, capital(traceWord(g.Kind)+verb))
	d.lines(faceText(), gateX+14, gateRight-14, capital(reasonOf(g)))
	if where := gateText(reach.Gate{Object: g.Object, Rule: g.Rule}, strings.Join(g.Object, ", "), "  "); where != "" {
		d.lines(faceMono(), gateX+14, gateRight-14, where)
	}
	d.y += 10
	text := d.over.String()[body:]
	before := d.over.String()[:body]
	d.over.Reset()
	d.over.WriteString(before)
	d.over.put(`<path class="%s" d="M%d %dl-12 0"/><rect class="%s" x="%d" y="%d" width="%d" height="%d" rx="8"/>`, class, gateX, middle, class, gateX, top, gateRight-gateX, d.y-top)
	d.over.WriteString(text)
	d.y += 6
	d.explained(g)
}

// reasonOf says why a gate does not let the traffic through, as far as known, and
// what would settle it.
func reasonOf(g reach.Gate) string {
	why := cmp.Or(g.Why, g.Rule, "no reason is known")
	settled := settledBy(g)
	switch {
	case settled == "":
		return why
	case strings.Contains(settled, why):
		return settled
	}
	return why + "; " + settled
}

// settledBy says what would decide an unknown gate, where its reason does not.
func settledBy(g reach.Gate) string {
	if g.Missing == nil || missingWord(*g.Missing) == g.Why {
		return ""
	}
	return missingWord(*g.Missing)
}

// explained adds what a gate does in general, where asked for.
func (d *drawing) explained(g reach.Gate) {
	if m, ok := meaningOf(g); ok && d.o.Explain {
		d.lines(faceSmall(), gateX, gateRight, m.text)
		d.y += 8
	}
}

// wayBack draws the reply, which stateless gates and routes judge anew.
func (d *drawing) wayBack(t *Trace, r trail) {
	if len(r.back) == 0 {
		return
	}
	d.step(r.backWords())
	d.rail, d.from = "", -1
	top := d.y
	d.y += 8
	d.stop(stop{title: "Reply from " + r.stops[len(r.stops)-1].title, out: r.back}, false)
	d.y += 10
	missed := slices.ContainsFunc(r.back, func(g reach.Gate) bool { return g.Outcome == reach.Fails })
	d.stop(stop{title: t.From, missed: missed}, true)
	d.y += 10
	d.under.put(`<rect class="card" x="%d" y="%d" width="%d" height="%d" rx="10"/>`, pathMargin, top, pathWidth-2*pathMargin, d.y-top)
}

// backWords head the way back.
func (r trail) backWords() string {
	if r.stops[len(r.stops)-1].missed {
		return "The way back, if anything came through: network ACLs and routes judge the reply by itself"
	}
	return "The way back: network ACLs and routes judge the reply by itself"
}

// sign draws a state: every one has its own shape.
func (d *drawing) sign(s state, x, y int) {
	switch s {
	case holds:
		d.over.put(`<circle class="ok" cx="%d" cy="%d" r="9"/><path class="okm" d="M%d %dl3 4 6-8"/>`, x, y, x-4, y)
	case broken:
		d.over.put(`<path class="no" d="M%d %dh10l7 7v10l-7 7h-10l-7-7v-10z"/><path class="nom" d="M%d %dl10 10m0-10l-10 10"/>`, x-5, y-12, x-5, y-5)
	case halved:
		d.over.put(`<circle class="half" cx="%d" cy="%d" r="11"/><path class="halfm" d="M%d %da11 11 0 0 0 0 22z"/>`, x, y, x, y-11)
	case moot:
		d.over.put(`<circle class="na" cx="%d" cy="%d" r="10"/><path class="rail dim" d="M%d %dh10"/>`, x, y, x-5, y)
	default:
		d.over.put(`<rect class="un" x="%d" y="%d" width="22" height="22" rx="4"/>`, x-11, y-11)
		d.over.text(x, y+5, "middle", "q", "?")
	}
}
