package report

import (
	"slices"
	"strings"
)

// causes writes every cause with its resources, worst first.
func (p *page) causes(r *Report, causes []cause) {
	shown := map[causeKind]int{}
	for _, c := range causes {
		shown[c.kind]++
		if p.o.All || shown[c.kind] <= maxCauses {
			p.cause(r, c)
		}
	}
	for kind := causeStranded; kind <= causeUnknown; kind++ {
		if rest := shown[kind] - maxCauses; rest > 0 && !p.o.All {
			p.blank()
			p.para(0, "", "", numbered(rest, "more cause", "more causes")+" of "+kind.word()+" not shown; --all shows them")
		}
	}
}

func (p *page) cause(r *Report, c cause) {
	p.blank()
	word := strings.ToUpper(c.kind.word())
	lead := c.kind.state().glyph(p.o.ASCII) + " " + word + "  "
	p.split(lead, c.kind.state().ink(), c.who(), c.ownerNote())
	p.hit(c)
	switch c.kind {
	case causeStranded:
		p.field("cannot reach", dependencyWords(c.lost))
	case causePartial:
		p.field("only partly", dependencyWords(c.lost))
	case causeUnknown:
		p.field("undecided", strings.Join(c.undecided(), ", "))
	}
	p.field("reaches", dependencyWords(c.reached))
	p.fields("because", c.because)
	p.fields("repair", c.repairs)
	p.fields("no repair", c.unrepaired)
	p.command("proof", c.proofCommand(r))
}

// hit names the resources that a cause of several hits.
func (p *page) hit(c cause) {
	if len(c.resources) == 1 {
		return
	}
	limit := maxNames
	if p.o.All {
		limit = 0
	}
	var names []string
	for _, res := range c.resources {
		names = append(names, res.Name)
	}
	text := listed(names, limit)
	if limit > 0 && len(names) > limit {
		text += " (--all names them)"
	}
	p.field("resources", text)
}

// undecided are the words for what a cause leaves open.
func (c cause) undecided() []string {
	var words []string
	for _, id := range c.lost {
		words = append(words, dependencyWord(id))
	}
	if c.open {
		words = append(words, "exposure to the internet")
	}
	return words
}

func dependencyWords(ids []string) string {
	var words []string
	for _, id := range ids {
		words = append(words, dependencyWord(id))
	}
	return strings.Join(words, ", ")
}

// ownerNote is "owner: risk-ml"; a dash where the tags name nobody.
func (c cause) ownerNote() string {
	owners := c.owners()
	word := "owner: "
	if len(owners) > 1 {
		word = "owners: "
	}
	return word + listed(owners, 3)
}

func (c cause) owners() []string {
	var owners []string
	nobody := false
	for _, res := range c.resources {
		o := shortened(res.owner(), 40)
		nobody = nobody || o == ""
		if o != "" {
			owners = append(owners, o)
		}
	}
	slices.Sort(owners)
	owners = slices.Compact(owners)
	if nobody {
		owners = append(owners, "–")
	}
	return owners
}

// proofCommand is what to type to see the proof; "" where there is none.
func (c cause) proofCommand(r *Report) string {
	if len(c.proofs) == 0 {
		return ""
	}
	return r.traceCommand(c.resources[0], c.proofs[0].To.ID)
}

// traceCommand is a trace that can be pasted, with the report's own source.
func (r *Report) traceCommand(res *Resource, dependency string) string {
	parts := []string{"mooring", "trace", quoted(r.unique(res)), quoted(dependency)}
	if r.SourceArg != "" {
		parts = append(parts, r.SourceArg)
	}
	return strings.Join(parts, " ")
}

// unique is what to call a resource so that nothing else is meant: its name,
// else kind/name, else its id.
func (r *Report) unique(res *Resource) string {
	called := res.Name
	for i := range r.Resources {
		other := &r.Resources[i]
		if other.ID == res.ID || other.Name != res.Name {
			continue
		}
		if other.Kind == res.Kind {
			return res.ID
		}
		called = string(res.Kind) + "/" + res.Name
	}
	return called
}

// quoted is an argument as a POSIX shell takes it literally.
func quoted(s string) string {
	safe := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_./:@%+=,", r)
	}
	if s != "" && !strings.ContainsFunc(s, func(r rune) bool { return !safe(r) }) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// command writes something to paste: never broken within a word, and on a line
// of its own where it is long.
func (p *page) command(label, command string) {
	if command == "" {
		return
	}
	command = p.say(command)
	if 2+labelWidth+columns(command) <= p.width() {
		p.field(label, command)
		return
	}
	p.buf.WriteString("  " + p.paint(label, inkSoft) + "\n    " + command + "\n")
}
