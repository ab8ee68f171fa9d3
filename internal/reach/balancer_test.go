package reach

import (
	"slices"
	"strings"
	"testing"

	"mooring/internal/inventory"
)

// balancing is one question in the world of load balancers.
type balancing struct {
	name, goal string
	changes    []string
	verdict    Verdict
	gates      string // what does not pass, each as "kind object: why", a part of it, in order
}

func (b balancing) check(t *testing.T) {
	t.Helper()
	s := balanced(t, b.changes...)
	word, port := b.goal, 443
	if strings.HasSuffix(word, ":8080") {
		word, port = strings.TrimSuffix(word, ":8080"), 8080
	}
	word, udp := strings.CutSuffix(word, "/udp")
	goal, err := FindGoal(s, word)
	if err != nil {
		t.Fatal(err)
	}
	goal.Port = port
	if udp {
		goal.Protocol = inventory.UDP
	}
	proofs, err := New(s, nil).Query(Start{Interface: "eni-c"}, goal)
	if err != nil || len(proofs) != 1 {
		t.Fatal(proofs, err)
	}
	p := proofs[0]
	var told []string
	for _, g := range append(p.Failing(), p.Unknown()...) {
		told = append(told, string(g.Kind)+" "+strings.Join(g.Object, ",")+": "+g.Why)
	}
	wanted := strings.Split(b.gates, "; ")
	if b.gates == "" {
		wanted = nil
	}
	covered := len(told) == len(wanted) && !slices.ContainsFunc(wanted, func(w string) bool {
		return !slices.ContainsFunc(told, func(g string) bool { return strings.Contains(g, w) })
	})
	if p.Verdict != b.verdict || !covered {
		t.Errorf("%s, want %s; gates\n%s\nwant\n%s", p.Verdict, b.verdict, strings.Join(told, "\n"), strings.Join(wanted, "\n"))
	}
	if brief := glance(s, goal); brief != p.Verdict {
		t.Errorf("%s without words, %s with them", brief, p.Verdict)
	}
	if p.Verdict == VerdictUnknown && len(p.Unknown()) == 0 || p.Verdict == VerdictBlocked && len(p.Failing()) == 0 {
		t.Errorf("%s, and no gate says why", p.Verdict)
	}
}

