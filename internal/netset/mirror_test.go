package netset

import (
	"math/rand"
	"net/netip"
	"testing"
)

// TestMirror holds that a set's image is made of the images of its addresses,
// and that its image's image is the set (pure).
func TestMirror(t *testing.T) {
	r := rand.New(rand.NewSource(5))
	m := Mirror{netip.MustParsePrefix("64:ff9b::/96")}
	for range 200 {
		var b Builder
		var four, six []netip.Prefix
		for range 4 {
			four = append(four, randomPrefix(r))
			p := randomPrefix(r)
			six = append(six, netip.PrefixFrom(m.Six(p.Addr()), 96+p.Bits()).Masked())
		}
		for i := range four {
			b.CutPrefix(four[i])
			b.CutPrefix(six[i])
		}
		b.Reflect(m)
		space := b.Space()
		x, y := space.Prefixes(four...), space.Prefixes(six...)
		if !x.Six(m).Four(m).Equal(x) || !y.Four(m).Six(m).Equal(y) {
			t.Fatalf("there and back is not the same: %v %v", four, six)
		}
		for i := range 256 {
			if x.Six(m).Contains(m.Six(small(i))) != x.Contains(small(i)) || y.Four(m).Contains(small(i)) != y.Contains(m.Six(small(i))) {
				t.Fatalf("%v: image and address differ", small(i))
			}
		}
	}
}
