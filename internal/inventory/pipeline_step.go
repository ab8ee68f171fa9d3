package inventory

import (
	"encoding/json"
	"slices"
	"strings"
)

// PipelineStep is one step of a pipeline. Its id is <pipeline ARN>#<step>.
type PipelineStep struct {
	Meta
	Type string // Training, Processing, Condition …
	// Makes is what the step creates, read from its arguments; nil when the step
	// makes nothing that stands in a network.
	Makes Resource
	// Assumptions are the parameters whose default value was taken, sorted.
	Assumptions []string
	network     Network
}

func (s *PipelineStep) Network() Network { return s.network }

// stepDecoder says what a type of step makes and how its arguments, which are
// those of AWS's Create operation, are read.
type stepDecoder struct {
	kind   Kind
	decode func(*object, Meta) Resource
}

func stepDecoders() map[string]stepDecoder {
	processing := stepDecoder{KindProcessingJob, resource(decodeProcessingJob)}
	model := stepDecoder{KindModel, resource(decodeModel)}
	return map[string]stepDecoder{
		"Training":       {KindTrainingJob, resource(decodeTrainingJob)},
		"Tuning":         {KindTuningJob, resource(decodeTuningJob)},
		"Processing":     processing,
		"QualityCheck":   processing,
		"ClarifyCheck":   processing,
		"Transform":      {KindTransformJob, resource(decodeTransformJob)},
		"Model":          model,
		"CreateModel":    model,
		"AutoML":         {KindAutoMLJob, resource(decodeAutoMLJob)},
		"EndpointConfig": {KindEndpointConfig, resource(decodeEndpointConfig)},
	}
}

// idleSteps run no code of the customer's on SageMaker: they register, decide,
// call another service or end the pipeline.
func idleSteps() []string {
	return []string{"RegisterModel", "Condition", "Fail", "Lambda", "Callback", "EMR", "EMRServerless"}
}

// step reads one step of a definition.
func (d *definition) step(raw rawStep) *PipelineStep {
	m := d.pipeline
	m.Kind, m.ID, m.Name, m.ARN = KindPipelineStep, d.stepID(raw.Name), raw.Name, ""
	s := &PipelineStep{Meta: m, Type: raw.Type}
	decoder, ok := stepDecoders()[raw.Type]
	switch {
	case ok:
		used := map[string]bool{}
		request := d.request(decoder.kind, raw.Arguments, used)
		m.Uses = usesOf(request)
		s.Uses = m.Uses
		s.Makes = decoder.decode(request, m)
		s.network = s.Makes.Network()
		s.network.Finished = false
		s.Assumptions = d.assumptions(used)
		d.follow(s, raw)
	case slices.Contains(idleSteps(), raw.Type):
		s.network = runsNothing()
	default:
		s.network = runsNothing()
		s.network.Mode = Unknown[Mode](Missing{MissingOperation, "the step type " + raw.Type + " is not known"})
	}
	return s
}

// follow makes a transform step, whose model an earlier step makes, inherit that step.
func (d *definition) follow(s *PipelineStep, raw rawStep) {
	if _, ok := s.Makes.(*TransformJob); !ok {
		if raw.Type == "ClarifyCheck" {
			s.network.Conditions[WhenClarify] = Known(true)
		}
		return
	}
	path, _ := strings.CutPrefix(reference(raw.Arguments["ModelName"]), "Steps.")
	if maker, _, _ := strings.Cut(path, "."); d.models[maker] {
		s.network = inherits(KindPipelineStep, Known(d.stepID(maker)))
	}
}

func (d *definition) stepID(name string) string { return d.pipeline.ReportID() + "#" + name }

// request makes the object that AWS would answer for a step's arguments.
func (d *definition) request(kind Kind, arguments map[string]any, used map[string]bool) *object {
	members := map[string]json.RawMessage{}
	for name, v := range arguments {
		members[name] = encode(d.resolve(v, used), nil)
	}
	o := *d.object
	o.members, o.summary, o.conflicts = withDefaults(kind, members), nil, nil
	o.described, o.explain = true, unsettledReference
	o.operation = "the step"
	return &o
}
