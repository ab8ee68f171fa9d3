package house

import (
	"slices"
	"strings"
	"testing"
)

// offender is a small tree that breaks one rule, or (wants "") keeps it.
type offender struct {
	rule    string
	name    string
	wants   string // part of the one offence; "" for none
	sources map[string]string
}

// one makes a tree of one file.
func one(path, text string) map[string]string { return map[string]string{path: text} }

// inFunction wraps statements in a file of the core that has a package variable.
func inFunction(statements string) map[string]string {
	return one("internal/reach/a.go", "package reach\nvar table, n = map[string]int{}, 0\nfunc f(other map[string]int) {\n"+statements+"\n}\n")
}

// TestRulesFail shows each rule failing on a source that breaks it and passing
// on one that nearly does: a rule that cannot fail is no rule.
func TestRulesFail(t *testing.T) {
	broken := map[string]func(*tree) []string{}
	unproven := map[string]string{}
	for _, r := range rules() {
		broken[r.name], unproven[r.name] = r.broken, r.reason
	}
	for _, o := range slices.Concat(importOffenders(), stateOffenders(), declarationOffenders(), textOffenders()) {
		t.Run(o.rule+"/"+o.name, func(t *testing.T) {
			found := broken[o.rule](small(t, o.sources))
			if o.wants == "" && len(found) > 0 {
				t.Errorf("keeps the rule and is blamed: %s", found)
			}
			if o.wants != "" && (len(found) != 1 || !strings.Contains(found[0], o.wants)) {
				t.Errorf("offences %q, want one that says %q", found, o.wants)
			}
		})
		if o.wants != "" {
			delete(unproven, o.rule)
		}
	}
	for name, reason := range unproven {
		t.Errorf("nothing breaks the rule %q (%s)", name, reason)
	}
}

func importOffenders() []offender {
	return []offender{
		{"room known", "new room", "internal/stuff", one("internal/stuff/a.go", "package stuff")},
		{"room known", "below a known room", "", one("internal/collect/ec2/a.go", "package ec2")},
		{"room known", "tests alone", "", one("internal/oracle/a_test.go", "package oracle")},
		{"core leftwards", "rightwards", "to the right", one("internal/reach/a.go", "package reach\nimport _ \"mooring/internal/checks\"")},
		{"core leftwards", "cost to change", "to the right", one("internal/cost/a.go", "package cost\nimport _ \"mooring/internal/change\"")},
		{"core leftwards", "to an edge", "not core", one("internal/report/a.go", "package report\nimport _ \"mooring/internal/saved\"")},
		{"core leftwards", "to examples", "stands around", one("internal/report/a.go", "package report\nimport _ \"mooring/examples\"")},
		{"core leftwards", "leftwards", "", one("internal/report/a.go", "package report\nimport _ \"mooring/internal/netset\"")},
		{"core leftwards", "in a test", "", one("internal/reach/a_test.go", "package reach\nimport _ \"mooring/internal/saved\"")},
		{"core pure", "files", "os is not", one("internal/check/a.go", "package check\nimport _ \"os\"")},
		{"core pure", "SDK", "aws", one("internal/check/a.go", "package check\nimport _ \"github.com/aws/aws-sdk-go-v2/aws\"")},
		{"core pure", "below a name", "log is not", one("internal/check/a.go", "package check\nimport _ \"log/slog\"")},
		{"core pure", "a longer name", "", one("internal/check/a.go", "package check\nimport _ \"net/netip\"")},
		{"core clockless", "now", "time.Now", one("internal/check/a.go", "package check\nimport \"time\"\nvar a = time.Now")},
		{"core clockless", "arithmetic", "", one("internal/check/a.go", "package check\nimport \"time\"\nvar a = time.Second")},
		{"core clockless", "at the edge", "", one("internal/collect/a.go", "package collect\nimport \"time\"\nvar a = time.Now")},
		{"edges apart", "to an edge", "saved is not core", one("internal/collect/a.go", "package collect\nimport _ \"mooring/internal/saved\"")},
		{"edges apart", "to a join", "audit is not core", one("internal/saved/a.go", "package saved\nimport _ \"mooring/internal/audit\"")},
		{"edges apart", "to the core", "", one("internal/saved/a.go", "package saved\nimport _ \"mooring/internal/inventory\"")},
		{"sdk in its place", "in a command", "aws", one("cmd/mooring/a.go", "package main\nimport _ \"github.com/aws/smithy-go\"")},
		{"sdk in its place", "in collect", "", one("internal/collect/a.go", "package collect\nimport _ \"github.com/aws/smithy-go\"")},
		{"sdk in its place", "in a test", "", one("test/emulator/a.go", "package emulator\nimport _ \"github.com/aws/smithy-go\"")},
	}
}