// TestBalancerFromPeer comes from a peered VPC: a node's own connections are
// decided, and those with a preserved address are not (pure).
func TestBalancerFromPeer(t *testing.T) {
	const away = `{"VpcId":"vpc-2","CidrBlock":"10.1.0.0/16","DhcpOptionsId":"dopt-1","OwnerId":"111122223333","IsDefault":false}`
	const side, route = `"OwnerId":"111122223333","Region":"eu-west-1"`, `,"VpcPeeringConnectionId":"pcx-1","State":"active","Origin":"CreateRoute"}`
	peered := []string{
		"ec2:DescribeVpcs", `}]}`, `},` + away + `]}`,
		"ec2:DescribeSubnets", `"SubnetId":"subnet-c","VpcId":"vpc-1","CidrBlock":"10.0.3.0/24"`, `"SubnetId":"subnet-c","VpcId":"vpc-2","CidrBlock":"10.1.3.0/24"`,
		"ec2:DescribeNetworkInterfaces", `"VpcId":"vpc-1","SubnetId":"subnet-c","PrivateIpAddress":"10.0.3.7"`, `"VpcId":"vpc-2","SubnetId":"subnet-c","PrivateIpAddress":"10.1.3.7"`,
		"ec2:DescribeSecurityGroups", `"sg-c","VpcId":"vpc-1"`, `"sg-c","VpcId":"vpc-2"`, "ec2:DescribeSecurityGroups", "10.0.3.0/24", "10.1.3.0/24",
		"ec2:DescribeNetworkAcls", `{"NetworkAcls":[`, `{"NetworkAcls":[{"NetworkAclId":"acl-2","VpcId":"vpc-2","IsDefault":true,"Associations":[],"Entries":[{"RuleNumber":1,"Protocol":"-1","RuleAction":"allow","Egress":true,"CidrBlock":"0.0.0.0/0"},{"RuleNumber":1,"Protocol":"-1","RuleAction":"allow","Egress":false,"CidrBlock":"0.0.0.0/0"}]},`,
		"ec2:DescribeVpcPeeringConnections", `[]`, `[{"VpcPeeringConnectionId":"pcx-1","Status":{"Code":"active"},"RequesterVpcInfo":{"VpcId":"vpc-2","CidrBlock":"10.1.0.0/16",` + side + `},"AccepterVpcInfo":{"VpcId":"vpc-1","CidrBlock":"10.0.0.0/16",` + side + `}}]`,
		"ec2:DescribeRouteTables", `"Routes":[`, `"Routes":[{"DestinationCidrBlock":"10.1.0.0/16"` + route + `,`,
		"ec2:DescribeRouteTables", `{"RouteTables":[`, `{"RouteTables":[{"RouteTableId":"rtb-2","VpcId":"vpc-2","Associations":[{"Main":true}],"Routes":[{"DestinationCidrBlock":"10.1.0.0/16","GatewayId":"local","State":"active","Origin":"CreateRouteTable"},{"DestinationCidrBlock":"10.0.0.0/16"` + route + `]},`,
	}
	for _, b := range []balancing{
		{"a node's own connections", "10.0.1.10", peered, VerdictReachable, ""},
		{"targets closed", "eni-na", slices.Concat(peered, []string{"ec2:DescribeSecurityGroups", `"UserIdGroupPairs":[{"GroupId":"sg-n"}]`, `"IpRanges":[{"CidrIp":"10.1.3.0/24"}]`}), VerdictBlocked, "security-group-ingress sg-t"},
		{"addresses preserved", "10.0.1.10", slices.Concat(peered, []string{targets, `"preserve_client_ip.enabled","Value":"false"`, `"preserve_client_ip.enabled","Value":"true"`}), VerdictUnknown, "how replies to a client of another network come back"},
		{"the name of one that no VPC read holds", byName, []string{elb + "DescribeLoadBalancers", `"VpcId":"vpc-1"`, `"VpcId":"vpc-9"`}, VerdictUnknown, "what stands behind"},
	} {
		b.run(t)
	}
}

// TestBalancerOnAnyPort: asked for all protocols, the port of a listener is told
// apart though no rule names it (pure).
func TestBalancerOnAnyPort(t *testing.T) {
	s := balanced(t, listeners, "443", "9443", "ec2:DescribeSecurityGroups", `{"IpProtocol":"tcp","FromPort":443,"ToPort":443,`, `{"IpProtocol":"-1",`)
	proofs, err := New(s, nil).Query(Start{Interface: "eni-c"}, Goal{Interface: "eni-na", Protocol: inventory.AllProtocols})
	if err != nil || len(proofs) != 1 || proofs[0].Verdict != VerdictPartial {
		t.Fatal(proofs, err)
	}
}

// TestBalancerFromInternet comes in by the internet gateway (pure).
func TestBalancerFromInternet(t *testing.T) {
	s := balanced(t, elb+"DescribeLoadBalancers", "internal", "internet-facing", "ec2:DescribeSecurityGroups", "10.0.3.0/24", "0.0.0.0/0",
		"ec2:DescribeRouteTables", `"Routes":[`, `"Routes":[{"DestinationCidrBlock":"0.0.0.0/0","GatewayId":"igw-1","State":"active","Origin":"CreateRoute"},`,
		"ec2:DescribeNetworkInterfaces", `"PrivateIpAddress":"10.0.1.10"`, `"PrivateIpAddress":"10.0.1.10","Association":{"PublicIp":"198.51.100.7"}`)
	for port, want := range map[int]Verdict{443: VerdictReachable, 8080: VerdictBlocked} {
		proofs, err := New(s, nil).Query(Start{Internet: true}, Goal{Interface: "eni-na", Port: port})
		if err != nil || len(proofs) != 1 || proofs[0].Verdict != want {
			t.Errorf("port %d: %+v, want %s (%v)", port, proofs, want, err)
		}
	}
}

