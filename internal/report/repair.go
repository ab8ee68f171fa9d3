package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"mooring/internal/change"
	"mooring/internal/cost"
	"mooring/internal/repair"
)

// Repair is a proposed change of the network, proved on a copy of the snapshot.
type Repair struct {
	Changes  []string   `json:"changes"` // in the order in which to make them
	Price    cost.Price `json:"price"`   // traffic left out
	Repairs  []Effect   `json:"repairs"`
	Breaks   []Effect   `json:"breaks"`
	Opens    []string   `json:"opens"` // empty where it is proved that nobody else reaches anything by it
	Cautions []string   `json:"cautions"`
	// The changes as text to paste.
	CLI            string `json:"cli"`
	Terraform      string `json:"terraform"`
	CloudFormation string `json:"cloudformation"`
}

// Effect is a verdict that a repair changes, or for internet an exposure.
type Effect struct {
	Resource   string `json:"resource"` // Resource.ID, or the id of a network interface
	Dependency string `json:"dependency"`
	Before     string `json:"before"`
	After      string `json:"after"`
}

// repairOf is a proposal as the report has it, with its id.
func repairOf(p repair.Proposal) (id string, out *Repair) {
	out = &Repair{Price: p.Monthly, Repairs: effects(p.Repairs), Breaks: effects(p.Breaks), Opens: list(p.Opens), Cautions: list(p.Cautions)}
	sum := sha256.New()
	for _, c := range p.Changes {
		out.Changes = append(out.Changes, c.Describe())
		sum.Write([]byte(change.Key(c)))
	}
	for format, text := range map[change.Format]*string{change.CLI: &out.CLI, change.Terraform: &out.Terraform, change.CloudFormation: &out.CloudFormation} {
		// Every format is one of change.Formats.
		*text, _ = change.Render(p.Changes, format)
	}
	return "r-" + hex.EncodeToString(sum.Sum(nil)[:6]), out
}

func effects(all []repair.Effect) []Effect {
	out := []Effect{}
	for _, e := range all {
		out = append(out, Effect{e.Resource, e.Dependency, e.Before, e.After})
	}
	return out
}

// line is the repair in one line: what to change, its price, what it does.
func (p *Repair) line() string {
	text := fmt.Sprintf("%s · %s/month · repairs %s, breaks %d", strings.Join(p.Changes, "; "), p.Price, numbered(resourcesOf(p.Repairs), "resource", "resources"), resourcesOf(p.Breaks))
	switch {
	case len(p.Cautions) > 0:
		text += ", to be looked at: " + p.Cautions[0]
	case len(p.Opens) == 0:
		text += ", opens nothing else"
	default:
		text += ", also opens " + numbered(len(p.Opens), "way", "ways") + " within the network"
	}
	return text
}

func resourcesOf(all []Effect) int {
	seen := map[string]bool{}
	for _, e := range all {
		seen[e.Resource] = true
	}
	return len(seen)
}

// mend is a dependency of a resource.
type mend struct{ resource, dependency string }

// propose takes proposals into the report. Of two that repair one thing the
// first, which is the better one, is told.
func (r *Report) propose(all []repair.Proposal) {
	for _, p := range all {
		id, told := repairOf(p)
		if r.Repairs == nil {
			r.Repairs, r.mends = map[string]*Repair{}, map[mend]string{}
		}
		r.Repairs[id] = told
		for _, e := range p.Repairs {
			if _, ok := r.mends[mend{e.Resource, e.Dependency}]; !ok && e.Mended() {
				r.mends[mend{e.Resource, e.Dependency}] = id
			}
		}
	}
}

// remedies tell the findings.
func (r *Report) remedies() {
	at := map[string]*Resource{}
	for i := range r.Resources {
		at[r.Resources[i].ID] = &r.Resources[i]
	}
	for i := range r.Findings {
		if f := &r.Findings[i]; at[f.Resource] != nil {
			r.remedy(f, at[f.Resource])
		}
	}
}

// remedy tells a finding about something stranded or partial what was proposed
// for it, and what was refused for the way that it would open.
func (r *Report) remedy(f *Finding, res *Resource) {
	if f.Status != Fail || !strings.HasSuffix(f.Check, "-stranded") && !strings.HasSuffix(f.Check, "-partial") {
		return
	}
	lost := res.Stranded
	if strings.HasSuffix(f.Check, "-partial") {
		lost = res.Partial
	}
	var lines []string
	for _, dependency := range lost {
		id, ok := r.mends[mend{f.Resource, dependency}]
		if !ok || slices.Contains(f.Remediation.Repairs, id) {
			continue
		}
		told := r.Repairs[id]
		f.Remediation.Repairs = append(f.Remediation.Repairs, id)
		f.Remediation.Changes = append(f.Remediation.Changes, told.Changes...)
		price := told.Price
		if f.Price != nil {
			price = f.Price.Plus(told.Price)
		}
		f.Price = &price
		lines = append(lines, told.line())
	}
	for _, line := range unrepaired([]*Resource{res}, lost, Dependency.exposing) {
		lines = append(lines, "no repair proposed for "+line)
	}
	if len(lines) > 0 {
		f.Remediation.Text = strings.Join(lines, "; ")
	}
}

// proposed is the line of the repair of a dependency; ok is false where none was
// found.
func (r *Report) proposed(res *Resource, dependency string) (line string, ok bool) {
	id, ok := r.mends[mend{res.ID, dependency}]
	if !ok {
		return "", false
	}
	return r.Repairs[id].line(), true
}
