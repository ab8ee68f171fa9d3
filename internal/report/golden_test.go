package report

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// golden compares got with testdata/name, or rewrites it with -update.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got; rewrite with -update):\n%s", name, diff)
	}
}

func TestGoldenReports(t *testing.T) {
	for _, c := range []struct {
		name, format string
		o            Options
	}{
		{"plain.txt", "text", Options{Width: 100}}, // a pipe, or NO_COLOR
		{"colour.txt", "text", Options{Width: 100, Color: true}},
		{"80-columns.txt", "text", Options{Width: 80}},
		{"60-columns.txt", "text", Options{Width: 60}},
		{"ascii.txt", "text", Options{Width: 80, ASCII: true}},
		{"all.txt", "text", Options{Width: 80, All: true}},
		{"quiet.txt", "text", Options{Width: 80, Quiet: true}},
		{"report.json", "json", Options{}},
		{"all.json", "json", Options{All: true, Hosts: true}},
		{"report.html", "html", Options{}},
		{"all.html", "html", Options{All: true}},
		{"report.xml", "junit", Options{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var b bytes.Buffer
			if err := Write(&b, c.format, sample(), c.o); err != nil {
				t.Fatal(err)
			}
			golden(t, c.name, b.Bytes())
		})
	}
}

func TestGoldenTraces(t *testing.T) {
	a := from("subnet-0a1", "eu-west-1a", "sg-0b7")
	for _, c := range []struct {
		name, id string
		o        Options
	}{
		{"trace-80.txt", "sagemaker.api", Options{Width: 80}},
		{"trace-60-ascii.txt", "sagemaker.api", Options{Width: 60, ASCII: true}},
		{"trace-colour.txt", "s3", Options{Width: 80, Color: true}},
		{"trace-route-hosts.txt", "pypi", Options{Width: 80, Hosts: true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			res := strandedByGroup(a)
			for _, d := range res.Dependencies {
				if d.ID == c.id {
					var b bytes.Buffer
					if err := WriteTrace(&b, "notebook fraud-lab", d.Proofs, c.o); err != nil {
						t.Fatal(err)
					}
					golden(t, c.name, b.Bytes())
				}
			}
		})
	}
}
