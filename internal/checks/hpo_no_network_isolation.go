package checks

import (
	"mooring/internal/check"
	"mooring/internal/inventory"
)

func hpoNoNetworkIsolation() check.Check {
	doc := withoutIsolation(tuningJobs(), "TrainingJobDefinition.EnableNetworkIsolation",
		"{one: TrainingJobDefinition.EnableNetworkIsolation, several: TrainingJobDefinitions[].EnableNetworkIsolation}")
	doc.Description += " Every definition is judged, whether there is one or several."
	return check.Check{
		ID: "hpo-no-network-isolation", Severity: check.High, Kinds: []inventory.Kind{inventory.KindTuningJob}, Doc: doc,
		Judge: eachDefinition(func(d inventory.TrainingDefinition, at string) check.Outcome {
			return sealed(at+".EnableNetworkIsolation", d.Isolated)
		}),
	}
}
