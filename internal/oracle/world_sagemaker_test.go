package oracle

import (
	"fmt"
	"maps"
	"slices"
)

// resources are notebooks in the three modes, a domain, jobs and a model, in the
// first VPC; now and then a notebook in another.
func (w *world) resources() {
	home := w.lands[0]
	for i := range 1 + w.IntN(2) {
		w.notebook(pick(w, home, home, home, pick(w, w.lands...)), i)
	}
	if w.chance(0.4) {
		w.domain(home)
	}
	if w.chance(0.45) {
		w.trainingJob(home)
	}
	if w.chance(0.2) {
		w.processingJob(home)
	}
	if w.chance(0.35) {
		m := object{"ModelName": "model-1", "ModelArn": arn("sagemaker", "model/model-1"), "EnableNetworkIsolation": w.chance(0.3), "PrimaryContainer": object{"Image": "image"}, "ExecutionRoleArn": "arn:aws:iam::" + account + ":role/r"}
		if w.chance(0.9) {
			m["VpcConfig"] = w.vpcConfig(home)
		}
		w.answer("sagemaker:DescribeModel", "model-1", m)
	}
}

func (w *world) notebook(l *land, i int) {
	name := fmt.Sprintf("notebook-%d", i)
	n := object{
		"NotebookInstanceName": name, "NotebookInstanceArn": arn("sagemaker", "notebook-instance/"+name), "NotebookInstanceStatus": "InService", "RoleArn": "arn:aws:iam::" + account + ":role/r",
		"DirectInternetAccess": "Enabled", "IpAddressType": "ipv4", "RootAccess": "Enabled", "PlatformIdentifier": "notebook-al2023-v1", "InstanceType": "ml.t3.medium",
	}
	if w.dual && w.chance(0.6) {
		n["IpAddressType"] = "dualstack"
	}
	if w.chance(0.96) {
		at, groups := w.place(l), w.someGroups(l)
		n["SubnetId"], n["SecurityGroups"] = l.plots[at].id, groups
		if w.chance(0.85) {
			n["NetworkInterfaceId"], _ = w.plug(l, at, groups, w.chance(0.15))
			w.clients = append(w.clients, w.interfaces[len(w.interfaces)-1])
			n["SubnetId"] = w.plugged(l).id
		}
		if w.chance(0.85) {
			n["DirectInternetAccess"] = "Disabled"
		}
	}
	w.answer("sagemaker:DescribeNotebookInstance", name, n)
}

// place is usually not the public subnet.
func (w *world) place(l *land) int {
	if w.chance(0.15) {
		return 0
	}
	return 1 + w.IntN(len(l.plots)-1)
}

func (w *world) someSubnets(l *land) []string {
	first := w.place(l)
	out := []string{l.plots[first].id}
	if next := (first + 1) % len(l.plots); w.chance(0.5) && (next > 0 || w.chance(0.2)) {
		out = append(out, l.plots[next].id)
	}
	return out
}

func (w *world) vpcConfig(l *land) object {
	return object{"Subnets": w.someSubnets(l), "SecurityGroupIds": w.someGroups(l)}
}

func (w *world) domain(l *land) {
	id, system := "d-000000000001", "fs-00000001"
	d := object{
		"DomainId": id, "DomainName": "studio", "DomainArn": arn("sagemaker", "domain/"+id), "Status": "InService", "AuthMode": "IAM",
		"AppNetworkAccessType": pick(w, "VpcOnly", "VpcOnly", "VpcOnly", "PublicInternetOnly"), "VpcId": l.id, "SubnetIds": w.someSubnets(l), "HomeEfsFileSystemId": system,
		"DefaultUserSettings": object{"SecurityGroups": w.someGroups(l)}, "DefaultSpaceSettings": object{"SecurityGroups": some(w, 0.3, l.groups)},
	}
	if w.dual && w.chance(0.5) {
		d["DomainSettings"] = object{"IpAddressType": "dualstack"}
	}
	w.answer("sagemaker:DescribeDomain", id, d)
	w.mountTargets(l, system, []string{"sg-00000091"})
	w.add("sagemaker:ListUserProfiles", object{"DomainId": id, "UserProfileName": "ada", "Status": "InService"})
	w.answer("sagemaker:DescribeUserProfile", id+"/ada", object{
		"DomainId": id, "UserProfileName": "ada", "UserProfileArn": arn("sagemaker", "user-profile/"+id+"/ada"), "Status": "InService",
		"UserSettings": object{"SecurityGroups": some(w, 0.2, l.groups)},
	})
}

func (w *world) mountTargets(l *land, system string, usual []string) {
	var targets []object
	for i := range 1 + w.IntN(2) {
		eni, ip := w.plug(l, i, pick(w, usual, w.someGroups(l)), false)
		at := w.plugged(l)
		targets = append(targets, object{
			"MountTargetId": fmt.Sprintf("fsmt-%s%02d", system[3:], i+1), "FileSystemId": system, "SubnetId": at.id, "NetworkInterfaceId": eni, "LifeCycleState": "available",
			"IpAddress": ip, "VpcId": l.id, "OwnerId": account, "AvailabilityZoneName": at.zone,
		})
	}
	w.answer("elasticfilesystem:DescribeMountTargets", system, object{"MountTargets": targets})
}

