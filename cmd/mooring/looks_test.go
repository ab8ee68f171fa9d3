package main

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestLooks holds how one proof looks in each surrounding: what the
// environment says must reach the page.
func TestLooks(t *testing.T) {
	for name, c := range map[string]struct{ env, flags []string }{
		"pipe":     {nil, nil},
		"no-color": {[]string{"NO_COLOR=1", "COLUMNS=100"}, nil},
		"color":    {nil, []string{"--color", "always"}},
		"80":       {[]string{"COLUMNS=80"}, nil},
		"60":       {[]string{"COLUMNS=60"}, nil},
		"ascii":    {[]string{"LC_ALL=C"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			cmd := exec.Command("mooring", append([]string{"trace", "fraud-lab", "sagemaker.api", "demo:switched-off"}, c.flags...)...)
			cmd.Env = append([]string{"HOME=" + t.TempDir()}, c.env...)
			got, _ := cmd.Output()
			if code := cmd.ProcessState.ExitCode(); code != 1 {
				t.Errorf("exit code %d, want 1: blocked", code)
			}
			golden(t, filepath.Join("testdata", "looks", name+".txt"), got)
		})
	}
}

func golden(t *testing.T, file string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-update rewrites it):\n%s", file, diff)
	}
}

// TestVersionIsQuick: nothing is read, parsed or connected to before a command
// is known. Processor time is measured, the machine may be busy; the best run counts.
func TestVersionIsQuick(t *testing.T) {
	const limit = 50 * time.Millisecond
	best := time.Hour
	for range 10 {
		cmd := exec.Command("mooring", "version")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		best = min(best, cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime())
	}
	if best > limit {
		t.Errorf("the quickest of 10 runs took %v, want at most %v", best, limit)
	}
}
