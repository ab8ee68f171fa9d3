package emulator

import (
	"context"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/aws/aws-sdk-go-v2/service/efs"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"
	"github.com/google/go-cmp/cmp"
)

// TestEmulatorExtension_AnswersAsAWS reads back what the truth account leans on
// and upstream moto lacks. A row that fails means that the emulator, not the
// tested program, is wrong.
func TestEmulatorExtension_AnswersAsAWS(t *testing.T) {
	s, _ := truthAccount(t)
	c, err := s.in(firstAccount, firstRegion)
	if err != nil {
		t.Fatal(err)
	}
	p := probe{clients: c, ctx: context.Background(), server: s}
	rows := []struct {
		name  string
		check func(*probe)
	}{
		{"notebook has an interface in its subnet with its groups", (*probe).notebookInterface},
		{"notebook answers every setting", (*probe).notebookSettings},
		{"domain has a file system with a mount target per zone", (*probe).domainFiles},
		{"NFS groups name each other on 2049 only", (*probe).nfsGroups},
		{"profile, space and app are listed and described", (*probe).studio},
		{"model keeps isolation and has no empty VpcConfig", (*probe).modelNetwork},
		{"endpoint config keeps network and isolation", (*probe).endpointConfigNetwork},
		{"processing job keeps its cluster", (*probe).processingCluster},
		{"both AutoML versions are listed, the second describes both", (*probe).autoML},
		{"statuses and reasons can be set", (*probe).statuses},
		{"Block Public Access is off", (*probe).blockPublicAccess},
		{"custom ACL ends with its own denials", (*probe).closingEntries},
		{"route to a deleted NAT gateway is a blackhole", (*probe).blackhole},
		{"endpoint interfaces stand in their subnets with the endpoint's groups", (*probe).endpointInterfaces},
		{"private DNS can be switched off", (*probe).privateDNS},
		{"VPC has DHCP options", (*probe).dhcp},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			p.t = t
			if err := seeded(func() { row.check(&p) }); err != nil {
				t.Fatal(err)
			}
		})
	}
}

type probe struct {
	clients
	t      *testing.T
	ctx    context.Context
	server *server
}

