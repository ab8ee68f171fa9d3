package emulator

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"
)

// workloads puts the kinds that tell the shapes apart into a network.
func (w *world) workloads(s shape, n network) {
	w.expect("notebook", s.name+"-notebook", w.notebook(s.name+"-notebook", n, 0, "Disabled"), s.notebook)
	if s.direct != (axes{}) {
		w.expect("notebook", s.name+"-direct", w.notebook(s.name+"-direct", n, 0, "Enabled"), s.direct)
	}
	w.expect("training-job", s.name+"-training", w.training(s.name+"-training", n, false), s.job)
	w.expect("processing-job", s.name+"-isolated", w.processing(s.name+"-isolated", n, true), axes{"none", s.job.function, "known"})
	w.expect("model", s.name+"-model", w.model(s.name+"-model", n, false), s.job)
	id := w.domain(s.name, n, types.AppNetworkAccessTypeVpcOnly, n.workers)
	w.expect("domain", s.name, w.arn("domain/"+id), s.domain)
	w.expect("user-profile", s.name+"-user", w.profile(id, s.name+"-user"), s.domain)
}

func (w *world) arn(resource string) string {
	return "arn:aws:sagemaker:" + w.region + ":" + w.account + ":" + resource
}

func (w *world) role() *string {
	return aws.String("arn:aws:iam::" + w.account + ":role/SageMakerExecution")
}

func image() *string { return aws.String("111122223333.dkr.ecr.us-east-1.amazonaws.com/train:1") }

func tags(owner string) []types.Tag {
	return []types.Tag{{Key: aws.String("owner"), Value: &owner}}
}

// config is the VpcConfig of all subnets of a network; nil without one.
func (n network) config() *types.VpcConfig {
	if n.vpc == nil {
		return nil
	}
	return &types.VpcConfig{Subnets: n.subnets, SecurityGroupIds: []string{n.workers}}
}

// notebook stands in one subnet of the network; direct is "" for the default.
func (w *world) notebook(name string, n network, subnet int, direct types.DirectInternetAccess) string {
	in := &sagemaker.CreateNotebookInstanceInput{
		NotebookInstanceName: &name, InstanceType: types.InstanceTypeMlT3Medium, RoleArn: w.role(), DirectInternetAccess: direct, Tags: tags("ml"),
	}
	if n.vpc != nil {
		in.SubnetId, in.SecurityGroupIds = &n.subnets[subnet], []string{n.workers}
	}
	return *done(w.sagemaker.CreateNotebookInstance(context.Background(), in)).NotebookInstanceArn
}

func (w *world) training(name string, n network, isolated bool) string {
	return *done(w.sagemaker.CreateTrainingJob(context.Background(), &sagemaker.CreateTrainingJobInput{
		TrainingJobName: &name, RoleArn: w.role(), VpcConfig: n.config(), EnableNetworkIsolation: &isolated, Tags: tags("ml"),
		AlgorithmSpecification: &types.AlgorithmSpecification{TrainingImage: image(), TrainingInputMode: types.TrainingInputModeFile},
		OutputDataConfig:       &types.OutputDataConfig{S3OutputPath: aws.String("s3://models/out")},
		ResourceConfig:         &types.ResourceConfig{InstanceType: types.TrainingInstanceTypeMlM5Large, InstanceCount: aws.Int32(1), VolumeSizeInGB: aws.Int32(10)},
		StoppingCondition:      &types.StoppingCondition{MaxRuntimeInSeconds: aws.Int32(3600)},
		HyperParameters:        map[string]string{"password": "hunter2"},
	})).TrainingJobArn
}

func (w *world) processing(name string, n network, isolated bool) string {
	return *done(w.sagemaker.CreateProcessingJob(context.Background(), &sagemaker.CreateProcessingJobInput{
		ProcessingJobName: &name, RoleArn: w.role(), AppSpecification: &types.AppSpecification{ImageUri: image()},
		NetworkConfig: &types.NetworkConfig{VpcConfig: n.config(), EnableNetworkIsolation: &isolated},
		ProcessingResources: &types.ProcessingResources{ClusterConfig: &types.ProcessingClusterConfig{
			InstanceType: types.ProcessingInstanceTypeMlM5Large, InstanceCount: aws.Int32(1), VolumeSizeInGB: aws.Int32(10),
		}},
	})).ProcessingJobArn
}

