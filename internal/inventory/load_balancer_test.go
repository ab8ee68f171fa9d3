package inventory

import (
	"strings"
	"testing"
)

const (
	balancerARN = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/net/n/1"
	groupARN    = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/g/1"
)

func TestLoadBalancers(t *testing.T) {
	balancer := func(kind string) Answer {
		return told("elasticloadbalancing:DescribeLoadBalancers", "", `{"LoadBalancers":[{"LoadBalancerArn":"`+balancerARN+`","VpcId":"vpc-1","Type":"`+kind+`","Scheme":"internal","State":{"Code":"active"},
			"DNSName":"N.elb.eu-west-1.amazonaws.com","SecurityGroups":["sg-1"],"AvailabilityZones":[{"ZoneName":"eu-west-1a","SubnetId":"subnet-1"}]}]}`)
	}
	attributes := func(body string) Answer {
		return told("elasticloadbalancing:DescribeLoadBalancerAttributes", balancerARN, body)
	}
	tests := []struct {
		name, kind string
		more       []Answer
		want       string
	}{
		{"application", "application", nil, "true"},
		{"network, never asked", "network", nil, "?operation"},
		{"network, denied", "network", []Answer{attributes("AccessDenied")}, "?permission"},
		{"network, on", "network", []Answer{attributes(`{"Attributes":[{"Key":"load_balancing.cross_zone.enabled","Value":"true"}]}`)}, "true"},
		{"network, off", "network", []Answer{attributes(`{"Attributes":[{"Key":"load_balancing.cross_zone.enabled","Value":"false"}]}`)}, "false"},
		{"network, not said", "network", []Answer{attributes(`{"Attributes":[]}`)}, "?operation"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, v := inVPC1(t, append(tt.more, balancer(tt.kind))...)
			l := got(t, s.LoadBalancers(v))[0]
			if value(l.CrossZone) != tt.want {
				t.Errorf("cross zone %s, want %s", value(l.CrossZone), tt.want)
			}
			if words(l.Type, l.Scheme, l.State, l.DNSName, l.Subnets, l.Groups, l.Internal) != tt.kind+" internal active n.elb.eu-west-1.amazonaws.com [subnet-1] [sg-1] true" {
				t.Errorf("%+v", l)
			}
		})
	}
}

func TestListeners(t *testing.T) {
	s := built(told("elasticloadbalancing:DescribeListeners", balancerARN, `{"Listeners":[{"ListenerArn":"arn:l","LoadBalancerArn":"`+balancerARN+`","Port":443,"Protocol":"TCP","DefaultActions":[
		{"Type":"forward","TargetGroupArn":"`+groupARN+`","ForwardConfig":{"TargetGroups":[{"TargetGroupArn":"`+groupARN+`"},{"TargetGroupArn":"arn:other"}]}}]}]}`))
	l := got(t, s.Listeners(here(), balancerARN))[0]
	if words(l.Port, l.Protocol, l.TargetGroups) != "443 TCP ["+groupARN+" arn:other]" {
		t.Errorf("%+v", l)
	}
	if words(l.Actions) != "[forward]" {
		t.Errorf("actions %v", l.Actions)
	}
	if s.Listeners(here(), "arn:another").Known() {
		t.Error("never asked and known")
	}
}

// TestListenerWeights: what gets no connection is left out (pure).
func TestListenerWeights(t *testing.T) {
	for forward, want := range map[string]string{
		`{"TargetGroupArn":"arn:a","Weight":0},{"TargetGroupArn":"arn:b","Weight":9}`: "[arn:b]",
		`{"TargetGroupArn":"arn:a"},{"TargetGroupArn":"arn:b","Weight":1}`:            "[arn:a arn:b]",
		`{"TargetGroupArn":"arn:a","Weight":0}`:                                       "[arn:a]",
	} {
		s := built(told("elasticloadbalancing:DescribeListeners", balancerARN, `{"Listeners":[{"ListenerArn":"arn:l","LoadBalancerArn":"`+balancerARN+`","Port":443,"Protocol":"TCP","DefaultActions":[
			{"Type":"authenticate-oidc","Order":1},{"Type":"forward","Order":2,"ForwardConfig":{"TargetGroups":[`+forward+`]}}]}]}`))
		l := got(t, s.Listeners(here(), balancerARN))[0]
		if words(l.TargetGroups) != want || words(l.Actions) != "[authenticate-oidc forward]" {
			t.Errorf("%s: %v %v, want %s", forward, l.Actions, l.TargetGroups, want)
		}
	}
}

