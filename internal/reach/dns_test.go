package reach

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"mooring/internal/inventory"
)

// resolving is a VPC with both families of addresses, one S3 and one STS interface
// endpoint and a zone of the customer's.
func resolving(t *testing.T, changes ...string) (*environment, *class) {
	t.Helper()
	bodies := map[string]string{
		"ec2:DescribeVpcs": `{"Vpcs":[{"VpcId":"vpc-1","CidrBlock":"10.0.0.0/16","DhcpOptionsId":"dopt-1","OwnerId":"111122223333","IsDefault":false,"Ipv6CidrBlockAssociationSet":[{"Ipv6CidrBlock":"2001:db8:1::/56"}]}]}`,
		"ec2:DescribeVpcAttribute vpc-1/enableDnsSupport":   `{"VpcId":"vpc-1","EnableDnsSupport":{"Value":true}}`,
		"ec2:DescribeVpcAttribute vpc-1/enableDnsHostnames": `{"VpcId":"vpc-1","EnableDnsHostnames":{"Value":true}}`,
		"ec2:DescribeSubnets":                               `{"Subnets":[{"SubnetId":"subnet-1","VpcId":"vpc-1","CidrBlock":"10.0.1.0/24","AvailabilityZone":"us-east-1a","EnableDns64":false,"Ipv6CidrBlockAssociationSet":[{"Ipv6CidrBlock":"2001:db8:1:1::/64"}]}]}`,
		"ec2:DescribeRouteTables":                           `{"RouteTables":[{"RouteTableId":"rtb-1","VpcId":"vpc-1","Associations":[{"Main":true}],"Routes":[{"DestinationCidrBlock":"10.0.0.0/16","GatewayId":"local","State":"active"}]}]}`,
		"ec2:DescribeSecurityGroups":                        `{"SecurityGroups":[{"GroupId":"sg-1","VpcId":"vpc-1","GroupName":"g","IpPermissions":[],"IpPermissionsEgress":[]}]}`,
		"ec2:DescribeNetworkAcls":                           `{"NetworkAcls":[]}`,
		"ec2:DescribeNatGateways":                           `{"NatGateways":[]}`,
		"ec2:DescribeDhcpOptions":                           `{"DhcpOptions":[{"DhcpOptionsId":"dopt-1","DhcpConfigurations":[{"Key":"domain-name-servers","Values":[{"Value":"AmazonProvidedDNS"}]}]}]}`,
		"ec2:DescribePrefixLists":                           `{"PrefixLists":[{"PrefixListId":"pl-1","PrefixListName":"com.amazonaws.us-east-1.s3","Cidrs":["52.216.0.0/15"]},{"PrefixListId":"pl-2","PrefixListName":"com.amazonaws.us-east-1.dynamodb","Cidrs":["52.94.0.0/22"]}]}`,
		"ec2:DescribeVpcEndpointServices":                   `{"ServiceDetails":[]}`,
		"ec2:DescribeNetworkInterfaces": `{"NetworkInterfaces":[
			{"NetworkInterfaceId":"eni-1","VpcId":"vpc-1","SubnetId":"subnet-1","PrivateIpAddress":"10.0.1.11","Ipv6Addresses":[{"Ipv6Address":"2001:db8:1:1::11"}],"Groups":[{"GroupId":"sg-1"}],"SourceDestCheck":true},
			{"NetworkInterfaceId":"eni-2","VpcId":"vpc-1","SubnetId":"subnet-1","PrivateIpAddress":"10.0.1.12","Ipv6Addresses":[{"Ipv6Address":"2001:db8:1:1::12"}],"Groups":[{"GroupId":"sg-1"}],"SourceDestCheck":true}]}`,
		"ec2:DescribeVpcEndpoints": `{"VpcEndpoints":[
			{"VpcEndpointId":"vpce-1","VpcId":"vpc-1","ServiceName":"com.amazonaws.us-east-1.sts","VpcEndpointType":"Interface","State":"available","PrivateDnsEnabled":true,"NetworkInterfaceIds":["eni-1"],
			 "IpAddressType":"dualstack","DnsOptions":{"DnsRecordIpType":"dualstack"},"DnsEntries":[{"DnsName":"vpce-1-x.sts.us-east-1.vpce.amazonaws.com"}]},
			{"VpcEndpointId":"vpce-2","VpcId":"vpc-1","ServiceName":"com.amazonaws.us-east-1.s3","VpcEndpointType":"Interface","State":"available","PrivateDnsEnabled":true,"NetworkInterfaceIds":["eni-2"],
			 "IpAddressType":"ipv4","DnsOptions":{"DnsRecordIpType":"ipv4","PrivateDnsOnlyForInboundResolverEndpoint":false},"DnsEntries":[{"DnsName":"*.vpce-2-x.s3.us-east-1.vpce.amazonaws.com"}]}]}`,
		"route53:ListHostedZonesByVPC vpc-1": `{"HostedZoneSummaries":[{"HostedZoneId":"Z1","Name":"corp.example.","Owner":{"OwningAccount":"111122223333"}}]}`,
		"route53:ListResourceRecordSets Z1":  `{"ResourceRecordSets":[{"Name":"git.corp.example.","Type":"A","ResourceRecords":[{"Value":"10.0.1.11"}]},{"Name":"six.corp.example.","Type":"AAAA","ResourceRecords":[{"Value":"2001:db8:1:1::11"}]},{"Name":"out.corp.example.","Type":"A","ResourceRecords":[{"Value":"198.41.0.4"}]}]}`,
	}
	for i := 0; i+2 < len(changes); i += 3 {
		if !strings.Contains(bodies[changes[i]], changes[i+1]) {
			t.Fatalf("%s has no %s", changes[i], changes[i+1])
		}
		bodies[changes[i]] = strings.ReplaceAll(bodies[changes[i]], changes[i+1], changes[i+2])
	}
	var answers []inventory.Answer
	for key, body := range bodies {
		operation, subject, _ := strings.Cut(key, " ")
		scope := inventory.Scope{Partition: "aws", Account: "111122223333", Region: "us-east-1"}
		if o, _ := inventory.OperationByName(operation); o.Global {
			scope.Region = ""
		}
		answers = append(answers, inventory.Answer{Scope: scope, Operation: operation, Subject: subject, Body: json.RawMessage(body)})
	}
	s := inventory.Build(answers, inventory.Origin{})
	vpc := s.VPCs()[0]
	e := newFabric(s, nil, s.VPCs(), nil, map[string]bool{}).vpcs[vpc.ID]
	subnet, ok := s.Subnet(vpc.Scope, "subnet-1").Get()
	if !ok {
		t.Fatal("no subnet")
	}
	c := &class{subnet: subnet, groups: []string{"sg-1"}, blamed: []string{"sg-1"}, sources: e.space.Range(usable(subnet.CIDR)), sources6: e.space.Prefixes(subnet.CIDRs6...), public: inventory.Known(false)}
	return e, c
}

