package checks

import "mooring/internal/check"

func jobStranded() check.Check {
	return check.Check{
		ID: "job-stranded", Severity: check.High, Kinds: jobKinds(),
		Doc: strandedDoc(jobPurpose()), Judge: stranded(),
	}
}
