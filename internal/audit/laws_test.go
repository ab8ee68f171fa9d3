package audit

import (
	"bytes"
	"math/rand"
	"slices"
	"testing"

	"mooring/examples"
	"mooring/internal/checks"
	"mooring/internal/inventory"
	"mooring/internal/report"
)

func reportBytes(t *testing.T, answers []inventory.Answer) []byte {
	t.Helper()
	r := Run(inventory.Build(answers, inventory.Origin{Kind: "saved"}), Options{Checks: checks.All(), Passes: true})
	var out bytes.Buffer
	if err := report.Write(&out, "json", r, report.Options{All: true}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestOrderChangesNothing shuffles the answers of the demo worlds: the report
// stays the same, byte for byte (pure).
func TestOrderChangesNothing(t *testing.T) {
	for _, name := range examples.Names() {
		t.Run(name, func(t *testing.T) {
			files, err := examples.World(name)
			if err != nil {
				t.Fatal(err)
			}
			answers := answersOf(t, files)
			want := reportBytes(t, answers)
			for seed := range int64(5) {
				shuffled := slices.Clone(answers)
				rand.New(rand.NewSource(seed)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
				if got := reportBytes(t, shuffled); !bytes.Equal(got, want) {
					t.Fatalf("seed %d: the report differs", seed)
				}
			}
		})
	}
}

// TestUnrelatedVPCChangesNothing adds the network of another demo world: what
// was proved of the first stays the same (pure).
func TestUnrelatedVPCChangesNothing(t *testing.T) {
	load := func(name string) []inventory.Answer {
		files, err := examples.World(name)
		if err != nil {
			t.Fatal(err)
		}
		return answersOf(t, files)
	}
	alone := verdicts(load("sealed"))
	together := verdicts(slices.Concat(load("sealed"), load("hub")))
	for id, want := range alone {
		if got := together[id]; got != want {
			t.Errorf("%s: %s, and %s beside an unrelated account", id, want, got)
		}
	}
}

func verdicts(answers []inventory.Answer) map[string]string {
	out := map[string]string{}
	for _, r := range Run(inventory.Build(answers, inventory.Origin{}), Options{}).Resources {
		out[r.ID] = string(r.Exposure) + " " + string(r.Function)
		for _, d := range r.Dependencies {
			out[r.ID+" "+d.ID] = string(d.Verdict)
		}
	}
	return out
}