func (w *world) model(name string, n network, isolated bool) string {
	return *done(w.sagemaker.CreateModel(context.Background(), &sagemaker.CreateModelInput{
		ModelName: &name, ExecutionRoleArn: w.role(), VpcConfig: n.config(), EnableNetworkIsolation: &isolated,
		PrimaryContainer: &types.ContainerDefinition{Image: image(), ModelDataUrl: aws.String("s3://models/out/model.tar.gz")},
	})).ModelArn
}

// domain gives the id. Without groups the default user settings name none.
func (w *world) domain(name string, n network, access types.AppNetworkAccessType, groups ...string) string {
	return *done(w.sagemaker.CreateDomain(context.Background(), &sagemaker.CreateDomainInput{
		DomainName: &name, AuthMode: types.AuthModeIam, VpcId: &n.id, SubnetIds: n.subnets, AppNetworkAccessType: access,
		DefaultUserSettings: &types.UserSettings{ExecutionRole: w.role(), SecurityGroups: groups},
	})).DomainId
}

func (w *world) profile(domain, name string) string {
	return *done(w.sagemaker.CreateUserProfile(context.Background(), &sagemaker.CreateUserProfileInput{DomainId: &domain, UserProfileName: &name})).UserProfileArn
}

// withoutVPC are the workloads on SageMaker's own network.
func (w *world) withoutVPC() {
	nowhere := network{}
	open, sealed := known("direct", "not-applicable"), known("none", "not-applicable")
	w.expect("notebook", "open-notebook", w.notebook("open-notebook", nowhere, 0, ""), open)
	w.expect("training-job", "open-training", w.training("open-training", nowhere, false), open)
	w.expect("training-job", "open-isolated", w.training("open-isolated", nowhere, true), sealed)
	w.expect("processing-job", "open-processing", w.processing("open-processing", nowhere, false), open)
	w.expect("model", "open-model", w.model("open-model", nowhere, false), open)
	w.expect("model", "isolated-model", w.model("isolated-model", nowhere, true), sealed)
	w.expect("cluster", "open-cluster", w.cluster("open-cluster", nowhere), open)
	stopped := w.expect("notebook", "open-stopped", w.notebook("open-stopped", nowhere, 0, ""), open)
	done(0, w.server.settle(stopped, "Stopped", ""))
	failed := w.expect("training-job", "open-failed", w.training("open-failed", nowhere, false), open)
	done(0, w.server.settle(failed, "Failed", "ClientError: connect timeout on endpoint"))
	running := w.expect("training-job", "open-running", w.training("open-running", nowhere, false), open)
	done(0, w.server.settle(running, "InProgress", ""))
}

// refused are resources that AWS would not have made; the emulator does.
func (w *world) refused(n network) {
	w.expect("notebook", "disabled-nowhere", w.notebook("disabled-nowhere", network{}, 0, "Disabled"), invalid())
	w.expect("domain", "groupless", w.arn("domain/"+w.domain("groupless", n, types.AppNetworkAccessTypeVpcOnly)), invalid())
}

// unusedNetwork holds what no workload stands in: every network kind whose
// details are asked for one by one appears once.
func (w *world) unusedNetwork() {
	v := newVPC(w.clients, "hub", 60)
	subnet := v.subnet("hub", 1, "a")
	hub := done(w.ec2.CreateTransitGateway(v.ctx, &ec2.CreateTransitGatewayInput{})).TransitGateway.TransitGatewayId
	done(w.ec2.CreateTransitGatewayVpcAttachment(v.ctx, &ec2.CreateTransitGatewayVpcAttachmentInput{TransitGatewayId: hub, VpcId: &v.id, SubnetIds: []string{subnet}}))
	done(w.ec2.CreateManagedPrefixList(v.ctx, &ec2.CreateManagedPrefixListInput{
		PrefixListName: aws.String("offices"), AddressFamily: aws.String("IPv4"), MaxEntries: aws.Int32(5),
		Entries: []ec2types.AddPrefixListEntry{{Cidr: aws.String("203.0.113.0/24")}},
	}))
	v.privateZone("corp.example")
	done(w.ec2.CreateEgressOnlyInternetGateway(v.ctx, &ec2.CreateEgressOnlyInternetGatewayInput{VpcId: &v.id}))
	v.vpn()
	v.loadBalancer(subnet)
	v.serviceNetwork()
	v.inboundResolver(subnet, subnet)
	v.firewalled(subnet)
}
