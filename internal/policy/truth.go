package policy

import "slices"

// truth is one of Kleene's three values. The zero truth is unknown.
type truth int8

const (
	maybe truth = iota
	no
	yes
)

func truthOf(b bool) truth {
	if b {
		return yes
	}
	return no
}

// answer is a truth and, of a maybe, what would settle it: condition keys as
// the document writes them, or "Action", "Resource", "Principal".
type answer struct {
	truth
	keys []string
}

func sure(b bool) answer { return answer{truth: truthOf(b)} }

func unsure(key string) answer { return answer{keys: []string{key}} }

func (a answer) not() answer {
	switch a.truth {
	case yes:
		a.truth = no
	case no:
		a.truth = yes
	}
	return a
}

func (a answer) and(b answer) answer { return a.join(b, no) }

func (a answer) or(b answer) answer { return a.join(b, yes) }

// join is Kleene's conjunction where settles is no, his disjunction where it is
// yes.
func (a answer) join(b answer, settles truth) answer {
	switch {
	case a.truth == settles:
		return a
	case b.truth == settles:
		return b
	case a.truth == maybe && b.truth == maybe:
		return answer{keys: slices.Concat(a.keys, b.keys)}
	case a.truth == maybe:
		return a
	}
	return b
}
