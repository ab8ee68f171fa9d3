package saved

import (
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
)

const (
	notebookEU = `{"NotebookInstanceArn":"arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/nb","NotebookInstanceName":"nb","RoleArn":"r"}`
	notebookUS = `{"NotebookInstanceArn":"arn:aws:sagemaker:us-east-1:444455556666:notebook-instance/us","NotebookInstanceName":"us","RoleArn":"r"}`
)

// TestPlace wants the account and Region of an answer from the first that
// speaks: flag, folder, file name, ARN, service name, zone, owner.
func TestPlace(t *testing.T) {
	cases := []struct {
		name    string
		options Options
		files   map[string]string
		want    []string
		notes   []string
	}{
		{name: "folder", files: map[string]string{"111122223333/eu-west-1/a.json": `{"Vpcs":[]}`}, want: []string{"111122223333 eu-west-1 ec2:DescribeVpcs"}},
		{name: "Batfish's accounts", files: map[string]string{"aws_configs/accounts/111122223333/us-east-1/Vpcs.json": `{"Vpcs":[]}`}, want: []string{"111122223333 us-east-1 ec2:DescribeVpcs"}},
		{name: "Hive-like folders", files: map[string]string{"account=111122223333/region=us-gov-west-1/a.json": `{"Vpcs":[]}`}, want: []string{"111122223333 us-gov-west-1 ec2:DescribeVpcs"}},
		{name: "file name", files: map[string]string{"Subnets-us-west-2.json": `{"Subnets":[]}`}, want: []string{"- us-west-2 ec2:DescribeSubnets"}},
		{name: "the inner folder first", files: map[string]string{"us-east-1/eu-west-1/a.json": `{"Vpcs":[]}`}, want: []string{"- eu-west-1 ec2:DescribeVpcs"}},
		{name: "a date is no account", files: map[string]string{"202611010930/a.json": `{"Vpcs":[]}`}, want: []string{"- - ec2:DescribeVpcs"}},
		{name: "a notebook called after a Region", files: map[string]string{"describe-notebook-instance-lab-us-west-2.json": `{"NotebookInstanceName":"lab-us-west-2","RoleArn":"r"}`}, want: []string{"- - sagemaker:DescribeNotebookInstance lab-us-west-2"}},
		{
			name: "flags win and are noted", options: Options{Account: "444455556666", Region: "us-east-1"},
			files: map[string]string{"111122223333/eu-west-1/a.json": notebookEU},
			want:  []string{"444455556666 us-east-1 sagemaker:DescribeNotebookInstance nb"},
			notes: []string{"111122223333/eu-west-1/a.json: Region us-east-1 is taken where the answer itself says eu-west-1", "111122223333/eu-west-1/a.json: account 444455556666 is taken where the answer itself says 111122223333"},
		},
		{
			name: "folder account and OwnerId disagree", files: map[string]string{"accounts/444455556666/us-east-1/Vpcs.json": `{"Vpcs":[{"VpcId":"vpc-1","OwnerId":"111122223333"}]}`},
			want:  []string{"444455556666 us-east-1 ec2:DescribeVpcs"},
			notes: []string{"accounts/444455556666/us-east-1/Vpcs.json: account 444455556666 is taken where the answer itself says 111122223333"},
		},
		{name: "service name", files: map[string]string{"a.json": `{"VpcEndpoints":[{"VpcEndpointId":"vpce-1","ServiceName":"com.amazonaws.eu-west-1.s3"}]}`}, want: []string{"- eu-west-1 ec2:DescribeVpcEndpoints"}},
		{name: "SageMaker's own service name", files: map[string]string{"a.json": `{"VpcEndpoints":[{"VpcEndpointId":"vpce-1","ServiceName":"aws.sagemaker.eu-west-1.notebook"}]}`}, want: []string{"- eu-west-1 ec2:DescribeVpcEndpoints"}},
		{name: "zone", files: map[string]string{"a.json": `{"Subnets":[{"SubnetId":"s","AvailabilityZone":"us-east-1a"}]}`}, want: []string{"- us-east-1 ec2:DescribeSubnets"}},
		{name: "local zone", files: map[string]string{"a.json": `{"Subnets":[{"SubnetId":"s","AvailabilityZone":"us-east-1-bos-1a"}]}`}, want: []string{"- us-east-1 ec2:DescribeSubnets"}},
		{name: "the VPC's Region, learnt elsewhere", files: map[string]string{
			"a.json": `{"Subnets":[{"SubnetId":"s","VpcId":"vpc-1","AvailabilityZone":"us-east-1a"}]}`,
			"b.json": `{"RouteTables":[{"RouteTableId":"rtb-1","VpcId":"vpc-1"}]}`,
		}, want: []string{"- us-east-1 ec2:DescribeRouteTables", "- us-east-1 ec2:DescribeSubnets"}},
		{name: "the caller's account", files: map[string]string{
			"x/caller.json": `{"UserId":"u","Account":"111122223333","Arn":"arn:aws:iam::111122223333:user/ann"}`,
			"x/y/a.json":    `{"Vpcs":[]}`,
		}, want: []string{"111122223333 - ec2:DescribeVpcs", "111122223333 - sts:GetCallerIdentity"}},
		{
			name: "a caller to whom another account shares its gateway", files: map[string]string{
				"caller.json": `{"UserId":"u","Account":"111122223333","Arn":"arn:aws:iam::111122223333:user/ann"}`,
				"a.json":      `{"TransitGateways":[{"TransitGatewayId":"tgw-1","TransitGatewayArn":"arn:aws:ec2:eu-west-1:444455556666:transit-gateway/tgw-1","OwnerId":"444455556666"}]}`,
				"b.json":      notebookEU,
			},
			want:  []string{"111122223333 - sts:GetCallerIdentity", "111122223333 eu-west-1 ec2:DescribeTransitGateways", "111122223333 eu-west-1 sagemaker:DescribeNotebookInstance nb"},
			notes: []string{"a.json: account 111122223333 is taken where the answer itself says 444455556666"},
		},
		{
			name: "a caller beside another account's resources says nothing", files: map[string]string{
				"caller.json": `{"UserId":"u","Account":"111122223333","Arn":"arn:aws:iam::111122223333:user/ann"}`,
				"a.json":      `{"Vpcs":[{"VpcId":"vpc-1","OwnerId":"444455556666"}]}`,
				"b.json":      notebookUS,
			},
			want: []string{"111122223333 - sts:GetCallerIdentity", "444455556666 - ec2:DescribeVpcs", "444455556666 us-east-1 sagemaker:DescribeNotebookInstance us"},
		},
		{name: "nobody speaks", files: map[string]string{"a.json": `{"DhcpOptions":[{"DhcpOptionsId":"dopt-1"}]}`}, want: []string{"- - ec2:DescribeDhcpOptions"}},
		{name: "global answers have no Region", files: map[string]string{"eu-west-1/list-hosted-zones.json": `{"HostedZones":[]}`}, want: []string{"- - route53:ListHostedZones"}},
		{name: "two accounts mixed in a list", files: map[string]string{"a.json": `{"Vpcs":[{"VpcId":"vpc-1","OwnerId":"111122223333"},{"VpcId":"vpc-2","OwnerId":"444455556666"}]}`}, want: []string{"111122223333 - ec2:DescribeVpcs", "444455556666 - ec2:DescribeVpcs"}},
		{
			name: "two Regions mixed in a list", files: map[string]string{"a.json": `{"NotebookInstances":[` + notebookEU + `,` + notebookUS + `]}`},
			want: []string{"111122223333 eu-west-1 sagemaker:ListNotebookInstances", "444455556666 us-east-1 sagemaker:ListNotebookInstances"},
		},
		{
			name: "an empty list of one of two Regions is a gap", files: map[string]string{"a.json": notebookEU, "b.json": notebookUS, "c.json": `{"NatGateways":[]}`},
			want:  []string{"- - ec2:DescribeNatGateways !AmbiguousAccount", "111122223333 eu-west-1 sagemaker:DescribeNotebookInstance nb", "444455556666 us-east-1 sagemaker:DescribeNotebookInstance us"},
			notes: []string{"c.json: no account can be told for this empty answer to ec2:DescribeNatGateways, and the source has several; put it in a folder named after it"},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			src, err := LoadFS(tree(c.files), c.options)
			if err != nil {
				t.Fatal(err)
			}
			if diff := gocmp.Diff(c.want, toldAll(src.Answers)); diff != "" {
				t.Errorf("answers (-want +got):\n%s", diff)
			}
			if diff := gocmp.Diff(c.notes, src.Notes); diff != "" {
				t.Errorf("notes (-want +got):\n%s", diff)
			}
		})
	}
}

