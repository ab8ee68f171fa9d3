package audit

const (
	ownGroup       = "sg-000000aa"
	endpointsGroup = "security-group-ingress sg-000000ee"
	ownGroupOut    = "security-group-egress sg-000000aa"
)

// only443 narrows every group that lets everything out.
func only443(w *world) {
	w.swap("describe-security-groups", `"IpPermissionsEgress": [{"IpProtocol": "-1"`, `"IpPermissionsEgress": [{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443`)
}

func groupRows() []semantic {
	nothingOut := func(group string) func(*world) {
		return func(w *world) { w.securityGroup(group, func(i item) { i["IpPermissionsEgress"] = []any{} }) }
	}
	// The hub's group in t2-029 (peering) and t2-009 (transit gateway) admits 10.0.0.0/8.
	peered := func(w *world) { w.admits("sg-0264f38628e14bd12", "sg-0088fe4a870f896e5") }
	transit := func(w *world) { w.admits("sg-03fe5937c53cbd376", "sg-0d304d23fbc85a54c") }
	return []semantic{
		{
			id: "S1", rule: "Groups only allow, and all of an interface are united; no outbound rule, nothing leaves.", source: "UG security-group-rules", analyzer: "SG_HAS_NO_RULES",
			holds: []shown{see("group-union", "sts", reachable)}, breaks: []shown{see("group-egress-none", "sts", blocked, ownGroupOut), see("group-egress-two-groups", "s3", blocked, "security-group-egress sg-000000aa,sg-000000ab")},
		},
		{
			id: "S2", rule: "Replies pass whatever the rules the other way.", source: "EC2 security-group-connection-tracking",
			holds:  []shown{see("base", "sts", reachable).after("no outbound rule at the endpoints", nothingOut("sg-000000ee"))},
			breaks: []shown{see("base", "sts", blocked, ownGroupOut).after("no outbound rule at the notebook", nothingOut(ownGroup))},
		},
		{
			id: "S3", rule: "Tracked flows outlive a removed rule, untracked ones do not.", source: "EC2 security-group-connection-tracking", status: wording, why: "no verdict about a new connection depends on it",
			holds: []shown{see("base", "sts", reachable)},
		},
		{
			id: "S4", rule: "A reference means the private addresses of the members and imports no rule.", source: "UG security-group-rules", analyzer: "ENI_SG_RULES_MISMATCH",
			holds: []shown{see("base", "sts", reachable)}, breaks: []shown{see("group-reference-is-not-transitive", "sts", blocked, endpointsGroup)},
		},
		{
			id: "S5", rule: "Members of one group may talk only if a rule names it.", source: "UG default-security-group",
			holds: []shown{see("peers-self-rule", "peers", reachable).of("training-job", "train")}, breaks: []shown{see("peers-without-self-rule", "peers", blocked, "security-group-ingress sg-000000aa").of("training-job", "train")},
		},
		{
			id: "S6", rule: "References reach over an active peering connection within a Region.", source: "PEER vpc-peering-security-groups", analyzer: "UNKNOWN_PEERED_SGS",
			holds: []shown{see("t2-029", "sagemaker.api", reachable).of("notebook", "nb1").after("the endpoints admitting the client's group", peered)},
			breaks: []shown{see("t2-029", "sagemaker.api", blocked, "security-group-ingress sg-0264f38628e14bd12").of("notebook", "nb1").after("that, and a peer in another Region", func(w *world) {
				peered(w)
				w.each("describe-vpc-peering-connections", "VpcPeeringConnections", func(i item) { i["AccepterVpcInfo"].(item)["Region"] = "us-west-2" })
			})},
		},
		{
			id: "S7", rule: "Over a transit gateway no reference reaches an endpoint.", source: "TGW tgw-vpc-attachments", analyzer: "SG_REFERENCING_SUPPORT",
			holds:  []shown{see("t2-009", "sts", reachable).of("notebook", "nb1")},
			breaks: []shown{see("t2-009", "sts", blocked, "security-group-ingress sg-03fe5937c53cbd376").of("notebook", "nb1").after("the endpoints admitting the client's group", transit)},
		},
		{
			id: "S8", rule: "A reference does not match what comes through a middlebox.", source: "UG security-group-rules", analyzer: "SG_REFERENCES_NOT_PRESERVED",
			holds:  []shown{see("firewall-s3-only", "sts", reachable).after("the endpoints behind the firewall, admitted by range", behindFirewall(true))},
			breaks: []shown{see("firewall-s3-only", "sts", blocked, endpointsGroup).after("the endpoints behind the firewall, admitted by group", behindFirewall(false))},
		},
		{
			id: "S9", rule: "A prefix list is its blocks of now; a gateway endpoint's destination stays public.", source: "UG security-group-rules; PL gateway-endpoints", analyzer: "ENI_SG_RULES_MISMATCH",
			holds: []shown{see("group-egress-tight", "s3", reachable)}, breaks: []shown{see("group-egress-wrong-prefix-list", "s3", blocked, ownGroupOut), see("group-egress-endpoints-only", "s3", blocked, ownGroupOut)},
		},
		{
			id: "S10", rule: "Groups do not see the VPC's resolver; other servers need port 53.", source: "UG security-group-rules",
			holds: []shown{see("base", "sts", reachable).after("443 out alone", only443)},
			breaks: []shown{see("base", "sts", blocked, "dns dopt-00000001").after("443 out alone, and a server of one's own", func(w *world) {
				only443(w)
				w.servers("10.20.40.53")
			})},
		},
		{
			id: "S11", rule: "The interface says which groups it carries, not the group's VPC.", source: "UG security-group-assoc",
			holds: []shown{see("base", "sts", reachable).after("the group associated from another VPC", func(w *world) {
				w.securityGroup(ownGroup, func(i item) { i["VpcId"] = "vpc-00000009" })
			})},
			breaks: []shown{see("base", "sts", blocked, "security-group-ingress sg-000000dd").after("the endpoint's interfaces in another group", func(w *world) { w.standIn("vpce-00000003", "sg-000000dd") })},
		},
		{
			id: "S12", rule: "-1 is every protocol; TCP and UDP have ports, ICMP type and code, the rest neither.", source: "UG security-group-rules; EC2 API IpPermission",
			holds: []shown{see("group-ingress-all-protocols", "sts", reachable)}, breaks: []shown{see("group-ingress-protocol", "sts", blocked, endpointsGroup), see("group-ingress-port", "sts", blocked, endpointsGroup)},
		},
		{
			id: "S13", rule: "NAT gateways and gateway endpoints have no group; an interface endpoint has the default one if none is given.", source: "UG nat-gateway-basics; PL create-interface-endpoint",
			holds: []shown{see("group-ingress-other-subnet", "s3", reachable)}, breaks: []shown{see("base", "logs", blocked, "security-group-ingress sg-000000dd").after("the endpoint in the default group", func(w *world) { w.standIn("vpce-00000004", "sg-000000dd") })},
		},
	}
}

