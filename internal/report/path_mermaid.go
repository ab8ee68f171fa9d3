package report

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"mooring/internal/reach"
)

// flowchart is a Mermaid flowchart being written: nodes in their frames first,
// then the arrows.
type flowchart struct {
	nodes, arrows strings.Builder
	n             int // numbers every node and frame
	depth         int
}

// writeMermaid writes every proof as a flowchart from top to bottom, with the
// same stops and gates as the picture.
func (t *Trace) writeMermaid(w io.Writer, o Options) error {
	f := &flowchart{depth: 1}
	for i, p := range t.Proofs {
		f.proof(t, p, i, o)
	}
	_, err := io.WriteString(w, "flowchart TD\n  accTitle: "+mermaidWords(capital(t.sentence()))+"\n  accDescr: "+mermaidWords(t.spoken())+"\n"+
		f.nodes.String()+f.arrows.String()+mermaidClasses)
	return err
}

// mermaidClasses colour the nodes; each state has a shape and a sign of its own
// beside its colour.
const mermaidClasses = `  classDef passes fill:#e9f5f1,stroke:#00795c,color:#0b3b2e
  classDef fails fill:#fdf1eb,stroke:#c2410c,stroke-width:3px,color:#7c2d12
  classDef unknown fill:#f3f4f6,stroke:#64748b,stroke-dasharray:4 3,color:#1f2937
  classDef stop fill:#ffffff,stroke:#16242f,color:#16242f
  classDef missed fill:#ffffff,stroke:#8a969f,stroke-dasharray:3 4,color:#52626f
`

// mermaidText escapes a text for a quoted label or a description: entity codes
// for whatever Markdown, HTML, directives or the grammar would read.
func mermaidText(text string) string {
	return mermaidMapped(text, func(r rune) string { return fmt.Sprintf("#%d;", r) })
}

// mermaidWords leaves them out: accessible names are read without entity codes.
func mermaidWords(text string) string {
	text = mermaidMapped(text, func(r rune) string {
		if r == ';' {
			return ","
		}
		return " "
	})
	return strings.Join(strings.Fields(text), " ")
}

