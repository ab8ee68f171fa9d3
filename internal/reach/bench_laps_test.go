package reach

import (
	"testing"
	"time"
)

// laps keeps the fastest of many laps of some calls, each long enough to time:
// what else the machine does slows some laps, hardly all of them. Ratios are of
// the fastest laps.
type laps struct {
	size, calls int
	start       time.Time
	fastest     float64 // nanoseconds of a call
}

// lap is long enough for several collections of garbage: who makes it pays for it.
const lap = 50 * time.Millisecond

// run repeats f for as long as the benchmark asks.
func (l *laps) run(b *testing.B, f func()) float64 {
	b.ReportAllocs()
	l.size, l.start = 1, time.Now()
	for b.Loop() {
		f()
		if l.calls++; l.calls == l.size {
			l.count(time.Since(l.start))
		}
	}
	if l.fastest == 0 {
		l.fastest = float64(b.Elapsed().Nanoseconds()) / float64(b.N)
	}
	b.ReportMetric(l.fastest, "ns/fastest")
	return l.fastest
}

func (l *laps) count(took time.Duration) {
	each := float64(took.Nanoseconds()) / float64(l.calls)
	switch {
	case took < lap:
		l.size *= 2
	case l.fastest == 0 || each < l.fastest:
		l.fastest = each
	}
	l.calls, l.start = 0, time.Now()
}

// timed runs a reference as a benchmark of its own.
func timed(b *testing.B, name string, f func()) (nanoseconds float64) {
	b.Run(name, func(b *testing.B) { nanoseconds = (&laps{}).run(b, f) })
	return nanoseconds
}

// references are what the references took for the same questions, in nanoseconds
// of the same run.
type references struct{ bare, least, naive float64 }

func (r references) report(b *testing.B, nanoseconds float64) {
	b.ReportMetric(nanoseconds/r.bare, "x/bare")
	b.ReportMetric(nanoseconds/r.least, "x/least")
	b.ReportMetric(nanoseconds/r.naive, "x/naive")
}
