package reach

import (
	"fmt"
	"net/netip"
	"strings"

	"mooring/internal/netset"
)

// addressTerm is an address of a firewall rule as Suricata writes them:
//
//	any   10.0.0.0/8   10.0.0.1-10.0.0.9   $HOME_NET   !$HOME_NET   [10.0.0.0/8,!10.1.0.0/16]
type addressTerm struct {
	negated  bool
	any      bool
	name     string // of a variable, with its $ or @
	from, to netip.Addr
	list     []addressTerm
}

// parseAddress reads an address; it is an error when the whole text is none.
func parseAddress(text string) (addressTerm, error) {
	t, rest, err := addressFrom(strings.TrimSpace(text), 0)
	if err == nil && rest != "" {
		err = fmt.Errorf("%q after an address", rest)
	}
	return t, err
}

const deepestList = 8

// addressFrom reads one term and returns what follows it.
func addressFrom(text string, depth int) (t addressTerm, rest string, err error) {
	text = strings.TrimSpace(text)
	if after, ok := strings.CutPrefix(text, "!"); ok {
		t.negated, text = true, strings.TrimSpace(after)
	}
	if strings.HasPrefix(text, "[") {
		if depth == deepestList {
			return t, "", fmt.Errorf("lists within lists")
		}
		t.list, rest, err = addressList(text[1:], depth+1)
		return t, rest, err
	}
	end := strings.IndexAny(text, ",]")
	if end < 0 {
		end = len(text)
	}
	word, rest := strings.TrimSpace(text[:end]), text[end:]
	switch {
	case strings.EqualFold(word, "any"):
		t.any = true
	case len(word) > 1 && (word[0] == '$' || word[0] == '@') && !strings.ContainsAny(word, "! \t["):
		t.name = word
	default:
		t.from, t.to, err = addressRange(word)
	}
	return t, rest, err
}

func addressList(text string, depth int) (list []addressTerm, rest string, err error) {
	for {
		var t addressTerm
		t, text, err = addressFrom(text, depth)
		if err != nil {
			return nil, "", err
		}
		list = append(list, t)
		text = strings.TrimSpace(text)
		switch {
		case strings.HasPrefix(text, ","):
			text = text[1:]
		case strings.HasPrefix(text, "]"):
			return list, strings.TrimSpace(text[1:]), nil
		default:
			return nil, "", fmt.Errorf("a list without an end")
		}
	}
}

func addressRange(word string) (from, to netip.Addr, err error) {
	if p, err := netip.ParsePrefix(word); err == nil {
		from, to = netset.Bounds(p)
		return from, to, nil
	}
	first, last, ranged := strings.Cut(word, "-")
	if from, err = netip.ParseAddr(first); err != nil {
		return from, to, fmt.Errorf("%q is no address", word)
	}
	if to = from; ranged {
		to, err = netip.ParseAddr(last)
	}
	if err != nil || from.Zone() != "" || to.Zone() != "" || from.Is4() != to.Is4() || to.Less(from) {
		return from, to, fmt.Errorf("%q is no range of addresses", word)
	}
	return from, to, nil
}

// matched are the addresses that surely match, and those that may.
type matched struct{ sure, maybe netset.Set }

// addressBook resolves the variables of a rule group over one space.
type addressBook struct {
	space  *netset.Space
	all    netset.Set
	v4, v6 netset.Set
	// definition is what a variable, with its $ or @, stands for; false when nothing says.
	definition func(name string) (defined matched, ok bool)
	known      map[string]matched
}

func newAddressBook(space *netset.Space, definition func(string) (matched, bool)) *addressBook {
	b := &addressBook{space: space, definition: definition, known: map[string]matched{}}
	b.v4 = space.Prefixes(netip.PrefixFrom(netip.AddrFrom4([4]byte{}), 0))
	b.v6 = space.Prefixes(netip.PrefixFrom(netip.IPv6Unspecified(), 0))
	b.all = b.v4.Union(b.v6)
	return b
}

