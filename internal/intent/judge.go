package intent

import (
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

// Prover answers what a start can do with a goal, as reach.Engine does.
type Prover interface {
	Query(start reach.Start, goal reach.Goal) ([]*reach.Proof, error)
}

// Judge is one judging of a file over everything that was proved.
type Judge struct {
	file     *File
	snapshot *inventory.Snapshot
	engine   Prover
	subjects []Subject
	goals    map[string]reach.Goal
}

// NewJudge resolves every target of a file. The error is an *Error that says
// which word names nothing.
func NewJudge(f *File, s *inventory.Snapshot, e Prover) (*Judge, error) {
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
