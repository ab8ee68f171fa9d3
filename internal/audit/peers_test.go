package audit

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// TestPeersAreWordedAsWhatTheyAre: no gate and no repair names the first port of
// a range that stands for all of it (pure, on saved answers).
func TestPeersAreWordedAsWhatTheyAre(t *testing.T) {
	want := map[string][]string{
		"peers-egress":             {"sg-000000aa lets no TCP 1-442 out at all", "sg-000000aa lets TCP 443 out only to pl-6da54004", "sg-000000aa lets no TCP 444-65535 out at all", "let all traffic out to sg-000000aa"},
		"peers-without-self-rule":  {"sg-000000aa admits no TCP at all", "admit all traffic from sg-000000aa"},
		"peers-encrypted-tcp-only": {"sg-000000aa admits no ESP at all", "sg-000000aa admits no UDP 500 at all", "admit all traffic from sg-000000aa"},
	}
	worlds, _ := filepath.Glob("testdata/worlds/peers-*.txtar")
	if len(worlds) < 5 {
		t.Fatalf("%d worlds", len(worlds))
	}
	one := regexp.MustCompile(`(TCP|UDP) [01]\b[^-]`)
	for _, file := range worlds {
		said := wordsOf(t, file, "peers")
		if found := one.FindString(said); found != "" {
			t.Errorf("%s says %q: %s", file, found, said)
		}
		for _, text := range want[strings.TrimSuffix(filepath.Base(file), ".txtar")] {
			if !strings.Contains(said, text+"\n") {
				t.Errorf("%s does not say %q: %s", file, text, said)
			}
		}
	}
}

// wordsOf are the reasons and repairs of all proofs of a dependency, one a line.
func wordsOf(t *testing.T, file, dependency string) string {
	t.Helper()
	s := snapshotOf(t, readWorld(t, file).files)
	engine := reach.New(s, nil)
	service, _ := inventory.ServiceByID(dependency)
	var b strings.Builder
	for _, r := range s.Resources() {
		for _, p := range engine.Trace(r, service) {
			for _, path := range p.Paths {
				for _, g := range path.Gates {
					b.WriteString(g.Why + "\n")
				}
			}
			for _, r := range p.Repairs {
				b.WriteString(r.Text + "\n")
			}
		}
	}
	return b.String()
}
