package checks

import "mooring/internal/check"

func jobPartial() check.Check {
	return check.Check{
		ID: "job-partial", Severity: check.Medium, Kinds: jobKinds(),
		Doc: partialDoc(jobPurpose()), Judge: partial(),
	}
}
