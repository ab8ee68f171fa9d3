package house

import (
	"errors"
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// mutableVariables finds package variables that are assigned, incremented,
// index-assigned or address-taken outside their declaration, and those whose
// type exists to be changed (locks, atomics).
func mutableVariables(t *tree) []string {
	var out []string
	units := t.units()
	for _, key := range slices.Sorted(maps.Keys(units)) {
		files := units[key]
		info := resolve(t.fset, key, files)
		for _, f := range files {
			w := writes{t: t, info: info}
			ast.Inspect(f, w.visit)
			out = append(out, w.found...)
			out = append(out, lockVariables(t, f)...)
		}
	}
	return out
}

// units are the files of each package: a folder's external tests are their own.
func (t *tree) units() map[string][]*ast.File {
	units := map[string][]*ast.File{}
	for _, f := range t.goFiles() {
		key := f.dir() + ":" + f.syntax.Name.Name
		units[key] = append(units[key], f.syntax)
	}
	return units
}

// noImports makes the type checker resolve one package's own names only, which
// is all that is asked of it; its complaints about the rest are dropped.
type noImports struct{}

func (noImports) Import(string) (*types.Package, error) { return nil, errors.New("not looked into") }

func resolve(fset *token.FileSet, key string, files []*ast.File) *types.Info {
	info := &types.Info{Uses: map[*ast.Ident]types.Object{}}
	config := types.Config{Importer: noImports{}, Error: func(error) {}}
	_, _ = config.Check(key, fset, files, info)
	return info
}

// writes collects what is written to package variables.
type writes struct {
	t     *tree
	info  *types.Info
	found []string
}

func (w *writes) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.AssignStmt:
		for _, left := range n.Lhs {
			w.written(left, "assigned")
		}
	case *ast.IncDecStmt:
		w.written(n.X, "counted")
	case *ast.RangeStmt:
		w.written(n.Key, "assigned")
		w.written(n.Value, "assigned")
	case *ast.UnaryExpr:
		if n.Op == token.AND {
			w.written(n.X, "address-taken")
		}
	case *ast.CallExpr:
		w.call(n)
	}
	return true
}

// reorders matches the standard functions that move a slice's elements.
func reorders() *regexp.Regexp {
	return regexp.MustCompile(`^(slices\.(Sort|SortFunc|SortStableFunc|Reverse)|sort\.(Sort|Stable|Slice|SliceStable|Strings|Ints))$`)
}

// call knows the calls that change their first argument.
func (w *writes) call(n *ast.CallExpr) {
	if len(n.Args) == 0 {
		return
	}
	switch f := n.Fun.(type) {
	case *ast.Ident:
		if f.Name == "delete" || f.Name == "clear" || f.Name == "copy" {
			w.written(n.Args[0], "changed by "+f.Name)
		}
	case *ast.SelectorExpr:
		if x, ok := f.X.(*ast.Ident); ok && reorders().MatchString(x.Name+"."+f.Sel.Name) {
			w.written(n.Args[0], "changed by "+x.Name+"."+f.Sel.Name)
		}
	}
}

func (w *writes) written(e ast.Expr, how string) {
	if name := w.variable(e); name != "" {
		w.found = append(w.found, w.t.at(e)+": "+name+" is "+how)
	}
}

// variable is the name of the package variable that an expression is, or is a
// part of; "" for anything else.
func (w *writes) variable(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		v, ok := w.info.Uses[e].(*types.Var)
		if ok && v.Pkg() != nil && v.Parent() == v.Pkg().Scope() {
			return e.Name
		}
	case *ast.SelectorExpr:
		if x, ok := e.X.(*ast.Ident); ok {
			if _, ok := w.info.Uses[x].(*types.PkgName); ok {
				return x.Name + "." + e.Sel.Name
			}
		}
		return w.variable(e.X)
	case *ast.IndexExpr:
		return w.variable(e.X)
	case *ast.SliceExpr:
		return w.variable(e.X)
	case *ast.StarExpr:
		return w.variable(e.X)
	case *ast.ParenExpr:
		return w.variable(e.X)
	}
	return ""
}

// lockVariables finds package variables that hold something of package sync or
// atomic. A function made by sync.OnceValue computes a constant and is none.
func lockVariables(t *tree, f *ast.File) []string {
	var out []string
	for _, d := range f.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.VAR {
			continue
		}
		ast.Inspect(g, func(n ast.Node) bool {
			s, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			x, ok := s.X.(*ast.Ident)
			if ok && (x.Name == "sync" && !strings.HasPrefix(s.Sel.Name, "OnceValue") || x.Name == "atomic") {
				out = append(out, t.at(s)+": a package variable holds a "+x.Name+"."+s.Sel.Name)
			}
			return true
		})
	}
	return out
}
