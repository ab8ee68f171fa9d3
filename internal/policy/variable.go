package policy

import "strings"

// template is text of a document that may hold policy variables.
type template struct {
	text  string
	parts []part
	fixed bool // no variables: parts[0] is the whole
}

// part is literal runes and wildcards, or one variable.
type part struct {
	glob     glob
	variable string
	fallback *string
	broken   bool
}

// newTemplate reads a text; wildcards and variables say which of the two mean
// something in it. Variables exist since version 2012-10-17 (IAM User Guide,
// reference_policies_variables).
func newTemplate(text string, wildcards, variables bool) template {
	t := template{text: text}
	for variables {
		before, after, ok := strings.Cut(text, "${")
		name, rest, closed := strings.Cut(after, "}")
		if !ok {
			break
		}
		if !closed {
			t.parts = append(t.parts, part{broken: true})
			return t
		}
		t.parts = append(t.parts, plain(before, wildcards), newVariable(name))
		text = rest
	}
	last := plain(text, wildcards)
	t.fixed = len(t.parts) == 0
	if t.fixed {
		last.glob = tidy(last.glob)
	}
	t.parts = append(t.parts, last)
	return t
}

func plain(text string, wildcards bool) part {
	if wildcards {
		return part{glob: symbols(text)}
	}
	return part{glob: literal(text)}
}

// newVariable reads what stands between ${ and }: an escape, a key, or a key
// with a default in quotes.
func newVariable(name string) part {
	switch name {
	case "*", "?", "$":
		return part{glob: literal(name)}
	}
	key, fallback, has := strings.Cut(name, ",")
	key, fallback = strings.TrimSpace(key), strings.TrimSpace(fallback)
	if key == "" || !strings.Contains(key, ":") || strings.ContainsAny(key, "*?${ ") {
		return part{broken: true}
	}
	if !has {
		return part{variable: key}
	}
	if len(fallback) < 2 || fallback[0] != '\'' || fallback[len(fallback)-1] != '\'' {
		return part{broken: true}
	}
	fallback = fallback[1 : len(fallback)-1]
	return part{variable: key, fallback: &fallback}
}

// fill puts the request's values in place of the variables. The answer is no
// if a variable has no value at all.
func (t template) fill(r Request) (glob, answer) {
	if t.fixed {
		return t.parts[0].glob, sure(true)
	}
	var out glob
	for _, p := range t.parts {
		if p.broken {
			return nil, unsure(t.text)
		}
		if p.variable == "" {
			out = append(out, p.glob...)
			continue
		}
		text, known := p.resolve(r)
		if known.truth != yes {
			return nil, known
		}
		out = append(out, literal(text)...)
	}
	return tidy(out), sure(true)
}

func (p part) resolve(r Request) (string, answer) {
	values := r.value(p.variable)
	switch {
	case len(values.list) == 1:
		return values.list[0], sure(true)
	case len(values.list) > 1 || values.state == unknown:
		return "", unsure(p.variable)
	case p.fallback != nil:
		return *p.fallback, sure(true)
	}
	return "", sure(false)
}

// matched compares a filled template and negates where the element is a Not….
// An unresolved variable makes the element not match, and AWS warns that it may
// void the statement: not matching is then no grant, and its opposite is open.
func (t template) matched(r Request, key string, negated bool, match func(glob) truth) answer {
	g, filled := t.fill(r)
	switch {
	case filled.truth == maybe:
		return filled
	case filled.truth == no && negated:
		return unsure(key)
	case filled.truth == no:
		return sure(false)
	}
	got := answer{truth: match(g)}
	if got.truth == maybe {
		got.keys = []string{key}
	}
	return got
}
