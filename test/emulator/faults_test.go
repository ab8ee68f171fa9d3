package emulator

import (
	"slices"
	"strings"
	"testing"
	"time"

	"mooring/internal/inventory"
)

// complains holds what a run that did not happen must look like: it names the
// reason, and says what to do instead.
func (r run) complains(t *testing.T, reason string) {
	t.Helper()
	message, _, hinted := strings.Cut(r.stderr[max(0, strings.Index(r.stderr, "error: ")):], "\nhint: ")
	if r.code != 2 || !hinted || !strings.Contains(message, reason) || r.stdout != "" {
		t.Errorf("exit code %d, want 2 with an error that says %q and a hint, and nothing on stdout\n%.300s\n%s", r.code, reason, r.stdout, r.stderr)
	}
}

func TestEmulatorExtension_GoneIsAnError(t *testing.T) {
	gone := &server{url: "http://127.0.0.1:1"}
	r := gone.mooring(t, keys(), "audit", "--format", "json")
	r.complains(t, "not one answer could be read")
	if r.elapsed > 20*time.Second {
		t.Errorf("it took %v to see that nobody is there", r.elapsed)
	}
}

func TestEmulatorExtension_NothingReadableIsAnError(t *testing.T) {
	for _, answer := range []string{"deny", "fail", "garbage", "vanish"} {
		t.Run(answer, func(t *testing.T) {
			s, _ := truthAccount(t)
			if err := s.behave(rule{Operation: "*", Answer: answer}); err != nil {
				t.Fatal(err)
			}
			s.mooring(t, keys(), "audit", "--format", "json").complains(t, "not one answer could be read")
		})
	}
}

// TestEmulatorExtension_NoCredentialsIsAnError has none in the environment and
// none in a file.
func TestEmulatorExtension_NoCredentialsIsAnError(t *testing.T) {
	s, _ := truthAccount(t)
	s.mooring(t, nil, "audit", "--format", "json").complains(t, "credentials")
}

func TestEmulatorExtension_UnknownProfileIsAnError(t *testing.T) {
	s, _ := truthAccount(t)
	s.mooring(t, keys(), "audit", "--profile", "nobody", "--format", "json").complains(t, "nobody")
}

// TestEmulatorExtension_OneFaultIsOneGap lets one operation fail in each way
// that AWS or the network can fail it.
func TestEmulatorExtension_OneFaultIsOneGap(t *testing.T) {
	s, _ := truthAccount(t)
	whole, _ := s.audit(t)
	faults := []rule{
		{Operation: "ec2:DescribeRouteTables", Answer: "deny"},
		{Operation: "sagemaker:DescribeModel", Answer: "deny"},
		{Operation: "sagemaker:ListNotebookInstances", Answer: "deny"},
		{Operation: "elasticfilesystem:DescribeMountTargets", Answer: "deny"},
		{Operation: "route53:ListHostedZonesByVPC", Answer: "deny"},
		{Operation: "ec2:DescribeVpcEndpoints", Answer: "fail"},
		{Operation: "sagemaker:DescribeDomain", Answer: "garbage"},
		{Operation: "ec2:DescribeSecurityGroups", Answer: "garbage"},
		{Operation: "ec2:DescribeNetworkInterfaces", Answer: "vanish"},
	}
	for _, fault := range faults {
		t.Run(fault.Answer+" "+fault.Operation, func(t *testing.T) {
			if err := s.behave(fault); err != nil {
				t.Fatal(err)
			}
			r, _ := s.audit(t)
			r.holdsGapFor(t, fault.Operation)
			r.claimsNoMoreThan(t, whole)
		})
	}
}

// TestEmulatorExtension_HalfDeniedNeverPasses denies every second operation,
// then the other half.
func TestEmulatorExtension_HalfDeniedNeverPasses(t *testing.T) {
	s, _ := truthAccount(t)
	if err := s.forget(); err != nil {
		t.Fatal(err)
	}
	whole, _ := s.audit(t)
	var operations []string
	for o := range s.usage(t).Operations {
		operations = append(operations, o)
	}
	slices.Sort(operations)
	for half, name := range []string{"even", "odd"} {
		t.Run(name, func(t *testing.T) {
			var rules []rule
			for i := half; i < len(operations); i += 2 {
				rules = append(rules, rule{Operation: operations[i], Answer: "deny"})
			}
			if err := s.behave(rules...); err != nil {
				t.Fatal(err)
			}
			r, _ := s.audit(t)
			_, strict := s.audit(t, "--strict", "--fail-on", "none")
			if strict.code != 3 {
				t.Errorf("--strict: exit code %d, want 3", strict.code)
			}
			r.claimsNoMoreThan(t, whole)
			for _, denied := range rules {
				if asked(denied.Operation) {
					r.holdsGapFor(t, denied.Operation)
				}
			}
		})
	}
}

// asked is true of the calls that are made whatever else is denied. A describe
// whose list was denied too has nothing to be asked about.
func asked(operation string) bool {
	_, name, _ := strings.Cut(operation, ":")
	o, _ := inventory.OperationByName(operation)
	return strings.HasPrefix(name, "List") && len(o.Subject) == 0 || operation == "tagging:GetResources" || operation == "ec2:DescribeSubnets"
}

// holdsGapFor finds the gap that says that an operation was not read.
func (r report) holdsGapFor(t *testing.T, operation string) {
	t.Helper()
	for _, g := range r.Gaps {
		if g.Operation == operation {
			if g.Reason == "" || g.Consequence == "" {
				t.Errorf("gap without reason or consequence: %+v", g)
			}
			return
		}
	}
	t.Errorf("no gap for %s in %d gaps", operation, len(r.Gaps))
}

// claimsNoMoreThan compares with the report of the same account wholly read: a
// resource may become unknown or vanish, but nothing is said of it that is not
// so, and no finding turns into a pass.
func (r report) claimsNoMoreThan(t *testing.T, whole report) {
	t.Helper()
	truth := map[string]resource{}
	for _, one := range whole.Resources {
		truth[one.ID] = one
	}
	for _, got := range r.Resources {
		want, ok := truth[got.ID]
		if !ok {
			continue
		}
		if got.Exposure != want.Exposure && got.Exposure != "unknown" {
			t.Errorf("%s %s: exposure %s, wholly read %s", got.Kind, got.Name, got.Exposure, want.Exposure)
		}
		lesser := want.Function == "stranded" && got.Function == "partial" // what strands it was not read, what halves it was
		if got.Function != want.Function && got.Function != "unknown" && !lesser {
			t.Errorf("%s %s: function %s, wholly read %s", got.Kind, got.Name, got.Function, want.Function)
		}
		if (got.Exposure == "unknown" || got.Function == "unknown") && got.Decidability == "known" {
			t.Errorf("%s %s: unknown, and yet known", got.Kind, got.Name)
		}
	}
	r.passesNoMoreThan(t, whole)
}

func (r report) passesNoMoreThan(t *testing.T, whole report) {
	t.Helper()
	status := map[string]string{}
	for _, f := range whole.Findings {
		status[f.Check+" "+f.Resource] = f.Status
	}
	for _, f := range r.Findings {
		if before := status[f.Check+" "+f.Resource]; f.Status == "pass" && (before == "fail" || before == "unknown") {
			t.Errorf("%s of %s passes, wholly read: %s", f.Check, f.Resource, before)
		}
	}
}
