package report

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("report.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("report.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSchemaHoldsEveryGoldenReport(t *testing.T) {
	files, err := filepath.Glob("testdata/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden report to hold against the schema (%v)", err)
	}
	schema := compiled(t)
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := validate(schema, raw); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
}

func TestSchemaHoldsTheEmptyReport(t *testing.T) {
	var b bytes.Buffer
	if err := Write(&b, "json", New(Input{}), Options{}); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String(), "null") {
		t.Errorf("an empty list is written as null:\n%s", b.String())
	}
	if err := validate(compiled(t), b.Bytes()); err != nil {
		t.Error(err)
	}
}

// A schema that admits anything would hold every report.
func TestSchemaRefuses(t *testing.T) {
	var b bytes.Buffer
	if err := Write(&b, "json", sample(), Options{}); err != nil {
		t.Fatal(err)
	}
	good := b.String()
	for _, c := range []struct{ name, old, new string }{
		{"unheard exposure", `"exposure": "direct"`, `"exposure": "open"`},
		{"unheard gate", `"kind": "security-group-ingress"`, `"kind": "group"`},
		{"missing summary", `"summary": {`, `"sum": {`},
		{"invalid without a reason", `"why": "direct internet access`, `"reason": "direct internet access`},
		{"null list", `"evidence": []`, `"evidence": null`},
		{"other schema", `"schema": 1`, `"schema": 2`},
	} {
		t.Run(c.name, func(t *testing.T) {
			bad := strings.Replace(good, c.old, c.new, 1)
			if bad == good {
				t.Fatalf("the sample report has no %s", c.old)
			}
			if validate(compiled(t), []byte(bad)) == nil {
				t.Errorf("admitted %s", c.new)
			}
		})
	}
}

func validate(s *jsonschema.Schema, raw []byte) error {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		return err
	}
	return s.Validate(doc)
}
