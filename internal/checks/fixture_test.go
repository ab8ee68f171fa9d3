package checks

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"mooring/internal/check"
	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// A fixture is testdata/<check id>.txtar: raw AWS answers, laid over those of
// testdata/network.txtar, and what the check must say.
//
//	-- sagemaker:DescribeModel m1.json --       the answer of an operation about a subject
//	-- sagemaker:DescribeModel m2.error --      the code that AWS answered in its place
//	-- expect --                                <kind>/<name> <status>: <words of its reason or evidence>
type fixture struct {
	answers map[string]inventory.Answer // by operation and subject
	want    map[string]expected         // by kind/name
}

type expected struct {
	status check.Status
	words  string
}

func readFixture(t *testing.T, id string) fixture {
	t.Helper()
	f := fixture{map[string]inventory.Answer{}, map[string]expected{}}
	for _, name := range []string{"network", id} {
		archive, err := txtar.ParseFile(filepath.Join("testdata", name+".txtar"))
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for _, file := range archive.Files {
			if seen[file.Name] {
				t.Fatalf("%s.txtar holds %s twice", name, file.Name)
			}
			seen[file.Name] = true
			f.add(t, file)
		}
	}
	return f
}

func (f fixture) add(t *testing.T, file txtar.File) {
	t.Helper()
	if file.Name == "expect" {
		for line := range strings.Lines(string(file.Data)) {
			left, words, _ := strings.Cut(strings.TrimSpace(line), ": ")
			resource, status, ok := strings.Cut(left, " ")
			if !ok {
				t.Fatalf("expect: %q is not <kind>/<name> <status>", line)
			}
			f.want[resource] = expected{check.Status(strings.TrimSpace(status)), words}
		}
		return
	}
	ending := filepath.Ext(file.Name)
	name := strings.TrimSuffix(file.Name, ending)
	operation, subject, _ := strings.Cut(name, " ")
	declared, ok := inventory.OperationByName(operation)
	if !ok {
		t.Fatalf("%s is no operation", operation)
	}
	a := inventory.Answer{Scope: inventory.Scope{Partition: "aws", Account: "111122223333"}, Operation: operation, Subject: subject}
	if !declared.Global {
		a.Region = "eu-west-1"
	}
	switch {
	case ending == ".error":
		a.Failure = strings.TrimSpace(string(file.Data))
	case ending == ".json" && json.Valid(file.Data):
		a.Body = file.Data
	default:
		t.Fatalf("%s holds neither an answer nor an error", file.Name)
	}
	f.answers[name] = a
}

// judge runs one check over a fixture's resources.
func (f fixture) judge(c check.Check) map[string]check.Finding {
	var answers []inventory.Answer
	for _, a := range f.answers {
		answers = append(answers, a)
	}
	s := inventory.Build(answers, inventory.Origin{Kind: "saved"})
	engine := reach.New(s, nil)
	out := map[string]check.Finding{}
	for _, r := range s.Resources() {
		for _, finding := range check.Run([]check.Check{c}, check.Subject{Resource: r, Result: engine.Resource(r), Snapshot: s}) {
			out[string(r.Head().Kind)+"/"+r.Head().Name] = finding
		}
	}
	return out
}

// TestFixtures is pure: raw answers in, statuses out.
func TestFixtures(t *testing.T) {
	for _, c := range All() {
		t.Run(c.ID, func(t *testing.T) {
			f := readFixture(t, c.ID)
			got := f.judge(c)
			want, statuses := map[string]check.Status{}, map[string]check.Status{}
			for name, w := range f.want {
				want[name] = w.status
			}
			for name, g := range got {
				statuses[name] = g.Status
				if told := g.Because + "\n" + strings.Join(g.Evidence, "\n") + "\n" + g.Remediation; !strings.Contains(told, f.want[name].words) {
					t.Errorf("%s: %q is not said in\n%s", name, f.want[name].words, told)
				}
			}
			if diff := cmp.Diff(want, statuses); diff != "" {
				t.Errorf("statuses (-want +got):\n%s", diff)
				for name, g := range got {
					t.Logf("%s %s: %s %q %v", name, g.Status, g.Because, g.Evidence, g.Missing)
				}
			}
		})
	}
}

// cases are the statuses that every fixture must show.
func cases(c check.Check) []check.Status {
	if c.ID == "posture-unknown" {
		// It tells what is not known; nothing makes it fail.
		return []check.Status{check.Pass, check.Unknown}
	}
	return []check.Status{check.Pass, check.Fail, check.Unknown}
}

func TestFixturesShowEveryCase(t *testing.T) {
	for _, c := range All() {
		var shown []check.Status
		for _, w := range readFixture(t, c.ID).want {
			shown = append(shown, w.status)
		}
		for _, status := range cases(c) {
			if !slices.Contains(shown, status) {
				t.Errorf("%s.txtar shows no %s", c.ID, status)
			}
		}
	}
}

// TestDenialNeverPasses denies every answer of every fixture in turn: what did
// not pass must not pass for want of knowledge. What is no longer listed is the
// snapshot's gap.
func TestDenialNeverPasses(t *testing.T) {
	for _, c := range All() {
		f := readFixture(t, c.ID)
		before := f.judge(c)
		network, own := f.parts()
		after := f.without(c, network...)
		compareDenied(t, c, "the whole network", before, after)
		if !sameStatuses(before, after) {
			// Only a check that looks at the network is asked about each part of it.
			own = append(own, network...)
		}
		for _, name := range own {
			compareDenied(t, c, name, before, f.without(c, name))
		}
	}
}

// parts tells the answers about the network from the fixture's own.
func (f fixture) parts() (network, own []string) {
	for name := range f.answers {
		if strings.HasPrefix(name, "sagemaker:") {
			own = append(own, name)
		} else {
			network = append(network, name)
		}
	}
	return network, own
}

// without judges with some answers denied.
func (f fixture) without(c check.Check, names ...string) map[string]check.Finding {
	denied := fixture{answers: maps.Clone(f.answers)}
	for _, name := range names {
		a := denied.answers[name]
		a.Body, a.Failure = nil, "AccessDeniedException"
		denied.answers[name] = a
	}
	return denied.judge(c)
}

func compareDenied(t *testing.T, c check.Check, name string, before, after map[string]check.Finding) {
	t.Helper()
	for resource, now := range after {
		if was := before[resource].Status; now.Status == check.Pass && was != check.Pass {
			t.Errorf("%s: %s was %s and passes without %s", c.ID, resource, was, name)
		}
	}
}

func sameStatuses(a, b map[string]check.Finding) bool {
	return maps.EqualFunc(a, b, func(x, y check.Finding) bool { return x.Status == y.Status })
}

// TestOutcomesSpeak holds that every outcome of every fixture says why, and that
// an unknown says what is missing.
func TestOutcomesSpeak(t *testing.T) {
	for _, c := range All() {
		for resource, g := range readFixture(t, c.ID).judge(c) {
			switch {
			case g.Because == "":
				t.Errorf("%s says nothing of %s", c.ID, resource)
			case strings.HasSuffix(g.Because, "."):
				t.Errorf("%s: %q ends like a sentence", c.ID, g.Because)
			case g.Status == check.Fail && len(g.Evidence) == 0:
				t.Errorf("%s fails %s without evidence", c.ID, resource)
			case g.Status == check.Unknown && len(g.Missing) == 0:
				t.Errorf("%s: %s is unknown and nothing is missing: %s", c.ID, resource, g.Because)
			}
		}
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}
