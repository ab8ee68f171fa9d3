package checks

import (
	"slices"

	"mooring/internal/check"
	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// judgeAs gives a check its resource by its own type.
func judgeAs[T inventory.Resource](judge func(T, check.Subject) check.Outcome) func(check.Subject) check.Outcome {
	return func(s check.Subject) check.Outcome {
		r, ok := s.Resource.(T)
		if !ok {
			return check.Unread(inventory.Missing{Kind: inventory.MissingOperation, What: "a " + string(s.Resource.Head().Kind) + " that this check can read"})
		}
		return judge(r, s)
	}
}

// ownKinds are the kinds that own an interface, or may.
func ownKinds() []inventory.Kind {
	return slices.Concat([]inventory.Kind{inventory.KindNotebook, inventory.KindDomain, inventory.KindCluster}, jobKinds(), modelKinds(), monitoringKinds())
}

// jobKinds leaves transform jobs out: their model is judged.
func jobKinds() []inventory.Kind {
	return []inventory.Kind{
		inventory.KindTrainingJob, inventory.KindProcessingJob, inventory.KindTuningJob, inventory.KindAutoMLJob, inventory.KindCompilationJob,
		inventory.KindOptimizationJob, inventory.KindRecommendationJob, inventory.KindBenchmarkJob, inventory.KindLabelingJob,
	}
}

func modelKinds() []inventory.Kind {
	return []inventory.Kind{inventory.KindModel, inventory.KindEndpointConfig}
}

func monitoringKinds() []inventory.Kind {
	return append(definitionKinds(), inventory.KindMonitoringSchedule)
}

// proved judges what was proved about a resource that owns its settings. One
// that inherits them is judged as its owner.
func proved(judge func(*reach.Result, check.Subject) check.Outcome) func(check.Subject) check.Outcome {
	return func(s check.Subject) check.Outcome {
		mode := s.Resource.Network().Mode
		switch {
		case s.Result == nil:
			return check.Unread(inventory.Missing{Kind: inventory.MissingOperation, What: "nothing was proved"})
		case inventory.Is(mode, inventory.ModeInherited):
			return check.Moot("another resource owns its network, and is judged")
		}
		return judge(s.Result, s)
	}
}

// connected judges what needs the customer's network, where any of it is involved.
func connected(judge func(*reach.Result, check.Subject) check.Outcome) func(check.Subject) check.Outcome {
	return proved(func(r *reach.Result, s check.Subject) check.Outcome {
		if r.Function == reach.FunctionNotApplicable {
			return check.Moot("nothing of your network is involved")
		}
		return judge(r, s)
	})
}

// doubt is the outcome where the proof did not come to an end.
func doubt(r *reach.Result) check.Outcome {
	if r.Why != "" {
		return check.Outcome{Status: check.Unknown, Because: "AWS would refuse its settings: " + r.Why}
	}
	return check.Unread(r.Missing...)
}

// counted are the dependencies that the resource cannot do without and that
// have one of the verdicts.
func counted(r *reach.Result, verdicts ...reach.Verdict) []reach.Dependency {
	var out []reach.Dependency
	for _, d := range r.Dependencies {
		if d.Need != inventory.Optional && slices.Contains(verdicts, d.Verdict) {
			out = append(out, d)
		}
	}
	return out
}

// undecided is what keeps dependencies from being decided.
func undecided(all []reach.Dependency, r *reach.Result) check.Outcome {
	missing := slices.Clone(r.Missing)
	for _, d := range all {
		for _, p := range d.Proofs {
			for _, g := range p.Unknown() {
				if g.Missing != nil {
					missing = append(missing, *g.Missing)
				}
			}
		}
	}
	return check.Unread(missing...)
}

// label is what people call a dependency.
func label(id string) string {
	if s, ok := inventory.ServiceByID(id); ok {
		return s.Label
	}
	return id
}
