package report

import (
	"testing"

	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// one is a report about a single notebook.
func one(result reach.Result, findings ...Finding) *Report {
	return New(Input{Subjects: []Subject{{Meta: meta(inventory.KindNotebook, "notebook-instance", "n", nil), Result: result}}, Findings: findings})
}

// Every combination of the three axes is in at least one count, and moored
// excludes all others.
func TestEveryResourceIsCounted(t *testing.T) {
	for _, e := range []reach.Exposure{"direct", "nat", "filtered", "none", "unknown", "not-applicable"} {
		for _, f := range []reach.Function{"works", "stranded", "partial", "unknown", "not-applicable"} {
			for _, d := range []reach.Decidability{"known", "unknown", "invalid"} {
				if d == "known" && (e == "unknown" || f == "unknown") {
					continue // decidability is unknown as soon as one of them is
				}
				s := one(reach.Result{Exposure: e, Function: f, Decidability: d}).Summary
				wrong := s.Exposed + s.Stranded + s.Partial + s.Unknown + s.Invalid
				if s.Resources != 1 || (s.Moored == 1) == (wrong > 0) {
					t.Errorf("exposure %s, function %s, %s: %+v", e, f, d, s)
				}
			}
		}
	}
}

// A Result that nobody filled is unknown, never moored.
func TestTheZeroResultIsUnknown(t *testing.T) {
	r := one(reach.Result{})
	if r.Summary.Unknown != 1 || r.Summary.Moored != 0 {
		t.Errorf("%+v", r.Summary)
	}
	if code := r.ExitCode("high", true); code != 3 {
		t.Errorf("exit code %d with --strict, want 3", code)
	}
}

func TestSummaryCountsOwnersOnce(t *testing.T) {
	works := reach.Result{Exposure: reach.ExposureNAT, Function: reach.FunctionWorks, Decidability: reach.DecidabilityKnown}
	inherited := works
	inherited.InheritedFrom = arn("model", "m")
	model := Subject{Meta: meta(inventory.KindModel, "model", "m", nil), Result: works}
	endpoint := Subject{Meta: meta(inventory.KindEndpoint, "endpoint", "e", nil), Result: inherited}
	job := Subject{Meta: meta(inventory.KindTrainingJob, "training-job", "j", nil), Result: works, Finished: true}
	onEndpoint := finding("endpoint-x", High, Fail, arn("endpoint", "e"), "", "", "")
	onJob := finding("training-x", High, Fail, arn("training-job", "j"), "", "", "")
	elsewhere := finding("account-x", High, Fail, "111122223333", "", "", "")
	for _, c := range []struct {
		name      string
		subjects  []Subject
		findings  []Finding
		resources int
		failed    int
	}{
		{"an endpoint is counted at its model", []Subject{model, endpoint}, []Finding{onEndpoint}, 1, 0},
		{"an endpoint stands for a model that is not in the report", []Subject{endpoint}, []Finding{onEndpoint}, 1, 1},
		{"a finished job is nobody's task", []Subject{job}, []Finding{onJob}, 0, 0},
		{"a finding about something else counts", []Subject{model}, []Finding{elsewhere}, 1, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := New(Input{Subjects: c.subjects, Findings: c.findings})
			if r.Summary.Resources != c.resources || r.Summary.Exposed != c.resources || r.Summary.Findings.High != c.failed {
				t.Errorf("%+v", r.Summary)
			}
		})
	}
}

func TestExitCode(t *testing.T) {
	moored := reach.Result{Exposure: reach.ExposureNone, Function: reach.FunctionWorks, Decidability: reach.DecidabilityKnown}
	with := func(s Severity, status Status) *Report {
		return one(moored, finding("c", s, status, arn("notebook-instance", "n"), "", "", ""))
	}
	gap := New(Input{Gaps: sampleGaps()[:1]})
	assumed := New(Input{Assumptions: []string{"block public access off"}})
	for _, c := range []struct {
		name   string
		r      *Report
		failOn string
		strict bool
		want   int
	}{
		{"clean", one(moored), "info", true, 0},
		{"fail at the threshold", with(High, Fail), "high", false, 1},
		{"fail above it", with(Critical, Fail), "medium", false, 1},
		{"fail below it", with(Medium, Fail), "high", false, 0},
		{"fail with none", with(Critical, Fail), FailOnNone, false, 0},
		{"invalid", with(High, Invalid), "high", false, 1},
		{"waived", with(Critical, Waived), "info", true, 0},
		{"unknown", with(High, Unknown), "info", false, 0},
		{"unknown, strict", with(High, Unknown), "info", true, 3},
		{"gap", gap, "info", false, 0},
		{"gap, strict", gap, "info", true, 3},
		{"assumed, strict", assumed, "info", true, 3},
		{"unheard severity is the worst", with("dire", Fail), "critical", false, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := c.r.ExitCode(c.failOn, c.strict); got != c.want {
				t.Errorf("exit code %d, want %d", got, c.want)
			}
		})
	}
	both := with(High, Fail)
	both.Gaps = gap.Gaps
	if got := both.ExitCode("high", true); got != 1 {
		t.Errorf("exit code %d for a finding and a gap, want 1: it beats 3", got)
	}
}
