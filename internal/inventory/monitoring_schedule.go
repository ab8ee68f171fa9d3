package inventory

// MonitoringSchedule starts monitoring jobs, from a definition that stands by
// itself or from one within the schedule.
type MonitoringSchedule struct {
	Meta
	Definition Value[string] // name; "" when the definition is inline
	Type       Value[string] // DataQuality, ModelQuality, ModelBias, ModelExplainability
	Endpoint   string
	Inline     Value[bool]
	JobNetwork // of the inline definition
	Image      Value[string]
	Instances  Value[int]
	Role       Value[string]
}

func decodeMonitoringSchedule(o *object, m Meta) *MonitoringSchedule {
	config, _ := nested(o, "MonitoringScheduleConfig")
	job, _ := nested(config, "MonitoringJobDefinition")
	resources, _ := nested(job, "MonitoringResources")
	cluster, _ := nested(resources, "ClusterConfig")
	app, _ := nested(job, "MonitoringAppSpecification")
	return &MonitoringSchedule{
		Meta:       m,
		Definition: firstSet(optional[string](config, "MonitoringJobDefinitionName"), o.text("MonitoringJobDefinitionName")),
		Type:       firstSet(optional[string](config, "MonitoringType"), o.text("MonitoringType")),
		Endpoint:   o.text("EndpointName"),
		Inline:     present(config, "MonitoringJobDefinition"),
		JobNetwork: networkConfig(job),
		Image:      required[string](app, "ImageUri"),
		Instances:  required[int](cluster, "InstanceCount"),
		Role:       required[string](job, "RoleArn"),
	}
}

// firstSet takes what a schedule's own structure says, else what stands beside it.
func firstSet(v Value[string], beside string) Value[string] {
	if text, _ := v.Get(); text == "" && beside != "" {
		return Known(beside)
	}
	return v
}

func (s *MonitoringSchedule) Network() Network {
	name, ok := s.Definition.Get()
	if ok && name != "" {
		return s.named(name)
	}
	n := s.JobNetwork.processing(s.Instances)
	n.Conditions[WhenClarify] = Then(s.Image, clarifyImage)
	switch {
	case !ok:
		n.Mode = Unknown[Mode](s.Definition.Why())
	case !Is(s.Inline, true):
		n.Mode = Unknown[Mode](Missing{MissingOperation, "sagemaker:DescribeMonitoringSchedule answered without a job definition"})
	}
	return n
}

// named follows the definition that a schedule names; the type says of which kind it is.
func (s *MonitoringSchedule) named(name string) Network {
	kinds := map[string]Kind{
		"DataQuality": KindDataQualityDefinition, "ModelQuality": KindModelQualityDefinition,
		"ModelBias": KindBiasDefinition, "ModelExplainability": KindExplainabilityDefinition,
	}
	kind := Then(s.Type, func(word string) Value[Kind] {
		if k, ok := kinds[word]; ok {
			return Known(k)
		}
		return Unknown[Kind](Missing{MissingOperation, "the monitoring type " + word + " is not known"})
	})
	k, ok := kind.Get()
	if !ok {
		n := runsNothing()
		n.Mode = Unknown[Mode](kind.Why())
		return n
	}
	return inherits(k, Known(name))
}
