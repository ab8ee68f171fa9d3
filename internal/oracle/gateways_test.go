package oracle

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"mooring/internal/inventory"
)

// astray is a way that cannot carry this packet: an answer, or a private
// destination towards the internet (I11). Whether what else it would have met
// is told is open.
func (j *journey) astray(t *table) {
	j.end(inventory.GateRoute, j.leg, t.ID)
}

var private = []netip.Prefix{
	netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("172.16.0.0/12"), netip.MustParsePrefix("192.168.0.0/16"), netip.MustParsePrefix("100.64.0.0/10"),
	netip.MustParsePrefix("fc00::/7"),
}

// internet passes an internet gateway (I1, I7, I11, I12, R12).
func (j *journey) internet(t *table, s *inventory.Subnet, id string) {
	if j.leg == backward {
		j.astray(t)
		return
	}
	before := j.trail
	if holds(private, j.dst) || j.goal != nil {
		// What else it would have met may be told (I11).
		before.end(inventory.GateRoute, j.leg, t.ID)
		j.trail = &trail{}
	}
	j.passed.add(inventory.GateRoute)
	gateway := known(j.snapshot.InternetGateway(j.vpc.Scope, id))
	j.check(slices.Contains(gateway.VPCs, j.vpc.ID), inventory.GateInternetGateway, "", id)
	j.encrypted(inventory.ExcludeInternetGateway)
	nat := len(j.masks) > 0 && j.masks[len(j.masks)-1].stand.vpc == j.vpc
	switch {
	case j.src.Is6():
		j.foreign(inventory.GateInternetGateway, id)
	case nat:
		m := j.masks[len(j.masks)-1]
		j.check(m.nat.Public, inventory.GateNATGateway, "", m.nat.ID)
	default:
		j.check(j.source.public && j.source.vpc == j.vpc && len(j.masks) == 0, inventory.GatePublicAddress, "", "")
		j.loose = j.loose || len(j.masks) > 0 // whose address is missing may be told either way
	}
	j.public(s, nat)
	if j.trail != before {
		before.maybe, before.loose = append(before.maybe, j.fails...), true
		j.trail = before
		return
	}
	j.out(id)
}

// egressOnly lets IPv6 out and answers in (I10).
func (j *journey) egressOnly(t *table, s *inventory.Subnet, id string) {
	if j.leg == backward || j.goal != nil {
		j.astray(t)
		return
	}
	j.passed.add(inventory.GateRoute)
	gateway := known(j.snapshot.EgressOnlyGateway(j.vpc.Scope, id))
	j.check(slices.Contains(gateway.VPCs, j.vpc.ID), inventory.GateEgressOnlyGateway, "", id)
	j.encrypted(inventory.ExcludeEgressOnlyGateway)
	j.public(s, true)
	j.foreign(inventory.GateEgressOnlyGateway, id)
	j.out(id)
}

// foreign is IPv6 that comes from another VPC: a gateway takes the addresses of
// its own VPC alone.
func (j *journey) foreign(kind inventory.Gate, id string) {
	if j.src.Is6() && !j.vpc.inside(j.src) {
		j.met["IPv6 of another VPC at a gateway"] = true
		j.check(false, kind, "", id)
	}
}

// out is beyond a gateway: only an address of the VPC has an answer come back.
func (j *journey) out(id string) {
	j.exit = id
	if !j.vpc.inside(j.src) {
		j.maybe = append(j.maybe, failure{inventory.GateRoute, "", backward}, failure{inventory.GateFirewall, "", ""})
		j.ended = true
	}
}

// public is Block Public Access over what this subnet begins. An exclusion for
// egress lets out what a NAT or egress-only gateway carries, not what has a public
// address of its own; what was inspected no exclusion helps (I12, I13).
func (j *journey) public(s *inventory.Subnet, egress bool) {
	mode := known(j.snapshot.BlockPublicAccess(j.vpc.VPC)).Mode
	passes := mode == "off" || (mode == "block-ingress" && egress)
	for _, x := range known(j.snapshot.BlockPublicExclusions(j.vpc.VPC)) {
		ours := strings.HasSuffix(x.Resource, "/"+j.vpc.ID) || (s != nil && strings.HasSuffix(x.Resource, "/"+s.ID))
		helps := ours && x.Active && (x.Mode == "allow-bidirectional" || egress)
		switch {
		case !helps || passes:
		case len(j.filters) == 0:
			passes = true
		case s == nil || s.ID != j.sieved:
			// A NAT gateway stands between the firewall and the gateway: no row says whose traffic that is.
			j.loose, j.either = true, true
			passes = true
		}
	}
	j.check(passes, inventory.GateBlockPublicAccess, "", "")
}

