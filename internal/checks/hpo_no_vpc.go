package checks

import (
	"mooring/internal/check"
	"mooring/internal/inventory"
)

func hpoNoVPC() check.Check {
	doc := withoutVPC(tuningJobs(), "TrainingJobDefinition.VpcConfig", "{one: TrainingJobDefinition.VpcConfig, several: TrainingJobDefinitions[].VpcConfig}")
	doc.Description += " Every definition is judged, whether there is one or several."
	return check.Check{
		ID: "hpo-no-vpc", Severity: check.High, Kinds: []inventory.Kind{inventory.KindTuningJob}, Doc: doc,
		Judge: eachDefinition(func(d inventory.TrainingDefinition, at string) check.Outcome { return placed(at+".VpcConfig", d.VPC) }),
	}
}
