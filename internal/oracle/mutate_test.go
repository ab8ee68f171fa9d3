//go:build mutate

package oracle

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// mutation takes one gate out of the engine: the text is found once in the file
// and replaced.
type mutation struct{ gate, file, from, to string }

// TestMutations takes each gate out of a copy of the engine and wants some test
// to fail: a gate that no test would miss is not tested. It prints which test
// missed it (make mutate; minutes).
func TestMutations(t *testing.T) {
	tree := t.TempDir()
	copyTree(t, filepath.Join("..", ".."), tree)
	if out, failed := runTests(t, tree); failed != "" {
		t.Fatalf("the tests fail before anything is taken out: %s\n%s", failed, out)
	}
	for _, m := range mutations() {
		t.Run(m.gate, func(t *testing.T) {
			restore := m.apply(t, tree)
			defer restore()
			out, failed := runTests(t, tree)
			if failed == "" {
				t.Fatalf("no test misses %s\n%s", m.gate, out)
			}
			fmt.Printf("%-24s %s\n", m.gate, failed)
		})
	}
}

// TestMutationsComplete wants a row for each gate that the engine can judge, whose
// text the engine still has.
func TestMutationsComplete(t *testing.T) {
	for _, m := range mutations() {
		text, err := os.ReadFile(filepath.Join("..", "..", m.file))
		if n := bytes.Count(text, []byte(m.from)); err != nil || n != 1 {
			t.Errorf("%s: %s holds the text %d times: %v", m.gate, m.file, n, err)
		}
	}
	for _, g := range gateKinds {
		if slices.Contains(unjudged(), g) {
			continue
		}
		if !slices.ContainsFunc(mutations(), func(m mutation) bool { return strings.HasPrefix(m.gate, string(g)) }) {
			t.Errorf("nothing takes out %s", g)
		}
	}
}

func (m mutation) apply(t *testing.T, tree string) (restore func()) {
	t.Helper()
	file := filepath.Join(tree, m.file)
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if n := bytes.Count(text, []byte(m.from)); n != 1 {
		t.Fatalf("%s holds the text %d times: %q", m.file, n, m.from)
	}
	write := func(b []byte) {
		if err := os.WriteFile(file, b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write(bytes.Replace(text, []byte(m.from), []byte(m.to), 1))
	return func() { write(text) }
}

// runTests runs what judges the engine, the quickest first, and names the first
// tests that failed.
func runTests(t *testing.T, tree string) (out, failed string) {
	t.Helper()
	for _, args := range [][]string{
		{"test", "./internal/oracle", "-run", "TestWalker|TestRegressions", "-worlds", "800"},
		{"test", "./internal/reach", "./internal/audit", "./internal/checks"},
	} {
		cmd := exec.Command("go", args...)
		cmd.Dir = tree
		raw, err := cmd.CombinedOutput()
		if out = string(raw); err == nil {
			continue
		}
		if strings.Contains(out, "[build failed]") || strings.Contains(out, "[setup failed]") {
			t.Fatalf("the mutation does not compile\n%s", out)
		}
		var names []string
		for line := range strings.Lines(out) {
			if name, ok := strings.CutPrefix(line, "--- FAIL: "); ok {
				names = append(names, strings.Fields(name)[0])
			}
		}
		return out, strings.Join(slices.Compact(names), " ")
	}
	return out, ""
}

// copyTree copies what the tests need of the repository.
func copyTree(t *testing.T, from, to string) {
	t.Helper()
	err := filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		switch {
		case d.IsDir() && (rel == ".git" || rel == ".cache" || rel == "tools"):
			return filepath.SkipDir
		case d.IsDir():
			return os.MkdirAll(filepath.Join(to, rel), 0o755)
		case !d.Type().IsRegular():
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, rel), text, 0o644)
	})
	if err != nil {
		t.Fatal(err)
	}
}
