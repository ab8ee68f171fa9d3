package reach

import (
	"fmt"
	"net/netip"
	"runtime"
	"slices"
	"testing"

	"mooring/internal/inventory"
)

// question443 is one client's question for S3, as the fleet's first notebook asks it.
type question443 struct {
	g       *Engine
	at      seat
	service inventory.Service
}

func askS3(tb testing.TB) *question443 {
	s := snapshotOf(tb, fleet{notebooks: 1})
	g := New(s, nil)
	g.brief = true
	r := s.Resources()[0]
	at, ok := g.seats(&Result{}, r, r.Network())[0].Get()
	if !ok {
		tb.Fatal("the notebook has no seat")
	}
	service, _ := inventory.ServiceByID("s3")
	return &question443{g, at, service}
}

func (q *question443) ask(tb testing.TB) {
	clear(q.g.glances)
	if p := q.g.ask(q.at, q.service, TrafficContainer, false, inside{}); p.Verdict != VerdictReachable {
		tb.Fatalf("S3 is %s: %+v", p.Verdict, p.Failing())
	}
}

// cold forgets what the rules admit, as if no class had asked for this flow.
func (q *question443) cold() {
	clear(q.at.env.groupCache)
	clear(q.at.env.journeys)
	for _, f := range q.at.env.filters {
		clear(f.answers)
		clear(f.replies)
	}
}

// bareSets is the work on sets that one question cannot do without: the rules of
// the client's groups for 443, the first match of the ACL on the way there and
// for each range of client ports on the way back.
type bareSets struct {
	goal, source    []uint64
	rules           [][]uint64
	there, back     []bareEntry
	ports           []int
	open, ok, union []uint64
}

type bareEntry struct {
	allow, all bool
	from, to   int
	set        []uint64
}

func bare(q *question443) *bareSets {
	e := q.at.env
	words := func(blocks ...netip.Prefix) []uint64 {
		out := make([]uint64, (e.space.Len()+63)/64)
		e.space.Prefixes(blocks...).Each(func(atom int) bool {
			out[atom/64] |= 1 << (atom % 64)
			return true
		})
		return out
	}
	list, _ := e.lists["s3"].Get()
	b := &bareSets{goal: words(list...), source: words(q.at.class.subnet.CIDR)}
	for _, id := range q.at.class.groups {
		group, _ := e.snapshot.SecurityGroup(e.vpc.Scope, id).Get()
		for _, p := range group.Egress {
			blocks := slices.Clone(p.Prefixes)
			for _, list := range p.PrefixLists {
				entries, _ := e.prefixesOf(list).Get()
				blocks = append(blocks, entries...)
			}
			if p.From <= 443 && p.To >= 443 {
				b.rules = append(b.rules, words(blocks...))
			}
		}
	}
	entries := func(all []inventory.ACLEntry) []bareEntry {
		var out []bareEntry
		for _, entry := range all {
			if entry.Protocol == inventory.TCP || entry.Protocol == inventory.AllProtocols {
				out = append(out, bareEntry{entry.Allow, entry.Protocol == inventory.AllProtocols, entry.From, entry.To, words(entry.Prefix)})
			}
		}
		return out
	}
	acls, _ := e.acls.Get()
	b.there, b.back = entries(acls[0].Egress), entries(acls[0].Ingress)
	for _, r := range e.ports.within(clientPorts) {
		b.ports = append(b.ports, r.from)
	}
	n := len(b.goal)
	b.open, b.ok, b.union = make([]uint64, n), make([]uint64, n), make([]uint64, n)
	return b
}

func (b *bareSets) pass() bool {
	clear(b.union)
	for _, rule := range b.rules {
		for i, w := range rule {
			b.union[i] |= w
		}
	}
	if !holdsAll(b.union, b.goal) || !holdsAll(b.first(b.there, 443), b.goal) {
		return false
	}
	for _, port := range b.ports {
		if !holdsAll(b.first(b.back, port), b.goal) {
			return false
		}
	}
	return true
}

func (b *bareSets) first(entries []bareEntry, port int) []uint64 {
	clear(b.ok)
	for i := range b.open {
		b.open[i] = ^uint64(0)
	}
	for _, e := range entries {
		if !e.all && (port < e.from || port > e.to) {
			continue
		}
		for i, w := range e.set {
			if e.allow {
				b.ok[i] |= w & b.open[i]
			}
			b.open[i] &^= w
		}
	}
	return b.ok
}

func holdsAll(s, t []uint64) bool {
	for i, w := range t {
		if w&^s[i] != 0 {
			return false
		}
	}
	return true
}

