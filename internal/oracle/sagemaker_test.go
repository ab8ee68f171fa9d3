package oracle

import "fmt"

func arn(service, what string) string {
	return "arn:aws:" + service + ":" + region + ":" + account + ":" + what
}

// resources are notebooks in the three modes, a domain, jobs and a model.
func (w *world) resources() {
	for i := range 1 + w.IntN(2) {
		w.notebook(i)
	}
	if w.chance(0.5) {
		w.domain()
	}
	if w.chance(0.5) {
		w.trainingJob()
	}
	if w.chance(0.3) {
		w.processingJob()
	}
	if w.chance(0.4) {
		m := object{"ModelName": "model-1", "ModelArn": arn("sagemaker", "model/model-1"), "EnableNetworkIsolation": w.chance(0.3), "PrimaryContainer": object{"Image": "image"}, "ExecutionRoleArn": "arn:aws:iam::" + account + ":role/r"}
		if w.chance(0.9) {
			m["VpcConfig"] = w.vpcConfig()
		}
		w.answer("sagemaker:DescribeModel", "model-1", m)
	}
}

func (w *world) notebook(i int) {
	name := fmt.Sprintf("notebook-%d", i)
	n := object{
		"NotebookInstanceName": name, "NotebookInstanceArn": arn("sagemaker", "notebook-instance/"+name), "NotebookInstanceStatus": "InService",
		"DirectInternetAccess": "Enabled", "IpAddressType": "ipv4", "RootAccess": "Enabled", "PlatformIdentifier": "notebook-al2023-v1", "InstanceType": "ml.t3.medium",
	}
	if w.chance(0.95) {
		subnet, groups := w.IntN(len(w.subnets)), w.someGroups()
		n["SubnetId"], n["SecurityGroups"] = subnetID(subnet), groups
		if w.chance(0.85) {
			n["NetworkInterfaceId"] = w.newInterface(subnet, groups, w.chance(0.15))
		}
		if w.chance(0.8) {
			n["DirectInternetAccess"] = "Disabled"
		}
	}
	w.answer("sagemaker:DescribeNotebookInstance", name, n)
}

func (w *world) someSubnets() []string {
	first := w.IntN(len(w.subnets))
	out := []string{subnetID(first)}
	if w.chance(0.6) {
		out = append(out, subnetID((first+1)%len(w.subnets)))
	}
	return out
}

func (w *world) vpcConfig() object {
	return object{"Subnets": w.someSubnets(), "SecurityGroupIds": w.someGroups()}
}

func (w *world) domain() {
	id, system := "d-000000000001", "fs-00000001"
	w.answer("sagemaker:DescribeDomain", id, object{
		"DomainId": id, "DomainName": "studio", "DomainArn": arn("sagemaker", "domain/"+id), "Status": "InService", "AuthMode": "IAM",
		"AppNetworkAccessType": pick(w, "VpcOnly", "VpcOnly", "VpcOnly", "PublicInternetOnly"), "VpcId": vpcID, "SubnetIds": w.someSubnets(), "HomeEfsFileSystemId": system,
		"DefaultUserSettings": object{"SecurityGroups": w.someGroups()}, "DefaultSpaceSettings": object{"SecurityGroups": some(w, 0.3, w.groups)},
	})
	var targets []object
	for i := range 1 + w.IntN(2) {
		target, groups := fmt.Sprintf("fsmt-%08d", i+1), pick(w, []string{"sg-00000091"}, w.someGroups())
		eni := w.newInterface(i, groups, false)
		targets = append(targets, object{
			"MountTargetId": target, "FileSystemId": system, "SubnetId": subnetID(i), "NetworkInterfaceId": eni, "LifeCycleState": "available",
			"IpAddress": w.interfaces[len(w.interfaces)-1]["PrivateIpAddress"], "VpcId": vpcID, "OwnerId": account, "AvailabilityZoneName": zone(i),
		})
	}
	w.answer("elasticfilesystem:DescribeMountTargets", system, object{"MountTargets": targets})
	w.answer("sagemaker:ListUserProfiles", "", object{"UserProfiles": []object{{"DomainId": id, "UserProfileName": "ada", "Status": "InService"}}})
	w.answer("sagemaker:DescribeUserProfile", id+"/ada", object{
		"DomainId": id, "UserProfileName": "ada", "UserProfileArn": arn("sagemaker", "user-profile/"+id+"/ada"), "Status": "InService",
		"UserSettings": object{"SecurityGroups": some(w, 0.2, w.groups)},
	})
}

func (w *world) trainingJob() {
	j := object{
		"TrainingJobName": "train-1", "TrainingJobArn": arn("sagemaker", "training-job/train-1"), "TrainingJobStatus": "InProgress",
		"EnableNetworkIsolation": w.chance(0.3), "EnableInterContainerTrafficEncryption": w.chance(0.3), "RoleArn": "arn:aws:iam::" + account + ":role/r",
		"AlgorithmSpecification": object{"TrainingImage": "image"}, "ResourceConfig": object{"InstanceCount": pick(w, 1, 2), "InstanceType": "ml.m5.large"},
	}
	if w.chance(0.95) {
		j["VpcConfig"] = w.vpcConfig()
	}
	w.answer("sagemaker:DescribeTrainingJob", "train-1", j)
}

func (w *world) processingJob() {
	w.answer("sagemaker:DescribeProcessingJob", "process-1", object{
		"ProcessingJobName": "process-1", "ProcessingJobArn": arn("sagemaker", "processing-job/process-1"), "ProcessingJobStatus": "InProgress", "RoleArn": "arn:aws:iam::" + account + ":role/r",
		"AppSpecification": object{"ImageUri": "image"}, "ProcessingResources": object{"ClusterConfig": object{"InstanceCount": pick(w, 1, 2), "InstanceType": "ml.m5.large"}},
		"NetworkConfig": object{"EnableNetworkIsolation": w.chance(0.3), "EnableInterContainerTrafficEncryption": w.chance(0.3), "VpcConfig": w.vpcConfig()},
	})
}

// nothingElse answers the operations that this world has nothing of.
func (w *world) nothingElse() {
	for operation, items := range map[string]string{
		"ec2:DescribeVpcPeeringConnections": "VpcPeeringConnections", "ec2:DescribeTransitGateways": "TransitGateways",
		"ec2:DescribeTransitGatewayAttachments": "TransitGatewayAttachments", "ec2:DescribeTransitGatewayVpcAttachments": "TransitGatewayVpcAttachments",
		"ec2:DescribeTransitGatewayRouteTables": "TransitGatewayRouteTables", "ec2:DescribeEgressOnlyInternetGateways": "EgressOnlyInternetGateways",
		"ec2:DescribeVpcEndpointServices": "ServiceDetails", "network-firewall:ListFirewalls": "Firewalls", "fsx:DescribeFileSystems": "FileSystems",
	} {
		w.answer(operation, "", object{items: []object{}})
	}
}
