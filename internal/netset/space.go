// Package netset holds sets of addresses and ports. A Space cuts all IPv4 and
// IPv6 addresses into elementary intervals, called atoms, at every boundary
// that any rule draws; within an atom all rules agree, so a set is one bit an
// atom and every operation on sets is exact.
//
//	rule A   |-----------------|
//	rule B            |-----------------|
//	atoms  0 |   1    |    2   |    3   | 4
package netset

import (
	"encoding/binary"
	"net/netip"
	"slices"
	"sort"
)

// Space is an immutable cut of all addresses, IPv4 before IPv6. The zero Space
// is not usable; make one with a Builder. It hands out the words of its sets
// from one block at a time, so a Space is not for concurrent use.
type Space struct {
	starts []netip.Addr // first address of each atom, ascending
	width  int          // words of a set
	block  []uint64     // words not handed out yet
}

// setsInBlock trades the allocator's time for memory that a kept set holds on to.
const setsInBlock = 64

func (s *Space) words() []uint64 {
	if len(s.block) < s.width {
		s.block = make([]uint64, s.width*setsInBlock)
	}
	out := s.block[:s.width:s.width]
	s.block = s.block[s.width:]
	return out
}

// Builder gathers the boundaries of a Space.
type Builder struct {
	starts []netip.Addr
}

var (
	first4 = netip.AddrFrom4([4]byte{})
	first6 = netip.IPv6Unspecified()
)

// Cut makes [from, to] a union of whole atoms.
func (b *Builder) Cut(from, to netip.Addr) {
	b.starts = append(b.starts, from)
	// After the last address of a family comes the other family, cut anyway.
	if next := to.Next(); next.IsValid() {
		b.starts = append(b.starts, next)
	}
}

// CutPrefix is Cut for a CIDR block.
func (b *Builder) CutPrefix(p netip.Prefix) {
	if p.IsValid() {
		b.Cut(Bounds(p))
	}
}

// Space returns the cut made of all boundaries so far.
func (b *Builder) Space() *Space {
	all := append([]netip.Addr{first4, first6}, b.starts...)
	slices.SortFunc(all, netip.Addr.Compare)
	all = slices.Compact(all)
	return &Space{starts: all, width: (len(all) + 63) / 64}
}

// Bounds are the first and the last address of a CIDR block.
func Bounds(p netip.Prefix) (from, to netip.Addr) {
	from = p.Masked().Addr()
	if from.Is4() {
		raw := from.As4()
		binary.BigEndian.PutUint32(raw[:], binary.BigEndian.Uint32(raw[:])|uint32(1<<(32-p.Bits())-1))
		return from, netip.AddrFrom4(raw)
	}
	raw := from.AsSlice()
	for bit := p.Bits(); bit < from.BitLen(); bit++ {
		raw[bit/8] |= 0x80 >> (bit % 8)
	}
	to, _ = netip.AddrFromSlice(raw)
	return from, to
}

// Same reports whether two spaces have the same atoms.
func (s *Space) Same(other *Space) bool { return slices.Equal(s.starts, other.starts) }

// Len is the number of atoms.
func (s *Space) Len() int { return len(s.starts) }

// Atom is the index of the atom that holds an address.
func (s *Space) Atom(a netip.Addr) int {
	return sort.Search(len(s.starts), func(i int) bool { return s.starts[i].Compare(a) > 0 }) - 1
}

// First is the first address of an atom.
func (s *Space) First(atom int) netip.Addr { return s.starts[atom] }

// last is the last address of an atom.
func (s *Space) last(atom int) netip.Addr {
	if atom+1 == len(s.starts) {
		_, to := Bounds(netip.PrefixFrom(first6, 0))
		return to
	}
	if s.starts[atom+1] == first6 {
		_, to := Bounds(netip.PrefixFrom(first4, 0))
		return to
	}
	return s.starts[atom+1].Prev()
}

// Empty is the set without addresses.
func (s *Space) Empty() Set { return Set{s, s.words()} }

// Everything is the set of all addresses.
func (s *Space) Everything() Set {
	out := s.Empty()
	for i := range s.starts {
		out.bits[i/64] |= 1 << (i % 64)
	}
	return out
}

// Range is the set [from, to], which must have been cut.
func (s *Space) Range(from, to netip.Addr) Set {
	out := s.Empty()
	out.fill(s.Atom(from), s.Atom(to))
	return out
}

// fill sets the bits of atoms from and to and all between.
func (s Set) fill(from, to int) {
	for i := from; i <= to; i++ {
		s.bits[i/64] |= 1 << (i % 64)
	}
}

// Prefixes is the union of CIDR blocks, which must have been cut.
func (s *Space) Prefixes(prefixes ...netip.Prefix) Set {
	out := s.Empty()
	for _, p := range prefixes {
		if p.IsValid() {
			from, to := Bounds(p)
			out.fill(s.Atom(from), s.Atom(to))
		}
	}
	return out
}

// Atoms is the set of single atoms.
func (s *Space) Atoms(atoms ...int) Set {
	out := s.Empty()
	for _, i := range atoms {
		out.bits[i/64] |= 1 << (i % 64)
	}
	return out
}

// Cuts reports whether a CIDR block is a union of whole atoms. Only such blocks
// may be turned into a Set.
func (s *Space) Cuts(p netip.Prefix) bool {
	from, to := Bounds(p)
	return s.First(s.Atom(from)) == from && s.last(s.Atom(to)) == to
}
