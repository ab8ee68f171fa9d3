package inventory

// RecommendationJob is an Inference Recommender job: it makes endpoints and
// measures them. It cannot be isolated.
type RecommendationJob struct {
	Meta
	JobNetwork
	Role         Value[string]
	VolumeKMSKey Value[string]
}

func decodeRecommendationJob(o *object, m Meta) *RecommendationJob {
	input, _ := nested(o, "InputConfig")
	return &RecommendationJob{m, vpcOnly(input), required[string](o, "RoleArn"), optional[string](input, "VolumeKmsKeyId")}
}

func (r *RecommendationJob) Network() Network {
	n := r.JobNetwork.network()
	n.Finished = ended(r.Status)
	return n
}
