package report

import (
	"fmt"
	"html"
	"slices"
	"strings"
)

// svg gathers elements; every text in it is cleaned and escaped.
type svg struct{ strings.Builder }

func (s *svg) put(format string, args ...any) { fmt.Fprintf(s, format, args...) }

func escaped(text string) string { return html.EscapeString(clean(text)) }

// text writes a line of text; anchor is start, middle or end.
func (s *svg) text(x, y int, anchor, class, text string) {
	s.put(`<text x="%d" y="%d" text-anchor="%s" class="%s">%s</text>`, x, y, anchor, class, escaped(text))
}

// Sizes of a picture in its own units, CSS pixels at full width.
const (
	wideWidth  = 1010
	boxWidth   = 140
	boxHeight  = 54
	wideMargin = 8
	tallWidth  = 360
	tallStep   = 30
	lineHeight = 14
	// A character of the monospaced 11 px label is 6.62 wide; of the 11.5 px
	// semi-bold one about 6.6.
	charWidth = 6.7
	maxLines  = 4
)

// chars is how many characters of a label fit into a width.
func chars(width int) int { return max(int(float64(width)/charWidth), 4) }

// lines wraps a knot's text for its room; what does not fit ends in an ellipsis.
func (k knot) lines(room, most int) []string {
	var out []string
	for part := range strings.SplitSeq(k.text, "\n") {
		out = append(out, wrap(shortIDs(clean(part)), room)...)
	}
	out = slices.DeleteFunc(out, func(l string) bool { return l == "" })
	if len(out) > most {
		out = out[:most]
		out[most-1] = shortenedEnd(out[most-1], room, "…")
	}
	return out
}

// shortIDs cuts the middle out of long AWS ids, vpce-0123456789abcdef0 to
// vpce-012…ef0: under a knot there is room for no more, and its title has all of it.
func shortIDs(text string) string {
	words := strings.Split(text, " ")
	for i, word := range words {
		prefix, rest, ok := strings.Cut(word, "-")
		id := strings.TrimRight(rest, ",;:.")
		if !ok || len(id) != longID || strings.Trim(id, "0123456789abcdef") != "" {
			continue
		}
		words[i] = prefix + "-" + id[:3] + "…" + id[longID-3:] + rest[longID:]
	}
	return strings.Join(words, " ")
}

// longID is the length of the hexadecimal part of an id since 2016.
const longID = 17

// knot writes the knot itself around a point: a circle that holds, a cut, a
// hollow grey one with a question mark, a diamond where it is a door.
func (s *svg) knot(x, y int, k knot) {
	switch {
	case k.door || k.state == exposed:
		s.put(`<path class="door" d="M%d %dl12 12-12 12-12-12z"/>`, x, y-12)
	case k.state == broken:
		s.put(`<circle class="cut" cx="%d" cy="%d" r="13"/><path class="cross" d="M%d %dl12 12m0-12l-12 12"/>`, x, y, x-6, y-6)
	case k.state == holds:
		s.put(`<circle class="knot" cx="%d" cy="%d" r="8"/>`, x, y)
	default:
		s.put(`<circle class="dim" cx="%d" cy="%d" r="11"/>`, x, y)
		s.text(x, y+4, "middle", "q", "?")
	}
}

// ink is the class of a knot's labels.
func (k knot) ink() string {
	switch {
	case k.state == broken:
		return " x"
	case k.state == unclear:
		return " u"
	}
	return ""
}

// rope is the class of the line behind a number of knots.
func (p picture) rope(before []knot) string {
	class := "rope"
	if p.open {
		class = "rope open"
	}
	for _, k := range before {
		switch k.state {
		case broken:
			return "rope dead"
		case unclear:
			class = "rope dim"
		}
	}
	return class
}

// box is an end of the line.
func (s *svg) box(x, y, w int, name, note string) {
	s.put(`<g><title>%s</title><rect class="end" x="%d" y="%d" width="%d" height="%d" rx="9"/>`, escaped(name+" ("+note+")"), x, y, w, boxHeight)
	s.text(x+w/2, y+23, "middle", "k", shortened(clean(name), chars(w-10)))
	s.text(x+w/2, y+40, "middle", "m", shortened(clean(note), chars(w-10)))
	s.put(`</g>`)
}

