package oracle

import "fmt"

// guard is a Network Firewall in a subnet and table of its own.
type guard struct {
	endpoint string
	plot     plot
	outside  bool // between the NAT gateway and the internet, else between clients and the NAT gateway
}

const firewalls = "network-firewall:"

// watch puts a firewall into a VPC.
func (w *world) watch(l *land) {
	base := l.cidr.Addr().As4()
	g := &guard{endpoint: fmt.Sprintf("vpce-fw%06d", l.n+1), outside: w.chance(0.4)}
	g.plot = plot{id: fmt.Sprintf("subnet-%06d80", l.n+1), zone: region + "a"}
	base[2] += 7
	g.plot.block = prefixOf(base, 28)
	l.guard = g
	w.add("ec2:DescribeSubnets", object{
		"SubnetId": g.plot.id, "VpcId": l.id, "CidrBlock": g.plot.block.String(), "AvailabilityZone": g.plot.zone, "AvailabilityZoneId": "euw1-az1",
		"OwnerId": account, "AvailableIpAddressCount": 9, "SubnetArn": arn("ec2", "subnet/"+g.plot.id),
	})
	w.endpoints = append(w.endpoints, object{
		"VpcEndpointId": g.endpoint, "VpcId": l.id, "ServiceName": "com.amazonaws.vpce." + region + ".vpce-svc-1", "VpcEndpointType": "GatewayLoadBalancer", "State": pick(w, "available", "available", "available", "available", "available", "available", "available", "available", "available", "available", "available", "pending"),
		"SubnetIds": []string{g.plot.id}, "NetworkInterfaceIds": []string{}, "OwnerId": account, "PrivateDnsEnabled": false,
	})
	w.firewall(l, g)
}

func (w *world) firewall(l *land, g *guard) {
	name := fmt.Sprintf("gate-%d", l.n)
	own, policy := arn("network-firewall", "firewall/"+name), arn("network-firewall", "firewall-policy/"+name)
	w.add(firewalls+"ListFirewalls", object{"FirewallName": name, "FirewallArn": own})
	status := "READY"
	if w.chance(0.06) {
		status = pick(w, "CREATING", "DELETING", "FAILED")
	}
	w.answer(firewalls+"DescribeFirewall", own, object{
		"Firewall":       object{"FirewallName": name, "FirewallArn": own, "FirewallPolicyArn": policy, "VpcId": l.id, "SubnetMappings": []object{{"SubnetId": g.plot.id}}, "FirewallId": name},
		"FirewallStatus": object{"Status": "READY", "ConfigurationSyncStateSummary": "IN_SYNC", "SyncStates": object{g.plot.zone: object{"Attachment": object{"EndpointId": g.endpoint, "SubnetId": g.plot.id, "Status": status}}}},
	})
	strict := w.chance(0.5)
	body := object{
		"StatelessDefaultActions":         []string{pick(w, "aws:forward_to_sfe", "aws:forward_to_sfe", "aws:forward_to_sfe", "aws:forward_to_sfe", "aws:forward_to_sfe", "aws:pass", "aws:drop")},
		"StatelessFragmentDefaultActions": []string{"aws:forward_to_sfe"},
	}
	options := object{"RuleOrder": "DEFAULT_ACTION_ORDER", "StreamExceptionPolicy": "DROP"}
	if strict {
		options["RuleOrder"] = "STRICT_ORDER"
		body["StatefulDefaultActions"] = pick(w, []string{"aws:drop_strict", "aws:alert_strict"}, []string{"aws:drop_strict"}, []string{"aws:alert_established"}, []string{})
	}
	body["StatefulEngineOptions"] = options
	body["StatelessRuleGroupReferences"], body["StatefulRuleGroupReferences"] = w.sifters(name, "stateless", 1, true), w.sifters(name, "stateful", 2, strict)
	w.answer(firewalls+"DescribeFirewallPolicy", policy, object{"FirewallPolicy": body, "FirewallPolicyResponse": object{"FirewallPolicyName": name, "FirewallPolicyArn": policy, "FirewallPolicyId": name}})
}

// sifters are rule groups of one kind.
func (w *world) sifters(name, kind string, most int, ranked bool) []object {
	refs := []object{}
	for i := range w.IntN(most + 1) {
		group := arn("network-firewall", fmt.Sprintf("%s-rulegroup/%s-%d", kind, name, i))
		ref := object{"ResourceArn": group}
		if ranked {
			ref["Priority"] = 10 - i
		}
		refs = append(refs, ref)
		source := object{"StatelessRulesAndCustomActions": object{"StatelessRules": w.statelessRules()}}
		if kind == "stateful" {
			source = object{"StatefulRules": w.statefulRules()}
		}
		w.answer(firewalls+"DescribeRuleGroup", group, object{
			"RuleGroup":         object{"RulesSource": source},
			"RuleGroupResponse": object{"RuleGroupName": fmt.Sprintf("%s-%d", name, i), "RuleGroupArn": group, "RuleGroupId": name},
		})
	}
	return refs
}

