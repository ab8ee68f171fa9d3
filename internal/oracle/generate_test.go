package oracle

import "fmt"

// dns makes the attributes, the option set, private zones and forwarding rules.
func (w *world) dns() {
	w.answer("ec2:DescribeVpcAttribute", vpcID+"/enableDnsSupport", object{"VpcId": vpcID, "EnableDnsSupport": object{"Value": w.chance(0.95)}})
	w.answer("ec2:DescribeVpcAttribute", vpcID+"/enableDnsHostnames", object{"VpcId": vpcID, "EnableDnsHostnames": object{"Value": w.chance(0.9)}})
	var servers []object
	base := w.cidr.Addr().Next().Next().String()
	switch d := w.Float64(); {
	case d < 0.86:
		servers = []object{{"Value": "AmazonProvidedDNS"}}
	case d < 0.89:
		servers = []object{{"Value": base}}
	case d < 0.92:
		servers = []object{{"Value": "169.254.169.253"}}
	case d < 0.96:
		servers = []object{{"Value": w.address(0, 7)}, {"Value": "9.9.9.9"}}
	}
	configurations := []object{{"Key": "domain-name", "Values": []object{{"Value": "example.internal"}}}}
	if servers != nil {
		configurations = append(configurations, object{"Key": "domain-name-servers", "Values": servers})
	}
	w.answer("ec2:DescribeDhcpOptions", "", object{"DhcpOptions": []object{{"DhcpOptionsId": "dopt-00000001", "DhcpConfigurations": configurations}}})
	domain := func() string {
		return pick(w, "corp.example", "amazonaws.com", "sts."+region+".amazonaws.com", "s3."+region+".amazonaws.com", region+".amazonaws.com")
	}
	var zones, rules, associations []object
	if w.chance(0.1) {
		zones = append(zones, object{"HostedZoneId": "Z00000001", "Name": domain() + ".", "Owner": object{"OwningAccount": account}})
	}
	if w.chance(0.1) {
		rules = append(rules, object{"Id": "rslvr-rr-1", "DomainName": domain() + ".", "RuleType": pick(w, "FORWARD", "FORWARD", "SYSTEM"), "Status": "COMPLETE"})
		associations = append(associations, object{"Id": "rslvr-rrassoc-1", "ResolverRuleId": "rslvr-rr-1", "VPCId": pick(w, vpcID, vpcID, "vpc-00000002")})
	}
	w.answer("route53:ListHostedZonesByVPC", vpcID, object{"HostedZoneSummaries": list(zones)})
	w.answer("route53resolver:ListResolverRules", "", object{"ResolverRules": list(rules)})
	w.answer("route53resolver:ListResolverRuleAssociations", "", object{"ResolverRuleAssociations": list(associations)})
}

// internet makes the gateway, NAT gateways and Block Public Access.
func (w *world) internet() {
	attachments := []object{{"State": "available", "VpcId": vpcID}}
	if w.chance(0.07) {
		attachments = pick(w, []object{}, []object{{"State": "detaching", "VpcId": vpcID}}, []object{{"State": "available", "VpcId": "vpc-00000002"}})
	}
	w.answer("ec2:DescribeInternetGateways", "", object{"InternetGateways": []object{{"InternetGatewayId": "igw-00000001", "Attachments": attachments}}})
	var nats []object
	for i := range pick(w, 0, 1, 1, 2) {
		id, subnet := fmt.Sprintf("nat-%08d", i+1), 0
		if w.chance(0.3) {
			subnet = w.IntN(len(w.subnets))
		}
		w.nats = append(w.nats, id)
		n := object{
			"NatGatewayId": id, "VpcId": vpcID, "SubnetId": subnetID(subnet), "State": "available", "ConnectivityType": "public",
			"NatGatewayAddresses": []object{{"PrivateIp": w.address(subnet, 9), "IsPrimary": true}},
		}
		if w.chance(0.12) {
			n["State"] = pick(w, "pending", "failed", "deleting", "deleted")
		}
		if w.chance(0.1) {
			n["ConnectivityType"] = "private"
		}
		nats = append(nats, n)
	}
	w.answer("ec2:DescribeNatGateways", "", object{"NatGateways": list(nats)})
	mode := "off"
	var exclusions []object
	if w.chance(0.3) {
		mode = pick(w, "block-bidirectional", "block-ingress")
		for i := range w.IntN(3) {
			what := pick(w, "vpc/"+vpcID, "subnet/"+subnetID(w.IntN(len(w.subnets))), "vpc/vpc-00000002")
			exclusions = append(exclusions, object{
				"ExclusionId": fmt.Sprintf("vpcbpa-exclude-%d", i), "ResourceArn": "arn:aws:ec2:" + region + ":" + account + ":" + what,
				"InternetGatewayExclusionMode": pick(w, "allow-bidirectional", "allow-egress"), "State": pick(w, "create-complete", "create-complete", "create-complete", "delete-complete", "create-failed"),
			})
		}
	}
	w.answer("ec2:DescribeVpcBlockPublicAccessOptions", "", object{"VpcBlockPublicAccessOptions": object{"InternetGatewayBlockMode": mode, "State": "default-state", "AwsAccountId": account, "AwsRegion": region}})
	w.answer("ec2:DescribeVpcBlockPublicAccessExclusions", "", object{"VpcBlockPublicAccessExclusions": list(exclusions)})
}

