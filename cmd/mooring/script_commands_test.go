package main

import (
	"errors"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/testscript"
)

// exits runs a command line and wants one exact exit code: exits 2 mooring …
// (the script language itself only knows success and failure). Standard output
// goes to the file out, standard error to the file err.
func exits(ts *testscript.TestScript, negated bool, args []string) {
	if negated || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND …")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	path, err := exec.LookPath(args[1])
	ts.Check(err)
	cmd := exec.Command(path, args[2:]...)
	cmd.Dir = ts.MkAbs(".")
	for _, name := range inherited() {
		cmd.Env = append(cmd.Env, name+"="+ts.Getenv(name))
	}
	var out, complaints strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &complaints
	var left *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &left) {
		ts.Fatalf("run %s: %v", args[1], err)
	}
	ts.Logf("[stdout]\n%s[stderr]\n%s", out.String(), complaints.String())
	ts.Check(os.WriteFile(ts.MkAbs("out"), []byte(out.String()), 0o644))
	ts.Check(os.WriteFile(ts.MkAbs("err"), []byte(complaints.String()), 0o644))
	if got := cmd.ProcessState.ExitCode(); got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// inherited are the variables that a script sets for the commands it runs.
func inherited() []string {
	return []string{
		"PATH", "HOME", "WORK", "TMPDIR", "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "AWS_EC2_METADATA_DISABLED", "AWS_ENDPOINT_URL",
		"AWS_PROFILE", "AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "NO_COLOR", "CI", "TERM", "COLUMNS", "LC_ALL", "LANG", "GOCOVERDIR",
	}
}

// narrower wants every line of a file within a number of columns: narrower 60 out.
func narrower(ts *testscript.TestScript, negated bool, args []string) {
	if negated || len(args) != 2 {
		ts.Fatalf("usage: narrower COLUMNS FILE")
	}
	most, err := strconv.Atoi(args[0])
	ts.Check(err)
	text := strings.TrimRight(ts.ReadFile(args[1]), "\n")
	if text == "" {
		ts.Fatalf("%s is empty", args[1])
	}
	for i, line := range strings.Split(text, "\n") {
		if n := utf8.RuneCountInString(line); n > most {
			ts.Fatalf("%s:%d has %d columns: %s", args[1], i+1, n, line)
		}
	}
}
