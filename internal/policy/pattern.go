package policy

import "slices"

// Symbols of a pattern that stand for text. They are no runes.
const (
	anyText  rune = -1 - iota // *
	anyRune                   // ?
	anyInner                  // * inside an ARN's segment
)

// glob is text with wildcards: literal runes and the symbols above. A glob
// without symbols is one string; as part of a request a glob is a set.
type glob []rune

// literal is text in which nothing is a wildcard.
func literal(text string) glob { return glob(text) }

// wild reads * and ? as wildcards. Runs of them are brought to the order ?…?*,
// so that equal sets are written alike.
func wild(text string) glob { return tidy(symbols(text)) }

func symbols(text string) glob {
	out := make(glob, 0, len(text))
	for _, r := range text {
		switch r {
		case '*':
			r = anyText
		case '?':
			r = anyRune
		}
		out = append(out, r)
	}
	return out
}

func tidy(g glob) glob {
	out := make(glob, 0, len(g))
	star := false
	flush := func() {
		if star {
			out = append(out, anyText)
		}
		star = false
	}
	for _, r := range g {
		switch {
		case r == anyText:
			star = true
		case r == anyRune:
			out = append(out, r)
		default:
			flush()
			out = append(out, r)
		}
	}
	flush()
	return out
}

func (g glob) isSet() bool { return slices.ContainsFunc(g, func(r rune) bool { return r < 0 }) }

// within marks the stars of an ARN's first five segments but one that ends the
// pattern. AWS says that a * belongs to its segment, and that one which ends a
// segment may match beyond the colon (IAM User Guide,
// reference_policies_elements_resource): whether it does is left open.
func (g glob) within() glob {
	out := slices.Clone(g)
	colons := 0
	for i, r := range out {
		if r == ':' {
			colons++
		}
		if r == anyText && colons < 5 && i+1 < len(out) {
			out[i] = anyInner
		}
	}
	return out
}

// covers reports whether every string of the set is matched by the pattern.
// On a set it may err to no.
func (g glob) covers(set glob) bool {
	p, s, star, back := 0, 0, -1, 0
	for s < len(set) {
		switch {
		case p < len(g) && g[p] == anyText:
			star, back = p, s
			p++
		case p < len(g) && (g[p] == set[s] || g[p] == anyRune && set[s] != anyText):
			p++
			s++
		case star >= 0:
			back++
			p, s = star+1, back
		default:
			return false
		}
	}
	for p < len(g) && g[p] == anyText {
		p++
	}
	return p == len(g)
}

// meets reports whether pattern and set have a string in common.
func (g glob) meets(set glob) bool {
	return g.compare(set, true, func(p, s rune, c cells) bool {
		switch {
		case isStar(p):
			return c.skipP || (p == anyText || s != ':') && c.skipS
		case isStar(s):
			return c.skipS || c.skipP
		}
		return (p == s || p == anyRune || s == anyRune) && c.skipBoth
	})
}

// contains is covers with stars that stay in their segment.
func (g glob) contains(set glob) bool {
	return g.compare(set, false, func(p, s rune, c cells) bool {
		switch {
		case isStar(p):
			return c.skipP || (p == anyText || s != ':' && s != anyText) && c.skipS
		case isStar(s):
			return false
		}
		return (p == s || p == anyRune) && c.skipBoth
	})
}

// cells are the answers for what is left after a symbol of the pattern, of the
// set, or of both.
type cells struct{ skipP, skipS, skipBoth bool }

// compare fills the table of all pairs of ends of pattern and set, from their
// last symbols to their first. vanish lets the set's stars stand for nothing.
func (g glob) compare(set glob, vanish bool, cell func(p, s rune, c cells) bool) bool {
	next := make([]bool, len(set)+1)
	next[len(set)] = true
	for j := len(set) - 1; j >= 0 && vanish && isStar(set[j]); j-- {
		next[j] = true
	}
	for i := len(g) - 1; i >= 0; i-- {
		row := make([]bool, len(set)+1)
		row[len(set)] = isStar(g[i]) && next[len(set)]
		for j := len(set) - 1; j >= 0; j-- {
			row[j] = cell(g[i], set[j], cells{next[j], row[j+1], next[j+1]})
		}
		next = row
	}
	return next[0]
}

func isStar(r rune) bool { return r == anyText || r == anyInner }

// match compares a pattern with a string or a set: yes if all of it matches, no
// if none of it does.
func (g glob) match(set glob) truth {
	if !set.isSet() {
		return truthOf(g.covers(set))
	}
	switch {
	case g.covers(set):
		return yes
	case !g.meets(set):
		return no
	}
	return maybe
}

// matchARN compares the pattern of a Resource element. It leaves open what only
// matches if a star crosses a colon. A pattern with less than an ARN's six
// segments is expanded by some kinds of policy and refused by others, so what it
// does not match as it stands is open too.
func (g glob) matchARN(set glob) truth {
	got := g.match(set)
	if got == no && len(set) > 0 && len(g.split(6)) < 6 {
		return maybe
	}
	strict := g.within()
	if got != yes || slices.Equal(strict, g) {
		return got
	}
	if strict.contains(set.within()) {
		return yes
	}
	return maybe
}

// split cuts at the first n-1 colons.
func (g glob) split(n int) []glob {
	var out []glob
	for len(out) < n-1 {
		i := slices.Index(g, ':')
		if i < 0 {
			break
		}
		out = append(out, g[:i])
		g = g[i+1:]
	}
	return append(out, g)
}
