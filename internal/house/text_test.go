package house

import (
	"bytes"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
)

// unwanted is what no text may hold. Most files are data in which none of the
// words stands, so the words are looked for before the pattern is.
type unwanted struct {
	what    string
	words   []string
	pattern string
}

// unclean are pieced together so that this file does not hold them.
func unclean() []unwanted {
	hosts := [][]string{
		{"pypi", "org"},
		{"pythonhosted", "org"},
		{"npmjs", "org"},
		{"npmjs", "com"},
		{"proxy.golang", "org"},
		{"crates", "io"},
		{"maven", "org"},
		{"maven.apache", "org"},
		{"deb.debian", "org"},
		{"anaconda", "org"},
		{"anaconda", "com"},
		{"rubygems", "org"},
		{"r-project", "org"},
	}
	registries := unwanted{what: "names a package registry's host; write its id"}
	for _, h := range hosts {
		registries.words = append(registries.words, strings.Join(h, "."))
	}
	registries.pattern = `\b(` + strings.ReplaceAll(strings.Join(registries.words, "|"), ".", `\.`) + `)\b`
	return []unwanted{
		registries,
		{"names a place of one machine", []string{"/wo" + "rk/", "/ro" + "ot/", "/Us" + "ers/"}, `(^|[^A-Za-z0-9_.])/(wo` + `rk|ro` + `ot|Us` + `ers)/[A-Za-z0-9_.]`},
		{"says that something is not done", []string{"TO" + "DO", "FIX" + "ME", "XX" + "X", "oming so" + "on", "yet imple" + "mented"}, `\b(TO` + `DO|FIX` + `ME|XX` + `X|[Cc]oming so` + `on|not yet imple` + `mented)\b`},
	}
}

func uncleanText(t *tree) []string {
	var out []string
	for _, u := range unclean() {
		pattern := regexp.MustCompile(u.pattern)
		for _, f := range t.files {
			says := func(word string) bool { return bytes.Contains(f.text, []byte(word)) }
			if path.Base(f.path) == "go.sum" || !slices.ContainsFunc(u.words, says) {
				continue
			}
			for _, at := range pattern.FindAllIndex(f.text, -1) {
				line := bytes.Count(f.text[:at[0]], []byte("\n")) + 1
				out = append(out, fmt.Sprintf("%s:%d: %q %s", f.path, line, f.text[at[0]:at[1]], u.what))
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
