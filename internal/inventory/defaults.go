package inventory

import "encoding/json"

// What AWS takes where a request leaves a member out, as it answers it. Source:
// AWS SageMaker API reference, Create operations.
const (
	DefaultNotebookIMDS  = "1"
	DefaultIPAddressType = "ipv4"
)

// Default is a member of a request and what AWS takes in its absence.
type Default struct {
	In     string // structure that must be there; "" for the top level
	Member string
	Value  string // JSON
}

// Defaults are those of a kind's members that decide its network. A template or
// a pipeline step that leaves one out gets it; an answer that leaves it out is
// not read so: there it is unknown.
func Defaults(kind Kind) []Default {
	isolation := Default{"", "EnableNetworkIsolation", "false"}
	encryption := Default{"", "EnableInterContainerTrafficEncryption", "false"}
	within := func(d Default, structure string) Default { return Default{structure, d.Member, d.Value} }
	switch kind {
	case KindNotebook:
		return []Default{
			{"", "DirectInternetAccess", `"Enabled"`},
			{"", "RootAccess", `"Enabled"`},
			{"", "IpAddressType", `"` + DefaultIPAddressType + `"`},
			{"InstanceMetadataServiceConfiguration", "MinimumInstanceMetadataServiceVersion", `"` + DefaultNotebookIMDS + `"`},
		}
	case KindDomain:
		return []Default{{"", "AppNetworkAccessType", `"PublicInternetOnly"`}, {"DomainSettings", "IpAddressType", `"` + DefaultIPAddressType + `"`}}
	case KindTrainingJob:
		return []Default{isolation, encryption}
	case KindTuningJob:
		return []Default{
			within(isolation, "TrainingJobDefinition"), within(encryption, "TrainingJobDefinition"),
			within(isolation, "TrainingJobDefinitions"), within(encryption, "TrainingJobDefinitions"),
		}
	case KindModel, KindEndpointConfig:
		return []Default{isolation}
	case KindProcessingJob, KindDataQualityDefinition, KindModelQualityDefinition, KindBiasDefinition, KindExplainabilityDefinition:
		return []Default{within(isolation, "NetworkConfig"), within(encryption, "NetworkConfig")}
	}
	return nil
}

// withDefaults turns a request's members into those of the answer AWS would give.
func withDefaults(kind Kind, members map[string]json.RawMessage) map[string]json.RawMessage {
	out := make(map[string]json.RawMessage, len(members))
	for name, raw := range members {
		out[name] = raw
	}
	for _, d := range Defaults(kind) {
		if d.In == "" {
			setDefault(out, d)
		} else if raw, ok := lookup(out, d.In); ok {
			out[d.In] = defaultWithin(raw, d)
		}
	}
	return out
}

func setDefault(members map[string]json.RawMessage, d Default) {
	if _, ok := lookup(members, d.Member); !ok {
		members[d.Member] = json.RawMessage(d.Value)
	}
}

// defaultWithin sets a default in a structure or in every one of a list. An
// empty structure stays empty: it counts as absent. A reference stays one.
func defaultWithin(raw json.RawMessage, d Default) json.RawMessage {
	var one map[string]json.RawMessage
	if json.Unmarshal(raw, &one) == nil {
		if len(one) == 0 || isReference(one) {
			return raw
		}
		setDefault(one, d)
		return encode(one, raw)
	}
	var many []map[string]json.RawMessage
	if json.Unmarshal(raw, &many) != nil {
		return raw
	}
	for i := range many {
		if many[i] != nil {
			setDefault(many[i], d)
		}
	}
	return encode(many, raw)
}

func encode(v any, otherwise json.RawMessage) json.RawMessage {
	raw, err := json.Marshal(v)
	if err != nil {
		return otherwise
	}
	return raw
}
