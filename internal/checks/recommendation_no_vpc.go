package checks

import (
	"mooring/internal/check"
	"mooring/internal/inventory"
)

func recommendationNoVPC() check.Check {
	doc := withoutVPC(recommendationJobs(), "InputConfig.VpcConfig", "InputConfig.VpcConfig")
	doc.Impact += " The group must also let traffic out to the subnets' own ranges."
	return check.Check{
		ID: "recommendation-no-vpc", Severity: check.Medium, Kinds: []inventory.Kind{inventory.KindRecommendationJob}, Doc: doc,
		Judge: judgeAs(func(j *inventory.RecommendationJob, _ check.Subject) check.Outcome {
			return placed("InputConfig.VpcConfig", j.VPC)
		}),
	}
}