func (s *svg) open(width, height int, class string, p picture) {
	s.put(`<svg class="%s" viewBox="0 0 %d %d" role="img"><title>%s</title>`, class, width, height, escaped(p.spoken()))
}

// wide draws the picture from left to right.
func (p picture) wide() string {
	rows, height := p.rows()
	var s svg
	middle := height / 2
	if len(rows) == 1 {
		middle = rows[0].y
	}
	if p.folded > 0 {
		height += 18
	}
	s.open(wideWidth, height, "wide", p)
	right := wideWidth - wideMargin - boxWidth
	for _, row := range rows {
		p.strand(&s, row, middle, right)
	}
	s.box(wideMargin, middle-boxHeight/2, boxWidth, p.left, p.leftNote)
	s.box(right, middle-boxHeight/2, boxWidth, p.right, p.rightNote)
	if p.folded > 0 {
		s.text(wideWidth/2, height-6, "middle", "s", "and "+numbered(p.folded, "strand", "strands")+" more, not drawn")
	}
	s.put(`</svg>`)
	return s.String()
}

// row is a strand with its place.
type row struct {
	strand
	y, depth int // the line, and how far labels reach below it
	room     int // between two knots
}

// rows places the strands under each other.
func (p picture) rows() ([]row, int) {
	var out []row
	y, most := 0, 1
	for _, st := range p.strands {
		most = max(most, len(st.knots))
	}
	for _, st := range p.strands {
		r := row{strand: st, room: (wideWidth - 2*(wideMargin+boxWidth)) / (most + 1), depth: boxHeight/2 + 8}
		for _, k := range st.knots {
			r.depth = max(r.depth, 18+lineHeight*len(k.lines(chars(r.room-8), maxLines)))
		}
		if p.labelled() {
			y += 22
		}
		r.y = y + max(boxHeight/2+8, 38)
		y = r.y + r.depth + 8
		if len(st.back) > 0 {
			y += 34 + 16*(len(st.back)-1)
		}
		out = append(out, r)
	}
	return out, y + 4
}

// labelled tells whether strands have to be told apart.
func (p picture) labelled() bool { return len(p.strands) > 1 }

func (p picture) strand(s *svg, r row, middle, right int) {
	left := wideMargin + boxWidth
	at := func(i int) int { return left + r.room*(i+1) }
	for i := 0; i <= len(r.knots); i++ {
		class := p.rope(r.knots[:i])
		from, to := left, right
		if i > 0 {
			from = at(i - 1)
		}
		if i < len(r.knots) {
			to = at(i)
		}
		s.put(`<path class="%s" d="%s"/>`, class, bend(from, to, r.y, middle, i == 0, i == len(r.knots)))
	}
	if p.labelled() {
		s.text(left+44, r.y-40, "start", "s", verdictState(r.verdict).glyph(false)+" "+shortened(clean(r.label), 100))
	}
	for i, k := range r.knots {
		s.put(`<g><title>%s</title>`, escaped(k.title))
		s.knot(at(i), r.y, k)
		s.text(at(i), r.y-20, "middle", "k"+k.ink(), shortened(clean(k.word), chars(r.room-4)))
		for n, line := range k.lines(chars(r.room-8), maxLines) {
			s.text(at(i), r.y+28+lineHeight*n, "middle", "m"+k.ink(), line)
		}
		s.put(`</g>`)
	}
	p.back(s, r, middle, left, right)
}

// bend is a piece of line: straight, or curved where it leaves or enters a box
// at another height.
func bend(from, to, y, middle int, first, last bool) string {
	switch {
	case y == middle || !(first || last):
		return fmt.Sprintf("M%d %dH%d", from, y, to)
	case first && last:
		return fmt.Sprintf("M%d %dC%d %d %d %d %d %dS%d %d %d %d", from, middle, from+30, middle, from+20, y, (from+to)/2, y, to-30, middle, to, middle)
	case first:
		return fmt.Sprintf("M%d %dC%d %d %d %d %d %dH%d", from, middle, from+24, middle, from+16, y, min(from+44, to), y, to)
	}
	return fmt.Sprintf("M%d %dH%dC%d %d %d %d %d %d", from, y, max(to-44, from), to-16, y, to-24, middle, to, middle)
}

