// Package audit joins the stages: snapshot, proofs, checks, report.
package audit

import (
	"fmt"
	"slices"

	"mooring/internal/check"
	"mooring/internal/intent"
	"mooring/internal/inventory"
	"mooring/internal/reach"
	"mooring/internal/repair"
	"mooring/internal/report"
)

// Options say what to judge and how.
type Options struct {
	Tool      report.Tool
	SourceArg string // the source as typed
	Assume    reach.Assumptions
	Checks    []check.Check
	Passes    bool // keep what passes or does not apply; a report shows it on demand
	Repairs   bool // search what repairs the stranded, and prove it

	Kinds     []string          // judge these kinds only; nil for all
	Resources []string          // these names, ids or ARNs only
	Tags      map[string]string // only what carries all of them
}

// Run judges a snapshot. Same snapshot and options, same report.
func Run(s *inventory.Snapshot, o Options) *report.Report {
	in, _ := judgedInput(s, reach.New(s, o.Assume), o)
	return report.New(in)
}

// RunIntent judges a snapshot, and a file of rules on what was proved. idle are
// the names of rules that are about nothing. The error is an *intent.Error.
func RunIntent(s *inventory.Snapshot, o Options, f *intent.File) (r *report.Report, idle []string, err error) {
	engine := reach.New(s, o.Assume)
	judge, err := intent.NewJudge(f, s, engine)
	if err != nil {
		return nil, nil, err
	}
	in, subjects := judgedInput(s, engine, o)
	found, idle := judge.Findings(subjects)
	for _, f := range found {
		for _, p := range f.Proofs {
			in.Assumptions = append(in.Assumptions, p.Assumptions...)
		}
		if told := o.declared(f); len(told) > 0 {
			in.Findings, in.Proofs = append(in.Findings, told...), append(in.Proofs, f.Proofs...)
		}
	}
	return report.New(in), idle, nil
}

// judgedInput is all that proofs and checks say.
func judgedInput(s *inventory.Snapshot, engine *reach.Engine, o Options) (report.Input, []intent.Subject) {
	var subjects []intent.Subject
	var judged []inventory.Resource
	in := report.Input{Tool: o.Tool, Source: s.Origin(), SourceArg: o.SourceArg, Gaps: s.Gaps(), Assumptions: s.Notes()}
	for _, r := range s.Resources() {
		if !o.wants(r) {
			continue
		}
		if step, ok := r.(*inventory.PipelineStep); ok {
			in.Assumptions = append(in.Assumptions, step.Assumptions...)
		}
		result := engine.Resource(r)
		subjects = append(subjects, intent.Subject{Resource: r, Result: result})
		in.Subjects = append(in.Subjects, report.Subject{Meta: r.Head(), Finished: r.Network().Finished, Result: *result})
		in.Findings = append(in.Findings, o.findings(check.Subject{Resource: r, Result: result, Snapshot: s})...)
		judged = append(judged, r)
	}
	if o.Repairs {
		in.Repairs, in.Refused = repair.Best(s, engine, o.Assume, judged, repair.Policy{})
	}
	return in, subjects
}

func (o Options) wants(r inventory.Resource) bool {
	h := r.Head()
	if len(o.Kinds) > 0 && !slices.Contains(o.Kinds, string(h.Kind)) {
		return false
	}
	if len(o.Resources) > 0 && !slices.ContainsFunc(o.Resources, h.Called) {
		return false
	}
	tags, read := h.Tags.Get()
	if !read {
		// It may carry the tag: leaving it out would hide it.
		return true
	}
	for k, v := range o.Tags {
		if got, ok := tags[k]; !ok || got != v {
			return false
		}
	}
	return true
}

// Trace proves what a start can do with a goal.
func Trace(s *inventory.Snapshot, start reach.Start, goal reach.Goal, a reach.Assumptions) ([]*reach.Proof, error) {
	proofs, err := reach.New(s, a).Query(start, goal)
	if err != nil {
		return nil, fmt.Errorf("trace: %w", err)
	}
	return proofs, nil
}
