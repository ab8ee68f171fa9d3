package inventory

// TransformJob is one batch transform. It has no network settings: its model's count.
type TransformJob struct {
	Meta
	Model        Value[string] // name
	Instances    Value[int]
	VolumeKMSKey Value[string]
	OutputKMSKey Value[string]
}

func decodeTransformJob(o *object, m Meta) *TransformJob {
	resources, _ := nested(o, "TransformResources")
	output, _ := nested(o, "TransformOutput")
	return &TransformJob{
		Meta:         m,
		Model:        required[string](o, "ModelName"),
		Instances:    required[int](resources, "InstanceCount"),
		VolumeKMSKey: optional[string](resources, "VolumeKmsKeyId"),
		OutputKMSKey: optional[string](output, "KmsKeyId"),
	}
}

func (t *TransformJob) Network() Network {
	n := inherits(KindModel, t.Model)
	n.Finished = ended(t.Status)
	return n
}
