package report

import (
	"cmp"
	"maps"
	"slices"
)

func (p *page) assumptions(r *Report) {
	if len(r.Assumptions) == 0 {
		return
	}
	p.heading("ASSUMED", "")
	for _, a := range r.Assumptions {
		p.para(4, "  -", inkSoft, a)
	}
}

// inherited and finished are the resources that are shown and not counted.
func (r *Report) inheritedAndFinished() (inherited, finished []*Resource) {
	counted := r.Counted()
	for i := range r.Resources {
		switch res := &r.Resources[i]; {
		case counted[res.ID]:
		case res.Finished:
			finished = append(finished, res)
		default:
			inherited = append(inherited, res)
		}
	}
	return inherited, finished
}

func (p *page) uncounted(r *Report) {
	inherited, finished := r.inheritedAndFinished()
	if len(inherited)+len(finished) == 0 {
		return
	}
	p.heading("NOT COUNTED", "")
	limit := maxNames
	if p.o.All {
		limit = 0
	}
	names := r.names()
	p.field("inherited", p.each(inherited, limit, func(res *Resource) string {
		return res.label() + " from " + cmp.Or(names[res.InheritedFrom], res.InheritedFrom)
	}))
	p.field("finished jobs", p.each(finished, limit, func(res *Resource) string { return res.label() + " (" + res.axes() + ")" }))
}

func (p *page) each(resources []*Resource, limit int, say func(*Resource) string) string {
	var words []string
	for _, res := range resources {
		words = append(words, say(res))
	}
	return listed(words, limit)
}

// axes are a resource's exposure and function in two words.
func (r *Resource) axes() string { return "internet " + string(r.Exposure) + ", " + string(r.Function) }

func (p *page) moored(r *Report) {
	var lines []*Resource
	counted := r.Counted()
	for i := range r.Resources {
		if res := &r.Resources[i]; res.Moored() && counted[res.ID] {
			lines = append(lines, res)
		}
	}
	if len(lines) > 0 {
		p.heading("MOORED", "")
	}
	for _, res := range lines {
		p.split("  "+holds.glyph(p.o.ASCII)+" ", holds.ink(), res.label(), res.axes())
	}
	p.passes(r)
}

func (p *page) passes(r *Report) {
	checks := r.passed()
	if len(checks) > 0 {
		p.heading("PASSED", "")
	}
	for _, c := range checks {
		p.split("  "+holds.glyph(p.o.ASCII)+" ", holds.ink(), c.check, numbered(c.n, "resource", "resources"))
	}
}

// passCount is a check with how many resources pass it.
type passCount struct {
	check string
	n     int
}

// passed are the checks that somebody passes, sorted.
func (r *Report) passed() []passCount {
	counts := map[string]int{}
	for _, f := range r.Findings {
		if f.Status == Pass {
			counts[f.Check]++
		}
	}
	var out []passCount
	for _, check := range slices.Sorted(maps.Keys(counts)) {
		out = append(out, passCount{check, counts[check]})
	}
	return out
}

// closing says what to type next.
func (p *page) closing(r *Report) {
	source := ""
	if r.SourceArg != "" {
		source = " " + r.SourceArg
	}
	p.blank()
	p.command("as a page", "mooring audit"+source+" -o report.html")
}
