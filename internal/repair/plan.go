package repair

import (
	"slices"

	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// Roadmap is a repair of a whole snapshot: steps in the order in which to make
// them, each proved on the copy that the one before left.
type Roadmap struct {
	Steps []Proposal
	Left  []Effect // dependencies that no clean repair was found for
}

// Plan repairs what is stranded or partial, one clean proposal after the other.
// Equal repairs of many resources are one step. Optional dependencies and
// resources that inherit their settings are left out.
func Plan(s *inventory.Snapshot, a reach.Assumptions, p Policy) Roadmap {
	var out Roadmap
	f := newFinder(s, a, p)
	given := map[string]bool{}
	for {
		g, verdict, ok := f.next(given)
		if !ok {
			return out
		}
		given[g.key()] = true
		best, ok := f.clean(g)
		if !ok {
			out.Left = append(out.Left, effectOf(g, verdict, verdict))
			continue
		}
		out.Steps = append(out.Steps, best)
		f = newFinder(best.after, a, p)
	}
}

func (g goal) key() string { return g.resource.Head().ReportID() + "\x00" + g.service.ID }

// next is a dependency that is blocked or partial and was not tried.
func (f *finder) next(given map[string]bool) (goal, reach.Verdict, bool) {
	for _, r := range f.before.Resources() {
		n := r.Network()
		if n.Finished || inventory.Is(n.Mode, inventory.ModeInherited) {
			continue
		}
		for _, d := range f.result(r).Dependencies {
			bad := d.Verdict == reach.VerdictBlocked || d.Verdict == reach.VerdictPartial
			if bad && d.Need != inventory.Optional {
				service, ok := inventory.ServiceByID(d.ID)
				if g := (goal{resource: r, service: service}); ok && !given[g.key()] {
					return g, d.Verdict, true
				}
			}
		}
	}
	return goal{}, "", false
}

// clean is the best clean proposal. Candidates are certified in the order of
// their class, so that most need no look at all the others.
func (f *finder) clean(g goal) (Proposal, bool) {
	var found []Proposal
	for _, t := range f.candidates(g) {
		if len(found) > 0 && classOf(t.changes) > found[0].class {
			break
		}
		for _, p := range f.certified(t) {
			if p.Clean() {
				found = append(found, p)
			}
		}
	}
	if len(found) == 0 {
		return Proposal{}, false
	}
	return slices.MinFunc(found, compare), true
}
