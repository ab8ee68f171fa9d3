package inventory

import "strings"

// ProcessingJob is one processing run, Clarify's among them.
type ProcessingJob struct {
	Meta
	JobNetwork
	Image        Value[string]
	Instances    Value[int]
	Role         Value[string]
	VolumeKMSKey Value[string]
	OutputKMSKey Value[string]
}

func decodeProcessingJob(o *object, m Meta) *ProcessingJob {
	resources, _ := nested(o, "ProcessingResources")
	cluster, _ := nested(resources, "ClusterConfig")
	app, _ := nested(o, "AppSpecification")
	output, _ := nested(o, "ProcessingOutputConfig")
	return &ProcessingJob{
		Meta:         m,
		JobNetwork:   networkConfig(o),
		Image:        required[string](app, "ImageUri"),
		Instances:    required[int](cluster, "InstanceCount"),
		Role:         required[string](o, "RoleArn"),
		VolumeKMSKey: optional[string](cluster, "VolumeKmsKeyId"),
		OutputKMSKey: optional[string](output, "KmsKeyId"),
	}
}

func (p *ProcessingJob) Network() Network {
	n := p.JobNetwork.processing(p.Instances)
	n.Conditions[WhenClarify] = Then(p.Image, clarifyImage)
	n.Finished = ended(p.Status)
	return n
}

// processing is the network of processing jobs and of all that runs as one.
// Isolation seals their containers from each other too (unlike training), so a
// sealed one cannot depend on its peers.
func (n JobNetwork) processing(instances Value[int]) Network {
	return n.network().withPeers(Then(n.Isolated, func(sealed bool) Value[int] {
		if sealed {
			return Known(1)
		}
		return instances
	}), n.TrafficEncryption)
}

// clarifyImage knows SageMaker's own Clarify image. Source: AWS, registry paths
// of SageMaker images.
func clarifyImage(image string) Value[bool] {
	return Known(strings.Contains(image, "sagemaker-clarify-processing"))
}
