package oracle

import (
	"encoding/json"
	"slices"
	"testing"

	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// TestMemory (pure): what an engine remembers never shows. Verdicts without words
// are those with proofs; and an engine that was asked for everything, in either
// order, says what a fresh one says that is asked for one resource alone.
func TestMemory(t *testing.T) {
	for seed := *first; seed < *first+uint64(*worlds)/10; seed++ {
		s := inventory.Build(worldOf(seed).answers, inventory.Origin{})
		all := s.Resources()
		up, down, words := reach.New(s, nil), reach.New(s, nil), reach.New(s, nil)
		for _, r := range all[len(all)/2:] {
			down.Resource(r)
		}
		for i := range all {
			up.Judge(all[i])
			down.Judge(all[len(all)-1-i])
			words.Judge(all[i])
		}
		for _, r := range all {
			alone := reach.New(s, nil)
			want := encoded(t, alone.Judge(r))
			sameText(t, seed, r, "in order", encoded(t, up.Judge(r)), want)
			sameText(t, seed, r, "in reverse", encoded(t, down.Judge(r)), want)
			proved := reach.New(s, nil).Resource(r)
			sameText(t, seed, r, "proofs", encoded(t, words.Resource(r)), encoded(t, proved))
			sameText(t, seed, r, "with proofs", encoded(t, unproved(alone.Judge(r))), encoded(t, unproved(proved)))
		}
	}
}

func sameText(t *testing.T, seed uint64, r inventory.Resource, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("world %d: %s %s:\n%s\nalone:\n%s", seed, r.Head().Name, what, got, want)
	}
}

// unproved is a result without the proofs that it may carry.
func unproved(r *reach.Result) *reach.Result {
	out := *r
	out.Dependencies = slices.Clone(r.Dependencies)
	for i := range out.Dependencies {
		out.Dependencies[i].Proofs = nil
	}
	return &out
}

func encoded(t *testing.T, r *reach.Result) string {
	proofs := map[string][]*reach.Proof{}
	for _, d := range r.Dependencies {
		proofs[d.ID] = d.Proofs
	}
	text, err := json.Marshal([]any{r, proofs})
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
