package repair

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"mooring/internal/change"
	"mooring/internal/inventory"
)

// opens says who else reaches what by a trial's changes, as far as security
// groups, ACLs' new entries and routes go, and what else happens to clients that
// are no SageMaker resource. It looks at every interface that was read and errs
// on the side of telling too much.
func (t trial) opens(repaired []Effect) (opens, cautions []string, lost []Effect) {
	o := opening{trial: t, ours: t.ours(repaired), far: t.reached(), compared: map[string]bool{}}
	for _, c := range t.changes {
		switch c := c.(type) {
		case change.GroupRule:
			o.rule(c)
		case change.ACLRule:
			o.entry(c)
		case change.GatewayTable:
			o.gatewayTable(c.Endpoint, c.Table)
		case change.Endpoint:
			for _, id := range c.Tables {
				o.gatewayTable(c.Endpoint, id)
			}
			o.diverted(c.VPC, c.Endpoint, c.PrivateDNS)
		case change.EndpointDNS:
			if v, ok := t.now.VPCEndpoint(c.At, c.Endpoint).Get(); ok {
				o.diverted(v.VPC, c.Endpoint, c.After.Private && !c.After.InboundOnly)
			}
		case change.VPCAttribute:
			o.names(c)
		case change.DHCP:
			o.servers(c)
		}
	}
	return unique(o.said), unique(o.cautions), o.lost
}

func unique(texts []string) []string {
	slices.Sort(texts)
	return slices.Compact(texts)
}

// opening gathers what a trial opens.
type opening struct {
	trial
	ours     map[string][]string // what is repaired, by interface of the resource
	far      map[string]bool     // interfaces that the goal's paths lead to
	said     []string
	cautions []string
	lost     []Effect // of clients that are no SageMaker resource
	compared map[string]bool
}

// ours are the interfaces that the repaired resources name as their own, with
// the dependencies that are repaired for each.
func (t trial) ours(repaired []Effect) map[string][]string {
	out := map[string][]string{}
	for _, r := range t.before.Resources() {
		id := r.Head().ReportID()
		for _, n := range r.Network().Split() {
			if n.Interface == "" {
				continue
			}
			for _, e := range repaired {
				if e.Resource == id {
					out[n.Interface] = append(out[n.Interface], e.Dependency)
				}
			}
			if t.goal.resource != nil && id == t.goal.resource.Head().ReportID() {
				out[n.Interface] = append(out[n.Interface], t.goal.service.ID)
			}
		}
	}
	return out
}

// asked reports whether a flow is what a repair is for.
func (o *opening) asked(from, to *inventory.NetworkInterface) bool {
	repaired := o.ours[from.ID]
	if len(repaired) == 0 {
		return false
	}
	if o.far[to.ID] && slices.Contains(repaired, o.goal.service.ID) {
		return true
	}
	v := o.endpointOf(to)
	return v != nil && slices.ContainsFunc(repaired, func(id string) bool {
		s, _ := inventory.ServiceByID(id)
		return slices.Contains(s.EndpointNames(v.Region), v.Service)
	})
}

// endpointOf is the endpoint that an interface belongs to; nil for none.
func (o *opening) endpointOf(n *inventory.NetworkInterface) *inventory.VPCEndpoint {
	for _, v := range o.now.VPCs() {
		all, _ := o.now.VPCEndpoints(v).Get()
		if i := slices.IndexFunc(all, func(e *inventory.VPCEndpoint) bool { return slices.Contains(e.Interfaces, n.ID) }); i >= 0 {
			return all[i]
		}
	}
	return nil
}

func (t trial) reached() map[string]bool {
	out := map[string]bool{}
	for _, p := range t.proofs {
		c, ok := t.client(p)
		if !ok {
			continue
		}
		for _, path := range p.Paths {
			for _, a := range path.Addresses {
				if n := t.far(c, reachPath(a)); n != nil {
					out[n.ID] = true
				}
			}
		}
	}
	return out
}

// interfaces are those that were read; where a VPC's were not, nothing is proved.
func (o *opening) interfaces(vpc string) []*inventory.NetworkInterface {
	for _, v := range o.now.VPCs() {
		if v.ID == vpc && !o.before.NetworkInterfaces(v).Known() {
			o.cautions = append(o.cautions, "who else stands in "+vpc+" is not known: "+o.before.NetworkInterfaces(v).Why().What)
		}
	}
	return o.now.Interfaces()
}

// rule looks at every pair of interfaces that a rule joins.
func (o *opening) rule(c change.GroupRule) {
	group, ok := o.now.SecurityGroup(c.At, c.Group).Get()
	if !ok {
		return
	}
	all := o.interfaces(group.VPC)
	for _, holder := range all {
		if !slices.Contains(holder.Groups, c.Group) {
			continue
		}
		for _, peer := range all {
			if peer.ID != holder.ID && o.speaksOf(c.Rule, peer) {
				from, to := peer, holder
				if c.Egress {
					from, to = holder, peer
				}
				o.pair(from, to, c.Rule.Protocol, c.Rule.From, c.Rule.To)
			}
		}
		if c.Egress {
			o.outside(holder, c.Rule)
		}
	}
}

