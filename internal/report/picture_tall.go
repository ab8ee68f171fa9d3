package report

import (
	"slices"
)

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
