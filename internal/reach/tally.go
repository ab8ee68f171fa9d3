package reach

import "mooring/internal/netset"

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

// count says what happens to the packets of one source.
func (w *way) count(source int) tally {
	if w.from.cut.Has(source) {
		return tally{fail: true}
	}
	cut, touched, doubt := w.to.cut, w.to.cut, w.to.doubt
	if w.from.doubt.Has(source) {
		doubt = w.want
	}
	for _, legs := range [][]leg{w.client, w.nat} {
		all, some, unclear := w.portsRule(legs, source)
		cut, touched, doubt = cut.Union(all), touched.Union(some), doubt.Union(unclear)
	}
	return tally{
		fail:    !w.want.Intersect(cut).IsEmpty(),
		part:    !w.want.Intersect(touched).Minus(cut).Minus(doubt).IsEmpty(),
		unclear: !w.want.Intersect(doubt).Minus(cut).IsEmpty(),
		pass:    !w.want.Minus(touched).Minus(doubt).IsEmpty(),
	}
}

// portsRule are the destinations for which all, some or possibly some ports
// are ruled out.
func (w *way) portsRule(legs []leg, source int) (all, some, doubt netset.Set) {
	all, some, doubt = w.want, w.env.space.Empty(), w.env.space.Empty()
	if len(legs) == 0 {
		all = w.env.space.Empty()
	}
	for _, l := range legs {
		cut := l.to.cut
		if l.from.cut.Has(source) {
			cut = w.want
		}
		all, some = all.Intersect(cut), some.Union(cut)
		doubt = doubt.Union(l.to.doubt)
	}
	return all, some, doubt
}
