package reach

import (
	"encoding/json"
	"net/netip"
	"slices"

	"mooring/internal/inventory"
	"mooring/internal/netset"
)

// Engine judges the resources of one snapshot. It remembers every proof by
// class, so it is not for concurrent use.
type Engine struct {
	snapshot     *inventory.Snapshot
	assume       Assumptions
	environments map[string]*environment
	classes      map[classKey]*class
	proofs       map[question]*Proof
	glances      map[question]*Proof // verdicts alone of what is reachable, proofs of the rest
	doors        map[*class]egress
	results      map[inventory.Resource]*Result // what Judge answered
	tables       map[inventory.Kind][]inventory.Need
	needs        map[usualNeeds][]needed
	twins        map[twin]*Result
	shared       map[string]bool // groups on whose rules answers of more than one class may hang
	personal     bool            // a proof since this was cleared hangs on more of the resource than its class
	desk         desk
	cuts         []netip.Prefix // boundaries beside those of rules
	brief        bool           // verdicts are wanted, and proofs only of what is not reachable
}

// New makes an engine over a snapshot.
func New(s *inventory.Snapshot, a Assumptions) *Engine {
	return &Engine{
		snapshot: s, assume: a, environments: map[string]*environment{}, classes: map[classKey]*class{},
		proofs: map[question]*Proof{}, glances: map[question]*Proof{}, doors: map[*class]egress{}, results: map[inventory.Resource]*Result{},
		tables: map[inventory.Kind][]inventory.Need{}, needs: map[usualNeeds][]needed{}, twins: map[twin]*Result{}, shared: map[string]bool{},
	}
}

func (g *Engine) environment(v *inventory.VPC) *environment {
	if e, ok := g.environments[keyOfVPC(v)]; ok {
		return e
	}
	f := newFabric(g.snapshot, g.assume, g.joined(v), g.cuts, g.shared)
	for _, e := range f.vpcs {
		g.environments[keyOfVPC(e.vpc)] = e
	}
	return g.environments[keyOfVPC(v)]
}

func keyOfVPC(v *inventory.VPC) string { return v.Account + v.Region + v.ID }

// joined are a VPC and all that peering connections and transit gateways may
// lead to from it, however far.
func (g *Engine) joined(v *inventory.VPC) []*inventory.VPC {
	all := []*inventory.VPC{v}
	seen := map[string]bool{v.ID: true}
	for i := 0; i < len(all); i++ {
		for _, id := range g.snapshot.Joined(all[i]) {
			next, ok := g.snapshot.VPC(all[i].Scope, id).Get()
			if ok && !seen[id] {
				seen[id] = true
				all = append(all, next)
			}
		}
	}
	return all
}

// inside are the interfaces that an in-VPC dependency stands for.
type inside struct {
	key     string // content, for sharing proofs
	found   inventory.Value[[]destination]
	applies bool
	beside  []span // flows that must pass beside the service's own ports
}

// prove evaluates one question. Without words it is the verdict alone.
func (e *environment) prove(c *class, s inventory.Service, t Traffic, split bool, targets inside, words bool) *Proof {
	n := &notebook{}
	p := &Proof{From: c.from(), To: To{ID: s.ID, Port: s.Port, Protocol: s.Protocol}, Traffic: t}
	q := trip{class: c, flow: flow{inventory.TCP, s.Port}, notes: n, words: words}
	switch {
	case targets.applies:
		e.proveInside(p, q, s, targets)
	case s.ID == "internet":
		e.proveAnswer(p, q, s, answer{outside: e.internet}, split)
	default:
		e.proveNamed(p, q, s, split)
	}
	if words {
		p.Assumptions, p.Notes = unique(n.assumptions), unique(n.notes)
		p.Repairs = e.repairs(p, c, s, n.repairs)
		p.seal()
	}
	return p
}

func unique(texts []string) []string {
	slices.Sort(texts)
	return slices.Compact(texts)
}

// seal names a proof by its content.
func (p *Proof) seal() {
	text, err := json.Marshal(p)
	if err != nil {
		// Every member is a string, number, bool or list of them.
		panic("reach: a proof cannot be encoded: " + err.Error())
	}
	p.ID = "p-" + digest(string(text))
}