func (p *probe) same(what string, got, want any) {
	p.t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		p.t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func (p *probe) oneVPC(name string) string {
	out := done(p.ec2.DescribeVpcs(p.ctx, &ec2.DescribeVpcsInput{Filters: filter("tag:Name", name+"-vpc")}))
	return *out.Vpcs[0].VpcId
}

func filter(name, value string) []ec2types.Filter {
	return []ec2types.Filter{{Name: &name, Values: []string{value}}}
}

func groupIDs(groups []ec2types.GroupIdentifier) (ids []string) {
	for _, g := range groups {
		ids = append(ids, *g.GroupId)
	}
	return ids
}

func (p *probe) notebookInterface() {
	n := done(p.sagemaker.DescribeNotebookInstance(p.ctx, &sagemaker.DescribeNotebookInstanceInput{NotebookInstanceName: aws.String("sealed-notebook")}))
	e := done(p.ec2.DescribeNetworkInterfaces(p.ctx, &ec2.DescribeNetworkInterfacesInput{NetworkInterfaceIds: []string{aws.ToString(n.NetworkInterfaceId)}})).NetworkInterfaces[0]
	p.same("subnet", *e.SubnetId, *n.SubnetId)
	p.same("groups", groupIDs(e.Groups), n.SecurityGroups)
	if !strings.HasPrefix(*e.PrivateIpAddress, "10.20.1.") || e.Association != nil {
		p.t.Errorf("address %s, association %v: want a private one of the subnet", *e.PrivateIpAddress, e.Association)
	}
}

func (p *probe) notebookSettings() {
	n := done(p.sagemaker.DescribeNotebookInstance(p.ctx, &sagemaker.DescribeNotebookInstanceInput{NotebookInstanceName: aws.String("open-notebook")}))
	p.same("direct internet by default", n.DirectInternetAccess, types.DirectInternetAccessEnabled)
	p.same("root access by default", n.RootAccess, types.RootAccessEnabled)
	p.same("IMDS by default", aws.ToString(n.InstanceMetadataServiceConfiguration.MinimumInstanceMetadataServiceVersion), "1")
	if n.SubnetId != nil || n.NetworkInterfaceId != nil {
		p.t.Errorf("subnet %v, interface %v: want neither", n.SubnetId, n.NetworkInterfaceId)
	}
}

func (p *probe) domainFiles() {
	d := done(p.sagemaker.DescribeDomain(p.ctx, &sagemaker.DescribeDomainInput{DomainId: aws.String("d-neighbour")}))
	targets := done(p.efs.DescribeMountTargets(p.ctx, &efs.DescribeMountTargetsInput{FileSystemId: d.HomeEfsFileSystemId})).MountTargets
	p.same("one zone, one mount target", len(targets), 1)
	e := done(p.ec2.DescribeNetworkInterfaces(p.ctx, &ec2.DescribeNetworkInterfacesInput{NetworkInterfaceIds: []string{*targets[0].NetworkInterfaceId}})).NetworkInterfaces[0]
	p.same("address", *e.PrivateIpAddress, *targets[0].IpAddress)
	p.same("group", *e.Groups[0].GroupName, "security-group-for-inbound-nfs-d-neighbour")
}

func (p *probe) nfsGroups() {
	find := func(way string) ec2types.SecurityGroup {
		out := done(p.ec2.DescribeSecurityGroups(p.ctx, &ec2.DescribeSecurityGroupsInput{Filters: filter("group-name", "security-group-for-"+way+"-nfs-d-sealed")}))
		return out.SecurityGroups[0]
	}
	in, out := find("inbound"), find("outbound")
	p.same("rules of inbound and outbound", []int{len(in.IpPermissions), len(in.IpPermissionsEgress), len(out.IpPermissions), len(out.IpPermissionsEgress)}, []int{1, 0, 0, 1})
	p.same("inbound admits outbound", *in.IpPermissions[0].UserIdGroupPairs[0].GroupId, *out.GroupId)
	p.same("outbound leads to inbound", *out.IpPermissionsEgress[0].UserIdGroupPairs[0].GroupId, *in.GroupId)
	p.same("port", *in.IpPermissions[0].FromPort, int32(2049))
}

func (p *probe) studio() {
	profile := done(p.sagemaker.DescribeUserProfile(p.ctx, &sagemaker.DescribeUserProfileInput{DomainId: aws.String("d-sealed"), UserProfileName: aws.String("sealed-user")}))
	p.same("profile", profile.Status, types.UserProfileStatusInService)
	spaces := done(p.sagemaker.ListSpaces(p.ctx, &sagemaker.ListSpacesInput{DomainIdEquals: aws.String("d-sealed")})).Spaces
	p.same("owner of the space", *spaces[0].OwnershipSettingsSummary.OwnerUserProfileName, "sealed-user")
	apps := done(p.sagemaker.ListApps(p.ctx, &sagemaker.ListAppsInput{})).Apps
	p.same("apps", len(apps), 1)
}

func (p *probe) modelNetwork() {
	isolated := done(p.sagemaker.DescribeModel(p.ctx, &sagemaker.DescribeModelInput{ModelName: aws.String("isolated-model")}))
	p.same("isolation", aws.ToBool(isolated.EnableNetworkIsolation), true)
	if isolated.VpcConfig != nil {
		p.t.Errorf("VpcConfig %v: want none", isolated.VpcConfig)
	}
	placed := done(p.sagemaker.DescribeModel(p.ctx, &sagemaker.DescribeModelInput{ModelName: aws.String("sealed-model")}))
	p.same("isolation off is said", placed.EnableNetworkIsolation, aws.Bool(false))
	p.same("subnets", len(placed.VpcConfig.Subnets), 2)
}

func (p *probe) endpointConfigNetwork() {
	c := done(p.sagemaker.DescribeEndpointConfig(p.ctx, &sagemaker.DescribeEndpointConfigInput{EndpointConfigName: aws.String("component-config")}))
	p.same("isolation", aws.ToBool(c.EnableNetworkIsolation), true)
	p.same("subnets", len(c.VpcConfig.Subnets), 2)
}

func (p *probe) processingCluster() {
	j := done(p.sagemaker.DescribeProcessingJob(p.ctx, &sagemaker.DescribeProcessingJobInput{ProcessingJobName: aws.String("sealed-isolated")}))
	p.same("instances", *j.ProcessingResources.ClusterConfig.InstanceCount, int32(1))
	p.same("isolation", *j.NetworkConfig.EnableNetworkIsolation, true)
}

func (p *probe) autoML() {
	list := done(p.sagemaker.ListAutoMLJobs(p.ctx, &sagemaker.ListAutoMLJobsInput{})).AutoMLJobSummaries
	p.same("jobs", len(list), 2)
	for _, j := range list {
		d := done(p.sagemaker.DescribeAutoMLJobV2(p.ctx, &sagemaker.DescribeAutoMLJobV2Input{AutoMLJobName: j.AutoMLJobName}))
		p.same("subnets of "+*j.AutoMLJobName, len(d.SecurityConfig.VpcConfig.Subnets), 2)
	}
	if _, err := p.sagemaker.DescribeAutoMLJob(p.ctx, &sagemaker.DescribeAutoMLJobInput{AutoMLJobName: aws.String("sealed-automl")}); err == nil {
		p.t.Error("the first version's describe answered a job of the second")
	}
}

func (p *probe) statuses() {
	failed := done(p.sagemaker.DescribeTrainingJob(p.ctx, &sagemaker.DescribeTrainingJobInput{TrainingJobName: aws.String("open-failed")}))
	p.same("status", failed.TrainingJobStatus, types.TrainingJobStatusFailed)
	p.same("reason", aws.ToString(failed.FailureReason), "ClientError: connect timeout on endpoint")
	running := done(p.sagemaker.ListTrainingJobs(p.ctx, &sagemaker.ListTrainingJobsInput{StatusEquals: types.TrainingJobStatusInProgress})).TrainingJobSummaries
	p.same("running jobs", len(running), 1)
	if running[0].TrainingEndTime != nil {
		p.t.Error("a running job has an end")
	}
}

func (p *probe) blockPublicAccess() {
	o := done(p.ec2.DescribeVpcBlockPublicAccessOptions(p.ctx, &ec2.DescribeVpcBlockPublicAccessOptionsInput{})).VpcBlockPublicAccessOptions
	p.same("mode", o.InternetGatewayBlockMode, ec2types.InternetGatewayBlockModeOff)
	e := done(p.ec2.DescribeVpcBlockPublicAccessExclusions(p.ctx, &ec2.DescribeVpcBlockPublicAccessExclusionsInput{}))
	p.same("exclusions", len(e.VpcBlockPublicAccessExclusions), 0)
}

func (p *probe) closingEntries() {
	acl := done(p.ec2.DescribeNetworkAcls(p.ctx, &ec2.DescribeNetworkAclsInput{Filters: filter("tag:Name", "acl-no-return-acl")})).NetworkAcls[0]
	closing := 0
	for _, e := range acl.Entries {
		if *e.RuleNumber == 32767 && e.RuleAction == ec2types.RuleActionDeny {
			closing++
		}
	}
	p.same("entries", []int{len(acl.Entries), closing}, []int{4, 2})
}

func (p *probe) blackhole() {
	table := done(p.ec2.DescribeRouteTables(p.ctx, &ec2.DescribeRouteTablesInput{Filters: filter("tag:Name", "nat-gone-private")})).RouteTables[0]
	for _, r := range table.Routes {
		if r.NatGatewayId != nil {
			p.same("state", r.State, ec2types.RouteStateBlackhole)
			return
		}
	}
	p.t.Error("the route is gone")
}

func (p *probe) endpointInterfaces() {
	out := done(p.ec2.DescribeVpcEndpoints(p.ctx, &ec2.DescribeVpcEndpointsInput{Filters: filter("vpc-id", p.oneVPC("closed-group"))}))
	seen := 0
	for _, e := range out.VpcEndpoints {
		for _, id := range e.NetworkInterfaceIds {
			i := done(p.ec2.DescribeNetworkInterfaces(p.ctx, &ec2.DescribeNetworkInterfacesInput{NetworkInterfaceIds: []string{id}})).NetworkInterfaces[0]
			p.same("groups", groupIDs(i.Groups), []string{*e.Groups[0].GroupId})
			if !strings.HasPrefix(*i.PrivateIpAddress, "10.22.") {
				p.t.Errorf("address %s is not in the VPC", *i.PrivateIpAddress)
			}
			seen++
		}
	}
	p.same("interfaces", seen, 2*len(services()))
}

func (p *probe) privateDNS() {
	for _, e := range done(p.ec2.DescribeVpcEndpoints(p.ctx, &ec2.DescribeVpcEndpointsInput{Filters: filter("vpc-id", p.oneVPC("private-dns-off"))})).VpcEndpoints {
		p.same("private DNS of "+*e.ServiceName, aws.ToBool(e.PrivateDnsEnabled), false)
	}
}

func (p *probe) dhcp() {
	v := done(p.ec2.DescribeVpcs(p.ctx, &ec2.DescribeVpcsInput{VpcIds: []string{p.oneVPC("sealed")}})).Vpcs[0]
	o := done(p.ec2.DescribeDhcpOptions(p.ctx, &ec2.DescribeDhcpOptionsInput{DhcpOptionsIds: []string{*v.DhcpOptionsId}})).DhcpOptions[0]
	p.same("servers", *o.DhcpConfigurations[0].Values[0].Value, "AmazonProvidedDNS")
}
