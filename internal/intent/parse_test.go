package intent

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mooring/internal/check"
	"mooring/internal/inventory"
)

func TestParse(t *testing.T) {
	got, err := Parse([]byte(`
environment-tag: stage
rules:
  - name: prod notebooks
    select:
      kind: [notebook, training-job]
      tag: {team: risk, tier: [a, b]}
      name: fraud-*
      subnet: subnet-0a1
      vpc: [vpc-0a1]
      environment: prod
      account: 011122223333
    must-reach:
      - s3
      - {to: 10.0.4.12, port: 5432, protocol: tcp}
    must-not-reach: internet
    severity: critical
  - name: sealed
    private-only: true
    must-not-reach: ["environment: dev"]
`))
	if err != nil {
		t.Fatal(err)
	}
	want := &File{EnvironmentTag: "stage", Rules: []Rule{
		{
			Name: "prod notebooks", Line: 4, Severity: check.Critical,
			Select: Selection{
				Kinds: []inventory.Kind{inventory.KindNotebook, inventory.KindTrainingJob}, Tags: map[string][]string{"team": {"risk"}, "tier": {"a", "b"}},
				Names: []string{"fraud-*"}, Subnets: []string{"subnet-0a1"}, VPCs: []string{"vpc-0a1"}, Environments: []string{"prod"}, Accounts: []string{"011122223333"},
			},
			MustReach:    []Target{{Word: "s3", Line: 14}, {Word: "10.0.4.12", Line: 15, Port: 5432, Protocol: inventory.TCP}},
			MustNotReach: []Target{{Word: "internet", Line: 16}},
		},
		{Name: "sealed", Line: 18, Severity: check.High, PrivateOnly: true, MustNotReach: []Target{{Word: "environment: dev", Line: 20, Environment: "dev"}}},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestParseSaysWhatIsWrongAndWhere(t *testing.T) {
	rule := func(lines ...string) string {
		return "rules:\n  - name: a\n" + "    " + strings.Join(lines, "\n    ") + "\n"
	}
	for _, c := range []struct{ name, text, what, hint string }{
		{"empty", "", "the file is empty", "under the key rules"},
		{"no YAML", "rules: [", "line 1", "no YAML"},
		{"a list", "- a\n", "line 1, column 1: the file is a mapping", "environment-tag, rules"},
		{"no rule", "environment-tag: x\n", "the file holds no rule", "rules"},
		{"two documents", rule("private-only: true") + "---\nrules: []\n", "a second document", "put all rules into one"},
		{"misspelt key", rule("must-nt-reach: [internet]"), `line 3, column 5: a rule has no key "must-nt-reach"`, "did you mean must-not-reach?"},
		{"underscores", rule("private_only: true"), "no key", "did you mean private-only?"},
		{"foreign key", rule("zzz: 1"), `no key "zzz"`, "it has the keys must-not-reach, must-reach, name, private-only, select, severity"},
		{"key twice", rule("must-reach: s3", "must-reach: sts"), "line 4, column 5: a rule has the key must-reach twice", "join the two"},
		{"name twice", rule("private-only: true") + "  - {name: a, private-only: true}\n", `line 4, column 1: the rule "a" stands twice, first in line 2`, "name of its own"},
		{"no name", "rules:\n  - private-only: true\n", "a rule has no name", "add name"},
		{"nothing asked", rule("severity: low"), `the rule "a" asks for nothing`, "must-reach"},
		{"private-only: false asks nothing", rule("private-only: false"), "asks for nothing", "must-reach"},
		{"no truth", rule(`private-only: "yes"`), `private-only: "yes" is neither`, "true or false"},
		{"severity", rule("private-only: true", "severity: bad"), `severity: "bad" is none`, "critical"},
		{"kind", rule("select: {kind: notebok}", "private-only: true"), `kind: "notebok" is none`, "kinds: notebook"},
		{"account", rule("select: {account: 12}", "private-only: true"), `account: "12" is none`, "twelve digits"},
		{"pattern", rule("select: {name: '[a'}", "private-only: true"), `name: "[a" is no pattern`, "any text"},
		{"subnet", rule("select: {subnet: app}", "private-only: true"), `subnet: "app" is no id`, "subnet-0"},
		{"tag", rule("select: {tag: prod}", "private-only: true"), "tag is no mapping", "tag: {team: risk}"},
		{"empty word", rule("must-reach: ['']"), "must-reach is empty", "one word"},
		{"empty list", rule("must-reach: []"), "must-reach lists nothing", "leave the key out"},
		{"no word", rule("must-reach: ~"), "must-reach is empty or no text", "one word"},
		{"nested list", rule("must-reach: [[s3]]"), "an entry of must-reach is a mapping", "port, protocol, to"},
		{"port", rule("must-reach: [{to: 10.0.0.1, port: 0}]"), `port: "0" is none`, "65535"},
		{"protocol", rule("must-reach: [{to: 10.0.0.1, protocol: x}]"), `protocol: "x" is none`, "tcp"},
		{"no target", rule("must-reach: [{port: 1}]"), "names nothing", "add to:"},
		{"environment that must be reached", rule("must-reach: [environment:prod]"), "names no environment", "must-not-reach"},
		{"alias", "rules:\n  - &a {name: a, private-only: true}\n  - *a\n", "a rule is a mapping", "keys"},
		{"alias of a value", rule("select: &s {kind: notebook}", "must-reach: *s"), "an alias stands for must-reach", "write it out"},
		{"large", strings.Repeat("#\n", largest), "larger than 1 MiB", "docs/intent.md"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Parse([]byte(c.text))
			var e *Error
			if !errors.As(err, &e) {
				t.Fatalf("error %v", err)
			}
			if !strings.Contains(e.Error(), c.what) || !strings.Contains(e.Hint, c.hint) {
				t.Errorf("error %q, hint %q; want %q, %q", e, e.Hint, c.what, c.hint)
			}
		})
	}
}

// The example of the page is read as it stands there.
func TestTheExampleInTheDocsIsRead(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "intent.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, after, found := strings.Cut(string(page), "```yaml\n")
	example, _, closed := strings.Cut(after, "```")
	if !found || !closed {
		t.Fatal("docs/intent.md shows no file")
	}
	if _, err := Parse([]byte(example)); err != nil {
		t.Error(err)
	}
}

// FuzzParse: no text ends the program, every error says what to do, and a rule
// that was read asks for something.
func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"rules:\n  - name: a\n    private-only: true\n", "rules:\n  - {name: a, must-reach: [s3, {to: x, port: 1}], select: {tag: {a: [b]}}}\n",
		"rules: &a [*a]\n", "<<: {rules: 1}\n", "rules:\n  - name: a\n    must-not-reach: environment:prod\n", "? [a]\n: b\n", "%YAML 1.1\n---\nrules: !!binary x\n",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		file, err := Parse(text)
		var e *Error
		switch {
		case err != nil && (!errors.As(err, &e) || e.What == "" || e.Hint == "" || file != nil):
			t.Errorf("error %v without what, hint", err)
		case err == nil && len(file.Rules) == 0:
			t.Error("a file without rules was read")
		}
		if err != nil {
			return
		}
		for _, r := range file.Rules {
			if r.Name == "" || len(r.MustReach)+len(r.MustNotReach) == 0 && !r.PrivateOnly {
				t.Errorf("rule %+v asks for nothing", r)
			}
		}
	})
}
