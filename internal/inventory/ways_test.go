package inventory

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
)

// here is where everything of these tests stands.
func here() Scope { return Scope{"aws", "111122223333", "eu-west-1"} }

// told spells what any service answered; a body that does not begin with a
// brace is the code of a refusal.
func told(operation, subject, body string) Answer {
	a := Answer{Scope: here(), Operation: operation, Subject: subject}
	if strings.HasPrefix(body, "{") {
		a.Body = []byte(body)
	} else {
		a.Failure = body
	}
	return a
}

func built(answers ...Answer) *Snapshot { return Build(answers, Origin{}) }

// got returns what is known, and ends the test where nothing is.
func got[T any](t *testing.T, v Value[T]) T {
	t.Helper()
	out, ok := v.Get()
	if !ok {
		t.Fatalf("unknown: %s", v.Why())
	}
	return out
}

// words spells values with a space between any two.
func words(values ...any) string { return strings.TrimSuffix(fmt.Sprintln(values...), "\n") }

// inVPC1 is a snapshot of answers beside the VPC vpc-1, and that VPC.
func inVPC1(t *testing.T, answers ...Answer) (*Snapshot, *VPC) {
	t.Helper()
	s := built(append(answers, told("ec2:DescribeVpcs", "", `{"Vpcs":[{"VpcId":"vpc-1","CidrBlock":"10.0.0.0/16","OwnerId":"111122223333","IsDefault":false}]}`))...)
	return s, got(t, s.VPC(here(), "vpc-1"))
}

func TestRouteOrigins(t *testing.T) {
	for origin, want := range map[string]string{
		"CreateRouteTable": "CreateRouteTable false", "CreateRoute": "CreateRoute false", "EnableVgwRoutePropagation": "EnableVgwRoutePropagation true",
		"": " false", "Advertisement": "?operation", "Dreamt": "?operation",
	} {
		s, v := inVPC1(t, told("ec2:DescribeRouteTables", "", `{"RouteTables":[{"RouteTableId":"rtb-1","VpcId":"vpc-1","Associations":[{"Main":true}],
			"Routes":[{"DestinationCidrBlock":"0.0.0.0/0","GatewayId":"vgw-1","State":"active","Origin":"`+origin+`"}]}]}`))
		tables := s.RouteTables(v)
		spelt := value(tables)
		if all, ok := tables.Get(); ok {
			spelt = words(all[0].Routes[0].Origin, all[0].Routes[0].Propagated)
		}
		if spelt != want {
			t.Errorf("origin %q: %s, want %s", origin, spelt, want)
		}
	}
}

func TestVirtualGateway(t *testing.T) {
	s := built(told("ec2:DescribeVpnGateways", "", `{"VpnGateways":[
		{"VpnGatewayId":"vgw-1","State":"available","Type":"ipsec.1","VpcAttachments":[{"VpcId":"vpc-1","State":"attached"},{"VpcId":"vpc-2","State":"detached"}]},
		{"VpnGatewayId":"vgw-2","State":"sleeping","VpcAttachments":[]},
		{"VpnGatewayId":"vgw-3","State":"available"}]}`))
	g := got(t, s.VirtualGateway(here(), "vgw-1"))
	if g.State != "available" || g.Type != "ipsec.1" || fmt.Sprint(g.VPCs) != "[vpc-1]" {
		t.Errorf("%+v", g)
	}
	for id, want := range map[string]string{"vgw-2": "?operation", "vgw-3": "?operation", "vgw-9": "?hop"} {
		if v := s.VirtualGateway(here(), id); value(v) != want {
			t.Errorf("%s: %s, want %s", id, value(v), want)
		}
	}
	if v := built(told("ec2:DescribeVpnGateways", "", "UnauthorizedOperation")).VirtualGateway(here(), "vgw-1"); value(v) != "?permission" {
		t.Errorf("denied: %s", value(v))
	}
	if v := built().VirtualGateway(here(), "vgw-1"); v.Known() {
		t.Errorf("never asked: %s", value(v))
	}
}

