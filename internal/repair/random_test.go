package repair_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"mooring/internal/inventory"
)

var many = flag.Int("worlds", 40, "random worlds to repair")

const region = "eu-west-1"

type object map[string]any

// land is one random account: a VPC, or two that are peered, whose resources
// are cut off from something in one or several ways.
type land struct {
	*rand.Rand
	answers    []inventory.Answer
	vpcs       []object
	subnets    []object
	groups     []object
	acls       []object
	tables     []object
	endpoints  []object
	interfaces []object
	options    []object
	nats       []object
	gateways   []object
	peerings   []object
}

func (l *land) chance(p float64) bool { return l.Float64() < p }

func (l *land) answer(operation, subject string, body object) {
	raw, err := json.Marshal(body)
	if err != nil {
		panic(err)
	}
	scope := inventory.Scope{Partition: "aws", Account: "111122223333", Region: region}
	l.answers = append(l.answers, inventory.Answer{Scope: scope, Operation: operation, Subject: subject, Body: raw})
}

// landOf is the account of a seed.
func landOf(seed uint64) *inventory.Snapshot {
	l := &land{Rand: rand.New(rand.NewPCG(seed, 0x726570))}
	l.vpc(1)
	if l.chance(0.3) {
		l.vpc(2)
		l.peerings = append(l.peerings, object{
			"VpcPeeringConnectionId": "pcx-00000001", "Status": object{"Code": "active"},
			"RequesterVpcInfo": object{"VpcId": "vpc-00000001", "OwnerId": "111122223333", "Region": region, "CidrBlock": "10.1.0.0/16"},
			"AccepterVpcInfo":  object{"VpcId": "vpc-00000002", "OwnerId": "111122223333", "Region": region, "CidrBlock": "10.2.0.0/16"},
		})
	}
	l.lists()
	for _, list := range []struct {
		operation, name string
		items           []object
	}{
		{"ec2:DescribeVpcs", "Vpcs", l.vpcs},
		{"ec2:DescribeSubnets", "Subnets", l.subnets},
		{"ec2:DescribeSecurityGroups", "SecurityGroups", l.groups},
		{"ec2:DescribeNetworkAcls", "NetworkAcls", l.acls},
		{"ec2:DescribeRouteTables", "RouteTables", l.tables},
		{"ec2:DescribeVpcEndpoints", "VpcEndpoints", l.endpoints},
		{"ec2:DescribeNetworkInterfaces", "NetworkInterfaces", l.interfaces},
		{"ec2:DescribeDhcpOptions", "DhcpOptions", l.options},
		{"ec2:DescribeNatGateways", "NatGateways", l.nats},
		{"ec2:DescribeInternetGateways", "InternetGateways", l.gateways},
		{"ec2:DescribeVpcPeeringConnections", "VpcPeeringConnections", l.peerings},
	} {
		if list.items == nil {
			list.items = []object{}
		}
		l.answer(list.operation, "", object{list.name: list.items})
	}
	l.nothingElse()
	return inventory.Build(l.answers, inventory.Origin{Kind: "saved"})
}

// nothingElse answers every other list as empty.
func (l *land) nothingElse() {
	for _, o := range inventory.Operations() {
		asked := slices.ContainsFunc(l.answers, func(a inventory.Answer) bool { return a.Operation == o.Name })
		if !asked && o.Items != "" && len(o.Subject) == 0 {
			l.answer(o.Name, "", object{o.Items: []any{}})
		}
	}
	for _, v := range l.vpcs {
		l.answer("route53:ListHostedZonesByVPC", v["VpcId"].(string), object{"HostedZoneSummaries": []any{}})
	}
}

func (l *land) lists() {
	blocks := [][]string{{"52.218.0.0/17"}, {"52.218.0.0/17", "3.5.64.0/21"}}[l.IntN(2)]
	raw, managed := []object{}, []object{}
	for id, list := range map[string]struct {
		name  string
		cidrs []string
	}{"pl-00000001": {"s3", blocks}, "pl-00000002": {"dynamodb", []string{"52.94.24.0/23"}}} {
		name := "com.amazonaws." + region + "." + list.name
		raw = append(raw, object{"PrefixListId": id, "PrefixListName": name, "Cidrs": list.cidrs})
		managed = append(managed, object{"PrefixListId": id, "PrefixListName": name, "State": "create-complete"})
	}
	l.answer("ec2:DescribePrefixLists", "", object{"PrefixLists": raw})
	l.answer("ec2:DescribeManagedPrefixLists", "", object{"PrefixLists": managed})
}

