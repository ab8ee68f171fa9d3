package house

import (
	"go/ast"
	"slices"
	"strings"
)

// The rooms, as docs/architecture.md plans them.
func core() []string {
	return []string{"netset", "inventory", "policy", "reach", "cost", "change", "repair", "check", "checks", "intent", "report"}
}

func edges() []string {
	return []string{"collect", "saved", "iac", "apply", "store", "work", "notify"}
}

func joins() []string { return []string{"audit", "serve"} }

func isCore(room string) bool { return slices.Contains(core(), room) }
func isEdge(room string) bool { return slices.Contains(edges(), room) }
func isJoin(room string) bool { return slices.Contains(joins(), room) }

// unknownRooms finds rooms of the program; a folder of tests alone is none.
func unknownRooms(t *tree) []string {
	var out []string
	seen := map[string]bool{}
	for _, f := range t.source() {
		r := f.room()
		if r != "" && !seen[r] && !isCore(r) && !isEdge(r) && !isJoin(r) {
			out = append(out, "internal/"+r+" is not in the plan")
		}
		seen[r] = true
	}
	return out
}

// inner is the room of an import path of this module, "" for others.
func inner(importPath string) string {
	below, ok := strings.CutPrefix(importPath, module+"/")
	if !ok {
		return ""
	}
	return room(below)
}

func coreLeftwards(t *tree) []string {
	return eachImport(t, isCore, func(from, path string) string {
		if path == module || strings.HasPrefix(path, module+"/") && inner(path) == "" {
			return "the core does not know what stands around it"
		}
		to := inner(path)
		switch {
		case to == "" || to == from:
			return ""
		case !isCore(to):
			return to + " is not core"
		case slices.Index(core(), to) > slices.Index(core(), from):
			return to + " stands to the right of " + from
		}
		return ""
	})
}

// impure are what a pure package cannot import, as path or path prefix.
func impure() []string {
	return []string{"github.com/aws/", "net/http", "os", "database/sql", "log", "math/rand", "syscall", "os/exec", "crypto/rand", "unsafe"}
}

func coreImpure(t *tree) []string {
	return eachImport(t, isCore, func(_, path string) string {
		for _, bad := range impure() {
			if path == bad || strings.HasPrefix(path, strings.TrimSuffix(bad, "/")+"/") {
				return bad + " is not for the core"
			}
		}
		return ""
	})
}

func edgesJoined(t *tree) []string {
	return eachImport(t, isEdge, func(from, path string) string {
		if to := inner(path); to != "" && to != from && !isCore(to) {
			return to + " is not core"
		}
		return ""
	})
}

// eachImport asks judge about every import of the program files of the chosen
// rooms; a word of complaint becomes an offence.
func eachImport(t *tree, chosen func(room string) bool, judge func(from, path string) string) []string {
	var out []string
	for _, f := range t.source() {
		if !chosen(f.room()) {
			continue
		}
		for _, path := range f.imports() {
			if complaint := judge(f.room(), path); complaint != "" {
				out = append(out, f.path+" imports "+path+": "+complaint)
			}
		}
	}
	return out
}

func isSDK(path string) bool { return strings.HasPrefix(path, "github.com/aws/") }

func sdkAstray(t *tree) []string {
	var out []string
	for _, f := range t.source() {
		if f.room() == "collect" || f.room() == "apply" || strings.HasPrefix(f.path, "test/") {
			continue
		}
		for _, path := range f.imports() {
			if isSDK(path) {
				out = append(out, f.path+" imports "+path)
			}
		}
	}
	return out
}

// clock are the functions of package time that read it.
func clock() []string {
	return []string{"Now", "Since", "Until", "After", "Tick", "NewTimer", "NewTicker", "AfterFunc", "Sleep"}
}

func coreClock(t *tree) []string {
	var out []string
	for _, f := range t.source() {
		if !isCore(f.room()) {
			continue
		}
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			s, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if x, ok := s.X.(*ast.Ident); ok && x.Name == "time" && slices.Contains(clock(), s.Sel.Name) {
				out = append(out, t.at(s)+": time."+s.Sel.Name)
			}
			return true
		})
	}
	return out
}

// at is a node's file and line.
func (t *tree) at(n ast.Node) string {
	p := t.fset.Position(n.Pos())
	p.Column = 0
	return p.String()
}
