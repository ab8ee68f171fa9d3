package reach

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"mooring/internal/inventory"
)

// mostBalancers ends a chain of load balancers behind load balancers.
const mostBalancers = 4

// backend gathers what comes of the targets of one listener, any of which a node
// may pick for a connection.
type backend struct {
	*way
	node     *destination
	balancer *inventory.LoadBalancer
	about    string // the group or target in question
	fates    tally
	untried  tally    // of all but the targets that were tried
	tried    []passed // each target that was tried
	names    []string // these
}

// doubt is a gate that leaves one target or group in the dark.
func (b *backend) doubt(missing inventory.Missing) {
	b.fates.unclear, b.untried.unclear = true, true
	b.gate(Gate{Kind: inventory.GateLoadBalancer, Object: []string{b.balancer.ID}, Rule: b.about, Outcome: Unclear, Why: missing.What, Missing: &missing})
}

func (b *backend) fail(why string) {
	b.fates.fail, b.untried.fail = true, true
	b.gate(Gate{Kind: inventory.GateLoadBalancer, Object: []string{b.balancer.ID}, Rule: b.about, Outcome: Fails, Why: why})
}

// group follows one target group.
func (b *backend) group(arn string) {
	b.about = arn
	found := b.env.snapshot.TargetGroup(b.balancer.Scope, arn)
	g, ok := found.Get()
	if !ok {
		b.doubt(found.Why())
		return
	}
	all, ok := g.Targets.Get()
	switch {
	case g.Type != "ip" && g.Type != "instance":
		b.doubt(hop("what becomes of connections to " + arn + ", whose targets are of type " + g.Type))
		return
	case !ok:
		b.doubt(g.Targets.Why())
		return
	}
	registered := slices.DeleteFunc(slices.Clone(all), func(t inventory.GroupTarget) bool { return t.Health == "unused" || t.Health == "draining" })
	if len(registered) == 0 {
		b.fail("no target is registered in the target group " + groupName(arn))
		return
	}
	if near := b.inZone(g, registered); len(near) > 0 {
		b.pick(g, near)
	}
}

// groupName is NAME of arn:…:targetgroup/NAME/ID.
func groupName(arn string) string {
	_, tail, _ := strings.Cut(arn, "targetgroup/")
	name, _, _ := strings.Cut(tail, "/")
	return cmp.Or(name, arn)
}

// inZone are the targets that the node sends to: without cross-zone load
// balancing those of its own zone (NLB guide, network-load-balancers; ALB guide,
// disable-cross-zone). None where there are none, or that is not known.
func (b *backend) inZone(g *inventory.TargetGroup, all []inventory.GroupTarget) []inventory.GroupTarget {
	across := b.crosses(g)
	if inventory.Is(across, true) {
		return all
	}
	own := zoneOfNode(b)
	var near []inventory.GroupTarget
	apart := false
	for _, t := range all {
		same := b.beside(own, t)
		switch beside, known := same.Get(); {
		case !known:
			b.doubt(same.Why())
			return nil
		case beside:
			near = append(near, t)
		default:
			apart = true
		}
	}
	switch {
	case apart && !across.Known():
		b.doubt(across.Why())
		return nil
	case len(near) == 0:
		b.fail("no target in zone " + cmp.Or(own.name, own.id) + ", and the node sends to no other")
	}
	return near
}

func zoneOfNode(b *backend) zone {
	z, _ := b.node.station(b.env).zone().Get()
	return z
}

// beside reports whether a target is of the node's zone.
func (b *backend) beside(own zone, t inventory.GroupTarget) inventory.Value[bool] {
	if t.Zone == "all" {
		return inventory.Known(true)
	}
	if t.Zone != "" {
		return own.same(zone{name: t.Zone, account: b.balancer.Account})
	}
	d, missing := b.place(t)
	if missing != nil {
		return inventory.Unknown[bool](*missing)
	}
	return inventory.Then(d.station(b.home().env).zone(), func(z zone) inventory.Value[bool] { return own.same(z) })
}

// crosses is whether a node sends to targets of other zones too: the group's own
// word, or the load balancer's.
func (b *backend) crosses(g *inventory.TargetGroup) inventory.Value[bool] {
	return inventory.Then(g.CrossZone, func(word string) inventory.Value[bool] {
		switch word {
		case "use_load_balancer_configuration":
			return b.balancer.CrossZone
		case "true", "false":
			return inventory.Known(word == "true")
		}
		return inventory.Unknown[bool](hop("whether " + g.ID + " is balanced across zones: " + word))
	})
}

// pick tries the targets that a node may choose: the healthy ones, or all where
// none is healthy, as the load balancer then fails open (ALB and NLB guides,
// target-group-health).
func (b *backend) pick(g *inventory.TargetGroup, all []inventory.GroupTarget) {
	var healthy, others []inventory.GroupTarget
	for _, t := range all {
		if t.Health == "healthy" {
			healthy = append(healthy, t)
		} else {
			others = append(others, t)
		}
	}
	for _, t := range healthy {
		b.fates = b.fates.or(b.try(g, t))
	}
	vague := slices.IndexFunc(others, func(t inventory.GroupTarget) bool {
		return !slices.Contains([]string{"unhealthy", "unhealthy.draining", "initial"}, t.Health)
	})
	switch {
	case len(healthy) > 0 && vague >= 0:
		b.doubt(doubtful(others[vague]))
	case len(others) == 0 || len(healthy) > 0 && inventory.Is(g.OneSuffices, true):
	case len(healthy) > 0 && !g.OneSuffices.Known():
		b.doubt(g.OneSuffices.Why())
	case len(healthy) > 0:
		b.doubt(doubtful(others[0]))
	default:
		b.failOpen(g, others)
	}
}

