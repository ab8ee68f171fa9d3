package checks

import (
	"mooring/internal/check"
	"mooring/internal/inventory"
)

func trainingNoIntercontainerEncryption() check.Check {
	doc := withoutEncryption(trainingJobs(), "EnableInterContainerTrafficEncryption", "[EnableInterContainerTrafficEncryption, ResourceConfig.InstanceCount]")
	return check.Check{
		ID: "training-no-intercontainer-encryption", Severity: check.Medium, Kinds: []inventory.Kind{inventory.KindTrainingJob}, Doc: doc,
		Judge: judgeAs(func(j *inventory.TrainingJob, _ check.Subject) check.Outcome {
			return encrypted("EnableInterContainerTrafficEncryption", j.TrafficEncryption, j.Instances)
		}),
	}
}