// TestHosts resolves host names of every kind, for a client with both families of
// addresses (E12, E14, I9, D4; pure).
func TestHosts(t *testing.T) {
	dns64 := []string{"ec2:DescribeSubnets", `"EnableDns64":false`, `"EnableDns64":true`}
	s3dual := []string{"ec2:DescribeVpcEndpoints", `"IpAddressType":"ipv4","DnsOptions":{"DnsRecordIpType":"ipv4"`, `"IpAddressType":"dualstack","DnsOptions":{"DnsRecordIpType":"dualstack"`}
	tests := []struct {
		name, host string
		changes    []string
		want       string // by, inside, inside6, outside, outside6
	}{
		{"an endpoint's service", "sts.us-east-1.amazonaws.com", nil, "private DNS of vpce-1: 10.0.1.11 | 2001:db8:1:1::11"},
		{"the same in capitals", "STS.us-east-1.amazonaws.com.", nil, "private DNS of vpce-1: 10.0.1.11 | 2001:db8:1:1::11"},
		{"the global name misses it", "sts.amazonaws.com", nil, "public DNS: internet"},
		{"the FIPS name misses it", "sts-fips.us-east-1.amazonaws.com", nil, "public DNS: internet"},
		{"the dual-stack name misses it", "sts.us-east-1.api.aws", nil, "public DNS: internet | internet6"},
		{"a bucket", "data.s3.us-east-1.amazonaws.com", nil, "private DNS of vpce-2: 10.0.1.12"},
		{"S3's global name, served here", "s3.amazonaws.com", nil, "public DNS: s3"},
		{"a bucket by S3's global name, which may be of another Region", "data.s3.amazonaws.com", nil, "public DNS: s3+internet"},
		{"S3's name with a dash", "data.s3-us-east-1.amazonaws.com", nil, "public DNS: s3"},
		{"S3's FIPS name", "s3-fips.us-east-1.amazonaws.com", nil, "public DNS: s3+internet"},
		{"S3's dual-stack name", "data.s3.dualstack.us-east-1.amazonaws.com", nil, "public DNS: s3 | internet6"},
		{"S3's dual-stack name, with records of both", "data.s3.dualstack.us-east-1.amazonaws.com", s3dual, "private DNS of vpce-2: 10.0.1.12 | 2001:db8:1:1::12"},
		{"S3 of another Region", "data.s3.eu-west-1.amazonaws.com", nil, "public DNS: internet"},
		{"an endpoint's own name", "vpce-1-x.sts.us-east-1.vpce.amazonaws.com", nil, "the endpoint's own name: 10.0.1.11 | 2001:db8:1:1::11"},
		{"a bucket at an endpoint's own name", "data.vpce-2-x.s3.us-east-1.vpce.amazonaws.com", nil, "the endpoint's own name: 10.0.1.12"},
		{"an endpoint that was not read", "vpce-9-x.sts.us-east-1.vpce.amazonaws.com", nil, "unknown"},
		{"a zone's name", "git.corp.example", nil, "private hosted zone Z1 (corp.example): 10.0.1.11"},
		{"a zone's IPv6 name", "six.corp.example", nil, "private hosted zone Z1 (corp.example): | 2001:db8:1:1::11"},
		{"a zone's public address", "out.corp.example", nil, "private hosted zone Z1 (corp.example): 198.41.0.4"},
		{"a name that the zone has not", "gone.corp.example", nil, "fails"},
		{"a name that nobody can have", "git.other.internal", nil, "fails"},
		{"a name without a dot", "git", nil, "fails"},
		{"a load balancer that was not read", "internal-a-1.us-east-1.elb.amazonaws.com", nil, "unknown"},
		{"an instance", "ip-10-0-1-9.ec2.internal", nil, "unknown"},
		{"somebody's name", "www.amazon.com", nil, "public DNS: internet"},
		{"an IPv4 name with DNS64", "kms.us-east-1.amazonaws.com", dns64, "public DNS: internet | 64:ff9b::/96"},
		{"a name of both families with DNS64", "kms.us-east-1.api.aws", dns64, "public DNS: internet | internet6"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e, c := resolving(t, tt.changes...)
			if got := e.told(e.resolveHost(c, tt.host, false, &notebook{})); got != tt.want {
				t.Errorf("%s: %s, want %s", tt.host, got, tt.want)
			}
		})
	}
}

