package report

import (
	"mooring/internal/inventory"
	"mooring/internal/reach"
)

func pass(kind inventory.Gate, rule string, object ...string) reach.Gate {
	return reach.Gate{Kind: kind, Object: object, Rule: rule, Outcome: reach.Passes, Why: rule}
}

func fail(kind inventory.Gate, rule, why string, object ...string) reach.Gate {
	return reach.Gate{Kind: kind, Object: object, Rule: rule, Outcome: reach.Fails, Why: why}
}

func back(g reach.Gate) reach.Gate {
	g.Leg = reach.Return
	return g
}

func forward(g reach.Gate) reach.Gate {
	g.Leg = reach.Forward
	return g
}

func from(subnet, zone, group string) reach.From {
	return reach.From{Class: "c-" + subnet[len(subnet)-3:], Subnet: subnet, Zone: zone, Groups: []string{group}}
}

func to(id string) reach.To { return reach.To{ID: id, Port: 443, Protocol: "tcp"} }

func fromHop(f reach.From) reach.Hop {
	return reach.Hop{ID: f.Subnet, Kind: "subnet", Label: "interface in " + f.Subnet + " (" + f.Zone + ")"}
}

// departure is what every packet out of a subnet meets first.
func departure(f reach.From, rule string) []reach.Gate {
	return []reach.Gate{
		pass(inventory.GateGroupEgress, rule, f.Groups[0]),
		forward(pass(inventory.GateACLEgress, "rule 100 allows all", "acl-0d41")),
	}
}

func wayBack() reach.Gate {
	return back(pass(inventory.GateACLIngress, "rule 100 allows 32768–60999", "acl-0d41"))
}

// byEndpoint goes to an interface endpoint whose group is closed or open.
func byEndpoint(f reach.From, id, endpoint string, closed bool) *reach.Proof {
	p := &reach.Proof{
		ID: "p-" + f.Class + "-" + id, From: f, To: to(id), Traffic: reach.TrafficContainer, Verdict: reach.VerdictReachable,
		DNS: reach.DNS{
			Name: "api." + id + ".example", Answer: []string{"10.20.1.9", "10.20.2.9"}, By: "private zone of " + endpoint,
			Gates: []reach.Gate{pass(inventory.GateDNS, "private zone of "+endpoint, "vpc-0a11")},
		},
	}
	in := pass(inventory.GateGroupIngress, "443 from 10.20.0.0/16", "sg-0e11")
	if closed {
		p.Verdict = reach.VerdictBlocked
		in = fail(inventory.GateGroupIngress, "443 from sg-09f only", "sg-09f admits 443 only from sg-09f itself", "sg-09f")
		p.Repairs = []reach.Repair{{Object: "sg-09f", Text: "sg-09f: admit 443 from " + f.Groups[0]}}
	}
	p.Paths = []reach.Path{{
		Addresses: []string{"10.20.1.9/32", "10.20.2.9/32"}, Verdict: p.Verdict,
		Hops: []reach.Hop{
			fromHop(f),
			{ID: "rtb-0a10", Kind: "route-table", Label: "local route of rtb-0a10"},
			{ID: endpoint, Kind: "vpc-endpoint", Label: "interface endpoint " + endpoint + " (" + id + ")"},
		},
		Gates: append(departure(f, "443 → 10.20.0.0/16"), pass(inventory.GateRoute, "10.20.0.0/16 local", "rtb-0a10"),
			forward(pass(inventory.GateACLIngress, "rule 100 allows all", "acl-0d42")), in,
			pass(inventory.GateInterfaceEndpoint, "available", endpoint), pass(inventory.GateEndpointPolicy, "allows everything", endpoint), wayBack()),
	}}
	return p
}

// noRoute goes to a public name that the subnet has no route for.
func noRoute(f reach.From, id, table string) *reach.Proof {
	return &reach.Proof{
		ID: "p-" + f.Class + "-" + id, From: f, To: to(id), Traffic: reach.TrafficContainer, Verdict: reach.VerdictBlocked,
		DNS: reach.DNS{
			Name: id + ".example", Answer: []string{"public addresses"}, By: "public zone",
			Gates: []reach.Gate{pass(inventory.GateDNS, "public zone", "vpc-0a11")},
		},
		Notes:   []string{"vpce-0f77 (" + id + ") is in the VPC, but its private DNS is off: nobody is led to it"},
		Repairs: []reach.Repair{{Object: "vpce-0f77", Text: "vpce-0f77: switch private DNS on"}},
		Paths: []reach.Path{{
			Addresses: []string{"any public address"}, Verdict: reach.VerdictBlocked, Hops: []reach.Hop{fromHop(f)},
			Gates: append(departure(f, "all → 0.0.0.0/0"), fail(inventory.GateRoute, "no route to 0.0.0.0/0", table+" has no route to a public address", table)),
		}},
	}
}

