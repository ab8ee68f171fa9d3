package intent

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"mooring/internal/check"
	"mooring/internal/inventory"
)

// largest is how long a file may be: beyond that it is no file that people write.
const largest = 1 << 20

// Parse reads a file of rules. An unknown or repeated key, a value of the wrong
// shape, an alias and a second document are errors; every error is an *Error.
func Parse(text []byte) (*File, error) {
	if len(text) > largest {
		return nil, &Error{What: "the file is larger than 1 MiB", Hint: "an intent file holds rules, see docs/intent.md"}
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	var root yaml.Node
	if err := decoder.Decode(&root); err != nil {
		if errors.Is(err, io.EOF) {
			return nil, &Error{What: "the file is empty", Hint: "it holds a list of rules under the key rules"}
		}
		return nil, &Error{What: strings.TrimPrefix(err.Error(), "yaml: "), Hint: "the file is no YAML"}
	}
	if err := decoder.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return nil, &Error{What: "a second document follows the first", Hint: "put all rules into one"}
	}
	p := &parser{}
	file := p.file(root.Content[0])
	if p.err != nil {
		return nil, p.err
	}
	return file, nil
}

// parser keeps the first error.
type parser struct{ err *Error }

func (p *parser) fail(n *yaml.Node, hint, format string, args ...any) {
	if p.err == nil {
		p.err = &Error{n.Line, n.Column, fmt.Sprintf(format, args...), hint}
	}
}

// member reads one key of a mapping.
type member func(key, value *yaml.Node)

// mapping reads a mapping whose keys are all known, each once.
func (p *parser) mapping(n *yaml.Node, what string, members map[string]member) {
	if n.Kind != yaml.MappingNode {
		p.fail(n, "it has the keys "+keys(members), "%s is a mapping", what)
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content) && p.err == nil; i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		read, known := members[key.Value]
		switch {
		case key.Kind != yaml.ScalarNode || !known:
			p.fail(key, suggestion(key.Value, members), "%s has no key %q", what, key.Value)
		case seen[key.Value]:
			p.fail(key, "join the two", "%s has the key %s twice", what, key.Value)
		case value.Kind == yaml.AliasNode:
			p.fail(value, "write it out", "an alias stands for %s", key.Value)
		default:
			seen[key.Value] = true
			read(key, value)
		}
	}
}