// naivePackets is the reference that knows no sets: one packet for each address
// of interest and each client port of interest, every rule from the top.
func naivePackets(q *question443) func() bool {
	e := q.at.env
	list, _ := e.lists["s3"].Get()
	acls, _ := e.acls.Get()
	var rules []inventory.Permission
	for _, id := range q.at.class.groups {
		group, _ := e.snapshot.SecurityGroup(e.vpc.Scope, id).Get()
		rules = append(rules, group.Egress...)
	}
	var to []netip.Addr
	set := e.space.Prefixes(list...)
	set.Each(func(atom int) bool {
		to = append(to, e.space.First(atom))
		return true
	})
	admits := func(p inventory.Permission, a netip.Addr) bool {
		if p.From > 443 || p.To < 443 {
			return false
		}
		for _, id := range p.PrefixLists {
			entries, _ := e.prefixesOf(id).Get()
			if slices.ContainsFunc(entries, func(b netip.Prefix) bool { return b.Contains(a) }) {
				return true
			}
		}
		return slices.ContainsFunc(p.Prefixes, func(b netip.Prefix) bool { return b.Contains(a) })
	}
	ports := e.ports.within(clientPorts)
	return func() bool {
		for _, a := range to {
			if !slices.ContainsFunc(rules, func(p inventory.Permission) bool { return admits(p, a) }) || !firstMatch(acls[0].Egress, flow{inventory.TCP, 443}, a) {
				return false
			}
			for _, r := range ports {
				if !firstMatch(acls[0].Ingress, flow{inventory.TCP, r.from}, a) {
					return false
				}
			}
		}
		return true
	}
}

// BenchmarkQuery asks once whether a client reaches S3 by a gateway endpoint: 60
// rules of its groups, 40 ACL entries, 12 blocks. Cold: nothing is remembered but
// the compiled VPC. Warm: another class has asked the same flow. Its references
// are the bare work on sets and one packet at a time.
func BenchmarkQuery(b *testing.B) {
	q := askS3(b)
	sets, packets := bare(q), naivePackets(q)
	per := map[string]float64{}
	run := func(name string, f func()) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			f()
			for b.Loop() {
				f()
			}
			per[name] = float64(b.Elapsed().Nanoseconds()) / float64(b.N)
			if name == "cold" || name == "warm" {
				b.ReportMetric(per[name]/per["bare-sets"], "×bare")
				b.ReportMetric(per[name]/per["naive-packets"], "×naive")
			}
		})
	}
	must := func(ok bool) {
		if !ok {
			b.Fatal("a reference says that S3 is blocked")
		}
	}
	run("bare-sets", func() { must(sets.pass()) })
	run("naive-packets", func() { must(packets()) })
	run("cold", func() { q.cold(); q.ask(b) })
	run("warm", func() { q.ask(b) })
}

// judgeAll judges a fleet from a built Snapshot.
func judgeAll(tb testing.TB, s *inventory.Snapshot) (*Engine, int) {
	g, asked := New(s, nil), 0
	for _, r := range s.Resources() {
		out := g.Judge(r)
		if out.Exposure == ExposureUnknown || len(out.Dependencies) < 16 {
			tb.Fatalf("%s: %s, %d dependencies, %v", r.Head().Name, out.Exposure, len(out.Dependencies), out.Missing)
		}
		asked += len(out.Dependencies)
	}
	return g, asked
}

func liveHeap() float64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}

// BenchmarkFleet judges all notebooks of an estate on one thread, for sizes that
// grow tenfold.
func BenchmarkFleet(b *testing.B) {
	first := 0.0
	for _, n := range []int{1000, 10000, 100000} {
		s := snapshotOf(b, fleet{notebooks: n})
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			before := liveHeap()
			var g *Engine
			asked := 0
			b.ResetTimer()
			for b.Loop() {
				g, asked = judgeAll(b, s)
			}
			each := float64(b.Elapsed().Nanoseconds()) / float64(b.N) / float64(n)
			if n == 1000 {
				first = each
			}
			b.ReportMetric((liveHeap()-before)/1e6, "live-MB")
			b.ReportMetric(each, "ns/interface")
			b.ReportMetric(each/first, "×1000")
			b.ReportMetric(float64(asked)/float64(n), "dependencies")
			runtime.KeepAlive(g)
		})
	}
}

// BenchmarkAskAgain asks a million times what a notebook of 10,000 can do with
// one dependency, after all were judged once.
func BenchmarkAskAgain(b *testing.B) {
	s := snapshotOf(b, fleet{notebooks: 10000})
	g, _ := judgeAll(b, s)
	all := s.Resources()
	b.ReportAllocs()
	for b.Loop() {
		for i := range 1_000_000 {
			out := g.Judge(all[i%len(all)])
			if d := out.Dependencies[i%16]; d.Verdict == "" {
				b.Fatal(d.ID)
			}
		}
	}
}
