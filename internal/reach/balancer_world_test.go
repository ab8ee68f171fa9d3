package reach

import (
	"encoding/json"
	"maps"
	"strings"
	"testing"

	"mooring/internal/inventory"
)

const (
	elbARN = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:"
	nlb    = elbARN + "loadbalancer/net/n/1"
	alb    = elbARN + "loadbalancer/app/a/2"
	nlbTo  = elbARN + "targetgroup/n/1"
	albTo  = elbARN + "targetgroup/a/2"
	elb    = "elasticloadbalancing:"

	listeners    = elb + "DescribeListeners " + nlb
	albListeners = elb + "DescribeListeners " + alb
	health       = elb + "DescribeTargetHealth " + nlbTo
	attributes   = elb + "DescribeLoadBalancerAttributes " + nlb
	targets      = elb + "DescribeTargetGroupAttributes " + nlbTo
)

// balancedBodies is a VPC with a Network and an Application Load Balancer, each
// with a node in the zones a and b and a target in each: the client's interface
// eni-c is in zone a.
func balancedBodies() map[string]string {
	bodies := balancerBodies()
	for _, more := range []map[string]string{balancedPlaces(), balancedRules()} {
		maps.Copy(bodies, more)
	}
	return bodies
}

func commas(items ...string) string { return strings.Join(items, ",") }

func balancedPlaces() map[string]string {
	subnet := func(id, block, zone string) string {
		return `{"SubnetId":"subnet-` + id + `","VpcId":"vpc-1","CidrBlock":"` + block + `","AvailabilityZone":"eu-west-1` + zone + `","OwnerId":"111122223333","EnableDns64":false}`
	}
	eni := func(id, subnet, address, group, more string) string {
		return `{"NetworkInterfaceId":"eni-` + id + `","VpcId":"vpc-1","SubnetId":"subnet-` + subnet + `","PrivateIpAddress":"` + address + `","Groups":[{"GroupId":"sg-` + group + `"}],"SourceDestCheck":true,` + more + `}`
	}
	const ofNLB, ofALB = `"Description":"ELB net/n/1","InterfaceType":"network_load_balancer"`, `"Description":"ELB app/a/2","InterfaceType":"interface"`
	instance := func(id string) string {
		return `"Description":"a server","Attachment":{"InstanceId":"i-` + id + `","Status":"attached"}`
	}
	return map[string]string{
		"ec2:DescribeVpcs": `{"Vpcs":[{"VpcId":"vpc-1","CidrBlock":"10.0.0.0/16","DhcpOptionsId":"dopt-1","OwnerId":"111122223333","IsDefault":false}]}`,
		"ec2:DescribeVpcAttribute vpc-1/enableDnsSupport":   `{"VpcId":"vpc-1","EnableDnsSupport":{"Value":true}}`,
		"ec2:DescribeVpcAttribute vpc-1/enableDnsHostnames": `{"VpcId":"vpc-1","EnableDnsHostnames":{"Value":true}}`,
		"ec2:DescribeDhcpOptions":                           `{"DhcpOptions":[{"DhcpOptionsId":"dopt-1","DhcpConfigurations":[{"Key":"domain-name-servers","Values":[{"Value":"AmazonProvidedDNS"}]}]}]}`,
		"ec2:DescribeSubnets":                               `{"Subnets":[` + commas(subnet("a", "10.0.1.0/24", "a"), subnet("b", "10.0.2.0/24", "b"), subnet("c", "10.0.3.0/24", "a"), subnet("ta", "10.0.11.0/24", "a"), subnet("tb", "10.0.12.0/24", "b")) + `]}`,
		"ec2:DescribeRouteTables":                           `{"RouteTables":[{"RouteTableId":"rtb-1","VpcId":"vpc-1","Associations":[{"Main":true}],"Routes":[{"DestinationCidrBlock":"10.0.0.0/16","GatewayId":"local","State":"active","Origin":"CreateRouteTable"}]}]}`,
		"ec2:DescribeVpcEndpoints":                          `{"VpcEndpoints":[]}`,
		"ec2:DescribeVpcPeeringConnections":                 `{"VpcPeeringConnections":[]}`,
		"ec2:DescribeInternetGateways":                      `{"InternetGateways":[{"InternetGatewayId":"igw-1","OwnerId":"111122223333","Attachments":[{"State":"available","VpcId":"vpc-1"}]}]}`,
		"ec2:DescribeVpcEndpointServices":                   `{"ServiceDetails":[]}`,
		"ec2:DescribeNatGateways":                           `{"NatGateways":[]}`,
		"ec2:DescribePrefixLists":                           `{"PrefixLists":[]}`,
		"ec2:DescribeNetworkInterfaces": `{"NetworkInterfaces":[` + commas(
			eni("c", "c", "10.0.3.7", "c", `"Description":""`), eni("na", "a", "10.0.1.10", "n", ofNLB), eni("nb", "b", "10.0.2.10", "n", ofNLB), eni("aa", "a", "10.0.1.20", "a", ofALB), eni("ab", "b", "10.0.2.20", "a", ofALB),
			eni("ta", "ta", "10.0.11.5", "t", instance("ta")), eni("tb", "tb", "10.0.12.5", "t", instance("tb"))) + `]}`,
		"route53:ListHostedZonesByVPC vpc-1": `{"HostedZoneSummaries":[{"HostedZoneId":"Z1","Name":"corp.example.","Owner":{"OwningAccount":"111122223333"}}]}`,
		"route53:ListResourceRecordSets Z1": `{"ResourceRecordSets":[{"Name":"n.corp.example.","Type":"A","AliasTarget":{"HostedZoneId":"Z9","DNSName":"network.elb.eu-west-1.amazonaws.com.","EvaluateTargetHealth":false}},
			{"Name":"a.corp.example.","Type":"CNAME","ResourceRecords":[{"Value":"application.elb.eu-west-1.amazonaws.com"}]},{"Name":"node.corp.example.","Type":"A","ResourceRecords":[{"Value":"10.0.1.10"}]}]}`,
	}
}

