package checks

import (
	"mooring/internal/check"
	"mooring/internal/inventory"
)

func processingNoNetworkIsolation() check.Check {
	doc := withoutIsolation(processingJobs(), "NetworkConfig.EnableNetworkIsolation", "NetworkConfig.EnableNetworkIsolation")
	doc.Description += " Clarify's own image is not judged."
	doc.References = append(doc.References, guide("clarify-vpc"))
	return check.Check{
		ID: "processing-no-network-isolation", Severity: check.High, Kinds: []inventory.Kind{inventory.KindProcessingJob}, Doc: doc,
		Judge: judgeAs(func(j *inventory.ProcessingJob, _ check.Subject) check.Outcome {
			return sealedUnlessClarify("NetworkConfig.EnableNetworkIsolation", j.Isolated, j.Network().Conditions[inventory.WhenClarify])
		}),
	}
}
