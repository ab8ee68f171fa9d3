package repair

import (
	"net/netip"
	"slices"

	"mooring/internal/change"
	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// mendACL adds entries that win over what denies the traffic. Which side an ACL
// sees is told by its direction and leg:
//
//	             forward              return
//	egress       to the destination   to the client, its ports
//	ingress      from the client      from the destination, its ports
func (t trial) mendACL(f fault, c client) [][]change.Change {
	acl := aclOf(t.now, f.gate.Object[0])
	if acl == nil {
		return nil
	}
	egress := f.gate.Kind == inventory.GateACLEgress
	peers := []netip.Prefix{c.subnet.CIDR}
	if egress == (f.gate.Leg == reach.Forward) {
		peers = t.destinations(f, c)
	}
	var out [][]change.Change
	for _, ports := range t.aclPorts(f, egress) {
		changes, entries := []change.Change(nil), entriesOf(acl, egress)
		for _, p := range peers {
			entry := inventory.ACLEntry{Protocol: ports.Protocol, Allow: true, Prefix: p, From: ports.From, To: ports.To}
			made, then, ok := admitting(acl, egress, entries, entry)
			if !ok {
				return out
			}
			changes, entries = append(changes, made...), then
		}
		if len(changes) > 0 {
			out = append(out, changes)
		}
	}
	return out
}

// aclPorts are the ports of a leg: the service's on the way there, on the way
// back those of Linux clients, then those of NAT gateways (VPC User Guide,
// vpc-network-acls).
func (t trial) aclPorts(f fault, egress bool) []inventory.Permission {
	if f.gate.Leg == reach.Forward {
		var out []inventory.Permission
		for _, set := range t.ports() {
			out = append(out, set[0])
		}
		return out
	}
	tcp := func(from, to int) inventory.Permission {
		return inventory.Permission{Protocol: inventory.TCP, From: from, To: to}
	}
	if t.goal.service.ID == "peers" {
		return []inventory.Permission{tcp(1024, 65535), {Protocol: inventory.AllProtocols, To: 65535}}
	}
	if egress {
		return []inventory.Permission{tcp(32768, 60999)}
	}
	return []inventory.Permission{tcp(32768, 60999), tcp(1024, 65535)}
}

// destinations are the blocks that a path leads to.
func (t trial) destinations(f fault, c client) []netip.Prefix {
	if t.toPeers() {
		return []netip.Prefix{c.subnet.CIDR}
	}
	if far := t.far(c, f.path); far != nil {
		if s, ok := t.now.Subnet(far.Scope, far.Subnet).Get(); ok {
			return []netip.Prefix{s.CIDR}
		}
		return nil
	}
	if _, blocks := serviceList(t.now, c.vpc, t.goal.service); t.goal.service.Gateway {
		return blocks
	}
	if t.policy.AllowInternet {
		return []netip.Prefix{everywhere()}
	}
	return nil
}

func aclOf(s *inventory.Snapshot, id string) *inventory.NetworkACL {
	for _, v := range s.VPCs() {
		all, _ := s.NetworkACLs(v).Get()
		if i := slices.IndexFunc(all, func(a *inventory.NetworkACL) bool { return a.ID == id }); i >= 0 {
			return all[i]
		}
	}
	return nil
}

func entriesOf(a *inventory.NetworkACL, egress bool) []inventory.ACLEntry {
	if egress {
		return a.Egress
	}
	return a.Ingress
}

// lastNumber is that of the entry which denies the rest and cannot be changed.
const lastNumber = 32767

// winning is a free number before every entry that denies some of the traffic:
// the highest multiple of ten, else the highest at all. ok is false where none
// is free.
func winning(entries []inventory.ACLEntry, want inventory.ACLEntry) (number int, ok bool) {
	before, highest := lastNumber, 0
	taken := map[int]bool{}
	for _, e := range entries {
		taken[e.Number] = true
		if e.Number < lastNumber {
			highest = max(highest, e.Number)
		}
		if !e.Allow && overlaps(e, want) {
			before = min(before, e.Number)
		}
	}
	if before == lastNumber && highest/10*10+10 < lastNumber {
		return highest/10*10 + 10, true
	}
	for n := (before - 1) / 10 * 10; n > 0; n -= 10 {
		if !taken[n] {
			return n, true
		}
	}
	for n := before - 1; n > 0; n-- {
		if !taken[n] {
			return n, true
		}
	}
	return 0, false
}

// overlaps reports whether an entry speaks of some of the traffic of another.
func overlaps(e, want inventory.ACLEntry) bool {
	ports := want.Protocol == inventory.AllProtocols || e.Protocol == inventory.AllProtocols || e.From <= want.To && want.From <= e.To
	protocols := want.Protocol == inventory.AllProtocols || e.Protocol == inventory.AllProtocols || e.Protocol == want.Protocol
	return ports && protocols && e.Prefix.Overlaps(want.Prefix)
}
