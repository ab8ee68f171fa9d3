package checks

import (
	"mooring/internal/check"
	"mooring/internal/inventory"
)

func processingNoIntercontainerEncryption() check.Check {
	doc := withoutEncryption(processingJobs(), "NetworkConfig.EnableInterContainerTrafficEncryption",
		"[NetworkConfig.EnableInterContainerTrafficEncryption, ProcessingResources.ClusterConfig.InstanceCount]")
	return check.Check{
		ID: "processing-no-intercontainer-encryption", Severity: check.Medium, Kinds: []inventory.Kind{inventory.KindProcessingJob}, Doc: doc,
		Judge: judgeAs(func(j *inventory.ProcessingJob, _ check.Subject) check.Outcome {
			return encrypted("NetworkConfig.EnableInterContainerTrafficEncryption", j.TrafficEncryption, j.Instances)
		}),
	}
}
