// Package audit joins the stages: snapshot, proofs, checks, report.
package audit

import (
	"fmt"
	"slices"
	"strings"

	"mooring/internal/check"
	"mooring/internal/inventory"
	"mooring/internal/reach"
	"mooring/internal/report"
)

// Options say what to judge and how.
type Options struct {
	Tool      report.Tool
	SourceArg string // the source as typed
	Assume    reach.Assumptions
	Checks    []check.Check
	Passes    bool // keep what passes or does not apply; a report shows it on demand

	Kinds     []string          // judge these kinds only; nil for all
	Resources []string          // these names, ids or ARNs only
	Tags      map[string]string // only what carries all of them
}

// Run judges a snapshot. Same snapshot and options, same report.
func Run(s *inventory.Snapshot, o Options) *report.Report {
	engine := reach.New(s, o.Assume)
	in := report.Input{Tool: o.Tool, Source: s.Origin(), SourceArg: o.SourceArg, Gaps: s.Gaps(), Assumptions: s.Notes()}
	for _, r := range s.Resources() {
		if !o.wants(r) {
			continue
		}
		if step, ok := r.(*inventory.PipelineStep); ok {
			in.Assumptions = append(in.Assumptions, step.Assumptions...)
		}
		result := engine.Resource(r)
		in.Subjects = append(in.Subjects, report.Subject{Meta: r.Head(), Finished: r.Network().Finished, Result: *result})
		in.Findings = append(in.Findings, o.findings(check.Subject{Resource: r, Result: result, Snapshot: s})...)
	}
	return report.New(in)
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

// Trace proves one dependency of the resource that a person names.
func Trace(s *inventory.Snapshot, from, to string, a reach.Assumptions) ([]*reach.Proof, error) {
	service, ok := inventory.ServiceByID(to)
	if !ok {
		return nil, fmt.Errorf("%q is no dependency", to)
	}
	found := Find(s, from)
	switch len(found) {
	case 0:
		return nil, fmt.Errorf("no resource is called %q", from)
	case 1:
		return reach.New(s, a).Trace(found[0], service), nil
	}
	var ids []string
	for _, r := range found {
		ids = append(ids, r.Head().ReportID())
	}
	return nil, fmt.Errorf("%q names %d resources: %s", from, len(found), strings.Join(ids, ", "))
}

// Find lists the resources that a name, id, ARN or kind/name means.
func Find(s *inventory.Snapshot, name string) []inventory.Resource {
	var out []inventory.Resource
	for _, r := range s.Resources() {
		if r.Head().Called(name) {
			out = append(out, r)
		}
	}
	return out
}
