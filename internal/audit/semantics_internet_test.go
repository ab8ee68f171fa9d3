package audit

import "mooring/internal/inventory"

const natGateway = "nat-gateway nat-00000001"

func internetRows() []semantic {
	regional := func(provisioned, zone string) func(*world) {
		return func(w *world) {
			w.each("describe-nat-gateways", "NatGateways", func(i item) {
				delete(i, "SubnetId")
				i["AvailabilityMode"], i["AutoProvisionZones"] = "regional", provisioned
				for _, a := range i["NatGatewayAddresses"].([]any) {
					a.(item)["AvailabilityZone"] = zone
				}
			})
		}
	}
	encrypting := func(mode string) func(*world) {
		return func(w *world) {
			w.put("describe-vpc-encryption-controls", `{"VpcEncryptionControls":[{"VpcEncryptionControlId":"vpcec-00000001","VpcId":"vpc-00000001","Mode":"`+mode+`","State":"available"}]}`)
		}
	}
	withoutGateway := func(w *world) {
		w.withoutRoute("rtb-000000aa", "::/0")
		openSix(w)
	}
	return []semantic{
		{
			id: "I1", rule: "An internet gateway carries IPv4 only of an address with a public one mapped to it.", source: "UG VPC_Internet_Gateway", analyzer: "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS",
			holds: []shown{see("public-address-present", "pypi", reachable)}, breaks: []shown{see("public-address-missing", "pypi", blocked, "public-address subnet-000000b1")},
		},
		{
			id: "I2", rule: "SageMaker gives its interfaces no public address.", source: "SM host-vpc, train-vpc", analyzer: "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS", status: taken, why: "no page rules it out; what an interface shows counts, else none",
			holds: []shown{see("public-address-present", "pypi", reachable)}, breaks: []shown{see("public-address-job", "s3", blocked, "public-address subnet-000000b1", "public-address subnet-000000b2").of("training-job", "train")},
		},
		{
			id: "I3", rule: "A NAT gateway leads out only if its own subnet's table does.", source: "UG nat-gateway-troubleshooting",
			holds: []shown{see("nat-works", "pypi", reachable)}, breaks: []shown{see("nat-subnet-without-route", "pypi", blocked, "route rtb-000000bb")},
		},
		{
			id: "I4", rule: "A NAT gateway carries TCP, UDP and ICMP and lets nothing in unasked.", source: "UG nat-gateway-basics", analyzer: "PROTOCOL_RESTRICTION",
			holds:  []shown{see("nat-works", "pypi", reachable), traced("nat-works", "UDP 123 of 198.51.100.7", reachable, outside(inventory.UDP, 123))},
			breaks: []shown{traced("nat-works", "ESP of 198.51.100.7", blocked, outside(inventory.ESP, 0), "nat-gateway nat-00000001")},
		},
		{
			id: "I5", rule: "A client in the NAT gateway's own subnet, whose table leads to it, loops.", source: "Batfish, tested on AWS",
			holds: []shown{see("nat-works", "pypi", reachable)}, breaks: []shown{see("nat-own-subnet", "pypi", blocked, natGateway)},
		},
		{
			id: "I6", rule: "A NAT gateway is not reached over peering or VPN, but by a transit gateway it is.", source: "UG nat-gateway-basics", analyzer: "NGW_REQUIRES_SOURCE_IN_VPC",
			holds: []shown{see("firewall-central-filtered", "s3", reachable)}, breaks: []shown{see("peering-route", "s3", blocked, "peering pcx-00000001")},
		},
		{
			id: "I7", rule: "A private NAT gateway has no public address, so an internet gateway drops.", source: "UG vpc-nat-gateway", analyzer: "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS",
			holds: []shown{see("nat-works", "pypi", reachable)}, breaks: []shown{see("nat-private", "pypi", blocked, natGateway)},
		},
		{
			id: "I8", rule: "A regional NAT gateway has no subnet and no ACL; set by hand it serves only its zones.", source: "UG nat-gateways-regional", analyzer: "REGIONAL_NGW_ROUTE_AZ_RESTRICTION", status: taken, why: "its ACL and new zones are not documented; reachable, with a note",
			holds:  []shown{see("nat-works", "pypi", reachable).after("a regional NAT gateway", regional("enabled", "eu-west-1b"))},
			breaks: []shown{see("nat-works", "pypi", blocked, natGateway).after("a regional NAT gateway, by hand for the other zone", regional("disabled", "eu-west-1b"))},
		},
		{
			id: "I9", rule: "From IPv6 to IPv4 needs DNS64 and a route for 64:ff9b::/96 to a NAT gateway.", source: "UG nat-gateway-nat64-dns64",
			holds:  []shown{see("dualstack", "kms", reachable, appTable).after("DNS64 and the route to a NAT gateway", func(w *world) { sixToFour(w, true) })},
			breaks: []shown{see("dualstack", "kms", blocked, appTable).after("DNS64 and the block in a blackhole", func(w *world) { sixToFour(w, false) })},
		},
		{
			id: "I10", rule: "An egress-only gateway carries IPv6, outbound, with state.", source: "UG egress-only-internet-gateway",
			holds: []shown{see("dualstack", "exposure", "nat").after("ACL rules for IPv6", openSix)}, breaks: []shown{see("dualstack", "exposure", "none").after("ACL rules for IPv6 and no route to the gateway", withoutGateway)},
		},
		{
			id: "I11", rule: "An internet gateway drops what is for private or shared addresses.", source: "RA explanation-codes", analyzer: "IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS",
			holds: []shown{see("t2-029", "sagemaker.api", reachable).of("notebook", "nb1")},
			breaks: []shown{see("t2-029", "sagemaker.api", blocked, "route rtb-024c9f68260a5acd8").of("notebook", "nb1").after("no route to the peer, whose range then goes to the NAT gateway", func(w *world) {
				w.withoutRoute("rtb-0a09427b31c10431c", "10.161.0.0/16")
			})},
		},
		{
			id: "I12", rule: "Block Public Access both ways stops all that an internet gateway carries; inbound alone lets NAT out.", source: "UG security-vpc-bpa", analyzer: "VPC_BLOCK_PUBLIC_ACCESS_ENABLED",
			holds: []shown{see("block-public-access-ingress", "pypi", reachable)}, breaks: []shown{see("block-public-access-bidirectional", "pypi", blocked, "block-public-access eu-west-1")},
		},
		{
			id: "I13", rule: "The subnet that touches the internet gateway has to be excluded, not the client's.", source: "UG security-vpc-bpa-basics", analyzer: "VPC_BLOCK_PUBLIC_ACCESS_ENABLED", status: taken, why: "the page speaks of appliances; a NAT gateway's subnet by analogy",
			holds: []shown{see("block-public-access-nat-excluded", "pypi", reachable)}, breaks: []shown{see("block-public-access-client-excluded", "pypi", blocked, "block-public-access eu-west-1")},
		},
		{
			id: "I14", rule: "Encryption controls drop only when enforced, and only what is not excluded.", source: "UG vpc-encryption-controls",
			holds:  []shown{see("nat-works", "pypi", reachable).after("encryption controls that monitor", encrypting("monitor"))},
			breaks: []shown{see("nat-works", "pypi", blocked, "encryption-control vpcec-00000001").after("encryption controls that enforce", encrypting("enforce"))},
		},
	}
}

// sixToFour gives the notebook's subnet DNS64 and the block a route.
func sixToFour(w *world, works bool) {
	openSix(w)
	w.withoutRoute("rtb-000000aa", "::/0")
	w.one("describe-subnets", "Subnets", "SubnetId", "subnet-000000a1", func(i item) { i["EnableDns64"] = true })
	w.routes("rtb-000000bb", [3]string{"2001:db8:20::/56", "GatewayId", "local"})
	kind := "blackhole"
	if works {
		kind = "NatGatewayId"
	}
	w.routes("rtb-000000aa", [3]string{"64:ff9b::/96", kind, "nat-00000001"})
}
