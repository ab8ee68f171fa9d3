package inventory

// BenchmarkJob sends load to an endpoint and measures it. It cannot be isolated.
type BenchmarkJob struct {
	Meta
	JobNetwork
	Role Value[string]
}

func decodeBenchmarkJob(o *object, m Meta) *BenchmarkJob {
	config, _ := nested(o, "NetworkConfig")
	return &BenchmarkJob{m, vpcOnly(config), required[string](o, "RoleArn")}
}

func (j *BenchmarkJob) Network() Network {
	n := j.JobNetwork.network()
	n.Finished = ended(j.Status)
	return n
}