func stateOffenders() []offender {
	const rule = "no mutable state"
	two := func(statement string) map[string]string {
		return map[string]string{"internal/a/a.go": "package a\nvar table = map[string]int{}", "internal/a/b.go": "package a\nfunc f() { " + statement + " }"}
	}
	return []offender{
		{rule, "assigned", "n is assigned", inFunction("n = 1")},
		{rule, "counted", "n is counted", inFunction("n++")},
		{rule, "added to", "n is assigned", inFunction("n += 2")},
		{rule, "index assigned", "table is assigned", inFunction(`table["a"] = 1`)},
		{rule, "address taken", "n is address-taken", inFunction("_ = &n")},
		{rule, "deleted from", "table is changed by delete", inFunction(`delete(table, "a")`)},
		{rule, "ranged into", "n is assigned", inFunction("for _, n = range other {}")},
		{rule, "declared in another file", "table is assigned", two(`table["a"] = 1`)},
		{rule, "sorted", "list is changed by slices.Sort", one("internal/a/a.go", "package a\nimport \"slices\"\nvar list = []int{2, 1}\nfunc f() { slices.Sort(list) }")},
		{rule, "in another package", "http.DefaultClient is assigned", one("internal/a/a.go", "package a\nimport \"net/http\"\nfunc f() { http.DefaultClient = nil }")},
		{rule, "a lock", "sync.Mutex", one("internal/a/a.go", "package a\nimport \"sync\"\nvar mu sync.Mutex")},
		{rule, "a local of the same name", "", inFunction("n := 1\nn = 2\nn++\n_ = &n")},
		{rule, "a parameter", "", inFunction(`other["a"] = 1`)},
		{rule, "only read", "", two(`_ = table["a"]`)},
		{"no init", "init", "func init", one("internal/a/a.go", "package a\nfunc init() {}")},
		{"no init", "a method", "", one("internal/a/a.go", "package a\ntype t int\nfunc (t) init() {}")},
	}
}

func declarationOffenders() []offender {
	lines := func(n int) string { return strings.Repeat("\n", n) }
	fuzz := func(n int) string {
		text := "package a\n"
		for i := range n {
			text += "func Fuzz" + string(rune('A'+i)) + "() {}\n"
		}
		return text
	}
	return []offender{
		{"one package doc", "none", "0 package comments", one("internal/a/a.go", "package a")},
		{"one package doc", "two", "2 package comments", map[string]string{"a/a.go": "// Package a is.\npackage a", "a/b.go": "// Package a is not.\npackage a"}},
		{"one package doc", "one", "", map[string]string{"a/a.go": "// Package a is.\npackage a", "a/a_test.go": "package a_test"}},
		{"telling names", "file", "named after nothing", one("internal/a/util.go", "package a")},
		{"telling names", "test file", "named after nothing", one("internal/a/helpers_test.go", "package a")},
		{"telling names", "package", "named after nothing", one("internal/common/a.go", "package common")},
		{"telling names", "type", "PoolManager", one("internal/a/a.go", "package a\ntype PoolManager int")},
		{"telling names", "function", "GetName", one("internal/a/a.go", "package a\nfunc GetName() {}")},
		{"telling names", "verb alone", "", one("internal/a/a.go", "package a\nfunc Get() {}\nfunc Getaway() {}")},
		{"size", "file", "a.go has 351 lines", one("internal/a/a.go", "package a"+lines(351))},
		{"size", "function", "a.go:f has 51 lines", one("internal/a/a.go", "package a\nfunc f() {"+lines(50)+"}")},
		{"size", "listed in vain", "is listed as long and is not", one("internal/saved/settle_test.go", "package saved\nfunc TestPlace() {}")},
		{"size", "just so", "", one("internal/a/a.go", "package a\nfunc f() {"+lines(49)+"}"+lines(298))},
		{"nothing skipped", "test", "Skip", one("a/a_test.go", "package a\nfunc f(t *testing.T) { t.Skip() }")},
		{"nothing skipped", "script", "a.txtar", one("cmd/testdata/a.txtar", "[windows] skip\n")},
		{"nothing skipped", "a word", "", one("a/a_test.go", "package a\nfunc skip() {}")},
		{"few fuzz targets", "nine", "9 fuzz targets", one("a/a_test.go", fuzz(9))},
		{"few fuzz targets", "eight", "", one("a/a_test.go", fuzz(8))},
		{"few fuzz targets", "on the SDK", "builds the SDK", map[string]string{"internal/collect/a.go": "package collect\nimport _ \"github.com/aws/smithy-go\"", "internal/audit/a_test.go": "package audit\nimport _ \"mooring/internal/collect\"\nfunc FuzzA() {}"}},
	}
}

func textOffenders() []offender {
	const page = "docs" + "/"
	const rule = "clean text"
	return []offender{
		{rule, "registry", "registry", one("a.md", "from pypi"+".org")},
		{rule, "machine", "one machine", one("a.md", "see /wo"+"rk/main")},
		{rule, "promise", "not done", one("a.go", "package a // TO"+"DO")},
		{rule, "ids", "", one("a.md", "pypi, conda; a network/work/item; mastodon")},
		{"references exist", "link", "gone.md", one("a.md", "[x](gone.md)")},
		{"references exist", "comment", "gone.md", one("a.go", "package a // see docs"+"/gone.md")},
		{"references exist", "found", "", map[string]string{page + "a.md": "[x](b.md#part) [y](https://aws.amazon.com)", page + "b.md": "see " + page + "a.md, " + page + "."}},
		{"dependencies explained", "silent", "example.com/x", map[string]string{"go.mod": "module mooring\nrequire example.com/x v1.0.0\n", "docs/dependencies.md": ""}},
		{"dependencies explained", "told", "", map[string]string{"go.mod": "require (\n\texample.com/x v1.0.0\n\texample.com/y v1.0.0 // indirect\n)\n", "docs/dependencies.md": "`example.com/x` because"}},
	}
}
