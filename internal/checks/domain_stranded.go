package checks

import (
	"mooring/internal/check"
	"mooring/internal/inventory"
)

func domainStranded() check.Check {
	return check.Check{
		ID: "domain-stranded", Severity: check.High, Kinds: []inventory.Kind{inventory.KindDomain},
		Doc: strandedDoc(domainPurpose()), Judge: stranded(),
	}
}
