package checks

import (
	"mooring/internal/check"
	"mooring/internal/inventory"
)

func hpoNoIntercontainerEncryption() check.Check {
	doc := withoutEncryption(tuningJobs(), "TrainingJobDefinition.EnableInterContainerTrafficEncryption",
		"{one: TrainingJobDefinition.EnableInterContainerTrafficEncryption, several: TrainingJobDefinitions[].EnableInterContainerTrafficEncryption}")
	doc.Description += " Every definition is judged, whether there is one or several."
	return check.Check{
		ID: "hpo-no-intercontainer-encryption", Severity: check.Medium, Kinds: []inventory.Kind{inventory.KindTuningJob}, Doc: doc,
		Judge: eachDefinition(func(d inventory.TrainingDefinition, at string) check.Outcome {
			return encrypted(at+".EnableInterContainerTrafficEncryption", d.TrafficEncryption, d.Instances)
		}),
	}
}