func (w *world) trainingJob(l *land) {
	j := object{
		"TrainingJobName": "train-1", "TrainingJobArn": arn("sagemaker", "training-job/train-1"), "TrainingJobStatus": "InProgress",
		"EnableNetworkIsolation": w.chance(0.3), "EnableInterContainerTrafficEncryption": w.chance(0.3), "RoleArn": "arn:aws:iam::" + account + ":role/r",
		"AlgorithmSpecification": object{"TrainingImage": "image"}, "ResourceConfig": object{"InstanceCount": pick(w, 1, 2), "InstanceType": "ml.m5.large"},
	}
	if w.chance(0.95) {
		j["VpcConfig"] = w.vpcConfig(l)
		if w.chance(0.5) {
			// A channel on a file system, often in another VPC.
			far := w.lands[w.IntN(len(w.lands))]
			w.mountTargets(far, "fs-00000002", far.groups[:1])
			j["InputDataConfig"] = []object{{"ChannelName": "train", "DataSource": object{"FileSystemDataSource": object{"FileSystemId": "fs-00000002", "FileSystemType": "EFS", "FileSystemAccessMode": "ro", "DirectoryPath": "/"}}}}
		}
	}
	w.answer("sagemaker:DescribeTrainingJob", "train-1", j)
}

func (w *world) processingJob(l *land) {
	w.answer("sagemaker:DescribeProcessingJob", "process-1", object{
		"ProcessingJobName": "process-1", "ProcessingJobArn": arn("sagemaker", "processing-job/process-1"), "ProcessingJobStatus": "InProgress", "RoleArn": "arn:aws:iam::" + account + ":role/r",
		"AppSpecification": object{"ImageUri": "image"}, "ProcessingResources": object{"ClusterConfig": object{"InstanceCount": pick(w, 1, 2), "InstanceType": "ml.m5.large"}},
		"NetworkConfig": object{"EnableNetworkIsolation": w.chance(0.3), "EnableInterContainerTrafficEncryption": w.chance(0.3), "VpcConfig": w.vpcConfig(l)},
	})
}

// everything answers each operation that lists, also with nothing.
func (w *world) everything() {
	lists := map[string]string{
		"ec2:DescribeVpcs": "Vpcs", "ec2:DescribeSubnets": "Subnets", "ec2:DescribeRouteTables": "RouteTables", "ec2:DescribeSecurityGroups": "SecurityGroups",
		"ec2:DescribeNetworkAcls": "NetworkAcls", "ec2:DescribeInternetGateways": "InternetGateways", "ec2:DescribeNatGateways": "NatGateways",
		"ec2:DescribeManagedPrefixLists": "PrefixLists", "ec2:DescribePrefixLists": "PrefixLists", "ec2:DescribeDhcpOptions": "DhcpOptions",
		"ec2:DescribeVpcBlockPublicAccessExclusions": "VpcBlockPublicAccessExclusions", "route53resolver:ListResolverRules": "ResolverRules",
		"route53resolver:ListResolverRuleAssociations": "ResolverRuleAssociations", "sagemaker:ListUserProfiles": "UserProfiles",
		"ec2:DescribeVpcPeeringConnections": "VpcPeeringConnections", "ec2:DescribeTransitGateways": "TransitGateways",
		"ec2:DescribeTransitGatewayAttachments": "TransitGatewayAttachments", "ec2:DescribeTransitGatewayVpcAttachments": "TransitGatewayVpcAttachments",
		"ec2:DescribeTransitGatewayRouteTables": "TransitGatewayRouteTables", "ec2:DescribeEgressOnlyInternetGateways": "EgressOnlyInternetGateways",
		"ec2:DescribeVpcEndpointServices": "ServiceDetails", "network-firewall:ListFirewalls": "Firewalls", "ec2:DescribeVpnGateways": "VpnGateways",
		"ec2:DescribeVpnConnections": "VpnConnections", "ec2:DescribeVpcEncryptionControls": "VpcEncryptionControls", "ec2:DescribeSecurityGroupVpcAssociations": "SecurityGroupVpcAssociations",
		"ec2:DescribeTransitGatewayPeeringAttachments": "TransitGatewayPeeringAttachments", "elasticloadbalancing:DescribeLoadBalancers": "LoadBalancers",
		"elasticloadbalancing:DescribeTargetGroups": "TargetGroups",
		"route53resolver:ListResolverEndpoints":     "ResolverEndpoints", "route53resolver:ListFirewallRuleGroupAssociations": "FirewallRuleGroupAssociations",
		"route53resolver:ListFirewallDomainLists": "FirewallDomainLists", "route53profiles:ListProfileAssociations": "ProfileAssociations", "fsx:DescribeFileSystems": "FileSystems",
	}
	for _, operation := range slices.Sorted(maps.Keys(lists)) {
		w.answer(operation, "", object{lists[operation]: list(w.raw[operation])})
	}
	w.answer("ec2:DescribeNetworkInterfaces", "", object{"NetworkInterfaces": list(w.interfaces)})
	w.answer("ec2:DescribeVpcEndpoints", "", object{"VpcEndpoints": list(w.endpoints)})
	for _, l := range w.lands {
		w.answer("route53:ListHostedZonesByVPC", l.id, object{"HostedZoneSummaries": list(w.zones[l.id])})
	}
}
