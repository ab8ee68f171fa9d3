package reach

import (
	"math/rand"
	"net/netip"
	"slices"
	"testing"

	"mooring/internal/inventory"
	"mooring/internal/netset"
)

// lab is an environment of bare rules, without a snapshot.
func lab(acls []*inventory.NetworkACL, tables []*inventory.RouteTable) *environment {
	e := &environment{fabric: &fabric{}, vpc: &inventory.VPC{CIDRs: prefixes("10.0.0.0/25")}, snapshot: inventory.Build(nil, inventory.Origin{})}
	var b netset.Builder
	b.CutPrefix(netip.MustParsePrefix("10.0.0.0/24"))
	b.CutPrefix(e.vpc.CIDRs[0])
	for _, a := range acls {
		for _, entry := range slices.Concat(a.Ingress, a.Egress) {
			b.CutPrefix(entry.Prefix)
		}
	}
	for _, t := range tables {
		for _, r := range t.Routes {
			b.CutPrefix(r.Destination)
		}
	}
	e.space = b.Space()
	return e
}

func address(i int) netip.Addr { return netip.AddrFrom4([4]byte{10, 0, 0, byte(i)}) }

func randomBlock(r *rand.Rand) netip.Prefix {
	p, _ := address(r.Intn(256)).Prefix(20 + r.Intn(13))
	return p
}

func randomEntries(r *rand.Rand) []inventory.ACLEntry {
	var out []inventory.ACLEntry
	for i := range 1 + r.Intn(6) {
		from := r.Intn(8)
		out = append(out, inventory.ACLEntry{
			Number: 100 + i, Allow: r.Intn(2) == 0, Prefix: randomBlock(r), From: from, To: from + r.Intn(4),
			Protocol: []inventory.Protocol{inventory.AllProtocols, inventory.TCP, inventory.UDP, inventory.ICMP}[r.Intn(4)],
			OneType:  r.Intn(4) == 0,
		})
	}
	return out
}

// firstMatch decides one packet by reading the rules from the top.
func firstMatch(entries []inventory.ACLEntry, f flow, a netip.Addr) bool {
	for _, e := range entries {
		if !e.Prefix.Contains(a) {
			continue
		}
		switch {
		case e.Protocol == inventory.AllProtocols:
			return e.Allow
		case e.Protocol != f.protocol:
		case f.protocol == inventory.ICMP && e.OneType && !e.Allow:
		case f.protocol == inventory.ICMP:
			return e.Allow
		case f.port >= e.From && f.port <= e.To:
			return e.Allow
		}
	}
	return false
}

// TestFilterAgreesWithFirstMatch compares the set evaluation of random ACLs with
// one packet at a time (pure).
func TestFilterAgreesWithFirstMatch(t *testing.T) {
	r := rand.New(rand.NewSource(7))
	for range 400 {
		acl := &inventory.NetworkACL{Ingress: randomEntries(r), Egress: randomEntries(r)}
		e := lab([]*inventory.NetworkACL{acl}, nil)
		f := e.compileFilter(acl)
		for _, q := range []flow{{inventory.TCP, r.Intn(12)}, {inventory.UDP, r.Intn(12)}, {inventory.ICMP, 0}} {
			in, out := f.admitted(inbound, q), f.admitted(outbound, q)
			for i := range 256 {
				if got, want := in.Contains(address(i)), firstMatch(acl.Ingress, q, address(i)); got != want {
					t.Fatalf("%v in from %v: %v, want %v; rules %+v", q, address(i), got, want, acl.Ingress)
				}
				if got, want := out.Contains(address(i)), firstMatch(acl.Egress, q, address(i)); got != want {
					t.Fatalf("%v out to %v: %v, want %v; rules %+v", q, address(i), got, want, acl.Egress)
				}
			}
		}
	}
}