// proveNamed asks DNS first.
func (e *environment) proveNamed(p *Proof, q trip, s inventory.Service, split bool) {
	e.proveResolved(p, q, s, e.resolve(q.class, s, split, q.notes), split)
}

// proveResolved walks to what DNS answers.
func (e *environment) proveResolved(p *Proof, q trip, s inventory.Service, a answer, split bool) {
	p.DNS = a.dns
	p.To.Host, q.host = a.dns.Name, a.dns.Name
	switch {
	case a.outcome == Fails:
		p.Verdict = VerdictBlocked
	case a.outcome == Unclear:
		p.Verdict = VerdictUnknown
		e.surelyBlocked(p, q, split)
	default:
		e.proveAnswer(p, q, s, a, split)
	}
}

// surelyBlocked: whatever DNS answers, groups that let nothing out on the port
// block it.
func (e *environment) surelyBlocked(p *Proof, q trip, split bool) {
	a := e.ownGroups(q.class, outbound, q.flow)
	if split || a.unclear != nil || len(a.peers) > 0 || !a.admitted.IsEmpty() {
		return
	}
	q.env = e
	w := &way{trip: &q, near: q.class.sources, far: e.internet.Union(e.inside.Minus(e.space.Prefixes(prefixes("::/0")...)))}
	w.hop(q.class.subnet.ID, "subnet", q.class.subnet.Zone)
	w.end()
	p.conclude(q.ways, tally.some)
}

// proveAnswer walks to the addresses of both families that the client may try.
func (e *environment) proveAnswer(p *Proof, q trip, s inventory.Service, a answer, split bool) {
	six := a.outside6
	switch {
	case q.class.sources6.IsEmpty():
		a.inside6, six = nil, netset.Set{}
	case a.synthetic && e.nat64:
		six = a.outside.Six(netset.Mirror{Block: nat64()})
	case s.ID == "internet":
		six = e.internet6
	}
	both := (len(a.inside) > 0 || !a.outside.IsEmpty()) && (len(a.inside6) > 0 || !six.IsEmpty())
	first := VerdictBlocked
	if len(a.inside) > 0 || !a.outside.IsEmpty() {
		e.proveFamily(p, q, s, a.inside, a.outside, a.fixed, split)
		first = p.Verdict
	}
	if (len(a.inside6) == 0 && six.IsEmpty()) || split && len(a.inside) == 0 {
		return
	}
	e.proveFamily(p, q, s, a.inside6, six, a.fixed && (len(a.inside6) > 0 || a.synthetic), split)
	p.Verdict = either(first, p.Verdict)
	if both {
		q.notes.notes = append(q.notes.notes, "the interface has IPv4 and IPv6: a client tries one and then the other")
	}
}

// proveFamily walks to interfaces within the network, or to public addresses. A
// name may give any one of those, except where all serve the same buckets and
// tables.
func (e *environment) proveFamily(p *Proof, q trip, s inventory.Service, inside []destination, outside netset.Set, fixed, split bool) {
	if len(inside) == 0 {
		e.provePublic(p, q, s, outside, fixed, split)
		return
	}
	var ways []*way
	for i := range inside {
		d := &inside[i]
		if split && !e.inside.Meets(d.set) {
			p.Verdict, p.Paths = VerdictBlocked, []Path{noWay(q.class, *d)}
			return
		}
		q.goal = d
		ways = append(ways, e.take(q, d.set)...)
	}
	p.conclude(ways, foldNodes(ways))
}

func (e *environment) provePublic(p *Proof, q trip, s inventory.Service, outside netset.Set, fixed, split bool) {
	if split {
		p.Verdict = VerdictReachable
		p.Paths = []Path{servicePath(q.class, s)}
		return
	}
	fold := tally.any
	if p.anyOne = !fixed; fixed {
		fold = tally.some
	}
	p.conclude(e.take(q, outside), fold)
}

// either folds the two families of addresses, of which one is enough.
func either(a, b Verdict) Verdict {
	for _, v := range []Verdict{VerdictReachable, VerdictPartial, VerdictUnknown} {
		if a == v || b == v {
			return v
		}
	}
	return VerdictBlocked
}

