package house

import (
	"fmt"
	"path"
	"regexp"
	"strings"
)

// unclean is what no tracked text may hold. The words are pieced together so
// that this file does not hold them either.
func unclean() map[string]*regexp.Regexp {
	host := func(labels ...string) string { return strings.Join(labels, `\.`) }
	registries := []string{
		host("pypi", "org"), host("pythonhosted", "org"), host("npmjs", "(org|com)"), host("proxy", "golang", "org"), host("crates", "io"),
		host("maven", "(apache\\.)?org"), host("deb", "debian", "org"), host("anaconda", "(org|com)"), host("rubygems", "org"), host("cran", "r-project", "org"),
	}
	return map[string]*regexp.Regexp{
		"names a package registry's host; write its id": regexp.MustCompile(`(?i)\b(` + strings.Join(registries, "|") + `)\b`),
		"names a place of one machine":                  regexp.MustCompile(`(^|[^A-Za-z0-9_.])/(wo` + `rk|ro` + `ot|Us` + `ers)/[A-Za-z0-9_.]`),
		"is a note that something is not done":          regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME|XX` + `X)\b|(?i)\bcoming ` + `soon\b|\bnot yet ` + `implemented\b`),
	}
}

func uncleanText(t *tree) []string {
	var out []string
	for _, f := range t.files {
		if path.Base(f.path) == "go.sum" {
			continue
		}
		for what, pattern := range unclean() {
			for _, at := range pattern.FindAllIndex(f.text, -1) {
				line := strings.Count(string(f.text[:at[0]]), "\n") + 1
				out = append(out, fmt.Sprintf("%s:%d: %q %s", f.path, line, f.text[at[0]:at[1]], what))
			}
		}
	}
	return out
}

var (
	markdownLink = regexp.MustCompile(`\]\(([^)#\s]+)(#[^)]*)?\)`)
	// ownPath is a page or example as prose and comments name it.
	ownPath = regexp.MustCompile(`(?:^|[\s"'(` + "`" + `])((?:docs|examples)/[a-z0-9_./-]*[a-z0-9_])`)
)

func deadReferences(t *tree) []string {
	var out []string
	dead := func(f file, name string) {
		if !t.has(path.Clean(name)) {
			out = append(out, f.path+" points to "+name)
		}
	}
	for _, f := range t.files {
		ext := path.Ext(f.path)
		if strings.Contains(f.path, "testdata/") || ext != ".md" && ext != ".go" {
			continue
		}
		if ext == ".md" {
			for _, m := range markdownLink.FindAllSubmatch(f.text, -1) {
				if target := string(m[1]); !strings.Contains(target, ":") {
					dead(f, path.Join(f.dir(), target))
				}
			}
		}
		for _, m := range ownPath.FindAllSubmatch(f.text, -1) {
			dead(f, string(m[1]))
		}
	}
	return out
}

// direct is one requirement of go.mod that is not marked indirect.
var direct = regexp.MustCompile(`(?m)^(?:require )?\s*([a-z0-9.-]+\.[a-z]+/\S+) v\S+$`)

func unexplainedModules(t *tree) []string {
	var mod, page string
	for _, f := range t.files {
		switch f.path {
		case "go.mod":
			mod = string(f.text)
		case "docs/dependencies.md":
			page = string(f.text)
		}
	}
	var out []string
	for _, m := range direct.FindAllStringSubmatch(mod, -1) {
		if !strings.Contains(page, "`"+m[1]+"`") {
			out = append(out, "go.mod requires "+m[1]+", docs/dependencies.md does not say why")
		}
	}
	return out
}