// anything is a set of which nothing is known.
func (b *addressBook) anything() matched { return matched{b.space.Empty(), b.all} }

// any is every address.
func (b *addressBook) any() matched { return matched{b.all, b.all} }

// set resolves a text; one that cannot be read may be anything.
func (b *addressBook) set(text string) matched {
	if m, ok := b.known[text]; ok {
		return m
	}
	out := b.anything()
	if t, err := parseAddress(text); err == nil {
		out = b.resolve([]addressTerm{t})
	}
	b.known[text] = out
	return out
}

// union resolves several texts that stand beside each other, as in a variable's definition.
func (b *addressBook) union(texts []string) matched {
	var terms []addressTerm
	for _, text := range texts {
		t, err := parseAddress(text)
		if err != nil {
			return b.anything()
		}
		terms = append(terms, t)
	}
	return b.resolve(terms)
}

// resolve unites what is named and takes away what is negated. Where nothing but
// negations stand, they are taken from all addresses of their family.
func (b *addressBook) resolve(terms []addressTerm) matched {
	f := flattened{book: b, named: matched{b.space.Empty(), b.space.Empty()}, negated: matched{b.space.Empty(), b.space.Empty()}}
	for _, t := range terms {
		f.add(t, false, 0)
	}
	if f.unclear {
		return b.anything()
	}
	out := matched{b.space.Empty(), b.space.Empty()}
	for _, family := range []netset.Set{b.v4, b.v6} {
		named, negated := f.named.within(family), f.negated.within(family)
		switch mentioned := !named.maybe.IsEmpty(); {
		case mentioned:
			out.sure = out.sure.Union(named.sure.Minus(negated.maybe))
			out.maybe = out.maybe.Union(named.maybe.Minus(negated.sure))
		case !negated.maybe.IsEmpty():
			out.maybe = out.maybe.Union(family.Minus(negated.sure))
			if !f.anyNamed {
				out.sure = out.sure.Union(family.Minus(negated.maybe))
			}
		case !f.anyNamed:
			// Suricata completes a list of negations for the families that it
			// names; Network Firewall's pages do not say.
			out.maybe = out.maybe.Union(family)
		}
	}
	return out
}

func (m matched) within(s netset.Set) matched {
	return matched{m.sure.Intersect(s), m.maybe.Intersect(s)}
}

func (m matched) or(o matched) matched { return matched{m.sure.Union(o.sure), m.maybe.Union(o.maybe)} }

// flattened gathers the terms of nested lists. A negation within a negated list
// is not followed.
type flattened struct {
	book           *addressBook
	named, negated matched
	anyNamed       bool
	unclear        bool
}

func (f *flattened) add(t addressTerm, negated bool, depth int) {
	if t.negated && negated {
		f.unclear = true
		return
	}
	// A negation in a list within a list would take from that list alone.
	f.unclear = f.unclear || (t.negated && depth > 1)
	negated = negated || t.negated
	if t.list != nil {
		for _, inner := range t.list {
			f.add(inner, negated, depth+1)
		}
		return
	}
	m := f.value(t)
	if negated {
		f.negated = f.negated.or(m)
		return
	}
	f.anyNamed = true
	f.named = f.named.or(m)
}

func (f *flattened) value(t addressTerm) matched {
	switch {
	case t.any:
		return f.book.any()
	case t.name != "":
		if m, ok := f.book.definition(t.name); ok {
			return m
		}
		return f.book.anything()
	case !f.book.cuts(t.from, t.to):
		return f.book.anything()
	}
	s := f.book.space.Range(t.from, t.to)
	return matched{s, s}
}

// cuts reports whether a range is a union of whole atoms: a rule group that was
// not cut into the space cannot be decided there.
func (b *addressBook) cuts(from, to netip.Addr) bool {
	starts := b.space.First(b.space.Atom(from)) == from
	next := to.Next()
	return starts && (!next.IsValid() || b.space.First(b.space.Atom(next)) == next)
}