// TestBalancerNodes finds the interfaces of load balancers by what they say of
// themselves (pure).
func TestBalancerNodes(t *testing.T) {
	balancer := told("elasticloadbalancing:DescribeLoadBalancers", "", `{"LoadBalancers":[{"LoadBalancerArn":"`+balancerARN+`","VpcId":"vpc-1","Type":"network","AvailabilityZones":[{"SubnetId":"subnet-1"},{"SubnetId":"subnet-2"}]}]}`)
	interfaces := func(second string) Answer {
		return told("ec2:DescribeNetworkInterfaces", "", `{"NetworkInterfaces":[{"NetworkInterfaceId":"eni-1","VpcId":"vpc-1","SubnetId":"subnet-1","Description":"ELB net/n/1"},{"NetworkInterfaceId":"eni-2","VpcId":"vpc-1","SubnetId":"subnet-2",`+second+`}]}`)
	}
	for second, want := range map[string]string{
		`"Description":"ELB net/n/1"`:                                         "net/n/1 " + balancerARN,
		`"Description":"ELB net/n/11"`:                                        "net/n/11 ?hop",
		`"Description":"ELB classic"`:                                         "classic ?hop",
		`"Description":"ELBow"`:                                               " ?hop",
		`"Description":"server"`:                                              " ?hop",
		`"InterfaceType":"network_load_balancer"`:                             "network_load_balancer ?hop",
		`"InterfaceType":"interface"`:                                         " ?hop",
		`"InterfaceType":"network_load_balancer","Description":"ELB net/n/1"`: "net/n/1 " + balancerARN,
	} {
		s, v := inVPC1(t, balancer, interfaces(second))
		n := got(t, s.NetworkInterface(here(), "eni-2"))
		found := value(s.BalancerOf(n))
		if l, ok := s.BalancerOf(n).Get(); ok {
			found = l.ID
		}
		if got := n.BalancerTail() + " " + found; got != want {
			t.Errorf("%s: %s, want %s", second, got, want)
		}
		whole := strings.HasSuffix(want, balancerARN)
		if nodes := s.BalancerNodes(v, got(t, s.LoadBalancers(v))[0]); nodes.Known() != whole {
			t.Errorf("%s: nodes %v", second, value(nodes))
		}
	}
	s, _ := inVPC1(t, interfaces(`"Description":"ELB net/n/1"`))
	if s.BalancerOf(got(t, s.NetworkInterface(here(), "eni-2"))).Known() {
		t.Error("never asked and known")
	}
}

