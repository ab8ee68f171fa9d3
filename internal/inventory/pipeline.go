package inventory

// Pipeline is a definition of steps. It does not stand in a network itself: its
// steps make jobs and models that do.
type Pipeline struct {
	Meta
	Role  Value[string]
	Steps Value[[]*PipelineStep] // in the order of the definition, branches included
}

func decodePipeline(o *object, m Meta) *Pipeline {
	p := &Pipeline{Meta: m, Role: required[string](o, "RoleArn")}
	p.Steps = Then(required[string](o, "PipelineDefinition"), func(text string) Value[[]*PipelineStep] {
		return decodeDefinition(o, m, text)
	})
	return p
}

// Network of a pipeline is the worst of its steps'.
func (p *Pipeline) Network() Network {
	n := runsNothing()
	steps, ok := p.Steps.Get()
	if !ok {
		n.Mode = Unknown[Mode](p.Steps.Why())
		return n
	}
	for _, s := range steps {
		n.Mode = Known(ModeInherited)
		n.Inherits = append(n.Inherits, Reference{KindPipelineStep, s.ID})
	}
	return n
}

// pipelineSteps lists the steps of all pipelines as resources of their own.
func pipelineSteps(all []Resource) []Resource {
	var out []Resource
	for _, r := range all {
		p, ok := r.(*Pipeline)
		if !ok {
			continue
		}
		steps, _ := p.Steps.Get()
		for _, s := range steps {
			out = append(out, s)
		}
	}
	return out
}
