package oracle

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// owed are gates that the engine does not judge yet: none. What the walker finds
// there would be tolerated, and one that no world meets any more fails the test.
func owed() []inventory.Gate {
	return nil
}

// owes is the gate for which a difference may be owed: one that the walker finds
// closed.
func (j *judgement) owes() (inventory.Gate, bool) {
	for _, g := range owed() {
		for f := range j.fails {
			if f.kind == g {
				return g, true
			}
		}
	}
	return "", false
}

// contradict compares engine and walker on every resource of a world.
func contradict(answers []inventory.Answer, seen *coverage) []string {
	s := inventory.Build(answers, inventory.Origin{})
	engine := reach.New(s, nil)
	w := newWalker(s)
	at := w.sample()
	var out []string
	for _, r := range s.Resources() {
		if r.Head().Kind == inventory.KindUserProfile {
			continue
		}
		out = append(out, w.subject(r, at).contradict(engine, seen)...)
	}
	for m := range w.met {
		seen.note("met " + m)
	}
	return out
}

func (u *subject) contradict(engine *reach.Engine, seen *coverage) []string {
	name, result := u.resource.Head().Name, engine.Resource(u.resource)
	var out []string
	e, also := u.exposure()
	seen.note("exposure " + string(e))
	switch {
	case e == result.Exposure, slices.Contains(also, result.Exposure):
	default:
		out = append(out, fmt.Sprintf("%s: exposure %s, the walker says %s %v", name, result.Exposure, e, result.Missing))
	}
	needed := u.needs()
	var counted []reach.Verdict
	for _, id := range slices.Compact(slices.Sorted(slices.Values(append(needed, u.wants()...)))) {
		service, _ := inventory.ServiceByID(id)
		j, got := u.ask(service), answerOf(engine.Trace(u.resource, service))
		seen.judgement(j)
		differences := j.compare(name+" → "+id, got)
		if g, owes := j.owes(); owes && len(differences) > 0 {
			seen.note("owed " + string(g))
			differences = nil
		}
		out = append(out, differences...)
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
		out := []string{"peers", "sts", "internet"}
		if len(u.network.FileSystems) > 0 {
			out = append(out, "efs")
		}
		return out
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
			a.fails[failure{g.Kind, blame(g.Object), legOf(g)}] = true
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

// legOf is told of what is crossed both ways alone.
func legOf(g reach.Gate) string {
	switch g.Kind {
	case inventory.GateRoute, inventory.GateACLEgress, inventory.GateACLIngress:
		return string(g.Leg)
	}
	return ""
}

// compare is every way in which the engine differs.
func (j *judgement) compare(what string, got answer) []string {
	if got.verdict != j.verdict {
		switch {
		case slices.Contains(j.also, got.verdict):
			return nil
		case j.verdict == reach.VerdictUnknown && got.verdict == reach.VerdictPartial && len(j.fails) > 0:
			// Some blocked, some unknown: partial is accepted.
			return nil
		}
		return []string{fmt.Sprintf("%s: %s, the walker says %s; engine %v %v, walker %v %v", what, got.verdict, j.verdict, texts(got.fails), got.missing, texts(j.fails), slices.Sorted(maps.Keys(j.unsure)))}
	}
	if j.loose || len(j.also) > 0 {
		return nil
	}
	var out []string
	for f := range got.fails {
		if !among(f, j.fails) && !among(f, j.maybe) {
			out = append(out, fmt.Sprintf("%s (%s): gate %v fails, and the walker did not meet it; walker %v", what, got.verdict, f, texts(j.fails)))
		}
	}
	for f := range j.fails {
		if !among(f, got.fails) {
			out = append(out, fmt.Sprintf("%s (%s): gate %v should fail; engine %v", what, got.verdict, f, texts(got.fails)))
		}
	}
	return out
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