// glance is the verdict of a walk that gathers no words.
func glance(s *inventory.Snapshot, goal Goal) Verdict {
	g := New(s, nil)
	g.cuts = g.boundaries(Start{}, goal)
	at, _ := g.interfaceStart("eni-c").Get()
	p := &Proof{}
	at.env.proveFlow(p, trip{class: at.class, flow: goal.flows(at.env)[0], notes: &notebook{}}, g, goal, goal.asService(), false)
	return p.Verdict
}

// TestBalancerUpdate: answers hang on the groups of a load balancer and of its
// targets, so that an edit of their rules keeps nothing (pure).
func TestBalancerUpdate(t *testing.T) {
	s := balanced(t)
	for _, id := range []string{"sg-n", "sg-t"} {
		g := New(s, nil)
		goal, _ := FindGoal(s, alias)
		at, _ := g.interfaceStart("eni-c").Get()
		ask := func() Verdict { return g.proveGoal(at, goal).Verdict }
		if v := ask(); v != VerdictReachable {
			t.Fatal(v)
		}
		was, _ := s.SecurityGroup(inventory.Scope{}, id).Get()
		shut := *was
		shut.Ingress = nil
		edited, err := s.With(&shut)
		if err != nil {
			t.Fatal(err)
		}
		if g.Update(edited) {
			t.Errorf("kept what hangs on %s", id)
		}
		at, _ = g.interfaceStart("eni-c").Get()
		if v := ask(); v != VerdictBlocked {
			t.Errorf("%s shut, and %s", id, v)
		}
	}
}

const (
	byName = "network.elb.eu-west-1.amazonaws.com"
	alias  = "n.corp.example"
	app    = "a.corp.example"
)

func (b balancing) run(t *testing.T) { t.Run(b.name, b.check) }

