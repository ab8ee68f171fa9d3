package checks

import (
	"mooring/internal/check"
	"mooring/internal/inventory"
)

func monitoringScheduleNoIsolation() check.Check {
	doc := withoutIsolation(schedules(), scheduleMember+".EnableNetworkIsolation", "MonitoringScheduleConfig")
	doc.Description += " What counts is the effective definition: the one within the schedule or the one that it names."
	doc.References = append(doc.References, guide("clarify-vpc"))
	doc.Compliance = map[string][]string{fsbp: {"SageMaker.14"}, configRules: {"sagemaker-monitoring-schedule-isolation"}}
	return check.Check{
		ID: "monitoring-schedule-no-isolation", Severity: check.Medium, Kinds: []inventory.Kind{inventory.KindMonitoringSchedule}, Doc: doc,
		Judge: effective(func(e monitored) check.Outcome {
			return sealedUnlessClarify(e.at+".NetworkConfig.EnableNetworkIsolation", e.network.Isolated, e.clarify)
		}),
	}
}
