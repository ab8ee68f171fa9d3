package oracle

import (
	"cmp"
	"fmt"
	"slices"

	"mooring/internal/inventory"
)

// transit goes through a transit gateway: by the attachment's subnet of the
// zone (T3, N11), the table that the attachment is associated with (T4, T5),
// and out by a subnet of the next attachment (T6, T8).
func (j *journey) transit(t *table, s *inventory.Subnet, id string) {
	j.passed.add(inventory.GateRoute)
	if s == nil {
		j.lose("the zone of a regional NAT gateway")
		return
	}
	a := known(j.snapshot.AttachmentOf(j.vpc.VPC, id))
	if a == nil {
		j.end(inventory.GateTransitGateway, "", id)
		return
	}
	near := j.subnetIn(a, s.Zone)
	if a.State != "available" || near == nil {
		j.end(inventory.GateTransitGateway, "", a.ID+"|"+id)
		return
	}
	j.gate(near, true)
	if near == s {
		j.met["N11 left from the attachment's own subnet"] = true
	}
	if len(j.masks) > 0 && j.leg == forward {
		j.met["a NAT gateway before a transit gateway"] = true
	}
	associated := known(a.Table)
	if associated == "" {
		j.end(inventory.GateTransitGateway, "", a.ID+"|"+id)
		return
	}
	j.switched(a, associated, s.Zone, id)
}

// switched takes the transit gateway's own route (T5).
func (j *journey) switched(a *inventory.TransitAttachment, associated, zone, id string) {
	r, ok := j.transitRoute(associated)
	switch {
	case !ok || r.Blackhole:
		j.end(inventory.GateTransitGateway, "", associated)
		return
	case r.Kind == "peering":
		j.acrossPeering(r.Attachment, id)
		return
	case r.Kind != "vpc":
		j.lose("what is behind an attachment of kind " + r.Kind)
		return
	}
	next := known(j.snapshot.AttachmentTo(j.vpc.Scope, id, r.Attachment))
	if next.State != "available" {
		j.end(inventory.GateTransitGateway, "", next.ID+"|"+id)
		return
	}
	j.passed.add(inventory.GateTransitGateway)
	j.met[fmt.Sprintf("transit gateway crossed %s, to the outside %t, IPv6 %t", j.leg, j.goal == nil, j.dst.Is6())] = true
	// References hold inbound where all three say so, not for endpoints (S7).
	gateway, _ := j.snapshot.TransitGateway(j.vpc.Scope, id).Get()
	refer := gateway != nil && inventory.Is(gateway.GroupReferences, true) && inventory.Is(a.GroupReferences, true) && inventory.Is(next.GroupReferences, true)
	if j.leg == forward && j.named && !j.meant {
		// Whether references survive a second crossing is not said (S7).
		j.unsure = append(j.unsure, "a group reference over two crossings")
		j.loose, j.either = true, true
	}
	j.named, j.meant = j.named && refer && (j.goal == nil || j.goal.endpoint == nil), false
	j.vpc, j.by = j.vpcs[next.VPC], "over a transit gateway (S7)"
	if j.vpc == nil {
		j.lose("the attached VPC was not read")
		return
	}
	j.land(next, zone)
}

// acrossPeering goes on at the other end of a peering attachment, by the table
// associated there. No group can be named over it (S7).
func (j *journey) acrossPeering(id, gateway string) {
	near, ok := j.snapshot.AttachmentTo(j.vpc.Scope, gateway, id).Get()
	if !ok {
		j.lose("what is behind the peering attachment " + id)
		return
	}
	far, ok := j.snapshot.PeeredAttachment(near).Get()
	switch {
	case near.State != "available":
		j.end(inventory.GateTransitGateway, "", near.ID)
		return
	case !ok:
		j.lose("what is behind the peering attachment " + id)
		return
	case far.State != "available":
		j.end(inventory.GateTransitGateway, "", far.ID)
		return
	}
	if j.hops++; j.hops > 16 {
		j.circle()
		return
	}
	j.met[fmt.Sprintf("a transit gateway's peering crossed %s, to the outside %t, IPv6 %t", j.leg, j.goal == nil, j.dst.Is6())] = true
	j.named, j.meant, j.peered = false, false, true
	associated := known(j.snapshot.AssociatedTable(far))
	if associated == "" {
		j.end(inventory.GateTransitGateway, "", far.ID+"|"+far.Gateway)
		return
	}
	j.passed.add(inventory.GateTransitGateway)
	j.switched(far, associated, "", far.Gateway)
}

// land leaves the transit gateway, in the zone that it came from where the
// attachment has a subnet there (T8); with appliance mode in any zone.
func (j *journey) land(a *inventory.TransitAttachment, zone string) {
	s := j.subnetIn(a, zone)
	if known(a.Appliance) {
		j.met["T8 appliance mode"] = true
	} else if s == nil {
		j.met["T8 out in another zone"] = true
	}
	if s == nil || known(a.Appliance) {
		ids := slices.Sorted(slices.Values(a.Subnets))
		flow := a.ID
		if j.peered && !known(a.Appliance) {
			flow += j.leg // no page says that both ways keep one zone
		}
		s = j.vpc.subnets[ids[j.dice.roll(flow, len(ids))]]
	}
	j.peered = false
	j.zone = s.Zone
	if j.goal != nil && j.goal.subnet != nil && j.goal.subnet.ID == s.ID {
		j.met["N11 arrived in the attachment's own subnet"] = true
		if r, ok := j.lookup(j.vpc.tables[s.ID], j.dst); !ok || r.Target.Kind != inventory.TargetLocal {
			// T6 asks the table, R10 does not: no row says which of them holds.
			j.loose, j.either = true, true
		}
		j.arrive() // N11: in the attachment's own subnet no ACL
		return
	}
	if r, ok := j.lookup(j.vpc.tables[s.ID], j.dst); !ok || r.Blackhole || !j.stands(r.Target, s) {
		j.gate(s, false)
	}
	j.follow(j.vpc.tables[s.ID], s)
}

// stands is whether a route leads to a NAT gateway in this very subnet (N6).
func (j *journey) stands(t inventory.Target, s *inventory.Subnet) bool {
	nat, ok := j.snapshot.NATGateway(j.vpc.Scope, t.ID).Get()
	return t.Kind == inventory.TargetNAT && ok && nat.Subnet == s.ID
}

func (j *journey) subnetIn(a *inventory.TransitAttachment, zone string) *inventory.Subnet {
	for _, id := range a.Subnets {
		if s := j.vpc.subnets[id]; s != nil && s.Zone == zone {
			return s
		}
	}
	return nil
}

// transitRoute is the most specific one, static before propagated (T5).
func (j *journey) transitRoute(id string) (inventory.TransitRoute, bool) {
	var found []inventory.TransitRoute
	for _, r := range known(known(j.snapshot.TransitRouteTable(j.vpc.Scope, id)).Routes) {
		if r.Destination.Contains(j.dst) {
			found = append(found, r)
		}
	}
	if len(found) == 0 {
		return inventory.TransitRoute{}, false
	}
	return slices.MinFunc(found, func(a, b inventory.TransitRoute) int {
		rank := func(r inventory.TransitRoute) int {
			if r.Static {
				return 0
			}
			return 1
		}
		return cmp.Or(b.Destination.Bits()-a.Destination.Bits(), rank(a)-rank(b))
	}), true
}