// TestBalancers follows connections to load balancers (pure).
func TestBalancers(t *testing.T) {
	for _, b := range []balancing{
		{"by its own name", byName, nil, VerdictReachable, ""},
		{"by a name that AWS answers in capitals", byName, []string{elb + "DescribeLoadBalancers", byName, "Network.elb.eu-west-1.amazonaws.com"}, VerdictReachable, ""},
		{"by an alias", alias, nil, VerdictReachable, ""},
		{"an application load balancer by an alias", app, nil, VerdictReachable, ""},
		{"at its interface", "eni-na", nil, VerdictReachable, ""},
		{"at its address", "10.0.1.10", nil, VerdictReachable, ""},
		{"at its address by name", "node.corp.example", nil, VerdictReachable, ""},
		{"no listener on the port", "eni-na:8080", nil, VerdictBlocked, "sg-n; no listener on TCP 8080"},
		{"no listener for the protocol", "eni-na/udp", nil, VerdictBlocked, "sg-n; no listener on UDP 443"},
		{"its groups closed", alias, []string{"ec2:DescribeSecurityGroups", "10.0.3.0/24", "10.0.4.0/24"}, VerdictBlocked, "security-group-ingress sg-n"},
		{"provisioning", alias, []string{elb + "DescribeLoadBalancers", `"Code":"active"`, `"Code":"provisioning"`}, VerdictBlocked, "the load balancer is provisioning"},
		{"impaired", alias, []string{elb + "DescribeLoadBalancers", `"Code":"active"`, `"Code":"active_impaired"`}, VerdictUnknown, "active_impaired"},
		{"its state not said", alias, []string{elb + "DescribeLoadBalancers", `"State":{"Code":"active"},`, ``}, VerdictUnknown, "the state of"},
		{"internet-facing by name", byName, []string{elb + "DescribeLoadBalancers", `"Scheme":"internal"`, `"Scheme":"internet-facing"`}, VerdictUnknown, "what stands behind"},
		{"internet-facing at its interface", "eni-na", []string{elb + "DescribeLoadBalancers", `"Scheme":"internal"`, `"Scheme":"internet-facing"`}, VerdictReachable, ""},
		{
			"one node's ACL closed", alias,
			[]string{"ec2:DescribeNetworkAcls", `{"SubnetId":"subnet-tb"}`, `{"SubnetId":"subnet-tb"},{"SubnetId":"subnet-b"}`, "ec2:DescribeNetworkAcls", `"Egress":false,"CidrBlock":"10.0.0.0/16"`, `"Egress":false,"CidrBlock":"10.0.0.0/20","Protocol":"6","PortRange":{"From":8443,"To":8443}`},
			VerdictPartial, "network-acl-ingress acl-t; network-acl-ingress acl-t",
		},
		{
			"one node's ACL closed, and DNS that prefers a zone", alias,
			[]string{attributes, "any_availability_zone", "availability_zone_affinity", "ec2:DescribeNetworkAcls", `{"SubnetId":"subnet-tb"}`, `{"SubnetId":"subnet-tb"},{"SubnetId":"subnet-b"}`, "ec2:DescribeNetworkAcls", `"Egress":false,"CidrBlock":"10.0.0.0/16"`, `"Egress":false,"CidrBlock":"10.0.0.0/20","Protocol":"6","PortRange":{"From":8443,"To":8443}`},
			VerdictUnknown, "network-acl-ingress acl-t; network-acl-ingress acl-t; whether DNS answers with a node of another zone",
		},
		{"an application load balancer without groups", "eni-aa", []string{elb + "DescribeLoadBalancers", `"SecurityGroups":["sg-a"],`, ``, "ec2:DescribeNetworkInterfaces", `"Groups":[{"GroupId":"sg-a"}]`, `"Groups":[]`}, VerdictUnknown, "security-group-ingress : cannot; security-group-egress : cannot; security-group-ingress sg-t: cannot"},
		{"an alias of IPv6 alone", alias, []string{"route53:ListResourceRecordSets Z1", `"Type":"A","AliasTarget"`, `"Type":"AAAA","AliasTarget"`}, VerdictBlocked, "no address for the name"},
		{"a redirect", app, []string{albListeners, `"Type":"forward","TargetGroupArn":"` + albTo + `"`, `"Type":"redirect"`}, VerdictReachable, ""},
		{"an action without targets", alias, []string{listeners, `,"TargetGroupArn":"` + nlbTo + `"`, ``}, VerdictUnknown, "the default action of"},
		{"an unknown action", app, []string{albListeners, `"Type":"forward"`, `"Type":"never-seen"`}, VerdictUnknown, "the default action of"},
		{"an unknown listener protocol", alias, []string{listeners, `"TCP"`, `"SCTP"`}, VerdictUnknown, "port and protocol of"},
		{
			"without groups", alias,
			[]string{elb + "DescribeLoadBalancers", `"SecurityGroups":["sg-n"],`, ``, "ec2:DescribeNetworkInterfaces", `"Groups":[{"GroupId":"sg-n"}]`, `"Groups":[]`, "ec2:DescribeSecurityGroups", `"UserIdGroupPairs":[{"GroupId":"sg-n"}]`, `"IpRanges":[{"CidrIp":"10.0.0.0/22"}]`},
			VerdictReachable, "",
		},
		{"groups that its interface does not tell", alias, []string{"ec2:DescribeNetworkInterfaces", `"Groups":[{"GroupId":"sg-n"}]`, `"Groups":[]`}, VerdictReachable, ""},
		{"a Classic Load Balancer", "eni-na", []string{"ec2:DescribeNetworkInterfaces", "ELB net/n/1", "ELB old"}, VerdictUnknown, "the load balancer old"},
		{"a Gateway Load Balancer", "eni-na", []string{elb + "DescribeLoadBalancers", `"network"`, `"gateway"`}, VerdictUnknown, "of type gateway"},
		{"not described", "eni-na", []string{"ec2:DescribeNetworkInterfaces", `"Description":"ELB net/n/1",`, ``}, VerdictUnknown, "the load balancer network_load_balancer"},
	} {
		b.run(t)
	}
}

