package report

import (
	"cmp"
	"slices"

	"mooring/internal/inventory"
	"mooring/internal/reach"
	"mooring/internal/repair"
)

// unsaid stands where no source says an account or Region.
const unsaid = "unknown"

// Input is what a Report is made of.
type Input struct {
	Tool        Tool
	Source      inventory.Origin
	SourceArg   string   // as a shell takes it; "" for the live account
	Assumptions []string // beside those of the proofs, which are added
	Gaps        []inventory.Gap
	Subjects    []Subject
	Findings    []Finding
	Proofs      []*reach.Proof // beside those of the subjects
	Repairs     []repair.Proposal
	Refused     []repair.Refusal // what was searched for in vain
}

// Subject is one judged resource.
type Subject struct {
	Meta     *inventory.Meta
	Finished bool // a job that will not run again
	Result   reach.Result
}

// New makes a Report: it gathers the proofs, sorts everything and counts.
func New(in Input) *Report {
	r := &Report{
		Schema: SchemaVersion, Tool: in.Tool, Source: in.Source, SourceArg: in.SourceArg,
		Assumptions: slices.Clone(in.Assumptions), Findings: slices.Clone(in.Findings),
		Proofs: map[string]*reach.Proof{},
	}
	for _, g := range in.Gaps {
		r.Gaps = append(r.Gaps, gapOf(g))
	}
	for _, s := range in.Subjects {
		r.Resources = append(r.Resources, r.resource(s))
	}
	for _, p := range in.Proofs {
		r.Proofs[p.ID] = p
	}
	r.propose(in.Repairs)
	r.refuse(in.Refused)
	r.remedies()
	r.Sort()
	r.Summary = r.count()
	return r
}

// resource takes a subject's proofs into the report and says the rest of it.
func (r *Report) resource(s Subject) Resource {
	tags, _ := s.Meta.Tags.Get()
	res := s.Result
	out := Resource{
		ID: s.Meta.ReportID(), Kind: s.Meta.Kind, Name: s.Meta.Name, ARN: s.Meta.ARN,
		Account: cmp.Or(s.Meta.Account, unsaid), Region: cmp.Or(s.Meta.Region, unsaid),
		Tags: tags, Position: s.Meta.Position, InheritedFrom: res.InheritedFrom, Finished: s.Finished,
		Exposure: cmp.Or(res.Exposure, reach.ExposureUnknown), ExposureVia: res.ExposureVia,
		Function:     cmp.Or(res.Function, reach.FunctionUnknown),
		Decidability: cmp.Or(res.Decidability, reach.DecidabilityUnknown),
		Missing:      res.Missing, Why: res.Why, Stranded: res.Stranded, Partial: res.Partial, Placements: res.Placements,
	}
	for _, d := range res.Dependencies {
		out.Dependencies = append(out.Dependencies, r.dependency(d))
	}
	return out
}

func (r *Report) dependency(d reach.Dependency) Dependency {
	out := Dependency{ID: d.ID, Need: d.Need, Reason: d.Reason, Verdict: cmp.Or(d.Verdict, reach.VerdictUnknown)}
	for _, p := range d.Proofs {
		r.Proofs[p.ID] = p
		r.Assumptions = append(r.Assumptions, p.Assumptions...)
		out.Proofs = append(out.Proofs, p.ID)
	}
	return out
}

// gapOf says a gap of the snapshot in the report's words.
func gapOf(g inventory.Gap) Gap {
	out := Gap{
		Account: cmp.Or(g.Account, unsaid), Region: cmp.Or(g.Region, unsaid),
		Operation: g.Operation, Subject: g.Subject, Reason: g.Code,
		Consequence: "what it answers is unknown",
	}
	op, ok := inventory.OperationByName(g.Operation)
	if !ok {
		return out
	}
	if op.Yields != "" {
		out.Consequence = op.Yields + " are unknown"
	}
	if op.Global {
		out.Region = "global"
	}
	if g.Denied() {
		out.Permission = op.IAMAction()
	}
	return out
}

// Sort gives the report its one order: resources by account, Region, kind and
// name, findings worst first, all else by its words.
func (r *Report) Sort() {
	slices.Sort(r.Assumptions)
	r.Assumptions = slices.Compact(r.Assumptions)
	slices.SortStableFunc(r.Gaps, func(a, b Gap) int {
		return cmp.Or(cmp.Compare(a.Account, b.Account), cmp.Compare(a.Region, b.Region),
			cmp.Compare(a.Operation, b.Operation), cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.Reason, b.Reason))
	})
	slices.SortStableFunc(r.Resources, func(a, b Resource) int {
		return cmp.Or(cmp.Compare(a.Account, b.Account), cmp.Compare(a.Region, b.Region),
			cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	slices.SortStableFunc(r.Findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Severity.rank(), b.Severity.rank()), cmp.Compare(a.Check, b.Check),
			cmp.Compare(a.Resource, b.Resource), cmp.Compare(a.ID, b.ID))
	})
}

// rank is 0 for the worst severity; an unheard one is as bad as the worst.
func (s Severity) rank() int { return max(slices.Index(Severities(), s), 0) }
