package report

import (
	"slices"

	"mooring/internal/reach"
)

// policyRefusal is a request that the network lets through and a policy refuses,
// with the resources that it hits.
type policyRefusal struct {
	Line      string // kind of policy, whose it is, what is asked, which statement
	Resources []string
	Proof     string // what to type to see it
}

// policyRefusals are those of the resources that count, each once. Optional
// dependencies are left to the trace.
func (r *Report) policyRefusals() []policyRefusal {
	at := map[string]int{}
	var out []policyRefusal
	counted := r.Counted()
	for i := range r.Resources {
		res := &r.Resources[i]
		for _, d := range res.Dependencies {
			if !counted[res.ID] || isOptional(d) {
				continue
			}
			for _, g := range refusing(r.proofsOf(res, d.ID)) {
				line := policyLine(g)
				if _, ok := at[line]; !ok {
					at[line] = len(out)
					out = append(out, policyRefusal{Line: line, Proof: r.traceCommand(res, d.ID)})
				}
				if p := &out[at[line]]; !slices.Contains(p.Resources, res.Name) {
					p.Resources = append(p.Resources, res.Name)
				}
			}
		}
	}
	slices.SortStableFunc(out, func(a, b policyRefusal) int { return len(b.Resources) - len(a.Resources) })
	return out
}

// refusing are the statements that refuse a request of any of some proofs.
func refusing(proofs []*reach.Proof) []reach.Gate {
	var out []reach.Gate
	for _, p := range proofs {
		if p.Policy == nil {
			continue
		}
		for _, g := range p.Policy.Statements {
			if g.Outcome == reach.Fails {
				out = append(out, g)
			}
		}
	}
	return out
}

func (p *page) refusals(r *Report) {
	all := r.policyRefusals()
	if len(all) == 0 {
		return
	}
	p.heading("REFUSED BY POLICIES", "the network lets it through")
	for i, one := range all {
		if i == maxCauses && !p.o.All {
			p.blank()
			p.para(2, "", "", numbered(len(all)-i, "more request", "more requests")+" not shown; --all shows them")
			return
		}
		limit := maxNames
		if p.o.All {
			limit = 0
		}
		p.blank()
		p.para(4, "  "+broken.glyph(p.o.ASCII), broken.ink(), one.Line)
		p.field("  on", listed(one.Resources, limit))
		p.command("  proof", one.Proof)
	}
}

// pageRefusals are what the page shows of them; more counts the others.
func (r *Report) pageRefusals() (shown []policyRefusal, more int) {
	shown = r.policyRefusals()
	more = max(len(shown)-maxPageChecks, 0)
	shown = shown[:len(shown)-more]
	for i, one := range shown {
		if rest := len(one.Resources) - maxCardNames; rest > 0 {
			shown[i].Resources = append(slices.Clone(one.Resources[:maxCardNames]), "and "+thousands(rest)+" more")
		}
	}
	return shown, more
}
