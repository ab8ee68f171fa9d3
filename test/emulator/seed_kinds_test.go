package emulator

import (
	"context"
	"encoding/json"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"
)

// everyKind puts one of each remaining kind into a sealed network.
func (w *world) everyKind(n network) {
	works := known("none", "works")
	w.hosting(works)
	w.jobs(n, works)
	w.clarify(n, works, "sealed")
	w.monitoring(n, works)
	w.expect("cluster", "sealed-cluster", w.cluster("sealed-cluster", n), works)
	w.pipelines(n, works)
	w.studio(n, works)
	w.withoutCode()
}

// hosting stands on the model that workloads made: all inherit.
func (w *world) hosting(works axes) {
	ctx := context.Background()
	variant := types.ProductionVariant{VariantName: aws.String("all"), ModelName: aws.String("sealed-model"), InstanceType: types.ProductionVariantInstanceTypeMlM5Large, InitialInstanceCount: aws.Int32(2)}
	config := done(w.sagemaker.CreateEndpointConfig(ctx, &sagemaker.CreateEndpointConfigInput{EndpointConfigName: aws.String("sealed-config"), ProductionVariants: []types.ProductionVariant{variant}}))
	w.expect("endpoint-config", "sealed-config", *config.EndpointConfigArn, works)
	endpoint := done(w.sagemaker.CreateEndpoint(ctx, &sagemaker.CreateEndpointInput{EndpointName: aws.String("sealed-endpoint"), EndpointConfigName: aws.String("sealed-config")}))
	w.expect("endpoint", "sealed-endpoint", *endpoint.EndpointArn, works)
	transform := done(w.sagemaker.CreateTransformJob(ctx, &sagemaker.CreateTransformJobInput{
		TransformJobName: aws.String("sealed-transform"), ModelName: aws.String("sealed-model"),
		TransformInput:     &types.TransformInput{DataSource: &types.TransformDataSource{S3DataSource: &types.TransformS3DataSource{S3DataType: types.S3DataTypeS3Prefix, S3Uri: aws.String("s3://in")}}},
		TransformOutput:    &types.TransformOutput{S3OutputPath: aws.String("s3://out")},
		TransformResources: &types.TransformResources{InstanceType: types.TransformInstanceTypeMlM5Large, InstanceCount: aws.Int32(1)},
	}))
	w.expect("transform-job", "sealed-transform", *transform.TransformJobArn, works)
}

// jobs are those that need S3 alone. A cluster's network for inference
// components is that of the endpoint config.
func (w *world) jobs(n network, works axes) {
	ctx := context.Background()
	components := done(w.sagemaker.CreateEndpointConfig(ctx, &sagemaker.CreateEndpointConfigInput{
		EndpointConfigName: aws.String("component-config"), ExecutionRoleArn: w.role(), VpcConfig: n.config(), EnableNetworkIsolation: aws.Bool(true),
		ProductionVariants: []types.ProductionVariant{{VariantName: aws.String("all"), InstanceType: types.ProductionVariantInstanceTypeMlM5Large, InitialInstanceCount: aws.Int32(1)}},
	}))
	w.expect("endpoint-config", "component-config", *components.EndpointConfigArn, works)
	endpoint := done(w.sagemaker.CreateEndpoint(ctx, &sagemaker.CreateEndpointInput{EndpointName: aws.String("component-endpoint"), EndpointConfigName: aws.String("component-config")}))
	w.expect("endpoint", "component-endpoint", *endpoint.EndpointArn, works)
	component := done(w.sagemaker.CreateInferenceComponent(ctx, &sagemaker.CreateInferenceComponentInput{
		InferenceComponentName: aws.String("sealed-component"), EndpointName: aws.String("component-endpoint"), VariantName: aws.String("all"),
		Specification: &types.InferenceComponentSpecification{Container: &types.InferenceComponentContainerSpecification{Image: image()}},
		RuntimeConfig: &types.InferenceComponentRuntimeConfig{CopyCount: aws.Int32(1)},
	}))
	w.expect("inference-component", "sealed-component", *component.InferenceComponentArn, works)
	w.learning(n, works)
	w.preparing(n, works)
}

