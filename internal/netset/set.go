package netset

import (
	"encoding/binary"
	"math/bits"
	"net/netip"
)

// Set is an immutable set of addresses over one Space. The zero Set is empty
// and belongs to no Space.
type Set struct {
	space *Space
	bits  []uint64
}

// Union holds what either set holds.
func (s Set) Union(t Set) Set {
	switch {
	case t.space == nil:
		return s
	case s.space == nil:
		return t
	}
	out := s.space.words()
	for i, w := range s.bits {
		out[i] = w | t.bits[i]
	}
	return Set{s.space, out}
}

// Intersect holds what both sets hold.
func (s Set) Intersect(t Set) Set {
	if s.space == nil || t.space == nil {
		return Set{}
	}
	out := s.space.words()
	for i, w := range s.bits {
		out[i] = w & t.bits[i]
	}
	return Set{s.space, out}
}

// Minus holds what s holds and t does not.
func (s Set) Minus(t Set) Set {
	if s.space == nil || t.space == nil {
		return s
	}
	out := s.space.words()
	for i, w := range s.bits {
		out[i] = w &^ t.bits[i]
	}
	return Set{s.space, out}
}

// Meets reports whether the sets share an address.
func (s Set) Meets(t Set) bool {
	if s.space == nil || t.space == nil {
		return false
	}
	for i, w := range s.bits {
		if w&t.bits[i] != 0 {
			return true
		}
	}
	return false
}

// IsEmpty reports whether s holds no address.
func (s Set) IsEmpty() bool {
	for _, w := range s.bits {
		if w != 0 {
			return false
		}
	}
	return true
}

// Covers reports whether s holds every address of t.
func (s Set) Covers(t Set) bool {
	if s.space == nil || t.space == nil {
		return t.IsEmpty()
	}
	for i, w := range t.bits {
		if w&^s.bits[i] != 0 {
			return false
		}
	}
	return true
}

// Equal reports whether two sets over one Space hold the same addresses.
func (s Set) Equal(t Set) bool { return s.Covers(t) && t.Covers(s) }

// Has reports whether s holds an atom.
func (s Set) Has(atom int) bool {
	return atom/64 < len(s.bits) && s.bits[atom/64]&(1<<(atom%64)) != 0
}

// SameAtoms reports whether the atoms of s are atoms of another Space too.
func (s Set) SameAtoms(other *Space) bool {
	same := true
	s.Each(func(atom int) bool {
		at := other.Atom(s.space.First(atom))
		same = other.First(at) == s.space.First(atom) && other.last(at) == s.space.last(atom)
		return same
	})
	return same
}

// AppendKey appends what tells s apart from every other set over its Space.
func (s Set) AppendKey(key []byte) []byte {
	for _, w := range s.bits {
		key = binary.LittleEndian.AppendUint64(key, w)
	}
	return key
}

// Contains reports whether s holds an address.
func (s Set) Contains(a netip.Addr) bool { return s.space != nil && s.Has(s.space.Atom(a)) }

// Each calls f with every atom, ascending, until f returns false. It has the
// shape of an iterator.
func (s Set) Each(f func(atom int) bool) {
	for w, word := range s.bits {
		for word != 0 {
			if !f(w*64 + bits.TrailingZeros64(word)) {
				return
			}
			word &= word - 1
		}
	}
}

// Witness is the lowest address of a set; the zero Addr for an empty one.
func (s Set) Witness() netip.Addr {
	var out netip.Addr
	s.Each(func(atom int) bool {
		out = s.space.First(atom)
		return false
	})
	return out
}

// Prefixes writes the set as the fewest CIDR blocks, ascending.
func (s Set) Prefixes() []netip.Prefix {
	var out []netip.Prefix
	s.EachPrefix(func(p netip.Prefix) bool {
		out = append(out, p)
		return true
	})
	return out
}

// EachPrefix calls f with the CIDR blocks of Prefixes until f returns false.
func (s Set) EachPrefix(f func(netip.Prefix) bool) {
	var from, to netip.Addr
	more := true
	s.Each(func(atom int) bool {
		start, end := s.space.First(atom), s.space.last(atom)
		if to.IsValid() && to.Next() == start {
			to = end
			return true
		}
		if from.IsValid() {
			more = eachBlock(from, to, f)
		}
		from, to = start, end
		return more
	})
	if more && from.IsValid() {
		eachBlock(from, to, f)
	}
}

// eachBlock splits [from, to] into the fewest CIDR blocks: each time the
// largest that starts at from and does not pass to.
func eachBlock(from, to netip.Addr, f func(netip.Prefix) bool) bool {
	for from.IsValid() && from.Compare(to) <= 0 {
		p := netip.PrefixFrom(from, from.BitLen())
		_, end := Bounds(p)
		for p.Bits() > 0 {
			wider := netip.PrefixFrom(from, p.Bits()-1)
			if wider.Masked().Addr() != from {
				break
			}
			_, last := Bounds(wider)
			if last.Compare(to) > 0 {
				break
			}
			p, end = wider, last
		}
		if !f(p) {
			return false
		}
		from = end.Next()
	}
	return true
}
