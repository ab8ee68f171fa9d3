package report

import (
	"bytes"
	"io"
	"strings"
)

// page is text being written: cleaned, wrapped and, where asked, coloured.
type page struct {
	o   Options
	buf bytes.Buffer
}

const (
	defaultWidth = 100
	leastWidth   = 40
	labelWidth   = 14
)

func (p *page) width() int {
	if p.o.Width == 0 {
		return defaultWidth
	}
	return max(p.o.Width, leastWidth)
}

// flush hands the page over, without blanks at the ends of lines.
func (p *page) flush(w io.Writer) error {
	lines := strings.Split(strings.TrimRight(p.buf.String(), "\n"), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " ")
	}
	_, err := io.WriteString(w, strings.Join(lines, "\n")+"\n")
	return err
}

// say prepares a string for this page.
func (p *page) say(s string) string {
	if p.o.ASCII {
		return plain(s)
	}
	return clean(s)
}

func (p *page) blank() { p.buf.WriteByte('\n') }

// paint colours s, which is already said.
func (p *page) paint(s string, ink string) string {
	if !p.o.Color || s == "" || ink == "" {
		return s
	}
	return "\x1b[" + ink + "m" + s + "\x1b[0m"
}

// Inks are SGR parameters of the sixteen colours that every terminal themes itself.
const (
	inkBold = "1"
	inkSoft = "2"
)

func (s state) ink() string {
	return map[state]string{
		holds: "32", broken: "1;31", halved: "1;33", unclear: "1;35", moot: "2", exposed: "1;36",
	}[s]
}

// para writes text wrapped behind an indent; lead, one indent wide or
// narrower, stands on its first line.
func (p *page) para(indent int, lead, leadInk, text string) {
	lead = p.say(lead)
	for i, line := range wrap(p.say(text), p.width()-indent) {
		if i == 0 {
			p.buf.WriteString(p.paint(lead, leadInk) + strings.Repeat(" ", max(indent-columns(lead), 0)) + line + "\n")
			continue
		}
		p.buf.WriteString(strings.Repeat(" ", indent) + line + "\n")
	}
}

// field is a label and its text, the label in a column of its own.
func (p *page) field(label, text string) {
	if text != "" {
		p.para(2+labelWidth, "  "+label, inkSoft, text)
	}
}

// fields repeats a label's column for several texts.
func (p *page) fields(label string, texts []string) {
	for i, text := range texts {
		if i > 0 {
			label = ""
		}
		p.field(label, text)
	}
}

// heading starts a section.
func (p *page) heading(word, note string) {
	p.blank()
	p.para(columns(word)+2, word, inkBold, note)
}

// split writes left and right on one line where they fit, else on two.
func (p *page) split(left, leftInk, middle, right string) {
	left, middle, right = p.say(left), p.say(middle), p.say(right)
	indent := columns(left)
	gap := p.width() - indent - columns(middle) - columns(right)
	if right != "" && gap >= 2 {
		p.buf.WriteString(p.paint(left, leftInk) + p.paint(middle, inkBold) + strings.Repeat(" ", gap) + p.paint(right, inkSoft) + "\n")
		return
	}
	for i, line := range wrap(middle, p.width()-indent) {
		if i == 0 {
			p.buf.WriteString(p.paint(left, leftInk) + p.paint(line, inkBold) + "\n")
			continue
		}
		p.buf.WriteString(strings.Repeat(" ", indent) + p.paint(line, inkBold) + "\n")
	}
	for _, line := range wrap(right, p.width()-2) {
		if line != "" {
			p.buf.WriteString("  " + p.paint(line, inkSoft) + "\n")
		}
	}
}

// wrap breaks text at blanks into lines of at most width cells; a word that is
// longer alone is broken where it must.
func wrap(text string, width int) []string {
	var lines []string
	line, used := "", 0
	for _, word := range strings.Fields(text) {
		if used > 0 && used+1+columns(word) <= width {
			line, used = line+" "+word, used+1+columns(word)
			continue
		}
		if used > 0 {
			lines = append(lines, line)
		}
		parts := hyphenless(word, width)
		lines = append(lines, parts[:len(parts)-1]...)
		line = parts[len(parts)-1]
		used = columns(line)
	}
	return append(lines, line)
}

// hyphenless cuts a word into parts of at most width cells.
func hyphenless(word string, width int) []string {
	var parts []string
	part, used := "", 0
	for _, r := range word {
		if used+cells(r) > width && used > 0 {
			parts = append(parts, part)
			part, used = "", 0
		}
		part, used = part+string(r), used+cells(r)
	}
	return append(parts, part)
}
