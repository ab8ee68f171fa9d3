package oracle

import (
	"fmt"
	"net/netip"
	"slices"
)

// crossroads is a transit gateway being made, perhaps with a peer.
type crossroads struct {
	id          string
	far         string // the peer, "" for none
	tables      []string
	attachments map[int]string // by VPC
	egress      int            // the VPC to which default routes lead, -1 for none
}

const (
	nearPeering = "tgw-attach-00000051"
	farPeering  = "tgw-attach-00000052"
)

// join makes peering connections and a transit gateway.
func (w *world) join() {
	if len(w.lands) == 1 {
		return
	}
	if w.chance(0.65) {
		w.crossroads()
	}
	for _, l := range w.lands[1:] {
		if l.attached && w.chance(0.85) || w.chance(0.1) {
			continue
		}
		id := fmt.Sprintf("pcx-%08d", l.n)
		w.edge[l.n] = id
		side := func(l *land, region string) object {
			return object{"VpcId": l.id, "OwnerId": account, "Region": region, "CidrBlock": l.cidr.String()}
		}
		far := region
		if w.chance(0.2) {
			far = abroad
		}
		sides := []object{side(w.lands[0], region), side(l, far)}
		if w.chance(0.5) {
			slices.Reverse(sides)
		}
		state := "active"
		if w.chance(0.08) {
			state = pick(w, "pending-acceptance", "expired", "deleted", "failed")
		}
		w.add("ec2:DescribeVpcPeeringConnections", object{"VpcPeeringConnectionId": id, "RequesterVpcInfo": sides[0], "AccepterVpcInfo": sides[1], "Status": object{"Code": state}})
	}
}

func (w *world) crossroads() {
	t := &crossroads{id: "tgw-00000001", tables: []string{"tgw-rtb-00000001", "tgw-rtb-00000002"}, attachments: map[int]string{}, egress: -1}
	w.transit = t
	w.peerGateways(t)
	for _, id := range []string{t.id, t.far} {
		if id != "" {
			w.add("ec2:DescribeTransitGateways", object{"TransitGatewayId": id, "State": "available", "OwnerId": account, "Options": object{"SecurityGroupReferencingSupport": pick(w, "enable", "enable", "disable"), "DnsSupport": "enable"}})
		}
	}
	for _, l := range w.lands {
		if w.chance(0.07) {
			continue
		}
		l.attached, l.tgw = true, t.id
		table := t.tables[min(l.n, 1)]
		if t.far != "" && l.n > 0 && w.chance(0.7) {
			l.tgw, table = t.far, t.tables[2]
		}
		id := fmt.Sprintf("tgw-attach-%08d", l.n+1)
		t.attachments[l.n] = id
		subnets := []string{}
		for zone := range 2 {
			at := zone
			if len(l.plots) > zone+2 && w.chance(0.4) {
				at = zone + 2
			}
			if zone == 0 && w.chance(0.93) || zone == 1 && w.chance(0.85) || len(subnets) == 0 && zone == 1 {
				subnets = append(subnets, l.plots[at].id)
			}
		}
		state := "available"
		if w.chance(0.05) {
			state = pick(w, "pendingAcceptance", "rejected", "deleting", "failed")
		}
		o := object{
			"TransitGatewayAttachmentId": id, "TransitGatewayId": l.tgw, "VpcId": l.id, "VpcOwnerId": account, "State": state, "SubnetIds": subnets,
			"Options": object{"ApplianceModeSupport": pick(w, "disable", "disable", "disable", "enable"), "DnsSupport": "enable", "Ipv6Support": "enable", "SecurityGroupReferencingSupport": pick(w, "enable", "enable", "enable", "enable", "disable")},
		}
		w.add("ec2:DescribeTransitGatewayVpcAttachments", o)
		general := object{"TransitGatewayAttachmentId": id, "TransitGatewayId": l.tgw, "ResourceType": "vpc", "ResourceId": l.id, "State": state, "TransitGatewayOwnerId": account, "ResourceOwnerId": account}
		if w.chance(0.95) {
			general["Association"] = object{"TransitGatewayRouteTableId": table, "State": "associated"}
		}
		w.add("ec2:DescribeTransitGatewayAttachments", general)
	}
	if n := w.IntN(len(w.lands)); n > 0 && w.chance(0.8) && t.attachments[n] != "" {
		t.egress = n
	}
}