func (w *world) learning(n network, works axes) {
	ctx := context.Background()
	tuning := done(w.sagemaker.CreateHyperParameterTuningJob(ctx, &sagemaker.CreateHyperParameterTuningJobInput{
		HyperParameterTuningJobName:   aws.String("sealed-tuning"),
		HyperParameterTuningJobConfig: &types.HyperParameterTuningJobConfig{Strategy: types.HyperParameterTuningJobStrategyTypeBayesian, ResourceLimits: &types.ResourceLimits{MaxParallelTrainingJobs: aws.Int32(1)}},
		TrainingJobDefinition: &types.HyperParameterTrainingJobDefinition{
			AlgorithmSpecification: &types.HyperParameterAlgorithmSpecification{TrainingImage: image(), TrainingInputMode: types.TrainingInputModeFile},
			RoleArn:                w.role(), VpcConfig: n.config(),
			OutputDataConfig:  &types.OutputDataConfig{S3OutputPath: aws.String("s3://out")},
			ResourceConfig:    &types.ResourceConfig{InstanceType: types.TrainingInstanceTypeMlM5Large, InstanceCount: aws.Int32(1), VolumeSizeInGB: aws.Int32(10)},
			StoppingCondition: &types.StoppingCondition{MaxRuntimeInSeconds: aws.Int32(3600)},
		},
	}))
	w.expect("tuning-job", "sealed-tuning", *tuning.HyperParameterTuningJobArn, works)
	second := done(w.sagemaker.CreateAutoMLJobV2(ctx, &sagemaker.CreateAutoMLJobV2Input{
		AutoMLJobName: aws.String("sealed-automl"), RoleArn: w.role(), OutputDataConfig: &types.AutoMLOutputDataConfig{S3OutputPath: aws.String("s3://out")},
		AutoMLJobInputDataConfig: []types.AutoMLJobChannel{{DataSource: automlSource()}},
		AutoMLProblemTypeConfig:  &types.AutoMLProblemTypeConfigMemberTabularJobConfig{Value: types.TabularJobConfig{TargetAttributeName: aws.String("y")}},
		SecurityConfig:           &types.AutoMLSecurityConfig{VpcConfig: n.config()},
	}))
	w.expect("automl-job", "sealed-automl", *second.AutoMLJobArn, works)
	first := done(w.sagemaker.CreateAutoMLJob(ctx, &sagemaker.CreateAutoMLJobInput{
		AutoMLJobName: aws.String("sealed-automl-v1"), RoleArn: w.role(), OutputDataConfig: &types.AutoMLOutputDataConfig{S3OutputPath: aws.String("s3://out")},
		InputDataConfig: []types.AutoMLChannel{{TargetAttributeName: aws.String("y"), DataSource: automlSource()}},
		AutoMLJobConfig: &types.AutoMLJobConfig{SecurityConfig: &types.AutoMLSecurityConfig{VpcConfig: n.config()}},
	}))
	w.expect("automl-job", "sealed-automl-v1", *first.AutoMLJobArn, works)
}

func automlSource() *types.AutoMLDataSource {
	return &types.AutoMLDataSource{S3DataSource: &types.AutoMLS3DataSource{S3DataType: types.AutoMLS3DataTypeS3Prefix, S3Uri: aws.String("s3://in")}}
}

func (w *world) preparing(n network, works axes) {
	ctx := context.Background()
	compilation := done(w.sagemaker.CreateCompilationJob(ctx, &sagemaker.CreateCompilationJobInput{
		CompilationJobName: aws.String("sealed-compilation"), RoleArn: w.role(), StoppingCondition: &types.StoppingCondition{MaxRuntimeInSeconds: aws.Int32(900)},
		InputConfig:  &types.InputConfig{S3Uri: aws.String("s3://in"), Framework: types.FrameworkPytorch, DataInputConfig: aws.String("{}")},
		OutputConfig: &types.OutputConfig{S3OutputLocation: aws.String("s3://out"), TargetDevice: types.TargetDeviceMlM5},
		VpcConfig:    &types.NeoVpcConfig{Subnets: n.subnets, SecurityGroupIds: []string{n.workers}},
	}))
	w.expect("compilation-job", "sealed-compilation", *compilation.CompilationJobArn, works)
	optimization := done(w.sagemaker.CreateOptimizationJob(ctx, &sagemaker.CreateOptimizationJobInput{
		OptimizationJobName: aws.String("sealed-optimization"), RoleArn: w.role(), DeploymentInstanceType: types.OptimizationJobDeploymentInstanceTypeMlG5Xlarge,
		ModelSource: &types.OptimizationJobModelSource{S3: &types.OptimizationJobModelSourceS3{S3Uri: aws.String("s3://in")}}, OptimizationConfigs: []types.OptimizationConfig{},
		OutputConfig: &types.OptimizationJobOutputConfig{S3OutputLocation: aws.String("s3://out")}, StoppingCondition: &types.StoppingCondition{MaxRuntimeInSeconds: aws.Int32(900)},
		VpcConfig: &types.OptimizationVpcConfig{Subnets: n.subnets, SecurityGroupIds: []string{n.workers}},
	}))
	w.expect("optimization-job", "sealed-optimization", *optimization.OptimizationJobArn, works)
	recommendation := done(w.sagemaker.CreateInferenceRecommendationsJob(ctx, &sagemaker.CreateInferenceRecommendationsJobInput{
		JobName: aws.String("sealed-recommendation"), JobType: types.RecommendationJobTypeDefault, RoleArn: w.role(),
		InputConfig: &types.RecommendationJobInputConfig{ModelName: aws.String("sealed-model"), VpcConfig: &types.RecommendationJobVpcConfig{Subnets: n.subnets, SecurityGroupIds: []string{n.workers}}},
	}))
	w.expect("recommendation-job", "sealed-recommendation", *recommendation.JobArn, works)
	benchmark := done(w.sagemaker.CreateAIBenchmarkJob(ctx, &sagemaker.CreateAIBenchmarkJobInput{
		AIBenchmarkJobName: aws.String("sealed-benchmark"), RoleArn: w.role(), AIWorkloadConfigIdentifier: aws.String("load"),
		BenchmarkTarget: &types.AIBenchmarkTargetMemberEndpoint{Value: types.AIBenchmarkEndpoint{Identifier: aws.String("sealed-endpoint")}},
		OutputConfig:    &types.AIBenchmarkOutputConfig{S3OutputLocation: aws.String("s3://out")},
		NetworkConfig:   &types.AIBenchmarkNetworkConfig{VpcConfig: n.config()},
	}))
	w.expect("benchmark-job", "sealed-benchmark", *benchmark.AIBenchmarkJobArn, works)
	w.labeling(n, works)
}

