package checks

import "mooring/internal/check"

func monitoringPartial() check.Check {
	return check.Check{
		ID: "monitoring-partial", Severity: check.Medium, Kinds: monitoringKinds(),
		Doc: partialDoc(monitoringPurpose()), Judge: partial(),
	}
}