func mermaidMapped(text string, escape func(rune) string) string {
	var b strings.Builder
	for _, r := range clean(text) {
		if r < 0x80 && !strings.ContainsRune(" .,:/-_+=!?", r) && !(r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z') {
			b.WriteString(escape(r))
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

func mermaidLabel(lines ...string) string {
	var out []string
	for _, line := range lines {
		if line != "" {
			out = append(out, mermaidText(line))
		}
	}
	return `"` + strings.Join(out, "<br/>") + `"`
}

func (f *flowchart) id(letter string) string {
	f.n++
	return letter + strconv.Itoa(f.n)
}

func (f *flowchart) put(format string, args ...any) {
	f.nodes.WriteString(strings.Repeat("  ", f.depth))
	fmt.Fprintf(&f.nodes, format+"\n", args...)
}

func (f *flowchart) open(label string) {
	f.put("subgraph %s[%s]", f.id("f"), mermaidLabel(label))
	f.depth++
}

func (f *flowchart) end() {
	f.depth--
	f.put("end")
}

// arrow joins two nodes; behind a cut it is dotted.
func (f *flowchart) arrow(from, to string, dead bool) {
	if from == "" {
		return
	}
	line := "-->"
	if dead {
		line = "-.->"
	}
	fmt.Fprintf(&f.arrows, "  %s %s %s\n", from, line, to)
}

func (f *flowchart) proof(t *Trace, p *reach.Proof, i int, o Options) {
	if len(t.Proofs) > 1 {
		f.open("place " + strconv.Itoa(i+1) + " of " + strconv.Itoa(len(t.Proofs)) + ": " + t.places.words(p.From) + ": " + headline(p))
		defer f.end()
	}
	dns := f.name(p, o)
	trails := t.trails(p)
	for n, r := range trails {
		if len(trails) > 1 {
			f.open("path " + strconv.Itoa(n+1) + " to " + addressWords(r.addresses, 4) + ": " + string(r.verdict))
		}
		f.trail(t, r, dns)
		if text := r.alikeWords(); text != "" {
			f.put("%s[%s]:::stop", f.id("n"), mermaidLabel(text))
		}
		if len(trails) > 1 {
			f.end()
		}
	}
	if len(trails) == 0 {
		node := f.id("n")
		f.put("%s[%s]:::missed", node, mermaidLabel(t.To, noPath(p)))
		f.arrow(dns, node, true)
	}
	if remarks := policyRemarks(p.Policy); len(remarks) > 0 {
		f.put("%s[/%s/]:::stop", f.id("p"), mermaidLabel(append([]string{"policies"}, remarks...)...))
	}
	for _, r := range p.Repairs {
		f.put("%s[/%s/]:::stop", f.id("r"), mermaidLabel("repair", repairText(r)))
	}
	for _, a := range p.Assumptions {
		f.put("%s[/%s/]:::stop", f.id("a"), mermaidLabel("assumed", a))
	}
}

// name is the node of what DNS says, after its gates.
func (f *flowchart) name(p *reach.Proof, o Options) string {
	dns := p.DNS
	if dns.By == "" && len(dns.Answer) == 0 && len(dns.Gates) == 0 {
		return ""
	}
	answer := ""
	if len(dns.Answer) > 0 {
		answer = "→ " + addressWords(dns.Answer, 6)
	}
	host := ""
	if o.Hosts {
		host = dns.Name
	}
	node := f.id("n")
	f.put("%s[(%s)]:::stop", node, mermaidLabel("the name is asked", host, dns.By, answer))
	return f.gates(node, dns.Gates, new(bool))
}

// gates puts gates behind a node, each with the arrow that leads to it, and
// returns the last.
func (f *flowchart) gates(last string, gates []reach.Gate, dead *bool) string {
	for _, g := range gates {
		node := f.id("g")
		label := mermaidLabel(outcomeState(g.Outcome).glyph(false)+" "+traceWord(g.Kind), gateText(reach.Gate{Rule: g.Rule, Object: g.Object}, strings.Join(g.Object, ", "), ": "), gateReason(g))
		switch g.Outcome {
		case reach.Passes:
			f.put("%s([%s]):::passes", node, label)
		case reach.Fails:
			f.put("%s{{%s}}:::fails", node, label)
		default:
			f.put("%s{%s}:::unknown", node, label)
		}
		f.arrow(last, node, *dead)
		last, *dead = node, *dead || g.Outcome == reach.Fails
	}
	return last
}

// gateReason is why a gate does not let the traffic through.
func gateReason(g reach.Gate) string {
	if g.Outcome == reach.Passes {
		return ""
	}
	return reasonOf(g)
}

func (f *flowchart) trail(t *Trace, r trail, last string) {
	dead, first := false, ""
	open := place{}
	for i, s := range r.stops {
		f.reframe(t, &open, s.where)
		last = f.gates(last, s.in, &dead)
		if s.title == "" {
			continue
		}
		class := "stop"
		if s.missed {
			class = "missed"
		}
		node := f.id("n")
		f.put("%s[%s]:::%s", node, mermaidLabel(s.title, s.note), class)
		f.arrow(last, node, dead)
		if i == 0 {
			first = node
		}
		last = f.gates(node, s.out, &dead)
	}
	f.reframe(t, &open, place{})
	if len(r.back) > 0 {
		f.open(r.backWords())
		dead = false
		last = f.gates(last, r.back, &dead)
		f.end()
		f.arrow(last, first, dead)
	}
}

// reframe closes the frames that a stop is not in and opens its own.
func (f *flowchart) reframe(t *Trace, open *place, to place) {
	if *open == to {
		return
	}
	if open.subnet != "" {
		f.end()
	}
	if open.vpc != "" && open.vpc != to.vpc {
		f.end()
	}
	if to.vpc != "" && open.vpc != to.vpc {
		f.open("VPC " + t.places.vpcWords(to.vpc))
	}
	if to.subnet != "" {
		f.open("subnet " + t.places.subnetWords(to.subnet))
	}
	*open = to
}
