package repair

import (
	"fmt"
	"slices"

	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// mostSought bounds how many dependencies of a report are searched for: each
// search judges many copies of the snapshot.
const mostSought = 48

// Best are the best proposals for what is stranded or partial among resources,
// each made of the snapshot as it is. One that repairs several is proposed once.
// Optional dependencies, finished jobs and resources that inherit their settings
// are left out. What has no proposal is refused, with why; what comes after the
// 48th search is not searched for.
func Best(s *inventory.Snapshot, e *reach.Engine, a reach.Assumptions, of []inventory.Resource, p Policy) ([]Proposal, []Refusal) {
	f := newFinder(s, a, p)
	f.engine = e
	var out []Proposal
	var refused []Refusal
	sought, mended := 0, map[string]bool{}
	for _, g := range f.stranded(of) {
		if mended[g.key()] {
			continue
		}
		f.refused = nil
		if sought == mostSought {
			f.refuse(nil, false, fmt.Sprintf("not searched for: a report searches for %d", mostSought))
			refused = append(refused, f.refusal(g))
			continue
		}
		sought++
		best, ok := f.best(g)
		if !ok {
			refused = append(refused, f.refusal(g))
			continue
		}
		out = append(out, best)
		for _, e := range best.Repairs {
			mended[e.goal.key()] = mended[e.goal.key()] || e.Mended()
		}
	}
	return out, slices.DeleteFunc(refused, func(r Refusal) bool { return mended[keyOf(r.Resource, r.Dependency)] })
}

// Mended reports whether what an effect speaks of becomes reachable.
func (e Effect) Mended() bool { return e.After == string(reach.VerdictReachable) }

// stranded are the dependencies that count and are blocked or partial.
func (f *finder) stranded(of []inventory.Resource) []goal {
	var out []goal
	for _, r := range of {
		n := r.Network()
		if n.Finished || inventory.Is(n.Mode, inventory.ModeInherited) {
			continue
		}
		for _, d := range f.result(r).Dependencies {
			bad := d.Verdict == reach.VerdictBlocked || d.Verdict == reach.VerdictPartial
			if service, ok := inventory.ServiceByID(d.ID); ok && bad && d.Need != inventory.Optional {
				out = append(out, goal{resource: r, service: service})
			}
		}
	}
	return out
}

// best is the best proposal of all. Candidates are certified in the order of
// their class, so that a clean one spares a look at the dearer ones.
func (f *finder) best(g goal) (Proposal, bool) {
	var found []Proposal
	for _, t := range f.candidates(g) {
		if slices.ContainsFunc(found, func(p Proposal) bool { return p.Clean() && p.class < classOf(t.changes) }) {
			break
		}
		found = append(found, f.certified(t)...)
	}
	if len(found) == 0 {
		return Proposal{}, false
	}
	return slices.MinFunc(found, compare), true
}
