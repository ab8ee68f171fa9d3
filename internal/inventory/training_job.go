package inventory

import "strings"

// TrainingSettings are those that a training job shares with the definitions
// of a tuning job.
type TrainingSettings struct {
	JobNetwork
	Image        Value[string] // "" for an algorithm of the Marketplace
	Instances    Value[int]
	Mounts       Value[[]Mount]
	Role         Value[string]
	VolumeKMSKey Value[string]
	OutputKMSKey Value[string]
	registry     registry
}

// TrainingJob is one training run.
type TrainingJob struct {
	Meta
	TrainingSettings
}

func decodeTrainingJob(o *object, m Meta) *TrainingJob {
	return &TrainingJob{m, decodeTraining(o)}
}

func decodeTraining(o *object) TrainingSettings {
	algorithm, _ := nested(o, "AlgorithmSpecification")
	image, _ := nested(algorithm, "TrainingImageConfig")
	auth, _ := nested(image, "TrainingRepositoryAuthConfig")
	resources, _ := nested(o, "ResourceConfig")
	output, _ := nested(o, "OutputDataConfig")
	t := TrainingSettings{
		JobNetwork:   topLevelNetwork(o),
		Image:        optional[string](algorithm, "TrainingImage"),
		Instances:    trainingInstances(o),
		Mounts:       channelMounts(o),
		Role:         required[string](o, "RoleArn"),
		VolumeKMSKey: optional[string](resources, "VolumeKmsKeyId"),
		OutputKMSKey: optional[string](output, "KmsKeyId"),
	}
	t.registry = registry{
		mode:  optional[string](image, "TrainingRepositoryAccessMode"),
		image: t.Image, credentials: optional[string](auth, "TrainingRepositoryCredentialsProviderArn"),
	}
	return t
}

// trainingInstances counts a job's instances, over all groups where it has
// several. A tuning job may leave the choice to a structure of its own.
func trainingInstances(o *object) Value[int] {
	if tuning, unset := nested(o, "HyperParameterTuningResourceConfig"); !unset {
		return tuningInstances(tuning)
	}
	resources, _ := nested(o, "ResourceConfig")
	groups := decodeList(resources, "InstanceGroups", func(g *object) Value[int] { return required[int](g, "InstanceCount") })
	return Then(groups, func(counts []Value[int]) Value[int] {
		if len(counts) == 0 {
			return required[int](resources, "InstanceCount")
		}
		return sum(counts)
	})
}

// tuningInstances takes the largest of the choices.
func tuningInstances(o *object) Value[int] {
	choices := decodeList(o, "InstanceConfigs", func(c *object) Value[int] { return required[int](c, "InstanceCount") })
	return Then(choices, func(counts []Value[int]) Value[int] {
		if len(counts) == 0 {
			return required[int](o, "InstanceCount")
		}
		largest := Known(0)
		for _, c := range counts {
			largest = Then(largest, func(a int) Value[int] {
				return Then(c, func(b int) Value[int] { return Known(max(a, b)) })
			})
		}
		return largest
	})
}

func sum(counts []Value[int]) Value[int] {
	total := Known(0)
	for _, c := range counts {
		total = Then(total, func(a int) Value[int] {
			return Then(c, func(b int) Value[int] { return Known(a + b) })
		})
	}
	return total
}

func (t *TrainingJob) Network() Network {
	n := t.TrainingSettings.network()
	n.Finished = ended(t.Status)
	return n
}

func (t TrainingSettings) network() Network {
	n := t.JobNetwork.network().withPeers(t.Instances, t.TrafficEncryption)
	mountsOf(&n, t.Mounts)
	t.registry.addTo(&n)
	return n
}

// registry is where an image comes from: by the platform, or through the VPC.
type registry struct {
	mode        Value[string] // Platform, Vpc; "" is Platform
	image       Value[string]
	credentials Value[string] // ARN of the function that hands them out; "" for none
}

func (r registry) addTo(n *Network) {
	through := Then(oneOf(r.mode, "RepositoryAccessMode", "", "Platform", "Vpc"), func(mode string) Value[bool] { return Known(mode == "Vpc") })
	private := Then(through, func(yes bool) Value[bool] {
		if !yes {
			return Known(false)
		}
		return Then(r.image, elasticRegistry)
	})
	lambda := Then(through, func(yes bool) Value[bool] {
		if !yes {
			return Known(false)
		}
		return Then(r.credentials, func(arn string) Value[bool] { return Known(arn != "") })
	})
	n.absorb(Network{Conditions: map[Condition]Value[bool]{WhenPrivateRegistry: private, WhenRegistryLambda: lambda}})
}

// elasticRegistry knows images of ECR by their host; where any other registry
// stands cannot be told from its name.
func elasticRegistry(image string) Value[bool] {
	host, _, _ := strings.Cut(image, "/")
	if strings.Contains(host, ".dkr.ecr") {
		return Known(true)
	}
	return Unknown[bool](Missing{MissingHop, "where the registry of " + image + " stands"})
}