// TestClientWithoutIPv6 gets no IPv6 address, and no answer where there is no other.
func TestClientWithoutIPv6(t *testing.T) {
	for host, want := range map[string]string{
		"sts.us-east-1.amazonaws.com": "private DNS of vpce-1: 10.0.1.11",
		"sts.us-east-1.api.aws":       "public DNS: internet",
		"six.corp.example":            "fails",
	} {
		e, c := resolving(t)
		c.sources6 = e.space.Empty()
		if got := e.told(e.resolveHost(c, host, false, &notebook{})); got != want {
			t.Errorf("%s: %s, want %s", host, got, want)
		}
	}
}

// told writes an answer in short.
func (e *environment) told(a answer) string {
	switch a.outcome {
	case Fails:
		return "fails"
	case Unclear:
		return "unknown"
	}
	addresses := func(all []destination) []string {
		var out []string
		for _, d := range all {
			out = append(out, shortList(d.set))
		}
		return out
	}
	four, six := addresses(a.inside), addresses(a.inside6)
	s3, _ := e.lists["s3"].Get()
	list := e.space.Prefixes(s3...)
	switch {
	case a.outside.IsEmpty():
	case a.outside.Equal(e.internet):
		four = append(four, "internet")
	case a.outside.Equal(list):
		four = append(four, "s3")
	case a.outside.Equal(list.Union(e.internet)):
		four = append(four, "s3+internet")
	default:
		four = append(four, shortList(a.outside))
	}
	switch {
	case a.outside6.IsEmpty():
	case a.outside6.Equal(e.internet6):
		six = append(six, "internet6")
	default:
		six = append(six, shortList(a.outside6))
	}
	out := strings.TrimSpace(a.dns.By + ": " + strings.Join(slices.Compact(four), " "))
	if len(six) > 0 {
		out += " | " + strings.Join(six, " ")
	}
	return out
}
