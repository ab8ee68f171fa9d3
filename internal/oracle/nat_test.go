package oracle

import (
	"fmt"
	"net/netip"

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
	j.check(nat.State == "available", inventory.GateNATGateway, "", id)
	j.check(j.protocol == inventory.TCP || j.protocol == inventory.UDP || j.protocol == inventory.ICMP, inventory.GateNATGateway, "", id)
	m := mask{nat, at, j.packet, j.source}
	if n := len(j.masks); n > 0 {
		// No row says what one NAT gateway does behind another.
		j.unsure = append(j.unsure, "two NAT gateways")
		j.loose = true
		m.client = j.masks[n-1].stand
	}
	if j.dst.Is6() {
		if !nat64.Contains(j.dst) {
			j.end(inventory.GateNATGateway, "", id)
			return
		}
		j.dst = embedded(j.dst) // I9
		j.met["I9 NAT64"] = true
	}
	j.masks = append(j.masks, m)
	if at.subnet == nil {
		j.met["I8 regional NAT gateway"] = true
		j.regional()
		return
	}
	j.src = nat.Address
	if !j.src.IsValid() {
		j.src = lastOf(at.subnet.CIDR).Prev() // a world made small
	}
	if r, ok := j.lookup(j.vpc.tables[at.subnet.ID], j.dst); ok && !r.Blackhole && r.Target.ID == id {
		// It sends to itself (I5); which ACLs that crosses no row says.
		j.end(inventory.GateNATGateway, "", id)
		j.loose = true
		j.met["I5 a NAT gateway that sends to itself"] = true
		return
	}
	j.met[fmt.Sprintf("NAT gateway crossed, public %t", nat.Public)] = true
	j.leave(at.subnet)
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

// regional leaves by the VPC's internet gateway, for which its own table has a
// route from the beginning; no ACL stands in between (I8).
func (j *journey) regional() {
	if j.goal != nil || holds(private, j.dst) || !j.vpc.inside(j.src) {
		j.lose("the table of a regional NAT gateway")
		return
	}
	for _, g := range known(j.snapshot.InternetGateways(j.vpc.VPC)) {
		for _, v := range g.VPCs {
			if v == j.vpc.ID {
				j.public(nil, true)
				j.out(g.ID)
				return
			}
		}
	}
	j.lose("the internet gateway of a regional NAT gateway")
}