func (w *world) statelessRules() []object {
	var out []object
	for i := range 1 + w.IntN(2) {
		match := object{"Protocols": []int{pick(w, 6, 6, 17)}}
		if w.chance(0.7) {
			match["Destinations"] = []object{{"AddressDefinition": pick(w, w.pool...)}}
		}
		if w.chance(0.5) {
			from, to := w.ports()
			match["DestinationPorts"] = []object{{"FromPort": from, "ToPort": to}}
		}
		out = append(out, object{"Priority": 5 - i, "RuleDefinition": object{"MatchAttributes": match, "Actions": []string{pick(w, "aws:pass", "aws:drop", "aws:forward_to_sfe")}}})
	}
	return out
}

func (w *world) statefulRules() []object {
	var out []object
	for i := range 1 + w.IntN(3) {
		port := pick(w, "ANY", "443", "1024:65535")
		source := "ANY"
		if w.chance(0.3) {
			source = pick(w, w.pool...)
		}
		out = append(out, object{
			"Action": pick(w, "PASS", "PASS", "PASS", "DROP", "REJECT", "ALERT"), "RuleOptions": []object{{"Keyword": "sid", "Settings": []string{fmt.Sprint(i + 1)}}},
			"Header": object{"Protocol": pick(w, "TCP", "TCP", "IP", "UDP"), "Source": source, "SourcePort": "ANY", "Direction": pick(w, "FORWARD", "FORWARD", "ANY"), "Destination": pick(w, "ANY", pick(w, w.pool...)), "DestinationPort": port},
		})
	}
	return out
}

// guarded leads the routes of a VPC by its firewall.
func (w *world) guarded(l *land, table int, public bool, routes []object) []object {
	g := l.guard
	set := func(r object) object {
		for _, target := range []string{"GatewayId", "NatGatewayId", "TransitGatewayId", "VpcPeeringConnectionId", "NetworkInterfaceId"} {
			delete(r, target)
		}
		r["GatewayId"], r["State"], r["Origin"] = g.endpoint, "active", "CreateRoute"
		return r
	}
	for _, r := range routes {
		block, _ := r["DestinationCidrBlock"].(string)
		switch {
		case r["Origin"] == "EnableVgwRoutePropagation":
		case block == "0.0.0.0/0" && public == g.outside && w.chance(0.93):
			set(r)
		case public && !g.outside && r["GatewayId"] != "local" && block != "0.0.0.0/0" && block != "" && w.chance(0.85):
			// Answers to other VPCs go back by the firewall too.
			set(r)
		}
	}
	if public && !g.outside {
		for _, p := range l.plots[1:] {
			if w.chance(0.9) {
				routes = append(routes, set(object{"DestinationCidrBlock": p.block.String()}))
			}
		}
	}
	return routes
}

// guardTable is the table of the firewall's own subnet.
func (w *world) guardTable(l *land) {
	g := l.guard
	routes := w.locals(l)
	exit := object{"DestinationCidrBlock": "0.0.0.0/0", "State": "active", "Origin": "CreateRoute"}
	if g.outside || len(l.nats) == 0 {
		exit["GatewayId"] = l.igw
	} else {
		exit["NatGatewayId"] = l.nats[0]
	}
	if w.chance(0.95) {
		routes = append(routes, exit)
	}
	routes = append(routes, w.inward(l, true)...)
	w.add("ec2:DescribeRouteTables", object{
		"RouteTableId": l.table(80), "VpcId": l.id, "OwnerId": account, "Routes": routes,
		"Associations": []object{{"Main": false, "RouteTableId": l.table(80), "SubnetId": g.plot.id, "AssociationState": object{"State": "associated"}}},
	})
	if g.outside && w.chance(0.85) {
		in := append(w.locals(l), object{"DestinationCidrBlock": l.plots[0].block.String(), "GatewayId": g.endpoint, "State": "active", "Origin": "CreateRoute"})
		w.add("ec2:DescribeRouteTables", object{
			"RouteTableId": l.table(90), "VpcId": l.id, "OwnerId": account, "Routes": in,
			"Associations": []object{{"Main": false, "RouteTableId": l.table(90), "GatewayId": l.igw, "AssociationState": object{"State": "associated"}}},
		})
	}
	w.add("ec2:DescribeNetworkAcls", object{
		"NetworkAclId": fmt.Sprintf("acl-%06d80", l.n+1), "VpcId": l.id, "IsDefault": false, "Associations": []object{{"SubnetId": g.plot.id}},
		"Entries": []object{w.entry(100, true, open()), w.entry(100, false, open())},
	})
}

func open() object {
	return object{"Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0"}
}
