package repair

import (
	"fmt"
	"slices"
	"strings"

	"mooring/internal/change"
	"mooring/internal/cost"
	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// finder searches repairs in one snapshot.
type finder struct {
	before *inventory.Snapshot
	assume reach.Assumptions
	policy Policy
	prices *cost.Table
	engine *reach.Engine
	judged map[string]*reach.Result // of before, by resource

	refused []Reason // of the goal that is searched for
}

func newFinder(s *inventory.Snapshot, a reach.Assumptions, p Policy) *finder {
	f := &finder{before: s, assume: a, policy: p, prices: p.Prices, engine: reach.New(s, a), judged: map[string]*reach.Result{}}
	if f.prices == nil {
		f.prices = cost.List()
	}
	return f
}

// trial is a copy of the snapshot with some changes made.
type trial struct {
	*finder
	goal    goal
	now     *inventory.Snapshot
	changes []change.Change
	sight
}

// mostRounds is how often a repaired gate may reveal the next one; mostChanges
// is what a person can still read.
const (
	mostRounds  = 10
	mostChanges = 40
	mostBroken  = 8 // more than that is no small repair
)

// attempt makes changes and looks again; ok is false where they do not fit.
func (f *finder) attempt(g goal, changes []change.Change) (t trial, ok bool) {
	now, err := change.Apply(f.before, changes)
	if err != nil {
		return trial{}, false
	}
	return trial{f, g, now, changes, g.look(reach.New(now, f.assume))}, true
}

// proposals are all that repair a goal, certified, in no order.
func (f *finder) proposals(g goal) []Proposal {
	var out []Proposal
	for _, t := range f.candidates(g) {
		out = append(out, f.certified(t)...)
	}
	return out
}

// certified is a trial's proposal, and where it breaks something one that mends
// that as well.
func (f *finder) certified(t trial) []Proposal {
	p, ok := f.certify(t)
	if !ok {
		return nil
	}
	out := []Proposal{p}
	if len(p.Breaks) == 0 || len(p.Breaks) > mostBroken {
		return out
	}
	told := f.refused // what follows is about more than the goal
	if wider, ok := f.widened(t, p); ok {
		if q, ok := f.certify(wider); ok && len(q.Breaks) == 0 {
			out = append(out, q)
		}
	}
	f.refused = told
	return out
}

// widened mends what a trial breaks by going on from it: a new endpoint takes
// over all clients of its VPC, so it has to admit those that reached the service
// another way.
func (f *finder) widened(t trial, p Proposal) (trial, bool) {
	changes := t.changes
	for _, e := range p.Breaks {
		if e.goal == nil {
			return trial{}, false
		}
		next, ok := f.pursue(*e.goal, changes)
		if !ok {
			return trial{}, false
		}
		changes = next.changes
	}
	return f.attempt(t.goal, changes)
}

// candidates are the different sets of changes that make a goal reachable, none
// with a change that is not needed, the cheapest class first.
func (f *finder) candidates(g goal) []trial {
	first := g.look(f.engine)
	if first.verdict != reach.VerdictBlocked && first.verdict != reach.VerdictPartial {
		return nil
	}
	if first.hopeless() {
		f.refuse(nil, false, first.whyHopeless())
		return nil
	}
	var out []trial
	seen := map[string]bool{}
	for _, opening := range f.openings(g, first) {
		t, ok := f.pursue(g, opening)
		if !ok {
			continue
		}
		t = t.lean()
		if k := key(t.changes); !seen[k] {
			seen[k] = true
			out = append(out, t)
		}
	}
	slices.SortStableFunc(out, func(a, b trial) int { return compare(f.rough(a), f.rough(b)) })
	return out
}

// rough is a proposal before it is certified.
func (f *finder) rough(t trial) Proposal {
	return Proposal{Changes: t.changes, class: classOf(t.changes), Monthly: change.Price(t.changes, f.prices, t.region()), after: t.now}
}

func (t trial) region() string { return t.goal.near().Region }

// pursue mends the gates that fail on the path that an opening leads to, until
// the goal is reachable or nothing more is known to try.
func (f *finder) pursue(g goal, opening []change.Change) (trial, bool) {
	t, ok := f.attempt(g, opening)
	tried := map[string]int{}
	for range mostRounds {
		switch {
		case !ok:
			return trial{}, false
		case len(t.changes) > mostChanges:
			f.refuse(nil, false, fmt.Sprintf("more than %d changes would be needed", mostChanges))
			return trial{}, false
		case t.verdict == reach.VerdictReachable:
			return t, true
		case t.hopeless():
			f.refuse(t.changes, false, t.whyHopeless())
			return trial{}, false
		}
		next := t.mended(tried)
		if next == nil {
			t.stuck()
			return trial{}, false
		}
		t, ok = f.attempt(g, next)
	}
	if ok && t.verdict != reach.VerdictReachable {
		t.stuck()
	}
	return t, ok && t.verdict == reach.VerdictReachable
}

// mended are the trial's changes and, for each gate that fails, the next one
// that was not tried for it; nil where no gate can be mended.
func (t trial) mended(tried map[string]int) []change.Change {
	now, out := t.now, slices.Clone(t.changes)
	for _, f := range t.faults() {
		options := t.mend(f, now)
		for progress := false; !progress && tried[f.key()] < len(options); tried[f.key()]++ {
			made := options[tried[f.key()]]
			if next, err := change.Apply(now, made); err == nil {
				now, out, progress = next, append(out, made...), true
			}
		}
	}
	if len(out) == len(t.changes) {
		return nil
	}
	return out
}

// fault is a gate that stops the goal, with the path it stands on.
type fault struct {
	proof *reach.Proof
	path  reach.Path
	gate  reach.Gate
}

// key tells faults apart for which different things may be done. DNS fails on one
// object for several reasons, one after the other.
func (f fault) key() string {
	parts := []string{string(f.gate.Kind), strings.Join(f.gate.Object, ","), string(f.gate.Leg), f.proof.From.Subnet, strings.Join(f.path.Addresses, ",")}
	if f.gate.Kind == inventory.GateDNS {
		parts = append(parts, f.gate.Why)
	}
	return strings.Join(parts, "\x00")
}

// faults are the gates that fail, each once. Where none does, those that cannot
// be decided and that a change can settle: name servers of the customer's own.
func (t trial) faults() []fault {
	var out []fault
	seen := map[string]bool{}
	add := func(p *reach.Proof, path reach.Path, gates []reach.Gate, outcome reach.Outcome) {
		for _, gate := range gates {
			f := fault{p, path, gate}
			if gate.Outcome == outcome && !seen[f.key()] {
				seen[f.key()] = true
				out = append(out, f)
			}
		}
	}
	for _, outcome := range []reach.Outcome{reach.Fails, reach.Unclear} {
		for _, p := range t.wanting() {
			add(p, reach.Path{}, p.DNS.Gates, outcome)
			for _, path := range p.Paths {
				add(p, path, path.Gates, outcome)
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return out
}

// lean drops every change without which the goal is reachable all the same.
func (t trial) lean() trial {
	for i := len(t.changes) - 1; i >= 0; i-- {
		fewer := slices.Delete(slices.Clone(t.changes), i, i+1)
		if less, ok := t.attempt(t.goal, fewer); ok && less.verdict == reach.VerdictReachable && !t.loses(t.changes[i], less.now) {
			t = less
		}
	}
	return t
}
