package oracle

import (
	"fmt"
	"slices"
)

// routeTables are the main one and others; some subnets name theirs.
func (w *world) routeTables(l *land) {
	for i := range l.plots {
		if t := w.IntN(l.tables + 1); i == 0 && w.chance(0.85) {
			// The first subnet is usually the public one, with the last table.
			l.chosen[l.tables-1] = append(l.chosen[l.tables-1], i)
		} else if t < l.tables-1 || t < l.tables && w.chance(0.3) {
			l.chosen[t] = append(l.chosen[t], i)
		}
	}
	for t := range l.tables {
		associations := []object{}
		if t == 0 {
			associations = append(associations, object{"Main": true, "RouteTableId": l.table(t), "AssociationState": object{"State": "associated"}})
		}
		for _, i := range l.chosen[t] {
			associations = append(associations, object{"Main": false, "RouteTableId": l.table(t), "SubnetId": l.plots[i].id, "AssociationState": object{"State": "associated"}})
		}
		w.add("ec2:DescribeRouteTables", object{"RouteTableId": l.table(t), "VpcId": l.id, "OwnerId": account, "Associations": associations, "Routes": w.routes(l, t)})
	}
	for _, i := range l.own {
		w.natTable(l, i)
	}
	if l.guard != nil {
		w.guardTable(l)
	} else if w.chance(0.03) {
		w.edgeTable(l)
	}
}

// edgeTable leads what comes in by the internet gateway to an appliance (R11).
func (w *world) edgeTable(l *land) {
	id, _ := w.plug(l, len(l.plots)-1, l.groups[:1], false)
	routes := append(w.locals(l), object{"DestinationCidrBlock": l.plots[0].block.String(), "NetworkInterfaceId": id, "State": "active", "Origin": "CreateRoute"})
	w.add("ec2:DescribeRouteTables", object{
		"RouteTableId": l.table(90), "VpcId": l.id, "OwnerId": account, "Routes": routes,
		"Associations": []object{{"Main": false, "RouteTableId": l.table(90), "GatewayId": l.igw, "AssociationState": object{"State": "associated"}}},
	})
}

// natTable is a regional NAT gateway's own (I8).
func (w *world) natTable(l *land, i int) {
	routes := append(w.locals(l), object{"DestinationCidrBlock": "0.0.0.0/0", "GatewayId": l.igw, "State": "active", "Origin": "CreateRoute"})
	w.add("ec2:DescribeRouteTables", object{
		"RouteTableId": l.table(70 + i), "VpcId": l.id, "OwnerId": account, "Routes": routes,
		"Associations": []object{{"Main": false, "RouteTableId": l.table(70 + i), "GatewayId": l.nats[i], "AssociationState": object{"State": "associated"}}},
	})
}

func (w *world) locals(l *land) []object {
	out := []object{{"DestinationCidrBlock": l.cidr.String(), "GatewayId": "local", "State": "active", "Origin": "CreateRouteTable"}}
	if l.second.IsValid() {
		out = append(out, object{"DestinationCidrBlock": l.second.String(), "GatewayId": "local", "State": "active", "Origin": "CreateRouteTable"})
	}
	if l.cidr6.IsValid() {
		out = append(out, object{"DestinationIpv6CidrBlock": l.cidr6.String(), "GatewayId": "local", "State": "active", "Origin": "CreateRouteTable"})
	}
	return out
}