// TestBalancersUnread leaves out what a verdict about a load balancer hangs on (pure).
func TestBalancersUnread(t *testing.T) {
	away := func(operation string) []string { return []string{operation, "", "denied"} }
	for _, b := range []balancing{
		{"listeners", alias, away(listeners), VerdictUnknown, elb + "DescribeListeners"},
		{"target groups", alias, away(elb + "DescribeTargetGroups"), VerdictUnknown, elb + "DescribeTargetGroups"},
		{"health", alias, away(health), VerdictUnknown, elb + "DescribeTargetHealth"},
		{"attributes of the load balancer", alias, away(attributes), VerdictUnknown, elb + "DescribeLoadBalancerAttributes"},
		{"attributes of the target group", alias, away(targets), VerdictUnknown, elb + "DescribeTargetGroupAttributes"},
		{"load balancers, by name", alias, away(elb + "DescribeLoadBalancers"), VerdictUnknown, elb + "DescribeLoadBalancers"},
		{"load balancers, at the interface", "eni-na", away(elb + "DescribeLoadBalancers"), VerdictUnknown, elb + "DescribeLoadBalancers"},
		{"one node's interface", alias, []string{"ec2:DescribeNetworkInterfaces", `"SubnetId":"subnet-b","PrivateIpAddress":"10.0.2.10"`, `"SubnetId":"subnet-a","PrivateIpAddress":"10.0.1.99"`}, VerdictUnknown, "the interface of"},
		{"the attribute alone", alias, []string{targets, "preserve_client_ip.enabled", "another"}, VerdictUnknown, "answered without preserve_client_ip.enabled; answered without preserve_client_ip.enabled"},
		{"the port of a target", alias, []string{health, `"Port":8443,`, ``}, VerdictUnknown, "the port of the target; the port of the target"},
		{"the health of all", alias, []string{health, `"State":"healthy"`, ``}, VerdictUnknown, "10.0.11.5 serves, whose health is not known; 10.0.12.5 serves, whose health is not known"},
		{"the target's interface", alias, []string{health, "10.0.11.5", "10.0.11.77"}, VerdictUnknown, "what stands at 10.0.11.77"},
		{"a new target type", alias, []string{elb + "DescribeTargetGroups", `"TargetType":"ip"`, `"TargetType":"never-seen"`}, VerdictUnknown, "never-seen"},
		{"another load balancer as target", alias, []string{elb + "DescribeTargetGroups", `"TargetType":"ip"`, `"TargetType":"alb"`}, VerdictUnknown, "type alb"},
	} {
		b.run(t)
	}
}

