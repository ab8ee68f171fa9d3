package oracle

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mooring/internal/inventory"
	"mooring/internal/reach"
	"mooring/internal/saved"
)

// recording is expect.json of a world that another walker went through.
type recording struct {
	Resources []struct {
		Resource, Kind, Exposure, Function string
		ExposureAlso                       []string `json:"exposure_also"`
		Dependencies                       []recordedAnswer
	}
}

type recordedAnswer struct {
	ID, Verdict string
	Also        []string
	Loose       bool
	Gates       []struct {
		Kind, Object, Leg string
		Or                [][2]string
	}
}

// argued are the recordings that this walker disagrees with, with the row.
func argued() map[string]string {
	return map[string]string{
		"t2-011 nb1 exposure": "the recording asks port 443 alone; the ACL denies that one and lets every other out (N2)",
	}
}

// TestRecorded agrees with another independent walker on sixty worlds (pure, on
// saved answers).
func TestRecorded(t *testing.T) {
	worlds, err := filepath.Glob("../audit/testdata/oracle/t*")
	if err != nil || len(worlds) < 60 {
		t.Fatalf("found %d worlds: %v", len(worlds), err)
	}
	for _, world := range worlds {
		t.Run(filepath.Base(world), func(t *testing.T) {
			t.Parallel()
			raw, err := os.ReadFile(filepath.Join(world, "expect.json"))
			if err != nil {
				t.Fatal(err)
			}
			var want recording
			if err := json.Unmarshal(raw, &want); err != nil {
				t.Fatal(err)
			}
			source, err := saved.Load(filepath.Join(world, "world"), saved.Options{})
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range want.differs(filepath.Base(world), source.Snapshot()) {
				t.Error(d)
			}
		})
	}
}

func (want recording) differs(world string, s *inventory.Snapshot) []string {
	w := newWalker(s)
	at := w.sample()
	var out []string
	for _, r := range want.Resources {
		i := slices.IndexFunc(s.Resources(), func(x inventory.Resource) bool {
			return x.Head().ID == r.Resource && string(x.Head().Kind) == r.Kind
		})
		u := w.subject(s.Resources()[i], at)
		word, _ := u.exposure()
		e := string(word)
		_, known := argued()[world+" "+r.Resource+" exposure"]
		if slices.Contains(append(r.ExposureAlso, r.Exposure), e) == known {
			out = append(out, fmt.Sprintf("%s: exposure %s, recorded %s", r.Resource, e, r.Exposure))
		}
		for _, d := range r.Dependencies {
			service, _ := inventory.ServiceByID(d.ID)
			out = append(out, d.differs(r.Resource, u.ask(service))...)
		}
	}
	return out
}

func (d recordedAnswer) differs(resource string, j *judgement) []string {
	what := resource + " → " + d.ID
	if !slices.ContainsFunc(append(d.Also, d.Verdict), func(v string) bool { return slices.Contains(append(j.also, j.verdict), reach.Verdict(v)) }) {
		return []string{fmt.Sprintf("%s: %s, recorded %s; walker %v, recorded %v", what, j.verdict, d.Verdict, texts(j.fails), d.Gates)}
	}
	if d.Loose || j.loose || string(j.verdict) != d.Verdict {
		return nil
	}
	var out []string
	met := map[failure]bool{}
	for _, g := range d.Gates {
		objects := blame(strings.Split(g.Object, ","))
		for _, o := range g.Or {
			objects += "|" + o[1]
		}
		if slices.Contains([]string{"mode", "public-address", "block-public-access"}, g.Kind) {
			objects = ""
		}
		f := failure{inventory.Gate(g.Kind), objects, g.Leg}
		met[f] = true
		if !among(f, j.fails) && !among(f, j.maybe) {
			out = append(out, fmt.Sprintf("%s: %v was recorded; walker %v", what, f, texts(j.fails)))
		}
	}
	for f := range j.fails {
		if !among(f, met) {
			out = append(out, fmt.Sprintf("%s: %v was not recorded: %v", what, f, texts(met)))
		}
	}
	return out
}
