package intent

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"mooring/internal/check"
	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// Finding is what one line of a rule says about one resource.
type Finding struct {
	ID       string // the same between runs, whatever the outcome
	Rule     Rule
	Line     string // "must not reach the internet"
	Resource string // report id
	check.Outcome
	Proofs []*reach.Proof // those that the outcome leans on
}

// Judge is one judging of a file over everything that was proved.
type Judge struct {
	file     *File
	snapshot *inventory.Snapshot
	engine   *reach.Engine
	subjects []Subject
	goals    map[string]reach.Goal
}

// NewJudge resolves every target of a file. The error is an *Error that says
// which word names nothing.
func NewJudge(f *File, s *inventory.Snapshot, e *reach.Engine) (*Judge, error) {
	j := &Judge{file: f, snapshot: s, engine: e, goals: map[string]reach.Goal{}}
	for _, r := range f.Rules {
		for _, t := range slices.Concat(r.MustReach, r.MustNotReach) {
			if t.Environment != "" {
				continue
			}
			goal, err := reach.FindGoal(s, t.Word)
			if err != nil {
				return nil, unnamed(t, err)
			}
			goal.Port, goal.Protocol = t.Port, t.Protocol
			j.goals[t.key()] = goal
		}
	}
	return j, nil
}

func (t Target) key() string { return fmt.Sprint(t.Word, "\x00", t.Port, "\x00", t.Protocol) }

func unnamed(t Target, err error) error {
	hint := "a dependency id (mooring needs lists them), a host name, an address or block, kind/name of a resource, or environment:VALUE"
	var e *reach.NameError
	if errors.As(err, &e) && len(e.Candidates) > 0 {
		hint = "name it by its ARN or as kind/name"
	} else if e != nil && len(e.Near) > 0 {
		hint = "did you mean " + strings.Join(e.Near, " or ") + "?"
	}
	return &Error{Line: t.Line, Column: 1, What: err.Error(), Hint: hint}
}

// Findings are what all rules say about all subjects, by rule and subject.
// idle are the names of rules that are about none of them.
func (j *Judge) Findings(subjects []Subject) (out []Finding, idle []string) {
	j.subjects = subjects
	for _, r := range j.file.Rules {
		some := false
		for _, s := range subjects {
			selected := j.file.selects(r, s, j.snapshot)
			if inventory.Is(selected, false) {
				continue
			}
			some = true
			out = append(out, j.lines(r, s, selected)...)
		}
		if !some {
			idle = append(idle, r.Name)
		}
	}
	return out, idle
}

// lines judges every line of a rule.
func (j *Judge) lines(r Rule, s Subject, selected inventory.Value[bool]) []Finding {
	var out []Finding
	add := func(line string, judge func() (check.Outcome, []*reach.Proof)) {
		f := Finding{Rule: r, Line: line, Resource: s.Resource.Head().ReportID(), ID: findingID(r, line, s)}
		switch {
		case !selected.Known():
			f.Outcome = check.Unread(selected.Why())
		case j.ownersSelected(r, s):
			f.Outcome = check.Moot("another resource owns its network, and is judged by the same rule")
		default:
			f.Outcome, f.Proofs = judge()
		}
		out = append(out, f)
	}
	if r.PrivateOnly {
		add("private only", func() (check.Outcome, []*reach.Proof) { return sealed(s), j.wayOut(s) })
	}
	for _, t := range r.MustReach {
		add("must reach "+t.String(), func() (check.Outcome, []*reach.Proof) { return j.mustReach(s, t) })
	}
	for _, t := range r.MustNotReach {
		add("must not reach "+t.String(), func() (check.Outcome, []*reach.Proof) { return j.mustNotReach(s, t) })
	}
	return out
}

// findingID hashes the rule, the line and all that a resource is known by.
func findingID(r Rule, line string, s Subject) string {
	k := s.Resource.Head().Key
	sum := sha256.Sum256([]byte(strings.Join([]string{"intent", r.Name, line, k.Partition, k.Account, k.Region, string(k.Kind), k.ID}, "\x00")))
	return "f-" + hex.EncodeToString(sum[:8])
}

// ownersSelected: what only inherits its network is judged at its owners, where
// the rule is about all of them.
func (j *Judge) ownersSelected(r Rule, s Subject) bool {
	n := s.Resource.Network()
	if !inventory.Is(n.Mode, inventory.ModeInherited) || len(n.Inherits) == 0 {
		return false
	}
	for _, ref := range n.Inherits {
		owner, ok := j.snapshot.Resource(s.Resource.Head().Scope, ref).Get()
		if !ok {
			return false
		}
		i := slices.IndexFunc(j.subjects, func(o Subject) bool { return o.Resource.Head().Key == owner.Head().Key })
		if i < 0 || !inventory.Is(j.file.selects(r, j.subjects[i], j.snapshot), true) {
			return false
		}
	}
	return true
}

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
	var ids []string
	for _, path := range p.Paths {
		for _, h := range path.Hops {
			if h.Kind != "subnet" && h.Kind != "route-table" && h.ID != "" && !slices.Contains(ids, h.ID) {
				ids = append(ids, h.ID)
			}
		}
		break
	}
	if len(ids) == 0 {
		return ""
	}
	return " by " + strings.Join(ids, ", ")
}

// from is ": " and what stops the first proof, where something does.
func from(proofs []*reach.Proof) string {
	for _, p := range proofs {
		for _, g := range p.Failing() {
			return ": " + cmp.Or(g.Why, g.Rule, string(g.Kind)+" fails")
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
