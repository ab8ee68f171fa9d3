package checks

import (
	"mooring/internal/check"
	"mooring/internal/inventory"
)

// scheduleMember is where a schedule carries a definition of its own.
const scheduleMember = "MonitoringScheduleConfig.MonitoringJobDefinition.NetworkConfig"

// monitored is what a monitoring schedule runs: its own definition or the one
// that it names.
type monitored struct {
	at        string // the member or resource that holds it
	network   inventory.JobNetwork
	instances inventory.Value[int]
	clarify   inventory.Value[bool]
}

// effective judges what a schedule runs. A definition that was not read leaves
// it unknown.
func effective(judge func(monitored) check.Outcome) func(check.Subject) check.Outcome {
	return judgeAs(func(m *inventory.MonitoringSchedule, s check.Subject) check.Outcome {
		n := m.Network()
		return check.Ask(n.Mode, func(mode inventory.Mode) check.Outcome {
			if mode != inventory.ModeInherited {
				return judge(monitored{"MonitoringJobDefinition", m.JobNetwork, m.Instances, n.Conditions[inventory.WhenClarify]})
			}
			return check.Ask(s.Snapshot.Resource(m.Scope, n.Inherits[0]), func(r inventory.Resource) check.Outcome {
				d, ok := r.(*inventory.MonitoringDefinition)
				if !ok {
					return check.Unread(inventory.Missing{Kind: inventory.MissingHop, What: "the definition of " + m.Name})
				}
				return judge(monitored{d.Name, d.JobNetwork, d.Instances, inventory.Known(clarifyDefinition(d.Kind))})
			})
		})
	})
}

// clarifyDefinition: jobs of these definitions are Clarify's and talk to a shadow endpoint.
func clarifyDefinition(k inventory.Kind) bool {
	return k == inventory.KindBiasDefinition || k == inventory.KindExplainabilityDefinition
}
