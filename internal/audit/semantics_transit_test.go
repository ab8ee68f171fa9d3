package audit

import "strings"

func transitRows() []semantic {
	const central = "firewall-central-filtered"
	search := "search-transit-gateway-routes-tgw-rtb-00000001"
	otherZone := func(w *world) { // the spoke's attachment stands in the other zone alone
		w.one("describe-transit-gateway-vpc-attachments", "TransitGatewayVpcAttachments", "TransitGatewayAttachmentId", "tgw-attach-00000001", func(i item) {
			i["SubnetIds"] = []any{"subnet-000000e2"}
		})
	}
	return []semantic{
		{
			id: "T1", rule: "Peering is not transitive and lends no gateway; interface endpoints behind it are plain interfaces.", source: "PEER vpc-peering-basics", analyzer: "PCX_REQUIRES_ADDRESS_IN_VPC_CIDR",
			holds: []shown{see("t2-029", "sagemaker.api", reachable).of("notebook", "nb1")}, breaks: []shown{see("peering-route", "s3", blocked, "peering pcx-00000001")},
		},
		{
			id: "T2", rule: "Peering needs routes in both VPCs and an active connection.", source: "PEER vpc-peering-basics", analyzer: "NO_ROUTE_TO_DESTINATION",
			holds: []shown{see("t2-029", "sagemaker.api", reachable).of("notebook", "nb1")},
			breaks: []shown{
				see("t2-029", "sagemaker.api", blocked, "route rtb-0d23290e4f774cc9c").of("notebook", "nb1").after("no route back", func(w *world) { w.withoutRoute("rtb-0d23290e4f774cc9c", "10.66.0.0/16") }),
				see("t2-029", "sagemaker.api", blocked, "peering pcx-0646c518b6341b26b").of("notebook", "nb1").after("the connection not accepted", func(w *world) {
					w.each("describe-vpc-peering-connections", "VpcPeeringConnections", func(i item) { i["Status"].(item)["Code"] = "pending-acceptance" })
				}),
			},
		},
		{
			id: "T3", rule: "A transit gateway is entered only from a zone in which the attachment has a subnet.", source: "TGW how-transit-gateways-work", analyzer: "TGW_ROUTE_AZ_RESTRICTION", status: taken, why: "another page says only the attachment's own subnets; here the zone",
			holds: []shown{see(central, "s3", reachable)}, breaks: []shown{see(central, "s3", blocked, "transit-gateway tgw-attach-00000001").after("the attachment in the other zone alone", otherZone)},
		},
		{
			id: "T4", rule: "What comes from an attachment uses the one table it is associated with; without one it is dropped.", source: "TGW how-transit-gateways-work", analyzer: "TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION",
			holds: []shown{see(central, "s3", reachable)},
			breaks: []shown{see(central, "s3", blocked, "transit-gateway tgw-attach-00000001").after("the spoke associated with no table", func(w *world) {
				w.one("describe-transit-gateway-attachments", "TransitGatewayAttachments", "TransitGatewayAttachmentId", "tgw-attach-00000001", func(i item) { delete(i, "Association") })
			})},
		},
		{
			id: "T5", rule: "In a transit gateway's table the longest prefix wins, then static; a blackhole drops.", source: "TGW how-transit-gateways-work", analyzer: "TGW_RTB_*",
			holds:  []shown{see(central, "s3", reachable)},
			breaks: []shown{see(central, "s3", blocked, "transit-gateway tgw-rtb-00000001").after("a blackhole in the spoke's table", func(w *world) { w.swap(search, `"State": "active"`, `"State": "blackhole"`) })},
		},
		{
			id: "T6", rule: "What leaves a transit gateway into a VPC uses the table of the attachment's subnet.", source: "TGW tgw-vpc-attachments", analyzer: "NO_ROUTE_TO_DESTINATION",
			holds:  []shown{see(central, "s3", reachable)},
			breaks: []shown{see(central, "s3", blocked, "route rtb-000000c1").after("no way on from the attachment's subnet", func(w *world) { w.withoutRoute("rtb-000000c1", "0.0.0.0/0") })},
		},
		{
			id: "T7", rule: "Of VPCs that overlap, the later one is not propagated.", source: "TGW tgw-vpc-attachments", why: "the table is read as AWS made it: replies go to the VPC whose route it holds",
			holds:  []shown{see(central, "s3", reachable)},
			breaks: []shown{see(central, "s3", blocked, "route vpc-00000003").after("an earlier VPC of the same block", func(w *world) { w.overlapped("tgw-rtb-00000002") })},
		},
		{
			id: "T8", rule: "Without appliance mode the two ways of a flow may meet different firewalls.", source: "TGW tgw-vpc-attachments", analyzer: "TRANSIT_GATEWAY_APPLIANCE_MODE_RECOMMENDED", why: "what becomes of half a flow is not documented, so the breaker is unknown",
			holds:  []shown{see("firewall-two-zones", "kms", reachable)},
			breaks: []shown{see("firewall-two-zones", "kms", "unknown", "firewall vpce-000000f2", "firewall vpce-000000f3").after("the hub's attachment without appliance mode", withoutAppliance)},
		},
		{
			id: "T9", rule: "Both ways of a flow have to cross the same firewall endpoint.", source: "UG route-table-options", analyzer: "FIREWALL_RULES_RESTRICTION", why: "what becomes of half a flow is not documented, so the breaker is unknown",
			holds: []shown{see("firewall-s3-only", "s3", reachable)}, breaks: []shown{see("firewall-asymmetric", "s3", "unknown", "firewall vpce-000000f1")},
		},
		{
			id: "T10", rule: "Rules act by kind, or in strict order and then the default actions.", source: "NFW suricata-rule-evaluation-order",
			holds: []shown{see("firewall-allow-list-strict", "s3", reachable)}, breaks: []shown{see("firewall-drop-strict", "s3", blocked, "firewall vpce-000000f1")},
		},
		{
			id: "T11", rule: "A domain list looks at names only, and only of sources in HOME_NET, which defaults to the firewall's VPC.", source: "NFW stateful-rule-groups-domain-names",
			holds: []shown{see(central, "exposure", "filtered")}, breaks: []shown{see("firewall-central-bypass", "exposure", "nat")},
		},
		{
			id: "T12", rule: "Address rules and domain lists are decided; other Suricata text is not.", source: "RA considerations", analyzer: "FIREWALL_UNSUPPORTED_*", status: unclear, why: "what a rule's keywords match cannot be read",
			holds: []shown{see("firewall-s3-only", "s3", reachable)},
			breaks: []shown{see("firewall-s3-only", "s3", "unknown", "firewall vpce-000000f1").after("a rule that looks at the payload", func(w *world) {
				w.swap("describe-rule-group-s3-only", `sid:1;`, `content:\"x\"; sid:1;`)
			})},
		},
		{
			id: "T13", rule: "A virtual private gateway leads out of what can be read.", source: "UG route-table-options", analyzer: "VGW_PRIVATE_IP_ASSOCIATION_FOR_EGRESS", status: unclear, why: "the other side is not AWS's",
			holds:  []shown{see("nat-works", "s3", reachable)},
			breaks: []shown{see("route-missing", "s3", "unknown", "virtual-gateway vgw-00000001").after("a default route to a virtual private gateway", onPremises("available"))},
		},
	}
}