// vpc adds a VPC with two app subnets, one for endpoints and a public one.
func (l *land) vpc(n int) {
	id := fmt.Sprintf("vpc-%08d", n)
	options := fmt.Sprintf("dopt-%08d", n)
	servers := []object{{"Value": "AmazonProvidedDNS"}}
	if l.chance(0.06) {
		servers = []object{{"Value": fmt.Sprintf("10.%d.3.9", n)}}
	}
	l.options = append(l.options, object{"DhcpOptionsId": options, "DhcpConfigurations": []object{{"Key": "domain-name-servers", "Values": servers}}})
	if l.chance(0.04) {
		options = "default"
	}
	cidr := fmt.Sprintf("10.%d.0.0/16", n)
	l.vpcs = append(l.vpcs, object{
		"VpcId": id, "CidrBlock": cidr, "DhcpOptionsId": options, "OwnerId": "111122223333", "IsDefault": false, "State": "available",
		"CidrBlockAssociationSet": []object{{"CidrBlock": cidr, "CidrBlockState": object{"State": "associated"}}},
	})
	for _, name := range []string{"EnableDnsSupport", "EnableDnsHostnames"} {
		l.answer("ec2:DescribeVpcAttribute", id+"/e"+name[1:], object{"VpcId": id, name: object{"Value": l.chance(0.92)}})
	}
	for i := range 4 {
		l.subnets = append(l.subnets, object{
			"SubnetId": subnet(n, i), "VpcId": id, "CidrBlock": fmt.Sprintf("10.%d.%d.0/24", n, i), "AvailabilityZone": region + string(rune('a'+i%2)),
			"AvailabilityZoneId": "euw1-az" + string(rune('1'+i%2)), "OwnerId": "111122223333", "AvailableIpAddressCount": 200,
		})
	}
	l.securityGroups(n, id)
	l.networkACLs(n, id)
	l.doors(n, id)
	l.vpcEndpoints(n, id)
	l.routeTables(n, id)
	l.clients(n, id)
}

func subnet(n, i int) string { return fmt.Sprintf("subnet-%04d%04d", n, i) }
func group(n, i int) string  { return fmt.Sprintf("sg-%04d%04d", n, i) }

// permission is one rule, or none at all.
func (l *land) permission(p float64, protocol string, from, to int, peer object) []object {
	if !l.chance(p) {
		return []object{}
	}
	rule := object{"IpProtocol": protocol, "FromPort": from, "ToPort": to}
	for k, v := range peer {
		rule[k] = v
	}
	return []object{rule}
}

func cidrs(all ...string) object {
	out := []object{}
	for _, c := range all {
		out = append(out, object{"CidrIp": c})
	}
	return object{"IpRanges": out}
}

func groupPeer(id string) object { return object{"UserIdGroupPairs": []object{{"GroupId": id}}} }

// securityGroups: two for clients, two for endpoints, one for servers.
func (l *land) securityGroups(n int, vpc string) {
	inside := fmt.Sprintf("10.%d.0.0/16", n)
	for i := range 5 {
		g := object{"GroupId": group(n, i), "GroupName": fmt.Sprintf("group-%d", i), "VpcId": vpc, "IpPermissions": []object{}, "IpPermissionsEgress": []object{}}
		switch i {
		case 0, 1:
			g["IpPermissionsEgress"] = [][]object{
				l.permission(1, "-1", -1, -1, cidrs("0.0.0.0/0")), l.permission(0.8, "tcp", 443, 443, cidrs(inside)), l.permission(0.8, "tcp", 443, 443, object{"PrefixListIds": []object{{"PrefixListId": "pl-00000001"}}}),
			}[l.IntN(3)]
		case 2, 3:
			g["IpPermissions"] = [][]object{
				l.permission(0.7, "tcp", 443, 443, groupPeer(group(n, 0))), l.permission(0.7, "tcp", 443, 443, groupPeer(group(n, i))), l.permission(1, "tcp", 443, 443, cidrs(inside)),
				l.permission(1, "tcp", 443, 443, cidrs(fmt.Sprintf("10.%d.0.0/25", n))),
			}[l.IntN(4)]
		case 4:
			g["IpPermissionsEgress"] = l.permission(1, "-1", -1, -1, cidrs("0.0.0.0/0"))
		}
		l.groups = append(l.groups, g)
	}
}

