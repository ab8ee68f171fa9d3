package reach

import (
	"net/netip"
	"slices"
	"testing"

	"mooring/internal/inventory"
	"mooring/internal/netset"
)

// course is what the packets of one question of the fleet cross, as the two
// references take it. Names and routes are settled before: neither pays for them.
type course struct {
	from   netip.Addr
	to     []netip.Addr // one address of each atom
	gates  []ruleList
	prefix func(list string) []netip.Prefix
}

// ruleList is one list of rules: those of groups, or an ACL's entries.
type ruleList struct {
	rules   []inventory.Permission
	entries []inventory.ACLEntry
	ports   []int // one on the way there, one of each range on the way back
	client  bool  // the rules look at the client's address, not at the other side's

	bareRules   [][]uint64 // those that match, with their blocks
	bareEntries []bareEntry
	peers       []uint64
}

type bareEntry struct {
	allow, all bool
	from, to   int
	set        []uint64
}

// courses makes the courses of one VPC, of which many share their compiled rules.
type courses struct {
	*environment
	there, back []bareEntry
	groups      map[string][2][][]uint64
}

func coursesOf(e *environment) *courses {
	acls, _ := e.acls.Get()
	c := &courses{environment: e, groups: map[string][2][][]uint64{}}
	c.there, c.back = c.entries(acls[0].Egress), c.entries(acls[0].Ingress)
	return c
}

func (c *courses) blocks(list string) []netip.Prefix {
	entries, _ := c.prefixesOf(list).Get()
	return entries
}

func (c *courses) bits(s netset.Set) []uint64 {
	out := make([]uint64, (c.space.Len()+63)/64)
	s.Each(func(atom int) bool {
		out[atom/64] |= 1 << (atom % 64)
		return true
	})
	return out
}

func (c *courses) entries(all []inventory.ACLEntry) []bareEntry {
	var out []bareEntry
	for _, e := range all {
		if e.Protocol == inventory.TCP || e.Protocol == inventory.AllProtocols {
			out = append(out, bareEntry{e.Allow, e.Protocol == inventory.AllProtocols, e.From, e.To, c.bits(c.space.Prefixes(e.Prefix))})
		}
	}
	return out
}

// compiled are the rules of a group for 443, out of it and into it.
func (c *courses) compiled(g *inventory.SecurityGroup) [2][][]uint64 {
	if known, ok := c.groups[g.ID]; ok {
		return known
	}
	var out [2][][]uint64
	for i, rules := range [][]inventory.Permission{g.Egress, g.Ingress} {
		for _, p := range rules {
			blocks := slices.Clone(p.Prefixes)
			for _, list := range p.PrefixLists {
				blocks = append(blocks, c.blocks(list)...)
			}
			if p.From <= 443 && p.To >= 443 {
				out[i] = append(out[i], c.bits(c.space.Prefixes(blocks...)))
			}
		}
	}
	c.groups[g.ID] = out
	return out
}

// course is that of one class and dependency: by the gateway endpoint to S3, to an
// endpoint's interface, or out by the NAT gateway.
func (c *courses) course(class *class, service inventory.Service) *course {
	a := c.resolve(class, service, false, &notebook{})
	goal := a.outside
	switch {
	case len(a.inside) > 0:
		goal = a.inside[0].set
	case service.ID == "internet":
		goal = c.internet
	}
	out := &course{from: class.sources.Witness(), prefix: c.blocks}
	goal.Each(func(atom int) bool {
		out.to = append(out.to, c.space.First(atom))
		return true
	})
	source, far := c.bits(class.sources), c.bits(goal)
	client, nat := starts(c.ports.within(clientPorts)), starts(c.ports.within(natPorts))
	group := func(ids []string, way direction, peers []uint64) {
		out.gates = append(out.gates, c.group(ids, way, peers))
	}
	acl := func(way direction, ports []int, atClient bool) {
		out.gates = append(out.gates, c.acl(way, ports, atClient, source, far))
	}
	https := []int{443}
	group(class.groups, outbound, far)
	switch {
	case len(a.inside) > 0 && a.inside[0].subnet == class.subnet.ID:
		group(a.inside[0].groups, inbound, source)
	case len(a.inside) > 0:
		acl(outbound, https, false)
		acl(inbound, https, true)
		group(a.inside[0].groups, inbound, source)
		acl(outbound, client, true)
		acl(inbound, client, false)
	case service.ID == "s3":
		acl(outbound, https, false)
		acl(inbound, client, false)
	default:
		acl(outbound, https, false)
		acl(inbound, https, true)
		acl(outbound, https, false)
		acl(inbound, nat, false)
		acl(outbound, client, true)
		acl(inbound, client, false)
	}
	return out
}

func starts(ranges []portRange) []int {
	var out []int
	for _, r := range ranges {
		out = append(out, r.from)
	}
	return out
}

func (c *courses) group(ids []string, way direction, peers []uint64) ruleList {
	out := ruleList{ports: []int{443}, client: way == inbound, peers: peers}
	for _, id := range ids {
		g, _ := c.snapshot.SecurityGroup(c.vpc.Scope, id).Get()
		if way == outbound {
			out.rules, out.bareRules = append(out.rules, g.Egress...), append(out.bareRules, c.compiled(g)[0]...)
		} else {
			out.rules, out.bareRules = append(out.rules, g.Ingress...), append(out.bareRules, c.compiled(g)[1]...)
		}
	}
	return out
}

