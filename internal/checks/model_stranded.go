package checks

import "mooring/internal/check"

func modelStranded() check.Check {
	return check.Check{
		ID: "model-stranded", Severity: check.High, Kinds: modelKinds(),
		Doc: strandedDoc(modelPurpose()), Judge: stranded(),
	}
}
