package report

import (
	"cmp"
	"slices"
	"strings"

	"mooring/internal/inventory"
)

// checkGroup is everything that one check says with one status.
type checkGroup struct {
	first    Finding
	findings []Finding
}

// byCheck groups findings that fail, are invalid, waived or undecided by check
// and status, worst first. What the causes tell already is left out and counted.
func (r *Report) byCheck(all bool) (groups []checkGroup, told int) {
	counted := r.Counted()
	at := map[string]int{}
	for _, f := range r.Findings {
		if c, known := counted[f.Resource]; (known && !c) || f.Status == Pass || f.Status == NotApplicable {
			continue
		}
		if !all && (strings.HasSuffix(f.Check, "-stranded") || strings.HasSuffix(f.Check, "-partial")) && f.Status == Fail {
			told++
			continue
		}
		key := string(f.Status) + "\x00" + f.Check + "\x00" + string(f.Severity)
		if _, ok := at[key]; !ok {
			at[key] = len(groups)
			groups = append(groups, checkGroup{first: f})
		}
		g := &groups[at[key]]
		g.findings = append(g.findings, f)
	}
	slices.SortStableFunc(groups, func(a, b checkGroup) int {
		return cmp.Or(cmp.Compare(a.first.Status.rank(), b.first.Status.rank()), cmp.Compare(a.first.Severity.rank(), b.first.Severity.rank()),
			cmp.Compare(len(b.findings), len(a.findings)), cmp.Compare(a.first.Check, b.first.Check))
	})
	return groups, told
}

// rank puts what needs work first.
func (s Status) rank() int {
	switch s {
	case Fail, Invalid:
		return 0
	case Unknown:
		return 1
	}
	return 2
}

// namesOf are the names of a check's resources.
func (g checkGroup) namesOf(byID map[string]string) []string {
	var out []string
	for _, f := range g.findings {
		out = append(out, cmp.Or(byID[f.Resource], f.Resource))
	}
	return out
}

func (r *Report) names() map[string]string {
	byID := make(map[string]string, len(r.Resources))
	for i := range r.Resources {
		byID[r.Resources[i].ID] = r.Resources[i].Name
	}
	return byID
}

func (p *page) findings(r *Report) {
	groups, told := r.byCheck(false)
	if len(groups) == 0 {
		return
	}
	note := ""
	if told > 0 {
		note = numbered(told, "more is", "more are") + " told above"
	}
	p.heading("FINDINGS", note)
	for i, g := range groups {
		if i == maxChecks && !p.o.All {
			p.blank()
			p.para(2, "", "", numbered(len(groups)-i, "more check", "more checks")+" not shown; --all shows them")
			return
		}
		p.check(r, g)
	}
}

func (p *page) check(r *Report, g checkGroup) {
	p.blank()
	lead := "  " + g.first.Status.mark().glyph(p.o.ASCII) + " " + string(g.first.Severity) + "  "
	switch g.first.Status {
	case Unknown:
		lead = "  " + unclear.glyph(p.o.ASCII) + " undecided  "
	case Waived:
		lead = "  " + moot.glyph(p.o.ASCII) + " waived  "
	}
	p.split(lead, g.first.Status.mark().ink(), g.first.Check, numbered(len(g.findings), "resource", "resources"))
	p.para(4, "", "", g.first.Title)
	limit := maxNames
	if p.o.All {
		limit = 0
	}
	p.field("  on", listed(g.namesOf(r.names()), limit))
	p.field("  because", g.because())
	p.field("  repair", g.first.Remediation.Text)
}

// because is the first finding's reason, and how many other reasons there are.
func (g checkGroup) because() string {
	others := map[string]bool{}
	for _, f := range g.findings {
		others[f.Because] = true
	}
	if n := len(others) - 1; n > 0 {
		return g.first.Because + " (and " + numbered(n, "reason", "reasons") + " like it)"
	}
	return g.first.Because
}

// mark is the state that a status stands for.
func (s Status) mark() state {
	switch s {
	case Fail, Invalid:
		return broken
	case Pass:
		return holds
	case Unknown:
		return unclear
	}
	return moot
}

// gapGroup is one operation that failed alike in several places or for several objects.
type gapGroup struct {
	Gap
	places   []string // Regions, with the account where there are several
	subjects []string
	n        int
}

// gapGroups are the calls that were made and gave no (whole) answer, and the
// operations that were never asked.
func (r *Report) gapGroups() (failed []gapGroup, unasked []string) {
	at := map[string]int{}
	for _, g := range r.Gaps {
		if g.Reason == inventory.NotAsked {
			unasked = append(unasked, g.Operation)
			continue
		}
		key := g.Operation + "\x00" + g.Reason
		if _, ok := at[key]; !ok {
			at[key] = len(failed)
			failed = append(failed, gapGroup{Gap: g})
		}
		group := &failed[at[key]]
		group.n++
		group.places = append(group.places, r.place(g))
		if g.Subject != "" {
			group.subjects = append(group.subjects, g.Subject)
		}
	}
	for i := range failed {
		slices.Sort(failed[i].places)
		failed[i].places = slices.Compact(failed[i].places)
	}
	slices.Sort(unasked)
	return failed, slices.Compact(unasked)
}

// place is a gap's Region, with its account where the report has several.
func (r *Report) place(g Gap) string {
	if len(r.Source.Accounts) > 1 {
		return g.Account + " " + g.Region
	}
	return g.Region
}

// text is "sagemaker:ListDomains in eu-west-1: access denied → domains are
// unknown; add sagemaker:ListDomains".
func (g gapGroup) text() string {
	s := g.Operation
	if len(g.subjects) > 0 {
		s += " of " + listed(g.subjects, 3)
	}
	s += " in " + listed(g.places, 4) + ": " + g.reasonWord() + " → " + g.Consequence
	if g.Permission != "" {
		s += "; add " + g.Permission
	}
	return s
}

func (p *page) gaps(r *Report) {
	failed, unasked := r.gapGroups()
	if len(failed) == 0 && len(unasked) == 0 {
		return
	}
	p.heading("COULD NOT BE READ", "")
	for i, g := range failed {
		if i == maxChecks && !p.o.All {
			p.para(2, "", "", "and "+numbered(len(failed)-i, "operation more", "operations more")+"; --all shows them")
			break
		}
		p.para(4, "  "+unclear.glyph(p.o.ASCII), unclear.ink(), g.text())
	}
	if len(unasked) > 0 {
		p.para(4, "  "+unclear.glyph(p.o.ASCII), unclear.ink(), unaskedText(unasked, p.o.All))
	}
}

// unaskedText says in a line or two what a saved source was never asked.
func unaskedText(operations []string, all bool) string {
	limit := 4
	if all {
		limit = 0
	}
	return numbered(len(operations), "operation", "operations") + " never asked, so what only they would show is unknown: " + listed(operations, limit)
}

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
	counts := map[string]int{}
	var checks []string
	for _, f := range r.Findings {
		if f.Status == Pass {
			if counts[f.Check]++; counts[f.Check] == 1 {
				checks = append(checks, f.Check)
			}
		}
	}
	if len(checks) == 0 {
		return
	}
	p.heading("PASSED", "")
	slices.Sort(checks)
	for _, c := range checks {
		p.split("  "+holds.glyph(p.o.ASCII)+" ", holds.ink(), c, numbered(counts[c], "resource", "resources"))
	}
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
