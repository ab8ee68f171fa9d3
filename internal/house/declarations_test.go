package house

import (
	"fmt"
	"go/ast"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
)

func initFunctions(t *tree) []string {
	var out []string
	for _, f := range t.goFiles() {
		for _, d := range functions(f) {
			if d.Recv == nil && d.Name.Name == "init" {
				out = append(out, t.at(d)+": func init")
			}
		}
	}
	return out
}

func functions(f file) []*ast.FuncDecl {
	var out []*ast.FuncDecl
	for _, d := range f.syntax.Decls {
		if d, ok := d.(*ast.FuncDecl); ok {
			out = append(out, d)
		}
	}
	return out
}

func packageDocs(t *tree) []string {
	docs := map[string]int{}
	for _, f := range t.goFiles() {
		n := 0
		if f.syntax.Doc != nil && strings.TrimSpace(f.syntax.Doc.Text()) != "" {
			n = 1
		}
		docs[f.dir()] += n
	}
	var out []string
	for _, dir := range slices.Sorted(maps.Keys(docs)) {
		if docs[dir] != 1 {
			out = append(out, fmt.Sprintf("package %s has %d package comments", dir, docs[dir]))
		}
	}
	return out
}

// emptyWords name nothing.
func emptyWords() []string {
	return []string{"util", "utils", "common", "helper", "helpers", "base", "types", "misc"}
}

func emptyNames(t *tree) []string {
	var out []string
	for _, f := range t.goFiles() {
		name := strings.TrimSuffix(f.name(), "_test")
		if slices.Contains(emptyWords(), name) || slices.Contains(emptyWords(), path.Base(f.dir())) || slices.Contains(emptyWords(), f.syntax.Name.Name) {
			out = append(out, f.path+" is named after nothing")
		}
		for _, id := range declared(f) {
			if emptyName(id.Name) {
				out = append(out, t.at(id)+": "+id.Name)
			}
		}
	}
	return out
}

// emptyName knows the endings and beginnings that add no meaning. Get alone is
// a verb; Get before a noun is noise.
func emptyName(name string) bool {
	return strings.HasSuffix(name, "Manager") || strings.HasSuffix(name, "Impl") || regexp.MustCompile(`^[gG]et[A-Z]`).MatchString(name)
}

// declared are the names of the functions, methods and types of a file.
func declared(f file) []*ast.Ident {
	var out []*ast.Ident
	for _, d := range f.syntax.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			out = append(out, d.Name)
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				if s, ok := spec.(*ast.TypeSpec); ok {
					out = append(out, s.Name)
				}
			}
		}
	}
	return out
}

const (
	fileLines     = 350
	functionLines = 50
)

// long says why a file (by path) or function (by path and name) is long.
func long() map[string]string {
	return map[string]string{
		"internal/audit/semantics_endpoints_test.go:endpointRows":     "one row for each rule",
		"internal/audit/semantics_endpoints_test.go:moreEndpointRows": "one row for each rule",
		"internal/audit/semantics_internet_test.go:internetRows":      "one row for each rule",
		"internal/audit/semantics_rows_test.go:routingRows":           "one row for each rule",
		"internal/audit/semantics_rules_test.go:aclRows":              "one row for each rule",
		"internal/audit/semantics_rules_test.go:groupRows":            "one row for each rule",
		"internal/audit/semantics_transit_test.go:transitRows":        "one row for each rule",
		"internal/inventory/operation.go:sagemakerOperations":         "one row for each operation",
		"internal/reach/endpoint_policy_test.go:TestDecideEndpoint":   "one row for each policy",
		"internal/reach/request_policy_test.go:TestRequestPolicy":     "one row for each account",
		"internal/saved/batfish_test.go:TestBatfishLayouts":           "one row for each layout",
		"internal/saved/recognise_test.go:TestRecognise":              "one row for each kind of answer",
		"internal/saved/settle_test.go:TestPlace":                     "one row for each who may speak",
	}
}

func oversize(t *tree) []string {
	var out []string
	judge := func(key string, lines, most int) {
		_, listed := long()[key]
		switch {
		case lines > most && !listed:
			out = append(out, fmt.Sprintf("%s has %d lines", key, lines))
		case lines <= most && listed:
			out = append(out, key+" is listed as long and is not")
		}
	}
	for _, f := range t.goFiles() {
		judge(f.path, f.lines(), fileLines)
		for _, d := range functions(f) {
			judge(f.path+":"+d.Name.Name, t.fset.Position(d.End()).Line-t.fset.Position(d.Pos()).Line+1, functionLines)
		}
	}
	return out
}

func skippedTests(t *tree) []string {
	var out []string
	for _, f := range t.goFiles() {
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok && slices.Contains([]string{"Skip", "Skipf", "SkipNow"}, s.Sel.Name) {
				out = append(out, t.at(s)+": "+s.Sel.Name)
			}
			return true
		})
	}
	for _, f := range t.files {
		if path.Ext(f.path) == ".txtar" && regexp.MustCompile(`(?m)^(\[[^]]*\] +)*skip\b`).Match(f.text) {
			out = append(out, f.path+": skip")
		}
	}
	return out
}

const fuzzMost = 8

func fuzzTargets(t *tree) []string {
	var out, all []string
	heavy := t.heavy()
	for _, f := range t.goFiles() {
		for _, d := range functions(f) {
			if !f.test() || d.Recv != nil || !strings.HasPrefix(d.Name.Name, "Fuzz") {
				continue
			}
			all = append(all, f.dir()+"."+d.Name.Name)
			if heavy[f.dir()] {
				out = append(out, t.at(d)+": "+d.Name.Name+" builds the SDK")
			}
		}
	}
	if len(all) > fuzzMost {
		out = append(out, fmt.Sprintf("%d fuzz targets, at most %d: %s", len(all), fuzzMost, strings.Join(all, ", ")))
	}
	return out
}

// heavy are the folders whose tests build the SDK, by any way of importing.
func (t *tree) heavy() map[string]bool {
	heavy := map[string]bool{}
	for changed := true; changed; {
		changed = false
		for _, f := range t.goFiles() {
			for _, p := range f.imports() {
				if !heavy[f.dir()] && (isSDK(p) || heavy[strings.TrimPrefix(p, module+"/")]) {
					heavy[f.dir()], changed = true, true
				}
			}
		}
	}
	return heavy
}
