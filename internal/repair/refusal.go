package repair

import (
	"cmp"
	"slices"
	"strings"

	"mooring/internal/change"
	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// Refusal is why a dependency that was searched for has no proposal.
type Refusal struct {
	Resource   string // report id
	Dependency string
	Reasons    []Reason // what weighs most comes first; never empty
}

// Reason is one way that was tried and what spoke against it.
type Reason struct {
	Changes []change.Change // none where the path stays as it is
	Why     string          // "would let it reach the internet by nat-1"
	Opens   bool            // it repairs, and would open a way to the internet
}

// Text is "vpc-1: set enableDnsSupport to true would let it reach the internet by nat-1".
func (r Reason) Text() string {
	var words []string
	for _, c := range r.Changes {
		words = append(words, c.Describe())
	}
	return strings.TrimSpace(strings.Join(slices.Compact(words), "; ") + " " + r.Why)
}

// refuse notes why changes are no proposal.
func (f *finder) refuse(changes []change.Change, opens bool, why string) {
	f.refused = append(f.refused, Reason{slices.Clone(changes), why, opens})
}

// refusal sums up a search that found nothing: what repairs and would open a way
// weighs more than what does not repair, and few changes more than many.
func (f *finder) refusal(g goal) Refusal {
	all := f.refused
	if len(all) == 0 {
		all = []Reason{{Why: "no change of the network that would let it through is known"}}
	}
	weight := func(r Reason) int {
		if r.Opens {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(all, func(a, b Reason) int {
		return cmp.Or(cmp.Compare(weight(a), weight(b)), cmp.Compare(len(a.Changes), len(b.Changes)))
	})
	seen := map[string]bool{}
	all = slices.DeleteFunc(all, func(r Reason) bool {
		again := seen[r.Text()]
		seen[r.Text()] = true
		return again
	})
	return Refusal{Resource: g.resource.Head().ReportID(), Dependency: g.service.ID, Reasons: all}
}

// stuck notes the gates that stop a trial for which nothing more is known to
// try; those that stopped it from the first before those behind them.
func (t trial) stuck() {
	const few = 2
	first := trial{sight: t.goal.look(t.engine)}.faultWords()
	why := t.faultWords()
	lead, changes := "would not be enough: ", t.changes
	if old := slices.DeleteFunc(slices.Clone(why), func(w string) bool { return !slices.Contains(first, w) }); len(old) > 0 {
		lead, changes, why = "no change is known for ", nil, old
	}
	if len(why) == 0 {
		why = []string{"a verdict of " + string(t.verdict)}
	}
	t.refuse(changes, false, lead+strings.Join(why[:min(len(why), few)], "; "))
}

// faultWords are the gates that stop a trial: kind, whose it is, and why.
func (t trial) faultWords() []string {
	var out []string
	for _, f := range t.faults() {
		text := strings.ReplaceAll(string(f.gate.Kind), "-", " ")
		if object := strings.Join(f.gate.Object, ", "); object != "" && !strings.Contains(f.gate.Why, object) {
			text += " of " + object
		}
		if text += ": " + cmp.Or(f.gate.Why, f.gate.Rule); !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return out
}

// whyHopeless says what keeps any change of the network from helping.
func (s sight) whyHopeless() string {
	for _, p := range s.wanting() {
		for _, g := range p.Failing() {
			if g.Kind == inventory.GateMode {
				return "no change of the network helps: " + g.Why
			}
		}
	}
	return "nothing can be changed for a place that was not read"
}

// newWay says how the ways to the internet grow: "would let it reach the
// internet by nat-1". who is the resource that does.
func newWay(who string, before, after *reach.Result) string {
	doors := without(after.ExposureVia, before.ExposureVia)
	fresh := grew(before, after) || len(doors) > 0
	if len(doors) == 0 {
		doors = after.ExposureVia
	}
	by := ""
	if len(doors) > 0 {
		by = " by " + strings.Join(doors, ", ")
	}
	switch {
	case fresh && after.Exposure == reach.ExposureUnknown:
		return "would leave open whether " + who + " reaches the internet" + by
	case fresh:
		return "would let " + who + " reach the internet" + by
	}
	return "would let " + who + " reach " + strings.Join(publicGains(before, after), ", ") + " on the internet" + by
}

func without(all, known []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(s string) bool { return slices.Contains(known, s) })
}
