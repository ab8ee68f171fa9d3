package oracle

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"mooring/internal/inventory"
)

// walker knows one snapshot. Every lookup must be known: what a world leaves
// unread is judged by a law of its own.
type walker struct {
	snapshot *inventory.Snapshot
	vpcs     map[string]*vpc
	groups   map[string]*inventory.SecurityGroup
	stands   map[netip.Addr]*stand // of all interfaces that were read
	cards    map[string]*inventory.NetworkInterface
	dice     dice
	met      map[string]bool // features of topology that some packet met
}

// vpc is a VPC with what stands in it.
type vpc struct {
	*inventory.VPC
	subnets   map[string]*inventory.Subnet
	tables    map[string]*table // by subnet
	edges     map[string]*table // by gateway
	all       []*table
	acls      map[string]*inventory.NetworkACL // by subnet
	lists     []*inventory.NetworkACL
	endpoints []*inventory.VPCEndpoint
}

// table is a route table with its prefix lists spelled out.
type table struct {
	*inventory.RouteTable
	rows []row
	best map[netip.Addr][]inventory.Route // what was found before
}

type row struct {
	prefix netip.Prefix
	rank   int // static, prefix list, propagated (R4)
	route  inventory.Route
}

func known[T any](v inventory.Value[T]) T {
	out, ok := v.Get()
	if !ok {
		panic("oracle: the world was to be wholly read: " + v.Why().String())
	}
	return out
}

func newWalker(s *inventory.Snapshot) *walker {
	w := &walker{snapshot: s, vpcs: map[string]*vpc{}, groups: map[string]*inventory.SecurityGroup{}, stands: map[netip.Addr]*stand{}, cards: map[string]*inventory.NetworkInterface{}, met: map[string]bool{}}
	for _, v := range s.VPCs() {
		w.vpcs[v.ID] = w.newVPC(v)
	}
	for _, v := range w.vpcs {
		w.plugIn(v)
	}
	return w
}

func (w *walker) newVPC(v *inventory.VPC) *vpc {
	out := &vpc{VPC: v, subnets: map[string]*inventory.Subnet{}, tables: map[string]*table{}, edges: map[string]*table{}, acls: map[string]*inventory.NetworkACL{}}
	out.endpoints, out.lists = known(w.snapshot.VPCEndpoints(v)), known(w.snapshot.NetworkACLs(v))
	for _, g := range known(w.snapshot.SecurityGroups(v)) {
		w.groups[g.ID] = g
	}
	var main *table
	for _, t := range known(w.snapshot.RouteTables(v)) {
		n := w.newTable(v, t)
		out.all = append(out.all, n)
		if t.Main {
			main = n
		}
		for _, id := range t.Subnets {
			out.tables[id] = n
		}
		for _, id := range t.Gateways {
			out.edges[id] = n
		}
	}
	for _, n := range known(w.snapshot.Subnets(v)) {
		out.subnets[n.ID] = n
		if out.tables[n.ID] == nil {
			out.tables[n.ID] = main // R1
		}
		out.acls[n.ID] = out.aclOf(n)
	}
	return out
}

// tableOf is the regional NAT gateway's own (I8).
func (v *vpc) tableOf(n *inventory.NATGateway) *table {
	i := slices.IndexFunc(v.all, func(t *table) bool { return t.ID == n.RouteTable })
	return v.all[i]
}

// aclOf is the ACL that names the subnet, else the VPC's default (N1).
func (v *vpc) aclOf(s *inventory.Subnet) *inventory.NetworkACL {
	i := slices.IndexFunc(v.lists, func(a *inventory.NetworkACL) bool { return slices.Contains(a.Subnets, s.ID) })
	if i < 0 {
		i = slices.IndexFunc(v.lists, func(a *inventory.NetworkACL) bool { return a.IsDefault })
	}
	if i < 0 {
		return nil // of a world made small; nobody may ask it
	}
	return v.lists[i]
}

func (w *walker) newTable(v *inventory.VPC, t *inventory.RouteTable) *table {
	out := &table{RouteTable: t, best: map[netip.Addr][]inventory.Route{}}
	for _, r := range t.Routes {
		prefixes, rank := []netip.Prefix{r.Destination}, 0
		switch {
		case r.PrefixList != "":
			prefixes, rank = known(known(w.snapshot.PrefixList(v.Scope, r.PrefixList)).Prefixes), 1
		case r.Propagated:
			rank = 2
		}
		for _, p := range prefixes {
			out.rows = append(out.rows, row{p, rank, r})
		}
	}
	return out
}

