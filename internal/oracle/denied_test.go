package oracle

import (
	"math/rand/v2"
	"slices"
	"testing"

	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// TestDenied refuses one operation of each random world: what the engine then
// says of a resource is what it said before, or unknown (pure).
func TestDenied(t *testing.T) {
	for seed := range uint64(min(*worlds, 400)) {
		answers := worldOf(*first + seed).answers
		r := rand.New(rand.NewPCG(seed, 7))
		i := r.IntN(len(answers))
		if answers[i].Operation[:10] == "sagemaker:" {
			continue
		}
		refused := slices.Clone(answers)
		refused[i].Body, refused[i].Failure = nil, "AccessDenied"
		before, after := verdicts(answers), verdicts(refused)
		for what, v := range after {
			// Stranded by what is now unknown, it may still be partial by something else.
			weaker := before[what] == string(reach.FunctionStranded) && v == string(reach.FunctionPartial)
			if v != string(reach.VerdictUnknown) && v != before[what] && !weaker {
				t.Errorf("world %d without %s: %s is %s, was %s", *first+seed, answers[i].Operation, what, v, before[what])
			}
		}
	}
}

// verdicts are all that the engine decides, by name.
func verdicts(answers []inventory.Answer) map[string]string {
	s := inventory.Build(answers, inventory.Origin{})
	engine := reach.New(s, nil)
	out := map[string]string{}
	for _, r := range s.Resources() {
		name, result := r.Head().Name, engine.Resource(r)
		out[name+" exposure"], out[name+" function"] = string(result.Exposure), string(result.Function)
		for _, d := range result.Dependencies {
			out[name+" → "+d.ID] = string(d.Verdict)
		}
	}
	return out
}
