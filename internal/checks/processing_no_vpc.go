package checks

import (
	"mooring/internal/check"
	"mooring/internal/inventory"
)

func processingNoVPC() check.Check {
	doc := withoutVPC(processingJobs(), "NetworkConfig.VpcConfig", "NetworkConfig.VpcConfig")
	return check.Check{
		ID: "processing-no-vpc", Severity: check.High, Kinds: []inventory.Kind{inventory.KindProcessingJob}, Doc: doc,
		Judge: judgeAs(func(j *inventory.ProcessingJob, _ check.Subject) check.Outcome {
			return placed("NetworkConfig.VpcConfig", j.VPC)
		}),
	}
}
