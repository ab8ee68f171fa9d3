package report

import (
	"slices"

	"mooring/internal/inventory"
)

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
