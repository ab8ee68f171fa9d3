package checks

import (
	"mooring/internal/check"
	"mooring/internal/inventory"
)

func monitoringScheduleNoVPC() check.Check {
	doc := withoutVPC(schedules(), scheduleMember+".VpcConfig", "MonitoringScheduleConfig")
	doc.Description += " What counts is the effective definition: the one within the schedule or the one that it names."
	return check.Check{
		ID: "monitoring-schedule-no-vpc", Severity: check.Medium, Kinds: []inventory.Kind{inventory.KindMonitoringSchedule}, Doc: doc,
		Judge: effective(func(e monitored) check.Outcome { return placed(e.at+".NetworkConfig.VpcConfig", e.network.VPC) }),
	}
}
