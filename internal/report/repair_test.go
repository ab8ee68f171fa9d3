package report

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"mooring/internal/inventory"
	"mooring/internal/reach"
	"mooring/internal/repair"
	"mooring/internal/saved"
)

// repaired is the report on the demo account, with what repairs it (pure, on
// saved answers).
func repaired(t *testing.T) *Report {
	t.Helper()
	source, err := saved.LoadFS(os.DirFS("../../examples/switched-off"), saved.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s := source.Snapshot()
	engine := reach.New(s, nil)
	in := Input{Source: s.Origin()}
	in.Repairs, in.Refused = repair.Best(s, engine, nil, s.Resources(), repair.Policy{})
	for _, r := range s.Resources() {
		h, result := r.Head(), engine.Resource(r)
		in.Subjects = append(in.Subjects, Subject{Meta: h, Result: *result, Finished: r.Network().Finished})
		in.Findings = append(in.Findings, Finding{
			ID: "a@" + h.ReportID(), Check: string(h.Kind) + "-stranded", Severity: High, Status: Fail, Resource: h.ReportID(), Title: "stranded", Remediation: Remediation{Text: "words"},
		})
	}
	return New(in)
}

// TestRepairsAreToldOnce: in text with price and effect, in JSON by the schema,
// in findings by id.
func TestRepairsAreToldOnce(t *testing.T) {
	r := repaired(t)
	var text, raw bytes.Buffer
	if err := Write(&text, "text", r, Options{All: true, Width: 4000}); err != nil {
		t.Fatal(err)
	}
	line := "vpce-079a9605325755088: associate it with rtb-073b3fb97c15e5c96 · $0/month · repairs 8 resources, breaks 0, opens nothing else"
	if got := strings.Join(strings.Fields(text.String()), " "); !strings.Contains(got, line) {
		t.Errorf("no %q in\n%s", line, text.String())
	}
	if err := Write(&raw, "json", r, Options{}); err != nil {
		t.Fatal(err)
	}
	if err := validate(compiled(t), raw.Bytes()); err != nil {
		t.Error(err)
	}
	if strings.Contains(raw.String(), "null") {
		t.Error("a list is written as null")
	}
}

// TestFindingsNameTheirRepairs: what is stranded and mended has changes, ids that
// exist and a price; what is not keeps its words.
func TestFindingsNameTheirRepairs(t *testing.T) {
	r := repaired(t)
	named := 0
	for _, f := range r.Findings {
		for _, id := range f.Remediation.Repairs {
			if r.Repairs[id] == nil {
				t.Errorf("%s names %s, which is not there", f.ID, id)
			}
		}
		switch mended := len(f.Remediation.Repairs) > 0; {
		case mended && (f.Price == nil || !f.Price.Monthly.Known() || len(f.Remediation.Changes) == 0 || f.Remediation.Text == "words"):
			t.Errorf("%s: %+v", f.ID, f.Remediation)
		case !mended && (f.Price != nil || f.Remediation.Text != "words"):
			t.Errorf("%s has no repair: %+v", f.ID, f.Remediation)
		case mended:
			named++
		}
	}
	if named < 10 {
		t.Errorf("%d findings name repairs", named)
	}
	for _, res := range r.Resources {
		for _, id := range res.Stranded {
			if _, ok := r.proposed(&res, id); !ok && !res.Finished && res.InheritedFrom == "" && res.Kind != inventory.KindEndpoint {
				t.Errorf("%s → %s has no repair", res.Name, id)
			}
		}
	}
}