func (w *world) labeling(n network, works axes) {
	out := done(w.sagemaker.CreateLabelingJob(context.Background(), &sagemaker.CreateLabelingJobInput{
		LabelingJobName: aws.String("sealed-labeling"), LabelAttributeName: aws.String("label"), RoleArn: w.role(),
		InputConfig:  &types.LabelingJobInputConfig{DataSource: &types.LabelingJobDataSource{S3DataSource: &types.LabelingJobS3DataSource{ManifestS3Uri: aws.String("s3://in/manifest")}}},
		OutputConfig: &types.LabelingJobOutputConfig{S3OutputPath: aws.String("s3://out")},
		HumanTaskConfig: &types.HumanTaskConfig{
			WorkteamArn: aws.String(w.arn("workteam/private-crowd/team")), UiConfig: &types.UiConfig{UiTemplateS3Uri: aws.String("s3://in/ui")},
			TaskTitle: aws.String("label"), TaskDescription: aws.String("label"), NumberOfHumanWorkersPerDataObject: aws.Int32(1), TaskTimeLimitInSeconds: aws.Int32(60),
		},
		LabelingJobAlgorithmsConfig: &types.LabelingJobAlgorithmsConfig{
			LabelingJobAlgorithmSpecificationArn: aws.String("arn:aws:sagemaker:" + w.region + ":027400017018:labeling-job-algorithm-specification/image-classification"),
			LabelingJobResourceConfig:            &types.LabelingJobResourceConfig{VpcConfig: n.config()},
		},
	}))
	w.expect("labeling-job", "sealed-labeling", *out.LabelingJobArn, works)
}

func (w *world) cluster(name string, n network) string {
	return *done(w.sagemaker.CreateCluster(context.Background(), &sagemaker.CreateClusterInput{
		ClusterName: &name, VpcConfig: n.config(),
		InstanceGroups: []types.ClusterInstanceGroupSpecification{{
			InstanceGroupName: aws.String("workers"), InstanceType: types.ClusterInstanceTypeMlC5Large, InstanceCount: aws.Int32(1), ExecutionRole: w.role(),
			LifeCycleConfig: &types.ClusterLifeCycleConfig{SourceS3Uri: aws.String("s3://sagemaker-lifecycle"), OnCreate: aws.String("on_create.sh")},
		}},
	})).ClusterArn
}

// pipelines have a step in the network, one outside, and one whose subnet is a
// parameter with a default.
func (w *world) pipelines(n network, works axes) {
	open := known("direct", "not-applicable")
	literal := map[string]any{"VpcConfig": n.config()}
	byName := map[string]any{"VpcConfig": map[string]any{"Subnets": []any{map[string]string{"Get": "Parameters.Subnet"}}, "SecurityGroupIds": []string{n.workers}}}
	w.pipeline("sealed-pipeline", n, works, []step{{"Train", literal, works}, {"Again", byName, works}})
	w.pipeline("mixed-pipeline", n, known("direct", "works"), []step{{"Train", literal, works}, {"Open", map[string]any{}, open}})
}

type step struct {
	name      string
	arguments map[string]any
	axes      axes
}

func (w *world) pipeline(name string, n network, whole axes, steps []step) {
	definition := map[string]any{
		"Version":    "2020-12-01",
		"Parameters": []any{map[string]any{"Name": "Subnet", "Type": "String", "DefaultValue": n.subnets[0]}},
	}
	var list []any
	for _, s := range steps {
		s.arguments["RoleArn"] = *w.role()
		s.arguments["ResourceConfig"] = map[string]any{"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 10}
		list = append(list, map[string]any{"Name": s.name, "Type": "Training", "Arguments": s.arguments})
	}
	definition["Steps"] = list
	text := string(done(json.Marshal(definition)))
	arn := *done(w.sagemaker.CreatePipeline(context.Background(), &sagemaker.CreatePipelineInput{
		PipelineName: &name, PipelineDefinition: &text, RoleArn: w.role(), ClientRequestToken: aws.String(name + "-0123456789012345678901234567"),
	})).PipelineArn
	w.expect("pipeline", name, arn, whole)
	for _, s := range steps {
		w.expect("pipeline-step", s.name, arn+"#"+s.name, s.axes)
	}
}
