package policy

// Layer is the documents of one kind that apply to a request. The zero Layer
// was not read.
type Layer struct {
	state  state
	levels [][]*Document
}

// Open is a layer that does not restrict: no organization, a service without
// endpoint policies, no boundary.
func Open() Layer { return Layer{state: absent} }

// Documents is a layer in which any of the documents may allow and any may
// deny. Without documents nothing is allowed by it.
func Documents(documents ...*Document) Layer {
	return Layer{state: present, levels: [][]*Document{documents}}
}

// Levels is a layer of service or resource control policies: each level, from
// the organization's root down to the account, has to allow.
func Levels(levels ...[]*Document) Layer { return Layer{state: present, levels: levels} }

// judge joins the layer. A maybe of a layer that was not read names the layer.
func (l Layer) judge(r Request, gate Gate) verdict {
	out := verdict{gate: gate}
	switch l.state {
	case unknown:
		out.deny.answer, out.allow.answer = unsure(string(gate)), unsure(string(gate))
		return out
	case absent:
		out.deny.answer, out.allow.answer = sure(false), sure(true)
		return out
	}
	out.deny.answer, out.allow.answer = sure(false), sure(true)
	n := 0
	for _, level := range l.levels {
		allow := half{side: side{answer: sure(false)}}
		for _, d := range level {
			n++
			j := d.judgeAs(r, gate)
			out.deny = out.deny.or(j.deny, n)
			allow = allow.or(j.allow, n)
		}
		out.allow = out.allow.and(allow)
	}
	return out
}

// judgeAs leaves open what a statement says that lacks the principal its kind
// of document must have.
func (d *Document) judgeAs(r Request, gate Gate) judgement {
	if gate == ResourcePolicy || gate == EndpointPolicy || gate == ResourceControl {
		for i, s := range d.statements {
			if s.principals == nil {
				open := side{unsure("Principal"), i + 1, s.sid}
				return judgement{open, open}
			}
		}
	}
	return d.judge(r)
}
