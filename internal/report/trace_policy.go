package report

import (
	"cmp"
	"slices"
	"strings"

	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// policyWords say what the policies beside the network make of the requests; ""
// where none was read. The verdict is the network's and stays.
func policyWords(r *reach.PolicyResult) string {
	if r == nil {
		return ""
	}
	words := map[string]string{
		"allowed": "allowed: the policies beside the network let the request through",
		"denied":  "denied: the network lets it through, and a policy refuses the request",
		"partial": "partial: the network lets it through, and policies refuse some of the requests",
	}
	return cmp.Or(words[r.Outcome], "unknown: a policy beside the network could not be decided")
}

func policyState(r *reach.PolicyResult) state {
	return map[string]state{"allowed": holds, "denied": broken, "partial": halved, "unknown": unclear}[r.Outcome]
}

// policies writes what decides each request, and where asked what every policy
// says of it by itself.
func (p *page) policies(r *reach.PolicyResult) {
	if r == nil {
		return
	}
	p.blank()
	p.para(2, "", inkSoft, "beside the network")
	for _, g := range worstFirst(r.Statements) {
		p.told(2, g, true)
	}
	if !p.o.Explain || len(r.Layers) == 0 {
		return
	}
	p.para(2, "", inkSoft, "each policy by itself")
	explained := map[inventory.Gate]bool{}
	for _, g := range r.Layers {
		indent := p.told(2, g, true)
		if m, ok := meaningOf(g); ok && !explained[g.Kind] {
			p.para(indent, "", "", m.text+" ("+m.source+")")
		}
		explained[g.Kind] = true
	}
}

// policyRemarks are the policies' part of a picture: what they come to, and
// whatever does not let the request through.
func policyRemarks(r *reach.PolicyResult) []string {
	if r == nil {
		return nil
	}
	out := []string{policyWords(r)}
	for _, g := range worstFirst(r.Statements) {
		if g.Outcome != reach.Passes {
			out = append(out, policyLine(g))
		}
	}
	return out
}

// policiesOf are the remarks of several proofs, each once.
func policiesOf(proofs []*reach.Proof) []string {
	var out []string
	for _, p := range proofs {
		for _, text := range policyRemarks(p.Policy) {
			if !slices.Contains(out, text) {
				out = append(out, text)
			}
		}
	}
	return out
}

// policyNote is what a cell of the table adds to a verdict: that policies do not
// all allow what the network lets through.
func (r *Report) policyNote(res *Resource, id string) string {
	var words []string
	for _, p := range r.proofsOf(res, id) {
		if p.Policy != nil && policyState(p.Policy) != holds && !slices.Contains(words, p.Policy.Outcome) {
			words = append(words, p.Policy.Outcome)
		}
	}
	if len(words) == 0 {
		return ""
	}
	slices.Sort(words)
	return "; by policies: " + strings.Join(words, ", ")
}

// policyLine is a statement in one line: kind, whose it is, and why.
func policyLine(g reach.Gate) string {
	text := traceWord(g.Kind)
	if object := strings.Join(g.Object, ", "); object != "" {
		text += " of " + object
	}
	return text + ": " + g.Why
}

// worstFirst puts what fails before what is open, and that before what passes.
func worstFirst(gates []reach.Gate) []reach.Gate {
	rank := []reach.Outcome{reach.Fails, reach.Unclear, reach.Passes}
	out := slices.Clone(gates)
	slices.SortStableFunc(out, func(a, b reach.Gate) int {
		return cmp.Compare(slices.Index(rank, a.Outcome), slices.Index(rank, b.Outcome))
	})
	return out
}
