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
