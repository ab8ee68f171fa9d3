package report

import (
	"slices"

	"mooring/internal/repair"
)

// Refused is one way to repair a dependency that was tried and is not proposed.
type Refused struct {
	Changes []string `json:"changes"` // empty where no change is known
	Why     string   `json:"why"`

	opens bool   // it would repair, and open a way to the internet
	line  string // both in one line
}

// refuse notes why dependencies have no repair; one that another's repair mends
// has one.
func (r *Report) refuse(all []repair.Refusal) {
	reasons := map[mend][]Refused{}
	for _, refusal := range all {
		at := mend{refusal.Resource, refusal.Dependency}
		if _, ok := r.mends[at]; !ok {
			reasons[at] = refusedOf(refusal.Reasons)
		}
	}
	for i := range r.Resources {
		res := &r.Resources[i]
		for j := range res.Dependencies {
			d := &res.Dependencies[j]
			d.Refused = reasons[mend{res.ID, d.ID}]
		}
	}
}

func refusedOf(reasons []repair.Reason) []Refused {
	var out []Refused
	for _, reason := range reasons {
		one := Refused{Changes: []string{}, Why: reason.Why, opens: reason.Opens, line: reason.Text()}
		for _, c := range reason.Changes {
			one.Changes = append(one.Changes, c.Describe())
		}
		out = append(out, one)
	}
	return out
}

func (d Dependency) refused() bool { return len(d.Refused) > 0 }

// exposing reports whether a repair is known and refused for the way to the
// internet that it would open.
func (d Dependency) exposing() bool { return d.refused() && d.Refused[0].opens }

// unrepaired say why dependencies have no repair, those for one reason together.
func unrepaired(resources []*Resource, lost []string, of func(Dependency) bool) []string {
	var lines []string
	ids := map[string][]string{}
	for _, res := range resources {
		for _, id := range lost {
			d, _ := res.dependency(id)
			if !of(d) {
				continue
			}
			line := d.Refused[0].line
			if ids[line] == nil {
				lines = append(lines, line)
			}
			if !slices.Contains(ids[line], id) {
				ids[line] = append(ids[line], id)
			}
		}
	}
	for i, line := range lines {
		lines[i] = listed(ids[line], 6) + ": " + line
	}
	return lines
}
