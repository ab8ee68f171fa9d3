package audit

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mooring/examples"
	"mooring/internal/intent"
	"mooring/internal/inventory"
	"mooring/internal/report"
)

func rules(t *testing.T, text string) *intent.File {
	t.Helper()
	f, err := intent.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func demoAnswers(t *testing.T, name string) []inventory.Answer {
	t.Helper()
	files, err := examples.World(name)
	if err != nil {
		t.Fatal(err)
	}
	return answersOf(t, files)
}

// declaredOf are the statuses of an intent file's lines by resource name and line.
func declaredOf(t *testing.T, answers []inventory.Answer, f *intent.File) (map[string]report.Status, *report.Report) {
	t.Helper()
	r, _, err := RunIntent(inventory.Build(answers, inventory.Origin{Kind: "saved"}), Options{Passes: true}, f)
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]string{}
	for _, res := range r.Resources {
		names[res.ID] = res.Name
	}
	out := map[string]report.Status{}
	for _, found := range r.Findings {
		if found.Check == report.IntentCheck {
			out[names[found.Resource]+" "+found.Title] = found.Status
		}
	}
	return out, r
}

// TestIntents judges every sort of line over a built-in account (pure).
func TestIntents(t *testing.T) {
	answers := demoAnswers(t, "switched-off")
	for _, c := range []struct {
		name, rule string
		want       map[string]report.Status
	}{
		{"an endpoint with a closed group", "select: {name: fraud-lab}, must-reach: [sagemaker.api, sagemaker.runtime]", map[string]report.Status{
			"fraud-lab r: must reach sagemaker.api": report.Fail, "fraud-lab r: must reach sagemaker.runtime": report.Pass,
		}},
		{"an unread NAT gateway is no pass either way", "select: {name: quant-lab}, must-reach: [s3], must-not-reach: [pypi, internet], private-only: true", map[string]report.Status{
			"quant-lab r: must reach s3": report.Unknown, "quant-lab r: must not reach pypi": report.Unknown,
			"quant-lab r: must not reach internet": report.Unknown, "quant-lab r: private only": report.Unknown,
		}},
		{"an interface that SageMaker owns", "select: {name: scratch-1}, must-reach: [s3], must-not-reach: [pypi, efs, internet], private-only: true", map[string]report.Status{
			"scratch-1 r: must reach s3": report.Pass, "scratch-1 r: must not reach pypi": report.Fail, "scratch-1 r: must not reach efs": report.Unknown,
			"scratch-1 r: must not reach internet": report.Fail, "scratch-1 r: private only": report.Fail,
		}},
		{"sealed", "select: {name: fraud-lab}, private-only: true, must-not-reach: [internet]", map[string]report.Status{
			"fraud-lab r: private only": report.Pass, "fraud-lab r: must not reach internet": report.Pass,
		}},
		{"what runs no code", "select: {kind: feature-group}, private-only: true, must-not-reach: [internet]", map[string]report.Status{
			"churn-features r: private only": report.NotApplicable, "churn-features r: must not reach internet": report.NotApplicable,
		}},
		{"an heir whose owner the rule is not about", "select: {name: churn-score}, must-reach: [s3]", map[string]report.Status{"churn-score r: must reach s3": report.Pass}},
		{"an heir whose owners the rule is about too", `select: {name: "churn-score*"}, must-reach: [s3]`, map[string]report.Status{
			"churn-score r: must reach s3": report.NotApplicable, "churn-score-config r: must reach s3": report.NotApplicable, "churn-scorer r: must reach s3": report.Pass,
		}},
		{"nothing carries the environment", `select: {name: fraud-lab}, must-not-reach: ["environment:moon"]`, map[string]report.Status{
			"fraud-lab r: must not reach environment:moon": report.NotApplicable,
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, _ := declaredOf(t, answers, rules(t, "rules: [{name: r, "+c.rule+"}]"))
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A failing line of an heir counts in the exit code, though the heir does not.
func TestAnHeirsIntentCounts(t *testing.T) {
	f := rules(t, "rules: [{name: r, select: {kind: app}, private-only: true}]")
	statuses, r := declaredOf(t, demoAnswers(t, "hub"), f)
	if statuses["default r: private only"] != report.Fail || r.ExitCode("high", false) != 1 {
		t.Errorf("statuses %v, exit code %d", statuses, r.ExitCode("high", false))
	}
}

// TestDenyingAnOperationNeverKeepsAnIntent denies every operation in turn: no
// line that failed or was undecided may come out kept (pure).
func TestDenyingAnOperationNeverKeepsAnIntent(t *testing.T) {
	f := rules(t, `
rules:
  - name: all
    private-only: true
    must-reach: [s3, sagemaker.api, sts, internet]
    must-not-reach: [internet, pypi, s3, "environment:prod"]
  - {name: tagged, select: {tag: {owner: [risk-ml, growth-ml, nlp]}}, private-only: true}
`)
	for _, name := range examples.Names() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			answers := demoAnswers(t, name)
			before, _ := declaredOf(t, answers, f)
			for _, operation := range operationsOf(slices.DeleteFunc(slices.Clone(answers), func(a inventory.Answer) bool { return !matters(a) })) {
				after, _ := declaredOf(t, denied(answers, operation), f)
				for line, status := range after {
					was, known := before[line]
					if good(status) && known && !good(was) {
						t.Errorf("without %s %q turns from %s to %s", operation, line, was, status)
					}
				}
			}
		})
	}
}

func good(s report.Status) bool { return s == report.Pass || s == report.NotApplicable }

// Tags that nobody could read may carry what a rule asks for.
func TestUnreadTagsMayBeMeant(t *testing.T) {
	f := rules(t, "rules: [{name: r, select: {name: fraud-lab, tag: {team: moon}}, private-only: true}]")
	answers := demoAnswers(t, "switched-off")
	if got, _ := declaredOf(t, answers, f); len(got) != 0 {
		t.Errorf("the rule is about %v", got)
	}
	for _, operation := range operationsOf(answers) {
		if strings.Contains(operation, "Tag") || strings.Contains(operation, "GetResources") {
			answers = denied(answers, operation)
		}
	}
	got, _ := declaredOf(t, answers, f)
	if got["fraud-lab r: private only"] != report.Unknown {
		t.Errorf("with tags unread: %v", got)
	}
}

func TestAWordThatNamesNothingIsAnError(t *testing.T) {
	for word, hint := range map[string]string{"sagemaker.apy": "did you mean sagemaker.api", "default": "ARN", "moon": "a dependency id"} {
		f := rules(t, fmt.Sprintf("rules:\n  - name: r\n    must-reach: [%s]\n", word))
		_, _, err := RunIntent(inventory.Build(demoAnswers(t, "switched-off"), inventory.Origin{}), Options{}, f)
		var e *intent.Error
		if !errors.As(err, &e) || e.Line != 3 || !strings.Contains(e.Hint, hint) {
			t.Errorf("%s: error %v", word, err)
		}
	}
}

func TestARuleThatSelectsNothingIsTold(t *testing.T) {
	f := rules(t, "rules: [{name: r, select: {name: zzz}, private-only: true}]")
	_, idle, err := RunIntent(inventory.Build(demoAnswers(t, "switched-off"), inventory.Origin{}), Options{}, f)
	if err != nil || len(idle) != 1 || idle[0] != "r" {
		t.Errorf("idle %v, error %v", idle, err)
	}
}
