package report

import (
	"cmp"
	"slices"
	"strings"

	"mooring/internal/reach"
)

// causeKind is the section a cause stands in, worst first.
type causeKind int

const (
	causeStranded causeKind = iota
	causePartial
	causeExposed
	causeInvalid
	causeUnknown
)

func (k causeKind) word() string {
	return [...]string{"stranded", "partial", "exposed", "invalid", "unknown"}[k]
}

func (k causeKind) state() state {
	return [...]state{broken, halved, exposed, broken, unclear}[k]
}

// cause is one reason, told once, with every resource that it hits.
type cause struct {
	kind       causeKind
	resources  []*Resource // sorted as in the report; the first stands for all
	lost       []string    // ids of dependencies that some of them cannot reach
	reached    []string    // ids that every one of them reaches
	open       bool        // whether they reach the internet is not known
	because    []string
	repairs    []string
	unrepaired []string       // why nothing is proposed
	proofs     []*reach.Proof // of the first resource and its first lost dependency, what to draw
}

// causes groups what is wrong, worst first: by kind, then by how many it hits.
func (r *Report) causes() []cause {
	groups := map[string]*cause{}
	var order []string
	counted := r.Counted()
	for i := range r.Resources {
		res := &r.Resources[i]
		if !counted[res.ID] {
			continue
		}
		for _, kind := range res.troubles() {
			key := kind.word() + "\x00" + r.causeKey(kind, res)
			if groups[key] == nil {
				groups[key] = &cause{kind: kind}
				order = append(order, key)
			}
			groups[key].resources = append(groups[key].resources, res)
		}
	}
	out := make([]cause, 0, len(order))
	for _, key := range order {
		out = append(out, r.explain(*groups[key]))
	}
	slices.SortStableFunc(out, func(a, b cause) int {
		return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(len(b.resources), len(a.resources)))
	})
	return out
}

// troubles are the sections that a resource belongs in.
func (r *Resource) troubles() []causeKind {
	var out []causeKind
	switch r.Function {
	case reach.FunctionStranded:
		out = append(out, causeStranded)
	case reach.FunctionPartial:
		out = append(out, causePartial)
	}
	if r.Exposed() {
		out = append(out, causeExposed)
	}
	switch r.Decidability {
	case reach.DecidabilityInvalid:
		out = append(out, causeInvalid)
	case reach.DecidabilityUnknown:
		out = append(out, causeUnknown)
	}
	return out
}

// causeKey is equal for resources that the same thing is wrong with: the same
// failing gates, the same door, the same missing knowledge.
func (r *Report) causeKey(kind causeKind, res *Resource) string {
	var parts []string
	switch kind {
	case causeStranded, causePartial:
		for _, g := range r.failing(res, res.lost(kind)) {
			parts = append(parts, string(g.Kind)+"\x01"+strings.Join(g.Object, ",")+"\x01"+g.Rule)
		}
		if len(parts) == 0 {
			parts = append(slices.Clone(res.lost(kind)), string(res.Kind))
		}
	case causeExposed:
		parts = append(slices.Clone(res.ExposureVia), string(res.Exposure))
		if res.Exposure == reach.ExposureDirect && len(res.Placements) > 0 {
			parts = append(parts, string(res.Kind))
		}
	case causeInvalid:
		parts = append(parts, string(res.Kind), res.Why)
	case causeUnknown:
		parts = missingWords(res.Missing)
	}
	slices.Sort(parts)
	return strings.Join(slices.Compact(parts), "\x00")
}

// lost are the dependencies that put a resource into a section.
func (r *Resource) lost(kind causeKind) []string {
	if kind == causePartial {
		return r.Partial
	}
	return r.Stranded
}

func (r *Resource) dependency(id string) (Dependency, bool) {
	i := slices.IndexFunc(r.Dependencies, func(d Dependency) bool { return d.ID == id })
	if i < 0 {
		return Dependency{}, false
	}
	return r.Dependencies[i], true
}

// proofsOf are the proofs for one dependency of a resource, as far as they are held.
func (r *Report) proofsOf(res *Resource, id string) []*reach.Proof {
	d, _ := res.dependency(id)
	var out []*reach.Proof
	for _, proof := range d.Proofs {
		if p := r.Proofs[proof]; p != nil {
			out = append(out, p)
		}
	}
	return out
}

// failing are the gates that fail for any of the dependencies, each once.
func (r *Report) failing(res *Resource, ids []string) []reach.Gate {
	var out []reach.Gate
	for _, id := range ids {
		for _, p := range r.proofsOf(res, id) {
			out = append(out, p.Failing()...)
		}
	}
	return out
}
