package reach

import (
	"cmp"
	"errors"
	"net/netip"
	"slices"

	"mooring/internal/inventory"
	"mooring/internal/netset"
)

// Start is where a path begins; exactly one of its members is set, beside FromIP.
type Start struct {
	Resource                          inventory.Resource
	Interface, Subnet, Group, Gateway string // AWS ids
	Prefix                            netip.Prefix
	Internet                          bool

	FromIP netip.Addr // narrows the source to one address
}

// Goal is what is to be reached; exactly one of Service, Host, Prefix, Resource,
// Interface, Internet is set.
type Goal struct {
	Service   *inventory.Service
	Host      string
	Prefix    netip.Prefix
	Resource  inventory.Resource
	Interface string // AWS id
	Internet  bool

	// Port 0 is the service's own, else 443; with AllProtocols it is any.
	Port     int
	Protocol inventory.Protocol // 0: the service's own, else TCP
}

// Query proves what a start can do with a goal, one proof for each behaviour
// class of the start. Asked for all protocols and ports, a proof is partial where
// some get through, and blocked only where none does. The error says what it
// cannot answer.
func (g *Engine) Query(start Start, goal Goal) ([]*Proof, error) {
	if goal.Internet && goal.Port == 0 && goal.Protocol == 0 {
		internet, _ := inventory.ServiceByID("internet")
		goal = Goal{Service: &internet}
	}
	plain := goal.Service != nil && (goal.Port == 0 || goal.Port == goal.Service.Port) && (goal.Protocol == 0 || goal.Protocol == inventory.TCP)
	if plain && start.Resource != nil && !start.FromIP.IsValid() {
		return g.Trace(start.Resource, *goal.Service), nil
	}
	fine := New(g.snapshot, g.assume)
	fine.cuts = fine.boundaries(start, goal)
	if start.Internet || start.Gateway != "" {
		return fine.inbound(start, goal)
	}
	seats, sealed, err := fine.starts(start)
	if err != nil {
		return nil, err
	}
	for _, s := range seats {
		at, ok := s.Get()
		if !ok {
			sealed = append(sealed, unplaced(goal.asService(), TrafficContainer, s.Why()))
			continue
		}
		p := fine.proveGoal(at, goal)
		if !slices.ContainsFunc(sealed, func(q *Proof) bool { return q.ID == p.ID }) {
			sealed = append(sealed, p)
		}
	}
	if len(sealed) == 0 {
		return nil, errors.New("nothing stands where the path starts")
	}
	return sealed, nil
}

// boundaries are what the space must tell apart for a query, beside the rules.
func (g *Engine) boundaries(start Start, goal Goal) []netip.Prefix {
	var out []netip.Prefix
	add := func(addresses ...netip.Addr) {
		for _, a := range addresses {
			if a.IsValid() {
				out = append(out, netip.PrefixFrom(a, a.BitLen()))
			}
		}
	}
	add(start.FromIP)
	out = append(out, start.Prefix, goal.Prefix)
	for _, n := range g.snapshot.Interfaces() {
		if n.ID == goal.Interface || goal.Prefix.IsValid() && slices.ContainsFunc(n.Addresses, goal.Prefix.Contains) {
			add(n.Addresses...)
		}
	}
	if goal.Prefix.IsValid() {
		for _, v := range g.snapshot.VPCs() {
			out = append(out, v.CIDRs...)
		}
	}
	if goal.Resource != nil {
		if n, ok := g.snapshot.NetworkInterface(goal.Resource.Head().Scope, goal.Resource.Network().Interface).Get(); ok {
			add(n.Addresses...)
		}
	}
	return out
}

