package inventory

// AutoMLJob is an Autopilot job of either version of the API. It cannot be isolated.
type AutoMLJob struct {
	Meta
	JobNetwork
	Role         Value[string]
	VolumeKMSKey Value[string]
}

func decodeAutoMLJob(o *object, m Meta) *AutoMLJob {
	security := automlSecurity(o)
	network := vpcOnly(security)
	network.TrafficEncryption = optional[bool](security, "EnableInterContainerTrafficEncryption")
	return &AutoMLJob{m, network, required[string](o, "RoleArn"), optional[string](security, "VolumeKmsKeyId")}
}

// automlSecurity finds the structure that the second version answers at the top
// and the first within AutoMLJobConfig.
func automlSecurity(o *object) *object {
	security, unset := nested(o, "SecurityConfig")
	if !unset {
		return security
	}
	config, _ := nested(o, "AutoMLJobConfig")
	security, _ = nested(config, "SecurityConfig")
	return security
}

func (a *AutoMLJob) Network() Network {
	n := a.JobNetwork.network()
	n.Finished = ended(a.Status)
	return n
}
