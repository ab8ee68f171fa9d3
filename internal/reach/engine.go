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
	proofs       map[question]*Proof
	doors        map[string]egress
}

// question is what a proof answers; two resources that ask the same share it.
type question struct {
	class   string
	service string
	traffic Traffic
	split   bool
	targets string
}

// New makes an engine over a snapshot.
func New(s *inventory.Snapshot, a Assumptions) *Engine {
	return &Engine{snapshot: s, assume: a, environments: map[string]*environment{}, proofs: map[question]*Proof{}, doors: map[string]egress{}}
}

func (g *Engine) environment(v *inventory.VPC) *environment {
	key := func(v *inventory.VPC) string { return v.Account + v.Region + v.ID }
	if e, ok := g.environments[key(v)]; ok {
		return e
	}
	f := newFabric(g.snapshot, g.assume, g.joined(v))
	for _, e := range f.vpcs {
		g.environments[key(e.vpc)] = e
	}
	return g.environments[key(v)]
}

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

// ask proves one service for one seat, once per class.
func (g *Engine) ask(s seat, service inventory.Service, t Traffic, split bool, targets inside) *Proof {
	q := question{s.class.id, service.ID, t, split, targets.key}
	p, ok := g.proofs[q]
	if !ok {
		p = s.env.prove(s.class, service, t, split, targets)
		g.proofs[q] = p
	}
	return p
}

// inside are the interfaces that an in-VPC dependency stands for.
type inside struct {
	key     string // content, for sharing proofs
	found   inventory.Value[[]destination]
	applies bool
	beside  []flow // flows that must pass beside the service's own ports
}

// prove evaluates one question.
func (e *environment) prove(c *class, s inventory.Service, t Traffic, split bool, targets inside) *Proof {
	n := &notebook{}
	p := &Proof{From: c.from(), To: To{ID: s.ID, Port: s.Port, Protocol: s.Protocol}, Traffic: t}
	switch {
	case targets.applies:
		e.proveInside(p, c, s, targets, n)
	case s.ID == "internet":
		e.provePublic(p, c, s, answer{outside: e.internet}, split, n)
	default:
		e.proveNamed(p, c, s, split, n)
	}
	p.Assumptions, p.Notes = unique(n.assumptions), unique(n.notes)
	p.Repairs = e.repairs(p, c, s, n.repairs)
	p.seal()
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
func (e *environment) proveNamed(p *Proof, c *class, s inventory.Service, split bool, n *notebook) {
	a := e.resolve(s, n)
	p.DNS = a.dns
	p.To.Host = a.dns.Name
	switch {
	case a.outcome == Fails:
		p.Verdict = VerdictBlocked
	case a.outcome == Unclear:
		p.Verdict = VerdictUnknown
		e.surelyBlocked(p, c, s, split, n)
	case len(a.inside) > 0:
		var ways []*way
		for _, d := range a.inside {
			if split && e.inside.Intersect(d.set).IsEmpty() {
				p.Verdict, p.Paths = VerdictBlocked, []Path{noWay(c, d)}
				return
			}
			ways = append(ways, e.toInterface(c, flow{inventory.TCP, s.Port}, d, n))
		}
		p.conclude(ways, tally.some)
	default:
		e.provePublic(p, c, s, a, split, n)
	}
}

// surelyBlocked: whatever DNS answers, groups that let nothing out on the port
// block it.
func (e *environment) surelyBlocked(p *Proof, c *class, s inventory.Service, split bool, n *notebook) {
	f := flow{inventory.TCP, s.Port}
	a := e.askGroups(c.groups, outbound, f)
	if split || a.unclear != nil || len(a.peers) > 0 || !a.admitted.IsEmpty() {
		return
	}
	w := e.newWay(c, f, e.internet.Union(e.inside), n)
	w.groupOut(nil)
	p.conclude([]*way{w}, tally.some)
}

// provePublic walks to public addresses. A name may give any one of them,
// except where all serve the same buckets and tables.
func (e *environment) provePublic(p *Proof, c *class, s inventory.Service, a answer, split bool, n *notebook) {
	if split {
		p.Verdict = VerdictReachable
		p.Paths = []Path{servicePath(c, s)}
		return
	}
	fold := tally.any
	if a.fixed {
		fold = tally.some
	}
	f := flow{inventory.TCP, s.Port}
	p.conclude(e.toPublic(c, f, a.outside, n), fold)
	if c.sources6.IsEmpty() || (!s.Public && s.ID != "internet") {
		return
	}
	first := p.Verdict
	p.conclude(e.toPublic(c, f, e.internet6, n), fold)
	p.Verdict = either(first, p.Verdict)
	n.notes = append(n.notes, "the interface has IPv4 and IPv6: a client tries one and then the other")
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
func (e *environment) proveInside(p *Proof, c *class, s inventory.Service, targets inside, n *notebook) {
	all, ok := targets.found.Get()
	if !ok {
		missing := targets.found.Why()
		p.Verdict = VerdictUnknown
		p.Paths = []Path{{Verdict: VerdictUnknown, Gates: []Gate{{Kind: inventory.GateRoute, Object: []string{c.subnet.ID}, Leg: Forward, Outcome: Unclear, Why: missing.What, Missing: &missing}}}}
		return
	}
	var ways []*way
	for _, d := range all {
		for _, f := range append(e.flows(c, s, d), targets.beside...) {
			ways = append(ways, e.toInterface(c, f, d, n))
		}
	}
	p.conclude(ways, tally.some)
}

// flows are the protocols and ports of a dependency, one for each range on
// which the rules of both sides agree.
func (e *environment) flows(c *class, s inventory.Service, d destination) []flow {
	if s.Port == s.LastPort && s.Port != 0 {
		return []flow{{inventory.TCP, s.Port}}
	}
	from, to := s.Port, s.LastPort
	if to == 0 {
		to = 65535
	}
	cuts := portCuts{}
	for _, id := range slices.Concat(c.groups, d.groups) {
		group, _ := e.snapshot.SecurityGroup(e.vpc.Scope, id).Get()
		if group == nil {
			continue
		}
		for _, p := range slices.Concat(group.Ingress, group.Egress) {
			cuts.add(p.From, p.To)
		}
	}
	var out []flow
	for _, r := range cuts.within(portRange{max(from, 1), to}) {
		out = append(out, flow{inventory.TCP, r.from})
	}
	return out
}

// conclude folds the ways into the proof's verdict: for each source over its
// ways, then over the sources.
func (p *Proof) conclude(ways []*way, fold func(tally) Verdict) {
	var verdicts []Verdict
	if len(ways) == 0 {
		p.Verdict = VerdictUnknown
		return
	}
	ways[0].sources.Each(func(source int) bool {
		var t tally
		for _, w := range ways {
			t = t.or(w.count(source))
		}
		verdicts = append(verdicts, fold(t))
		return true
	})
	p.Verdict = foldVerdicts(verdicts)
	for _, w := range ways {
		p.Paths = append(p.Paths, w.finish())
	}
}

func (w *way) finish() Path {
	w.path.Addresses = w.env.blocks(w.want)
	var verdicts []Verdict
	w.sources.Each(func(source int) bool {
		verdicts = append(verdicts, w.count(source).some())
		return true
	})
	w.path.Verdict = foldVerdicts(verdicts)
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
