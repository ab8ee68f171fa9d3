package checks

import "mooring/internal/check"

func monitoringStranded() check.Check {
	return check.Check{
		ID: "monitoring-stranded", Severity: check.High, Kinds: monitoringKinds(),
		Doc: strandedDoc(monitoringPurpose()), Judge: stranded(),
	}
}
