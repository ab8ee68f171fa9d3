package report

import (
	"io"
	"slices"
	"strings"

	"mooring/internal/inventory"
)

// How much text tells without All.
const (
	maxCauses    = 25 // of each kind
	maxNames     = 12 // resources of one cause
	maxChecks    = 40
	maxHeadlines = 8
)

// writeText writes what a person reads: one screen of summary, then everything
// that is wrong, worst first, then what could not be read.
func writeText(w io.Writer, r *Report, o Options) error {
	p := &page{o: o}
	causes := r.causes()
	p.summary(r, causes)
	if o.Quiet {
		return p.flush(w)
	}
	p.causes(r, causes)
	p.refusals(r)
	p.findings(r)
	p.gaps(r)
	p.assumptions(r)
	p.uncounted(r)
	if o.All {
		p.moored(r)
	}
	p.closing(r)
	return p.flush(w)
}

func (p *page) summary(r *Report, causes []cause) {
	for _, line := range joined(r.titleParts(), " · ", p.width(), p.say) {
		p.buf.WriteString(line + "\n")
	}
	p.blank()
	p.tiles(r)
	if len(causes) == 0 {
		p.blank()
		p.para(2, "", "", r.calm())
	}
	p.headlines(causes)
	p.severities(r.Summary.Findings, r.Summary.Waived)
}

// title is "account 111122223333 · eu-west-1 · 214 resources, 31 interfaces, 46 classes".
func (r *Report) title() string { return strings.Join(r.titleParts(), " · ") }

func (r *Report) titleParts() []string {
	parts := []string{}
	if n := len(r.Source.Accounts); n > 3 {
		parts = append(parts, thousands(n)+" accounts")
	} else if n > 0 {
		parts = append(parts, plural("account", n)+" "+strings.Join(r.Source.Accounts, ", "))
	} else {
		parts = append(parts, "account "+unsaid)
	}
	if n := len(r.Source.Regions); n > 4 {
		parts = append(parts, thousands(n)+" Regions")
	} else if n > 0 {
		parts = append(parts, strings.Join(r.Source.Regions, ", "))
	}
	interfaces, classes := r.interfaces()
	parts = append(parts, strings.Join([]string{
		numbered(r.Summary.Resources, "resource", "resources"), numbered(interfaces, "interface", "interfaces"),
		numbered(classes, "class", "classes"),
	}, ", "))
	return parts
}

// calm says that no cause was found, and never more than what was read allows.
func (r *Report) calm() string {
	if len(r.Gaps) > 0 {
		return "Nothing of what could be read is exposed, stranded or undecided."
	}
	return "Nothing is exposed, stranded or undecided."
}

// joined puts parts on lines, whole where they fit.
func joined(parts []string, between string, width int, say func(string) string) []string {
	var lines []string
	for _, part := range parts {
		part = say(part)
		if n := len(lines); n > 0 && columns(lines[n-1]+say(between)+part) <= width {
			lines[n-1] += say(between) + part
			continue
		}
		lines = append(lines, wrap(part, width)...)
	}
	return lines
}

func plural(word string, n int) string {
	if n == 1 {
		return word
	}
	return word + "s"
}

// interfaces counts the interfaces that resources have or may get, one per
// placement, and the classes that they were judged as.
func (r *Report) interfaces() (placements, classes int) {
	counted, seen := r.Counted(), map[string]bool{}
	for i := range r.Resources {
		if !counted[r.Resources[i].ID] {
			continue
		}
		for _, p := range r.Resources[i].Placements {
			placements++
			seen[p.Class] = true
		}
	}
	return placements, len(seen)
}

// tile is one number of the summary.
type tile struct {
	n     int
	word  string
	state state
}

// tilesOf are the numbers that say something, worst first. Only what is
// computed is there.
func (r *Report) tilesOf() []tile {
	unread, unasked := r.gapCounts()
	s := r.Summary
	all := []tile{
		{s.Exposed, "exposed", exposed},
		{s.Stranded, "stranded", broken},
		{s.Partial, "partial", halved},
		{s.Invalid, "invalid", broken},
		{s.Unknown, "unknown", unclear},
		{unread, "could not be read", unclear},
		{unasked, "never asked", unclear},
		{s.Moored, "moored", holds},
	}
	return slices.DeleteFunc(all, func(t tile) bool {
		always := t.word == "exposed" || t.word == "stranded" || t.word == "moored"
		return t.n == 0 && !always
	})
}

