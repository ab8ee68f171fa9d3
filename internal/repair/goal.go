package repair

import (
	"slices"

	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// goal is what is to be reached, and by whom: a SageMaker resource, or a network
// interface of anything else.
type goal struct {
	resource inventory.Resource // nil for an interface
	eni      *inventory.NetworkInterface
	service  inventory.Service
}

func (g goal) near() inventory.Scope {
	if g.resource != nil {
		return g.resource.Head().Scope
	}
	return g.eni.Scope
}

// sight is how a goal fares in a snapshot.
type sight struct {
	verdict reach.Verdict
	proofs  []*reach.Proof
}

func (g goal) look(e *reach.Engine) sight {
	var out sight
	if g.resource != nil {
		out.proofs = e.Trace(g.resource, g.service)
	} else {
		// An interface that was read is a start that Query knows.
		out.proofs, _ = e.Query(reach.Start{Interface: g.eni.ID}, reach.Goal{Service: &g.service})
	}
	seen := map[reach.Verdict]bool{}
	for _, p := range out.proofs {
		seen[p.Verdict] = true
	}
	switch {
	case seen[reach.VerdictNotApplicable] || len(out.proofs) == 0:
		out.verdict = reach.VerdictNotApplicable
	case len(seen) == 1:
		out.verdict = out.proofs[0].Verdict
	case seen[reach.VerdictBlocked] || seen[reach.VerdictPartial]:
		out.verdict = reach.VerdictPartial
	default:
		out.verdict = reach.VerdictUnknown
	}
	return out
}

// wanting are the proofs that do not come out reachable.
func (s sight) wanting() []*reach.Proof {
	return slices.DeleteFunc(slices.Clone(s.proofs), func(p *reach.Proof) bool { return p.Verdict == reach.VerdictReachable })
}

// hopeless: nothing in the network lets out what SageMaker itself keeps in, and
// nothing can be changed for a placement that was not read.
func (s sight) hopeless() bool {
	for _, p := range s.wanting() {
		if p.From.Subnet == "" || slices.ContainsFunc(p.Failing(), func(g reach.Gate) bool { return g.Kind == inventory.GateMode }) {
			return true
		}
	}
	return false
}