func onPremises(state string) func(*world) {
	return func(w *world) {
		w.routes("rtb-000000aa", [3]string{"0.0.0.0/0", "GatewayId", "vgw-00000001"})
		w.put("describe-vpn-gateways", `{"VpnGateways":[{"VpnGatewayId":"vgw-00000001","State":"`+state+`","Type":"ipsec.1","VpcAttachments":[{"State":"attached","VpcId":"vpc-00000001"}],"AmazonSideAsn":64512,"Tags":[]}]}`)
	}
}

func policyRows() []semantic {
	policy := func(condition string) func(*world) {
		return func(w *world) {
			w.endpoint(stsEndpoint, func(i item) {
				i["PolicyDocument"] = strings.ReplaceAll(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*","Condition":{X}}]}`, "X", condition)
			})
		}
	}
	// S3 by the NAT gateway instead of the endpoint.
	byNAT := func(w *world) {
		w.table("rtb-000000aa", func(i item) {
			i["Routes"] = []any{item{"DestinationCidrBlock": "10.20.0.0/16", "GatewayId": "local", "Origin": "CreateRouteTable", "State": "active"}, route("0.0.0.0/0", "NatGatewayId", "nat-00000001")}
		})
	}
	return []semantic{
		{
			id: "P1", rule: "A request needs every policy's leave; the network's verdict stands beside it.", source: "PL vpc-endpoints-access",
			holds: []shown{see("policy-beside", "policy", "allowed").of("training-job", "train")},
			breaks: []shown{see("policy-beside", "policy", "denied").of("training-job", "train").after("a role without a policy", func(w *world) {
				place := w.place
				w.place = "111122223333/global/"
				w.swap("get-account-authorization-details", `"Action": "s3:*"`, `"Action": "sqs:*"`)
				w.place = place
			})},
		},
		{
			id: "P2", rule: "Keys of the endpoint exist only on a path across one, aws:SourceIp only on others.", source: "IAM reference_sts_vpc_condition_keys_federated; PL vpc-endpoints-s3",
			holds: []shown{see("base", "sts", reachable).after("a policy that wants this endpoint", policy(`"StringEquals":{"aws:SourceVpce":"vpce-00000003"}`))}, breaks: []shown{see("endpoint-policy-other-endpoint", "sts", blocked, "endpoint-policy vpce-00000003")},
		},
		{
			id: "P3", rule: "aws:VpceAccount and its kin name the endpoint's owner.", source: "AWS announcement of 2025-08-29", status: unclear, why: "which services fill them is not settled",
			holds: []shown{see("base", "sts", reachable)}, breaks: []shown{see("base", "sts", "unknown", "endpoint-policy vpce-00000003").after("a policy that asks for the endpoint's account", policy(`"StringEquals":{"aws:VpceAccount":"111122223333"}`))},
		},
		{
			id: "P4", rule: "A service without endpoint policies grants full access.", source: "PL vpc-endpoints-access",
			holds: []shown{see("endpoint-policy-absent", "sts", reachable)}, breaks: []shown{see("endpoint-policy-trimmed", "logs", "unknown", "endpoint-policy vpce-00000004")},
		},
		{
			id: "P5", rule: "The path comes first, and its keys decide the policies.", source: "no page; follows from P2",
			holds: []shown{see("policy-beside", "policy", "allowed").of("training-job", "train")}, breaks: []shown{see("policy-beside", "policy", partial).of("training-job", "train").after("S3 by a NAT gateway", byNAT)},
		},
	}
}

func modeRows() []semantic {
	const domain = "d-abcdefghijk1"
	return []semantic{
		{
			id: "M1", rule: "A notebook with a subnet and direct access: the VPC's range by its own interface, the rest by SageMaker's.", source: "SM appendix-notebook-and-internet-access",
			holds: []shown{see("notebook-direct", "s3", reachable)}, breaks: []shown{see("notebook-direct-closed-endpoint", "sts", blocked, endpointsGroup)},
		},
		{
			id: "M2", rule: "A notebook without direct access: all by its own interface; without a subnet, nothing of ours.", source: "SM appendix-notebook-and-internet-access",
			holds: []shown{see("base", "exposure", "none")}, breaks: []shown{see("notebook-without-subnet", "exposure", "direct").of("notebook", "open")},
		},
		{
			id: "M3", rule: "Studio: PublicInternetOnly uses the VPC for EFS alone, VpcOnly for everything.", source: "SM studio-updated-and-internet-access",
			holds: []shown{see("domain-vpc-only", "exposure", "none").of("domain", domain)}, breaks: []shown{see("domain-public", "exposure", "direct").of("domain", domain)},
		},
		{
			id: "M4", rule: "Jobs and models with VpcConfig have interfaces of ours and no other way out.", source: "SM train-vpc, host-vpc",
			holds: []shown{see("training-vpc", "exposure", "none").of("training-job", "train")}, breaks: []shown{see("training-without-vpc", "exposure", "direct").of("training-job", "train")},
		},
		{
			id: "M5", rule: "Isolation seals the container; the platform still moves data, through our subnet where there is one.", source: "SM mkt-algo-model-internet-free",
			holds: []shown{see("training-isolated-nat", "s3", reachable).of("training-job", "sealed")},
			breaks: []shown{
				see("training-isolated-nat", "internet", blocked, "mode sealed").of("training-job", "sealed"),
				see("training-isolated-s3-missing", "s3", blocked, appTable).of("training-job", "train"),
			},
		},
		{
			id: "M6", rule: "AWS may place the next instance in any subnet of the configuration: mixed is partial.", source: "SM host-vpc",
			holds: []shown{see("domain-vpc-only", "s3", reachable).of("domain", domain)}, breaks: []shown{see("domain-two-subnets-one-good", "s3", partial, "route rtb-000000a2").of("domain", domain)},
		},
	}
}

// withoutAppliance lets a transit gateway pick the zone of each packet by itself.
func withoutAppliance(w *world) {
	w.each("describe-transit-gateway-vpc-attachments", "TransitGatewayVpcAttachments", func(i item) {
		i["Options"].(item)["ApplianceModeSupport"] = "disable"
	})
}