// networkACLs: the first stands before the apps, the second before the rest.
func (l *land) networkACLs(n int, vpc string) {
	all := func(egress bool, number int, action string) object {
		return object{"RuleNumber": number, "Egress": egress, "Protocol": "-1", "RuleAction": action, "CidrBlock": "0.0.0.0/0"}
	}
	for i := range 2 {
		entries := []object{all(true, 32767, "deny"), all(false, 32767, "deny")}
		for _, egress := range []bool{true, false} {
			switch {
			case l.chance(0.8):
				entries = append(entries, all(egress, 100, "allow"))
			case l.chance(0.4):
				entries = append(entries, object{"RuleNumber": 100, "Egress": egress, "Protocol": "6", "RuleAction": "allow", "CidrBlock": fmt.Sprintf("10.%d.0.0/16", n), "PortRange": object{"From": 443, "To": 443}})
			case l.chance(0.5):
				entries = append(entries, all(egress, 100, "allow"), object{"RuleNumber": 1 + l.IntN(99), "Egress": egress, "Protocol": "6", "RuleAction": "deny", "CidrBlock": "0.0.0.0/1", "PortRange": object{"From": 443, "To": 50000}})
			}
		}
		l.acls = append(l.acls, object{
			"NetworkAclId": fmt.Sprintf("acl-%04d%04d", n, i), "VpcId": vpc, "IsDefault": i == 1, "Entries": entries,
			"Associations": []object{{"SubnetId": subnet(n, 2*i)}, {"SubnetId": subnet(n, 2*i+1)}},
		})
	}
}

// doors are an internet gateway and perhaps a NAT gateway.
func (l *land) doors(n int, vpc string) {
	l.gateways = append(l.gateways, object{"InternetGatewayId": fmt.Sprintf("igw-%08d", n), "Attachments": []object{{"State": "available", "VpcId": vpc}}})
	l.nats = append(l.nats, object{
		"NatGatewayId": fmt.Sprintf("nat-%08d", n), "VpcId": vpc, "SubnetId": subnet(n, 3), "State": "available", "ConnectivityType": "public",
		"NatGatewayAddresses": []object{{"PrivateIp": fmt.Sprintf("10.%d.3.20", n), "PublicIp": "198.51.100.7", "IsPrimary": true}},
	})
}

// plug adds an interface.
func (l *land) plug(n, at int, vpc, kind string, groups ...string) string {
	id := fmt.Sprintf("eni-%08d", len(l.interfaces)+1)
	ip := fmt.Sprintf("10.%d.%d.%d", n, at, 30+len(l.interfaces))
	worn := []object{}
	for _, g := range groups {
		worn = append(worn, object{"GroupId": g})
	}
	l.interfaces = append(l.interfaces, object{
		"NetworkInterfaceId": id, "VpcId": vpc, "SubnetId": subnet(n, at), "InterfaceType": kind, "PrivateIpAddress": ip, "Status": "in-use",
		"PrivateIpAddresses": []object{{"Primary": true, "PrivateIpAddress": ip}}, "Groups": worn, "SourceDestCheck": true, "RequesterManaged": kind != "interface",
	})
	return id
}

func (l *land) vpcEndpoints(n int, vpc string) {
	const open = `{"Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}`
	add := func(service string, more object) {
		e := object{
			"VpcEndpointId": fmt.Sprintf("vpce-%08d", len(l.endpoints)+1), "VpcId": vpc, "ServiceName": "com.amazonaws." + region + "." + service,
			"State": "available", "PolicyDocument": open, "OwnerId": "111122223333", "IpAddressType": "ipv4",
		}
		if l.chance(0.06) {
			e["PolicyDocument"] = `{"Statement":[{"Effect":"Allow","Principal":"*","Action":"sts:GetCallerIdentity","Resource":"*"}]}`
		}
		for k, v := range more {
			e[k] = v
		}
		l.endpoints = append(l.endpoints, e)
	}
	if l.chance(0.8) {
		var tables []string
		for i := range 2 {
			if l.chance(0.5) {
				tables = append(tables, fmt.Sprintf("rtb-%04d%04d", n, i))
			}
		}
		add("s3", object{"VpcEndpointType": "Gateway", "RouteTableIds": tables})
	}
	for _, service := range []string{"sagemaker.api", "sagemaker.runtime", "sts", "logs"} {
		if l.chance(0.2) {
			continue
		}
		worn := group(n, 2+l.IntN(2))
		at := [][]int{{2}, {0}, {2, 3}, {0, 1}}[l.IntN(4)]
		var interfaces, subnets []string
		for _, i := range at {
			interfaces, subnets = append(interfaces, l.plug(n, i, vpc, "vpc_endpoint", worn)), append(subnets, subnet(n, i))
		}
		add(service, object{
			"VpcEndpointType": "Interface", "PrivateDnsEnabled": l.chance(0.9), "Groups": []object{{"GroupId": worn}}, "NetworkInterfaceIds": interfaces, "SubnetIds": subnets,
		})
	}
}