// TestRepliesAgreeWithFirstMatch compares what random ACLs let pass at all and at
// some ports of a range with one packet at a time. What surely passes may be less,
// but not where every entry matches all of the range or none (pure).
func TestRepliesAgreeWithFirstMatch(t *testing.T) {
	r := rand.New(rand.NewSource(9))
	told := 0
	for range 2000 {
		acl := &inventory.NetworkACL{Ingress: randomEntries(r)}
		f := lab([]*inventory.NetworkACL{acl}, nil).compileFilter(acl)
		q := repliesQuestion{inbound, inventory.TCP, portRange{r.Intn(8), 0}}
		q.ports.to = q.ports.from + r.Intn(4)
		var ports []replies
		for p := q.ports.from; p <= q.ports.to; p++ {
			ports = append(ports, replies{ports: portRange{p, p}})
		}
		sure, exact := f.surelyReplies(q), f.admittedReplies(q.way, q.protocol, ports)
		partial := slices.ContainsFunc(acl.Ingress, func(e inventory.ACLEntry) bool {
			return e.Protocol == inventory.TCP && e.From <= q.ports.to && e.To >= q.ports.from && (e.From > q.ports.from || e.To < q.ports.to)
		})
		for i := range 256 {
			always, sometimes := true, false
			for _, p := range ports {
				passes := firstMatch(acl.Ingress, flow{inventory.TCP, p.ports.from}, address(i))
				always, sometimes = always && passes, sometimes || passes
			}
			if exact.always.Contains(address(i)) != always || exact.sometimes.Contains(address(i)) != sometimes {
				t.Fatalf("%v at %v: %v %v, want %v %v; rules %+v", address(i), q.ports, exact.always.Contains(address(i)), exact.sometimes.Contains(address(i)), always, sometimes, acl.Ingress)
			}
			if got := sure.Contains(address(i)); got && !always || !partial && got != always {
				t.Fatalf("%v at %v surely passes: %v, want %v; rules %+v", address(i), q.ports, got, always, acl.Ingress)
			}
			if partial && sure.Contains(address(i)) {
				told++
			}
		}
	}
	if told == 0 {
		t.Error("nothing is sure beside an entry for some of the ports")
	}
}

// longestPrefix decides one packet by looking at every route.
func longestPrefix(routes []inventory.Route, vpc []netip.Prefix, a netip.Addr) (best inventory.Route, found bool) {
	for _, r := range routes {
		within := slices.ContainsFunc(vpc, func(p netip.Prefix) bool { return p.Contains(a) })
		if !r.Destination.Contains(a) || (r.Propagated && within) {
			continue
		}
		longer := r.Destination.Bits() > best.Destination.Bits()
		equal := r.Destination.Bits() == best.Destination.Bits()
		if !found || longer || (equal && best.Propagated && !r.Propagated) {
			best, found = r, true
		}
	}
	return best, found
}

// TestRouterAgreesWithLongestPrefix compares the compiled table with a look at
// every route, and holds split to cover what it was given (pure).
func TestRouterAgreesWithLongestPrefix(t *testing.T) {
	r := rand.New(rand.NewSource(8))
	for range 400 {
		table := &inventory.RouteTable{}
		for i := range 1 + r.Intn(8) {
			route := inventory.Route{Destination: randomBlock(r), Target: inventory.Target{Kind: inventory.TargetNAT, ID: string(rune('a' + i))}, Propagated: r.Intn(3) == 0}
			if !slices.ContainsFunc(table.Routes, func(o inventory.Route) bool { return o.Destination == route.Destination }) {
				table.Routes = append(table.Routes, route)
			}
		}
		e := lab(nil, []*inventory.RouteTable{table})
		compiled := e.compile(table)
		all := e.space.Prefixes(netip.MustParsePrefix("10.0.0.0/24"))
		covered := e.space.Empty()
		for _, part := range compiled.split(all) {
			if !covered.Intersect(part.set).IsEmpty() {
				t.Fatalf("two routes win the same address: %+v", table.Routes)
			}
			covered = covered.Union(part.set)
			for i := range 256 {
				if !part.set.Contains(address(i)) {
					continue
				}
				want, found := longestPrefix(table.Routes, e.vpc.CIDRs, address(i))
				if found != part.found || want.Target != part.Target {
					t.Fatalf("%v goes to %+v, want %+v", address(i), part.Target, want.Target)
				}
			}
		}
		if !covered.Equal(all) {
			t.Fatalf("split lost addresses: %+v", table.Routes)
		}
	}
}
