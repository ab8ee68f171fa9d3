package intent

import (
	"cmp"
	"slices"
	"strings"

	"mooring/internal/check"
	"mooring/internal/inventory"
	"mooring/internal/reach"
)

func unanswered(err error) check.Outcome {
	return check.Unread(inventory.Missing{Kind: inventory.MissingHop, What: err.Error()})
}

func unreadBy(proofs []*reach.Proof, r *reach.Result) check.Outcome {
	var missing []inventory.Missing
	for _, p := range proofs {
		if p.Verdict == reach.VerdictBlocked {
			missing = append(missing, inventory.Missing{Kind: inventory.MissingHop, What: "whether it is reached by address: only the name " + p.To.ID + " is not answered"})
		}
		for _, g := range p.Unknown() {
			if g.Missing != nil {
				missing = append(missing, *g.Missing)
			} else {
				missing = append(missing, inventory.Missing{Kind: inventory.MissingHop, What: g.Why})
			}
		}
	}
	if len(missing) == 0 {
		missing = r.Missing
	}
	return check.Unread(missing...)
}

// failedBy tells every gate that stops a path, each once, with the repairs.
func failedBy(proofs []*reach.Proof, otherwise string) check.Outcome {
	var because, evidence, repairs []string
	add := func(list *[]string, text string) {
		if text != "" && !slices.Contains(*list, text) {
			*list = append(*list, text)
		}
	}
	for _, p := range proofs {
		for _, g := range p.Failing() {
			why := cmp.Or(g.Why, g.Rule, string(g.Kind)+" fails")
			if object := strings.Join(g.Object, ", "); object != "" && !strings.Contains(why, g.Object[0]) {
				why = object + ": " + why
			}
			add(&because, why)
			add(&evidence, string(g.Kind)+" = "+strings.Join(g.Object, ", "))
		}
		for _, r := range p.Repairs {
			text := r.Text
			if r.Object != "" && !strings.Contains(text, r.Object) {
				text = r.Object + ": " + text
			}
			add(&repairs, text)
		}
		if p.From.Subnet != "" {
			add(&evidence, "from = "+p.From.Subnet)
		}
	}
	text := otherwise
	if len(because) > 0 {
		text += ": " + strings.Join(because, "; ")
	}
	out := check.Failed(text, evidence...)
	out.Remediation = strings.Join(repairs, "; ")
	return out
}

// wayOf is " by nat-0c31, igw-0a1": the things that a proof's first path passes.
func wayOf(p *reach.Proof) string {
	if len(p.Paths) == 0 {
		return ""
	}
	var ids []string
	for _, h := range p.Paths[0].Hops {
		if h.Kind != "subnet" && h.Kind != "route-table" && h.ID != "" && !slices.Contains(ids, h.ID) {
			ids = append(ids, h.ID)
		}
	}
	if len(ids) == 0 {
		return ""
	}
	return " by " + strings.Join(ids, ", ")
}

// from is ": " and what stops the first proof, where something does.
func from(proofs []*reach.Proof) string {
	for _, p := range proofs {
		if failing := p.Failing(); len(failing) > 0 {
			return ": " + cmp.Or(failing[0].Why, failing[0].Rule, string(failing[0].Kind)+" fails")
		}
	}
	return ""
}

func placesOf(proofs []*reach.Proof) []string {
	var out []string
	for _, p := range proofs {
		if text := "from = " + p.From.Subnet; p.From.Subnet != "" && !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return out
}
