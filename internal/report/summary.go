package report

import (
	"slices"

	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// Exposed reports whether the internet is reachable without an allow-list.
func (r *Resource) Exposed() bool {
	return r.Exposure == reach.ExposureDirect || r.Exposure == reach.ExposureNAT
}

// Moored reports whether nothing is wrong and nothing is unknown.
func (r *Resource) Moored() bool {
	tied := r.Exposure == reach.ExposureNone || r.Exposure == reach.ExposureFiltered || r.Exposure == reach.ExposureNotApplicable
	runs := r.Function == reach.FunctionWorks || r.Function == reach.FunctionNotApplicable
	return tied && runs && r.Decidability == reach.DecidabilityKnown
}

// Counted tells which resources the summary and the exit code look at: a
// setting counts once, at the resource that owns it, and a finished job is
// nobody's open task. A resource whose owner is not in the report stands for it.
func (r *Report) Counted() map[string]bool {
	open := map[string]bool{}
	for i := range r.Resources {
		if !r.Resources[i].Finished {
			open[r.Resources[i].ID] = true
		}
	}
	counted := map[string]bool{}
	for i := range r.Resources {
		res := &r.Resources[i]
		inherits := res.InheritedFrom != "" && res.InheritedFrom != res.ID && open[res.InheritedFrom]
		counted[res.ID] = !res.Finished && !inherits
	}
	return counted
}

// counts reports whether a finding does. What was declared of a resource counts
// there, also where the resource inherits its network: of its owner nothing need
// be declared.
func (r *Report) counts(f Finding, counted map[string]bool) bool {
	c, known := counted[f.Resource]
	if (f.Check == IntentCheck || f.Check == tagCheck) && known && !c {
		return slices.ContainsFunc(r.Resources, func(res Resource) bool { return res.ID == f.Resource && !res.Finished })
	}
	return !known || c
}

// tagCheck holds a resource to its own tag.
const tagCheck = "tag-versus-fact"

func (r *Report) count() Summary {
	counted := r.Counted()
	s := Summary{Gaps: len(r.Gaps)}
	for i := range r.Resources {
		if counted[r.Resources[i].ID] {
			s.add(&r.Resources[i])
		}
	}
	for _, f := range r.Findings {
		if !r.counts(f, counted) {
			continue
		}
		switch f.Status {
		case Fail, Invalid:
			s.Findings.add(f.Severity)
		case Waived:
			s.Waived++
		}
	}
	return s
}

func (s *Summary) add(r *Resource) {
	s.Resources++
	for _, c := range []struct {
		count *int
		is    bool
	}{
		{&s.Moored, r.Moored()},
		{&s.Exposed, r.Exposed()},
		{&s.Stranded, r.Function == reach.FunctionStranded},
		{&s.Partial, r.Function == reach.FunctionPartial},
		{&s.Unknown, r.Decidability == reach.DecidabilityUnknown},
		{&s.Invalid, r.Decidability == reach.DecidabilityInvalid},
	} {
		if c.is {
			*c.count++
		}
	}
}

func (b *BySeverity) add(s Severity) { *b.at(s)++ }

func (b *BySeverity) at(s Severity) *int {
	switch s {
	case High:
		return &b.High
	case Medium:
		return &b.Medium
	case Low:
		return &b.Low
	case Info:
		return &b.Info
	}
	return &b.Critical
}

// FailOnNone is the threshold that no finding reaches.
const FailOnNone = "none"

// ExitCode is 1 when a finding at or above failOn (a severity, or none) fails
// or is invalid; else 3 when strict, and something was unread, unknown or
// assumed; else 0.
func (r *Report) ExitCode(failOn string, strict bool) int {
	for _, s := range Severities() {
		if failOn != FailOnNone && *r.Summary.Findings.at(s) > 0 && s.rank() <= Severity(failOn).rank() {
			return 1
		}
	}
	if strict && !r.complete() {
		return 3
	}
	return 0
}

// complete reports whether everything was read, decided and not assumed.
func (r *Report) complete() bool {
	if len(r.Gaps) > 0 || r.Summary.Unknown > 0 || len(r.Assumptions) > 0 {
		return false
	}
	for _, f := range r.Findings {
		if f.Status == Unknown {
			return false
		}
	}
	return true
}

// missing of a resource as words, each once.
func missingWords(missing []inventory.Missing) []string {
	var out []string
	seen := map[inventory.Missing]bool{}
	for _, m := range missing {
		if !seen[m] {
			seen[m] = true
			out = append(out, m.What)
		}
	}
	return out
}
