package audit

// endpoint changes an endpoint of the base world.
func (w *world) endpoint(id string, change func(item)) {
	w.t.Helper()
	w.one("describe-vpc-endpoints", "VpcEndpoints", "VpcEndpointId", id, change)
}

const stsEndpoint = "vpce-00000003"

func endpointRows() []semantic {
	return []semantic{
		{
			id: "E1", rule: "A gateway endpoint serves only subnets whose table it is on; the others keep the public path.", source: "PL gateway-endpoints", analyzer: "NO_ROUTE_TO_DESTINATION",
			holds: []shown{see("base", "s3", reachable)}, breaks: []shown{see("route-missing", "s3", blocked, appTable), see("gateway-endpoint-one-of-two-tables", "s3", partial, "route rtb-000000a2").of("training-job", "train")},
		},
		{
			id: "E2", rule: "A gateway endpoint serves its own Region only.", source: "PL gateway-endpoints",
			holds:  []shown{see("base", "s3", reachable)},
			breaks: []shown{named("base", "s3.us-east-1.amazonaws.com", blocked, "route rtb-000000aa")},
		},
		{
			id: "E3", rule: "The endpoint's route beats the default route; a user's route to a part of the service beats the endpoint's.", source: "PL gateway-endpoints", analyzer: "MORE_SPECIFIC_ROUTE",
			holds: []shown{see("route-longest-prefix", "s3", reachable)}, breaks: []shown{see("gateway-endpoint-user-route", "s3", partial, appTable)},
		},
		{
			id: "E4", rule: "Nobody from beyond the VPC can use its gateway endpoint.", source: "PL vpc-endpoints-s3", analyzer: "VPCE_GATEWAY_*", status: taken, why: "one page words it for other Regions only; not usable from any",
			holds:  []shown{see("firewall-central-filtered", "s3", reachable)},
			breaks: []shown{see("firewall-central-filtered", "s3", blocked, "gateway-endpoint vpce-000000c9").after("a gateway endpoint on the attachment's table", centralEndpoint)},
		},
		{
			id: "E5", rule: "A gateway endpoint carries TCP, of the families that it has.", source: "PL vpc-endpoints-s3, gateway-endpoints", analyzer: "VPCE_GATEWAY_PROTOCOL_RESTRICTION",
			holds:  []shown{see("base", "s3", reachable)},
			breaks: []shown{see("base", "s3", blocked, "gateway-endpoint vpce-00000053").after("the endpoint has IPv6 addresses only", gatewayOfIPv6)},
		},
		{
			id: "E6", rule: "S3's names have to give public addresses for its gateway endpoint to be used.", source: "PL vpc-endpoints-s3", status: taken, why: "the page asks for both DNS attributes; only enableDnsSupport blocks",
			holds: []shown{see("base", "s3", reachable), see("dns-hostnames-off", "s3", reachable)}, breaks: []shown{see("hosted-zone-wide", "s3", "unknown", "dns Z00000000ALL"), see("dns-support-off", "s3", blocked, "dns vpc-00000001")},
		},
		{
			id: "E7", rule: "The endpoint's policy has to allow too, AWS's own buckets included.", source: "PL vpc-endpoints-access, vpc-endpoints-s3",
			holds: []shown{see("endpoint-policy-allows-all", "s3", reachable)}, breaks: []shown{see("endpoint-policy-deny-all", "s3", blocked, "endpoint-policy vpce-00000053")},
		},
		{
			id: "E8", rule: "Local routing reaches an interface endpoint from every subnet and zone.", source: "PL privatelink-access-aws-services",
			holds:  []shown{see("interface-endpoint-other-zone", "sts", reachable)},
			breaks: []shown{see("interface-endpoint-other-zone", "sts", blocked, appTable).after("its subnet in a blackhole", func(w *world) { w.routes("rtb-000000aa", [3]string{"10.20.41.0/24", "blackhole", "nat-00000001"}) })},
		},
		{
			id: "E9", rule: "A client gets any of the endpoint's interfaces: one that is unreachable makes it partial.", source: "PL privatelink-access-aws-services",
			holds: []shown{see("base", "sts", reachable)}, breaks: []shown{see("acl-one-endpoint-interface", "sts", partial, "network-acl-ingress acl-000000e2")},
		},
		{
			id: "E10", rule: "The endpoint's group has to admit TCP 443 from the client.", source: "PL create-interface-endpoint", analyzer: "ENI_SG_RULES_MISMATCH, VPCE_INTRA_VPC_TRAFFIC",
			holds: []shown{see("base", "sts", reachable)}, breaks: []shown{see("group-ingress-other-subnet", "sts", blocked, endpointsGroup)},
		},
		{
			id: "E11", rule: "Private DNS needs the endpoint's switch and both attributes of the VPC, or the name stays public.", source: "PL privatelink-access-aws-services; UG vpc-dns",
			holds: []shown{see("base", "sagemaker.api", reachable)}, breaks: []shown{see("interface-endpoint-private-dns-off", "sagemaker.api", blocked, appTable), see("dns-hostnames-off", "sagemaker.api", blocked, appTable)},
		},
		{
			id: "E12", rule: "An endpoint's own names give its private addresses anywhere.", source: "PL privatelink-access-aws-services",
			holds:  []shown{see("base", "sts", reachable).after("private DNS off, and a zone that names the endpoint", byZone(record(stsHost, "CNAME", stsName)))},
			breaks: []shown{see("base", "sts", blocked, appTable).after("private DNS off, and a zone that names a public host", byZone(record(stsHost, "CNAME", "www.amazon.com")))},
		},
	}
}

