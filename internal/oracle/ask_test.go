package oracle

import (
	"net/netip"
	"slices"

	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// judgement is what the walker finds for one dependency.
type judgement struct {
	verdict reach.Verdict
	also    []reach.Verdict // as honest
	fails   map[failure]bool
	maybe   map[failure]bool
	loose   bool // the failing gates are not settled
	passed  gates
	unsure  map[string]bool
}

func newJudgement(v reach.Verdict) *judgement {
	return &judgement{verdict: v, fails: map[failure]bool{}, maybe: map[failure]bool{}, unsure: map[string]bool{}}
}

// count is how many packets fared how.
type count struct {
	pass, fail, unsure int
	inspected, sifted  int // of them by a firewall: let pass, stopped
	dead               int // asked a node that reaches no target
}

func (c *count) add(d count) {
	c.pass, c.fail, c.unsure, c.inspected, c.sifted, c.dead = c.pass+d.pass, c.fail+d.fail, c.unsure+d.unsure, c.inspected+d.inspected, c.sifted+d.sifted, c.dead+d.dead
}

func (j *judgement) add(c *count, t *trail) {
	j.passed |= t.passed
	for _, f := range t.fails {
		j.fails[f] = true
	}
	for _, f := range t.maybe {
		j.maybe[f] = true
	}
	for _, u := range t.unsure {
		j.unsure[u] = true
	}
	j.loose = j.loose || t.loose
	if t.either {
		j.also = append(j.also, reach.VerdictBlocked, reach.VerdictPartial, reach.VerdictUnknown)
		if len(t.fails) == 0 {
			j.also = append(j.also, reach.VerdictReachable)
		}
	}
	switch {
	case len(t.fails) > 0:
		c.fail++
	case len(t.unsure) > 0:
		c.unsure++
	default:
		c.pass++
		if len(t.filters) > 0 {
			c.inspected++
		}
	}
	if t.sifted {
		c.sifted++
	}
}

func (j *judgement) take(k *judgement) {
	for f := range k.fails {
		j.fails[f] = true
	}
	for f := range k.maybe {
		j.maybe[f] = true
	}
	for u := range k.unsure {
		j.unsure[u] = true
	}
	j.passed |= k.passed
	j.loose = j.loose || k.loose
	j.also = append(j.also, k.also...)
}

func (c count) verdict() reach.Verdict {
	switch {
	case c.pass > 0 && c.fail > 0:
		return reach.VerdictPartial
	case c.unsure > 0:
		return reach.VerdictUnknown
	case c.fail > 0:
		return reach.VerdictBlocked
	}
	return reach.VerdictReachable
}

// fold is docs/interface.md's: all reachable, all blocked, some of each, else unknown.
func fold(all []reach.Verdict) reach.Verdict {
	has := func(v reach.Verdict) bool { return slices.Contains(all, v) }
	switch {
	case has(reach.VerdictPartial), has(reach.VerdictReachable) && has(reach.VerdictBlocked):
		return reach.VerdictPartial
	case has(reach.VerdictUnknown):
		return reach.VerdictUnknown
	case has(reach.VerdictBlocked):
		return reach.VerdictBlocked
	case has(reach.VerdictReachable):
		return reach.VerdictReachable
	}
	return reach.VerdictNotApplicable
}

// anyAddress is the fold over the addresses that a public name may have.
func anyAddress(all []reach.Verdict) reach.Verdict {
	for _, v := range all {
		if v != all[0] {
			return reach.VerdictUnknown
		}
	}
	return all[0]
}

// target is where packets are sent: an interface, or an address outside.
type target struct {
	at  netip.Addr
	who *stand
}

// flow is a protocol and port that is asked for.
type flow struct {
	protocol inventory.Protocol
	port     int
}

// placed is an interface at the addresses it may have.
type placed struct {
	*stand
	sources, sources6 []netip.Addr
}

// send sends every packet of a set, from each source address to every target.
func (w *walker) send(s *samples, from placed, targets []target, flows []flow, join func([]reach.Verdict) reach.Verdict) *judgement {
	j := newJudgement(reach.VerdictUnknown)
	sources := from.sources
	if len(targets) > 0 && targets[0].at.Is6() {
		sources = from.sources6
	}
	if len(sources)*len(targets)*len(flows) == 0 {
		panic("oracle: no packet to send")
	}
	var perSource []reach.Verdict
	for _, src := range sources {
		var perTarget []reach.Verdict
		for _, to := range targets {
			var c count
			for _, f := range flows {
				c.add(w.exchange(j, s, from.stand, packet{src, to.at, f.protocol, 32768, f.port}, to.who))
			}
			perTarget = append(perTarget, c.verdict())
		}
		perSource = append(perSource, join(perTarget))
	}
	j.verdict = fold(perSource)
	return j
}

// exchange sends one packet there, and its answer back to every client port.
// Where AWS chooses, all choices must fare alike.
func (w *walker) exchange(j *judgement, s *samples, from *stand, p packet, to *stand) count {
	var all []count
	w.dice.start()
	for more := true; more; more = w.dice.again() {
		all = append(all, w.along(j, s, from, p, to))
	}
	if len(all) == 1 {
		return all[0]
	}
	j.loose = true
	j.also = append(j.also, reach.VerdictUnknown)
	for _, c := range all[1:] {
		if c.verdict() != all[0].verdict() {
			j.also = append(j.also, reach.VerdictPartial)
			return count{unsure: 1}
		}
	}
	return all[0]
}

func (w *walker) along(j *judgement, s *samples, from *stand, p packet, to *stand) count {
	var c count
	all, t := w.ways(j, s, from, p, to)
	if to != nil && to.balancer != nil {
		behind := w.behind(j, s, t)
		if stuck(behind) {
			c.dead++
		}
		all = paired(all, behind, t.ended)
	}
	for _, way := range all {
		j.add(&c, way)
	}
	return c
}

// ways are those of one packet there and of its answers back, and the way there.
func (w *walker) ways(j *judgement, s *samples, from *stand, p packet, to *stand) ([]*trail, *journey) {
	t := w.there(p, from, to)
	t.served()
	if t.ended {
		if len(t.fails)+len(t.unsure) == 0 {
			panic("oracle: a path ended without a reason")
		}
		t.lost(j, s)
		return []*trail{t.trail}, t
	}
	nats := []int{0}
	if len(t.masks) > 0 {
		nats = s.within(1024, 65535, 65535)
	}
	var out []*trail
	for _, client := range from.ports(s) {
		for _, nat := range nats {
			back := t.home(client, nat)
			back.port = client
			out = append(out, back)
		}
	}
	return out, t
}

// ports are those that an interface sends from: a load balancer's node has a wide
// range (L3).
func (n *stand) ports(s *samples) []int {
	if n.balancer != nil {
		return s.within(1024, 65535, 65535)
	}
	return s.within(32768, 60999, 46883, 60999)
}

// served asks the endpoint whose interface was meant (E7, E15), or the VPC of a
// file system (I14). On a path that
// ended before it, naming it is open.
func (j *journey) served() {
	if j.goal == nil || j.goal.endpoint == nil && !j.goal.files {
		return
	}
	at := &journey{walker: j.walker, trail: &trail{}, vpc: j.goal.vpc}
	if e := j.goal.endpoint; e != nil {
		at.check(e.Available(), inventory.GateInterfaceEndpoint, "", e.ID)
		at.policy(e)
		if j.protocol != inventory.TCP || j.dport != 443 {
			at.encrypted("") // what is not TLS by itself
		}
	} else {
		at.encrypted(inventory.ExcludeFileSystem)
	}
	if j.ended {
		j.maybe = append(j.maybe, at.fails...)
		return
	}
	j.passed |= at.passed
	j.fails = append(j.fails, at.fails...)
}

// lost asks what an answer would meet, wherever it comes from, when the way there
// ends before one: the ACLs at the edge of the subnets that the packet left.
// Whoever counts them is right too.
func (j *journey) lost(into *judgement, s *samples) {
	at := &trail{}
	edge := func(n *stand, remote packet, ports []int) (closed bool) {
		if n.subnet == nil || (j.goal != nil && j.goal.subnet == n.subnet) {
			return false
		}
		acl, open := n.vpc.acls[n.subnet.ID], 0
		for _, p := range ports {
			passes := allows(acl.Ingress, j.protocol, p, remote.dst)
			at.check(passes, inventory.GateACLIngress, backward, acl.ID)
			if passes {
				open++
			}
		}
		return open == 0
	}
	first := j.packet
	if len(j.masks) > 0 {
		first = j.masks[0].behind
	}
	closed := edge(j.source, first, j.source.ports(s))
	for _, m := range j.masks {
		closed = edge(m.stand, j.packet, s.within(1024, 65535, 65535)) || closed
	}
	j.maybe = append(j.maybe, at.fails...)
	switch {
	case len(j.fails) > 0:
	case closed:
		into.also = append(into.also, reach.VerdictBlocked, reach.VerdictPartial)
	case len(at.fails) > 0:
		into.also = append(into.also, reach.VerdictPartial)
	}
}