func keys(members map[string]member) string {
	var out []string
	for k := range members {
		out = append(out, k)
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

// suggestion is the known key that begins or ends like the one written, else all.
func suggestion(word string, members map[string]member) string {
	plain := strings.NewReplacer("_", "-", " ", "-").Replace(strings.ToLower(word))
	best, most := "", 0
	for k := range members {
		n := sharedEnds(plain, k)
		if n > most || n == most && k < best {
			best, most = k, n
		}
	}
	if most*2 >= len(plain) && most >= 3 {
		return "did you mean " + best + "?"
	}
	return "it has the keys " + keys(members)
}

// sharedEnds is how many letters two words share at their two ends.
func sharedEnds(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	m := 0
	for m < len(a)-n && m < len(b)-n && a[len(a)-1-m] == b[len(b)-1-m] {
		m++
	}
	return n + m
}

// word reads one scalar as it is written: a number stays text, so that an
// account id keeps its leading zeros.
func (p *parser) word(n *yaml.Node, what string) string {
	if n.Kind != yaml.ScalarNode || n.Tag == "!!null" || strings.TrimSpace(n.Value) == "" {
		p.fail(n, "write one word", "%s is empty or no text", what)
		return ""
	}
	return strings.TrimSpace(n.Value)
}

// words reads one scalar, or a list of them.
func (p *parser) words(n *yaml.Node, what string) []string {
	var out []string
	for _, e := range p.entries(n, what) {
		out = append(out, p.word(e, what))
	}
	return out
}

// entries are those of a list, or the one that stands in a list's place.
func (p *parser) entries(n *yaml.Node, what string) []*yaml.Node {
	if n.Kind != yaml.SequenceNode {
		return []*yaml.Node{n}
	}
	if len(n.Content) == 0 {
		p.fail(n, "leave the key out, or name something", "%s lists nothing", what)
	}
	for _, e := range n.Content {
		if e.Kind == yaml.AliasNode {
			p.fail(e, "write it out", "an alias stands in %s", what)
		}
	}
	return n.Content
}

func (p *parser) file(n *yaml.Node) *File {
	f := &File{}
	p.mapping(n, "the file", map[string]member{
		"environment-tag": func(_, v *yaml.Node) { f.EnvironmentTag = p.word(v, "environment-tag") },
		"rules": func(key, v *yaml.Node) {
			if v.Kind != yaml.SequenceNode || len(v.Content) == 0 {
				p.fail(key, "begin each rule with a dash", "rules is no list of rules")
				return
			}
			for _, e := range v.Content {
				f.Rules = append(f.Rules, p.rule(e))
			}
		},
	})
	if len(f.Rules) == 0 {
		p.fail(n, "it holds a list of rules under the key rules", "the file holds no rule")
	}
	for i, r := range f.Rules {
		if j := slices.IndexFunc(f.Rules, func(q Rule) bool { return q.Name == r.Name }); j < i && p.err == nil {
			p.err = &Error{r.Line, 1, fmt.Sprintf("the rule %q stands twice, first in line %d", r.Name, f.Rules[j].Line), "give each rule a name of its own"}
		}
	}
	return f
}

func (p *parser) rule(n *yaml.Node) Rule {
	r := Rule{Line: n.Line, Severity: check.High}
	p.mapping(n, "a rule", map[string]member{
		"name":           func(_, v *yaml.Node) { r.Name = p.word(v, "name") },
		"select":         func(_, v *yaml.Node) { r.Select = p.selection(v) },
		"must-reach":     func(_, v *yaml.Node) { r.MustReach = p.targets(v, "must-reach") },
		"must-not-reach": func(_, v *yaml.Node) { r.MustNotReach = p.targets(v, "must-not-reach") },
		"private-only":   func(_, v *yaml.Node) { r.PrivateOnly = p.truth(v, "private-only") },
		"severity": func(_, v *yaml.Node) {
			r.Severity = check.Severity(p.word(v, "severity"))
			if !slices.Contains(check.Severities(), r.Severity) {
				p.fail(v, "critical, high, medium, low or info", "severity: %q is none", v.Value)
			}
		},
	})
	switch {
	case r.Name == "":
		p.fail(n, "add name: and a few words", "a rule has no name")
	case len(r.MustReach)+len(r.MustNotReach) == 0 && !r.PrivateOnly:
		p.fail(n, "add must-reach, must-not-reach or private-only: true", "the rule %q asks for nothing", r.Name)
	}
	return r
}

func (p *parser) truth(n *yaml.Node, what string) bool {
	if n.Kind != yaml.ScalarNode || n.Tag != "!!bool" {
		p.fail(n, "true or false", "%s: %q is neither", what, n.Value)
	}
	b, err := strconv.ParseBool(strings.ToLower(n.Value))
	return err == nil && b
}

func (p *parser) selection(n *yaml.Node) Selection {
	s := Selection{}
	p.mapping(n, "select", map[string]member{
		"kind": func(_, v *yaml.Node) {
			for _, e := range p.entries(v, "kind") {
				kind := inventory.Kind(p.word(e, "kind"))
				if !slices.Contains(inventory.SageMakerKinds(), kind) {
					p.fail(e, "kinds: "+joinKinds(), "kind: %q is none", e.Value)
				}
				s.Kinds = append(s.Kinds, kind)
			}
		},
		"tag": func(_, v *yaml.Node) { s.Tags = p.tags(v) },
		"name": func(_, v *yaml.Node) {
			for _, e := range p.entries(v, "name") {
				if _, err := path.Match(p.word(e, "name"), ""); err != nil {
					p.fail(e, "* is any text, ? one letter, [a-c] one of some", "name: %q is no pattern", e.Value)
				}
				s.Names = append(s.Names, strings.TrimSpace(e.Value))
			}
		},
		"subnet":      func(_, v *yaml.Node) { s.Subnets = p.ids(v, "subnet") },
		"vpc":         func(_, v *yaml.Node) { s.VPCs = p.ids(v, "vpc") },
		"environment": func(_, v *yaml.Node) { s.Environments = p.words(v, "environment") },
		"account": func(_, v *yaml.Node) {
			for _, e := range p.entries(v, "account") {
				id := p.word(e, "account")
				if len(id) != 12 || strings.Trim(id, "0123456789") != "" {
					p.fail(e, "an account id has twelve digits", "account: %q is none", e.Value)
				}
				s.Accounts = append(s.Accounts, id)
			}
		},
	})
	return s
}

func joinKinds() string {
	var out []string
	for _, k := range inventory.SageMakerKinds() {
		out = append(out, string(k))
	}
	return strings.Join(out, ", ")
}

// ids reads AWS ids of one kind.
func (p *parser) ids(n *yaml.Node, prefix string) []string {
	var out []string
	for _, e := range p.entries(n, prefix) {
		id := p.word(e, prefix)
		if !strings.HasPrefix(id, prefix+"-") {
			p.fail(e, "write its id, as "+prefix+"-0123456789abcdef0", "%s: %q is no id", prefix, e.Value)
		}
		out = append(out, id)
	}
	return out
}

// tags reads keys, each with a value or a list of values that fit.
func (p *parser) tags(n *yaml.Node) map[string][]string {
	out := map[string][]string{}
	if n.Kind != yaml.MappingNode || len(n.Content) == 0 {
		p.fail(n, "write it as tag: {team: risk}", "tag is no mapping of keys to values")
		return out
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := p.word(n.Content[i], "a tag's key")
		if _, twice := out[key]; twice {
			p.fail(n.Content[i], "list the values: [a, b]", "the tag %q stands twice", key)
		}
		if n.Content[i+1].Kind == yaml.AliasNode {
			p.fail(n.Content[i+1], "write it out", "an alias stands for %s", key)
			return out
		}
		out[key] = p.words(n.Content[i+1], "the tag "+key)
	}
	return out
}