// peerGateways makes a second transit gateway and the peering between them.
func (w *world) peerGateways(t *crossroads) {
	if !w.chance(0.3) {
		return
	}
	t.far, t.tables = "tgw-00000002", append(t.tables, "tgw-rtb-00000003")
	side := func(id string) object { return object{"TransitGatewayId": id, "OwnerId": account, "Region": region} }
	state := "available"
	if w.chance(0.06) {
		state = pick(w, "pendingAcceptance", "rejected", "deleting", "failed")
	}
	w.add("ec2:DescribeTransitGatewayPeeringAttachments", object{
		"TransitGatewayAttachmentId": nearPeering, "AccepterTransitGatewayAttachmentId": farPeering, "RequesterTgwInfo": side(t.id), "AccepterTgwInfo": side(t.far), "State": state,
	})
	for _, end := range [][3]string{{nearPeering, t.id, t.tables[1]}, {farPeering, t.far, t.tables[2]}} {
		o := object{"TransitGatewayAttachmentId": end[0], "TransitGatewayId": end[1], "ResourceType": "peering", "State": state, "TransitGatewayOwnerId": account, "ResourceOwnerId": account}
		if w.chance(0.96) {
			o["Association"] = object{"TransitGatewayRouteTableId": end[2], "State": "associated"}
		}
		w.add("ec2:DescribeTransitGatewayAttachments", o)
	}
}

// transitRoutes fills the tables: the first VPC's, the others', and the peer's.
func (w *world) transitRoutes() {
	t := w.transit
	if t == nil {
		return
	}
	for i, table := range t.tables {
		at := fork{w, t.id, nearPeering, []object{}}
		if i == 2 {
			at = fork{w, t.far, farPeering, []object{}}
		}
		for _, l := range w.lands {
			if id := at.towards(l); id != "" && !w.chance(0.05) {
				at.spread(l, id)
			}
		}
		if t.egress >= 0 && w.chance(0.95) {
			id := at.towards(w.lands[t.egress])
			at.add("0.0.0.0/0", id, "static", "active")
			if w.dual {
				at.add("::/0", id, "static", "active")
			}
		}
		if w.chance(0.05) {
			at.routes = append(at.routes, object{"DestinationCidrBlock": "151.101.0.0/16", "Type": "static", "State": "active", "TransitGatewayAttachments": []object{{"TransitGatewayAttachmentId": "tgw-attach-00000099", "ResourceType": pick(w, "vpn", "peering", "direct-connect-gateway")}}})
		}
		w.add("ec2:DescribeTransitGatewayRouteTables", object{"TransitGatewayRouteTableId": table, "TransitGatewayId": at.gateway, "State": "available"})
		w.answer("ec2:SearchTransitGatewayRoutes", table, object{"Routes": at.routes, "AdditionalRoutesAvailable": false})
	}
}

// fork is a transit gateway's table being made.
type fork struct {
	*world
	gateway, peering string // and the attachment that leads to its peer
	routes           []object
}

// towards is the attachment that leads to a VPC, "" for none.
func (f *fork) towards(l *land) string {
	if l.attached && l.tgw != f.gateway {
		return f.peering
	}
	return f.transit.attachments[l.n]
}

func (f *fork) add(block, attachment, kind, state string) {
	r := object{"DestinationCidrBlock": block, "Type": kind, "State": state}
	to := "vpc"
	if attachment == f.peering {
		to, r["Type"] = "peering", "static"
	}
	if state == "active" {
		r["TransitGatewayAttachments"] = []object{{"TransitGatewayAttachmentId": attachment, "ResourceType": to}}
	}
	f.routes = append(f.routes, r)
}

// spread makes a VPC's blocks known, and now and then drops one of its subnets.
func (f *fork) spread(l *land, attachment string) {
	for _, block := range []netip.Prefix{l.cidr, l.second, l.cidr6} {
		if block.IsValid() {
			f.add(block.String(), attachment, "propagated", "active")
		}
	}
	if f.chance(0.04) {
		f.add(pick(f.world, l.plots...).block.String(), "", "static", "blackhole")
	}
}
