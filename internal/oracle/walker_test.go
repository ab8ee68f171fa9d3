// Package oracle contradicts the engine: a deliberately naive walker sends one
// concrete packet at a time, there and back, through random small worlds and
// through those where engine and walker once differed. It shares nothing with
// the engine but the inventory. It holds tests only.
package oracle

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"mooring/internal/inventory"
)

// packet is one concrete packet. Client ports belong to the answer's way and
// are given there.
type packet struct {
	src, dst netip.Addr
	port     int // destination port; meaningless for protocols without
	protocol inventory.Protocol
}

// stand is where an interface is plugged in.
type stand struct {
	subnet *inventory.Subnet
	groups []string
	blamed []string // those of groups that a customer would change
	public bool     // a public address is associated with it
}

// failure is one gate that stops a packet.
type failure struct {
	kind   inventory.Gate
	object string // AWS ids, sorted, joined by commas
	leg    string // forward, return or ""
}

// trail is what one packet met.
type trail struct {
	fails  []failure
	unsure []string // reasons why a gate cannot be decided
	ended  bool     // the path ended; there is no way back to ask about
	loose  bool     // which other gates are met is not settled
	open   bool     // no row settles what Block Public Access does here
	passed []inventory.Gate
	back   []crossing
}

// crossing is a stateless thing that the answer meets: an ACL, or a table when
// acl is nil.
type crossing struct {
	acl      *inventory.NetworkACL
	entering bool // the subnet
	table    *inventory.RouteTable
	remote   netip.Addr // whom the ACL or table looks at
	nat      bool       // the port is the NAT gateway's, not the client's
}

func (t *trail) check(passes bool, kind inventory.Gate, leg string, objects ...string) {
	if passes {
		t.passed = append(t.passed, kind)
		return
	}
	objects = slices.Sorted(slices.Values(objects))
	t.fails = append(t.fails, failure{kind, strings.Join(objects, ","), leg})
}

func (t *trail) end(kind inventory.Gate, object string) {
	t.check(false, kind, "forward", object)
	t.ended = true
}

// walker knows one snapshot. Every lookup must be known: what a world leaves
// unread is judged by a law of its own.
type walker struct {
	snapshot *inventory.Snapshot
	vpc      *inventory.VPC
	tables   []*inventory.RouteTable
	acls     []*inventory.NetworkACL
	groups   map[string]*inventory.SecurityGroup
	subnets  map[string]*inventory.Subnet
	tied     bool // since it was last cleared, two routes were equally good
	second   bool // take the second of two such
}

func known[T any](v inventory.Value[T]) T {
	out, ok := v.Get()
	if !ok {
		panic("oracle: the world was to be wholly read: " + v.Why().String())
	}
	return out
}

func newWalker(s *inventory.Snapshot, v *inventory.VPC) *walker {
	w := &walker{snapshot: s, vpc: v, groups: map[string]*inventory.SecurityGroup{}, subnets: map[string]*inventory.Subnet{}}
	w.tables, w.acls = known(s.RouteTables(v)), known(s.NetworkACLs(v))
	for _, g := range known(s.SecurityGroups(v)) {
		w.groups[g.ID] = g
	}
	for _, n := range known(s.Subnets(v)) {
		w.subnets[n.ID] = n
	}
	return w
}

// there walks a packet from an interface to another (to) or out of the network
// (to is nil), asking every gate on its one way (S1, N6, R10).
func (w *walker) there(p packet, from stand, to *stand) *trail {
	t := &trail{}
	var theirs []string
	if to != nil {
		theirs = to.groups
	}
	t.check(w.admits(from.groups, true, p, p.dst, theirs), inventory.GateGroupEgress, "", from.blamed...)
	if to == nil || to.subnet.ID != from.subnet.ID {
		w.leave(t, p, from, to)
	}
	if to != nil && !t.ended {
		t.check(w.admits(to.groups, false, p, p.src, from.groups), inventory.GateGroupIngress, "", to.blamed...)
	}
	return t
}

// leave takes the packet out of its subnet: ACL, then the one route (N6, R3).
func (w *walker) leave(t *trail, p packet, from stand, to *stand) {
	acl := w.aclOf(from.subnet)
	t.check(allows(acl.Egress, p.protocol, p.port, p.dst), inventory.GateACLEgress, "forward", acl.ID)
	// Asked last, when the answer enters the subnet again.
	defer func() {
		t.back = append(t.back, crossing{acl: acl, entering: true, remote: p.dst})
	}()
	table := w.tableOf(from.subnet)
	r, ok := w.route(table, p.dst)
	if !ok || r.Blackhole {
		t.end(inventory.GateRoute, table.ID)
		return
	}
	t.passed = append(t.passed, inventory.GateRoute)
	w.step(t, p, from, to, table, r)
}

// step follows the winning route one hop.
func (w *walker) step(t *trail, p packet, from stand, to *stand, table *inventory.RouteTable, r inventory.Route) {
	switch r.Target.Kind {
	case inventory.TargetLocal:
		if to == nil {
			t.end(inventory.GateRoute, table.ID)
			return
		}
		w.arrive(t, p, to)
	case inventory.TargetInternet:
		w.internet(t, from.subnet, r.Target.ID, from.public, false)
	case inventory.TargetEndpoint:
		w.gatewayEndpoint(t, r.Target.ID)
	case inventory.TargetNAT:
		w.translate(t, p, from, r.Target.ID)
	default:
		t.unsure = append(t.unsure, fmt.Sprintf("a route leads to %s", r.Target.Kind))
		t.ended = true
	}
}

