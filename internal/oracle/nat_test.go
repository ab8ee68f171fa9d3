package oracle

import (
	"fmt"
	"net/netip"
	"slices"

	"mooring/internal/inventory"
)

// translate passes a NAT gateway: into its subnet, and on from its own address
// (N10, I3–I8).
func (j *journey) translate(t *table, s *inventory.Subnet, id string) {
	if j.leg == backward {
		j.astray(t)
		return
	}
	j.passed.add(inventory.GateRoute)
	nat := known(j.snapshot.NATGateway(j.vpc.Scope, id))
	at := &stand{vpc: j.vpc, subnet: j.vpc.subnets[nat.Subnet]}
	if nat.VPC != j.vpc.ID {
		j.end(inventory.GateNATGateway, "", id)
		return
	}
	if at.subnet != nil && (s == nil || at.subnet.ID != s.ID) {
		j.gate(at.subnet, true)
	}
	j.encrypted(inventory.ExcludeNATGateway)
	j.check(nat.State == "available", inventory.GateNATGateway, "", id)
	j.check(j.protocol == inventory.TCP || j.protocol == inventory.UDP || j.protocol == inventory.ICMP, inventory.GateNATGateway, "", id)
	if j.mask(nat, at); j.ended {
		return
	}
	if at.subnet == nil {
		j.met["I8 regional NAT gateway"] = true
		j.regional(nat)
		return
	}
	r, ok := j.lookup(j.vpc.tables[at.subnet.ID], j.dst)
	if j.goal != nil && j.goal.subnet == at.subnet && (!ok || r.Target.Kind != inventory.TargetLocal) {
		// R8 asks the table, R10 does not: no row says which of them holds.
		j.loose, j.either = true, true
	}
	if ok && !r.Blackhole && r.Target.ID == id {
		// It sends to itself (I5); which ACLs that crosses no row says.
		j.end(inventory.GateNATGateway, "", id)
		j.loose = true
		j.met["I5 a NAT gateway that sends to itself"] = true
		return
	}
	j.met[fmt.Sprintf("NAT gateway crossed, public %t", nat.Public)] = true
	j.leave(at.subnet)
}

// mask gives the packet the gateway's address and remembers its own (I4, I9).
func (j *journey) mask(nat *inventory.NATGateway, at *stand) {
	m := mask{nat, at, j.packet, j.source}
	if n := len(j.masks); n > 0 {
		// No row says what one NAT gateway does behind another.
		j.unsure = append(j.unsure, "two NAT gateways")
		j.loose, j.either = true, true
		m.client = j.masks[n-1].stand
	}
	if j.dst.Is6() {
		if !nat64.Contains(j.dst) {
			j.end(inventory.GateNATGateway, "", nat.ID)
			return
		}
		j.dst = embedded(j.dst)
		j.met["I9 NAT64"] = true
	}
	j.masks = append(j.masks, m)
	switch {
	case at.subnet == nil:
		j.src = lastOf(j.vpc.CIDRs[0]) // stands for whichever it has
	case nat.Address.IsValid():
		j.src = nat.Address
	default:
		j.src = lastOf(at.subnet.CIDR).Prev() // a world made small
	}
}

var nat64 = netip.MustParsePrefix("64:ff9b::/96")

func embedded(a netip.Addr) netip.Addr {
	b := a.As16()
	return netip.AddrFrom4([4]byte(b[12:]))
}

func synthesized(a netip.Addr) netip.Addr {
	b, v4 := nat64.Addr().As16(), a.As4()
	copy(b[12:], v4[:])
	return netip.AddrFrom16(b)
}

// regional leaves by the gateway's own table; no ACL stands in between. AWS adds
// zones to one in automatic mode, which serves them all until then (I8, V8).
func (j *journey) regional(nat *inventory.NATGateway) {
	if !known(nat.Auto) && !slices.ContainsFunc(nat.Zones, func(z inventory.NATZone) bool { return z.Zone == j.zone }) {
		j.check(false, inventory.GateNATGateway, "", nat.ID)
	}
	if r, _ := j.lookup(j.vpc.tableOf(nat), j.dst); r.Target.Kind != inventory.TargetInternet {
		// Whom its address meets inside cannot be told.
		j.unsure = append(j.unsure, "the address of a regional NAT gateway")
		j.loose, j.either = true, true
	}
	j.follow(j.vpc.tableOf(nat), nil)
}
