package inventory

// TuningJob is a hyperparameter tuning job. It fans out into training jobs by
// one definition or by several, each with a network of its own.
type TuningJob struct {
	Meta
	Definitions Value[[]TrainingDefinition]
}

// TrainingDefinition is what a tuning job makes training jobs from.
type TrainingDefinition struct {
	Name string // "" where there is only one
	TrainingSettings
}

func decodeTuningJob(o *object, m Meta) *TuningJob {
	single, unset := nested(o, "TrainingJobDefinition")
	several := decodeList(o, "TrainingJobDefinitions", decodeTrainingDefinition)
	return &TuningJob{m, Then(several, func(all []TrainingDefinition) Value[[]TrainingDefinition] {
		if !unset {
			all = append([]TrainingDefinition{decodeTrainingDefinition(single)}, all...)
		}
		if len(all) == 0 {
			return Unknown[[]TrainingDefinition](Missing{MissingOperation, o.operation + " answered without a training job definition"})
		}
		return Known(all)
	})}
}

func decodeTrainingDefinition(o *object) TrainingDefinition {
	return TrainingDefinition{o.text("DefinitionName"), decodeTraining(o)}
}

func (t *TuningJob) Network() Network {
	n := partsNetwork(Then(t.Definitions, func(all []TrainingDefinition) Value[[]Network] {
		var parts []Network
		for _, d := range all {
			parts = append(parts, d.network())
		}
		return Known(parts)
	}))
	n.Finished = ended(t.Status)
	return n
}

// partsNetwork is the worst of parts that may not be known.
func partsNetwork(parts Value[[]Network]) Network {
	all, ok := parts.Get()
	if ok {
		n := worst(all)
		n.Parts = all
		return n
	}
	why := parts.Why()
	return JobNetwork{VPC: Unknown[VPCConfig](why), Isolated: Unknown[bool](why)}.network()
}
