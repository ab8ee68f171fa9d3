package reach

// passed is the way to one target.
type passed struct {
	open    bool
	verdict Verdict
	paths   []Path
}

// among is what becomes of a target with a policy to be decided, and of the others
// that the node may pick.
type among struct {
	verdict Verdict
	others  []Verdict
}

// settle says what the fates of the targets mean for the packets: a node picks
// one for each connection.
func (b *backend) settle() {
	w := b.way
	for _, p := range b.tried {
		w.open = w.open || p.open
		for _, path := range p.paths {
			w.append(path, b.picked(p), len(b.tried) == 1)
		}
	}
	switch t := b.fates; {
	case t.part, t.pass && t.fail:
		w.nats = append(w.nats, []replies{{}, {far: ruled{cut: w.far}}})
	case t.unclear, t == tally{}:
		w.farOut.doubt = w.farOut.doubt.Union(w.far)
	case t.fail:
		w.refuse()
		w.targetless = true
	}
}

// picked is one of several targets beside the others, and beside what was not
// tried; nil where it is all there is.
func (b *backend) picked(one passed) *among {
	if len(b.tried) == 1 && b.untried == (tally{}) {
		return nil
	}
	out := &among{verdict: one.verdict}
	for _, p := range b.tried {
		if !p.open {
			out.others = append(out.others, p.verdict)
		}
	}
	if b.untried.unclear {
		out.others = append(out.others, VerdictUnknown)
	}
	if b.untried.fail {
		out.others = append(out.others, VerdictBlocked)
	}
	return out
}

// append goes on with the path to a target: with all of it where there is but one.
func (w *way) append(p Path, a *among, whole bool) {
	for _, g := range p.Gates {
		if whole || g.Outcome != Passes {
			g.behind = true
			if a != nil {
				g.among = a
			}
			w.gate(g)
		}
	}
	if whole {
		w.path.Hops = append(w.path.Hops, p.Hops...)
	}
}
