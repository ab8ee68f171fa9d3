package oracle

import (
	"os"
	"path/filepath"
	"testing"
)

// TestDump writes the first world as saved answers, for whoever looks into a
// difference: mooring trace reads them. It does so only where -dump names a folder.
func TestDump(t *testing.T) {
	if *dump == "" {
		return
	}
	for _, a := range worldOf(*first).answers {
		file := filepath.Join(*dump, fileOf(a))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, a.Body, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