// endpoint is a route to a gateway endpoint or to the endpoint of an inspection.
func (j *journey) endpoint(t *table, s *inventory.Subnet, id string) {
	e := known(j.snapshot.VPCEndpoint(j.vpc.Scope, id))
	j.passed.add(inventory.GateRoute)
	if e.Type != "Gateway" {
		j.encrypted("") // no exclusion lets an inspection be (I14)
		j.check(e.Available(), inventory.GateGatewayBalancer, "", id)
		if f := known(j.snapshot.FirewallOf(j.vpc.Scope, id)); f != nil {
			j.inspect(f, e)
			return
		}
		j.named, j.meant = false, false
		j.lose("what an inspection lets pass")
		return
	}
	if j.leg == backward {
		j.astray(t)
		return
	}
	// It serves its own VPC alone (E4), TCP and ICMP (E5).
	if !j.vpc.inside(j.src) {
		j.met["E4 a gateway endpoint from beyond its VPC"] = true
	}
	if len(j.masks) > 0 {
		j.met["V3 a gateway endpoint behind a NAT gateway"] = true
	}
	carries := e.Available() && e.VPC == j.vpc.ID && j.vpc.inside(j.src) && (j.protocol == inventory.TCP || j.protocol == inventory.ICMP)
	j.check(carries, inventory.GateGatewayEndpoint, "", id)
	if carries {
		j.policy(e)
	} else {
		j.maybe = append(j.maybe, failure{inventory.GateEndpointPolicy, e.ID, ""})
	}
	j.out(id)
}

// policy knows the two documents that the generator writes: one that allows
// everything and one that denies everything.
func (t *trail) policy(e *inventory.VPCEndpoint) {
	t.check(!strings.Contains(known(e.Policy), `"Deny"`), inventory.GateEndpointPolicy, "", e.ID)
}

// peering goes over to the peer: only between the blocks of the two (T1, T2).
func (j *journey) peering(t *table, id string) {
	p := known(j.snapshot.Peering(j.vpc.Scope, id))
	j.passed.add(inventory.GateRoute)
	far := p.Accepter
	switch j.vpc.ID {
	case p.Requester.VPC:
	case p.Accepter.VPC:
		far = p.Requester
	default:
		j.end(inventory.GatePeering, "", id)
		return
	}
	j.check(p.State == "active", inventory.GatePeering, "", id)
	j.encrypted(inventory.ExcludePeering)
	next := j.vpcs[far.VPC]
	if next == nil {
		j.lose("the peer was not read")
		return
	}
	if !next.inside(j.dst) || !j.vpc.inside(j.src) {
		j.met["T1 a peering connection as a way through"] = true
		j.end(inventory.GatePeering, "", id)
		return
	}
	same := p.Requester.Region == p.Accepter.Region
	j.met[fmt.Sprintf("peering crossed, same Region %t, IPv6 %t", same, j.dst.Is6())] = true
	j.named, j.meant = j.named && same && p.State == "active", j.meant && same && p.State == "active"
	j.sender = j.leg == forward && len(j.masks) > 0 && j.masks[len(j.masks)-1].stand.vpc == j.vpc
	j.vpc, j.by = next, "over peering (S6)"
	if j.goal == nil || j.goal.vpc != next {
		j.lose("who has the address in the peer")
		return
	}
	j.enter()
}

// appliance is an interface that a route leads to (R13).
func (j *journey) appliance(t *table, id string) {
	j.passed.add(inventory.GateRoute)
	j.check(!known(known(j.snapshot.NetworkInterface(j.vpc.Scope, id)).SourceCheck), inventory.GateSourceDestCheck, "", id)
	j.named, j.meant = false, false
	j.lose("what an appliance lets pass")
}

// virtual is where the AWS side ends (T13): only interfaces of the VPC may go by it.
func (j *journey) virtual(t *table, id string) {
	gateway, ok := j.snapshot.VirtualGateway(j.vpc.Scope, id).Get()
	j.passed.add(inventory.GateRoute)
	if !ok {
		j.lose("whether " + id + " is attached")
		return
	}
	if !j.vpc.inside(j.src) || !slices.Contains(gateway.VPCs, j.vpc.ID) {
		j.end(inventory.GateVirtualGateway, "", id)
		return
	}
	j.encrypted(inventory.ExcludeVirtualGateway)
	j.lose(fmt.Sprintf("what is behind %s", id))
}

// encrypted is what enforcement of encryption does not let be without an
// exclusion; monitoring never drops (I14).
func (j *journey) encrypted(exclusion string) {
	c, _ := j.snapshot.EncryptionControl(j.vpc.VPC).Get() // never asked: off
	if c == nil || c.Mode != "enforce" {
		j.passed.add(inventory.GateEncryptionControl)
		return
	}
	if !c.Exclusions[exclusion] {
		j.met["an encryption control drops"] = true
	}
	j.check(c.Exclusions[exclusion], inventory.GateEncryptionControl, "", c.ID+"|"+j.vpc.ID)
}
