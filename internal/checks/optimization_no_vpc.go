package checks

import (
	"mooring/internal/check"
	"mooring/internal/inventory"
)

func optimizationNoVPC() check.Check {
	doc := withoutVPC(optimizationJobs(), "VpcConfig", "VpcConfig")
	return check.Check{
		ID: "optimization-no-vpc", Severity: check.Medium, Kinds: []inventory.Kind{inventory.KindOptimizationJob}, Doc: doc,
		Judge: judgeAs(func(j *inventory.OptimizationJob, _ check.Subject) check.Outcome { return placed("VpcConfig", j.VPC) }),
	}
}
