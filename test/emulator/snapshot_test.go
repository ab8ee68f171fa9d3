package emulator

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestEmulatorExtension_SnapshotMovedSaysTheSame saves what the account
// answers, moves it, and audits it without the account.
func TestEmulatorExtension_SnapshotMovedSaysTheSame(t *testing.T) {
	s, all := truthAccount(t)
	dir := t.TempDir()
	taken, moved := filepath.Join(dir, "taken"), filepath.Join(dir, "elsewhere", "moved")
	if r := s.mooring(t, keys(), "snapshot", taken); r.code != 0 {
		t.Fatalf("snapshot ended with %d:\n%s", r.code, r.stderr)
	}
	if err := os.MkdirAll(filepath.Dir(moved), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(taken, moved); err != nil {
		t.Fatal(err)
	}
	_, live := s.audit(t)
	gone := &server{url: "http://127.0.0.1:1"}
	offline := gone.mooring(t, nil, "audit", moved, "--format", "json", "--all")
	all.in(firstAccount, firstRegion).matches(t, offline.report(t))
	if diff := cmp.Diff(withoutTime(live.stdout), withoutTime(offline.stdout)); diff != "" {
		t.Errorf("offline differs from live:\n%s", diff)
	}
	if live.code != offline.code {
		t.Errorf("exit codes %d live, %d offline", live.code, offline.code)
	}
}

// TestEmulatorExtension_SnapshotHoldsNoSecret looks for a seeded
// hyperparameter and for what a customer's VPN gateway is set up with, and at
// who may read the files.
func TestEmulatorExtension_SnapshotHoldsNoSecret(t *testing.T) {
	s, _ := truthAccount(t)
	dir := filepath.Join(t.TempDir(), "answers")
	if r := s.mooring(t, keys(), "snapshot", dir); r.code != 0 {
		t.Fatalf("snapshot ended with %d:\n%s", r.code, r.stderr)
	}
	files := 0
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		files++
		info, err := entry.Info()
		if err != nil {
			return err
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v", path, info.Mode().Perm())
		}
		text, err := os.ReadFile(path)
		for _, secret := range []string{"hunter2", "ipsec_tunnel"} {
			if strings.Contains(string(text), secret) {
				t.Errorf("%s holds a secret: %s", path, secret)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 100 {
		t.Errorf("%d files: the account has more answers", files)
	}
}