func TestVPNConnections(t *testing.T) {
	connection := func(members string) Answer {
		return told("ec2:DescribeVpnConnections", "", `{"VpnConnections":[{"VpnConnectionId":"vpn-1","CustomerGatewayId":"cgw-1","State":"available",`+members+`}]}`)
	}
	s := built(connection(`"VpnGatewayId":"vgw-1","Options":{"StaticRoutesOnly":true},"VgwTelemetry":[{"Status":"UP"},{"Status":"DOWN"}],
		"Routes":[{"DestinationCidrBlock":"192.168.0.0/16","State":"available"},{"DestinationCidrBlock":"172.16.0.0/12","State":"pending"}]`))
	c := got(t, s.VPNConnections(here()))[0]
	if c.VirtualGateway != "vgw-1" || c.CustomerGateway != "cgw-1" || c.TransitGateway != "" || !c.StaticOnly || value(c.TunnelsUp) != "1" || fmt.Sprint(c.Routes) != "[192.168.0.0/16]" {
		t.Errorf("%+v", c)
	}
	for members, want := range map[string]string{
		`"TransitGatewayId":"tgw-1"`:          "?operation", // a field AWS always answers
		`"VgwTelemetry":[{"Status":"MAYBE"}]`: "?operation",
		`"VgwTelemetry":[]`:                   "0",
	} {
		if c := got(t, built(connection(members)).VPNConnections(here()))[0]; value(c.TunnelsUp) != want {
			t.Errorf("%s: %s tunnels, want %s", members, value(c.TunnelsUp), want)
		}
	}
}

func TestNATGatewayAddresses(t *testing.T) {
	s := built(told("ec2:DescribeNatGateways", "", `{"NatGateways":[
		{"NatGatewayId":"nat-1","VpcId":"vpc-1","SubnetId":"subnet-1","State":"available","ConnectivityType":"public","NatGatewayAddresses":[
			{"PrivateIp":"10.0.0.9","PublicIp":"198.51.100.9","IsPrimary":false,"Status":"succeeded"},
			{"PrivateIp":"10.0.0.8","PublicIp":"198.51.100.8","IsPrimary":true,"Status":"succeeded"},
			{"PrivateIp":"10.0.0.7","Status":"failed"}]},
		{"NatGatewayId":"nat-2","VpcId":"vpc-1","State":"available","ConnectivityType":"public","AvailabilityMode":"regional","AutoProvisionZones":"disabled","RouteTableId":"rtb-9","NatGatewayAddresses":[
			{"PublicIp":"198.51.100.2","AvailabilityZone":"eu-west-1b","AvailabilityZoneId":"euw1-az2"},
			{"PublicIp":"198.51.100.3","AvailabilityZone":"eu-west-1a","AvailabilityZoneId":"euw1-az1"},
			{"PublicIp":"198.51.100.4","AvailabilityZone":"eu-west-1a","AvailabilityZoneId":"euw1-az1"}]},
		{"NatGatewayId":"nat-3","VpcId":"vpc-1","State":"available","AvailabilityMode":"regional","ConnectivityType":"public","NatGatewayAddresses":[]},
		{"NatGatewayId":"nat-4","VpcId":"vpc-1","State":"available","AvailabilityMode":"continental"}]}`))
	zonal, regional := got(t, s.NATGateway(here(), "nat-1")), got(t, s.NATGateway(here(), "nat-2"))
	if words(zonal.Address, zonal.Addresses, zonal.PublicAddresses, value(zonal.Auto)) != "10.0.0.8 [10.0.0.8 10.0.0.9] [198.51.100.8 198.51.100.9] false" {
		t.Errorf("zonal: %+v", zonal)
	}
	if want := []NATZone{{"eu-west-1a", "euw1-az1"}, {"eu-west-1b", "euw1-az2"}}; gocmp.Diff(want, regional.Zones) != "" || value(regional.Auto) != "false" || regional.RouteTable != "rtb-9" {
		t.Errorf("regional: %+v", regional)
	}
	if n := got(t, s.NATGateway(here(), "nat-3")); value(n.Auto) != "?operation" {
		t.Errorf("a regional one that does not say whether it adds zones: %s", value(n.Auto))
	}
	if v := s.NATGateway(here(), "nat-4"); v.Known() {
		t.Error("an unknown availability mode is known")
	}
}

