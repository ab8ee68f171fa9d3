package collect

import (
	"slices"

	"mooring/internal/inventory"
)

// operations are all reading operations: those that list, each with what is
// asked about its items.
func operations(on *apis) []operation {
	return slices.Concat([]operation{tagsInBulk(on)}, sagemakerOperations(on), networkOperations(on), storageOperations(on), policyOperations(on))
}

// table is the operations without clients, for those who only read it.
func table() []operation { return operations(new(apis)) }

// flatten lists operations with everything asked after them.
func flatten(table []operation) []operation {
	var out []operation
	for _, o := range table {
		out = append(out, o)
		out = append(out, flatten(o.then)...)
		if o.orElse != nil {
			out = append(out, *o.orElse)
		}
	}
	return out
}

// all is the table with whose the credentials are and what is asked afterwards.
func all(table []operation) []operation {
	nobody := new(apis)
	out := append([]operation{whoami(nobody)}, flatten(table)...)
	for _, l := range afterwards(nobody, "") {
		out = append(out, flatten([]operation{l.operation})...)
	}
	return out
}

// chosen keeps what the asked kinds need: theirs, those of the kinds that they
// inherit from, and everything that belongs to no kind.
func (o Options) chosen(table []operation) []operation {
	if len(o.Kinds) == 0 {
		return table
	}
	wanted := withOwners(o.Kinds)
	return slices.DeleteFunc(table, func(op operation) bool {
		return op.kinds != nil && !slices.ContainsFunc(op.kinds, func(k inventory.Kind) bool { return wanted[k] })
	})
}

// owners are the kinds that own network settings, or facts behind a need, of another.
func owners() map[inventory.Kind][]inventory.Kind {
	definitions := []inventory.Kind{
		inventory.KindDataQualityDefinition, inventory.KindModelQualityDefinition,
		inventory.KindBiasDefinition, inventory.KindExplainabilityDefinition,
	}
	return map[inventory.Kind][]inventory.Kind{
		inventory.KindNotebook:           {inventory.KindCodeRepository, inventory.KindNotebookLifecycleConfig},
		inventory.KindDomain:             {inventory.KindUserProfile, inventory.KindSpace},
		inventory.KindUserProfile:        {inventory.KindDomain},
		inventory.KindSpace:              {inventory.KindDomain, inventory.KindUserProfile},
		inventory.KindApp:                {inventory.KindDomain, inventory.KindUserProfile, inventory.KindSpace},
		inventory.KindTransformJob:       {inventory.KindModel},
		inventory.KindEndpointConfig:     {inventory.KindModel},
		inventory.KindEndpoint:           {inventory.KindEndpointConfig},
		inventory.KindInferenceComponent: {inventory.KindEndpoint, inventory.KindModel},
		inventory.KindMonitoringSchedule: append(definitions, inventory.KindEndpoint),
		inventory.KindPipelineStep:       {inventory.KindPipeline},
	}
}

func withOwners(kinds []inventory.Kind) map[inventory.Kind]bool {
	wanted := map[inventory.Kind]bool{}
	for queue := slices.Clone(kinds); len(queue) > 0; queue = queue[1:] {
		if k := queue[0]; !wanted[k] {
			wanted[k] = true
			queue = append(queue, owners()[k]...)
		}
	}
	return wanted
}
