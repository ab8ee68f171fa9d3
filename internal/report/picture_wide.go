package report

import (
	"fmt"
	"strings"
)

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
