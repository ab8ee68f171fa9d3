package checks

import (
	"mooring/internal/check"
	"mooring/internal/inventory"
)

func trainingNoVPC() check.Check {
	doc := withoutVPC(trainingJobs(), "VpcConfig", "VpcConfig")
	return check.Check{
		ID: "training-no-vpc", Severity: check.High, Kinds: []inventory.Kind{inventory.KindTrainingJob}, Doc: doc,
		Judge: judgeAs(func(j *inventory.TrainingJob, _ check.Subject) check.Outcome { return placed("VpcConfig", j.VPC) }),
	}
}
