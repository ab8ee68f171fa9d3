package report

import (
	"bytes"
	"encoding/xml"
	"io"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"mooring/internal/inventory"
	"mooring/internal/reach"
	"mooring/internal/repair"
)

// hostileNames are what an account can be called to mislead a reader.
func hostileNames() []string {
	return []string{
		"\x1b[2J\x1b[31mall is well", "a\rmoored", "two\nlines", "bell\a\x00\x7f", "\u009b31m", "\u202egnirts\u202c", "zero\u200bwidth\ufeff", "tag\U000e0041",
		"<script>alert(1)</script>", `"><img src=x onerror=alert(1)>`, "]]></svg><svg onload=alert(1)>", "{{.}}", "javascript:alert(1)", "\xff\xfe",
		strings.Repeat("very-long-", 40), strings.Repeat("漢字", 60), "שלום", "'; rm -rf ~ #", "&lt;b&gt;",
	}
}

// hostileReport puts every hostile name wherever a name can stand.
func hostileReport() *Report {
	in := Input{SourceArg: "saved; rm -rf ~", Source: inventory.Origin{Kind: "<saved>", Accounts: hostileNames()[:2], Regions: hostileNames()[8:10], TakenAt: "<now>"}}
	for i, name := range hostileNames() {
		result := strandedByGroup(from("subnet-0a1", "eu-west-1a", "sg-0b7"))
		f := from("subnet-0a1", name, "sg-0b7")
		f.Class = name
		p := byEndpoint(f, "sagemaker.api", "vpce-0c22", true)
		p.ID = strconv.Itoa(i)
		gates := p.Paths[0].Gates
		gates[len(gates)-4] = fail(inventory.GateGroupIngress, name, name, name)
		p.Repairs, p.Notes, p.Assumptions = []reach.Repair{{Object: name, Text: name}}, []string{name}, []string{name}
		p.Paths[0].Hops[0].Label, p.DNS.By = name, name
		result.Dependencies[1] = need("sagemaker.api", reach.VerdictBlocked, p)
		m := meta(inventory.KindNotebook, "notebook-instance", name, map[string]string{"owner": name})
		in.Subjects = append(in.Subjects, Subject{Meta: m, Result: result},
			Subject{Meta: meta(inventory.KindModel, "model", name, nil), Result: reach.Result{Decidability: reach.DecidabilityInvalid, Why: name}},
			Subject{Meta: meta(inventory.KindDomain, "domain", name, nil), Result: reach.Result{Missing: []inventory.Missing{{Kind: inventory.MissingHop, What: name}}}})
		in.Refused = append(in.Refused, repair.Refusal{Resource: m.ARN, Dependency: "sts", Reasons: []repair.Reason{{Why: name}}})
		in.Findings = append(in.Findings, finding("c", High, Fail, m.ARN, name, name, name, name))
		in.Gaps = append(in.Gaps, inventory.Gap{Scope: inventory.Scope{Account: name, Region: name}, Operation: name, Subject: name, Code: name})
	}
	return New(in)
}

func written(t *testing.T, format string, r *Report, o Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, format, r, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestHostileStringsInText(t *testing.T) {
	r := hostileReport()
	text := written(t, "text", r, Options{Width: 80, All: true})
	for _, p := range r.Proofs {
		var b bytes.Buffer
		if err := WriteTrace(&b, "\x1b[31mnotebook", []*reach.Proof{p}, Options{Width: 80}); err != nil {
			t.Fatal(err)
		}
		text += b.String()
	}
	for i, c := range text {
		if c != '\n' && unicode.Is(unicode.C, c) || c == utf8.RuneError {
			t.Errorf("character %U at %q", c, text[max(i-40, 0):i])
		}
	}
}

func TestHostileStringsInASCII(t *testing.T) {
	for i, c := range written(t, "text", hostileReport(), Options{Width: 80, All: true, ASCII: true}) {
		if c != '\n' && (c < ' ' || c > '~') {
			t.Fatalf("character %U at byte %d is not printable ASCII", c, i)
		}
	}
}

// The page parses as XML once its void elements are closed, and holds no
// element or attribute that a name brought along.
func TestHostileStringsInHTML(t *testing.T) {
	page := written(t, "html", hostileReport(), Options{})
	for _, c := range page {
		if c != '\n' && unicode.Is(unicode.C, c) {
			t.Fatalf("character %U in the page", c)
		}
	}
	d := xml.NewDecoder(strings.NewReader(page))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	for {
		token, err := d.Token()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		if e, ok := token.(xml.StartElement); ok {
			switch e.Name.Local {
			case "script", "img", "b1", "iframe", "object", "link":
				t.Errorf("element %s", e.Name.Local)
			}
			for _, a := range e.Attr {
				if strings.HasPrefix(a.Name.Local, "on") || strings.Contains(a.Value, "http:") || strings.Contains(a.Value, "https:") {
					t.Errorf("attribute %s=%q of %s", a.Name.Local, a.Value, e.Name.Local)
				}
			}
		}
	}
}

// No line is wider than asked, except a command, which must stay whole to be pasted.
func TestTextKeepsItsWidth(t *testing.T) {
	for _, width := range []int{40, 60, 80, 132} {
		for _, r := range []*Report{sample(), hostileReport()} {
			for line := range strings.Lines(written(t, "text", r, Options{Width: width, All: true})) {
				line = strings.TrimRight(line, "\n")
				if columns(line) > width && !strings.HasPrefix(line, "    mooring ") {
					t.Errorf("%d columns where %d were asked: %q", columns(line), width, line)
				}
			}
		}
	}
}

func TestColourIsOnlyWhereAsked(t *testing.T) {
	plainText, coloured := written(t, "text", sample(), Options{Width: 80}), written(t, "text", sample(), Options{Width: 80, Color: true})
	if strings.Contains(plainText, "\x1b") {
		t.Error("an escape without Color")
	}
	if strip(coloured) != plainText {
		t.Error("colour changes more than colour")
	}
}

// strip takes the SGR sequences away.
func strip(s string) string {
	var b strings.Builder
	for {
		before, after, found := strings.Cut(s, "\x1b[")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		_, s, _ = strings.Cut(after, "m")
	}
}

func TestCommandsCanBePasted(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"fraud-lab", "fraud-lab"},
		{"arn:aws:sagemaker:eu-west-1:111122223333:model/m", "arn:aws:sagemaker:eu-west-1:111122223333:model/m"},
		{"two words", "'two words'"},
		{"it's", `'it'\''s'`},
		{"$(id)", "'$(id)'"},
		{"", "''"},
		{"~", "'~'"},
	} {
		if got := quoted(c.in); got != c.want {
			t.Errorf("quoted(%q) = %s, want %s", c.in, got, c.want)
		}
	}
}

func TestNamesakesAreTracedByMore(t *testing.T) {
	r := New(Input{Subjects: []Subject{
		{Meta: meta(inventory.KindModel, "model", "a", nil)}, {Meta: meta(inventory.KindEndpoint, "endpoint", "a", nil)}, {Meta: meta(inventory.KindModel, "model", "b", nil)},
	}})
	got := map[string]string{}
	for i := range r.Resources {
		got[r.Resources[i].ID] = r.unique(&r.Resources[i])
	}
	for id, want := range map[string]string{arn("model", "a"): "model/a", arn("endpoint", "a"): "endpoint/a", arn("model", "b"): "b"} {
		if got[id] != want {
			t.Errorf("%s is called %q, want %q", id, got[id], want)
		}
	}
}
