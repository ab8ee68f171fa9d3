package emulator

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
)

// matches compares every seeded resource with what the report says of it, and
// finds resources that nobody seeded.
func (all truth) matches(t *testing.T, r report) {
	t.Helper()
	left := maps.Clone(all)
	for _, got := range r.Resources {
		arn, ok := all.named(got)
		if !ok {
			t.Errorf("%s %s (%s) was not seeded", got.Kind, got.Name, got.ID)
			continue
		}
		delete(left, arn)
		if want := all[arn]; !want.axes.met(got.axes()) || got.Kind != want.kind {
			t.Errorf("%s %s: %s %v, want %s %v%s", want.kind, want.name, got.Kind, got.axes(), want.kind, want.axes, got.because())
		}
	}
	for _, arn := range slices.Sorted(maps.Keys(left)) {
		t.Errorf("%s %s is not in the report", left[arn].kind, arn)
	}
}

// named finds what a resource of the report was seeded as, by its ARN or,
// where the lists give none, by kind and name.
func (all truth) named(r resource) (string, bool) {
	if _, ok := all[r.ID]; ok {
		return r.ID, true
	}
	for arn, f := range all {
		if f.kind == r.Kind && f.name == r.Name && f.account == r.Account && f.region == r.Region {
			return arn, true
		}
	}
	return "", false
}

// because is what the report itself gives as the reasons.
func (r resource) because() string {
	var lines []string
	for _, d := range r.Dependencies {
		if d.Verdict != "reachable" && d.Need != "optional" {
			lines = append(lines, d.Need+" "+d.ID+" "+d.Verdict)
		}
	}
	return fmt.Sprintf("\n\tvia %v why %q missing %v: %s", r.ExposureVia, r.Why, r.Missing, strings.Join(lines, ", "))
}

func TestEmulatorExtension_LiveAuditSaysTheTruth(t *testing.T) {
	s, all := truthAccount(t)
	r, ran := s.audit(t)
	all.in(firstAccount, firstRegion).matches(t, r)
	if len(r.Gaps) > 0 {
		t.Errorf("gaps although everything answers: %v", r.Gaps)
	}
	if ran.code != 1 {
		t.Errorf("exit code %d, want 1: resources are exposed and stranded", ran.code)
	}
}

func TestEmulatorExtension_LiveAuditOfTwoRegions(t *testing.T) {
	s, all := truthAccount(t)
	r, _ := s.audit(t, "--region", firstRegion, "--region", secondRegion)
	all.in(firstAccount, "").matches(t, r)
}

func TestEmulatorExtension_LiveAuditOfTheSecondRegion(t *testing.T) {
	s, all := truthAccount(t)
	r, _ := s.audit(t, "--region", secondRegion)
	all.in(firstAccount, secondRegion).matches(t, r)
}

// TestEmulatorExtension_LiveAuditByProfile enters the second account by a role
// that the profile names.
func TestEmulatorExtension_LiveAuditByProfile(t *testing.T) {
	s, all := truthAccount(t)
	file := filepath.Join(t.TempDir(), "config")
	text := "[profile base]\naws_access_key_id = test\naws_secret_access_key = test\n\n" +
		"[profile second]\nrole_arn = arn:aws:iam::" + secondAccount + ":role/Auditor\nsource_profile = base\nregion = " + firstRegion + "\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	r := s.mooring(t, []string{"AWS_CONFIG_FILE=" + file}, "audit", "--profile", "second", "--format", "json", "--all").report(t)
	all.in(secondAccount, "").matches(t, r)
}

// TestEmulatorExtension_LiveAuditByRole enters the second account by --account
// and --role from the first one's credentials.
func TestEmulatorExtension_LiveAuditByRole(t *testing.T) {
	s, all := truthAccount(t)
	r, _ := s.audit(t, "--account", secondAccount, "--role", "Auditor")
	all.in(secondAccount, "").matches(t, r)
}

func TestEmulatorExtension_LiveAuditTwiceIsTheSame(t *testing.T) {
	s, _ := truthAccount(t)
	_, first := s.audit(t)
	_, second := s.audit(t)
	if diff := gocmp.Diff(withoutTime(first.stdout), withoutTime(second.stdout)); diff != "" {
		t.Errorf("two audits of one account differ:\n%s", diff)
	}
}

// withoutTime blanks the line that says when the account was read.
func withoutTime(report string) string {
	lines := strings.Split(report, "\n")
	for i, l := range lines {
		if strings.Contains(l, `"takenAt"`) {
			lines[i] = "takenAt"
		}
	}
	return strings.Join(lines, "\n")
}

// TestEmulatorExtension_KindsAreAllSeeded keeps the truth account whole: every
// kind of the report's closed list stands in it.
func TestEmulatorExtension_KindsAreAllSeeded(t *testing.T) {
	_, all := truthAccount(t)
	seeded := map[string]int{}
	for _, f := range all {
		seeded[f.kind]++
	}
	for _, kind := range kinds() {
		if seeded[kind] == 0 {
			t.Errorf("no %s was seeded", kind)
		}
	}
	if len(seeded) != len(kinds()) {
		t.Errorf("seeded %v: a kind is not in the closed list", slices.SortedFunc(maps.Keys(seeded), cmp.Compare))
	}
}

// kinds are the closed list of docs/interface.md.
func kinds() []string {
	return strings.Fields(`notebook domain user-profile space app training-job processing-job transform-job tuning-job automl-job
		compilation-job optimization-job recommendation-job benchmark-job labeling-job model endpoint-config endpoint inference-component
		data-quality-definition model-quality-definition bias-definition explainability-definition monitoring-schedule cluster pipeline
		pipeline-step mlflow-server feature-group workforce code-repository notebook-lifecycle-config studio-lifecycle-config`)
}
