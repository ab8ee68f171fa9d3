package report

import (
	"encoding/json"
	"io"
	"maps"
	"slices"

	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// writeJSON writes schema 1. Lists are never null, passes stand only with All
// and host names only with Hosts.
func writeJSON(w io.Writer, r *Report, o Options) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(r.published(o))
}

// WriteProof writes one proof object.
func WriteProof(w io.Writer, p *reach.Proof, o Options) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(publishedProof(p, o))
}

// published is a copy of r as the schema has it.
func (r *Report) published(o Options) *Report {
	out := *r
	out.Source.Accounts, out.Source.Regions = list(r.Source.Accounts), list(r.Source.Regions)
	out.Assumptions, out.Gaps = list(r.Assumptions), list(r.Gaps)
	out.Findings = list(shownFindings(r.Findings, o))
	for i := range out.Findings {
		f := &out.Findings[i]
		f.Evidence = list(f.Evidence)
		if f.Compliance == nil {
			f.Compliance = map[string][]string{}
		}
	}
	out.Resources = list(slices.Clone(r.Resources))
	for i := range out.Resources {
		publishResource(&out.Resources[i])
	}
	out.Proofs = maps.Clone(r.Proofs)
	for id, p := range out.Proofs {
		out.Proofs[id] = publishedProof(p, o)
	}
	return &out
}

func publishResource(res *Resource) {
	if res.Tags == nil {
		res.Tags = map[string]string{}
	}
	res.Stranded, res.Partial = list(res.Stranded), list(res.Partial)
	res.Placements = list(slices.Clone(res.Placements))
	for i := range res.Placements {
		res.Placements[i].Groups = list(res.Placements[i].Groups)
	}
	res.Dependencies = list(slices.Clone(res.Dependencies))
	for i := range res.Dependencies {
		res.Dependencies[i].Proofs = list(res.Dependencies[i].Proofs)
		if res.Dependencies[i].Need == "" {
			res.Dependencies[i].Need = inventory.Required
		}
	}
}

// publishedProof copies p as the schema has it.
func publishedProof(p *reach.Proof, o Options) *reach.Proof {
	out := *p
	out.DNS.Answer, out.DNS.Gates = list(p.DNS.Answer), publishedGates(p.DNS.Gates)
	if !o.Hosts {
		out.To.Host, out.DNS.Name = "", ""
	}
	out.Paths = list(slices.Clone(p.Paths))
	for i := range out.Paths {
		path := &out.Paths[i]
		path.Addresses, path.Hops, path.Gates = list(path.Addresses), list(path.Hops), publishedGates(path.Gates)
	}
	return &out
}

func publishedGates(gates []reach.Gate) []reach.Gate {
	out := list(slices.Clone(gates))
	for i := range out {
		out[i].Object = list(out[i].Object)
	}
	return out
}

// list makes an absent list an empty one: null says nothing in JSON.
func list[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

// shownFindings leaves passes and what does not apply to those who ask for all.
func shownFindings(all []Finding, o Options) []Finding {
	return slices.DeleteFunc(slices.Clone(all), func(f Finding) bool {
		return !o.All && (f.Status == Pass || f.Status == NotApplicable)
	})
}