// routeTables: one for each app subnet, the main one for the rest.
func (l *land) routeTables(n int, vpc string) {
	for i := range 3 {
		id := fmt.Sprintf("rtb-%04d%04d", n, i)
		routes := []object{{"DestinationCidrBlock": fmt.Sprintf("10.%d.0.0/16", n), "GatewayId": "local", "State": "active", "Origin": "CreateRouteTable"}}
		associations := []object{{"SubnetId": subnet(n, i), "AssociationState": object{"State": "associated"}}}
		switch {
		case i == 2:
			associations = []object{{"Main": true, "AssociationState": object{"State": "associated"}}}
			routes = append(routes, object{"DestinationCidrBlock": "0.0.0.0/0", "GatewayId": fmt.Sprintf("igw-%08d", n), "State": "active", "Origin": "CreateRoute"})
		case l.chance(0.15):
			routes = append(routes, object{"DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": fmt.Sprintf("nat-%08d", n), "State": "active", "Origin": "CreateRoute"})
		case l.chance(0.1):
			routes = append(routes, object{"DestinationCidrBlock": "52.218.0.0/18", "NatGatewayId": "nat-99999999", "State": "blackhole", "Origin": "CreateRoute"})
		}
		for _, e := range l.endpoints {
			tables, _ := e["RouteTableIds"].([]string)
			if e["VpcId"] == vpc && slices.Contains(tables, id) {
				routes = append(routes, object{"DestinationPrefixListId": "pl-00000001", "GatewayId": e["VpcEndpointId"], "State": "active", "Origin": "CreateRoute"})
			}
		}
		l.tables = append(l.tables, object{"RouteTableId": id, "VpcId": vpc, "Associations": associations, "Routes": routes})
	}
}

// clients are notebooks, a training job over both app subnets, and perhaps a
// server that is no SageMaker resource.
func (l *land) clients(n int, vpc string) {
	for i := range 1 + l.IntN(2) {
		name := fmt.Sprintf("notebook-%d-%d", n, i)
		worn := []string{group(n, l.IntN(2))}
		if l.chance(0.2) {
			worn = []string{group(n, 0), group(n, 1)}
		}
		at := l.IntN(2)
		l.answer("sagemaker:DescribeNotebookInstance", name, object{
			"NotebookInstanceName": name, "NotebookInstanceArn": "arn:aws:sagemaker:" + region + ":111122223333:notebook-instance/" + name, "NotebookInstanceStatus": "InService",
			"DirectInternetAccess": "Disabled", "IpAddressType": "ipv4", "RootAccess": "Enabled", "PlatformIdentifier": "notebook-al2023-v1", "InstanceType": "ml.t3.medium",
			"RoleArn": "arn:aws:iam::111122223333:role/r", "SubnetId": subnet(n, at), "SecurityGroups": worn, "NetworkInterfaceId": l.plug(n, at, vpc, "interface", worn...),
		})
	}
	if l.chance(0.5) {
		name := fmt.Sprintf("train-%d", n)
		l.answer("sagemaker:DescribeTrainingJob", name, object{
			"TrainingJobName": name, "TrainingJobArn": "arn:aws:sagemaker:" + region + ":111122223333:training-job/" + name, "TrainingJobStatus": "InProgress",
			"EnableNetworkIsolation": l.chance(0.3), "EnableInterContainerTrafficEncryption": false, "RoleArn": "arn:aws:iam::111122223333:role/r", "ResourceConfig": object{"InstanceCount": 1},
			"VpcConfig": object{"Subnets": []string{subnet(n, 0), subnet(n, 1)}, "SecurityGroupIds": []string{group(n, l.IntN(2))}},
		})
	}
	if l.chance(0.4) {
		l.plug(n, l.IntN(2), vpc, "interface", group(n, 4))
	}
}

// TestRepairsOfRandomWorlds demands of random accounts what it demands of known
// ones: each repair lets the dependency through, breaks nothing that it does not
// tell, and opens no way to the internet (pure). -worlds sets how many.
func TestRepairsOfRandomWorlds(t *testing.T) {
	var sum tally
	for seed := range uint64(*many) {
		hold(t, fmt.Sprintf("seed %d", seed), landOf(seed), &sum)
	}
	t.Logf("%d worlds: %+v", *many, sum)
	if sum.asked < *many || sum.repaired*10 < sum.asked*7 {
		t.Errorf("few repairs: %+v", sum)
	}
}