func (c *courses) acl(way direction, ports []int, atClient bool, source, far []uint64) ruleList {
	acls, _ := c.acls.Get()
	out := ruleList{entries: acls[0].Egress, bareEntries: c.there, ports: ports, client: atClient, peers: far}
	if way == inbound {
		out.entries, out.bareEntries = acls[0].Ingress, c.back
	}
	if atClient {
		out.peers = source
	}
	return out
}

// naive is the reference that knows no sets: one packet for each address and each
// range of ports, every rule from the top. It reports whether all get through,
// and stops at the first that does not.
func (c *course) naive() bool {
	most := 0
	for _, g := range c.gates {
		most = max(most, len(g.ports))
	}
	for _, to := range c.to {
		for packet := range most {
			if !c.passes(to, packet) {
				return false
			}
		}
	}
	return true
}

// passes asks the gates that tell one packet from those before it.
func (c *course) passes(to netip.Addr, packet int) bool {
	for i := range c.gates {
		g := &c.gates[i]
		if packet >= len(g.ports) {
			continue
		}
		peer := to
		if g.client {
			peer = c.from
		}
		if g.entries != nil {
			if !firstMatch(g.entries, flow{inventory.TCP, g.ports[packet]}, peer) {
				return false
			}
		} else if !slices.ContainsFunc(g.rules, func(p inventory.Permission) bool { return c.admits(p, peer) }) {
			return false
		}
	}
	return true
}

func (c *course) admits(p inventory.Permission, a netip.Addr) bool {
	if p.From > 443 || p.To < 443 {
		return false
	}
	holds := func(b netip.Prefix) bool { return b.Contains(a) }
	return slices.ContainsFunc(p.PrefixLists, func(list string) bool { return slices.ContainsFunc(c.prefix(list), holds) }) ||
		slices.ContainsFunc(p.Prefixes, holds)
}

// bareSets is the work on sets of a question and no more: the rules of groups for
// 443 united, the first match of an ACL for each range of ports. The least of it
// is one pass over an ACL for all ranges together, where that settles them.
type bareSets struct {
	least    bool
	open, ok []uint64
}

func (b *bareSets) pass(c *course) bool {
	for i := range c.gates {
		g := &c.gates[i]
		if b.ok == nil {
			b.open, b.ok = make([]uint64, len(g.peers)), make([]uint64, len(g.peers))
		}
		if g.entries == nil && !holdsAll(b.union(g.bareRules), g.peers) {
			return false
		}
		if b.least && len(g.ports) > 1 && holdsAll(b.all(g.bareEntries, g.ports[0], g.ports[len(g.ports)-1]), g.peers) {
			continue
		}
		for _, port := range g.ports {
			if g.entries != nil && !holdsAll(b.first(g.bareEntries, port), g.peers) {
				return false
			}
		}
	}
	return true
}

func (b *bareSets) union(rules [][]uint64) []uint64 {
	clear(b.ok)
	for _, rule := range rules {
		ok := b.ok[:len(rule)] // so that the loop checks no bounds
		for i, w := range rule {
			ok[i] |= w
		}
	}
	return b.ok
}

func (b *bareSets) first(entries []bareEntry, port int) []uint64 {
	return b.all(entries, port, port)
}

// all is the first match for a range of ports: what denies some denies all.
func (b *bareSets) all(entries []bareEntry, from, to int) []uint64 {
	clear(b.ok)
	for i := range b.open {
		b.open[i] = ^uint64(0)
	}
	for _, e := range entries {
		if !e.all && (to < e.from || from > e.to || e.allow && (from < e.from || to > e.to)) {
			continue
		}
		open, ok := b.open[:len(e.set)], b.ok[:len(e.set)]
		for i, w := range e.set {
			if e.allow {
				ok[i] |= w & open[i]
			}
			open[i] &^= w
		}
	}
	return b.ok
}

func holdsAll(s, t []uint64) bool {
	for i, w := range t {
		if w&^s[i] != 0 {
			return false
		}
	}
	return true
}

// coursesFor are the courses of some resources, one of each class, for everything
// that they depend on. The bare sets must say of each what the engine says, the
// naive walker of the first few resources.
func coursesFor(tb testing.TB, g *Engine, all []inventory.Resource, few int) []*course {
	var out []*course
	sets, least := bareSets{}, bareSets{least: true}
	made := coursesOf(g.environment(g.snapshot.VPCs()[0]))
	for i, r := range all {
		at, _ := g.seats(&Result{}, r, r.Network())[0].Get()
		for _, d := range g.Judge(r).Dependencies {
			service, _ := inventory.ServiceByID(d.ID)
			c := made.course(at.class, service)
			if want := d.Verdict == VerdictReachable; sets.pass(c) != want || least.pass(c) != want || i < few && c.naive() != want {
				tb.Fatalf("%s → %s is %s, which a reference contradicts", r.Head().Name, d.ID, d.Verdict)
			}
			out = append(out, c)
		}
	}
	return out
}

// TestReferences holds the references of the benchmarks to what the engine says
// of a few notebooks: of each kind of path, in and out of an endpoint's subnet.
func TestReferences(t *testing.T) {
	s := snapshotOf(t, fleet{notebooks: 3 * fleetSubnets})
	var some []inventory.Resource
	for i := 0; i < 3*fleetSubnets; i += fleetSubnets - 1 {
		some = append(some, s.Resources()[i])
	}
	g, _ := judgeAll(t, s)
	if all := coursesFor(t, g, some, 2); len(all) < 16*len(some) {
		t.Errorf("%d courses of %d notebooks", len(all), len(some))
	}
}
