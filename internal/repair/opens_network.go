package repair

import (
	"fmt"
	"net/netip"
	"slices"

	"mooring/internal/change"
	"mooring/internal/inventory"
	"mooring/internal/reach"
)

type path = reach.Path

// entry looks at every pair of interfaces that an ACL's new entry lets pass and
// that security groups let through.
func (o *opening) entry(c change.ACLRule) {
	acl := aclOf(o.now, c.ACL)
	if acl == nil || c.After == nil || !c.After.Allow || moves(o.before, c) {
		return
	}
	all := o.interfaces(acl.VPC)
	for _, inside := range all {
		if !o.under(acl, inside) {
			continue
		}
		for _, peer := range all {
			if peer.Subnet == inside.Subnet || !slices.ContainsFunc(peer.Addresses, c.After.Prefix.Contains) {
				continue // ACLs are crossed at a subnet's edge alone
			}
			from, to := peer, inside
			if c.Egress {
				from, to = inside, peer
			}
			o.passed(c, from, to)
		}
	}
}

// under reports whether an interface stands behind an ACL.
func (o *opening) under(acl *inventory.NetworkACL, n *inventory.NetworkInterface) bool {
	return n.VPC == acl.VPC && (slices.Contains(acl.Subnets, n.Subnet) || acl.IsDefault && len(acl.Subnets) == 0)
}

// passed tells of a new connection that an entry lets pass: groups admit it, and
// the ACL denied some of it before. A reply to what is asked for is none.
func (o *opening) passed(c change.ACLRule, from, to *inventory.NetworkInterface) {
	e := *c.After
	if o.asked(from, to) || !o.admits(o.now, from, to, e.Protocol, e.From, e.To) {
		return
	}
	peer := to
	if !c.Egress {
		peer = from
	}
	old := aclOf(o.before, c.ACL)
	for _, a := range peer.Addresses {
		if old != nil && !passes(entriesOf(old, c.Egress), e, a) {
			o.said = append(o.said, fmt.Sprintf("%s passes %s to %s on %s", o.called(from), c.ACL, o.called(to), ports(e.Protocol, e.From, e.To)))
			return
		}
	}
}

// passes reports whether entries allow all ports of another entry at an address.
func passes(entries []inventory.ACLEntry, want inventory.ACLEntry, a netip.Addr) bool {
	at := want
	at.Prefix = netip.PrefixFrom(a, a.BitLen())
	for _, e := range entries {
		if !overlaps(e, at) {
			continue
		}
		if !e.Allow {
			return false
		}
		if e.Protocol == inventory.AllProtocols || e.From <= want.From && want.To <= e.To {
			return true
		}
	}
	return false
}

// gatewayTable tells of interfaces that had no route to a service and get one.
func (o *opening) gatewayTable(endpoint, id string) {
	v, ok := o.now.VPCEndpoint(inventory.Scope{}, endpoint).Get()
	if !ok {
		return
	}
	vpc, ok := o.before.VPC(v.Scope, v.VPC).Get()
	if !ok {
		return
	}
	_, blocks := serviceList(o.before, vpc, o.goal.service)
	for _, n := range o.interfaces(vpc.ID) {
		table, ok := tableOf(o.before, vpc, n.Subnet)
		if n.VPC != vpc.ID || !ok || table.ID != id || len(o.ours[n.ID]) > 0 || o.far[n.ID] || n.RequesterManaged {
			continue
		}
		routed := slices.ContainsFunc(table.Routes, func(r inventory.Route) bool { return r.Destination == everywhere() && !r.Blackhole })
		if !routed && slices.ContainsFunc(blocks, func(b netip.Prefix) bool { return o.letsOut(o.now, n, b) }) {
			o.said = append(o.said, fmt.Sprintf("%s reaches %s by %s", o.called(n), o.goal.service.Label, endpoint))
		}
	}
}

// diverted compares other clients of a VPC: from now on they get an endpoint's
// addresses, whether or not it admits them (PrivateLink guide,
// privatelink-access-aws-services).
func (o *opening) diverted(vpc, endpoint string, private bool) {
	v, ok := o.now.VPCEndpoint(inventory.Scope{}, endpoint).Get()
	if !private || !ok || v.Type != "Interface" {
		return
	}
	for _, s := range inventory.Services() {
		if slices.Contains(s.EndpointNames(v.Region), v.Service) {
			o.others(vpc, s)
		}
	}
}

// mostOthers bounds how many kinds of other clients are judged.
const mostOthers = 64

// others judges a service for every interface of a VPC that is no SageMaker
// resource's, once for each subnet and set of groups.
func (o *opening) others(vpc string, s inventory.Service) {
	before, after := reach.New(o.before, o.assume), reach.New(o.now, o.assume)
	for _, n := range o.interfaces(vpc) {
		class := fmt.Sprint(s.ID, n.Subnet, n.Groups)
		if n.VPC != vpc || !o.works(n) || o.sagemaker(n) || o.compared[class] {
			continue
		}
		o.compared[class] = true
		if len(o.compared) > mostOthers {
			o.cautions = append(o.cautions, "other clients of "+vpc+" are too many to judge")
			return
		}
		g := goal{eni: n, service: s}
		if was, is := g.look(before).verdict, g.look(after).verdict; standing(is) < standing(was) {
			o.lost = append(o.lost, effectOf(g, was, is))
		}
	}
}

// sagemaker reports whether a resource names an interface as its own: it is
// judged with its resource.
func (o *opening) sagemaker(n *inventory.NetworkInterface) bool {
	return slices.ContainsFunc(o.before.Resources(), func(r inventory.Resource) bool {
		return slices.ContainsFunc(r.Network().Split(), func(part inventory.Network) bool { return part.Interface == n.ID })
	})
}

// works reports whether an interface is a client at all: what AWS keeps for
// itself asks for no names.
func (o *opening) works(n *inventory.NetworkInterface) bool {
	return !n.RequesterManaged && (n.Type == "" || n.Type == "interface") && o.endpointOf(n) == nil
}

// names warns that a DNS attribute puts private names to work for all clients.
func (o *opening) names(c change.VPCAttribute) {
	vpc, ok := o.now.VPC(c.At, c.VPC).Get()
	if !ok || !c.After {
		return
	}
	all, _ := o.now.VPCEndpoints(vpc).Get()
	for _, v := range all {
		o.diverted(vpc.ID, v.ID, v.PrivateDNS && !inventory.Is(v.InboundOnly, true))
	}
}

// servers warns that names which only the old servers answer are lost.
func (o *opening) servers(c change.DHCP) {
	old, ok := o.before.DHCPOptions(c.At, c.Before).Get()
	if !ok || len(old.Servers) == 0 {
		return
	}
	o.cautions = append(o.cautions, fmt.Sprintf("hosts of %s no longer ask %s: names that only they answer are lost", c.VPC, old.Servers))
}
