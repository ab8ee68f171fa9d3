package saved

import (
	"encoding/json"
	"strings"
)

// definition masks inside a pipeline's definition, which is JSON in a string
// (or, from other collectors, JSON itself). One that is no JSON is masked whole: it cannot
// be judged and may hold anything.
func (m *masker) definition(value []byte) {
	inner := []byte(text(value))
	isString := starts(value, '"')
	if !isString {
		inner = value
	}
	switch {
	case isString && !json.Valid(inner):
		m.copy(value, values)
		return
	case !isObject(inner):
		m.out.Write(value)
		return
	}
	nested := &masker{key: m.key}
	nested.copy(withoutSecretDefaults(inner, nested), open)
	nested.changed = nested.changed || nested.out.String() != string(inner)
	switch {
	case !nested.changed:
		m.out.Write(value)
	case isString:
		m.replace(nested.out.String())
	default:
		m.changed = true
		m.out.Write(nested.out.Bytes())
	}
}

// withoutSecretDefaults masks the default values of parameters that only
// reach environments and hyperparameters. A parameter that is also used elsewhere (a
// subnet, a flag) is needed for the proof and stays.
func withoutSecretDefaults(definition []byte, m *masker) []byte {
	secret, needed := map[string]bool{}, map[string]bool{}
	references(definition, open, func(parameter string, z zone) {
		if z != open {
			secret[parameter] = true
		} else {
			needed[parameter] = true
		}
	})
	list, ok := parseObject(definition).get("Parameters")
	if !ok || len(secret) == 0 {
		return definition
	}
	out := &masker{key: m.key}
	at := offset(definition, list)
	out.out.Write(definition[:at])
	done := 0
	elements(list, func(v []byte) bool {
		p := parseObject(v)
		name := p.text("Name")
		value, ok := p.get("DefaultValue")
		if ok && secret[name] && !needed[name] {
			start := offset(list, value)
			out.out.Write(list[done:start])
			out.copy(value, values)
			done = start + len(value)
		}
		return true
	})
	out.out.Write(list[done:])
	out.out.Write(definition[at+len(list):])
	return out.out.Bytes()
}

// references calls f with every {"Get": "Parameters.NAME"} and the zone it stands in.
func references(raw []byte, z zone, f func(parameter string, z zone)) {
	switch {
	case isObject(raw):
		members(raw, func(name, value []byte) bool {
			if parameter, ok := strings.CutPrefix(text(value), "Parameters."); ok && string(name) == "Get" {
				f(parameter, z)
			}
			inner := zoneOf(string(name))
			if z != open {
				inner = z
			}
			references(value, inner, f)
			return true
		})
	case isArray(raw):
		elements(raw, func(value []byte) bool { references(value, z, f); return true })
	}
}
