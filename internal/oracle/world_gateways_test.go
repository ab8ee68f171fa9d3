package oracle

import "fmt"

// gateways makes internet, egress-only and NAT gateways.
func (w *world) gateways(l *land) {
	l.igw, l.eigw = fmt.Sprintf("igw-%08d", l.n+1), fmt.Sprintf("eigw-%08d", l.n+1)
	attached := func(state string) []object {
		switch {
		case w.chance(0.94):
			return []object{{"State": state, "VpcId": l.id}}
		case w.chance(0.5):
			return []object{{"State": "detaching", "VpcId": l.id}}
		}
		return []object{}
	}
	w.add("ec2:DescribeInternetGateways", object{"InternetGatewayId": l.igw, "Attachments": attached("available")})
	if w.dual {
		w.add("ec2:DescribeEgressOnlyInternetGateways", object{"EgressOnlyInternetGatewayId": l.eigw, "Attachments": attached("attached")})
	}
	for i := range pick(w, 0, 1, 1, 2) {
		id, at := fmt.Sprintf("nat-%06d%02d", l.n+1, i+1), 0
		if w.chance(0.12) {
			at = w.IntN(len(l.plots))
		}
		l.nats = append(l.nats, id)
		n := object{"NatGatewayId": id, "VpcId": l.id, "State": "available", "ConnectivityType": "public"}
		if w.chance(0.07) {
			n["AvailabilityMode"], n["NatGatewayAddresses"] = "regional", []object{{"PublicIp": "18.200.1.9", "AvailabilityZone": l.plots[0].zone}}
			n["AutoProvisionZones"], n["RouteTableId"] = pick(w, "enabled", "disabled"), l.table(70+i)
			l.own = append(l.own, i)
		} else {
			_, ip := w.plug(l, at, nil, false)
			n["SubnetId"], n["NatGatewayAddresses"] = l.plots[at].id, []object{{"PrivateIp": ip, "IsPrimary": true}}
			if w.chance(0.12) {
				n["ConnectivityType"] = "private"
			}
		}
		if w.chance(0.08) {
			n["State"] = pick(w, "pending", "failed", "deleting", "deleted")
		}
		w.add("ec2:DescribeNatGateways", n)
	}
}

func (w *world) blockPublic() {
	mode := "off"
	if w.chance(0.25) {
		mode = pick(w, "block-bidirectional", "block-ingress")
		for i := range w.IntN(3) {
			l := pick(w, w.lands...)
			w.add("ec2:DescribeVpcBlockPublicAccessExclusions", object{
				"ExclusionId": fmt.Sprintf("vpcbpa-exclude-%d", i), "ResourceArn": arn("ec2", pick(w, "vpc/"+l.id, "subnet/"+pick(w, l.plots...).id)),
				"InternetGatewayExclusionMode": pick(w, "allow-bidirectional", "allow-egress"), "State": pick(w, "create-complete", "create-complete", "create-complete", "delete-complete", "create-failed"),
			})
		}
	}
	w.answer("ec2:DescribeVpcBlockPublicAccessOptions", "", object{"VpcBlockPublicAccessOptions": object{"InternetGatewayBlockMode": mode, "State": "default-state", "AwsAccountId": account, "AwsRegion": region}})
}

// vpcEndpoints makes interface endpoints and gateway endpoints. The second VPC
// is the hub.
func (w *world) vpcEndpoints(l *land) {
	hub := l.n == 1
	for _, service := range []string{"s3", "sts", "sagemaker.api", "sagemaker.runtime", "logs"} {
		switch {
		case service == "s3" && !w.chance(0.3):
		case hub && w.chance(0.5), l.n == 0 && len(w.lands) == 1 && w.chance(0.6), l.n == 0 && w.chance(0.35):
			w.service(l, service, hub)
		}
	}
	for i, service := range []string{"s3", "dynamodb"} {
		if !w.chance(0.6) {
			continue
		}
		e := w.endpoint(l, service, "Gateway")
		tables := []string{}
		for t := range l.tables {
			if w.chance(0.7) {
				tables = append(tables, l.table(t))
				l.routes[t] = append(l.routes[t], object{"DestinationPrefixListId": w.lists[i], "GatewayId": e["VpcEndpointId"], "State": "active", "Origin": "CreateRoute"})
			}
		}
		e["RouteTableIds"], e["PrivateDnsEnabled"] = tables, false
	}
}

// denying is how often an endpoint's policy denies everything.
const denying = 0.05

func (w *world) endpoint(l *land, service, kind string) object {
	e := object{
		"VpcEndpointId": fmt.Sprintf("vpce-%08d", len(w.endpoints)+1), "VpcId": l.id, "ServiceName": listName(region, service), "VpcEndpointType": kind,
		"State": "available", "IpAddressType": "ipv4", "OwnerId": account,
		"PolicyDocument": `{"Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}`,
	}
	if w.chance(0.06) {
		e["State"] = pick(w, "pending", "failed", "rejected", "deleting", "pendingAcceptance")
	}
	if w.chance(denying) {
		e["PolicyDocument"] = `{"Statement":[{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}]}`
	}
	w.endpoints = append(w.endpoints, e)
	return e
}

func (l *land) table(t int) string { return fmt.Sprintf("rtb-%06d%02d", l.n+1, t+1) }
