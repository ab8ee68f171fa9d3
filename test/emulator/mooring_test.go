package emulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"
)

var builtOnce = sync.OnceValues(build)

// build makes the binary as users get it. MOORING_BINARY names one to be tested
// instead, such as a released one.
func build() (string, error) {
	if given := os.Getenv("MOORING_BINARY"); given != "" {
		return given, nil
	}
	path, err := filepath.Abs(filepath.Join(cache, "mooring"))
	if err != nil {
		return "", err
	}
	out, err := exec.Command("go", "build", "-o", path, "mooring/cmd/mooring").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w\n%s", err, out)
	}
	return path, nil
}

// run is one finished run of the binary.
type run struct {
	code           int
	stdout, stderr string
	elapsed        time.Duration
	cpu            time.Duration // its own: user and system
	memory         int64         // largest resident set, bytes
}

// mooring runs the binary against the server with nothing else of this
// machine's configuration. Further environment is given as NAME=value.
func (s *server) mooring(t testing.TB, env []string, args ...string) run {
	t.Helper()
	path, err := builtOnce()
	if err != nil {
		t.Fatalf("build the binary: %v", err)
	}
	home := t.TempDir()
	cmd := exec.Command(path, args...)
	cmd.Env = append([]string{
		"HOME=" + home, "PATH=" + os.Getenv("PATH"), "NO_COLOR=1", "AWS_EC2_METADATA_DISABLED=true",
		"AWS_ENDPOINT_URL=" + s.url, "AWS_REGION=" + firstRegion,
	}, env...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	begin := time.Now()
	err = cmd.Run()
	r := run{stdout: stdout.String(), stderr: stderr.String(), elapsed: time.Since(begin)}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatalf("run %v: %v", args, err)
	}
	r.code = cmd.ProcessState.ExitCode()
	r.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	r.memory = cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss * 1024
	return r
}

// keys are the first account's credentials in the environment.
func keys() []string {
	return []string{"AWS_ACCESS_KEY_ID=test", "AWS_SECRET_ACCESS_KEY=test"}
}

// report is what a program that reads the JSON format sees of it.
type report struct {
	Source    map[string]any `json:"source"`
	Summary   map[string]any `json:"summary"`
	Gaps      []gap          `json:"gaps"`
	Resources []resource     `json:"resources"`
	Findings  []finding      `json:"findings"`
}

type gap struct {
	Account, Region, Operation, Subject, Reason, Permission, Consequence string
}

type resource struct {
	ID, Kind, Name, Account, Region  string
	Exposure, Function, Decidability string
	InheritedFrom, Why               string
	Missing                          []map[string]any
	Stranded, Partial                []string
	Tags                             map[string]string
	Finished                         bool
	ExposureVia                      []string
	Dependencies                     []dependency
}

type dependency struct{ ID, Need, Reason, Verdict string }

type finding struct{ ID, Check, Severity, Status, Resource, Title, Because string }

func (r resource) axes() axes { return axes{r.Exposure, r.Function, r.Decidability} }

// audit runs the live audit of the first account and reads the report.
func (s *server) audit(t testing.TB, args ...string) (report, run) {
	t.Helper()
	r := s.mooring(t, keys(), append([]string{"audit", "--format", "json", "--all"}, args...)...)
	if r.code != 0 && r.code != 1 && r.code != 3 {
		t.Fatalf("audit ended with %d:\n%s", r.code, r.stderr)
	}
	return r.report(t), r
}

func (r run) report(t testing.TB) report {
	t.Helper()
	var out report
	if err := json.Unmarshal([]byte(r.stdout), &out); err != nil {
		t.Fatalf("read the report: %v\n%.400s\n%s", err, r.stdout, r.stderr)
	}
	return out
}
