package emulator

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"
)

func monitoringResources() *types.MonitoringResources {
	return &types.MonitoringResources{ClusterConfig: &types.MonitoringClusterConfig{InstanceType: types.ProcessingInstanceTypeMlM5Large, InstanceCount: aws.Int32(1), VolumeSizeInGB: aws.Int32(10)}}
}

func monitoringOutput() *types.MonitoringOutputConfig {
	return &types.MonitoringOutputConfig{MonitoringOutputs: []types.MonitoringOutput{{S3Output: &types.MonitoringS3Output{S3Uri: aws.String("s3://out"), LocalPath: aws.String("/opt/ml/out")}}}}
}

func watched() *types.EndpointInput {
	return &types.EndpointInput{EndpointName: aws.String("sealed-endpoint"), LocalPath: aws.String("/opt/ml/in")}
}

// clarify are the definitions whose container also calls the SageMaker API and
// an endpoint (developer guide, clarify-vpc).
func (w *world) clarify(n network, a axes, prefix string) {
	ctx, network := context.Background(), &types.MonitoringNetworkConfig{VpcConfig: n.config(), EnableNetworkIsolation: aws.Bool(false)}
	bias := done(w.sagemaker.CreateModelBiasJobDefinition(ctx, &sagemaker.CreateModelBiasJobDefinitionInput{
		JobDefinitionName: aws.String(prefix + "-bias"), RoleArn: w.role(), JobResources: monitoringResources(), ModelBiasJobOutputConfig: monitoringOutput(), NetworkConfig: network,
		ModelBiasAppSpecification: &types.ModelBiasAppSpecification{ImageUri: image(), ConfigUri: aws.String("s3://in/config")},
		ModelBiasJobInput:         &types.ModelBiasJobInput{EndpointInput: watched(), GroundTruthS3Input: &types.MonitoringGroundTruthS3Input{S3Uri: aws.String("s3://in")}},
	}))
	w.expect("bias-definition", prefix+"-bias", *bias.JobDefinitionArn, a)
	explain := done(w.sagemaker.CreateModelExplainabilityJobDefinition(ctx, &sagemaker.CreateModelExplainabilityJobDefinitionInput{
		JobDefinitionName: aws.String(prefix + "-explain"), RoleArn: w.role(), JobResources: monitoringResources(), ModelExplainabilityJobOutputConfig: monitoringOutput(), NetworkConfig: network,
		ModelExplainabilityAppSpecification: &types.ModelExplainabilityAppSpecification{ImageUri: image(), ConfigUri: aws.String("s3://in/config")},
		ModelExplainabilityJobInput:         &types.ModelExplainabilityJobInput{EndpointInput: watched()},
	}))
	w.expect("explainability-definition", prefix+"-explain", *explain.JobDefinitionArn, a)
}

// monitoring are the definitions that need S3 alone, and a schedule of each of
// the two ways to say what runs.
func (w *world) monitoring(n network, works axes) {
	ctx, network := context.Background(), &types.MonitoringNetworkConfig{VpcConfig: n.config()}
	data := done(w.sagemaker.CreateDataQualityJobDefinition(ctx, &sagemaker.CreateDataQualityJobDefinitionInput{
		JobDefinitionName: aws.String("sealed-data"), RoleArn: w.role(), JobResources: monitoringResources(), DataQualityJobOutputConfig: monitoringOutput(), NetworkConfig: network,
		DataQualityAppSpecification: &types.DataQualityAppSpecification{ImageUri: image()}, DataQualityJobInput: &types.DataQualityJobInput{EndpointInput: watched()},
	}))
	w.expect("data-quality-definition", "sealed-data", *data.JobDefinitionArn, works)
	quality := done(w.sagemaker.CreateModelQualityJobDefinition(ctx, &sagemaker.CreateModelQualityJobDefinitionInput{
		JobDefinitionName: aws.String("sealed-quality"), RoleArn: w.role(), JobResources: monitoringResources(), ModelQualityJobOutputConfig: monitoringOutput(), NetworkConfig: network,
		ModelQualityAppSpecification: &types.ModelQualityAppSpecification{ImageUri: image()},
		ModelQualityJobInput:         &types.ModelQualityJobInput{EndpointInput: watched(), GroundTruthS3Input: &types.MonitoringGroundTruthS3Input{S3Uri: aws.String("s3://in")}},
	}))
	w.expect("model-quality-definition", "sealed-quality", *quality.JobDefinitionArn, works)
	w.schedule("sealed-by-name", works, &types.MonitoringScheduleConfig{MonitoringJobDefinitionName: aws.String("sealed-data"), MonitoringType: types.MonitoringTypeDataQuality})
	w.schedule("sealed-inline", works, &types.MonitoringScheduleConfig{MonitoringJobDefinition: &types.MonitoringJobDefinition{
		RoleArn: w.role(), MonitoringResources: monitoringResources(), MonitoringOutputConfig: monitoringOutput(),
		MonitoringAppSpecification: &types.MonitoringAppSpecification{ImageUri: image()}, MonitoringInputs: []types.MonitoringInput{{EndpointInput: watched()}},
		NetworkConfig: &types.NetworkConfig{VpcConfig: n.config()},
	}})
}

func (w *world) schedule(name string, a axes, config *types.MonitoringScheduleConfig) {
	out := done(w.sagemaker.CreateMonitoringSchedule(context.Background(), &sagemaker.CreateMonitoringScheduleInput{MonitoringScheduleName: &name, MonitoringScheduleConfig: config}))
	w.expect("monitoring-schedule", name, *out.MonitoringScheduleArn, a)
}
