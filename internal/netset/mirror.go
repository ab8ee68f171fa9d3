package netset

import "net/netip"

// Mirror writes IPv4 addresses into the last four bytes of an IPv6 block of
// length 96, as NAT64 does, and back (RFC 6052).
type Mirror struct{ Block netip.Prefix }

// Six is an IPv4 address within the block.
func (m Mirror) Six(a netip.Addr) netip.Addr {
	raw, four := m.Block.Addr().As16(), a.As4()
	copy(raw[12:], four[:])
	return netip.AddrFrom16(raw)
}

// Four is the IPv4 address that one of the block's stands for.
func (m Mirror) Four(a netip.Addr) netip.Addr {
	raw := a.As16()
	return netip.AddrFrom4([4]byte(raw[12:]))
}

// Reflect makes every boundary between IPv4 addresses one within the block, and
// the other way round.
func (b *Builder) Reflect(m Mirror) {
	b.CutPrefix(m.Block)
	for _, a := range b.starts {
		switch {
		case a.Is4():
			b.starts = append(b.starts, m.Six(a))
		case m.Block.Contains(a):
			b.starts = append(b.starts, m.Four(a))
		}
	}
}

// Six is the block's image of the IPv4 addresses of a set over a space that was
// made with Reflect.
func (s Set) Six(m Mirror) Set { return s.image(netip.Addr.Is4, m.Six) }

// Four is the IPv4 addresses that a set's within the block stand for.
func (s Set) Four(m Mirror) Set { return s.image(m.Block.Contains, m.Four) }

func (s Set) image(of func(netip.Addr) bool, to func(netip.Addr) netip.Addr) Set {
	if s.space == nil {
		return s
	}
	out := s.space.Empty()
	s.Each(func(atom int) bool {
		if first := s.space.First(atom); of(first) {
			i := s.space.Atom(to(first))
			out.fill(i, i)
		}
		return true
	})
	return out
}
