package netset

import (
	"math/rand"
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// small maps 0…255 to 10.0.0.0/24, so that a [256]bool can contradict every set.
func small(i int) netip.Addr { return netip.AddrFrom4([4]byte{10, 0, 0, byte(i)}) }

func randomPrefix(r *rand.Rand) netip.Prefix {
	p, _ := small(r.Intn(256)).Prefix(24 + r.Intn(9))
	return p
}

// TestSetsAgreeWithBooleans compares every operation with an array of booleans
// over random CIDR blocks (pure).
func TestSetsAgreeWithBooleans(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	for range 500 {
		var b Builder
		var as, bs []netip.Prefix
		for range 1 + r.Intn(6) {
			as, bs = append(as, randomPrefix(r)), append(bs, randomPrefix(r))
		}
		for _, p := range append(as[:len(as):len(as)], bs...) {
			b.CutPrefix(p)
		}
		space := b.Space()
		x, y := space.Prefixes(as...), space.Prefixes(bs...)
		for i := range 256 {
			inA, inB := holds(as, small(i)), holds(bs, small(i))
			for _, c := range []struct {
				name      string
				got, want bool
			}{
				{"contains", x.Contains(small(i)), inA},
				{"union", x.Union(y).Contains(small(i)), inA || inB},
				{"intersect", x.Intersect(y).Contains(small(i)), inA && inB},
				{"minus", x.Minus(y).Contains(small(i)), inA && !inB},
				{"prefixes", holds(x.Prefixes(), small(i)), inA},
			} {
				if c.got != c.want {
					t.Fatalf("%s of %v and %v at %v: got %v, want %v", c.name, as, bs, small(i), c.got, c.want)
				}
			}
		}
		if x.Covers(y) != x.Union(y).Equal(x) {
			t.Fatalf("covers and union disagree for %v and %v", as, bs)
		}
	}
}

func holds(prefixes []netip.Prefix, a netip.Addr) bool {
	for _, p := range prefixes {
		if p.Contains(a) {
			return true
		}
	}
	return false
}

func TestPrefixes(t *testing.T) {
	for _, tt := range []struct {
		name     string
		from, to string
		want     []string
	}{
		{"one address", "10.0.0.4", "10.0.0.4", []string{"10.0.0.4/32"}},
		{"usable of a /28", "10.0.0.4", "10.0.0.14", []string{"10.0.0.4/30", "10.0.0.8/30", "10.0.0.12/31", "10.0.0.14/32"}},
		{"all of IPv4", "0.0.0.0", "255.255.255.255", []string{"0.0.0.0/0"}},
		{"all of IPv6", "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", []string{"::/0"}},
		{"end of IPv4", "255.255.255.254", "255.255.255.255", []string{"255.255.255.254/31"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var b Builder
			from, to := netip.MustParseAddr(tt.from), netip.MustParseAddr(tt.to)
			b.Cut(from, to)
			var got []string
			for _, p := range b.Space().Range(from, to).Prefixes() {
				got = append(got, p.String())
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWitness(t *testing.T) {
	var b Builder
	p := netip.MustParsePrefix("10.1.0.0/16")
	b.CutPrefix(p)
	space := b.Space()
	if got := space.Prefixes(p).Witness(); got != netip.MustParseAddr("10.1.0.0") {
		t.Errorf("witness = %v", got)
	}
	if got := space.Empty().Witness(); got.IsValid() {
		t.Errorf("witness of nothing = %v", got)
	}
}

func TestSameAtoms(t *testing.T) {
	cut := func(blocks ...string) *Space {
		var b Builder
		for _, p := range blocks {
			b.CutPrefix(netip.MustParsePrefix(p))
		}
		return b.Space()
	}
	was := cut("10.0.0.0/8", "10.1.0.0/16")
	set := was.Prefixes(netip.MustParsePrefix("10.1.0.0/16"))
	for blocks, same := range map[string]bool{"10.1.0.0/16 172.16.0.0/12": true, "10.0.0.0/8": false, "10.1.0.0/16 10.1.7.0/24": false} {
		if got := set.SameAtoms(cut(strings.Fields(blocks)...)); got != same {
			t.Errorf("%s: %t", blocks, got)
		}
	}
}
