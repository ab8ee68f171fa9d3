package checks

import (
	"mooring/internal/check"
	"mooring/internal/inventory"
)

// eachDefinition judges every definition that a tuning job makes training jobs
// from; the worst counts. at is the member that holds the definition.
func eachDefinition(judge func(d inventory.TrainingDefinition, at string) check.Outcome) func(check.Subject) check.Outcome {
	return judgeAs(func(t *inventory.TuningJob, _ check.Subject) check.Outcome {
		return check.Ask(t.Definitions, func(all []inventory.TrainingDefinition) check.Outcome {
			var parts []check.Outcome
			for _, d := range all {
				at := "TrainingJobDefinition"
				if d.Name != "" {
					at += " " + d.Name
				}
				parts = append(parts, judge(d, at))
			}
			return check.Fold(parts...)
		})
	})
}