// plugIn finds who stands where in a VPC.
func (w *walker) plugIn(v *vpc) {
	for _, n := range known(w.snapshot.NetworkInterfaces(v.VPC)) {
		w.cards[n.ID] = n
		at := &stand{card: n.ID, vpc: v, subnet: v.subnets[n.Subnet], groups: n.Groups, blamed: blame(n.Groups), public: n.PublicIP != ""}
		if n.BalancerTail() != "" {
			at.balancer, _ = w.snapshot.BalancerOf(n).Get()
			at.unguarded = at.balancer != nil && at.balancer.Type == "network" && len(n.Groups) == 0
		}
		for _, e := range v.endpoints {
			if slices.Contains(e.Interfaces, n.ID) {
				at.endpoint = e
			}
		}
		for _, a := range n.Addresses {
			w.stands[a] = at
		}
	}
}

// lookup is the most specific route that matches, then the best rank (R3, R4).
// Of two prefix lists of one range AWS picks one at random (R7).
func (w *walker) lookup(t *table, dst netip.Addr) (inventory.Route, bool) {
	best, ok := t.best[dst]
	if !ok {
		best = w.bestOf(t, dst)
		t.best[dst] = best
	}
	if len(best) == 0 {
		return inventory.Route{}, false
	}
	if len(best) > 1 {
		w.met["R7 a tie of two prefix lists"] = true
	}
	return best[w.dice.roll(t.ID+dst.String(), len(best))], true
}

func (w *walker) bestOf(t *table, dst netip.Addr) []inventory.Route {
	var found []row
	local := -1
	for _, r := range t.rows {
		if r.prefix.Contains(dst) {
			found = append(found, r)
			if r.route.Target.Kind == inventory.TargetLocal {
				local = r.prefix.Bits()
			}
		}
	}
	if local >= 0 {
		// The local route beats what is propagated, also where that is more specific (R5).
		before := len(found)
		found = slices.DeleteFunc(found, func(r row) bool { return r.rank == 2 })
		if len(found) < before {
			w.met["R5 local beats propagated"] = true
		}
	}
	if len(found) == 0 {
		return nil
	}
	slices.SortStableFunc(found, func(a, b row) int {
		return cmp.Or(b.prefix.Bits()-a.prefix.Bits(), a.rank-b.rank, strings.Compare(a.route.Target.ID, b.route.Target.ID))
	})
	if local >= 0 && found[0].prefix.Bits() > local {
		w.met["R6 more specific than local"] = true
	}
	best := []inventory.Route{found[0].route}
	for _, r := range found[1:] {
		if r.prefix == found[0].prefix && r.rank == found[0].rank && r.route.Target != best[len(best)-1].Target {
			best = append(best, r.route)
		}
	}
	if len(found) > 1 && found[0].prefix == found[1].prefix && found[0].rank < found[1].rank {
		w.met["R4 a better rank for one destination"] = true
	}
	return best
}

func holds(prefixes []netip.Prefix, a netip.Addr) bool {
	return slices.ContainsFunc(prefixes, func(p netip.Prefix) bool { return p.Contains(a) })
}

// dice are the choices that AWS makes and does not announce, played through one
// after the other. What was chosen once for a flow stays.
type dice struct{ rolls []roll }

type roll struct {
	what         string
	faces, shown int
}

func (d *dice) roll(what string, faces int) int {
	if faces == 1 {
		return 0
	}
	for _, r := range d.rolls {
		if r.what == what {
			return r.shown
		}
	}
	d.rolls = append(d.rolls, roll{what, faces, 0})
	return 0
}

func (d *dice) start() { d.rolls = d.rolls[:0] }

// again turns to the next outcome; false when all were seen.
func (d *dice) again() bool {
	for n := len(d.rolls) - 1; n >= 0; n-- {
		if d.rolls[n].shown++; d.rolls[n].shown < d.rolls[n].faces {
			d.rolls = d.rolls[:n+1]
			return true
		}
	}
	return false
}