// TestBalancerTargets follows connections on to targets (pure).
func TestBalancerTargets(t *testing.T) {
	const groups, acls, unwell = "ec2:DescribeSecurityGroups", "ec2:DescribeNetworkAcls", `"10.0.12.5","Port":8443,"AvailabilityZone":"eu-west-1b"},"TargetHealth":{"State":"healthy"}`
	gone := func(word string) []string {
		return []string{health, unwell, strings.Replace(unwell, "healthy", word, 1)}
	}
	crossed := []string{attributes, `"Key":"load_balancing.cross_zone.enabled","Value":"false"`, `"Key":"load_balancing.cross_zone.enabled","Value":"true"`}
	with := func(more ...string) []string { return slices.Concat(crossed, more) }
	for _, b := range []balancing{
		{"targets closed", alias, []string{groups, `"UserIdGroupPairs":[{"GroupId":"sg-n"}]`, `"IpRanges":[{"CidrIp":"192.0.2.0/24"}]`}, VerdictBlocked, "security-group-ingress sg-t"},
		{"targets of an application load balancer closed", app, []string{groups, `"UserIdGroupPairs":[{"GroupId":"sg-a"}]`, `"IpRanges":[{"CidrIp":"192.0.2.0/24"}]`}, VerdictBlocked, "security-group-ingress sg-t"},
		{"its groups let nothing out", "eni-na", []string{groups, `"GroupName":"n","IpPermissions":[{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"IpRanges":[{"CidrIp":"10.0.3.0/24"}]}],"IpPermissionsEgress":[{"IpProtocol":"-1","IpRanges":[{"CidrIp":"0.0.0.0/0"}]}]`, `"GroupName":"n","IpPermissions":[{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"IpRanges":[{"CidrIp":"10.0.3.0/24"}]}],"IpPermissionsEgress":[]`}, VerdictBlocked, "security-group-egress sg-n"},
		{"the targets' ACL in", "eni-na", []string{acls, `"Egress":false,"CidrBlock":"10.0.0.0/16"`, `"Egress":false,"CidrBlock":"10.0.3.0/24"`}, VerdictBlocked, "network-acl-ingress acl-t"},
		{"the targets' ACL back", "eni-na", []string{acls, `"Egress":true,"CidrBlock":"10.0.0.0/16"`, `"Egress":true,"CidrBlock":"10.0.3.0/24"`}, VerdictBlocked, "network-acl-egress acl-t"},
		{"the targets' ACL back to some ports", "eni-na", []string{acls, `"Protocol":"-1","RuleAction":"allow","Egress":true,"CidrBlock":"10.0.0.0/16"`, `"Protocol":"6","PortRange":{"From":32768,"To":60999},"RuleAction":"allow","Egress":true,"CidrBlock":"10.0.0.0/16"`}, VerdictPartial, "network-acl-egress acl-t"},
		{"a node without a target in its zone", "eni-nb", gone("draining"), VerdictBlocked, "no target in zone eu-west-1b"},
		{"the other node", "eni-na", gone("draining"), VerdictReachable, ""},
		{"a name that may leave the node out", alias, gone("draining"), VerdictUnknown, "no target in zone eu-west-1b; whether DNS answers with a node that reaches no target"},
		{"an address that is fixed", "10.0.2.10", gone("unused"), VerdictBlocked, "no target in zone eu-west-1b"},
		{"across zones", alias, with(gone("draining")...), VerdictReachable, ""},
		{"the group says across zones", alias, slices.Concat(gone("draining"), []string{targets, "use_load_balancer_configuration", "true"}), VerdictReachable, ""},
		{"the group says own zone", "eni-nb", with(slices.Concat(gone("draining"), []string{targets, "use_load_balancer_configuration", "false"})...), VerdictBlocked, "no target in zone"},
		{"a target of all zones", alias, slices.Concat(gone("draining"), []string{health, `"eu-west-1a"`, `"all"`}), VerdictReachable, ""},
		{"zones not said", alias, []string{health, `,"AvailabilityZone":"eu-west-1a"`, ``, health, `,"AvailabilityZone":"eu-west-1b"`, ``}, VerdictReachable, ""},
		{"none registered", alias, []string{health, "", `{"TargetHealthDescriptions":[]}`}, VerdictBlocked, "no target is registered"},
		{"one unhealthy", alias, with(gone("unhealthy")...), VerdictReachable, ""},
		{"one unhealthy, and one does not suffice", alias, with(slices.Concat(gone("unhealthy"), []string{targets, `"1"`, `"2"`})...), VerdictUnknown, "whether the target 10.0.12.5 serves, whose health is unhealthy"},
		{"one new", alias, with(gone("initial")...), VerdictReachable, ""},
		{"one whose health is not told", alias, with(gone("unavailable")...), VerdictUnknown, "10.0.12.5 serves, whose health is unavailable"},
		{"all unhealthy", alias, []string{health, `"State":"healthy"`, `"State":"unhealthy"`}, VerdictUnknown, "10.0.11.5 serves; 10.0.12.5 serves"},
		{"all unhealthy and closed", alias, []string{health, `"State":"healthy"`, `"State":"unhealthy"`, groups, `"UserIdGroupPairs":[{"GroupId":"sg-n"}]`, `"IpRanges":[{"CidrIp":"192.0.2.0/24"}]`}, VerdictBlocked, "security-group-ingress sg-t"},
		{"one of two closed", alias, with(acls, `{"SubnetId":"subnet-ta"},`, ``, acls, `"Egress":false,"CidrBlock":"10.0.0.0/16"`, `"Egress":false,"CidrBlock":"10.0.3.0/24"`), VerdictPartial, "network-acl-ingress acl-t"},
		{"instances", alias, []string{elb + "DescribeTargetGroups", `"TargetType":"ip"`, `"TargetType":"instance"`, health, "10.0.11.5", "i-ta", health, "10.0.12.5", "i-tb"}, VerdictReachable, ""},
		{"an instance that was not read", alias, with(elb+"DescribeTargetGroups", `"TargetType":"ip"`, `"TargetType":"instance"`, health, "10.0.11.5", "i-x", health, "10.0.12.5", "i-tb"), VerdictUnknown, "the primary interface of i-x"},
		{"a weight of none", alias, []string{listeners, `"TargetGroupArn":"` + nlbTo + `"`, `"ForwardConfig":{"TargetGroups":[{"TargetGroupArn":"` + nlbTo + `","Weight":1},{"TargetGroupArn":"arn:x","Weight":0}]}`}, VerdictReachable, ""},
		{"a weight of one", alias, []string{listeners, `"TargetGroupArn":"` + nlbTo + `"`, `"ForwardConfig":{"TargetGroups":[{"TargetGroupArn":"` + nlbTo + `","Weight":1},{"TargetGroupArn":"arn:x","Weight":1}]}`}, VerdictUnknown, "arn:x"},
		{"its own node as target", "eni-na", []string{health, "10.0.11.5", "10.0.1.10", health, "8443", "443", groups, `"CidrIp":"10.0.3.0/24"`, `"CidrIp":"10.0.0.0/16"`}, VerdictUnknown, "leads in the end"},
	} {
		b.run(t)
	}
}

