package reach

import (
	"slices"

	"mooring/internal/netset"
)

// tally says which fates occur among packets.
type tally struct{ pass, part, fail, unclear bool }

func (t tally) or(u tally) tally {
	return tally{t.pass || u.pass, t.part || u.part, t.fail || u.fail, t.unclear || u.unclear}
}

// some folds things that must all work, such as the placements of a job: all
// reachable, all blocked, some of each, else unknown.
func (t tally) some() Verdict {
	switch {
	case t == tally{}:
		return VerdictUnknown
	case t.part, t.pass && t.fail:
		return VerdictPartial
	case t.unclear:
		return VerdictUnknown
	case t.fail:
		return VerdictBlocked
	}
	return VerdictReachable
}

// any folds addresses of which the name may give any one: only where all fare
// alike is the answer known.
func (t tally) any() Verdict {
	switch t {
	case tally{pass: true}:
		return VerdictReachable
	case tally{part: true}:
		return VerdictPartial
	case tally{fail: true}:
		return VerdictBlocked
	}
	return VerdictUnknown
}

// add counts one verdict.
func (t tally) add(v Verdict) tally {
	switch v {
	case VerdictReachable:
		t.pass = true
	case VerdictPartial:
		t.part = true
	case VerdictBlocked:
		t.fail = true
	case VerdictUnknown:
		t.unclear = true
	}
	return t
}

// foldVerdicts folds verdicts of things that must all work.
func foldVerdicts(all []Verdict) Verdict {
	var t tally
	for _, v := range all {
		t = t.add(v)
	}
	return t.some()
}

// tally folds what happens to the packets of one source over ways.
func tallyOf(ways []*way, source int) tally {
	var t tally
	for _, w := range ways {
		if w.near.Has(source) {
			t = t.or(w.fate(ways, source))
		}
	}
	return t
}

// fate is what happens to the packets of one source: where AWS picks one of
// several ways at random, what all of them agree on.
func (w *way) fate(ways []*way, source int) tally {
	if w.tied == 0 {
		return w.count(source)
	}
	var rivals tally
	for _, v := range ways {
		if v.trip == w.trip && v.tied == w.tied && v.near.Has(source) {
			rivals = rivals.or(v.count(source))
		}
	}
	return rivals.alike()
}

// contested reports whether the way is one of several of which AWS picks one, and
// they do not fare alike.
func (w *way) contested(ways []*way) bool {
	own := foldWays([]*way{w}, tally.some)
	return w.tied > 0 && slices.ContainsFunc(ways, func(v *way) bool {
		return v.trip == w.trip && v.tied == w.tied && foldWays([]*way{v}, tally.some) != own
	})
}

// alike is the tally of packets that AWS sends one way or another: known only
// where all fare alike.
func (t tally) alike() tally {
	switch t {
	case tally{pass: true}, tally{part: true}, tally{fail: true}:
		return t
	}
	return tally{unclear: true}
}

// foldWays folds ways into a verdict: for each source over its ways, then over
// the sources, which must all work.
func foldWays(ways []*way, fold func(tally) Verdict) Verdict {
	if len(ways) == 0 {
		return VerdictUnknown
	}
	sources, uniform := ways[0].near, true
	for _, w := range ways {
		uniform = uniform && w.uniform() && w.near.Equal(sources)
		sources = sources.Union(w.near)
	}
	var all tally
	sources.Each(func(source int) bool {
		all = all.add(fold(tallyOf(ways, source)))
		return !uniform
	})
	return all.some()
}

// uniform reports whether all sources of the way fare alike.
func (w *way) uniform() bool {
	if w.nearOut.any() {
		return false
	}
	for _, r := range w.client {
		if r.near.any() {
			return false
		}
	}
	for _, list := range w.nats {
		for _, r := range list {
			if r.near.any() {
				return false
			}
		}
	}
	return true
}

func (r ruled) any() bool { return !r.cut.IsEmpty() || !r.doubt.IsEmpty() }

// count says what happens to the packets of one source.
func (w *way) count(source int) tally {
	if w.nearOut.cut.Has(source) {
		return tally{fail: true}
	}
	cut, touched, doubt := w.farOut.cut, w.farOut.cut, w.farOut.doubt
	if w.nearOut.doubt.Has(source) {
		doubt = w.far
	}
	for i := -1; i < len(w.nats); i++ {
		list := w.client
		if i >= 0 {
			list = w.nats[i]
		}
		all, some, unclear := w.portsRule(list, source)
		cut, touched, doubt = cut.Union(all), touched.Union(some), doubt.Union(unclear)
	}
	return tally{
		fail:    w.far.Meets(cut),
		part:    !w.far.Intersect(touched).Minus(cut).Minus(doubt).IsEmpty(),
		unclear: !w.far.Intersect(doubt).Minus(cut).IsEmpty(),
		pass:    !w.far.Minus(touched).Minus(doubt).IsEmpty(),
	}
}

// portsRule are the destinations for which all, some or possibly some ports
// are ruled out.
func (w *way) portsRule(list []replies, source int) (all, some, doubt netset.Set) {
	all = w.far
	for _, l := range list {
		cut := l.far.cut
		if l.near.cut.Has(source) {
			cut = w.far
		}
		all, some = all.Intersect(cut), some.Union(cut)
		doubt = doubt.Union(l.far.doubt)
	}
	return all, some, doubt
}
