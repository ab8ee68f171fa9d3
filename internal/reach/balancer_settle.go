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
			w.append(path, b.picked(p))
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

// picked is one of several targets beside the others; nil where there is but one.
func (b *backend) picked(one passed) *among {
	if len(b.tried) == 1 {
		return nil
	}
	out := &among{verdict: one.verdict}
	for _, p := range b.tried {
		if !p.open {
			out.others = append(out.others, p.verdict)
		}
	}
	if b.fates.unclear {
		out.others = append(out.others, VerdictUnknown)
	}
	if b.fates.fail {
		out.others = append(out.others, VerdictBlocked)
	}
	return out
}

// append goes on with the path to a target: with all of it where there is but one.
func (w *way) append(p Path, a *among) {
	for _, g := range p.Gates {
		if a == nil || g.Outcome != Passes {
			g.behind = true
			if a != nil {
				g.among = a
			}
			w.gate(g)
		}
	}
	if a == nil {
		w.path.Hops = append(w.path.Hops, p.Hops...)
	}
}
