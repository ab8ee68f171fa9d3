package oracle

import (
	"fmt"
	"slices"
)

// crossroads is a transit gateway being made.
type crossroads struct {
	id          string
	tables      []string
	attachments map[int]string // by VPC
	egress      int            // the VPC to which default routes lead, -1 for none
}

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
	w.add("ec2:DescribeTransitGateways", object{"TransitGatewayId": t.id, "State": "available", "OwnerId": account, "Options": object{"SecurityGroupReferencingSupport": pick(w, "enable", "enable", "disable"), "DnsSupport": "enable"}})
	for _, l := range w.lands {
		if w.chance(0.07) {
			continue
		}
		l.attached = true
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
			"TransitGatewayAttachmentId": id, "TransitGatewayId": t.id, "VpcId": l.id, "VpcOwnerId": account, "State": state, "SubnetIds": subnets,
			"Options": object{"ApplianceModeSupport": pick(w, "disable", "disable", "disable", "enable"), "DnsSupport": "enable", "Ipv6Support": "enable", "SecurityGroupReferencingSupport": pick(w, "enable", "enable", "enable", "enable", "disable")},
		}
		w.add("ec2:DescribeTransitGatewayVpcAttachments", o)
		general := object{"TransitGatewayAttachmentId": id, "TransitGatewayId": t.id, "ResourceType": "vpc", "ResourceId": l.id, "State": state, "TransitGatewayOwnerId": account, "ResourceOwnerId": account}
		if w.chance(0.95) {
			general["Association"] = object{"TransitGatewayRouteTableId": t.tables[min(l.n, 1)], "State": "associated"}
		}
		w.add("ec2:DescribeTransitGatewayAttachments", general)
	}
	if n := w.IntN(len(w.lands)); n > 0 && w.chance(0.8) && t.attachments[n] != "" {
		t.egress = n
	}
}

// transitRoutes fills the tables: the first VPC's and the others'.
func (w *world) transitRoutes() {
	t := w.transit
	if t == nil {
		return
	}
	for _, table := range t.tables {
		routes := []object{}
		add := func(block, attachment, kind string, state string) {
			r := object{"DestinationCidrBlock": block, "Type": kind, "State": state}
			if state == "active" {
				r["TransitGatewayAttachments"] = []object{{"TransitGatewayAttachmentId": attachment, "ResourceType": "vpc"}}
			}
			routes = append(routes, r)
		}
		for _, l := range w.lands {
			id := t.attachments[l.n]
			if id == "" || w.chance(0.05) {
				continue
			}
			add(l.cidr.String(), id, "propagated", "active")
			if l.second.IsValid() {
				add(l.second.String(), id, "propagated", "active")
			}
			if l.cidr6.IsValid() {
				add(l.cidr6.String(), id, "propagated", "active")
			}
			if w.chance(0.04) {
				add(pick(w, l.plots...).block.String(), "", "static", "blackhole")
			}
		}
		if id := t.attachments[t.egress]; id != "" && w.chance(0.95) {
			add("0.0.0.0/0", id, "static", "active")
			if w.dual {
				add("::/0", id, "static", "active")
			}
		}
		if w.chance(0.05) {
			routes = append(routes, object{"DestinationCidrBlock": "151.101.0.0/16", "Type": "static", "State": "active", "TransitGatewayAttachments": []object{{"TransitGatewayAttachmentId": "tgw-attach-00000099", "ResourceType": pick(w, "vpn", "peering", "direct-connect-gateway")}}})
		}
		w.add("ec2:DescribeTransitGatewayRouteTables", object{"TransitGatewayRouteTableId": table, "TransitGatewayId": t.id, "State": "available"})
		w.answer("ec2:SearchTransitGatewayRoutes", table, object{"Routes": routes, "AdditionalRoutesAvailable": false})
	}
}
