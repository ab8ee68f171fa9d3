package checks

import (
	"mooring/internal/check"
	"mooring/internal/inventory"
)

func automlNoVPC() check.Check {
	doc := withoutVPC(automlJobs(), "SecurityConfig.VpcConfig", "SecurityConfig.VpcConfig")
	doc.Description += " Jobs of the first version of the API carry it in `AutoMLJobConfig`. AutoML jobs have no switch for network isolation."
	return check.Check{
		ID: "automl-no-vpc", Severity: check.High, Kinds: []inventory.Kind{inventory.KindAutoMLJob}, Doc: doc,
		Judge: judgeAs(func(j *inventory.AutoMLJob, _ check.Subject) check.Outcome {
			return placed("SecurityConfig.VpcConfig", j.VPC)
		}),
	}
}