// TestPartition reads the partition from an ARN, else from the Region.
func TestPartition(t *testing.T) {
	for region, want := range map[string]string{"eu-west-1": "aws", "cn-north-1": "aws-cn", "us-gov-east-1": "aws-us-gov", "us-iso-east-1": "aws-iso", "eusc-de-east-1": "aws-eusc"} {
		src := load(t, map[string]string{region + "/a.json": `{"Vpcs":[]}`})
		if got := src.Answers[0].Scope; got.Partition != want || got.Region != region {
			t.Errorf("%s: %+v, want partition %s", region, got, want)
		}
	}
	src := load(t, map[string]string{"a.json": `{"TransitGateways":[{"TransitGatewayId":"tgw-1","TransitGatewayArn":"arn:aws-cn:ec2:cn-north-1:111122223333:transit-gateway/tgw-1"}]}`})
	if got := src.Answers[0].Partition; got != "aws-cn" {
		t.Errorf("partition %q of a Chinese ARN", got)
	}
}

// TestPages wants a listing that was cut short to be a gap, unless another page goes on.
func TestPages(t *testing.T) {
	cases := []struct {
		name  string
		files map[string]string
		want  []string
	}{
		{"a token left in", map[string]string{"a.json": `{"Vpcs":[],"NextToken":"x"}`}, []string{"- - ec2:DescribeVpcs !Truncated"}},
		{"an empty token", map[string]string{"a.json": `{"ResourceTagMappingList":[],"PaginationToken":""}`}, []string{"- - tagging:GetResources"}},
		{"two pages in two files", map[string]string{"vpcs-1.json": `{"Vpcs":[{"VpcId":"a"}],"NextToken":"x"}`, "vpcs-2.json": `{"Vpcs":[{"VpcId":"b"}]}`}, []string{"- - ec2:DescribeVpcs", "- - ec2:DescribeVpcs"}},
		{"two pages in an array", map[string]string{"a.json": `[{"Vpcs":[{"VpcId":"a"}],"NextToken":"x"},{"Vpcs":[{"VpcId":"b"}]}]`}, []string{"- - ec2:DescribeVpcs", "- - ec2:DescribeVpcs"}},
		{"two pages, both with a token", map[string]string{"a.json": `[{"Vpcs":[],"NextToken":"x"},{"Vpcs":[],"NextToken":"y"}]`}, []string{"- - ec2:DescribeVpcs !Truncated", "- - ec2:DescribeVpcs !Truncated"}},
		{"the last page of another Region", map[string]string{"eu-west-1/a.json": `{"Vpcs":[],"NextToken":"x"}`, "us-east-1/a.json": `{"Vpcs":[]}`}, []string{"- eu-west-1 ec2:DescribeVpcs !Truncated", "- us-east-1 ec2:DescribeVpcs"}},
		{"the list of another domain", map[string]string{"list-apps-d-1a.json": `{"Apps":[],"NextToken":"x"}`, "list-apps-d-2b.json": `{"Apps":[]}`}, []string{"- - sagemaker:ListApps", "- - sagemaker:ListApps !Truncated"}},
		{"pages about one id become one answer", map[string]string{"get-managed-prefix-list-entries-pl-1.json": `[{"Entries":[{"Cidr":"10.0.0.0/8"}],"NextToken":"x"},{"Entries":[{"Cidr":"11.0.0.0/8"}]}]`}, []string{"- - ec2:GetManagedPrefixListEntries pl-1"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			src := load(t, c.files)
			if diff := gocmp.Diff(c.want, toldAll(src.Answers)); diff != "" {
				t.Errorf("answers (-want +got):\n%s", diff)
			}
		})
	}
}

// TestJoinedPages wants every item of every page in the one answer.
func TestJoinedPages(t *testing.T) {
	src := load(t, map[string]string{"get-managed-prefix-list-entries-pl-1.json": `[{"Entries":[{"Cidr":"10.0.0.0/8"}],"NextToken":"x"},{"Entries":[{"Cidr":"11.0.0.0/8"}]}]`})
	if got, want := string(src.Answers[0].Body), `{"Entries":[{"Cidr":"10.0.0.0/8"},{"Cidr":"11.0.0.0/8"}]}`; got != want {
		t.Errorf("body %s, want %s", got, want)
	}
}
