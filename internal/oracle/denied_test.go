package oracle

import (
	"math/rand/v2"
	"regexp"
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

// TestAddressLeftOut takes the private address out of what is said of NAT
// gateways: no verdict becomes another sure one (pure).
func TestAddressLeftOut(t *testing.T) {
	address := regexp.MustCompile(`"PrivateIp":"[^"]*"`)
	met := 0
	for seed := range uint64(min(*worlds, 800)) {
		answers := worldOf(*first + seed).answers
		i := slices.IndexFunc(answers, func(a inventory.Answer) bool { return a.Operation == "ec2:DescribeNatGateways" })
		if i < 0 || !address.Match(answers[i].Body) {
			continue
		}
		less := slices.Clone(answers)
		less[i].Body = address.ReplaceAll(answers[i].Body, []byte(`"PrivateIp":""`))
		before, after := verdicts(answers), verdicts(less)
		for what, v := range after {
			weaker := before[what] == string(reach.FunctionStranded) && v == string(reach.FunctionPartial)
			switch {
			case v == before[what] || weaker:
			case v == string(reach.VerdictUnknown):
				met++
			default:
				t.Errorf("world %d: %s is %s, was %s", *first+seed, what, v, before[what])
			}
		}
	}
	if met == 0 && *worlds >= 500 {
		t.Error("no verdict hung on such an address")
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