func balancedRules() map[string]string {
	group := func(id, in, out string) string {
		return `{"GroupId":"sg-` + id + `","VpcId":"vpc-1","GroupName":"` + id + `","IpPermissions":[` + in + `],"IpPermissionsEgress":[` + out + `]}`
	}
	from := func(port, peers string) string {
		return `{"IpProtocol":"tcp","FromPort":` + port + `,"ToPort":` + port + `,` + peers + `}`
	}
	const everything, clients, ofNLB, ofALB = `{"IpProtocol":"-1","IpRanges":[{"CidrIp":"0.0.0.0/0"}]}`, `"IpRanges":[{"CidrIp":"10.0.3.0/24"}]`, `"UserIdGroupPairs":[{"GroupId":"sg-n"}]`, `"UserIdGroupPairs":[{"GroupId":"sg-a"}]`
	acl := func(id, byDefault, subnets, block string) string {
		rule := func(out string) string {
			return `{"RuleNumber":100,"Protocol":"-1","RuleAction":"allow","Egress":` + out + `,"CidrBlock":"` + block + `"}`
		}
		return `{"NetworkAclId":"acl-` + id + `","VpcId":"vpc-1","IsDefault":` + byDefault + `,"Associations":[` + subnets + `],"Entries":[` + commas(rule("false"), rule("true")) + `]}`
	}
	return map[string]string{
		"ec2:DescribeSecurityGroups": `{"SecurityGroups":[` + commas(group("c", "", everything), group("n", from("443", clients), everything), group("a", from("443", clients), everything),
			group("t", commas(from("8443", ofNLB), from("8080", ofALB)), "")) + `]}`,
		"ec2:DescribeNetworkAcls": `{"NetworkAcls":[` + commas(acl("0", "true", "", "0.0.0.0/0"), acl("t", "false", `{"SubnetId":"subnet-ta"},{"SubnetId":"subnet-tb"}`, "10.0.0.0/16")) + `]}`,
	}
}

