// Package house holds the rules of this repository as tests. Each rule stands
// in a table with its reason on the same line, and each is shown to fail on a
// small source that breaks it.
package house

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

const module = "mooring"

// tree is the repository, or a small one made up to break a rule.
type tree struct {
	files []file // everything that is text, sorted by path
	fset  *token.FileSet
}

// file is one text file; path is relative and slashed.
type file struct {
	path   string
	text   []byte
	syntax *ast.File // nil unless it is Go source outside testdata
}

func (f file) dir() string  { return path.Dir(f.path) }
func (f file) test() bool   { return strings.HasSuffix(f.path, "_test.go") }
func (f file) lines() int   { return bytes.Count(f.text, []byte("\n")) }
func (f file) name() string { return strings.TrimSuffix(path.Base(f.path), path.Ext(f.path)) }

// room is the first folder below internal, "" for what stands elsewhere.
func (f file) room() string { return room(f.dir()) }

func room(dir string) string {
	below, ok := strings.CutPrefix(dir, "internal/")
	if !ok {
		return ""
	}
	first, _, _ := strings.Cut(below, "/")
	return first
}

// imports are the import paths, in order.
func (f file) imports() []string {
	var paths []string
	for _, spec := range f.syntax.Imports {
		paths = append(paths, strings.Trim(spec.Path.Value, `"`))
	}
	return paths
}

// source are the Go files that are compiled into programs.
func (t *tree) source() []file {
	return slices.DeleteFunc(t.goFiles(), file.test)
}

func (t *tree) goFiles() []file {
	var out []file
	for _, f := range t.files {
		if f.syntax != nil {
			out = append(out, f)
		}
	}
	return out
}

// has reports whether a file or folder exists.
func (t *tree) has(name string) bool {
	return slices.ContainsFunc(t.files, func(f file) bool {
		return f.path == name || strings.HasPrefix(f.path, name+"/")
	})
}

// outside are folders that hold nothing of ours: git's own, caches, builds.
func outside(name string) bool {
	return name == ".git" || name == ".cache" || name == "dist" || name == "__pycache__"
}

// plant reads a tree; whatever is not text is left out.
func plant(t *testing.T, root fs.FS) *tree {
	t.Helper()
	out := &tree{fset: token.NewFileSet()}
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && outside(d.Name()) {
			return fs.SkipDir
		}
		if !d.Type().IsRegular() {
			return nil
		}
		text, err := fs.ReadFile(root, name)
		if err != nil || bytes.IndexByte(text, 0) >= 0 {
			return err
		}
		f := file{path: name, text: text}
		if strings.HasSuffix(name, ".go") && !strings.Contains(name, "testdata/") {
			f.syntax, err = parser.ParseFile(out.fset, name, text, parser.ParseComments)
		}
		out.files = append(out.files, f)
		return err
	})
	if err != nil {
		t.Fatalf("read the tree: %v", err)
	}
	return out
}

// small makes a tree of path → source.
func small(t *testing.T, sources map[string]string) *tree {
	t.Helper()
	root := fstest.MapFS{}
	for name, text := range sources {
		root[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return plant(t, root)
}
