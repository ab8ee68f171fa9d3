package checks

import (
	"mooring/internal/check"
	"mooring/internal/inventory"
)

func automlNoIntercontainerEncryption() check.Check {
	doc := withoutEncryption(automlJobs(), "SecurityConfig.EnableInterContainerTrafficEncryption", "SecurityConfig.EnableInterContainerTrafficEncryption")
	doc.Description = "Reads `SecurityConfig.EnableInterContainerTrafficEncryption` (in `AutoMLJobConfig` for the first version of the API). Fails when it is not true. " +
		"How many instances an AutoML job takes is AWS's choice, so it is not asked."
	return check.Check{
		ID: "automl-no-intercontainer-encryption", Severity: check.Medium, Kinds: []inventory.Kind{inventory.KindAutoMLJob}, Doc: doc,
		Judge: judgeAs(func(j *inventory.AutoMLJob, _ check.Subject) check.Outcome {
			return encryptedAlways(j.TrafficEncryption)
		}),
	}
}

// encryptedAlways judges the switch alone.
func encryptedAlways(on inventory.Value[bool]) check.Outcome {
	return check.Ask(on, func(on bool) check.Outcome {
		if !on {
			return check.Failed("traffic between its instances is not encrypted", "SecurityConfig.EnableInterContainerTrafficEncryption = false")
		}
		return check.Passed("traffic between instances is encrypted", "SecurityConfig.EnableInterContainerTrafficEncryption = true")
	})
}