func doubtful(t inventory.GroupTarget) inventory.Missing {
	return hop(fmt.Sprintf("whether the target %s serves, whose health is %s", t.ID, cmp.Or(t.Health, "not known")))
}

// failOpen tries targets of which none is healthy: only that none of them can be
// reached is sure.
func (b *backend) failOpen(g *inventory.TargetGroup, all []inventory.GroupTarget) {
	fates := tally{}
	for _, t := range all {
		fates = fates.or(b.try(g, t))
	}
	if fates == (tally{fail: true}) {
		b.fates.fail = true
		return
	}
	for _, t := range all {
		b.about = "target " + t.ID
		b.doubt(doubtful(t))
	}
}

// try walks from the node to one target.
func (b *backend) try(g *inventory.TargetGroup, t inventory.GroupTarget) tally {
	fates, about := b.fates, b.about
	b.fates, b.about = tally{}, "target "+t.ID
	b.walk(g, t)
	after := b.fates
	b.fates, b.about = fates, about
	return after
}

func (b *backend) walk(g *inventory.TargetGroup, t inventory.GroupTarget) {
	d, missing := b.place(t)
	switch {
	case missing != nil:
		b.doubt(*missing)
		return
	case t.Port == 0:
		b.doubt(inventory.Missing{Kind: inventory.MissingOperation, What: "the port of the target " + t.ID})
		return
	case b.behind == mostBalancers:
		b.doubt(hop("where " + b.balancer.ID + " leads in the end"))
		return
	}
	kept, ok := g.PreserveClientIP.Get()
	if !ok {
		b.doubt(g.PreserveClientIP.Why())
		return
	}
	w := b.sends(d, t.Port)
	if kept && w.sixth() == b.sixth() && !b.keep(w) {
		return
	}
	if w.near.IsEmpty() {
		b.doubt(hop("by which address " + b.node.id + " reaches " + t.ID))
		return
	}
	w.depart()
	b.named = b.named || w.named
	p := &Proof{}
	p.conclude(w.ways, tally.some)
	b.fates = b.fates.add(p.Verdict)
	b.tried = append(b.tried, passed{p.open, p.Verdict, p.Paths})
	b.names = append(b.names, fmt.Sprintf("%s port %d", t.ID, t.Port))
}

// sends is the way of a node's own connection to a target.
func (b *backend) sends(d *destination, port int) *way {
	t := &trip{
		env: b.node.station(b.env).env, class: b.sender(), flow: flow{b.flow.protocol, port},
		host: b.host, goal: d, notes: b.notes, words: b.words, behind: b.behind + 1,
	}
	w := &way{trip: t, far: d.set, near: t.class.sources, client: t.env.replies(t.flow, natPorts)}
	if w.sixth() {
		w.near = t.class.sources6
	}
	return w
}

// sender is the class that a node's own connections are judged as. It has no
// place: other classes hang on its groups.
func (b *backend) sender() *class {
	e, n := b.node.station(b.env).env, b.node.balancer.at
	subnet, _ := e.subnet(n.Subnet).Get()
	if subnet == nil {
		subnet = &inventory.Subnet{Meta: inventory.Meta{Key: inventory.Key{ID: n.Subnet}}}
	}
	c := &class{id: n.ID, subnet: subnet, groups: b.node.groups, blamed: b.node.groups, free: b.node.groupless, public: inventory.Known(false)}
	if len(c.groups) == 0 && !c.free {
		c.unnamed = &inventory.Missing{Kind: inventory.MissingOperation, What: "security groups of the interface " + n.ID}
	}
	c.sources, c.sources6 = e.space.Empty(), e.space.Empty()
	for _, a := range n.Addresses {
		if set, cut := e.single(a); cut && a.Is4() {
			c.sources = c.sources.Union(set)
		} else if cut {
			c.sources6 = c.sources6.Union(set)
		}
	}
	return c
}

// place is where a target stands.
func (b *backend) place(t inventory.GroupTarget) (*destination, *inventory.Missing) {
	e := b.node.station(b.env).env
	address, err := netip.ParseAddr(t.ID)
	if err != nil {
		// Instances get connections at the primary address of their first interface.
		all := e.snapshot.InterfacesOf(t.ID)
		if len(all) != 1 || len(all[0].Addresses) == 0 || !e.interfaces.Known() {
			missing := hop("the primary interface of " + t.ID)
			return nil, &missing
		}
		address = all[0].Addresses[0]
	}
	d, missing := e.interfaceAt(address)
	if missing == nil && d.station(e).env.foreign {
		stranger := hop("what stands at " + address.String())
		missing = &stranger
	}
	return &d, missing
}