func TestNetworkInterfaceMembers(t *testing.T) {
	s := built(told("ec2:DescribeNetworkInterfaces", "", `{"NetworkInterfaces":[{"NetworkInterfaceId":"eni-1","VpcId":"vpc-1","SubnetId":"subnet-1","Status":"in-use","OwnerId":"111122223333",
		"RequesterManaged":true,"SourceDestCheck":true,"Attachment":{"InstanceId":"i-1","Status":"attached"},"PrivateIpAddress":"10.0.0.4","Association":{"PublicIp":"198.51.100.4"},
		"PrivateIpAddresses":[{"Primary":true,"PrivateIpAddress":"10.0.0.4","Association":{"PublicIp":"198.51.100.4"}},{"PrivateIpAddress":"10.0.0.5","Association":{"PublicIp":"198.51.100.5"}},{"PrivateIpAddress":"10.0.0.6"}],
		"Ipv6Addresses":[{"Ipv6Address":"2001:db8::4"}]},
		{"NetworkInterfaceId":"eni-2","VpcId":"vpc-1","SubnetId":"subnet-1","Status":"dozing","SourceDestCheck":true,"Attachment":{"InstanceId":"i-2","Status":"detached"}}]}`))
	n := got(t, s.NetworkInterface(here(), "eni-1"))
	want := []PublicAddress{
		{netip.MustParseAddr("10.0.0.4"), netip.MustParseAddr("198.51.100.4")},
		{netip.MustParseAddr("10.0.0.5"), netip.MustParseAddr("198.51.100.5")},
	}
	if diff := gocmp.Diff(want, n.Public, gocmp.Comparer(func(a, b netip.Addr) bool { return a == b })); diff != "" {
		t.Error(diff)
	}
	if words(n.PublicIP, n.Instance, n.RequesterManaged, n.Owner, value(n.Status), len(n.Addresses)) != "198.51.100.4 i-1 true 111122223333 in-use 4" {
		t.Errorf("%+v", n)
	}
	if n := got(t, s.NetworkInterface(here(), "eni-2")); value(n.Status) != "?operation" || n.Instance != "" {
		t.Errorf("%+v", n)
	}
}

func TestSubnetMembers(t *testing.T) {
	s := built(told("ec2:DescribeSubnets", "", `{"Subnets":[{"SubnetId":"subnet-1","VpcId":"vpc-1","CidrBlock":"10.0.1.0/24","OwnerId":"111122223333","MapPublicIpOnLaunch":true,
		"AssignIpv6AddressOnCreation":true,"OutpostArn":"arn:aws:outposts:eu-west-1:111122223333:outpost/op-1"}]}`))
	if n := got(t, s.Subnet(here(), "subnet-1")); !n.MapPublicIP || !n.AssignIPv6 || n.Outpost == "" || n.Owner != "111122223333" {
		t.Errorf("%+v", n)
	}
}

func TestPeeringSides(t *testing.T) {
	connection := func(code string) Answer {
		return told("ec2:DescribeVpcPeeringConnections", "", `{"VpcPeeringConnections":[{"VpcPeeringConnectionId":"pcx-1","Status":{"Code":"`+code+`"},
			"RequesterVpcInfo":{"VpcId":"vpc-1","OwnerId":"111122223333","Region":"eu-west-1","CidrBlock":"10.0.0.0/16","CidrBlockSet":[{"CidrBlock":"10.0.0.0/16"},{"CidrBlock":"10.5.0.0/16"}],
				"Ipv6CidrBlockSet":[{"Ipv6CidrBlock":"2001:db8::/56"}],"PeeringOptions":{"AllowDnsResolutionFromRemoteVpc":true}},
			"AccepterVpcInfo":{"VpcId":"vpc-2","OwnerId":"444455556666","Region":"eu-west-1","CidrBlock":"10.1.0.0/16"}}]}`)
	}
	p := got(t, built(connection("active")).Peering(here(), "pcx-1"))
	if words(p.Requester.Prefixes, value(p.Requester.RemoteDNS), p.Accepter.Prefixes, value(p.Accepter.RemoteDNS)) != "[10.0.0.0/16 10.5.0.0/16 2001:db8::/56] true [10.1.0.0/16] ?operation" {
		t.Errorf("%+v", p)
	}
	if v := built(connection("flirting")).Peering(here(), "pcx-1"); v.Known() {
		t.Error("an unknown status is known")
	}
}

func TestEncryptionControl(t *testing.T) {
	control := func(members string) Answer {
		return told("ec2:DescribeVpcEncryptionControls", "", `{"VpcEncryptionControls":[{"VpcEncryptionControlId":"vpcec-1","VpcId":"vpc-1",`+members+`}]}`)
	}
	tests := []struct {
		name, want string
		answers    []Answer
	}{
		{"none", "none", []Answer{told("ec2:DescribeVpcEncryptionControls", "", `{"VpcEncryptionControls":[]}`)}},
		{"deleted", "none", []Answer{control(`"Mode":"enforce","State":"deleted"`)}},
		{"monitor", "monitor map[]", []Answer{control(`"Mode":"monitor","State":"available"`)}},
		{"enforce", "enforce map[InternetGateway:true]", []Answer{control(`"Mode":"enforce","State":"available","ResourceExclusions":{"InternetGateway":{"State":"enabled"},"NatGateway":{"State":"disabling"}}`)}},
		{"another mode", "?operation", []Answer{control(`"Mode":"pretend","State":"available"`)}},
		{"another state", "?operation", []Answer{control(`"Mode":"enforce","State":"pondering"`)}},
		{"another exclusion", "?operation", []Answer{control(`"Mode":"enforce","State":"available","ResourceExclusions":{"Lambda":{"State":"perhaps"}}`)}},
		{"denied", "?permission", []Answer{told("ec2:DescribeVpcEncryptionControls", "", "UnauthorizedOperation")}},
		{"never asked", "?operation", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, v := inVPC1(t, tt.answers...)
			c := s.EncryptionControl(v)
			spelt := value(c)
			if known, ok := c.Get(); ok {
				spelt = "none"
				if known != nil {
					spelt = fmt.Sprint(known.Mode, " ", known.Exclusions)
				}
			}
			if spelt != tt.want {
				t.Errorf("%s, want %s", spelt, tt.want)
			}
		})
	}
}

