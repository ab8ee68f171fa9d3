package checks

import "mooring/internal/check"

func modelPartial() check.Check {
	return check.Check{
		ID: "model-partial", Severity: check.Medium, Kinds: modelKinds(),
		Doc: partialDoc(modelPurpose()), Judge: partial(),
	}
}
