package report

import (
	"io"
	"strconv"
	"strings"

	"mooring/internal/reach"
)

// Sizes of the picture of a path, in CSS pixels.
const (
	pathWidth  = 940
	pathMargin = 20
	railX      = 78
	gateX      = 106 // where what is said of a gate begins
	gateRight  = 876 // and where it ends
	kindWidth  = 168 // of a gate's kind, before its rule
	stopX      = 56  // left edge of a stop
	stopWidth  = 470
	mostPanels = 6
)

// The faces of the picture; sizes are those of pathStyle.
func faceTitle() face { return face{class: "t1", size: 20, bold: true} }
func faceHead() face  { return face{class: "t2 b", size: 15, bold: true} }
func faceText() face  { return face{class: "t3", size: 13} }
func faceBold() face  { return face{class: "t3 b", size: 13, bold: true} }
func faceMono() face  { return face{class: "t4 m soft", size: 12, mono: true} }
func faceSmall() face { return face{class: "t4 soft", size: 12} }

// drawing grows downwards. Frames lie below everything else, so they are
// gathered apart.
type drawing struct {
	under, over svg
	y           int
	o           Options
	rail        string // class of the line from here on: "", " dim" or " dead"
	from        int    // where the line that is not yet drawn begins; -1 for none
}

// writeSVG draws every proof below the other.
func (t *Trace) writeSVG(w io.Writer, o Options) error {
	d := &drawing{o: o, from: -1}
	d.heading(t)
	for i, p := range t.Proofs {
		if i == mostPanels {
			d.lines(faceSmall(), pathMargin, pathWidth-pathMargin, "and "+thousands(len(t.Proofs)-i)+" more places to start from, not drawn; the text format has them all")
			break
		}
		d.panel(t, p, i)
	}
	d.legend()
	var s svg
	s.put(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-labelledby="mooring-title mooring-desc">`, pathWidth, d.y, pathWidth, d.y)
	s.put(`<title id="mooring-title">%s</title><desc id="mooring-desc">%s</desc>`, escaped(t.sentence()), escaped(t.spoken()))
	s.put("<style>%s</style>\n", pathStyle)
	s.put(`<rect class="paper" width="%d" height="%d"/>`, pathWidth, d.y)
	s.WriteString(d.under.String())
	s.WriteString(d.over.String())
	s.put("</svg>\n")
	_, err := io.WriteString(w, strings.ReplaceAll(s.String(), "/><", "/>\n<"))
	return err
}

// spoken is the whole picture in words.
func (t *Trace) spoken() string {
	var parts []string
	for _, p := range t.Proofs {
		text := fromText(p.From) + ": " + string(p.Verdict)
		if by := stoppedBy(p); by != "" {
			text += ", " + by
		}
		for _, g := range append(p.Failing(), p.Unknown()...) {
			text += "; " + traceWord(g.Kind) + " " + strings.Join(g.Object, ", ") + ": " + g.Why
		}
		for _, remark := range policyRemarks(p.Policy) {
			text += "; " + remark
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, ". ") + "."
}

// write puts one line of text.
func (d *drawing) write(f face, x int, class, text string) {
	d.over.text(x, d.y, "start", strings.TrimSpace(f.class+" "+class), text)
}

// lines writes a text wrapped between two edges.
func (d *drawing) lines(f face, left, right int, text string) {
	for _, line := range f.wrap(clean(text), float64(right-left), 0) {
		d.y += lineOf(f)
		d.write(f, left, "", line)
	}
}

func lineOf(f face) int { return int(f.size*1.4 + 0.5) }

func (d *drawing) heading(t *Trace) {
	d.y = 30
	const left = pathMargin + 34
	top := d.y
	for _, line := range faceTitle().wrap(clean(capital(t.sentence())), pathWidth-pathMargin-left, 6) {
		d.y += 26
		d.write(faceTitle(), left, "", line)
	}
	d.sign(verdictState(t.verdict()), pathMargin+14, top+19)
	if len(t.Proofs) == 1 {
		d.y += 4
		d.lines(faceText(), left, pathWidth-pathMargin, headline(t.Proofs[0]))
	}
	d.y += 14
}

// headline is "BLOCKED · TCP 443 · container traffic · stopped by …".
func headline(p *reach.Proof) string {
	parts := []string{strings.ToUpper(string(p.Verdict)), portWord(p.To)}
	if p.Traffic != "" {
		parts = append(parts, string(p.Traffic)+" traffic")
	}
	if by := stoppedBy(p); by != "" {
		parts = append(parts, by)
	}
	if p.Policy != nil && policyState(p.Policy) != holds {
		parts = append(parts, "policies: "+p.Policy.Outcome)
	}
	return strings.Join(parts, " · ")
}

// capital begins a sentence; an id or a name keeps its letters.
func capital(s string) string {
	word, _, _ := strings.Cut(s, " ")
	if word == "" || strings.Trim(word, "abcdefghijklmnopqrstuvwxyz") != "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// panel draws one proof: the name, the paths, what else there is to say.
func (d *drawing) panel(t *Trace, p *reach.Proof, i int) {
	if len(t.Proofs) > 1 {
		d.y += 8
		d.sign(verdictState(p.Verdict), pathMargin+14, d.y+15)
		d.y += 2
		d.lines(faceHead(), pathMargin+34, pathWidth-pathMargin, "Place "+strconv.Itoa(i+1)+" of "+strconv.Itoa(len(t.Proofs))+": "+t.places.words(p.From))
		d.lines(faceText(), pathMargin+34, pathWidth-pathMargin, headline(p))
		d.y += 6
	}
	d.name(p)
	trails := t.trails(p)
	for n, r := range trails {
		if n == mostPanels {
			d.lines(faceSmall(), pathMargin, pathWidth-pathMargin, "and "+thousands(len(trails)-n)+" more paths, not drawn; the text format has them all")
			break
		}
		d.trail(t, r, n, len(trails))
	}
	if len(trails) == 0 {
		d.nowhere(t, p)
	}
	d.remarks(p)
	d.y += 14
}

// noPath says why there is nothing to draw.
func noPath(p *reach.Proof) string {
	switch {
	case len(p.Failing()) > 0:
		return "No address, so nothing is sent: there is no path to follow."
	case p.Verdict == reach.VerdictNotApplicable:
		return "There is no path in the customer's network to follow."
	}
	return "Where the packet would go is not known: there is no path to follow."
}

// nowhere draws the two ends and why nothing joins them.
func (d *drawing) nowhere(t *Trace, p *reach.Proof) {
	d.step("The way there")
	d.rail, d.from = " dim", -1
	if p.Verdict == reach.VerdictBlocked {
		d.rail = " dead"
	}
	d.stop(stop{title: t.From, note: startNote(p.From)}, true)
	d.y += 8
	d.lines(faceText(), gateX, gateRight, noPath(p))
	d.y += 22
	d.stop(stop{title: t.To, note: portWord(p.To), missed: true}, false)
	d.from = -1
}

// words say where a proof starts.
func (p places) words(f reach.From) string {
	if r, ok := p.subnets[f.Subnet]; ok {
		return r.words()
	}
	if f.Subnet != "" {
		return f.Subnet
	}
	return f.Class
}

// step is a numbered line over a part of the picture.
func (d *drawing) step(text string) {
	d.y += 10
	d.lines(faceHead(), pathMargin, pathWidth-pathMargin, text)
	d.y += 6
}

// name draws the first decision.
func (d *drawing) name(p *reach.Proof) {
	dns := p.DNS
	if dns.By == "" && len(dns.Answer) == 0 && len(dns.Gates) == 0 {
		return
	}
	d.step("The name is asked")
	text := dns.By
	if d.o.Hosts && dns.Name != "" {
		text = strings.TrimSuffix(dns.Name+" by "+dns.By, " by ")
	}
	if len(dns.Answer) > 0 {
		text += " → " + addressWords(dns.Answer, 6)
	}
	d.from = -1
	top := d.y
	d.y += 8
	if text = strings.TrimPrefix(text, " → "); text != "" {
		d.lines(faceText(), gateX, gateRight, capital(text))
		d.y += 6
	}
	for _, g := range dns.Gates {
		d.gate(g)
	}
	d.y += 6
	d.under.put(`<rect class="card" x="%d" y="%d" width="%d" height="%d" rx="10"/>`, pathMargin, top, pathWidth-2*pathMargin, d.y-top)
	d.y += 6
}

// remarks end a panel: what stands beside the network, what would repair it, what else is there, what was assumed.
func (d *drawing) remarks(p *reach.Proof) {
	type remark struct{ word, text string }
	var all []remark
	for i, text := range policyRemarks(p.Policy) {
		all = append(all, remark{[]string{"Policies", ""}[min(i, 1)], text})
	}
	for _, r := range p.Repairs {
		all = append(all, remark{"Repair", repairText(r)})
	}
	for _, n := range p.Notes {
		all = append(all, remark{"Note", n})
	}
	for _, a := range p.Assumptions {
		all = append(all, remark{"Assumed", a})
	}
	if len(all) == 0 {
		return
	}
	d.y += 12
	top := d.y
	d.y += 8
	for _, r := range all {
		d.over.text(pathMargin+14, d.y+lineOf(faceText()), "start", faceBold().class, r.word)
		d.lines(faceText(), gateX+10, gateRight, r.text)
		d.y += 3
	}
	d.y += 8
	d.under.put(`<rect class="fix" x="%d" y="%d" width="%d" height="%d" rx="10"/>`, pathMargin, top, pathWidth-2*pathMargin, d.y-top)
}

// legend says what the shapes mean.
func (d *drawing) legend() {
	d.y += 22
	x := pathMargin + 14
	for _, l := range []struct {
		s    state
		word string
	}{{holds, "lets it through"}, {broken, "stops it"}, {unclear, "could not be decided"}} {
		d.sign(l.s, x, d.y)
		d.over.text(x+18, d.y+4, "start", "t4 soft", l.word)
		x += 18 + int(faceSmall().width(l.word)) + 36
	}
	d.over.put(`<path class="rail dead" d="M%d %dh40"/>`, x, d.y)
	d.over.text(x+50, d.y+4, "start", "t4 soft", "nothing gets this far")
	d.y += 26
}
