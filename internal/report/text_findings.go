package report

import (
	"cmp"
	"slices"
	"strings"
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
		if !r.counts(f, counted) || f.Status == Pass || f.Status == NotApplicable {
			continue
		}
		if !all && (strings.HasSuffix(f.Check, "-stranded") || strings.HasSuffix(f.Check, "-partial")) && f.Status == Fail {
			told++
			continue
		}
		key := string(f.Status) + "\x00" + f.Check + "\x00" + string(f.Severity)
		if f.Check == IntentCheck {
			key += "\x00" + f.Title // each line of a rule is told by itself
		}
		if _, ok := at[key]; !ok {
			at[key] = len(groups)
			groups = append(groups, checkGroup{first: f})
		}
		g := &groups[at[key]]
		g.findings = append(g.findings, f)
	}
	slices.SortStableFunc(groups, func(a, b checkGroup) int {
		return cmp.Or(cmp.Compare(a.first.Status.rank(), b.first.Status.rank()), cmp.Compare(a.first.declared(), b.first.declared()), cmp.Compare(a.first.Severity.rank(), b.first.Severity.rank()),
			cmp.Compare(len(b.findings), len(a.findings)), cmp.Compare(a.first.Check, b.first.Check))
	})
	return groups, told
}

// declared puts what the account's owners asked for before what checks ask.
func (f Finding) declared() int {
	if f.Check == IntentCheck {
		return 0
	}
	return 1
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