// behindFirewall leads the way to the endpoints and back through a firewall that
// lets everything pass.
func behindFirewall(byRange bool) func(*world) {
	return func(w *world) {
		w.swap("describe-rule-group-s3-only", `pass tcp $HOME_NET any -> @S3 443`, `pass ip any any -> any any`)
		w.routes("rtb-000000aa", [3]string{"10.20.40.0/24", "GatewayId", "vpce-000000f1"}, [3]string{"10.20.41.0/24", "GatewayId", "vpce-000000f1"})
		w.routes("rtb-000000ee", [3]string{"10.20.10.0/24", "GatewayId", "vpce-000000f1"})
		if byRange {
			w.securityGroup("sg-000000ee", func(i item) {
				i["IpPermissions"].([]any)[0].(item)["IpRanges"] = []any{item{"CidrIp": "10.20.10.0/24"}}
			})
		}
	}
}

func aclRows() []semantic {
	const returns = appACLIn
	bad := func(name string, gates ...string) shown { return see(name, "sts", blocked, gates...) }
	hubbed := func(verdict string, gates ...string) shown {
		return see("t2-023", "sts", verdict, gates...).of("notebook", "nb1")
	}
	hubSubnet := func(entries ...[3]string) func(*world) {
		return func(w *world) { // of the client VPC's attachment, in the notebook's zone
			w.subnetACL("acl-0000000000000000f", "subnet-0d6fb0e13730ff0f6", "vpc-0af9b89bdf8d7e9c9", entries...)
		}
	}
	return []semantic{
		{
			id: "N1", rule: "A subnet has one ACL, the default one if no other.", source: "UG vpc-network-acls",
			holds: []shown{see("base", "sts", reachable)}, breaks: []shown{bad("acl-default", "network-acl-egress acl-000000cc", "network-acl-ingress acl-000000cc")},
		},
		{
			id: "N2", rule: "The lowest number that matches decides; what is left is denied.", source: "UG vpc-network-acls", analyzer: "SUBNET_ACL_RESTRICTION",
			holds: []shown{see("acl-order", "sts", reachable)}, breaks: []shown{bad("acl-egress", "network-acl-egress acl-000000aa")},
		},
		{
			id: "N3", rule: "Entries of IPv4 and IPv6 are apart.", source: "UG vpc-network-acls",
			holds: []shown{see("dualstack", "sts", reachable), see("dualstack", "exposure", "nat").after("ACL rules for IPv6", openSix)}, breaks: []shown{see("dualstack", "exposure", "none")},
		},
		{
			id: "N4", rule: "An ACL is stateless: the reply needs its own allow, to the client's port.", source: "UG vpc-network-acls", analyzer: "SUBNET_ACL_RESTRICTION",
			holds: []shown{see("base", "sts", reachable)}, breaks: []shown{bad("acl-ingress-return", returns)},
		},
		{
			id: "N5", rule: "Client ports are 32768-60999, a NAT gateway's 1024-65535; a part of them is partial.", source: "UG vpc-network-acls", analyzer: "REMAP_EPHEMERAL_PORT", status: taken, why: "the page says 32768-61000 for Linux; here the kernel's default",
			holds: []shown{see("base", "sts", reachable)}, breaks: []shown{see("acl-half-of-client-ports", "sts", partial, returns), see("nat-acl-half-of-nat-ports", "s3", partial, "network-acl-ingress acl-000000bb")},
		},
		{
			id: "N6", rule: "An ACL is crossed at the subnet's edge, never inside.", source: "UG vpc-network-acls",
			holds: []shown{see("neighbour-endpoint-acl", "sts", reachable).of("notebook", "inside")}, breaks: []shown{see("neighbour-endpoint-acl", "sts", blocked, returns)},
		},
		{
			id: "N7", rule: "ACLs do not see the VPC's resolver.", source: "UG vpc-network-acls",
			holds: []shown{see("acl-resolver", "sts", reachable)}, breaks: []shown{see("acl-resolver", "sts", blocked, "dns dopt-00000001").after("a server of one's own, whose group admits all", openSTS)},
		},
		{
			id: "N8", rule: "To an endpoint in another subnet four ACL rules count: out, in, and both for the reply.", source: "PL create-interface-endpoint", analyzer: "SUBNET_ACL_RESTRICTION",
			holds: []shown{see("base", "sts", reachable)},
			breaks: []shown{
				bad("acl-egress", "network-acl-egress acl-000000aa"), bad("acl-endpoint-ingress", "network-acl-ingress acl-000000ee"),
				bad("acl-endpoint-egress-return", "network-acl-egress acl-000000ee"), bad("acl-ingress-return", returns),
			},
		},
		{
			id: "N9", rule: "To a gateway endpoint only the client's ACL counts, by blocks, for the whole list.", source: "PL gateway-endpoints", analyzer: "SUBNET_ACL_RESTRICTION",
			holds: []shown{see("acl-endpoint-ingress", "s3", reachable)}, breaks: []shown{see("acl-egress-vpc-only", "s3", blocked, "network-acl-egress acl-000000aa"), see("acl-one-s3-range", "s3", partial, returns)},
		},
		{
			id: "N10", rule: "The ACL of a NAT gateway's subnet is crossed four times.", source: "UG nat-gateway-basics", analyzer: "SUBNET_ACL_RESTRICTION",
			holds: []shown{see("nat-works", "s3", reachable)},
			breaks: []shown{
				see("nat-acl-in-from-client", "s3", blocked, "network-acl-ingress acl-000000bb"), see("nat-acl-out-to-internet", "s3", blocked, "network-acl-egress acl-000000bb"),
				see("nat-acl-in-from-internet", "s3", blocked, "network-acl-ingress acl-000000bb"), see("nat-acl-out-to-client", "s3", blocked, "network-acl-egress acl-000000bb"),
			},
		},
		{
			id: "N11", rule: "At an attachment's subnet inbound rules see what goes to the transit gateway, outbound what comes from it.", source: "TGW tgw-nacls", analyzer: "SUBNET_ACL_RESTRICTION",
			holds: []shown{hubbed(reachable).after("the attachment's subnet letting nothing out to the hub, and nothing in from it", hubSubnet([3]string{"out", "deny", "10.126.0.0/16"}, [3]string{"in", "deny", "10.126.0.0/16"}))},
			breaks: []shown{
				hubbed(blocked, "network-acl-ingress acl-0000000000000000f").after("the attachment's subnet letting nothing in from the client", hubSubnet([3]string{"in", "deny", "10.53.10.0/24"})),
				hubbed(partial, "network-acl-egress acl-0000000000000000f").after("the attachment's subnet of one zone letting nothing out to the client", hubSubnet([3]string{"out", "deny", "10.53.10.0/24"})),
			},
		},
	}
}

// openSix adds IPv6 rules to the ACLs of the app and the public subnets.
func openSix(w *world) {
	for _, id := range []string{"acl-000000aa", "acl-000000bb"} {
		w.one("describe-network-acls", "NetworkAcls", "NetworkAclId", id, func(i item) {
			for _, out := range []bool{true, false} {
				i["Entries"] = append(i["Entries"].([]any), item{"Egress": out, "RuleAction": "allow", "Ipv6CidrBlock": "::/0", "Protocol": "-1", "RuleNumber": 101})
			}
		})
	}
}