// asService words a goal as a dependency, for proofs.
func (goal Goal) asService() inventory.Service {
	s := inventory.Service{ID: cmp.Or(goal.Host, goal.Interface), Port: goal.Port, Protocol: "tcp"}
	switch {
	case goal.Service != nil:
		s = *goal.Service
		s.Port = cmp.Or(goal.Port, s.Port)
	case goal.Internet:
		s.ID = "internet"
	case goal.Resource != nil:
		s.ID = goal.Resource.Head().ReportID()
	case goal.Prefix.IsValid() && goal.Prefix.IsSingleIP():
		s.ID = goal.Prefix.Addr().String()
	case goal.Prefix.IsValid():
		s.ID = goal.Prefix.String()
	}
	if s.Port == 0 && goal.Protocol != inventory.AllProtocols {
		s.Port = 443
	}
	switch goal.Protocol {
	case 0, inventory.TCP:
	case inventory.AllProtocols:
		s.Protocol, s.Port = "all", goal.Port
	default:
		s.Protocol = flow{protocol: goal.Protocol, port: s.Port}.name()
	}
	return s
}

// flows are what is asked: one protocol and port, or all that any rule of the
// joined VPCs tells apart.
func (goal Goal) flows(e *environment) []flow {
	s := goal.asService()
	if goal.Protocol != inventory.AllProtocols {
		return []flow{{cmp.Or(goal.Protocol, inventory.TCP), s.Port}}
	}
	if goal.Port != 0 {
		return []flow{{inventory.TCP, goal.Port}, {inventory.UDP, goal.Port}}
	}
	return e.everyFlow()
}

// proveGoal proves one goal from one seat.
func (g *Engine) proveGoal(at seat, goal Goal) *Proof {
	e, s := at.env, goal.asService()
	p := &Proof{From: at.class.from(), To: To{ID: s.ID, Port: s.Port, Protocol: s.Protocol}, Traffic: TrafficContainer}
	n := &notebook{}
	q := trip{class: at.class, notes: n, words: true}
	var verdicts []Verdict
	for _, f := range goal.flows(e) {
		q.flow, q.goal, q.host = f, nil, ""
		e.proveFlow(p, q, g, goal, s, at.split)
		verdicts = append(verdicts, p.Verdict)
	}
	p.Verdict = foldVerdicts(verdicts)
	if goal.Protocol == inventory.AllProtocols {
		p.keepTelling()
	}
	if at.class.free {
		n.assumptions = append(n.assumptions, "security groups of the start are not asked: the path starts at addresses, not at an interface")
	}
	p.Assumptions, p.Notes = unique(n.assumptions), unique(n.notes)
	p.seal()
	return g.applyPolicy(p, asker{})
}

// keepTelling leaves one path for each fate, of the many that all ports make.
func (p *Proof) keepTelling() {
	seen := map[Verdict]bool{}
	p.Paths = slices.DeleteFunc(p.Paths, func(path Path) bool {
		again := seen[path.Verdict]
		seen[path.Verdict] = true
		return again
	})
}

func (e *environment) proveFlow(p *Proof, q trip, g *Engine, goal Goal, s inventory.Service, split bool) {
	switch {
	case goal.Internet || s.ID == "internet":
		e.proveAnswer(p, q, s, answer{outside: e.internet}, split)
	case goal.Service != nil && goal.Service.Inside:
		p.Verdict = VerdictUnknown
		p.Paths = []Path{undecided(q.class, hop("which "+s.Label+" is meant"))}
	case goal.Service != nil:
		e.proveNamed(p, q, s, split)
	case goal.Host != "":
		a := e.resolveHost(q.class, goal.Host, split, q.notes)
		e.proveResolved(p, q, s, a, split)
	default:
		all, missing := g.targets(e, goal)
		if missing != nil {
			p.Verdict = VerdictUnknown
			p.Paths = append(p.Paths, undecided(q.class, *missing))
			return
		}
		e.proveTargets(p, q, all)
	}
}

// undecided is a path of which not even the destination is known.
func undecided(c *class, missing inventory.Missing) Path {
	return Path{Verdict: VerdictUnknown, Gates: []Gate{{
		Kind: inventory.GateRoute, Object: []string{c.subnet.ID}, Leg: Forward, Outcome: Unclear, Why: missing.What, Missing: &missing,
	}}}
}

