package main

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestInterrupt stops commands that wait for an AWS that never answers
// (synthetic server): within two seconds, with exit code 2, leaving nothing.
func TestInterrupt(t *testing.T) {
	for name, args := range map[string][]string{
		"audit":    {"audit", "--region", "eu-west-1", "-o", "report.html"},
		"snapshot": {"snapshot", "saved", "--region", "eu-west-1"},
	} {
		t.Run(name, func(t *testing.T) {
			endpoint, called := silentServer(t)
			var complaints strings.Builder
			cmd := exec.Command("mooring", args...)
			cmd.Dir, cmd.Stderr = t.TempDir(), &complaints
			cmd.Env = []string{
				"HOME=" + cmd.Dir, "AWS_ENDPOINT_URL=" + endpoint, "AWS_EC2_METADATA_DISABLED=true",
				"AWS_ACCESS_KEY_ID=test", "AWS_SECRET_ACCESS_KEY=test",
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			<-called
			start := time.Now()
			if err := cmd.Process.Signal(os.Interrupt); err != nil {
				t.Fatal(err)
			}
			_ = cmd.Wait()
			if took := time.Since(start); took > 2*time.Second {
				t.Errorf("stopped after %v", took)
			}
			if code := cmd.ProcessState.ExitCode(); code != exitNotRun || cmd.ProcessState.Sys().(syscall.WaitStatus).Signaled() {
				t.Errorf("exit code %d, want %d", code, exitNotRun)
			}
			if !strings.Contains(complaints.String(), "error: interrupted\nhint: ") {
				t.Errorf("standard error: %s", complaints.String())
			}
			if left, err := filepath.Glob(filepath.Join(cmd.Dir, "*")); err != nil || len(left) > 0 {
				t.Errorf("left behind: %v %v", left, err)
			}
		})
	}
}

// silentServer takes connections and says nothing; called is closed at the first.
func silentServer(t *testing.T) (endpoint string, called <-chan struct{}) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	first := make(chan struct{})
	done := make(chan struct{})
	t.Cleanup(func() {
		_ = listener.Close()
		<-done
	})
	go func() {
		defer close(done)
		var open []net.Conn
		for {
			c, err := listener.Accept()
			if err != nil {
				break
			}
			if open = append(open, c); len(open) == 1 {
				close(first)
			}
		}
		for _, c := range open {
			_ = c.Close()
		}
	}()
	return "http://" + listener.Addr().String(), first
}
