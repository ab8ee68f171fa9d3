package report

import "strings"

// face is how a text looks. Widths are those of DejaVu, the widest of the fonts
// that a viewer may choose, so that no text is wider than estimated.
type face struct {
	class string
	size  float64
	mono  bool
	bold  bool
}

// width is how wide a text is, at most.
func (f face) width(text string) float64 {
	w := 0.0
	for _, r := range text {
		w += f.advance(r)
	}
	return w * f.scale()
}

// scale is the size of a character whose width is 1; bold ones are wider.
func (f face) scale() float64 {
	if f.bold {
		return f.size * 1.13
	}
	return f.size
}

// advance is the width of one character at size 1.
func (f face) advance(r rune) float64 {
	switch {
	case cells(r) != 1:
		return 1.05 * float64(cells(r)) / 2
	case f.mono:
		return 0.605
	case strings.ContainsRune("ilj.,:;'|!I", r):
		return 0.34
	case r == ' ' || strings.ContainsRune("ft()[]r-/\\·", r):
		return 0.42
	case strings.ContainsRune("mwMW@%✓✕◐…→←", r):
		return 1.0
	case r >= 'A' && r <= 'Z', r > 0x7F:
		return 0.78
	}
	return 0.65
}

// wrap breaks a cleaned text into lines that fit; what exceeds most lines ends in
// an ellipsis. 0 is any number.
func (f face) wrap(text string, room float64, most int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		for _, part := range f.parts(word, room) {
			switch {
			case line == "":
				line = part
			case f.width(line+" "+part) <= room:
				line += " " + part
			default:
				lines, line = append(lines, line), part
			}
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	if most > 0 && len(lines) > most {
		lines = lines[:most]
		lines[most-1] = f.cut(lines[most-1]+"…", room)
	}
	return lines
}

// parts cuts a word that is wider than a line.
func (f face) parts(word string, room float64) []string {
	if f.width(word) <= room {
		return []string{word}
	}
	var out []string
	part, used := "", 0.0
	for _, r := range word {
		w := f.advance(r) * f.scale()
		if used+w > room && part != "" {
			out, part, used = append(out, part), "", 0
		}
		part, used = part+string(r), used+w
	}
	return append(out, part)
}

// cut takes the middle out of a text that is too wide: its ends tell it apart.
func (f face) cut(text string, room float64) string {
	if f.width(text) <= room {
		return text
	}
	runes := []rune(text)
	for n := len(runes) - 1; n > 1; n-- {
		tail := n / 3
		short := string(runes[:n-tail]) + "…" + string(runes[len(runes)-tail:])
		if f.width(short) <= room {
			return short
		}
	}
	return "…"
}
