package oracle

import (
	"net/netip"
	"slices"
	"strings"

	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// behind are the ways of what a node of a load balancer sends on for a packet
// that came to it (L1). What one that is not active would meet is as fair to name.
func (w *walker) behind(j *judgement, s *samples, t *journey) []*trail {
	l, gate := t.listener(), &trail{}
	gate.check(l != nil && t.goal.balancer.State == "active", inventory.GateLoadBalancer, "", t.goal.balancer.ID)
	if t.source.vpc != t.goal.vpc {
		w.met["L2 a load balancer in another VPC"] = true
	}
	if l == nil {
		return []*trail{gate}
	}
	out := w.answers(j, s, t, l)
	for _, way := range out {
		if way.passed |= gate.passed; len(gate.fails) > 0 {
			way.maybe = append(way.maybe, way.fails...)
			way.fails = gate.fails
		}
	}
	return out
}

// answers are what a listener does by its default action (L1).
func (w *walker) answers(j *judgement, s *samples, t *journey, l *inventory.Listener) []*trail {
	switch {
	case !slices.Contains(l.Actions, "forward"):
		w.met["L1 a load balancer that answers itself"] = true
		return []*trail{{}}
	case len(l.TargetGroups) == 0:
		return []*trail{{unsure: []string{"target groups none of which has a weight"}, loose: true, either: true}}
	}
	var out []*trail
	for _, id := range l.TargetGroups {
		g := known(w.snapshot.TargetGroup(t.goal.balancer.Scope, id))
		out = append(out, w.spread(j, s, t, g)...)
	}
	return out
}

// listener is the one that takes the packet (L1).
func (j *journey) listener() *inventory.Listener {
	b := j.goal.balancer
	takes := map[string][]inventory.Protocol{
		"TCP": {inventory.TCP}, "TLS": {inventory.TCP}, "HTTP": {inventory.TCP}, "HTTPS": {inventory.TCP}, "UDP": {inventory.UDP}, "TCP_UDP": {inventory.TCP, inventory.UDP},
	}
	for _, l := range known(j.snapshot.Listeners(b.Scope, b.ID)) {
		if l.Port == j.dport && slices.Contains(takes[l.Protocol], j.protocol) {
			return l
		}
	}
	return nil
}

// idle is a load balancer with nobody to send to.
func (j *journey) idle() *trail {
	out := &trail{}
	out.check(false, inventory.GateLoadBalancer, "", j.goal.balancer.ID)
	return out
}

// spread sends to each target of a group that the node may pick (L4, L5).
func (w *walker) spread(j *judgement, s *samples, t *journey, g *inventory.TargetGroup) []*trail {
	healthy, other := t.candidates(g)
	var well, ill []*trail
	for _, to := range healthy {
		well = append(well, w.relay(j, s, t, g, to)...)
	}
	if len(healthy) > 0 && (known(g.OneSuffices) || len(other) == 0) {
		return well
	}
	for _, to := range other {
		ill = append(ill, w.relay(j, s, t, g, to)...)
	}
	switch all := append(well, ill...); {
	case len(all) == 0:
		return []*trail{t.idle()}
	case stuck(all):
		// Those that are not healthy may be left alone, and policies asked later.
		j.also = append(j.also, reach.VerdictUnknown)
		return all
	case len(healthy) == 0:
		w.met["L5 a node that fails open"] = true
		open := &trail{unsure: []string{"targets none of which is healthy"}}
		for _, way := range all {
			open.maybe = append(open.maybe, way.fails...)
		}
		return []*trail{open}
	default:
		// How many must be healthy for the others to get nothing is a count of its own.
		j.loose, j.also = true, append(j.also, reach.VerdictUnknown, reach.VerdictPartial)
		return well
	}
}

func stuck(all []*trail) bool {
	return !slices.ContainsFunc(all, func(t *trail) bool { return len(t.fails) == 0 })
}

// candidates are the targets within the node's reach that are still registered.
func (j *journey) candidates(g *inventory.TargetGroup) (healthy, other []inventory.GroupTarget) {
	crosses := known(j.goal.balancer.CrossZone)
	if word := known(g.CrossZone); word != "use_load_balancer_configuration" {
		crosses = word == "true"
	}
	if !crosses {
		j.walker.met["L4 a node that stays in its zone"] = true
	}
	for _, t := range known(g.Targets) {
		switch {
		case t.Health == "unused" || t.Health == "draining":
		case !crosses && t.Zone != "all" && t.Zone != j.goal.subnet.Zone:
		case t.Health == "healthy":
			healthy = append(healthy, t)
		default:
			other = append(other, t)
		}
	}
	return healthy, other
}

// relay is a connection of the node's own to a target, there and back (L3).
func (w *walker) relay(j *judgement, s *samples, t *journey, g *inventory.TargetGroup, to inventory.GroupTarget) []*trail {
	at := w.addressOf(to)
	who := w.whoHas(at)
	if who == nil {
		return []*trail{{unsure: []string{"who has a target's address"}}}
	}
	if who.balancer != nil {
		return []*trail{{unsure: []string{"a load balancer behind a load balancer"}, loose: true, either: true}}
	}
	p := packet{t.dst, at, t.protocol, 1024, to.Port}
	if known(g.PreserveClientIP) {
		w.met["L6 a preserved client"] = true
		p.src, p.sport = t.src, t.sport
		return t.preserved(s, p, who)
	}
	w.met["L3 a node crossed"] = true
	out, sent := w.ways(j, s, t.goal, p, who)
	if sent.ended && sent.vpc == t.goal.vpc && who.vpc != sent.vpc {
		// Who has an address beyond the VPC may be left open where no way leads there.
		j.also = append(j.also, reach.VerdictUnknown)
	}
	for _, way := range out {
		way.port = 0 // the node picks its own
	}
	return out
}

// addressOf is a target's: that of its interface where it is an instance.
func (w *walker) addressOf(t inventory.GroupTarget) netip.Addr {
	for _, n := range w.cards {
		if n.Instance == t.ID && t.ID != "" {
			w.met["L3 a target that is an instance"] = true
			return n.Addresses[0]
		}
	}
	return netip.MustParseAddr(t.ID)
}

// paired are all pairs of a client's way and one behind the node; lost says that
// the way there ends before it.
func paired(near, far []*trail, lost bool) []*trail {
	var out []*trail
	for _, a := range near {
		for _, b := range far {
			if a.port != 0 && b.port != 0 && a.port != b.port {
				continue
			}
			both := a.clone()
			both.maybe, both.unsure = append(both.maybe, b.maybe...), append(both.unsure, b.unsure...)
			if lost {
				both.maybe = append(both.maybe, b.fails...)
			} else {
				both.fails = append(both.fails, b.fails...)
			}
			both.loose, both.either, both.passed = a.loose || b.loose, a.either || b.either, a.passed|b.passed
			both.filters = slices.Concat(a.filters, b.filters)
			out = append(out, both)
		}
	}
	return out
}

// chase asks for the name that a CNAME gives, which the VPC's zones and rules may
// have too (D4, D5).
func (v *vpc) chase(w *walker, name string) resolution {
	w.met["D4 a CNAME"] = true
	var best *inventory.DNSDomain
	for _, d := range slices.Concat(known(w.snapshot.PrivateZones(v.VPC)), known(w.snapshot.ForwardedDomains(v.VPC))) {
		if inventory.WithinDomain(name, d.Name) && (best == nil || len(d.Name) >= len(best.Name)) {
			best = &d
		}
	}
	switch {
	case best == nil:
		return v.alias(w, name)
	case slices.ContainsFunc(known(w.snapshot.PrivateZones(v.VPC)), func(d inventory.DNSDomain) bool { return d.ID == best.ID }):
		return v.zoneAnswer(w, best, name)
	}
	return resolution{unsure: true}
}

// balanced is the load balancer of a name, or nil.
func (w *walker) balanced(name string) *resolution {
	name = strings.TrimPrefix(name, "dualstack.")
	for _, other := range w.vpcs {
		all, _ := w.snapshot.LoadBalancers(other.VPC).Get()
		for _, b := range all {
			if b.DNSName != name {
				continue
			}
			if !b.Internal {
				return &resolution{unsure: true}
			}
			out := &resolution{private: true, balancer: b}
			for _, n := range known(w.snapshot.BalancerNodes(other.VPC, b)) {
				out.addresses = append(out.addresses, n.Addresses[0])
			}
			return out
		}
	}
	return nil
}

// byNode sends to every node that the name of a load balancer may stand for.
func (u *subject) byNode(p placed, s inventory.Service, name resolution, nodes []target) *judgement {
	j := newJudgement(reach.VerdictUnknown)
	var perSource []reach.Verdict
	for _, src := range p.sources {
		var all []count
		for _, n := range nodes {
			var c count
			for _, f := range u.flows(s) {
				c.add(u.exchange(j, u.samples, p.stand, packet{src, n.at, f.protocol, 32768, f.port}, n.who))
			}
			all = append(all, c)
		}
		verdict, also := handedOut(all, known(name.balancer.AnyZone))
		perSource, j.also = append(perSource, verdict), append(j.also, also...)
	}
	j.verdict = fold(perSource)
	u.met["the name of a load balancer, "+string(j.verdict)] = true
	j.passed.add(inventory.GateDNS)
	if name.either {
		j.also = append(j.also, reach.VerdictUnknown)
	}
	return j
}

// handedOut is the fold over the nodes of a load balancer: DNS may leave out
// those that reach no target while others do, and with a policy of its own those
// of other zones. Also is what may be said where both readings agree.
func handedOut(all []count, anyZone bool) (v reach.Verdict, also []reach.Verdict) {
	var each, live []reach.Verdict
	for _, c := range all {
		each = append(each, c.verdict())
		if c.dead == 0 {
			live = append(live, c.verdict())
		}
	}
	v = fold(each)
	if len(live) > 0 && len(live) < len(each) {
		also = []reach.Verdict{reach.VerdictUnknown}
	}
	if len(live) > 0 && fold(live) != v || !anyZone && len(slices.Compact(slices.Clone(each))) > 1 {
		return reach.VerdictUnknown, nil
	}
	return v, also
}