func (w *world) routes(l *land, table int) []object {
	out := append(w.locals(l), l.routes[table]...)
	public := table == l.tables-1 && table > 0
	switch {
	case public && w.chance(0.93):
		out = append(out, object{"DestinationCidrBlock": "0.0.0.0/0", "GatewayId": l.igw, "State": "active", "Origin": "CreateRoute"})
	case w.chance(0.88):
		out = append(out, w.exit(l, object{"DestinationCidrBlock": "0.0.0.0/0"}))
	}
	for _, c := range []string{"52.0.0.0/8", "52.218.0.0/18", "151.101.0.0/16", "0.0.0.0/1"} {
		if w.chance(0.06) {
			out = append(out, w.exit(l, object{"DestinationCidrBlock": c}))
		}
	}
	if w.dual {
		out = append(out, w.routes6(l, public)...)
	}
	if w.chance(0.05) {
		out = append(out, w.exit(l, object{"DestinationPrefixListId": w.lists[2]}))
		if w.chance(0.4) {
			out = append(out, w.exit(l, object{"DestinationPrefixListId": w.lists[3]})) // R7
		}
	}
	if w.chance(0.04) {
		// A whole subnet towards a NAT gateway, some of them gone (R6, R8).
		r := object{"DestinationCidrBlock": pick(w, l.plots...).block.String(), "NatGatewayId": "nat-00000099", "State": "blackhole", "Origin": "CreateRoute"}
		if len(l.nats) > 0 && w.chance(0.5) {
			r["NatGatewayId"], r["State"] = pick(w, l.nats...), "active"
		}
		out = append(out, r)
	}
	out = append(out, w.inward(l, public)...)
	if l.guard != nil {
		out = w.guarded(l, table, public, out)
	}
	out = once(out)
	w.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

// once keeps the first of routes with one destination: AWS refuses another, but
// for one that is propagated.
func once(routes []object) []object {
	seen := map[any]bool{}
	return slices.DeleteFunc(routes, func(r object) bool {
		if r["DestinationCidrBlock"] == nil || r["Origin"] == "EnableVgwRoutePropagation" {
			return false
		}
		again := seen[r["DestinationCidrBlock"]]
		seen[r["DestinationCidrBlock"]] = true
		return again
	})
}

// inward leads to the other VPCs, and some of it nowhere.
func (w *world) inward(l *land, public bool) []object {
	var out []object
	for _, far := range w.lands {
		if far == l {
			continue
		}
		for _, block := range []string{far.cidr.String(), far.second.String(), far.cidr6.String()} {
			if block == "invalid Prefix" || w.chance(0.05) {
				continue
			}
			r := object{"State": "active", "Origin": "CreateRoute"}
			if block == far.cidr6.String() {
				r["DestinationIpv6CidrBlock"] = block
			} else {
				r["DestinationCidrBlock"] = block
			}
			pcx := w.edge[max(l.n, far.n)]
			if l.n != 0 && far.n != 0 {
				pcx = ""
			}
			switch {
			case len(l.nats) > 0 && !public && w.chance(0.12) && block == far.cidr.String():
				r["NatGatewayId"] = pick(w, l.nats...)
			case pcx != "" && (!l.attached || w.chance(0.8)):
				r["VpcPeeringConnectionId"] = pcx
			case l.attached:
				r["TransitGatewayId"] = l.tgw
			default:
				continue
			}
			if w.chance(0.03) {
				r["State"] = "blackhole"
			}
			out = append(out, r)
		}
	}
	if w.chance(0.06) {
		// Propagated from a VPN: beaten by the local route even where it is more specific (R5).
		out = append(out, object{"DestinationCidrBlock": pick(w, pick(w, l.plots...).block.String(), "10.0.0.0/8", "0.0.0.0/0"), "GatewayId": l.virtual(), "State": "active", "Origin": "EnableVgwRoutePropagation"})
	}
	return out
}

// exit leads a route out, or nowhere any more.
func (w *world) exit(l *land, r object) object {
	r["State"], r["Origin"] = "active", "CreateRoute"
	switch d := w.Float64(); {
	case d < 0.06:
		r["State"], r["NatGatewayId"] = "blackhole", "nat-00000099"
	case d < 0.08:
		r["GatewayId"] = l.virtual()
	case d < 0.10:
		r["NetworkInterfaceId"] = w.router(l)
	case d < 0.14 && w.edge[max(l.n, 1)] != "" && (l.n > 0 || len(w.lands) > 1):
		r["VpcPeeringConnectionId"] = w.edge[max(l.n, 1)]
	case l.attached && w.transit.egress >= 0 && w.transit.egress != l.n && d < 0.75:
		r["TransitGatewayId"] = l.tgw
	case len(l.nats) > 0 && d < 0.96:
		r["NatGatewayId"] = pick(w, l.nats...)
	default:
		r["GatewayId"] = l.igw
	}
	return r
}

// router is an appliance's interface.
func (w *world) router(l *land) string {
	id, _ := w.plug(l, w.IntN(len(l.plots)), l.groups[:1], false)
	w.interfaces[len(w.interfaces)-1]["SourceDestCheck"] = w.chance(0.5)
	return id
}

func (w *world) routes6(l *land, public bool) []object {
	r := object{"DestinationIpv6CidrBlock": "::/0", "State": "active", "Origin": "CreateRoute"}
	switch d := w.Float64(); {
	case d < 0.2:
		return nil
	case public && d < 0.9:
		r["GatewayId"] = l.igw
	case d < 0.3:
		r["State"], r["EgressOnlyInternetGatewayId"] = "blackhole", "eigw-00000099"
	case d < 0.5 && l.attached && w.transit.egress >= 0 && w.transit.egress != l.n:
		r["TransitGatewayId"] = l.tgw
	default:
		r["EgressOnlyInternetGatewayId"] = l.eigw
	}
	out := []object{r}
	if len(l.nats) > 0 && w.chance(0.3) {
		out = append(out, object{"DestinationIpv6CidrBlock": nat64.String(), "NatGatewayId": pick(w, l.nats...), "State": "active", "Origin": "CreateRoute"})
	}
	return out
}

// networkACLs are the default one and others; some subnets name theirs.
func (w *world) networkACLs(l *land) {
	n := 1 + w.IntN(3)
	id := func(a int) string { return fmt.Sprintf("acl-%06d%02d", l.n+1, a+1) }
	explicit := map[int][]object{}
	for i, p := range l.plots {
		a := w.IntN(n)
		explicit[a] = append(explicit[a], object{"SubnetId": p.id, "NetworkAclId": id(a), "NetworkAclAssociationId": fmt.Sprintf("aclassoc-%d%d", l.n, i)})
	}
	for a := range n {
		entries := append(w.entries(true), w.entries(false)...)
		w.Shuffle(len(entries), func(i, j int) { entries[i], entries[j] = entries[j], entries[i] })
		w.add("ec2:DescribeNetworkAcls", object{"NetworkAclId": id(a), "VpcId": l.id, "IsDefault": a == 0, "Associations": list(explicit[a]), "Entries": entries})
	}
}