// noWay: beside direct internet access only the VPC's own range goes through
// the customer's interface, and a private address has no way by SageMaker's
// (SageMaker developer guide, appendix-notebook-and-internet-access).
func noWay(c *class, d destination) Path {
	return Path{Verdict: VerdictBlocked, Gates: []Gate{{
		Kind: inventory.GateMode, Object: []string{c.subnet.ID}, Outcome: Fails,
		Why: "DirectInternetAccess is Enabled: " + shortList(d.set) + " is outside the VPC's range, so it is sent by SageMaker's own interface, which has no way there",
	}}}
}

// servicePath leaves by the interface that SageMaker owns.
func servicePath(c *class, s inventory.Service) Path {
	return Path{
		Addresses: []string{anyPublic},
		Verdict:   VerdictReachable,
		Hops:      []Hop{{ID: "sagemaker", Kind: "service-interface", Label: "an interface that SageMaker owns"}},
		Gates:     []Gate{{Kind: inventory.GateMode, Object: []string{c.subnet.ID}, Outcome: Passes, Why: "DirectInternetAccess is Enabled: what is not in the VPC's range leaves by SageMaker's own interface"}},
	}
}

// proveInside walks to interfaces within the network, on every port asked for.
func (e *environment) proveInside(p *Proof, q trip, s inventory.Service, targets inside) {
	all, ok := targets.found.Get()
	if !ok {
		missing := targets.found.Why()
		p.Verdict = VerdictUnknown
		p.Paths = []Path{{Verdict: VerdictUnknown, Gates: []Gate{{Kind: inventory.GateRoute, Object: []string{q.class.subnet.ID}, Leg: Forward, Outcome: Unclear, Why: missing.What, Missing: &missing}}}}
		return
	}
	var ways []*way
	for i := range all {
		for _, f := range append(e.flows(q.class, s, all[i]), targets.beside...) {
			q.goal, q.flow, q.last = &all[i], f.flow, f.last
			ways = append(ways, e.take(q, all[i].set)...)
		}
	}
	p.conclude(ways, tally.some)
}

// flows are the protocols and ports of a dependency, one for each range on
// which the rules of both sides agree.
func (e *environment) flows(c *class, s inventory.Service, d destination) []span {
	if s.Port == s.LastPort && s.Port != 0 {
		return []span{{flow: flow{inventory.TCP, s.Port}}}
	}
	from, to := s.Port, s.LastPort
	if to == 0 {
		to = lastPort
	}
	cuts := portCuts{}
	if !slices.Equal(c.groups, d.groups) {
		e.hangOn(d.groups)
	}
	for _, id := range slices.Concat(c.groups, d.groups) {
		group, _ := e.snapshot.SecurityGroup(e.vpc.Scope, id).Get()
		if group == nil {
			continue
		}
		for _, p := range slices.Concat(group.Ingress, group.Egress) {
			cuts.add(p.From, p.To)
		}
	}
	var out []span
	for _, r := range cuts.within(portRange{max(from, 1), to}) {
		out = append(out, span{flow{inventory.TCP, r.from}, r.to})
	}
	return out
}

// conclude folds the ways into the proof's verdict.
func (p *Proof) conclude(ways []*way, fold func(tally) Verdict) {
	p.Verdict = foldWays(ways, fold)
	for _, w := range ways {
		p.open = p.open || w.open
		if !w.words {
			continue
		}
		if p.Verdict == VerdictUnknown && w.contested(ways) {
			w.gate(w.drawn[w.tied-1])
		}
		p.Paths = append(p.Paths, w.finish())
	}
}

func (w *way) finish() Path {
	w.path.Addresses = w.env.blocks(w.far)
	w.path.Verdict, w.path.tied = foldWays([]*way{w}, tally.some), w.tied
	return w.path
}

// blocks are the destinations of a path, cut short where they are many.
func (e *environment) blocks(s netset.Set) []string {
	if s.Equal(e.internet) || s.Equal(e.internet6) {
		return []string{anyPublic}
	}
	var out []string
	s.EachPrefix(func(p netip.Prefix) bool {
		if len(out) == 32 {
			out = append(out, "…")
			return false
		}
		out = append(out, p.String())
		return true
	})
	return out
}