func TestTargetGroups(t *testing.T) {
	group := func(members string) Answer {
		return told("elasticloadbalancing:DescribeTargetGroups", "", `{"TargetGroups":[{"TargetGroupArn":"`+groupARN+`","VpcId":"vpc-1","Port":443,`+members+`}]}`)
	}
	attributes := told("elasticloadbalancing:DescribeTargetGroupAttributes", groupARN, `{"Attributes":[{"Key":"preserve_client_ip.enabled","Value":"true"}]}`)
	health := told("elasticloadbalancing:DescribeTargetHealth", groupARN, `{"TargetHealthDescriptions":[{"Target":{"Id":"10.0.0.4","Port":8443,"AvailabilityZone":"eu-west-1a"},"TargetHealth":{"State":"healthy"}}]}`)
	tests := []struct {
		name    string
		answers []Answer
		want    string
	}{
		{"alone", []Answer{group(`"Protocol":"TCP","TargetType":"ip"`)}, "ip TCP preserves=?operation targets=?operation"},
		{"whole", []Answer{group(`"Protocol":"TCP","TargetType":"ip"`), attributes, health}, "ip TCP preserves=true targets=[{10.0.0.4 8443 eu-west-1a healthy}]"},
		{"of an application load balancer", []Answer{group(`"Protocol":"HTTPS"`), health}, "instance HTTPS preserves=false targets=[{10.0.0.4 8443 eu-west-1a healthy}]"},
		{"targets denied", []Answer{group(`"Protocol":"TCP"`), attributes, told("elasticloadbalancing:DescribeTargetHealth", groupARN, "AccessDenied")}, "instance TCP preserves=true targets=?permission"},
		{"of another type", []Answer{group(`"Protocol":"TCP","TargetType":"carrier-pigeon"`)}, "?operation"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := built(tt.answers...)
			v := s.TargetGroup(here(), groupARN)
			spelt := value(v)
			if g, ok := v.Get(); ok {
				spelt = strings.Join([]string{g.Type, g.Protocol, "preserves=" + value(g.PreserveClientIP), "targets=" + value(g.Targets)}, " ")
			}
			if spelt != tt.want {
				t.Errorf("%s, want %s", spelt, tt.want)
			}
		})
	}
}

func TestLattice(t *testing.T) {
	const association, network = "arn:aws:vpc-lattice:eu-west-1:111122223333:servicenetworkvpcassociation/snva-1", "arn:aws:vpc-lattice:eu-west-1:444455556666:servicenetwork/sn-1"
	const configuration = "arn:aws:vpc-lattice:eu-west-1:111122223333:resourceconfiguration/rcfg-1"
	list := told("vpc-lattice:ListServiceNetworkVpcAssociations", "vpc-1", `{"items":[{"arn":"`+association+`","id":"snva-1","serviceNetworkArn":"`+network+`","vpcId":"vpc-1","status":"ACTIVE"}]}`)
	detail := told("vpc-lattice:GetServiceNetworkVpcAssociation", "snva-1", `{"id":"snva-1","arn":"`+association+`","serviceNetworkArn":"`+network+`","vpcId":"vpc-1","status":"ACTIVE","securityGroupIds":["sg-1"]}`)
	for want, answers := range map[string][]Answer{
		"?operation": {list}, "[sg-1]": {list, detail},
	} {
		s, v := inVPC1(t, answers...)
		a := got(t, s.ServiceNetworkAssociations(v))[0]
		if value(a.Groups) != want || a.ServiceNetwork != network || a.State != "ACTIVE" {
			t.Errorf("%+v, want groups %s", a, want)
		}
	}
	s := built(
		told("vpc-lattice:ListResourceGateways", "", `{"items":[{"arn":"arn:aws:vpc-lattice:eu-west-1:111122223333:resourcegateway/rgw-1","id":"rgw-1","vpcIdentifier":"vpc-2","status":"ACTIVE","subnetIds":["subnet-1"],"securityGroupIds":["sg-1"],"ipAddressType":"IPV4"}]}`),
		told("vpc-lattice:ListResourceConfigurations", "", `{"items":[{"arn":"`+configuration+`","id":"rcfg-1","type":"SINGLE","status":"ACTIVE","resourceGatewayId":"rgw-1"}]}`),
	)
	c := got(t, s.ResourceConfiguration(here(), configuration))
	if g := got(t, s.ResourceGateway(here(), c.Gateway)); c.Type != "SINGLE" || g.VPC != "vpc-2" || words(g.Subnets, g.Groups, g.AddressType) != "[subnet-1] [sg-1] IPV4" {
		t.Errorf("%+v %+v", c, g)
	}
	if s, v := inVPC1(t); s.ServiceNetworkAssociations(v).Known() {
		t.Error("never asked and known")
	}
}