func (o *opening) speaksOf(p inventory.Permission, n *inventory.NetworkInterface) bool {
	return slices.ContainsFunc(p.Groups, func(id string) bool { return slices.Contains(n.Groups, id) }) ||
		slices.ContainsFunc(n.Addresses, func(a netip.Addr) bool {
			return slices.ContainsFunc(o.blocks(n.Scope, p), func(b netip.Prefix) bool { return b.Contains(a) })
		})
}

func (o *opening) blocks(near inventory.Scope, p inventory.Permission) []netip.Prefix {
	out := slices.Clone(p.Prefixes)
	for _, id := range p.PrefixLists {
		if l, ok := o.now.PrefixList(near, id).Get(); ok {
			blocks, _ := l.Prefixes.Get()
			out = append(out, blocks...)
		}
	}
	return out
}

// pair tells of a flow that groups admit now and did not before, unless it is
// what was asked for.
func (o *opening) pair(from, to *inventory.NetworkInterface, p inventory.Protocol, first, last int) {
	if o.asked(from, to) || o.admits(o.before, from, to, p, first, last) || !o.admits(o.now, from, to, p, first, last) {
		return
	}
	o.said = append(o.said, fmt.Sprintf("%s reaches %s on %s", o.called(from), o.called(to), ports(p, first, last)))
}

func ports(p inventory.Protocol, first, last int) string {
	switch {
	case p == inventory.AllProtocols:
		return "every port"
	case first == last:
		return fmt.Sprintf("TCP %d", first)
	}
	return fmt.Sprintf("TCP %d-%d", first, last)
}

// called is an interface with what it belongs to.
func (o *opening) called(n *inventory.NetworkInterface) string {
	if v := o.endpointOf(n); v != nil {
		return v.ID + " (" + v.Service + ")"
	}
	return n.ID + " (" + cmp.Or(n.Instance, strings.Join(n.Groups, ", ")) + ")"
}

// admits reports whether the groups of both ends let a flow through in a snapshot.
func (o *opening) admits(s *inventory.Snapshot, from, to *inventory.NetworkInterface, p inventory.Protocol, first, last int) bool {
	side := func(n, peer *inventory.NetworkInterface, egress bool) bool {
		for _, id := range n.Groups {
			g, ok := s.SecurityGroup(n.Scope, id).Get()
			if !ok {
				continue
			}
			rules := g.Ingress
			if egress {
				rules = g.Egress
			}
			if slices.ContainsFunc(rules, func(r inventory.Permission) bool { return covers(r, p, first, last) && o.speaksOf(r, peer) }) {
				return true
			}
		}
		return false
	}
	return side(from, to, true) && side(to, from, false)
}

// covers reports whether a rule speaks of some of the ports.
func covers(r inventory.Permission, p inventory.Protocol, first, last int) bool {
	if r.Protocol == inventory.AllProtocols || p == inventory.AllProtocols {
		return true
	}
	return r.Protocol == p && r.From <= last && first <= r.To
}

// outside tells of public addresses that a rule out lets another interface reach.
func (o *opening) outside(n *inventory.NetworkInterface, rule inventory.Permission) {
	for _, id := range rule.PrefixLists {
		if len(o.ours[n.ID]) == 0 && !o.outBefore(n, rule) {
			o.said = append(o.said, fmt.Sprintf("%s may send to %s on %s", o.called(n), id, ports(rule.Protocol, rule.From, rule.To)))
		}
	}
}

// outBefore: the groups let the whole of a rule's blocks out already.
func (o *opening) outBefore(n *inventory.NetworkInterface, rule inventory.Permission) bool {
	return !slices.ContainsFunc(o.blocks(n.Scope, rule), func(b netip.Prefix) bool { return !o.letsOut(o.before, n, b) })
}

func (o *opening) letsOut(s *inventory.Snapshot, n *inventory.NetworkInterface, block netip.Prefix) bool {
	return slices.ContainsFunc(n.Groups, func(id string) bool {
		g, ok := s.SecurityGroup(n.Scope, id).Get()
		return ok && slices.ContainsFunc(g.Egress, func(r inventory.Permission) bool {
			return covers(r, inventory.TCP, 443, 443) && slices.ContainsFunc(o.blocks(n.Scope, r), func(b netip.Prefix) bool { return b.Bits() <= block.Bits() && b.Contains(block.Addr()) })
		})
	})
}

func reachPath(address string) path { return path{Addresses: []string{address}} }
