package check

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"mooring/internal/inventory"
)

// Finding is what one check says about one resource.
type Finding struct {
	ID       string // the same between runs, whatever the outcome
	Check    Check
	Resource string // report id
	Finished bool   // of a job that will not run again: evidence, not a task
	Outcome
}

// Run judges one resource by all checks that apply to it, in their order. A
// check that does not apply to the resource's kind says nothing at all.
func Run(checks []Check, s Subject) []Finding {
	var out []Finding
	head, finished := s.Resource.Head(), s.Resource.Network().Finished
	for _, c := range checks {
		of, ok := c.subject(s)
		if !ok {
			continue
		}
		f := Finding{ID: findingID(c.ID, head.Key), Check: c, Resource: head.ReportID(), Finished: finished, Outcome: c.Judge(of)}
		f.Status = f.known()
		out = append(out, f)
	}
	return out
}

// subject is what the check judges of s. A pipeline's step is judged as what it
// makes, which carries the step's own identity.
func (c Check) subject(s Subject) (Subject, bool) {
	if slices.Contains(c.Kinds, s.Resource.Head().Kind) {
		return s, true
	}
	step, ok := s.Resource.(*inventory.PipelineStep)
	if !ok || step.Makes == nil || !slices.Contains(c.Kinds, made(step.Makes)) {
		return s, false
	}
	s.Resource = step.Makes
	return s, true
}

// made is the kind of what a step makes; its head says pipeline-step.
func made(r inventory.Resource) inventory.Kind {
	switch r.(type) {
	case *inventory.TrainingJob:
		return inventory.KindTrainingJob
	case *inventory.TuningJob:
		return inventory.KindTuningJob
	case *inventory.ProcessingJob:
		return inventory.KindProcessingJob
	case *inventory.TransformJob:
		return inventory.KindTransformJob
	case *inventory.AutoMLJob:
		return inventory.KindAutoMLJob
	case *inventory.Model:
		return inventory.KindModel
	case *inventory.EndpointConfig:
		return inventory.KindEndpointConfig
	}
	return r.Head().Kind
}

// findingID hashes the check's id and all that a resource is known by.
func findingID(check string, k inventory.Key) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{check, k.Partition, k.Account, k.Region, string(k.Kind), k.ID}, "\x00")))
	return "f-" + hex.EncodeToString(sum[:8])
}