// arrive enters the subnet of the interface that is asked for, and says how its
// answer leaves again (N8).
func (w *walker) arrive(t *trail, p packet, to *stand) {
	acl := w.aclOf(to.subnet)
	t.check(allows(acl.Ingress, p.protocol, p.port, p.src), inventory.GateACLIngress, "forward", acl.ID)
	t.back = append(t.back, crossing{acl: acl, remote: p.src}, crossing{table: w.tableOf(to.subnet), remote: p.src})
}

// internet passes an internet gateway (I1, I12, I13, R12).
func (w *walker) internet(t *trail, subnet *inventory.Subnet, id string, public, nat bool) {
	gateway := known(w.snapshot.InternetGateway(w.vpc.Scope, id))
	t.check(slices.Contains(gateway.VPCs, w.vpc.ID), inventory.GateInternetGateway, "", id)
	if !nat {
		t.check(public, inventory.GatePublicAddress, "", "")
	}
	blocked, open := w.blockedPublic(subnet, nat)
	t.open = t.open || open
	t.check(!blocked, inventory.GateBlockPublicAccess, "", "")
}

// blockedPublic is whether Block Public Access stops traffic that this subnet's
// interface begins. I13 does not say whether an exclusion for egress lets out
// what has a public address of its own: open.
func (w *walker) blockedPublic(subnet *inventory.Subnet, nat bool) (blocked, open bool) {
	mode := known(w.snapshot.BlockPublicAccess(w.vpc)).Mode
	if mode == "off" || (mode == "block-ingress" && nat) {
		return false, false
	}
	for _, x := range known(w.snapshot.BlockPublicExclusions(w.vpc)) {
		ours := strings.HasSuffix(x.Resource, "/"+w.vpc.ID) || strings.HasSuffix(x.Resource, "/"+subnet.ID)
		switch {
		case !ours || !x.Active:
		case x.Mode == "allow-bidirectional":
			return false, false
		case mode == "block-bidirectional" && nat:
			return false, false
		case mode == "block-bidirectional":
			open = true
		}
	}
	return true, open
}

// gatewayEndpoint takes the packet out at the end of its route (E1, E7, E15).
func (w *walker) gatewayEndpoint(t *trail, id string) {
	e := known(w.snapshot.VPCEndpoint(w.vpc.Scope, id))
	t.check(e.Available(), inventory.GateGatewayEndpoint, "", id)
	t.check(!w.policyDenies(e), inventory.GateEndpointPolicy, "", id)
}

// translate passes a NAT gateway: into its subnet, out of it again from its own
// address, and both ways back (N10, I3, I5, I7).
func (w *walker) translate(t *trail, p packet, from stand, id string) {
	nat := known(w.snapshot.NATGateway(w.vpc.Scope, id))
	subnet := w.subnets[nat.Subnet]
	acl, table := w.aclOf(subnet), w.tableOf(subnet)
	if subnet.ID != from.subnet.ID {
		t.check(allows(acl.Ingress, p.protocol, p.port, p.src), inventory.GateACLIngress, "forward", acl.ID)
	}
	t.check(nat.State == "available", inventory.GateNATGateway, "", id)
	t.check(p.protocol == inventory.TCP || p.protocol == inventory.UDP || p.protocol == inventory.ICMP, inventory.GateNATGateway, "", id)
	r, ok := w.route(table, p.dst)
	if ok && !r.Blackhole && r.Target.ID == id {
		// It sends to itself (I5); which ACLs that crosses no row says.
		t.check(false, inventory.GateNATGateway, "", id)
		t.ended, t.loose = true, true
		return
	}
	t.check(allows(acl.Egress, p.protocol, p.port, p.dst), inventory.GateACLEgress, "forward", acl.ID)
	if !ok || r.Blackhole {
		t.end(inventory.GateRoute, table.ID)
		return
	}
	switch r.Target.Kind {
	case inventory.TargetInternet:
		t.check(nat.Public, inventory.GateNATGateway, "", id)
		w.internet(t, subnet, r.Target.ID, true, true)
	case inventory.TargetEndpoint:
		w.gatewayEndpoint(t, r.Target.ID)
	default:
		// What is behind it is not known; the answer still comes by here.
		t.unsure = append(t.unsure, fmt.Sprintf("the NAT gateway's route leads to %s", r.Target.Kind))
		t.loose = true
	}
	t.back = append(t.back,
		crossing{acl: acl, entering: true, remote: p.dst, nat: true},
		crossing{acl: acl, remote: p.src},
		crossing{table: table, remote: p.src})
}

// home walks the answer, which the far side sends to a port of the client's or,
// before translation, of the NAT gateway's.
func (w *walker) home(t *trail, p packet, client, natPort int) *trail {
	out := &trail{fails: slices.Clip(t.fails), unsure: t.unsure, passed: slices.Clip(t.passed), ended: t.ended, loose: t.loose, open: t.open}
	if t.ended {
		return out
	}
	for _, c := range t.back {
		if c.acl == nil {
			r, ok := w.route(c.table, c.remote)
			out.check(ok && !r.Blackhole && r.Target.Kind == inventory.TargetLocal, inventory.GateRoute, "return", c.table.ID)
			if !ok || r.Blackhole {
				out.ended = true
				return out
			}
			continue
		}
		entries, kind, port := c.acl.Egress, inventory.GateACLEgress, client
		if c.entering {
			entries, kind = c.acl.Ingress, inventory.GateACLIngress
		}
		if c.nat {
			port = natPort
		}
		out.check(allows(entries, p.protocol, port, c.remote), kind, "return", c.acl.ID)
	}
	return out
}