func (r *Report) gapCounts() (unread, unasked int) {
	for _, g := range r.Gaps {
		if g.Reason == inventory.NotAsked {
			unasked++
		} else {
			unread++
		}
	}
	return unread, unasked
}

func (p *page) tiles(r *Report) {
	line, used := "", 0
	for _, t := range r.tilesOf() {
		number := thousands(t.n)
		wide := 2 + 2 + columns(number) + 1 + columns(t.word)
		if used > 0 && used+2+wide > p.width() {
			p.buf.WriteString(line + "\n")
			line, used = "", 0
		}
		if used > 0 {
			line, used = line+"  ", used+2
		}
		ink := t.state.ink()
		if t.n == 0 {
			ink = ""
		}
		line, used = line+"  "+p.paint(t.state.glyph(p.o.ASCII)+" "+number, ink)+" "+t.word, used+wide
	}
	p.buf.WriteString(line + "\n")
}

// headlines tell the causes in one line each, so that the first screen says
// what matters.
func (p *page) headlines(causes []cause) {
	if len(causes) == 0 {
		return
	}
	p.blank()
	shown := causes[:min(len(causes), maxHeadlines)]
	for _, c := range shown {
		p.headline(c)
	}
	if rest := len(causes) - len(shown); rest > 0 {
		p.para(4, "", "", "and "+numbered(rest, "cause more", "causes more")+" below")
	}
}

func (p *page) headline(c cause) {
	s := c.kind.state()
	lead := p.say("  " + s.glyph(p.o.ASCII) + " " + c.kind.word())
	const indent = 14
	text := c.who() + ": " + c.short()
	lines := wrap(p.say(text), p.width()-indent)
	p.buf.WriteString(p.paint(lead, s.ink()) + strings.Repeat(" ", max(indent-columns(lead), 1)) + lines[0] + "\n")
	for i, line := range lines[1:] {
		if i == 1 {
			break
		}
		if i == 0 && len(lines) > 2 {
			line = shortenedEnd(line, p.width()-indent, p.say("…"))
		}
		p.buf.WriteString(strings.Repeat(" ", indent) + line + "\n")
	}
}

// shortenedEnd marks a line that goes on where it is not shown: after a whole
// word where there is one.
func shortenedEnd(line string, width int, mark string) string {
	runes := []rune(line)
	for len(runes) > 0 && columns(string(runes))+1+columns(mark) > width {
		runes = runes[:len(runes)-1]
	}
	kept := string(runes)
	if end := strings.LastIndexByte(kept, ' '); end > 0 && len(kept) < len(line) && line[len(kept)] != ' ' {
		kept = kept[:end]
	}
	return strings.TrimRight(kept, " ") + " " + mark
}

// who a cause hits: the one resource, or how many of what.
func (c cause) who() string {
	if len(c.resources) == 1 {
		return c.resources[0].label()
	}
	counts := map[inventory.Kind]int{}
	var kinds []inventory.Kind
	for _, res := range c.resources {
		if counts[res.Kind]++; counts[res.Kind] == 1 {
			kinds = append(kinds, res.Kind)
		}
	}
	slices.Sort(kinds)
	if len(kinds) > 3 {
		return numbered(len(c.resources), "resource", "resources")
	}
	var words []string
	for _, k := range kinds {
		words = append(words, thousands(counts[k])+" "+kindWord(k, counts[k]))
	}
	return strings.Join(words, ", ")
}

// short is the first reason, without what it cuts off.
func (c cause) short() string {
	why := c.because[0]
	if _, after, ok := strings.Cut(why, ": "); ok && (c.kind == causeStranded || c.kind == causePartial) {
		why = after
	}
	if more := len(c.because) - 1; more > 0 {
		why += " (and " + numbered(more, "reason more", "reasons more") + ")"
	}
	return why
}

func (p *page) severities(b BySeverity, waived int) {
	var words []string
	for _, s := range Severities() {
		if n := *b.at(s); n > 0 {
			words = append(words, thousands(n)+" "+string(s))
		}
	}
	if waived > 0 {
		words = append(words, thousands(waived)+" waived")
	}
	if len(words) == 0 {
		return
	}
	p.blank()
	p.para(14, "    findings", inkSoft, strings.Join(words, " · "))
}