// target is an address, or a block of them, with what stands there where that is known.
type target struct {
	set    netset.Set
	at     *destination
	public inventory.Value[bool] // whether it has a public address
}

func (e *environment) proveTargets(p *Proof, q trip, all []target) {
	var ways []*way
	for _, t := range all {
		if six := t.set.Witness().Is6(); six && q.class.sources6.IsEmpty() || !six && q.class.sources.IsEmpty() {
			q.notes.notes = append(q.notes.notes, "the start has no address of the goal's family")
			continue
		}
		q.goal = t.at
		ways = append(ways, e.take(q, t.set)...)
	}
	if len(ways) == 0 {
		p.Verdict = VerdictBlocked
		p.Paths = append(p.Paths, Path{Verdict: VerdictBlocked, Gates: []Gate{{
			Kind: inventory.GateRoute, Object: []string{q.class.subnet.ID}, Outcome: Fails, Why: "start and goal share no family of addresses, or nothing of the goal stands in a network",
		}}})
		return
	}
	p.conclude(ways, tally.some)
}

// targets are what a goal stands for in the network of a VPC.
func (g *Engine) targets(e *environment, goal Goal) ([]target, *inventory.Missing) {
	switch {
	case goal.Interface != "":
		return e.interfaceTargets(func(n *inventory.NetworkInterface) bool { return n.ID == goal.Interface }, everywhere()), nil
	case goal.Resource != nil:
		return g.resourceTargets(e, goal.Resource)
	}
	found := e.interfaceTargets(func(n *inventory.NetworkInterface) bool {
		return slices.ContainsFunc(n.Addresses, goal.Prefix.Contains)
	}, goal.Prefix.Contains)
	rest := e.space.Prefixes(goal.Prefix)
	for _, t := range found {
		rest = rest.Minus(t.set)
	}
	for _, there := range e.vpcs {
		// Where nobody stands today: all interfaces of the VPC were read.
		if there.interfaces.Known() && len(found) > 0 {
			rest = rest.Minus(there.inside)
		}
	}
	if !rest.IsEmpty() {
		found = append(found, target{set: rest})
	}
	return found, nil
}

func everywhere() func(netip.Addr) bool { return func(netip.Addr) bool { return true } }

func (e *environment) interfaceTargets(wanted func(*inventory.NetworkInterface) bool, in func(netip.Addr) bool) []target {
	var out []target
	for _, n := range e.snapshot.Interfaces() {
		if !wanted(n) {
			continue
		}
		for _, a := range n.Addresses {
			set, cut := e.single(a)
			if !cut || !in(a) {
				continue
			}
			t := target{set: set, public: inventory.Known(n.PublicIP != "")}
			if d, missing := e.interfaceAt(a); missing == nil && d.set.Equal(set) {
				t.at = &d
			}
			out = append(out, t)
		}
	}
	return out
}

// resourceTargets are the places where a resource may stand.
func (g *Engine) resourceTargets(e *environment, r inventory.Resource) ([]target, *inventory.Missing) {
	var out []target
	for _, n := range r.Network().Split() {
		mode, ok := n.Mode.Get()
		switch {
		case !ok:
			why := n.Mode.Why()
			return nil, &why
		case mode == inventory.ModeNone || mode == inventory.ModeService:
			continue
		case mode == inventory.ModeInherited:
			missing := hop("where the owners of " + r.Head().Name + " stand: ask for one of them")
			return nil, &missing
		}
		for _, s := range g.seats(&Result{}, r, n) {
			at, ok := s.Get()
			if !ok {
				why := s.Why()
				return nil, &why
			}
			t := target{set: e.space.Range(usable(at.class.subnet.CIDR)), public: at.class.public}
			if at.env.fabric == e.fabric {
				t.set = at.class.sources
				t.at = &destination{id: r.Head().ReportID(), kind: string(r.Head().Kind), label: r.Head().Name, env: at.env, subnet: at.class.subnet.ID, groups: at.class.groups, blamed: at.class.blamed, set: t.set}
			}
			out = append(out, t)
		}
	}
	return out, nil
}
