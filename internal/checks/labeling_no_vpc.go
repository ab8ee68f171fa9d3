package checks

import (
	"mooring/internal/check"
	"mooring/internal/inventory"
)

func labelingNoVPC() check.Check {
	doc := withoutVPC(labelingJobs(), labelingMember, labelingMember)
	doc.Description += " Judged only where automated labeling runs code."
	return check.Check{
		ID: "labeling-no-vpc", Severity: check.Medium, Kinds: []inventory.Kind{inventory.KindLabelingJob}, Doc: doc,
		Judge: judgeAs(func(j *inventory.LabelingJob, _ check.Subject) check.Outcome {
			return check.Ask(j.Automated, func(automated bool) check.Outcome {
				if !automated {
					return check.Moot("people label; no code of the job's runs", "LabelingJobAlgorithmsConfig = absent")
				}
				return placed(labelingMember, j.VPC)
			})
		}),
	}
}

const labelingMember = "LabelingJobAlgorithmsConfig.LabelingJobResourceConfig.VpcConfig"
