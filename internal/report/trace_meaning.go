package report

import (
	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// meaning is what a kind of gate does, and the AWS page that says so.
type meaning struct{ text, source string }

// meaningOf explains a gate to a person who does not know its kind.
func meaningOf(g reach.Gate) (meaning, bool) {
	if g.Leg == reach.Return {
		if m, ok := meaningsBack()[g.Kind]; ok {
			return m, true
		}
	}
	m, ok := meanings()[g.Kind]
	return m, ok
}

// meaningsBack are those of gates that judge a reply by itself.
func meaningsBack() map[inventory.Gate]meaning {
	const acl = "Network ACLs remember nothing: the reply needs an allow of its own, to the port that the client chose (Linux 32768 to 60999; a NAT gateway 1024 to 65535)."
	return map[inventory.Gate]meaning{
		inventory.GateACLEgress:  {acl, "VPC User Guide, vpc-network-acls"},
		inventory.GateACLIngress: {acl, "VPC User Guide, vpc-network-acls"},
		inventory.GateRoute:      {"The reply is routed by the table of the subnet that it comes from, which need not lead the way that the request came.", "VPC User Guide, subnet-route-tables"},
	}
}

func meanings() map[inventory.Gate]meaning {
	const (
		groups = "Security groups hold allow rules only, united over all groups of the interface. They remember connections, so replies need no rule."
		acl    = "A subnet's network ACL is read by rule number; the first match decides, and what matches none is denied. Traffic within one subnet does not meet it."
	)
	return map[inventory.Gate]meaning{
		inventory.GateMode:               {"How the SageMaker resource is set up decides which interface carries its traffic, if any.", "SageMaker AI Developer Guide, infrastructure-give-access"},
		inventory.GateDNS:                {"The name is asked first; its answer picks the addresses, and with them the path. An endpoint's private names need both DNS attributes of the VPC.", "VPC User Guide, vpc-dns"},
		inventory.GateGroupEgress:        {groups + " Without an outbound rule nothing leaves.", "VPC User Guide, security-group-rules"},
		inventory.GateGroupIngress:       {groups + " A group named in a rule stands for the private addresses of its members.", "VPC User Guide, security-group-rules"},
		inventory.GateACLEgress:          {acl, "VPC User Guide, vpc-network-acls"},
		inventory.GateACLIngress:         {acl, "VPC User Guide, vpc-network-acls"},
		inventory.GateRoute:              {"The most specific route of the subnet's own table wins, whatever its target; a route whose target is gone still wins and drops.", "VPC User Guide, route-tables-priority"},
		inventory.GateInternetGateway:    {"An internet gateway carries traffic of the VPC that it is attached to.", "VPC User Guide, VPC_Internet_Gateway"},
		inventory.GatePublicAddress:      {"Through an internet gateway only an interface with a public address gets out; a public subnet alone gives none.", "VPC User Guide, VPC_Internet_Gateway"},
		inventory.GateNATGateway:         {"A NAT gateway sends on what private interfaces send, under its own address, by the table of its own subnet; it carries TCP, UDP and ICMP.", "VPC User Guide, nat-gateway-basics"},
		inventory.GateEgressOnlyGateway:  {"An egress-only internet gateway lets IPv6 out and only replies in.", "VPC User Guide, egress-only-internet-gateway"},
		inventory.GateGatewayEndpoint:    {"A gateway endpoint serves the subnets whose route table it is attached to, in its own VPC alone.", "AWS PrivateLink Guide, gateway-endpoints"},
		inventory.GateInterfaceEndpoint:  {"An interface endpoint has an interface in each of its subnets, and is used only in state available.", "AWS PrivateLink Guide, privatelink-access-aws-services"},
		inventory.GatePeering:            {"A peering connection joins two VPCs and leads no further: not to the peer's gateways.", "VPC Peering Guide, vpc-peering-basics"},
		inventory.GateTransitGateway:     {"A transit gateway is entered in a zone where the attachment has a subnet, and routes by the table that the attachment is associated with.", "Transit Gateways Guide, how-transit-gateways-work"},
		inventory.GateVirtualGateway:     {"A virtual private gateway leads to another network, of which AWS says nothing.", "VPC User Guide, route-table-options"},
		inventory.GateFirewall:           {"A network firewall passes, drops or rejects by its rules; both ways must go by the same endpoint.", "Network Firewall Developer Guide, suricata-rule-evaluation-order"},
		inventory.GateGatewayBalancer:    {"A gateway load balancer endpoint hands packets to an appliance, of which AWS says nothing.", "VPC User Guide, gwlb-route"},
		inventory.GateLoadBalancer:       {"A load balancer takes what one of its listeners is for, and each node opens a connection of its own to a target that is healthy; without cross-zone load balancing only to one of its own zone.", "Elastic Load Balancing User Guide, how-elastic-load-balancing-works"},
		inventory.GateMiddlebox:          {"A route to an interface hands packets to whatever runs behind it, of which AWS says nothing.", "VPC User Guide, route-table-options"},
		inventory.GateBlockPublicAccess:  {"VPC Block Public Access stops internet traffic of a whole Region, apart from its exclusions.", "VPC User Guide, security-vpc-bpa-basics"},
		inventory.GateEncryptionControl:  {"VPC encryption controls that are enforced drop what is not encrypted.", "VPC User Guide, vpc-encryption-controls"},
		inventory.GateSourceDestCheck:    {"An interface drops what is neither from nor to its own addresses, unless its source/destination check is off.", "Reachability Analyzer Guide, explanation-codes"},
		inventory.GateEndpointPolicy:     {"An endpoint's policy decides which requests it carries; without one of its own it carries all.", "AWS PrivateLink Guide, vpc-endpoints-access"},
		inventory.GateIdentityPolicy:     {"What a role may do is said by its own and its attached policies; a permissions boundary only limits that. A deny in any policy wins over every allow.", "IAM User Guide, reference_policies_evaluation-logic"},
		inventory.GateResourcePolicy:     {"Within one account the policy of the identity or that of the resource has to allow, across accounts both.", "IAM User Guide, reference_policies_evaluation-logic"},
		inventory.GateOrganizationPolicy: {"Service control policies limit an account's principals, resource control policies its resources: every level down to the account has to allow, and none grants anything.", "AWS Organizations User Guide, orgs_manage_policies_scps"},
	}
}