// toS3 goes by the gateway endpoint, or nowhere where the table lacks it.
func toS3(f reach.From, table string, attached bool, traffic reach.Traffic) *reach.Proof {
	p := &reach.Proof{
		ID: "p-" + f.Class + "-s3-" + string(traffic), From: f, To: to("s3"), Traffic: traffic, Verdict: reach.VerdictReachable,
		DNS: reach.DNS{Answer: []string{"pl-s3"}, By: "public zone", Gates: []reach.Gate{pass(inventory.GateDNS, "public zone", "vpc-0a11")}},
	}
	gates := departure(f, "443 → pl-s3")
	hops := []reach.Hop{fromHop(f)}
	if attached {
		gates = append(gates, pass(inventory.GateRoute, "pl-s3 → vpce-0s3", table), pass(inventory.GateGatewayEndpoint, "available", "vpce-0s3"),
			pass(inventory.GateEndpointPolicy, "allows everything", "vpce-0s3"), wayBack())
		hops = append(hops, reach.Hop{ID: "vpce-0s3", Kind: "vpc-endpoint", Label: "gateway endpoint vpce-0s3 (s3)"})
	} else {
		p.Verdict = reach.VerdictBlocked
		gates = append(gates, fail(inventory.GateRoute, "no route to S3", table+" has no route to S3: vpce-0s3 is not attached to it", table))
		p.Repairs = []reach.Repair{{Object: "vpce-0s3", Text: "vpce-0s3: attach " + table}}
	}
	p.Paths = []reach.Path{{Addresses: []string{"pl-s3"}, Verdict: p.Verdict, Hops: hops, Gates: gates}}
	return p
}

// byNAT leaves through a NAT gateway.
func byNAT(f reach.From, id string) *reach.Proof {
	return &reach.Proof{
		ID: "p-" + f.Class + "-" + id, From: f, To: to(id), Traffic: reach.TrafficContainer, Verdict: reach.VerdictReachable,
		DNS: reach.DNS{Answer: []string{"any public address"}, By: "public zone"},
		Paths: []reach.Path{{
			Addresses: []string{"0.0.0.0/0"}, Verdict: reach.VerdictReachable,
			Hops: []reach.Hop{fromHop(f), {ID: "nat-0c31", Kind: "nat-gateway", Label: "nat-0c31 in subnet-0pub"}, {ID: "igw-0a1", Kind: "internet-gateway", Label: "igw-0a1"}},
			Gates: append(departure(f, "all → 0.0.0.0/0"), pass(inventory.GateRoute, "0.0.0.0/0 → nat-0c31", "rtb-0c10"),
				pass(inventory.GateNATGateway, "public, available", "nat-0c31"), pass(inventory.GateInternetGateway, "attached", "igw-0a1"), wayBack()),
		}},
	}
}

// byService leaves through an interface that SageMaker owns.
func byService(f reach.From) *reach.Proof {
	return &reach.Proof{
		ID: "p-" + f.Class + "-direct", From: f, To: to("internet"), Traffic: reach.TrafficContainer, Verdict: reach.VerdictReachable,
		Paths: []reach.Path{{
			Addresses: []string{"0.0.0.0/0"}, Verdict: reach.VerdictReachable,
			Gates: []reach.Gate{pass(inventory.GateMode, "DirectInternetAccess = Enabled (the default)")},
		}},
	}
}

// undecided has a gate that could not be read.
func undecided(f reach.From, id string) *reach.Proof {
	p := byEndpoint(f, id, "vpce-0b2", false)
	p.ID, p.Verdict = "p-"+f.Class+"-"+id+"-undecided", reach.VerdictUnknown
	p.Assumptions = []string{"block public access off: ec2:DescribeVpcBlockPublicAccessOptions was not asked, so AWS's default stands"}
	path := &p.Paths[0]
	path.Verdict = reach.VerdictUnknown
	for i := range path.Gates {
		if k := path.Gates[i].Kind; k == inventory.GateACLEgress || k == inventory.GateACLIngress {
			path.Gates[i].Outcome, path.Gates[i].Rule = reach.Unclear, ""
			path.Gates[i].Why = "ec2:DescribeNetworkAcls was denied"
			path.Gates[i].Missing = &inventory.Missing{Kind: inventory.MissingPermission, What: "ec2:DescribeNetworkAcls"}
		}
	}
	return p
}

// withPolicies has a bucket's policy refuse one of two requests.
func withPolicies(p *reach.Proof) *reach.Proof {
	const (
		role  = "arn:aws:iam::" + sampleAccount + ":role/Trainer"
		reads = "reading of bucket in (s3:GetObject): "
		puts  = "writing to bucket out (s3:PutObject): "
	)
	of := func(kind inventory.Gate, o reach.Outcome, object, rule, why string) reach.Gate {
		return reach.Gate{Kind: kind, Object: []string{object}, Rule: rule, Outcome: o, Why: why}
	}
	denied := of(inventory.GateResourcePolicy, reach.Fails, "in", "statement 2 (OnlyVpn)", reads+"resource policy 1, statement 2 (OnlyVpn) denies it")
	may := of(inventory.GateIdentityPolicy, reach.Passes, role, "statement 1", puts+"identity policy 1, statement 1 allows it")
	silent := of(inventory.GateResourcePolicy, reach.Passes, "out", "", puts+"no resource policy allows it, and the identity policy is enough within one account")
	p.Policy = &reach.PolicyResult{
		Outcome: "partial", Statements: []reach.Gate{may, denied},
		Layers: []reach.Gate{
			of(inventory.GateIdentityPolicy, reach.Passes, role, "statement 1", reads+"identity policy 1, statement 1 allows it"), denied, may,
			of(inventory.GateOrganizationPolicy, reach.Passes, sampleAccount, "statement 1", reads+"service control policy 1, statement 1 allows it"), silent,
		},
	}
	return p
}