// TestPreservedClients follows connections whose targets see the client (pure).
func TestPreservedClients(t *testing.T) {
	const groups, acls, ofNLB = "ec2:DescribeSecurityGroups", "ec2:DescribeNetworkAcls", `"ToPort":8443,"UserIdGroupPairs":[{"GroupId":"sg-n"}]`
	kept := []string{targets, `"preserve_client_ip.enabled","Value":"false"`, `"preserve_client_ip.enabled","Value":"true"`}
	with := func(more ...string) []string { return slices.Concat(kept, more) }
	admits := func(peers string) []string { return with(groups, ofNLB, `"ToPort":8443,`+peers) }
	for _, b := range []balancing{
		{"the load balancer's group", alias, kept, VerdictReachable, ""},
		{"the client's address", alias, admits(`"IpRanges":[{"CidrIp":"10.0.3.0/24"}]`), VerdictReachable, ""},
		{"the client's group", alias, admits(`"UserIdGroupPairs":[{"GroupId":"sg-c"}]`), VerdictBlocked, "security-group-ingress sg-t"},
		{"the node's address", alias, admits(`"IpRanges":[{"CidrIp":"10.0.0.0/23"}]`), VerdictBlocked, "security-group-ingress sg-t"},
		{"nobody", alias, admits(`"IpRanges":[{"CidrIp":"192.0.2.0/24"}]`), VerdictBlocked, "security-group-ingress sg-t"},
		{"the ACL sees the client", alias, with(acls, `"Egress":false,"CidrBlock":"10.0.0.0/16"`, `"Egress":false,"CidrBlock":"10.0.3.0/24"`), VerdictReachable, ""},
		{"the ACL sees no node", alias, with(acls, `"Egress":false,"CidrBlock":"10.0.0.0/16"`, `"Egress":false,"CidrBlock":"10.0.0.0/23"`), VerdictBlocked, "network-acl-ingress acl-t"},
		{"the ACL back to the client", alias, with(acls, `"Egress":true,"CidrBlock":"10.0.0.0/16"`, `"Egress":true,"CidrBlock":"10.0.0.0/23"`), VerdictBlocked, "network-acl-egress acl-t"},
		{"the target is the client", "eni-na", with(health, "10.0.11.5", "10.0.3.7"), VerdictBlocked, "the target is the client itself"},
		{"a client beside the target", "eni-nb", with("ec2:DescribeNetworkInterfaces", `"SubnetId":"subnet-c","PrivateIpAddress":"10.0.3.7"`, `"SubnetId":"subnet-tb","PrivateIpAddress":"10.0.12.7"`, groups, `"CidrIp":"10.0.3.0/24"`, `"CidrIp":"10.0.0.0/16"`), VerdictReachable, ""},
		{"a client beside the target, and an ACL", "eni-nb", with("ec2:DescribeNetworkInterfaces", `"SubnetId":"subnet-c","PrivateIpAddress":"10.0.3.7"`, `"SubnetId":"subnet-tb","PrivateIpAddress":"10.0.12.7"`, groups, `"CidrIp":"10.0.3.0/24"`, `"CidrIp":"10.0.0.0/16"`,
			acls, `"Egress":false,"CidrBlock":"10.0.0.0/16"`, `"Egress":false,"CidrBlock":"10.0.0.0/22"`), VerdictUnknown, "whether the network ACL of subnet-tb"},
	} {
		b.run(t)
	}
}
