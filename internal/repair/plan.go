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
		g, ok := f.next(given)
		if !ok {
			return out
		}
		given[g.key()] = true
		best, ok := f.best(g)
		if !ok || !best.Clean() {
			verdict := g.look(f.engine).verdict
			out.Left = append(out.Left, effectOf(g, verdict, verdict))
			continue
		}
		out.Steps = append(out.Steps, best)
		f = newFinder(best.after, a, p)
	}
}

func (g goal) key() string { return keyOf(g.resource.Head().ReportID(), g.service.ID) }

func keyOf(resource, dependency string) string { return resource + "\x00" + dependency }

// next is a dependency that is blocked or partial and was not tried.
func (f *finder) next(given map[string]bool) (goal, bool) {
	all := f.stranded(f.before.Resources())
	i := slices.IndexFunc(all, func(g goal) bool { return !given[g.key()] })
	if i < 0 {
		return goal{}, false
	}
	return all[i], true
}
