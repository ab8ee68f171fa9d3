package inventory

// CompilationJob compiles a model with Neo. It cannot be isolated.
type CompilationJob struct {
	Meta
	JobNetwork
	Role         Value[string]
	OutputKMSKey Value[string]
}

func decodeCompilationJob(o *object, m Meta) *CompilationJob {
	output, _ := nested(o, "OutputConfig")
	return &CompilationJob{m, vpcOnly(o), required[string](o, "RoleArn"), optional[string](output, "KmsKeyId")}
}

func (c *CompilationJob) Network() Network {
	n := c.JobNetwork.network()
	n.Finished = ended(c.Status)
	return n
}
