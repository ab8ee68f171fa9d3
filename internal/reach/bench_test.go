package reach

import (
	"fmt"
	"runtime"
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
		clear(f.sure)
		clear(f.replies)
	}
}

// BenchmarkQuery asks once whether a client reaches S3 by a gateway endpoint: 60
// rules of its groups, 40 ACL entries, 12 blocks. Cold: nothing is remembered but
// the compiled VPC. Warm: another class has asked the same flow. Its references
// are the bare work on sets, the least of it, and one packet at a time.
func BenchmarkQuery(b *testing.B) {
	q := askS3(b)
	c := coursesOf(q.at.env).course(q.at.class, q.service)
	sets, least := bareSets{}, bareSets{least: true}
	must := func(ok bool) {
		if !ok {
			b.Fatal("a reference says that S3 is blocked")
		}
	}
	per := references{
		bare:  timed(b, "bare-sets", func() { must(sets.pass(c)) }),
		least: timed(b, "least-sets", func() { must(least.pass(c)) }),
		naive: timed(b, "naive-packets", func() { must(c.naive()) }),
	}
	b.Run("cold", func(b *testing.B) { q.repeat(b, per, q.cold) })
	b.Run("warm", func(b *testing.B) { q.repeat(b, per, func() {}) })
}

func (q *question443) repeat(b *testing.B, per references, before func()) {
	q.ask(b)
	per.report(b, (&laps{}).run(b, func() {
		before()
		q.ask(b)
	}))
}

// referencesOf time the bare work on sets of one resource of each class, and the
// packets of a sample of these, one of each subnet with each of the first group
// sets: what the naive walker would take for all is reckoned from its share.
func referencesOf(b *testing.B, g *Engine, distinct []inventory.Resource, sample, all int) references {
	courses := coursesFor(b, g, distinct, sample)
	part := courses[:len(courses)/len(distinct)*sample]
	work := func(name string, sets bareSets) float64 {
		return timed(b, name, func() {
			for _, c := range courses {
				sets.pass(c)
			}
		})
	}
	bare, least := work("bare-sets", bareSets{}), work("least-sets", bareSets{least: true})
	naive := timed(b, "naive-packets", func() {
		for _, c := range part {
			c.naive()
		}
	})
	return references{bare, least, naive / float64(sample) * float64(all)}
}

// judgeAll judges a fleet from a built Snapshot.
func judgeAll(tb testing.TB, s *inventory.Snapshot) (*Engine, int) {
	g := New(s, nil)
	return g, judgeWith(tb, g)
}

func judgeWith(tb testing.TB, g *Engine) (asked int) {
	for _, r := range g.snapshot.Resources() {
		out := g.Judge(r)
		if out.Exposure == ExposureUnknown || len(out.Dependencies) < 16 {
			tb.Fatalf("%s: %s, %d dependencies, %v", r.Head().Name, out.Exposure, len(out.Dependencies), out.Missing)
		}
		asked += len(out.Dependencies)
	}
	return asked
}

// needing is an engine for which notebooks need the first few things alone.
func needing(s *inventory.Snapshot, few int) *Engine {
	g := New(s, nil)
	r := s.Resources()[0]
	mode, _ := r.Network().Mode.Get()
	all, key, _ := g.needsOf(r.Head().Kind, []part{{Network: r.Network(), mode: mode}})
	g.needs[key] = all[:min(few, len(all))]
	return g
}

func liveHeap() float64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}

// BenchmarkFleet judges all notebooks of an estate on one thread, for sizes that
// grow tenfold: with 16 dependencies each, and with all that a notebook has.
func BenchmarkFleet(b *testing.B) {
	first := map[int]float64{}
	for _, n := range []int{1000, 10000, 100000} {
		s := snapshotOf(b, fleet{notebooks: n})
		for _, few := range []int{16, 22} {
			b.Run(fmt.Sprintf("%d/%d-dependencies", n, few), func(b *testing.B) {
				per := referencesOf(b, needing(s, few), s.Resources()[:fleetSubnets*fleetGroups], 3*fleetSubnets, n)
				b.Run("engine", func(b *testing.B) {
					each := judgeFleet(b, s, few, per)
					if n == 1000 {
						first[few] = each
					}
					if first[few] > 0 {
						b.ReportMetric(each/first[few], "x/1000")
					}
				})
			})
		}
	}
}

// judgeFleet is one measurement, in nanoseconds for each interface.
func judgeFleet(b *testing.B, s *inventory.Snapshot, few int, per references) float64 {
	before := liveHeap()
	var g *Engine
	asked, n := 0, float64(len(s.Resources()))
	b.ResetTimer()
	whole := (&laps{}).run(b, func() {
		g = needing(s, few)
		asked = judgeWith(b, g)
	})
	per.report(b, whole)
	b.ReportMetric((liveHeap()-before)/1e6, "live-MB")
	b.ReportMetric(whole/n, "ns/interface")
	b.ReportMetric(float64(asked)/n, "dependencies")
	runtime.KeepAlive(g)
	return whole / n
}

// BenchmarkAskAgain asks a million times what a notebook of 10,000 can do with
// one dependency, after all were judged once.
func BenchmarkAskAgain(b *testing.B) {
	s := snapshotOf(b, fleet{notebooks: 10000})
	g, _ := judgeAll(b, s)
	all := s.Resources()
	per := referencesOf(b, g, all[:fleetSubnets*fleetGroups], fleetSubnets, 1)
	b.Run("engine", func(b *testing.B) {
		million := (&laps{}).run(b, func() {
			for i := range 1_000_000 {
				out := g.Judge(all[i%len(all)])
				if d := out.Dependencies[i%16]; d.Verdict == "" {
					b.Fatal(d.ID)
				}
			}
		})
		questions := float64(len(g.Judge(all[0]).Dependencies))
		b.ReportMetric(million/1e6, "ns/question")
		references{
			bare: per.bare / fleetSubnets / fleetGroups / questions, least: per.least / fleetSubnets / fleetGroups / questions, naive: per.naive / questions,
		}.report(b, million/1e6)
	})
}