func byZone(records ...string) func(*world) {
	return func(w *world) {
		withoutPrivateDNS(w)
		w.zone("Z00000001", stsHost, records...)
	}
}

// centralEndpoint gives the inspection VPC a gateway endpoint on the table of the
// subnet in which the transit gateway's packets come out.
func centralEndpoint(w *world) {
	w.t.Helper()
	w.each("describe-vpc-endpoints", "VpcEndpoints", func(item) {}, item{
		"VpcEndpointId": "vpce-000000c9", "VpcEndpointType": "Gateway", "VpcId": "vpc-00000002", "ServiceName": "com.amazonaws.eu-west-1.s3", "State": "available",
		"PolicyDocument": `{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}]}`,
	})
	found := false
	w.each("describe-route-tables", "RouteTables", func(i item) {
		for _, a := range i["Associations"].([]any) {
			if a.(item)["SubnetId"] == "subnet-000000c1" {
				found = true
				i["Routes"] = append(i["Routes"].([]any), route("pl-6da54004", "GatewayId", "vpce-000000c9"))
			}
		}
	})
	if !found {
		w.t.Fatal("no table of the attachment's subnet")
	}
}

func moreEndpointRows() []semantic {
	otherRegion := func(w *world) {
		w.endpoint(stsEndpoint, func(i item) {
			i["ServiceName"], i["ServiceRegion"] = "com.amazonaws.us-east-1.sts", "us-east-1"
		})
	}
	resource := func(w *world) {
		w.endpoint(stsEndpoint, func(i item) {
			delete(i, "ServiceName")
			i["VpcEndpointType"], i["ResourceConfigurationArn"] = "Resource", "arn:aws:vpc-lattice:eu-west-1:111122223333:resourceconfiguration/rcfg-00000001"
		})
	}
	return []semantic{
		{
			id: "E13", rule: "S3's interface endpoint takes the names inside the VPC only where it is not for inbound Resolver endpoints alone.", source: "S3UG privatelink-interface-endpoints",
			holds: []shown{see("s3-interface-resolver-only", "s3", reachable), see("s3-interface-private-dns-off", "s3", reachable)}, breaks: []shown{see("s3-interface-takes-all", "s3", blocked, "security-group-ingress sg-00000053")},
		},
		{
			id: "E14", rule: "S3's interface endpoint serves no legacy global, dashed, website or FIPS name.", source: "S3UG privatelink-interface-endpoints", why: "a dependency is asked for by the Region's own name; by which name a client's code asks cannot be read",
			holds: []shown{named("s3-interface-takes-all", "s3-eu-west-1.amazonaws.com", reachable)},
			breaks: []shown{
				named("s3-interface-takes-all", "s3.eu-west-1.amazonaws.com", blocked, "security-group-ingress sg-00000053"),
				named("s3-interface-takes-all", "s3.amazonaws.com", blocked, "route rtb-000000aa"),
				named("s3-interface-takes-all", "bucket.s3.amazonaws.com", "unknown", "route rtb-000000aa"),
			},
		},
		{
			id: "E15", rule: "An endpoint carries only while it is available.", source: "PL; EC2 API", analyzer: "VPCE_SERVICE_NOT_INSTALLED_IN_AZ",
			holds: []shown{see("base", "sts", reachable)}, breaks: []shown{see("interface-endpoint-state", "sts", blocked, "interface-endpoint vpce-00000003"), see("gateway-endpoint-state", "s3", blocked, "gateway-endpoint vpce-00000053")},
		},
		{
			id: "E16", rule: "A hub's endpoint needs routes both ways, a group that admits by block, and a zone, rule or Profile for the name.", source: "PL privatelink-access-aws-services",
			holds: []shown{see("t2-009", "sts", reachable).of("notebook", "nb1"), see("hub", "sts", reachable).of("notebook", "nb1")},
			breaks: []shown{
				see("interface-endpoint-other-vpc", "sts", blocked, appTable),
				see("t2-009", "sts", blocked, "route rtb-076de3b36fdb6837e").of("notebook", "nb1").after("no route back", func(w *world) { w.withoutRoute("rtb-076de3b36fdb6837e", "10.19.0.0/16") }),
				see("t2-009", "sts", blocked, "security-group-ingress sg-03fe5937c53cbd376").of("notebook", "nb1").after("the endpoint's group admitting the hub's block alone", func(w *world) {
					w.securityGroup("sg-03fe5937c53cbd376", func(i item) {
						i["IpPermissions"].([]any)[0].(item)["IpRanges"] = []any{item{"CidrIp": "10.143.0.0/16"}}
					})
				}),
			},
		},
		{
			id: "E17", rule: "An endpoint for another Region's service is not one for this Region's.", source: "PL aws-services-cross-region-privatelink-support",
			holds: []shown{see("base", "sts", reachable)}, breaks: []shown{see("base", "sts", blocked, appTable).after("an endpoint for another Region", otherRegion)},
		},
		{
			id: "E18", rule: "A participant of a shared VPC cannot see its endpoints.", source: "UG vpc-sharing", analyzer: "UNKNOWN_RESOURCE", status: unclear, why: "absence in a participant's answers proves nothing",
			holds: []shown{see("base", "sts", reachable)}, breaks: []shown{see("shared-vpc", "sts", "unknown", "dns vpc-00000001")},
		},
		{
			id: "E19", rule: "A Gateway Load Balancer endpoint is a route target; its appliance decides.", source: "UG route-table-options", analyzer: "PATH_THROUGH_GWLB_NOT_CHECKED", status: unclear, why: "an appliance cannot be read",
			holds: []shown{see("nat-works", "s3", reachable)}, breaks: []shown{see("firewall-route", "s3", "unknown", "gateway-load-balancer vpce-000000f1")},
		},
		{
			id: "E20", rule: "Resource and service-network endpoints serve resources, not AWS services.", source: "PL privatelink-access-resources",
			holds: []shown{see("base", "sts", reachable)}, breaks: []shown{see("base", "sts", blocked, appTable).after("a resource endpoint in its place", resource)},
		},
		{
			id: "E21", rule: "Each service that SageMaker calls has its own endpoint service, whose private name AWS lists.", source: "SM studio-updated-and-internet-access",
			holds: []shown{see("base", "sagemaker.api", reachable), see("base", "sagemaker.runtime", reachable), see("base", "logs", reachable)}, breaks: []shown{see("base", "ecr.api", blocked, appTable), see("base", "kms", blocked, appTable)},
		},
		{
			id: "E22", rule: "Private DNS diverts every client of the VPC to the endpoint at once, rejected ones too.", source: "PL privatelink-access-aws-services",
			holds: []shown{see("interface-endpoint-private-dns-off-nat", "sagemaker.api", reachable)},
			breaks: []shown{
				see("s3-interface-takes-all", "s3", blocked, "security-group-ingress sg-00000053"),
				see("nat-works", "sagemaker.api", blocked, "security-group-ingress sg-000000dd").after("the endpoint in the default group", func(w *world) { w.standIn("vpce-00000001", "sg-000000dd") }),
			},
		},
	}
}

