package oracle

import (
	"fmt"
	"slices"
	"strings"

	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// What the engine decides less exactly than the semantics allow. Each is
// tolerated while it stands here, and one that no world meets any more fails
// the test: then it goes.
const owesSeveralWays = "owed I3: a NAT gateway whose subnet has several ways out is unknown"

func owed() []string {
	return []string{owesSeveralWays}
}

// contradict compares engine and walker on every resource of a world.
func contradict(answers []inventory.Answer, seen *coverage) []string {
	s := inventory.Build(answers, inventory.Origin{})
	engine := reach.New(s, nil)
	w := newWalker(s, known(s.VPC(inventory.Scope{}, vpcID)))
	at := w.sample()
	var out []string
	for _, r := range s.Resources() {
		if r.Head().Kind == inventory.KindUserProfile {
			continue
		}
		out = append(out, w.subject(r, at).contradict(engine, seen)...)
	}
	return out
}

func (u *subject) contradict(engine *reach.Engine, seen *coverage) []string {
	name, result := u.resource.Head().Name, engine.Resource(u.resource)
	var out []string
	e := u.exposure()
	seen.note("exposure " + string(e))
	if e != result.Exposure && !(result.Exposure == reach.ExposureUnknown && seen.owes(result.Missing)) {
		out = append(out, fmt.Sprintf("%s: exposure %s, the walker says %s %v", name, result.Exposure, e, result.Missing))
	}
	needed := u.needs()
	var counted []reach.Verdict
	for _, id := range slices.Compact(slices.Sorted(slices.Values(append(needed, u.wants()...)))) {
		service, _ := inventory.ServiceByID(id)
		j, got := u.ask(service), answerOf(engine.Trace(u.resource, service))
		seen.judgement(j)
		out = append(out, j.compare(name+" → "+id, got, seen)...)
		if slices.Contains(needed, id) {
			counted = append(counted, got.verdict)
		}
	}
	f := u.function(counted)
	seen.note("function " + string(f))
	if f != result.Function {
		out = append(out, fmt.Sprintf("%s: function %s, the walker says %s of %v", name, result.Function, f, counted))
	}
	return out
}

// needs are the required dependencies and the conditional ones that apply.
func (u *subject) needs() []string {
	var out []string
	for _, n := range inventory.Needs(u.resource.Head().Kind) {
		applies := n.Level == inventory.Required || (n.Level == inventory.Conditional && inventory.Is(u.network.Conditions[n.When], true))
		if applies && (u.mode() != inventory.ModeFiles || n.Dependency == "efs") {
			out = append(out, n.Dependency)
		}
	}
	return out
}

// wants are asked besides.
func (u *subject) wants() []string {
	switch u.resource.Head().Kind {
	case inventory.KindNotebook:
		return []string{"pypi", "dynamodb", "internet"}
	case inventory.KindDomain:
		return []string{"jupyter-kernel", "internet"}
	case inventory.KindTrainingJob:
		return []string{"peers", "sts", "internet"}
	}
	return []string{"sts", "internet"}
}

// function is docs/interface.md's fold.
func (u *subject) function(all []reach.Verdict) reach.Function {
	has := func(v reach.Verdict) bool { return slices.Contains(all, v) }
	switch {
	case u.mode() == inventory.ModeService:
		return reach.FunctionNotApplicable
	case has(reach.VerdictBlocked):
		return reach.FunctionStranded
	case has(reach.VerdictPartial):
		return reach.FunctionPartial
	case has(reach.VerdictUnknown):
		return reach.FunctionUnknown
	}
	return reach.FunctionWorks
}

// answer is what the engine says of one dependency.
type answer struct {
	verdict reach.Verdict
	fails   map[failure]bool
	missing []inventory.Missing
}

func answerOf(proofs []*reach.Proof) answer {
	a := answer{fails: map[failure]bool{}}
	var verdicts []reach.Verdict
	for _, p := range proofs {
		verdicts = append(verdicts, p.Verdict)
		for _, g := range p.Failing() {
			a.fails[failure{g.Kind, strings.Join(slices.Sorted(slices.Values(g.Object)), ","), string(g.Leg)}] = true
		}
		for _, g := range p.Unknown() {
			if g.Missing != nil {
				a.missing = append(a.missing, *g.Missing)
			}
		}
	}
	a.verdict = fold(verdicts)
	return a
}

// owes is whether the engine's own reason for an unknown is one that is owed.
func (c *coverage) owes(missing []inventory.Missing) bool {
	if slices.ContainsFunc(missing, func(m inventory.Missing) bool {
		return strings.Contains(m.What, "several ways out of the subnet of nat-")
	}) {
		c.note(owesSeveralWays)
		return true
	}
	// No row says what one NAT gateway behind another does, so where the walker
	// finds a sure failure besides, an unknown is still fair.
	return slices.ContainsFunc(missing, func(m inventory.Missing) bool { return strings.Contains(m.What, "what a second NAT gateway does") })
}

// compare is every way in which the engine differs.
func (j *judgement) compare(what string, got answer, seen *coverage) []string {
	if got.verdict != j.verdict {
		switch unknown := got.verdict == reach.VerdictUnknown; {
		case slices.Contains(j.also, got.verdict):
			return nil
		case j.verdict == reach.VerdictUnknown && got.verdict == reach.VerdictPartial && len(j.fails) > 0:
			// Some blocked, some unknown: partial is accepted.
			return nil
		case unknown && seen.owes(got.missing):
			return nil
		case unknown && len(j.owes) > 0:
			if len(j.owes) == 1 {
				seen.note(j.owes[0])
			}
			return nil
		}
		return []string{fmt.Sprintf("%s: %s, the walker says %s; engine %v, walker %v", what, got.verdict, j.verdict, texts(got.fails), texts(j.fails))}
	}
	if j.loose || len(j.also) > 0 {
		return nil
	}
	var out []string
	for f := range got.fails {
		if !among(f, j.fails) && !j.tolerates(f, seen) {
			out = append(out, fmt.Sprintf("%s (%s): gate %v fails, and the walker did not meet it; walker %v", what, got.verdict, f, texts(j.fails)))
		}
	}
	for f := range j.fails {
		if !among(f, got.fails) && !j.forgives(f, got.fails, seen) && !seen.owes(got.missing) {
			out = append(out, fmt.Sprintf("%s (%s): gate %v should fail; engine %v", what, got.verdict, f, texts(got.fails)))
		}
	}
	return out
}

// tolerates a failing gate of the engine's that the walker did not meet.
func (j *judgement) tolerates(f failure, seen *coverage) bool {
	switch {
	case j.open && f.kind == inventory.GateBlockPublicAccess:
		return true
	}
	return false
}

// forgives a failing gate of the walker's that the engine does not name.
func (j *judgement) forgives(f failure, got map[failure]bool, seen *coverage) bool {
	return f.kind == inventory.GateBlockPublicAccess && j.open
}

// among is whether a failure is in a set, whose objects may be left open ("")
// or be one of several.
func among(f failure, all map[failure]bool) bool {
	for g := range all {
		if f.kind == g.kind && f.leg == g.leg && fits(f.object, g.object) {
			return true
		}
	}
	return false
}

func fits(a, b string) bool {
	either := strings.Split(b, "|")
	return a == "" || b == "" || slices.ContainsFunc(strings.Split(a, "|"), func(o string) bool { return slices.Contains(either, o) })
}

func texts(all map[failure]bool) []string {
	var out []string
	for f := range all {
		out = append(out, strings.Join([]string{string(f.kind), f.object, f.leg}, " "))
	}
	slices.Sort(out)
	return out
}
