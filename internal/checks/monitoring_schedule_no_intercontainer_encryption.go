package checks

import (
	"mooring/internal/check"
	"mooring/internal/inventory"
)

func monitoringScheduleNoIntercontainerEncryption() check.Check {
	doc := withoutEncryption(schedules(), scheduleMember+".EnableInterContainerTrafficEncryption", "MonitoringScheduleConfig")
	doc.Description += " What counts is the effective definition: the one within the schedule or the one that it names."
	doc.Compliance = map[string][]string{fsbp: {"SageMaker.22"}, configRules: {"sagemaker-monitoring-schedule-traffic-encryption"}}
	return check.Check{
		ID: "monitoring-schedule-no-intercontainer-encryption", Severity: check.Medium, Kinds: []inventory.Kind{inventory.KindMonitoringSchedule}, Doc: doc,
		Judge: effective(func(e monitored) check.Outcome {
			return encrypted(e.at+".NetworkConfig.EnableInterContainerTrafficEncryption", e.network.TrafficEncryption, e.instances)
		}),
	}
}
