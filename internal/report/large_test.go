package report

import (
	"fmt"
	"strings"
	"testing"

	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// large is an estate of n resources, each with a cause of its own and with names
// and ids as long as AWS makes them.
func large(n int) *Report {
	in := Input{SourceArg: "saved", Source: inventory.Origin{Kind: "saved"}}
	for i := range n {
		id := fmt.Sprintf("%017x", i*7919)
		f := reach.From{Class: "c" + id, Subnet: "subnet-" + id, Zone: "eu-west-1a", Groups: []string{"sg-" + id}}
		m := meta(inventory.KindNotebook, "notebook-instance", fmt.Sprintf("team-notebook-%05d", i), map[string]string{"owner": fmt.Sprintf("team-%d", i%40)})
		result := strandedByRoute(f)
		result.Dependencies[4] = need("logs", reach.VerdictBlocked, noRoute(f, "logs", "rtb-"+id))
		in.Subjects = append(in.Subjects, Subject{Meta: m, Result: result})
		in.Findings = append(in.Findings, finding("notebook-root-access", Medium, Fail, m.ARN, "Root access is on", "RootAccess is Enabled", "switch it off", "RootAccess: Enabled"))
	}
	return New(in)
}

// Ten thousand resources with ten thousand causes still make a page that a
// browser opens, and it says what it leaves out.
func TestLargeEstateStaysReadable(t *testing.T) {
	r := large(10_000)
	page := written(t, "html", r, Options{})
	if mb := float64(len(page)) / 1e6; mb > 2 {
		t.Errorf("the page has %.1f MB", mb)
	}
	for _, said := range []string{"9,970 smaller causes with 9,970 resources not drawn", "and 9,998 more", "and 9,995 more: "} {
		if !strings.Contains(page, said) {
			t.Errorf("the page does not say %q", said)
		}
	}
	text := written(t, "text", r, Options{Width: 80})
	if lines := strings.Count(text, "\n"); lines > 600 {
		t.Errorf("the text has %d lines", lines)
	}
	if !strings.Contains(text, "9,975 more causes of stranded not shown; --all shows them") {
		t.Error("the text does not say how many causes it leaves out")
	}
}

func TestReportsAreDeterministic(t *testing.T) {
	for format := range Formats() {
		first := written(t, format, sample(), Options{Width: 80})
		for range 5 {
			if written(t, format, sample(), Options{Width: 80}) != first {
				t.Fatalf("%s differs between two writings", format)
			}
		}
	}
}

func TestUnheardFormatIsAnError(t *testing.T) {
	err := Write(&strings.Builder{}, "yaml", sample(), Options{})
	if err == nil || !strings.Contains(err.Error(), "html, json, junit, text") {
		t.Errorf("error %v, want one that names the formats", err)
	}
}
