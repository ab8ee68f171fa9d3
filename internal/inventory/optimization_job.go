package inventory

// OptimizationJob quantizes, compiles or shards a model. It cannot be isolated.
type OptimizationJob struct {
	Meta
	JobNetwork
	Role         Value[string]
	OutputKMSKey Value[string]
}

func decodeOptimizationJob(o *object, m Meta) *OptimizationJob {
	output, _ := nested(o, "OutputConfig")
	return &OptimizationJob{m, vpcOnly(o), required[string](o, "RoleArn"), optional[string](output, "KmsKeyId")}
}

func (o *OptimizationJob) Network() Network {
	n := o.JobNetwork.network()
	n.Finished = ended(o.Status)
	return n
}