func balancerBodies() map[string]string {
	balancer := func(arn, kind, group string) string {
		return `{"LoadBalancerArn":"` + arn + `","VpcId":"vpc-1","Type":"` + kind + `","Scheme":"internal","State":{"Code":"active"},"DNSName":"` + kind + `.elb.eu-west-1.amazonaws.com","SecurityGroups":["` + group + `"],"AvailabilityZones":[{"SubnetId":"subnet-a"},{"SubnetId":"subnet-b"}]}`
	}
	listener := func(arn, protocol, to string) string {
		return `{"Listeners":[{"ListenerArn":"` + arn + `/l","LoadBalancerArn":"` + arn + `","Port":443,"Protocol":"` + protocol + `","DefaultActions":[{"Type":"forward","TargetGroupArn":"` + to + `"}]}]}`
	}
	healthy := func(port string) string {
		one := func(address, zone string) string {
			return `{"Target":{"Id":"` + address + `","Port":` + port + `,"AvailabilityZone":"eu-west-1` + zone + `"},"TargetHealth":{"State":"healthy"}}`
		}
		return `{"TargetHealthDescriptions":[` + commas(one("10.0.11.5", "a"), one("10.0.12.5", "b")) + `]}`
	}
	settings := func(pairs ...string) string {
		var out []string
		for i := 0; i < len(pairs); i += 2 {
			out = append(out, `{"Key":"`+pairs[i]+`","Value":"`+pairs[i+1]+`"}`)
		}
		return `{"Attributes":[` + commas(out...) + `]}`
	}
	const crossing, failover = "load_balancing.cross_zone.enabled", "target_group_health.unhealthy_state_routing.minimum_healthy_targets."
	group := []string{crossing, "use_load_balancer_configuration", failover + "count", "1", failover + "percentage", "off"}
	return map[string]string{
		elb + "DescribeLoadBalancers": `{"LoadBalancers":[` + commas(balancer(nlb, "network", "sg-n"), balancer(alb, "application", "sg-a")) + `]}`,
		listeners:                     listener(nlb, "TCP", nlbTo),
		albListeners:                  listener(alb, "HTTPS", albTo),
		attributes:                    settings(crossing, "false", "dns_record.client_routing_policy", "any_availability_zone"),
		elb + "DescribeTargetGroups": `{"TargetGroups":[{"TargetGroupArn":"` + nlbTo + `","VpcId":"vpc-1","Port":8443,"Protocol":"TCP","TargetType":"ip"},
			{"TargetGroupArn":"` + albTo + `","VpcId":"vpc-1","Port":8080,"Protocol":"HTTP","TargetType":"ip"}]}`,
		targets: settings(append([]string{"preserve_client_ip.enabled", "false"}, group...)...),
		elb + "DescribeTargetGroupAttributes " + albTo: settings(group...),
		health:                                healthy("8443"),
		elb + "DescribeTargetHealth " + albTo: healthy("8080"),
	}
}

// balanced is that world with changes: of what, from, to; "" as from stands for
// the whole answer, and "denied" as to refuses it.
func balanced(t *testing.T, changes ...string) *inventory.Snapshot {
	t.Helper()
	bodies := balancedBodies()
	for i := 0; i+2 < len(changes); i += 3 {
		body := bodies[changes[i]]
		if body == "" || !strings.Contains(body, changes[i+1]) {
			t.Fatalf("%s has no %s", changes[i], changes[i+1])
		}
		if changes[i+1] == "" {
			bodies[changes[i]] = changes[i+2]
			continue
		}
		bodies[changes[i]] = strings.ReplaceAll(body, changes[i+1], changes[i+2])
	}
	var answers []inventory.Answer
	for key, body := range bodies {
		operation, subject, _ := strings.Cut(key, " ")
		a := inventory.Answer{Scope: inventory.Scope{Partition: "aws", Account: "111122223333", Region: "eu-west-1"}, Operation: operation, Subject: subject, Body: json.RawMessage(body)}
		if o, _ := inventory.OperationByName(operation); o.Global {
			a.Region = ""
		}
		if body == "denied" {
			a.Body, a.Failure = nil, "AccessDenied"
		}
		answers = append(answers, a)
	}
	return inventory.Build(answers, inventory.Origin{})
}