func TestGroupAssociations(t *testing.T) {
	s, v := inVPC1(t, told("ec2:DescribeSecurityGroupVpcAssociations", "", `{"SecurityGroupVpcAssociations":[
		{"GroupId":"sg-1","VpcId":"vpc-1","State":"associated"},{"GroupId":"sg-1","VpcId":"vpc-2","State":"associated"}]}`))
	all := got(t, s.GroupAssociations(v))
	if len(all) != 1 || all[0].Group != "sg-1" || all[0].State != "associated" {
		t.Errorf("%+v", all)
	}
	if s, v := inVPC1(t); s.GroupAssociations(v).Known() {
		t.Error("never asked and known")
	}
}

func TestEndpointMembers(t *testing.T) {
	s := built(told("ec2:DescribeVpcEndpoints", "", `{"VpcEndpoints":[
		{"VpcEndpointId":"vpce-1","VpcId":"vpc-1","State":"available","VpcEndpointType":"Interface","ServiceName":"com.amazonaws.eu-west-1.s3","PrivateDnsEnabled":false,"OwnerId":"111122223333",
			"ServiceRegion":"us-east-1","DnsOptions":{"DnsRecordIpType":"dualstack"}},
		{"VpcEndpointId":"vpce-2","VpcId":"vpc-1","State":"Available","VpcEndpointType":"Resource","ResourceConfigurationArn":"arn:aws:vpc-lattice:eu-west-1:444455556666:resourceconfiguration/rcfg-1"},
		{"VpcEndpointId":"vpce-3","VpcId":"vpc-1","State":"Available","VpcEndpointType":"ServiceNetwork","ServiceNetworkArn":"arn:aws:vpc-lattice:eu-west-1:444455556666:servicenetwork/sn-1"},
		{"VpcEndpointId":"vpce-4","VpcId":"vpc-1","State":"available","VpcEndpointType":"Interface","PrivateDnsEnabled":false}]}`))
	e := got(t, s.VPCEndpoint(here(), "vpce-1"))
	if words(e.DNSRecordType, e.Owner, e.ServiceRegion) != "dualstack 111122223333 us-east-1" {
		t.Errorf("%+v", e)
	}
	if e := got(t, s.VPCEndpoint(here(), "vpce-2")); !strings.HasSuffix(e.ResourceConfiguration, "/rcfg-1") || !e.Available() {
		t.Errorf("%+v", e)
	}
	if e := got(t, s.VPCEndpoint(here(), "vpce-3")); !strings.HasSuffix(e.ServiceNetwork, "/sn-1") {
		t.Errorf("%+v", e)
	}
	if s.VPCEndpoint(here(), "vpce-4").Known() {
		t.Error("an interface endpoint without a service is known")
	}
}

func TestEndpointServiceNames(t *testing.T) {
	service := func(members string) Answer {
		return told("ec2:DescribeVpcEndpointServices", "", `{"ServiceDetails":[{"ServiceName":"com.amazonaws.eu-west-1.sts","VpcEndpointPolicySupported":true,`+members+`}]}`)
	}
	for members, want := range map[string]string{
		`"PrivateDnsName":"sts.eu-west-1.amazonaws.com."`:                                                                  "[sts.eu-west-1.amazonaws.com]",
		`"PrivateDnsName":"a.example","PrivateDnsNames":[{"PrivateDnsName":"A.example"},{"PrivateDnsName":"*.a.example"}]`: "[a.example *.a.example]",
		`"Owner":"amazon"`: "[]",
	} {
		s, v := inVPC1(t, service(members))
		if all := got(t, s.EndpointServices(v)); fmt.Sprint(all[0].PrivateDNSNames) != want {
			t.Errorf("%s: %v", members, all[0].PrivateDNSNames)
		}
	}
}
