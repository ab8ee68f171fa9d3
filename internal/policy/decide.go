package policy

import (
	"fmt"
	"slices"
	"strings"
)

// Outcome is what a document says of a request. The zero Outcome is
// Unknown.
type Outcome int8

const (
	// Unknown: it depends on Decision.Keys.
	Unknown Outcome = iota
	// Allowed: a statement allows it and none denies it.
	Allowed
	// NotAllowed: no statement speaks of it.
	NotAllowed
	// DeniedExplicitly: a statement denies it, whatever others allow.
	DeniedExplicitly
)

func (o Outcome) String() string {
	return [...]string{"unknown", "allowed", "not allowed", "denied"}[o]
}

// Decision is an outcome with the statement that made it.
type Decision struct {
	Outcome Outcome
	// Statement counts from 1; 0 if no single statement decides.
	Statement int
	Sid       string
	// Why is a phrase: "statement 2 (OnlyFromVpc) denies it".
	Why string
	// Keys that would settle an unknown: condition keys as the document writes
	// them, "Action", "Resource", "Principal", or an operator with its key.
	Keys []string
	// Blocked says that the document does not allow the request in any case,
	// also where it is unknown whether it denies it or only does not allow it.
	Blocked bool
	// Action that decided, where several were asked.
	Action string
}

// Decide evaluates explicit deny before allow before nothing.
func (d *Document) Decide(r Request) Decision {
	return d.judge(r).decision()
}

// DecideAll decides a set of actions and returns the decision of the one that
// fares worst: denied, not allowed, unknown, allowed.
func (d *Document) DecideAll(r Request, actions ...string) Decision {
	out := Decision{Why: "no action is asked for"}
	for i, action := range actions {
		r.Action = action
		got := d.Decide(r)
		got.Action = action
		if i == 0 || rank(got.Outcome) > rank(out.Outcome) {
			out = got
		}
	}
	return out
}

func rank(o Outcome) int {
	return slices.Index([]Outcome{Allowed, Unknown, NotAllowed, DeniedExplicitly}, o)
}

// judgement is what a document's Deny and Allow statements say apart, so that
// documents can be joined.
type judgement struct {
	deny, allow side
}

// side is the answer of one effect's statements, and the first of them to give
// it.
type side struct {
	answer
	statement int
	sid       string
}

func (d *Document) judge(r Request) judgement {
	out := judgement{deny: side{answer: sure(false)}, allow: side{answer: sure(false)}}
	for i, s := range d.statements {
		half := &out.allow
		if s.denies {
			half = &out.deny
		}
		if half.truth == yes {
			continue
		}
		got := s.applies(r)
		if got.truth != no && (half.truth == no || got.truth == yes) {
			half.statement, half.sid = i+1, s.sid
		}
		half.answer = half.or(got)
	}
	return out
}

func (j judgement) decision() Decision {
	switch {
	case j.deny.truth == yes:
		return j.deny.made(DeniedExplicitly, "denies it")
	case j.deny.truth == maybe && j.allow.truth == no:
		out := j.deny.made(Unknown, "may deny it, and none allows it")
		out.Blocked = true
		return out
	case j.deny.truth == maybe:
		out := j.deny.made(Unknown, "may deny it")
		out.Keys = settle(j.deny.keys, j.allow.keys)
		return out
	case j.allow.truth == yes:
		return j.allow.made(Allowed, "allows it")
	case j.allow.truth == maybe:
		return j.allow.made(Unknown, "may allow it")
	}
	return Decision{Outcome: NotAllowed, Why: "no statement allows it", Blocked: true}
}

func (s side) made(o Outcome, verb string) Decision {
	out := Decision{Outcome: o, Statement: s.statement, Sid: s.sid, Blocked: o == DeniedExplicitly}
	name := fmt.Sprintf("statement %d", s.statement)
	if s.sid != "" {
		name += " (" + s.sid + ")"
	}
	out.Why = name + " " + verb
	if o == Unknown {
		out.Keys = settle(s.keys)
		out.Why += ": depends on " + strings.Join(out.Keys, ", ")
	}
	switch {
	case s.statement > 0:
	case o == Unknown:
		out.Why = "it depends on " + strings.Join(out.Keys, ", ")
	default:
		out.Why = "nothing restricts it"
	}
	return out
}

// settle lists keys once, in order.
func settle(keys ...[]string) []string {
	out := slices.Concat(keys...)
	slices.Sort(out)
	return slices.Compact(out)
}
