package report

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// clean makes a string from an account safe to show: control characters,
// terminal escapes and invisible or reordering marks become visible escapes,
// so that a name cannot move the cursor, hide text or pose as another name.
func clean(s string) string {
	if !strings.ContainsFunc(s, hostile) && utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == utf8.RuneError && !strings.HasPrefix(s[i:], "\uFFFD"):
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case r == '\n' || r == '\t' || r == '\r':
			b.WriteByte(' ')
		case hostile(r) && r < 0x100:
			fmt.Fprintf(&b, `\x%02x`, r)
		case hostile(r) && r > 0xFFFF:
			fmt.Fprintf(&b, `\U%08x`, r)
		case hostile(r):
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// hostile are control (Cc), format (Cf: reordering, joining and tag marks),
// private, surrogate and separator characters that show nothing themselves.
func hostile(r rune) bool {
	return unicode.Is(unicode.C, r) || r == '\u2028' || r == '\u2029' || r == '\u115F' || r == '\u3164' ||
		(unicode.Is(unicode.Zs, r) && r != ' ') || (r >= 0xFE00 && r <= 0xFE0F)
}

// plain is clean in ASCII: the marks that this package prints get their twins,
// any other character its escape.
func plain(s string) string {
	twins := map[rune]string{
		'·': "-", '–': "-", '—': "-", '→': "->", '←': "<-", '…': "...", '×': "x", '’': "'", '“': `"`, '”': `"`,
		'✓': "+", '✕': "x", '◐': "~", '◇': "!", '│': "|", '●': "o", '○': "o", '└': "`", '├': "|", '─': "-", '≤': "<=", '≥': ">=",
	}
	var b strings.Builder
	for _, r := range clean(s) {
		switch twin, ok := twins[r]; {
		case r < utf8.RuneSelf:
			b.WriteRune(r)
		case ok:
			b.WriteString(twin)
		case r > 0xFFFF:
			fmt.Fprintf(&b, `\U%08x`, r)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

// columns is how many terminal cells s takes.
func columns(s string) int {
	n := 0
	for _, r := range s {
		n += cells(r)
	}
	return n
}

// cells of one character: none for a mark on the one before, two for the wide
// ones of East Asia and for pictures.
func cells(r rune) int {
	switch {
	case unicode.In(r, unicode.Mn, unicode.Me):
		return 0
	case r >= 0x1100 && r <= 0x115F, r >= 0x2E80 && r <= 0xA4CF, r >= 0xAC00 && r <= 0xD7A3,
		r >= 0xF900 && r <= 0xFAFF, r >= 0xFE30 && r <= 0xFE6F, r >= 0xFF00 && r <= 0xFF60,
		r >= 0xFFE0 && r <= 0xFFE6, r >= 0x1F300 && r <= 0x1F64F, r >= 0x1F900 && r <= 0x1FAFF, r >= 0x20000 && r <= 0x3FFFD:
		return 2
	}
	return 1
}

// shortened cuts the middle out of s where it takes more than limit cells: the
// ends of an id or a name tell it apart.
func shortened(s string, limit int) string {
	if columns(s) <= limit {
		return s
	}
	runes := []rune(s)
	tail := (limit - 1) / 3
	for head := limit - 1 - tail; head > 0; head-- {
		cut := string(runes[:min(head, len(runes))]) + "…" + string(runes[max(len(runes)-tail, 0):])
		if columns(cut) <= limit {
			return cut
		}
	}
	return "…"
}
