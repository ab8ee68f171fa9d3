package intent

import (
	"strings"

	"mooring/internal/check"
	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// sealed judges what must have no way to the internet at all.
func sealed(s Subject) check.Outcome {
	switch r := s.Result; r.Exposure {
	case reach.ExposureDirect:
		return check.Failed("reaches the internet by an interface that SageMaker owns", "exposure = direct")
	case reach.ExposureNAT:
		return check.Failed("reaches the internet by "+strings.Join(r.ExposureVia, ", "), append([]string{"exposure = nat"}, r.ExposureVia...)...)
	case reach.ExposureFiltered:
		return check.Failed("reaches what an allow-list on "+strings.Join(r.ExposureVia, ", ")+" admits", append([]string{"exposure = filtered"}, r.ExposureVia...)...)
	case reach.ExposureNone:
		return check.Passed("no internet destination is in reach", "exposure = none")
	case reach.ExposureNotApplicable:
		return check.Moot("it runs no code")
	}
	return undecided(s.Result)
}

func undecided(r *reach.Result) check.Outcome {
	if r.Why != "" {
		return check.Unread(inventory.Missing{Kind: inventory.MissingConflict, What: "AWS would refuse its settings: " + r.Why})
	}
	return check.Unread(r.Missing...)
}

// wayOut are the proofs of the way to the internet, to show beside an outcome.
func (j *Judge) wayOut(s Subject) []*reach.Proof {
	proofs, err := j.engine.Query(reach.Start{Resource: s.Resource}, reach.Goal{Internet: true})
	if err != nil {
		return nil
	}
	return proofs
}

func (j *Judge) mustReach(s Subject, t Target) (check.Outcome, []*reach.Proof) {
	goal := j.goals[t.key()]
	proofs, err := j.engine.Query(reach.Start{Resource: s.Resource}, goal)
	if err != nil {
		return unanswered(err), nil
	}
	var stopped, open, moot []*reach.Proof
	for _, p := range proofs {
		switch p.Verdict {
		case reach.VerdictReachable:
		case reach.VerdictBlocked, reach.VerdictPartial:
			stopped = append(stopped, p)
		case reach.VerdictNotApplicable:
			moot = append(moot, p)
		default:
			open = append(open, p)
		}
	}
	switch {
	case len(stopped) > 0:
		return failedBy(stopped, "cannot reach "+t.String()), stopped
	case len(open) > 0 || len(proofs) == 0:
		return unreadBy(open, s.Result), open
	case len(moot) > 0:
		return j.outside(s, goal, t, true), moot
	}
	return check.Passed("reaches "+t.String()+" from every place that it may stand in", placesOf(proofs)...), proofs
}

func (j *Judge) mustNotReach(s Subject, t Target) (check.Outcome, []*reach.Proof) {
	if t.Environment != "" {
		return j.mustNotReachEnvironment(s, t)
	}
	goal := j.goals[t.key()]
	if goal.Internet || goal.Service != nil && goal.Service.ID == "internet" {
		return sealed(s), j.wayOut(s)
	}
	return j.refused(s, goal, t)
}

// refused judges one goal that must be out of reach.
func (j *Judge) refused(s Subject, goal reach.Goal, t Target) (check.Outcome, []*reach.Proof) {
	if goal.Service == nil && goal.Port == 0 && goal.Protocol == 0 {
		goal.Protocol = inventory.AllProtocols // where no port is said, none may lead there
	}
	proofs, err := j.engine.Query(reach.Start{Resource: s.Resource}, goal)
	if err != nil {
		return unanswered(err), nil
	}
	var through, open, moot []*reach.Proof
	for _, p := range proofs {
		switch p.Verdict {
		case reach.VerdictReachable, reach.VerdictPartial:
			through = append(through, p)
		case reach.VerdictBlocked:
			if unnamedOnly(p) {
				open = append(open, p)
			}
		case reach.VerdictNotApplicable:
			moot = append(moot, p)
		default:
			open = append(open, p)
		}
	}
	switch {
	case len(through) > 0:
		return check.Failed("reaches "+t.String()+wayOf(through[0]), placesOf(through)...), through
	case len(open) > 0 || len(proofs) == 0:
		return unreadBy(open, s.Result), open
	case len(moot) > 0:
		return j.outside(s, goal, t, false), moot
	}
	return check.Passed("cannot reach "+t.String()+from(proofs), placesOf(proofs)...), proofs
}

// outside judges traffic that takes no interface of the customer's. By an
// interface that SageMaker owns everything public is in reach, and nothing else
// is known.
func (j *Judge) outside(s Subject, goal reach.Goal, t Target, wanted bool) check.Outcome {
	public := goal.Service != nil && !goal.Service.Inside
	switch {
	case s.Result.Exposure == reach.ExposureNotApplicable:
		return check.Moot("it runs no code")
	case s.Result.Exposure == reach.ExposureDirect && public && wanted:
		return check.Passed("reaches "+t.String()+" by an interface that SageMaker owns", "exposure = direct")
	case s.Result.Exposure == reach.ExposureDirect && public:
		return check.Failed("reaches "+t.String()+" by an interface that SageMaker owns", "exposure = direct")
	}
	return check.Unread(inventory.Missing{Kind: inventory.MissingHop, What: "what an interface that SageMaker owns reaches of " + t.String()})
}

// mustNotReachEnvironment judges every resource that carries the environment's tag.
func (j *Judge) mustNotReachEnvironment(s Subject, t Target) (check.Outcome, []*reach.Proof) {
	var parts []check.Outcome
	var proofs []*reach.Proof
	for _, other := range j.snapshot.Resources() {
		head := other.Head()
		tags, read := head.Tags.Get()
		switch {
		case head.Key == s.Resource.Head().Key:
			continue
		case !read:
			parts = append(parts, check.Unread(head.Tags.Why()))
			continue
		case j.file.environment(tags) != t.Environment:
			continue
		}
		goal := reach.Goal{Resource: other, Port: t.Port, Protocol: t.Protocol}
		outcome, used := j.refused(s, goal, Target{Word: string(head.Kind) + " " + head.Name, Port: t.Port})
		parts, proofs = append(parts, outcome), append(proofs, used...)
	}
	if unlisted := j.unlisted(); len(unlisted) > 0 {
		parts = append(parts, check.Unread(unlisted...))
	}
	if len(parts) == 0 {
		return check.Moot("nothing that was read carries the environment " + t.Environment), nil
	}
	return check.Fold(parts...), proofs
}

// unnamedOnly: nothing but the name's missing answer stops the path, so whoever
// knows an address may still get there.
func unnamedOnly(p *reach.Proof) bool {
	return len(p.Paths) == 0 && len(p.DNS.Gates) > 0
}

// unlisted are the lists of SageMaker resources that were not read: what would
// stand in them may carry any tag.
func (j *Judge) unlisted() []inventory.Missing {
	var out []inventory.Missing
	for _, gap := range j.snapshot.Gaps() {
		if op, ok := inventory.OperationByName(gap.Operation); ok && op.Service() == "sagemaker" && gap.Subject == "" {
			out = append(out, gap.Missing())
		}
	}
	return out
}
