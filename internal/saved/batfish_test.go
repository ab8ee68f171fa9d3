package saved

import (
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
)

// TestBatfishLayouts loads the layouts that Batfish's AWS collector writes, each
// with what usually stands beside it.
func TestBatfishLayouts(t *testing.T) {
	const balancer = "arn:aws:elasticloadbalancing:us-east-1:444455556666:"
	cases := []struct {
		layout  string
		want    []string
		ignored []Ignored
		notes   int
	}{
		{layout: "flat", want: []string{
			"- - ec2:DescribeInternetGateways",
			"111122223333 - ec2:DescribeInstances",
			"111122223333 us-west-2 ec2:DescribeVpcs",
			"111122223333 us-west-2 ec2:DescribeSubnets",
			"- us-west-2 ec2:DescribeNatGateways",
			"- us-west-2 ec2:DescribeRouteTables",
		}, ignored: []Ignored{{"configs/border.cfg", "text that is no JSON"}, {"main.tf", "Terraform configuration"}}},
		{layout: "regions", want: []string{
			"- us-east-1 ec2:DescribeNatGateways",
			"- us-east-1 ec2:DescribeVpcs",
			"- us-west-2 ec2:DescribeTransitGatewayRouteTables",
			"- us-west-2 ec2:GetTransitGatewayRouteTablePropagations tgw-rtb-1a2b3c4d",
			"- us-west-2 ec2:SearchTransitGatewayRoutes tgw-rtb-1a2b3c4d !StaticOnly",
			"111122223333 us-west-2 ec2:DescribeSubnets",
			"111122223333 us-west-2 ec2:DescribeVpcs",
		}},
		{layout: "accounts", notes: 1, want: []string{
			"444455556666 us-east-1 ec2:DescribeVpcs",
			"444455556666 us-east-1 elasticloadbalancing:DescribeListeners " + balancer + "loadbalancer/net/inner/1a2b3c4d5e6f7081",
			"444455556666 us-east-1 elasticloadbalancing:DescribeLoadBalancerAttributes " + balancer + "loadbalancer/net/inner/1a2b3c4d5e6f7081",
			"444455556666 us-east-1 elasticloadbalancing:DescribeLoadBalancers",
			"444455556666 us-east-1 elasticloadbalancing:DescribeTargetGroups",
			"444455556666 us-east-1 elasticloadbalancing:DescribeTargetHealth " + balancer + "targetgroup/inner/1a2b3c4d5e6f7081",
		}},
		{layout: "suffix", want: []string{
			"- us-east-1 ec2:DescribeSubnets",
			"- us-east-1 ec2:DescribeVpcs",
			"111122223333 us-west-2 ec2:DescribeSubnets",
			"111122223333 us-west-2 ec2:DescribeVpcs",
		}},
	}
	for _, c := range cases {
		t.Run(c.layout, func(t *testing.T) {
			src, err := Load("testdata/batfish/"+c.layout, Options{})
			if err != nil {
				t.Fatal(err)
			}
			got := toldAll(src.Answers)
			if diff := gocmp.Diff(strings.Join(sorted(c.want), "\n"), strings.Join(got, "\n")); diff != "" {
				t.Errorf("answers (-want +got):\n%s", diff)
			}
			if diff := gocmp.Diff(c.ignored, src.Ignored); diff != "" {
				t.Errorf("ignored (-want +got):\n%s", diff)
			}
			if len(src.Notes) != c.notes {
				t.Errorf("notes %q, want %d", src.Notes, c.notes)
			}
			src.Snapshot()
		})
	}
}
