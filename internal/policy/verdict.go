package policy

import "fmt"

// verdict is a layer's judgement with the documents that gave it.
type verdict struct {
	gate        Gate
	deny, allow half
}

// half is a side and its document, counted from 1 through all levels.
type half struct {
	side
	document int
}

func (h half) or(s side, document int) half {
	joined := h.answer.or(s.answer)
	if joined.truth != h.truth {
		h.side, h.document = s, document
	}
	h.answer = joined
	return h
}

func (h half) and(other half) half {
	joined := h.answer.and(other.answer)
	if joined.truth != h.truth || h.document == 0 {
		h.side, h.document = other.side, other.document
	}
	h.answer = joined
	return h
}

func (v verdict) orDeny(other verdict) verdict {
	joined := v.deny.answer.or(other.deny.answer)
	if joined.truth != v.deny.truth {
		v.gate, v.deny = other.gate, other.deny
	}
	v.deny.answer = joined
	return v
}

func (v verdict) andAllow(other verdict) verdict {
	joined := v.allow.answer.and(other.allow.answer)
	if joined.truth != v.allow.truth {
		v.gate, v.allow = other.gate, other.allow
	}
	v.allow.answer = joined
	return v
}

// verdict reports the side as a layer's.
func (h half) verdict(gate Gate, o Outcome, verb string) Verdict {
	out := Verdict{Decision: h.made(o, verb), Gate: gate, Document: h.document}
	if h.statement > 0 {
		out.Why = fmt.Sprintf("%s %d, %s", gate, h.document, out.Why)
	}
	return out
}