// vpcEndpoints makes interface endpoints and gateway endpoints.
func (w *world) vpcEndpoints() {
	w.tables = 1 + w.IntN(3)
	for _, service := range []string{"s3", "sts", "sagemaker.api", "sagemaker.runtime", "logs"} {
		if !w.chance(0.6) || (service == "s3" && w.chance(0.6)) {
			continue
		}
		e := w.endpoint(service, "Interface")
		groups := w.someGroups()
		var subnets, interfaces []string
		for i := range w.subnets[:2] {
			if i > 0 && w.chance(0.5) {
				continue
			}
			at := (i + 2*w.IntN(2)) % len(w.subnets)
			if w.chance(0.3) {
				at = i
			}
			if len(subnets) > 0 && subnets[0] == subnetID(at) {
				continue
			}
			subnets = append(subnets, subnetID(at))
			interfaces = append(interfaces, w.newInterface(at, groups, false))
		}
		e["SubnetIds"], e["NetworkInterfaceIds"], e["Groups"], e["PrivateDnsEnabled"] = subnets, interfaces, groupList(groups), w.chance(0.85)
		if service == "s3" {
			e["DnsOptions"] = object{"PrivateDnsOnlyForInboundResolverEndpoint": w.chance(0.5)}
		}
	}
	for i, service := range []string{"s3", "dynamodb"} {
		if !w.chance(0.7) {
			continue
		}
		e := w.endpoint(service, "Gateway")
		tables := []string{}
		for t := range w.tables {
			if w.chance(0.7) {
				tables = append(tables, tableID(t))
				w.gatewayTo[t] = append(w.gatewayTo[t], object{"DestinationPrefixListId": w.lists[i], "GatewayId": e["VpcEndpointId"], "State": "active", "Origin": "CreateRoute"})
			}
		}
		e["RouteTableIds"], e["PrivateDnsEnabled"] = tables, false
	}
}

// denying is how often an endpoint's policy denies everything.
const denying = 0.05

func (w *world) endpoint(service, kind string) object {
	e := object{
		"VpcEndpointId": fmt.Sprintf("vpce-%08d", len(w.endpoints)+1), "VpcId": vpcID, "ServiceName": listName(service), "VpcEndpointType": kind,
		"State": "available", "IpAddressType": "ipv4", "OwnerId": account,
		"PolicyDocument": `{"Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}`,
	}
	if w.chance(0.08) {
		e["State"] = pick(w, "pending", "failed", "rejected", "deleting", "pendingAcceptance")
	}
	if w.chance(denying) {
		e["PolicyDocument"] = `{"Statement":[{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}]}`
	}
	w.endpoints = append(w.endpoints, e)
	return e
}

// routeTables are the main one and others; some subnets name theirs.
func (w *world) routeTables() {
	explicit := map[int][]int{}
	for i := range w.subnets {
		if t := w.IntN(w.tables + 1); i == 0 && w.chance(0.8) {
			// The first subnet is usually the public one, with the last table.
			explicit[w.tables-1] = append(explicit[w.tables-1], i)
		} else if t < w.tables {
			explicit[t] = append(explicit[t], i)
		}
	}
	var tables []object
	for t := range w.tables {
		associations := []object{}
		if t == 0 {
			associations = append(associations, object{"Main": true, "RouteTableId": tableID(t), "AssociationState": object{"State": "associated"}})
		}
		for _, i := range explicit[t] {
			associations = append(associations, object{"Main": false, "RouteTableId": tableID(t), "SubnetId": subnetID(i), "AssociationState": object{"State": "associated"}})
		}
		tables = append(tables, object{"RouteTableId": tableID(t), "VpcId": vpcID, "OwnerId": account, "Associations": associations, "Routes": w.routes(t)})
	}
	w.answer("ec2:DescribeRouteTables", "", object{"RouteTables": tables})
}

func (w *world) routes(table int) []object {
	out := []object{{"DestinationCidrBlock": w.cidr.String(), "GatewayId": "local", "State": "active", "Origin": "CreateRouteTable"}}
	if w.second.IsValid() {
		out = append(out, object{"DestinationCidrBlock": w.second.String(), "GatewayId": "local", "State": "active", "Origin": "CreateRouteTable"})
	}
	out = append(out, w.gatewayTo[table]...)
	switch {
	case table == w.tables-1 && table > 0 && w.chance(0.8):
		out = append(out, object{"DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-00000001", "State": "active", "Origin": "CreateRoute"})
	case w.chance(0.8):
		out = append(out, w.exit(object{"DestinationCidrBlock": "0.0.0.0/0"}))
	}
	for _, c := range []string{"52.0.0.0/8", "52.218.0.0/18", "151.101.0.0/16", "0.0.0.0/1"} {
		if w.chance(0.07) {
			out = append(out, w.exit(object{"DestinationCidrBlock": c}))
		}
	}
	if w.chance(0.06) {
		out = append(out, w.exit(object{"DestinationPrefixListId": w.lists[2]}))
	}
	if w.chance(0.05) {
		// A whole subnet towards a NAT gateway that is gone (R6, R8).
		out = append(out, object{"DestinationCidrBlock": pick(w, w.subnets...).String(), "NatGatewayId": "nat-00000099", "State": "blackhole", "Origin": "CreateRoute"})
	}
	w.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

// exit leads a route out, or nowhere any more.
func (w *world) exit(r object) object {
	r["State"], r["Origin"] = "active", "CreateRoute"
	switch {
	case w.chance(0.08):
		r["State"], r["NatGatewayId"] = "blackhole", "nat-00000099"
	case len(w.nats) > 0 && w.chance(0.75):
		r["NatGatewayId"] = pick(w, w.nats...)
	default:
		r["GatewayId"] = "igw-00000001"
	}
	return r
}