// back draws the way back under a strand, with what fails on it.
func (p picture) back(s *svg, r row, middle, left, right int) {
	if len(r.back) == 0 {
		return
	}
	y := r.y + r.depth + 14
	class := "rope ret"
	for _, k := range r.back {
		if k.state == broken {
			class = "rope ret dead"
		} else if k.state == unclear && class == "rope ret" {
			class = "rope ret dim"
		}
	}
	// Only a single strand has the boxes to itself; others end before them.
	if len(p.strands) == 1 {
		s.put(`<path class="%s" d="M%d %dV%dQ%d %d %d %dH%dQ%d %d %d %dV%d"/>`, class, right+boxWidth/2, middle+boxHeight/2, y-14,
			right+boxWidth/2, y, right+boxWidth/2-18, y, left-boxWidth/2+18, left-boxWidth/2, y, left-boxWidth/2, y-14, middle+boxHeight/2)
	} else {
		s.put(`<path class="%s" d="M%d %dH%d"/>`, class, right-44, y, left+44)
	}
	for i, k := range r.back {
		s.put(`<g><title>%s</title>`, escaped(k.title))
		if k.state != holds {
			s.knot(wideWidth/2+(i*2-len(r.back)+1)*60, y, k)
		}
		s.text(wideWidth/2, y+19+16*i+extra(k), "middle", "s"+k.ink(), shortened(clean(backText(k)), 130))
		s.put(`</g>`)
	}
}

func extra(k knot) int {
	if k.state == holds {
		return 0
	}
	return 10
}

func backText(k knot) string {
	text := strings.ReplaceAll(k.text, "\n", " ")
	if k.state == holds {
		return "way back " + text
	}
	return "way back: " + k.word + " " + text
}

// tall draws the picture from top to bottom, for narrow pages: labels stand
// beside their knots and have room.
func (p picture) tall() string {
	var s, body svg
	y := 6
	for _, st := range p.strands {
		y = p.ladder(&body, st, y)
	}
	if p.folded > 0 {
		body.text(24, y+12, "start", "s", "and "+numbered(p.folded, "strand", "strands")+" more, not drawn")
		y += 20
	}
	s.open(tallWidth, y+4, "tall", p)
	s.WriteString(body.String())
	s.put(`</svg>`)
	return s.String()
}

func (p picture) ladder(s *svg, st strand, y int) int {
	const x, textX = 40, 66
	room := chars(tallWidth - textX - 6)
	note := p.leftNote
	if p.labelled() && st.label != "" {
		note = st.label
	}
	s.box(6, y, tallWidth-12, p.left, note)
	y += boxHeight
	all := slices.Clone(st.knots)
	for i, k := range all {
		lines := k.lines(room, maxLines+2)
		next := y + tallStep + lineHeight*len(lines) + 8
		s.put(`<path class="%s" d="M%d %dV%d"/><path class="%s" d="M%d %dV%d"/>`, p.rope(all[:i]), x, y, y+22, p.rope(all[:i+1]), x, y+22, next)
		s.put(`<g><title>%s</title>`, escaped(k.title))
		s.knot(x, y+22, k)
		s.text(textX, y+20, "start", "k"+k.ink(), k.word)
		for n, line := range lines {
			s.text(textX, y+20+lineHeight*(n+1)+1, "start", "m"+k.ink(), line)
		}
		s.put(`</g>`)
		y = next
	}
	s.put(`<path class="%s" d="M%d %dV%d"/>`, p.rope(all), x, y, y+12)
	y += 12
	s.box(6, y, tallWidth-12, p.right, p.rightNote)
	y += boxHeight
	for _, k := range st.back {
		if k.state == holds {
			s.text(24, y+18, "start", "s", "↩ way back holds")
			y += 22
			continue
		}
		s.put(`<g><title>%s</title>`, escaped(k.title))
		s.knot(x, y+22, k)
		lines := wrap(clean(backText(k)), room)
		for n, line := range lines {
			s.text(textX, y+20+lineHeight*n, "start", "m"+k.ink(), line)
		}
		y += 26 + lineHeight*len(lines)
		s.put(`</g>`)
	}
	return y + 12
}
