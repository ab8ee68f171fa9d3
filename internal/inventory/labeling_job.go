package inventory

// LabelingJob is a Ground Truth job. Only automated labeling runs code that can
// be placed; people label outside of any VPC of the job's.
type LabelingJob struct {
	Meta
	JobNetwork
	Automated    Value[bool]
	Role         Value[string]
	VolumeKMSKey Value[string]
}

func decodeLabelingJob(o *object, m Meta) *LabelingJob {
	algorithms, _ := nested(o, "LabelingJobAlgorithmsConfig")
	resources, _ := nested(algorithms, "LabelingJobResourceConfig")
	return &LabelingJob{
		Meta:         m,
		JobNetwork:   vpcOnly(resources),
		Automated:    present(o, "LabelingJobAlgorithmsConfig"),
		Role:         required[string](o, "RoleArn"),
		VolumeKMSKey: optional[string](resources, "VolumeKmsKeyId"),
	}
}

func (l *LabelingJob) Network() Network {
	n := l.JobNetwork.network()
	switch automated, ok := l.Automated.Get(); {
	case !ok:
		n.Mode = Unknown[Mode](l.Automated.Why())
	case !automated:
		n = runsNothing()
	}
	n.Finished = ended(l.Status)
	return n
}
