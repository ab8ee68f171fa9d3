package inventory

import "cmp"

// MonitoringDefinition is one of the four kinds of monitoring job definitions.
// It runs as processing jobs.
type MonitoringDefinition struct {
	Meta
	JobNetwork
	Instances    Value[int]
	Role         Value[string]
	VolumeKMSKey Value[string]
}

func decodeMonitoringDefinition(o *object, m Meta) *MonitoringDefinition {
	m.ARN = cmp.Or(m.ARN, o.text("MonitoringJobDefinitionArn"))
	resources, _ := nested(o, "JobResources")
	cluster, _ := nested(resources, "ClusterConfig")
	return &MonitoringDefinition{
		Meta:         m,
		JobNetwork:   networkConfig(o),
		Instances:    required[int](cluster, "InstanceCount"),
		Role:         required[string](o, "RoleArn"),
		VolumeKMSKey: optional[string](cluster, "VolumeKmsKeyId"),
	}
}

func (d *MonitoringDefinition) Network() Network { return d.JobNetwork.processing(d.Instances) }
