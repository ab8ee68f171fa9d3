package inventory

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// definition is a parsed PipelineDefinition.
type definition struct {
	object   *object // the pipeline's
	pipeline Meta
	defaults map[string]any  // of parameters that have one
	models   map[string]bool // steps that make a model
}

// rawStep is a step as the definition has it. Source: AWS, SageMaker pipeline
// definition JSON schema.
type rawStep struct {
	Name      string
	Type      string
	Arguments map[string]any
}

type rawParameter struct {
	Name         string
	DefaultValue any
}

// decodeDefinition reads the steps of a definition. One step that cannot be
// understood makes all unknown: nobody shall take it for absent.
func decodeDefinition(o *object, m Meta, text string) Value[[]*PipelineStep] {
	var raw struct {
		Parameters []rawParameter
		Steps      []rawStep
	}
	err := decodeWhole(text, &raw)
	var steps []rawStep
	if err == nil {
		steps, err = flatten(raw.Steps)
	}
	if err == nil && len(steps) == 0 {
		err = errors.New("it has no steps")
	}
	if err != nil {
		return Unknown[[]*PipelineStep](Missing{MissingOperation, "the definition of pipeline " + m.ID + ": " + err.Error()})
	}
	d := newDefinition(o, m, raw.Parameters, steps)
	out := make([]*PipelineStep, len(steps))
	for i, s := range steps {
		out[i] = d.step(s)
	}
	return Known(out)
}

// decodeWhole reads one JSON document and nothing behind it. Numbers stay as
// they are written.
func decodeWhole(text string, v any) error {
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(v); err != nil {
		return err
	}
	if _, err := decoder.Token(); err != io.EOF {
		return errors.New("something stands behind it")
	}
	return nil
}

func newDefinition(o *object, m Meta, parameters []rawParameter, steps []rawStep) *definition {
	d := &definition{o, m, map[string]any{}, map[string]bool{}}
	for _, p := range parameters {
		if p.DefaultValue != nil {
			d.defaults[p.Name] = p.DefaultValue
		}
	}
	decoders := stepDecoders()
	for _, s := range steps {
		d.models[s.Name] = decoders[s.Type].kind == KindModel
	}
	return d
}

// flatten lists steps, each with those in its branches behind it.
func flatten(steps []rawStep) ([]rawStep, error) {
	var out []rawStep
	for _, s := range steps {
		if s.Name == "" || s.Type == "" {
			return nil, errors.New("a step has no name or no type")
		}
		out = append(out, s)
		for _, branch := range []string{"IfSteps", "ElseSteps"} {
			inner, err := branchSteps(s.Arguments[branch])
			if err != nil {
				return nil, fmt.Errorf("%s of step %s: %w", branch, s.Name, err)
			}
			out = append(out, inner...)
		}
	}
	return out, nil
}

func branchSteps(branch any) ([]rawStep, error) {
	if branch == nil {
		return nil, nil
	}
	items, ok := branch.([]any)
	if !ok {
		return nil, errors.New("not a list")
	}
	steps := make([]rawStep, len(items))
	for i, item := range items {
		members, _ := item.(map[string]any)
		steps[i].Name, _ = members["Name"].(string)
		steps[i].Type, _ = members["Type"].(string)
		if steps[i].Arguments, ok = members["Arguments"].(map[string]any); !ok && members["Arguments"] != nil {
			return nil, errors.New("a step has arguments that are no structure")
		}
	}
	return flatten(steps)
}

// assumptions tell the parameters that were used, with the value taken.
func (d *definition) assumptions(used map[string]bool) []string {
	var out []string
	for _, name := range slices.Sorted(maps.Keys(used)) {
		out = append(out, fmt.Sprintf("parameter %s has its default value %v", name, d.defaults[name]))
	}
	return out
}

// resolve puts default values in the place of references to parameters, and
// joins what is then known. What cannot be settled stays as it is and so is
// unknown to whoever decodes it. used collects the parameters.
func (d *definition) resolve(v any, used map[string]bool) any {
	switch v := v.(type) {
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = d.resolve(v[i], used)
		}
		return out
	case map[string]any:
		if name, ok := strings.CutPrefix(reference(v), "Parameters."); ok {
			return d.parameter(name, v, used)
		}
		out := make(map[string]any, len(v))
		for name := range v {
			out[name] = d.resolve(v[name], used)
		}
		return join(out)
	}
	return v
}

func (d *definition) parameter(name string, otherwise any, used map[string]bool) any {
	value, ok := d.defaults[name]
	if !ok {
		return otherwise
	}
	used[name] = true
	return value
}

// reference is what {"Get": "…"} refers to; "" for anything else.
func reference(v any) string {
	members, _ := v.(map[string]any)
	if len(members) != 1 {
		return ""
	}
	text, _ := members["Get"].(string)
	return text
}

// join evaluates {"Std:Join": {"On": "/", "Values": [...]}} of plain strings
// and returns anything else as it is.
func join(members map[string]any) any {
	call, ok := members["Std:Join"].(map[string]any)
	if !ok || len(members) != 1 {
		return members
	}
	values, _ := call["Values"].([]any)
	on, _ := call["On"].(string)
	parts := make([]string, len(values))
	for i, v := range values {
		text, ok := v.(string)
		if !ok {
			return members
		}
		parts[i] = text
	}
	return strings.Join(parts, on)
}

// isReference reports that a structure stands for a value that is settled later.
func isReference(members map[string]json.RawMessage) bool {
	if len(members) != 1 {
		return false
	}
	for name := range members {
		return name == "Get" || strings.HasPrefix(name, "Std:")
	}
	return false
}

// unsettledReference finds the first reference in what could not be decoded.
func unsettledReference(raw json.RawMessage) (Missing, bool) {
	var v any
	if json.Unmarshal(raw, &v) != nil {
		return Missing{}, false
	}
	return firstReference(v)
}

func firstReference(v any) (Missing, bool) {
	if text := reference(v); text != "" {
		return Missing{MissingParameter, text}, true
	}
	var inner []any
	switch v := v.(type) {
	case []any:
		inner = v
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			inner = append(inner, v[name])
		}
	}
	for _, i := range inner {
		if missing, ok := firstReference(i); ok {
			return missing, true
		}
	}
	return Missing{}, false
}
