package reach

import (
	"slices"
	"strings"

	"mooring/internal/inventory"
	"mooring/internal/netset"
)

// cutPeers cuts the ranges of the VPCs behind peering connections, which may not
// have been read themselves.
func (e *environment) cutPeers(b *netset.Builder) {
	for _, p := range e.snapshot.Peerings(e.vpc) {
		for _, prefix := range slices.Concat(p.Requester.Prefixes, p.Accepter.Prefixes) {
			b.CutPrefix(prefix)
		}
	}
}

func (e *environment) cutSubnets(b *netset.Builder) {
	for _, s := range e.snapshot.ReadSubnets(e.vpc) {
		b.CutPrefix(s.CIDR)
		b.Cut(usable(s.CIDR))
		for _, p := range s.CIDRs6 {
			b.CutPrefix(p)
		}
	}
}

func (e *environment) cutRules(b *netset.Builder) {
	acls, _ := e.acls.Get()
	for _, a := range acls {
		for _, entry := range slices.Concat(a.Ingress, a.Egress) {
			b.CutPrefix(entry.Prefix)
			e.ports.add(entry.From, entry.To)
		}
	}
	groups, _ := e.snapshot.SecurityGroups(e.vpc).Get()
	for _, g := range groups {
		for _, p := range slices.Concat(g.Ingress, g.Egress) {
			e.cutPermission(b, p)
		}
	}
	tables, _ := e.tables.Get()
	for _, t := range tables {
		for _, r := range t.Routes {
			b.CutPrefix(r.Destination)
			e.cutList(b, r.PrefixList)
		}
	}
}

func (e *environment) cutPermission(b *netset.Builder, p inventory.Permission) {
	for _, prefix := range p.Prefixes {
		b.CutPrefix(prefix)
	}
	for _, id := range p.PrefixLists {
		e.cutList(b, id)
	}
}

func (e *environment) cutList(b *netset.Builder, id string) {
	if id == "" {
		return
	}
	entries, _ := e.prefixesOf(id).Get()
	for _, p := range entries {
		b.CutPrefix(p)
	}
}

// cutAddresses makes an atom of every address that is a destination by itself.
func (e *environment) cutAddresses(b *netset.Builder) {
	interfaces, _ := e.interfaces.Get()
	wanted := map[string]bool{}
	endpoints, _ := e.endpoints.Get()
	for _, v := range endpoints {
		for _, id := range v.Interfaces {
			wanted[id] = true
		}
	}
	files, _ := e.snapshot.FSxFileSystems(e.vpc).Get()
	for _, f := range files {
		for _, id := range f.Interfaces {
			wanted[id] = true
		}
	}
	for _, n := range interfaces {
		if wanted[n.ID] || n.Type == "efs" || strings.HasPrefix(n.Description, "EFS mount target") {
			for _, a := range n.Addresses {
				b.Cut(a, a)
			}
		}
	}
	nats, _ := e.snapshot.NATGateways(e.vpc).Get()
	for _, n := range nats {
		for _, a := range n.Addresses {
			b.Cut(a, a)
		}
	}
	for _, a := range e.snapshot.MountAddresses(e.vpc.Scope) {
		b.Cut(a, a)
	}
	for _, port := range e.snapshot.ListenedPorts() {
		e.ports.add(port, port)
	}
}

// cutEndpoints makes an atom of every address of an interface endpoint, and of a
// load balancer's nodes and targets: a zone may lead to one of a VPC that nothing
// joins to the client's.
func cutEndpoints(s *inventory.Snapshot, b *netset.Builder) {
	for _, a := range s.BalancedAddresses() {
		b.Cut(a, a)
	}
	for _, v := range s.VPCs() {
		endpoints, _ := s.VPCEndpoints(v).Get()
		for _, endpoint := range endpoints {
			for _, id := range endpoint.Interfaces {
				if n, ok := s.NetworkInterface(v.Scope, id).Get(); ok {
					for _, a := range n.Addresses {
						b.Cut(a, a)
					}
				}
			}
		}
	}
}

// cutTransit cuts the routes of all transit gateways.
func cutTransit(s *inventory.Snapshot, b *netset.Builder) {
	for _, p := range s.TransitBlocks() {
		b.CutPrefix(p)
	}
}

// cutRecords makes an atom of every address that a private zone answers with.
func cutRecords(s *inventory.Snapshot, b *netset.Builder) {
	for _, a := range s.RecordAddresses() {
		b.Cut(a, a)
	}
}
