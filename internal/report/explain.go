package report

import (
	"cmp"
	"slices"
	"strings"

	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// explain fills in what a cause has to say, from the resource that stands for it.
func (r *Report) explain(c cause) cause {
	switch c.kind {
	case causeStranded, causePartial:
		r.explainBlocked(&c)
	case causeExposed:
		r.explainExposed(&c)
	case causeInvalid:
		c.because = []string{cmp.Or(c.resources[0].Why, "AWS would refuse it")}
	case causeUnknown:
		r.explainUnknown(&c)
	}
	return c
}

func (r *Report) explainBlocked(c *cause) {
	first := c.resources[0]
	for _, res := range c.resources {
		c.lost = append(c.lost, res.lost(c.kind)...)
	}
	c.lost = ordered(first, c.lost)
	c.reached = reachedByAll(c.resources)
	alike := unlike(c.resources, func(res *Resource) string { return strings.Join(res.lost(c.kind), ",") })
	c.because = r.whyBlocked(alike, c.kind)
	for _, res := range alike {
		for _, id := range res.lost(c.kind) {
			r.explainRepair(c, res, id)
		}
	}
	c.unrepaired = unrepaired(alike, c.lost, Dependency.refused)
	for _, id := range first.lost(c.kind) {
		if c.proofs = r.proofsOf(first, id); len(c.proofs) > 0 {
			return
		}
	}
}

// explainRepair tells what is proposed for a dependency, else what its proofs
// name; not where just that was refused.
func (r *Report) explainRepair(c *cause, res *Resource, id string) {
	line, ok := r.proposed(res, id)
	d, _ := res.dependency(id)
	switch {
	case ok && !slices.Contains(c.repairs, line):
		c.repairs = append(c.repairs, line)
	case !ok && !d.exposing():
		c.addRepairs(r.proofsOf(res, id))
	}
}

// unlike leaves one resource of each sort.
func unlike(resources []*Resource, sort func(*Resource) string) []*Resource {
	seen := map[string]bool{}
	var out []*Resource
	for _, res := range resources {
		if key := sort(res); !seen[key] {
			seen[key] = true
			out = append(out, res)
		}
	}
	return out
}

// ordered sorts dependency ids as the resource lists them; each stands once.
func ordered(res *Resource, ids []string) []string {
	slices.Sort(ids)
	ids = slices.Compact(ids)
	at := func(id string) int {
		return slices.IndexFunc(res.Dependencies, func(d Dependency) bool { return d.ID == id })
	}
	slices.SortStableFunc(ids, func(a, b string) int { return cmp.Compare(at(a), at(b)) })
	return ids
}

func reachedByAll(resources []*Resource) []string {
	var out []string
	for _, d := range resources[0].Dependencies {
		all := !slices.ContainsFunc(resources, func(res *Resource) bool {
			other, ok := res.dependency(d.ID)
			return !ok || other.Verdict != reach.VerdictReachable
		})
		if all {
			out = append(out, d.ID)
		}
	}
	return out
}

func (c *cause) addRepairs(proofs []*reach.Proof) {
	for _, p := range proofs {
		for _, repair := range p.Repairs {
			if text := repairText(repair); !slices.Contains(c.repairs, text) {
				c.repairs = append(c.repairs, text)
			}
		}
	}
}

// repairText is "sg-09f: admit 443 from sg-0b7".
func repairText(r reach.Repair) string {
	if r.Object == "" || strings.Contains(r.Text, r.Object) {
		return r.Text
	}
	return r.Object + ": " + r.Text
}

// brokenGate is one failing gate with everything that it cuts off.
type brokenGate struct {
	gate reach.Gate
	ids  []string // dependencies
	vias []string // endpoints on the way, by dependency
}

// whyBlocked says each failing gate once, with what it cuts off and the
// endpoint it stands before.
func (r *Report) whyBlocked(resources []*Resource, kind causeKind) []string {
	var gates []*brokenGate
	for _, res := range resources {
		for _, id := range res.lost(kind) {
			for _, p := range r.proofsOf(res, id) {
				for _, g := range p.Failing() {
					gates = addBroken(gates, g, id, endpointOf(p))
				}
			}
		}
	}
	var out []string
	for _, b := range gates {
		out = append(out, b.sentence())
	}
	return out
}

func addBroken(gates []*brokenGate, g reach.Gate, id, via string) []*brokenGate {
	i := slices.IndexFunc(gates, func(b *brokenGate) bool {
		return b.gate.Kind == g.Kind && slices.Equal(b.gate.Object, g.Object) && b.gate.Rule == g.Rule && b.gate.Leg == g.Leg
	})
	if i < 0 {
		gates = append(gates, &brokenGate{gate: g})
		i = len(gates) - 1
	}
	if b := gates[i]; !slices.Contains(b.ids, id) {
		b.ids = append(b.ids, id)
		if via != "" {
			b.vias = append(b.vias, via+" ("+id+")")
		}
	}
	return gates
}

// endpointOf is the endpoint that a proof's path leads to, "" when it leads elsewhere.
func endpointOf(p *reach.Proof) string {
	for _, path := range p.Paths {
		for _, h := range path.Hops {
			if strings.HasPrefix(h.ID, "vpce-") {
				return h.ID
			}
		}
	}
	return ""
}

// sentence is "vpce-0c22 (sagemaker.api): sg-09f admits 443 only from sg-09f".
func (b *brokenGate) sentence() string {
	subject := listed(b.ids, 6)
	if len(b.vias) == len(b.ids) && len(b.vias) <= 3 {
		subject = strings.Join(b.vias, ", ")
	}
	why := cmp.Or(b.gate.Why, b.gate.Rule, gateWord(b.gate.Kind)+" fails")
	if object := strings.Join(b.gate.Object, ", "); object != "" && !strings.Contains(why, b.gate.Object[0]) {
		why = object + ": " + why
	}
	if b.gate.Leg == reach.Return && !strings.Contains(why, "back") {
		why += " (on the way back)"
	}
	return subject + ": " + why
}

func (r *Report) explainExposed(c *cause) {
	first := c.resources[0]
	c.proofs = openOnly(r.proofsOf(first, "internet"))
	c.addRepairs(c.proofs)
	if len(c.repairs) == 0 {
		c.repairs = r.remediations(c.resources)
	}
	via := strings.Join(first.ExposureVia, ", ")
	switch {
	case first.Exposure == reach.ExposureNAT:
		c.because = []string{"any internet address through " + cmp.Or(via, "the customer's network") + "; nothing on that path keeps a list of what is allowed"}
	case len(first.Placements) == 0:
		c.because = []string{"no VPC: an interface that SageMaker owns carries everything, outside the customer's control"}
	default:
		c.because = []string{"direct internet through SageMaker's own interface; its subnet's NAT and endpoints are not on that path"}
	}
}

// openOnly leaves the proofs that show a way out.
func openOnly(proofs []*reach.Proof) []*reach.Proof {
	return slices.DeleteFunc(proofs, func(p *reach.Proof) bool {
		return p.Verdict != reach.VerdictReachable && p.Verdict != reach.VerdictPartial
	})
}

// remediations says how to close the way to the internet, in a few words where
// every kind has a move of its own.
func (r *Report) remediations(resources []*Resource) []string {
	const few = 2
	var texts, checks []string
	for _, res := range unlike(resources, func(res *Resource) string { return string(res.Kind) }) {
		if f := r.openFinding(res); f != nil {
			texts, checks = append(texts, f.Remediation.Text), append(checks, f.Check)
		}
	}
	slices.Sort(texts)
	if texts = slices.Compact(texts); len(texts) <= few {
		return texts
	}
	slices.Sort(checks)
	return []string{"each kind by its own move; mooring checks ID tells it: " + strings.Join(slices.Compact(checks), ", ")}
}

// openFinding is the finding that speaks of a resource's way to the internet.
func (r *Report) openFinding(res *Resource) *Finding {
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Resource != res.ID || f.Status != Fail || f.Remediation.Text == "" {
			continue
		}
		for _, word := range []string{"internet", "no-vpc", "vpc-only", "egress"} {
			if strings.Contains(f.Check, word) {
				return f
			}
		}
	}
	return nil
}

func (r *Report) explainUnknown(c *cause) {
	seen := map[string]bool{}
	for _, m := range c.resources[0].Missing {
		if word := missingWord(m); !seen[word] {
			seen[word] = true
			c.because = append(c.because, word)
		}
	}
	if len(c.because) == 0 {
		c.because = []string{"nothing says what would settle it"}
	}
	for _, d := range c.resources[0].Dependencies {
		if d.Verdict == reach.VerdictUnknown && d.Need != inventory.Optional {
			c.lost = append(c.lost, d.ID)
		}
	}
	c.open = c.resources[0].Exposure == reach.ExposureUnknown
	for _, id := range c.lost {
		if c.proofs = r.proofsOf(c.resources[0], id); len(c.proofs) > 0 {
			return
		}
	}
}

// missingWord says what would settle an unknown.
func missingWord(m inventory.Missing) string {
	switch m.Kind {
	case inventory.MissingPermission:
		return m.What + " was denied; allow it"
	case inventory.MissingAccount:
		return "account " + m.What + " was not read"
	case inventory.MissingParameter:
		return "parameter " + m.What + " has no value"
	case inventory.MissingImport:
		return "import " + m.What + " is not in what was read"
	}
	return m.What
}
