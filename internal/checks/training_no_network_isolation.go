package checks

import (
	"mooring/internal/check"
	"mooring/internal/inventory"
)

func trainingNoNetworkIsolation() check.Check {
	doc := withoutIsolation(trainingJobs(), "EnableNetworkIsolation", "EnableNetworkIsolation")
	return check.Check{
		ID: "training-no-network-isolation", Severity: check.High, Kinds: []inventory.Kind{inventory.KindTrainingJob}, Doc: doc,
		Judge: judgeAs(func(j *inventory.TrainingJob, _ check.Subject) check.Outcome {
			return sealed("EnableNetworkIsolation", j.Isolated)
		}),
	}
}
