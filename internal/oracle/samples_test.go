package oracle

import (
	"net/netip"
	"slices"

	"mooring/internal/inventory"
)

// samples are the addresses and ports beside every boundary that anything in
// the world draws: whatever is decided is decided alike between two of them.
type samples struct {
	public  []netip.Addr // outside all VPCs, the lists and what is reserved
	public6 []netip.Addr
	storage map[string][]netip.Addr // by list name
	all     []netip.Addr
	ports   []int // first ports of intervals
	listed  []netip.Prefix
	blocks  []netip.Prefix // of all VPCs
}

func (w *walker) sample() *samples {
	s := &samples{storage: map[string][]netip.Addr{}}
	prefixes := []netip.Prefix{netip.MustParsePrefix("8.8.8.8/32"), netip.MustParsePrefix("2600:1f00::/28")}
	add := func(p ...netip.Prefix) { prefixes = append(prefixes, p...) }
	lists := map[string][]netip.Prefix{}
	for _, v := range w.vpcs {
		add(v.CIDRs...)
		s.blocks = append(s.blocks, v.CIDRs...)
		for _, n := range v.subnets {
			add(n.CIDR)
			add(n.CIDRs6...)
		}
		for _, t := range v.all {
			for _, r := range t.rows {
				add(r.prefix)
			}
		}
		for _, a := range v.lists {
			for _, e := range slices.Concat(a.Ingress, a.Egress) {
				add(e.Prefix)
				s.cut(e.Protocol, e.From, e.To)
			}
		}
		for _, l := range known(w.snapshot.PrefixLists(v.VPC)) {
			lists[l.ListName] = known(l.Prefixes)
			add(known(l.Prefixes)...)
		}
	}
	for _, g := range w.groups {
		for _, r := range slices.Concat(g.Ingress, g.Egress) {
			add(r.Prefixes...)
			s.cut(r.Protocol, r.From, r.To)
		}
	}
	for a := range w.stands {
		add(netip.PrefixFrom(a, a.BitLen()))
	}
	add(w.snapshot.TransitBlocks()...)
	prefixes = append(prefixes, s.firewalls(w)...)
	s.addresses(prefixes)
	s.sort(lists)
	return s
}

// firewalls are the boundaries that firewalls draw.
func (s *samples) firewalls(w *walker) []netip.Prefix {
	var out []netip.Prefix
	add := func(texts ...string) {
		for _, t := range texts {
			if p, err := netip.ParsePrefix(t); err == nil {
				out = append(out, p)
			}
		}
	}
	for _, f := range w.snapshot.Firewalls() {
		policy := known(w.snapshot.FirewallPolicy(f.Scope, f.Policy))
		for _, ref := range slices.Concat(policy.Stateless, policy.Stateful) {
			g := known(w.snapshot.FirewallRuleGroup(f.Scope, ref.ARN))
			for _, r := range g.StatelessRules {
				add(slices.Concat(r.Sources, r.Destinations)...)
				for _, p := range r.DestinationPorts {
					s.cut(inventory.TCP, p.FromPort, p.ToPort)
				}
			}
			for _, r := range g.StatefulRules {
				add(r.Header.Source, r.Header.Destination)
			}
		}
	}
	return out
}

func (s *samples) cut(protocol inventory.Protocol, from, to int) {
	if protocol == inventory.TCP || protocol == inventory.UDP {
		s.ports = append(s.ports, from, to+1)
	}
}

func (s *samples) addresses(prefixes []netip.Prefix) {
	for _, p := range prefixes {
		first, last := p.Addr(), lastOf(p)
		for _, a := range []netip.Addr{first.Prev(), first, last, last.Next()} {
			if a.IsValid() {
				s.all = append(s.all, a)
			}
		}
	}
	slices.SortFunc(s.all, netip.Addr.Compare)
	s.all = slices.Compact(s.all)
}

func (s *samples) sort(lists map[string][]netip.Prefix) {
	slices.Sort(s.ports)
	s.ports = slices.Compact(s.ports)
	for name, prefixes := range lists {
		for _, a := range s.all {
			if holds(prefixes, a) {
				s.storage[name] = append(s.storage[name], a)
			}
		}
		if isStorage(name) {
			s.listed = append(s.listed, prefixes...)
		}
	}
	for _, a := range s.all {
		if !isPublic(a) || holds(s.blocks, a) || holds(s.listed, a) {
			continue
		}
		if a.Is4() {
			s.public = append(s.public, a)
		} else {
			s.public6 = append(s.public6, a)
		}
	}
}

// within are the first ports of all intervals between two ports, and more.
func (s *samples) within(from, to int, more ...int) []int {
	out := append([]int{from}, more...)
	for _, p := range s.ports {
		if p > from && p <= to {
			out = append(out, p)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// sources are where an interface may stand: the first and last usable address
// of the subnet and those beside every boundary. AWS keeps four and the last.
func (s *samples) sources(subnet netip.Prefix) []netip.Addr {
	first, last := subnet.Addr(), lastOf(subnet).Prev()
	for range 4 {
		first = first.Next()
	}
	out := []netip.Addr{first, last}
	for _, a := range s.all {
		if a.Compare(first) >= 0 && a.Compare(last) <= 0 {
			out = append(out, a)
		}
	}
	slices.SortFunc(out, netip.Addr.Compare)
	return slices.Compact(out)
}

func lastOf(p netip.Prefix) netip.Addr {
	b := p.Addr().AsSlice()
	for i := p.Bits(); i < 8*len(b); i++ {
		b[i/8] |= 1 << (7 - i%8)
	}
	a, _ := netip.AddrFromSlice(b)
	return a
}

// reserved are those that no public name resolves to. Source: IANA, IPv4
// special-purpose address registry; multicast and class E besides. Of IPv6 only
// what IANA hands out is public.
var reserved = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("127.0.0.0/8"),
	netip.MustParsePrefix("169.254.0.0/16"), netip.MustParsePrefix("172.16.0.0/12"), netip.MustParsePrefix("192.0.0.0/24"), netip.MustParsePrefix("192.0.2.0/24"),
	netip.MustParsePrefix("192.168.0.0/16"), netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("198.51.100.0/24"), netip.MustParsePrefix("203.0.113.0/24"),
	netip.MustParsePrefix("224.0.0.0/3"), netip.MustParsePrefix("2001::/23"), netip.MustParsePrefix("2001:db8::/32"), netip.MustParsePrefix("2002::/16"),
}

var unicast6 = netip.MustParsePrefix("2000::/3")

func isPublic(a netip.Addr) bool { return !holds(reserved, a) && (a.Is4() || unicast6.Contains(a)) }
