package reach

import (
	"slices"

	"mooring/internal/inventory"
	"mooring/internal/policy"
)

// overlay is a network proof and who asks: what a policy's answer depends on.
type overlay struct {
	proof string
	asker asker
}

// desk remembers what was read and decided about policies.
type desk struct {
	documents map[string]*policy.Document // by text; nil where it cannot be read
	judged    map[overlay]*Proof
}

// document parses a policy, once.
func (g *Engine) document(text string) (*policy.Document, bool) {
	d, ok := g.desk.documents[text]
	if !ok {
		if parsed, err := policy.Parse([]byte(text)); err == nil {
			d = parsed
		}
		if g.desk.documents == nil {
			g.desk.documents = map[string]*policy.Document{}
		}
		g.desk.documents[text] = d
	}
	return d, d != nil
}

// openPolicy records an endpoint's policy that is decided once it is known who
// asks for what. Until then it stops nothing.
func (w *way) openPolicy(v *inventory.VPCEndpoint) {
	w.open = true
	missing := inventory.Missing{Kind: inventory.MissingHop, What: "what the endpoint policy of " + v.ID + " allows"}
	w.gate(Gate{Kind: inventory.GateEndpointPolicy, Object: []string{v.ID}, Outcome: Unclear, Why: missing.What, Missing: &missing, endpoint: v, open: true})
}

// said is what a policy says of one request by one principal.
type said struct {
	request
	policy.Decision
}

func (s said) outcome() Outcome {
	switch {
	case s.Outcome == policy.Allowed:
		return Passes
	case s.Blocked, s.Outcome == policy.NotAllowed, s.Outcome == policy.DeniedExplicitly:
		return Fails
	}
	return Unclear
}

// decideEndpoint says what the endpoint's policy makes of the dependency's usual
// requests, as the one of them that fares worst.
func (g *Engine) decideEndpoint(v *inventory.VPCEndpoint, s inventory.Service, a asker, at pathKeys) policy.Decision {
	all, _, missing := g.askEndpoint(v, s, a, at)
	if missing != nil {
		return policy.Decision{Why: missing.What, Keys: []string{missing.What}}
	}
	worst := policy.Decision{Outcome: policy.Allowed, Why: "nothing is asked for"}
	for i, one := range all {
		if !one.line && (i == 0 || rank(one.outcome()) > rank(said{Decision: worst}.outcome())) {
			worst = one.Decision
		}
	}
	return worst
}

func rank(o Outcome) int { return slices.Index([]Outcome{Passes, Unclear, Fails}, o) }

// askEndpoint asks an endpoint's policy about every usual request. assumed is
// what the answer leans on, "" for nothing.
func (g *Engine) askEndpoint(v *inventory.VPCEndpoint, s inventory.Service, a asker, at pathKeys) (all []said, assumed string, missing *inventory.Missing) {
	text, known := v.Policy.Get()
	if !known {
		why := v.Policy.Why()
		return nil, "", &why
	}
	d, ok := g.document(text)
	if !ok {
		return nil, "", &inventory.Missing{Kind: inventory.MissingOperation, What: "the policy of " + v.ID + ", which cannot be read"}
	}
	requests, ok := a.usual(s.ID)
	if !ok {
		return nil, "", &inventory.Missing{Kind: inventory.MissingHop, What: "what is asked of " + s.ID + ", on which the policy of " + v.ID + " depends"}
	}
	for _, r := range requests {
		all = append(all, a.ask(d, v, r, at)...)
	}
	if s.ID != "s3" || a.names != "" && !a.more {
		return all, "", nil
	}
	more, assumed := a.askUnnamed(d, v, at)
	return append(more, all...), assumed, nil
}

// ask decides one request for each principal that may make it.
func (a asker) ask(d *policy.Document, v *inventory.VPCEndpoint, r request, at pathKeys) []said {
	var out []said
	context := r.context(a, at)
	for _, who := range r.signers(a) {
		if v.Type == "Gateway" {
			who = who.AtGateway()
		}
		worst := said{request: r}
		for i, action := range r.actions {
			got := said{r, d.Decide(policy.Request{Action: action, Resource: r.resourceOf(action), Principal: who, Context: context})}
			got.Action = action
			if i == 0 || rank(got.outcome()) > rank(worst.outcome()) {
				worst = got
			}
		}
		out = append(out, worst)
	}
	return out
}

// context are the keys of one request: those of the path and of the resource.
func (r request) context(a asker, at pathKeys) map[string]policy.Values {
	if r.signer != byAsker {
		a = asker{}
	}
	c := at.context(a)
	if r.owner != "" {
		c["aws:resourceaccount"] = policy.Known(r.owner)
		if r.owner == a.account && a.organization != "" && a.organization != noOrganization {
			c["aws:resourceorgid"] = policy.Known(a.organization)
		}
	}
	return c
}

// askUnnamed asks about buckets that nobody names. Where the policy does not
// treat all alike, the bucket of the SageMaker SDK is assumed to be meant; that
// it is refused says nothing of the others.
func (a asker) askUnnamed(d *policy.Document, v *inventory.VPCEndpoint, at pathKeys) (all []said, assumed string) {
	bucket := a.defaultBucket()
	usual := a.unnamed(bucket)
	for i, r := range a.unnamed("*") {
		anyOf, own := a.ask(d, v, r, at), a.ask(d, v, usual[i], at)
		for j := range anyOf {
			if bucket != "" && anyOf[j].outcome() == Unclear && own[j].outcome() == Passes {
				anyOf[j].Decision = own[j].Decision
				assumed = "not every bucket is named: " + bucket + " is taken for the others"
			}
		}
		all = append(all, anyOf...)
	}
	return all, assumed
}
