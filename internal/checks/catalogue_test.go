package checks

import (
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mooring/internal/check"
	"mooring/internal/inventory"
)

var update = flag.Bool("update", false, "write docs/checks/ anew")

const pages = "../../docs/checks"

func ids() []string {
	var out []string
	for _, c := range All() {
		out = append(out, c.ID)
	}
	slices.Sort(out)
	return out
}

// named lists the ids that the files of a folder stand for.
func named(t *testing.T, pattern, separator string, others ...string) []string {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, f := range files {
		name := strings.TrimSuffix(filepath.Base(f), filepath.Ext(f))
		if !slices.Contains(others, name) {
			out = append(out, strings.ReplaceAll(name, separator, "-"))
		}
	}
	slices.Sort(out)
	return out
}

func TestIDs(t *testing.T) {
	all := ids()
	if once := slices.Compact(slices.Clone(all)); len(once) != len(all) {
		t.Errorf("an id stands twice: %v", all)
	}
	for _, id := range all {
		if !regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)+$`).MatchString(id) {
			t.Errorf("%q is not <kind>-<what>", id)
		}
	}
}

// declarations are the functions that make a check, by the file that holds them.
func declarations(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, name := range files {
		syntax, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range syntax.Decls {
			f, ok := d.(*ast.FuncDecl)
			if ok && f.Type.Results != nil && len(f.Type.Results.List) == 1 && isCheck(f.Type.Results.List[0].Type) {
				out[f.Name.Name] = strings.ReplaceAll(strings.TrimSuffix(name, ".go"), "_", "-")
			}
		}
	}
	return out
}

func isCheck(e ast.Expr) bool {
	s, ok := e.(*ast.SelectorExpr)
	return ok && s.Sel.Name == "Check"
}

func TestEveryDeclaredCheckIsListedAndNamedAfterItsFile(t *testing.T) {
	declared := declarations(t)
	list := read(t, "all.go")
	var files []string
	for name, file := range declared {
		files = append(files, file)
		if !strings.Contains(list, "\t"+name+"(),\n") {
			t.Errorf("%s is declared in %s and not listed in all.go", name, file)
		}
		if !strings.EqualFold(name, strings.ReplaceAll(file, "-", "")) {
			t.Errorf("%s is declared in a file called after %s", name, file)
		}
	}
	slices.Sort(files)
	if diff := cmp.Diff(ids(), files); diff != "" {
		t.Errorf("ids and files (-id +file):\n%s", diff)
	}
}

func TestEveryCheckHasItsFixture(t *testing.T) {
	if diff := cmp.Diff(ids(), named(t, "testdata/*.txtar", "-", "network")); diff != "" {
		t.Errorf("ids and fixtures (-id +fixture):\n%s", diff)
	}
}

func TestDocsAreFilled(t *testing.T) {
	for _, c := range All() {
		d := c.Doc
		sentences := map[string]string{
			"Description": d.Description, "Rationale": d.Rationale, "Impact": d.Impact, "Default": d.Default, "Audit.Console": d.Audit.Console,
			"Remediation.Text": d.Remediation.Text, "Remediation.Backout": d.Remediation.Backout,
		}
		for field, text := range sentences {
			if !strings.HasSuffix(text, ".") || strings.Contains(text, "  ") {
				t.Errorf("%s: %s is no whole sentence: %q", c.ID, field, text)
			}
		}
		if d.Title == "" || strings.HasSuffix(d.Title, ".") || d.Audit.CLI == "" || d.Remediation.CLI == "" || len(d.References) == 0 {
			t.Errorf("%s: title, commands or references are missing", c.ID)
		}
		if d.Profile != 1 && d.Profile != 2 {
			t.Errorf("%s: profile %d", c.ID, d.Profile)
		}
		if d.Compliance == nil {
			t.Errorf("%s does not say that no framework asks for it", c.ID)
		}
		for framework, asked := range d.Compliance {
			if len(asked) == 0 {
				t.Errorf("%s: %s without an id", c.ID, framework)
			}
		}
	}
}

func TestSeveritiesAndKindsAreKnown(t *testing.T) {
	for _, c := range All() {
		if !slices.Contains(check.Severities(), c.Severity) {
			t.Errorf("%s: severity %q", c.ID, c.Severity)
		}
		if len(c.Kinds) == 0 {
			t.Errorf("%s judges nothing", c.ID)
		}
		for _, k := range c.Kinds {
			if !slices.Contains(inventory.SageMakerKinds(), k) {
				t.Errorf("%s judges %q, which a report does not show", c.ID, k)
			}
		}
	}
}

// TestPagesAreCurrent holds docs/checks/ to the checks; -update writes it.
func TestPagesAreCurrent(t *testing.T) {
	want := map[string]string{"README": check.Index(All())}
	for _, c := range All() {
		want[c.ID] = check.Page(c)
	}
	if *update {
		writePages(t, want)
	}
	if diff := cmp.Diff(ids(), named(t, pages+"/*.md", "-", "README")); diff != "" {
		t.Errorf("ids and pages (-id +page):\n%s", diff)
	}
	for name, page := range want {
		if diff := cmp.Diff(page, read(t, filepath.Join(pages, name+".md"))); diff != "" {
			t.Errorf("%s.md is not what the check says; run go test ./internal/checks -update\n%s", name, diff)
		}
	}
}

func writePages(t *testing.T, want map[string]string) {
	t.Helper()
	if err := os.RemoveAll(pages); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(pages, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, page := range want {
		if err := os.WriteFile(filepath.Join(pages, name+".md"), []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
