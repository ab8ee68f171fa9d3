package checks

import (
	"mooring/internal/check"
	"mooring/internal/inventory"
)

func benchmarkNoVPC() check.Check {
	doc := withoutVPC(benchmarkJobs(), "NetworkConfig.VpcConfig", "NetworkConfig.VpcConfig")
	return check.Check{
		ID: "benchmark-no-vpc", Severity: check.Medium, Kinds: []inventory.Kind{inventory.KindBenchmarkJob}, Doc: doc,
		Judge: judgeAs(func(j *inventory.BenchmarkJob, _ check.Subject) check.Outcome {
			return placed("NetworkConfig.VpcConfig", j.VPC)
		}),
	}
}
