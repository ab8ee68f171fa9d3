package oracle

import (
	"math/rand/v2"
	"slices"
	"testing"

	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// TestJudgeIsResource asks one engine for the verdicts of all resources, in some
// order, and a new engine for each resource with its proofs: what is shared and
// remembered changes nothing (pure).
func TestJudgeIsResource(t *testing.T) {
	for seed := range uint64(min(*worlds, 600)) {
		s := inventory.Build(worldOf(*first+seed).answers, inventory.Origin{})
		resources := slices.Clone(s.Resources())
		r := rand.New(rand.NewPCG(*first+seed, 9))
		r.Shuffle(len(resources), func(i, j int) { resources[i], resources[j] = resources[j], resources[i] })
		together := reach.New(s, nil)
		for _, resource := range resources {
			got, want := together.Judge(resource), reach.New(s, nil).Resource(resource)
			for what, v := range told(want) {
				if told(got)[what] != v {
					t.Errorf("world %d: %s: %s is %s in haste, %s with proofs", *first+seed, resource.Head().Name, what, told(got)[what], v)
				}
			}
		}
	}
}

// told are the verdicts of a result.
func told(r *reach.Result) map[string]string {
	out := map[string]string{"exposure": string(r.Exposure), "function": string(r.Function)}
	for _, d := range r.Dependencies {
		out[d.ID] = string(d.Verdict)
	}
	return out
}