func dnsRows() []semantic {
	const zone, options = "dns Z00000001", "dns dopt-00000001"
	forwarded := func(domain string) func(*world) {
		return func(w *world) {
			byZone(record(stsHost, "A", stsENI))(w)
			w.rule("FORWARD", domain, `,"ResolverEndpointId":"rslvr-out-1","TargetIps":[{"Ip":"10.99.0.53","Port":53}]`)
		}
	}
	return []semantic{
		{
			id: "D1", rule: "The VPC's resolver is reached past groups, ACLs, routes and Block Public Access; DNS Firewall can block names.", source: "UG vpc-dns",
			holds: []shown{see("acl-resolver", "sts", reachable)},
			breaks: []shown{see("base", "sts", blocked, "dns rslvr-frg-1").after("DNS Firewall blocking the name", func(w *world) {
				w.firewall([]string{firewallRule("10", "BLOCK", "rslvr-fdl-0", "")}, stsHost)
			})},
		},
		{
			id: "D2", rule: "Without enableDnsSupport, or without a DHCP option set that names servers, no name is answered.", source: "UG vpc-dns, DHCPOptionSet",
			holds: []shown{see("base", "sts", reachable)}, breaks: []shown{see("dns-support-off", "sts", blocked, "dns vpc-00000001"), see("dns-no-dhcp-options", "sts", blocked, "dns vpc-00000001"), see("dns-no-servers", "sts", blocked, options)},
		},
		{
			id: "D3", rule: "Servers of one's own have to be reached by port 53, and to forward.", source: "R53 hosted-zone-private-considerations", status: unclear, why: "what they forward cannot be read, and may be asserted",
			holds: []shown{see("base", "sts", reachable).after("a server that is surely reached", openSTS).assuming("custom-dns=forwards")}, breaks: []shown{see("dns-custom-servers", "sts", "unknown", options), see("base", "sts", blocked, options).after("a server that no route reaches", func(w *world) { w.servers("10.99.0.53") })},
		},
		{
			id: "D4", rule: "The longest private zone of the VPC answers, with no public fallback.", source: "R53 hosted-zone-private-considerations",
			holds:  []shown{see("base", "sts", reachable).after("private DNS off, and a zone with the addresses", byZone(record(stsHost, "A", stsENI)))},
			breaks: []shown{see("base", "sts", blocked, zone).after("private DNS off, and a zone without a record", byZone())},
		},
		{
			id: "D5", rule: "A forwarding rule for a domain beats the zone of that domain.", source: "R53 hosted-zone-private-considerations", status: unclear, why: "what the rule's targets answer cannot be read unless they are a Resolver endpoint of ours",
			holds: []shown{see("base", "sts", reachable).after("a zone, and a rule for a wider domain", forwarded("eu-west-1.amazonaws.com"))}, breaks: []shown{see("base", "sts", "unknown", "dns rslvr-rr-1").after("a zone, and a rule for the same domain", forwarded(stsHost))},
		},
		{
			id: "D6", rule: "A zone of the name that an endpoint's private DNS also has.", source: "no page", status: unclear, why: "AWS does not say which answers; the same addresses are good",
			holds:  []shown{see("base", "sts", reachable).after("a zone with the endpoint's addresses", func(w *world) { w.zone("Z00000001", stsHost, record(stsHost, "A", stsENI, "10.20.41.13")) })},
			breaks: []shown{see("base", "sts", "unknown", zone).after("a zone with one of them", func(w *world) { w.zone("Z00000001", stsHost, record(stsHost, "A", stsENI)) })},
		},
		{
			id: "D7", rule: "Zones and private DNS do not cross peering or a transit gateway by themselves.", source: "PEER vpc-peering-basics; TGW tgw-vpc-attachments",
			holds: []shown{see("hub", "sts", reachable).of("notebook", "nb1")},
			breaks: []shown{see("hub", "sts", blocked, "route rtb-0b023bc566466067f").of("notebook", "nb1").after("nothing forwarded", func(w *world) {
				w.put("list-resolver-rule-associations", `{"ResolverRuleAssociations":[]}`)
			})},
		},
	}
}
