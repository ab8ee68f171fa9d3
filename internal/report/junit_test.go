package report

import (
	"encoding/xml"
	"strings"
	"testing"
)

// readJUnit holds a JUnit report against what readers of the format rely on: one
// root, counts that add up, cases that are told apart, one outcome a case.
func readJUnit(t *testing.T, text string) junitSuites {
	t.Helper()
	var got junitSuites
	d := xml.NewDecoder(strings.NewReader(text))
	if err := d.Decode(&got); err != nil {
		t.Fatal(err)
	}
	sum := junitSuites{XMLName: got.XMLName, Name: got.Name, Suites: got.Suites}
	suites := map[string]bool{}
	for _, s := range got.Suites {
		if suites[s.Name] {
			t.Errorf("suite %q stands twice", s.Name)
		}
		suites[s.Name] = true
		count := junitSuite{}
		cases := map[string]bool{}
		for _, c := range s.Cases {
			if c.Name == "" || c.Class == "" || cases[c.Name] {
				t.Errorf("%s: case %q is not told apart", s.Name, c.Name)
			}
			cases[c.Name] = true
			outcomes := 0
			for n, o := range map[*int]*junitOutcome{&count.Failures: c.Failure, &count.Errors: c.Error, &count.Skipped: c.Skipped} {
				if o != nil {
					*n++
					outcomes++
				}
			}
			if outcomes > 1 {
				t.Errorf("%s: case %q has %d outcomes", s.Name, c.Name, outcomes)
			}
		}
		if len(s.Cases) != s.Tests || count.Failures != s.Failures || count.Errors != s.Errors || count.Skipped != s.Skipped {
			t.Errorf("%s: counts %+v do not add up", s.Name, s)
		}
		sum.Tests, sum.Failures, sum.Errors, sum.Skipped = sum.Tests+s.Tests, sum.Failures+s.Failures, sum.Errors+s.Errors, sum.Skipped+s.Skipped
	}
	if sum.Tests != got.Tests || sum.Failures != got.Failures || sum.Errors != got.Errors || sum.Skipped != got.Skipped {
		t.Errorf("counts of the whole do not add up: %+v", got)
	}
	return got
}

func TestJUnitOutcomes(t *testing.T) {
	r := sample()
	proof := r.Resources[0].Dependencies[0].Proofs
	for _, status := range []Status{Fail, Pass, Unknown, NotApplicable, Waived, Invalid, ""} {
		f := finding("", High, status, r.Resources[0].ID, "prod is private: must not reach internet", "because", "evidence")
		f.Check, f.ID, f.Proofs = IntentCheck, "f-"+string(status), proof
		f.Title += " " + string(status)
		r.Findings = append(r.Findings, f)
	}
	want := map[string]string{"fail": "failure", "pass": "", "unknown": "error", "not-applicable": "skipped", "waived": "skipped", "invalid": "failure", "": "error"}
	for _, s := range readJUnit(t, written(t, "junit", r, Options{All: true})).Suites {
		status, ours := strings.CutPrefix(s.Name, "intent: prod is private: must not reach internet ")
		if !ours && s.Name != "intent: prod is private: must not reach internet " {
			continue
		}
		if !ours {
			status = ""
		}
		got := ""
		switch c := s.Cases[0]; {
		case c.Failure != nil:
			got = "failure"
			if !strings.Contains(c.Failure.Text, "because: because") || !strings.Contains(c.Failure.Text, "REACHABLE") && !strings.Contains(c.Failure.Text, "BLOCKED") {
				t.Errorf("%s: the proof is not in %q", status, c.Failure.Text)
			}
		case c.Error != nil:
			got = "error"
		case c.Skipped != nil:
			got = "skipped"
		}
		if got != want[status] {
			t.Errorf("%q is a %q, want %q", status, got, want[status])
		}
		delete(want, status)
	}
	if len(want) > 0 {
		t.Errorf("not written: %v", want)
	}
}

func TestHostileStringsInJUnit(t *testing.T) {
	readJUnit(t, written(t, "junit", hostileReport(), Options{}))
}
