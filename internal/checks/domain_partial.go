package checks

import (
	"mooring/internal/check"
	"mooring/internal/inventory"
)

func domainPartial() check.Check {
	return check.Check{
		ID: "domain-partial", Severity: check.Medium, Kinds: []inventory.Kind{inventory.KindDomain},
		Doc: partialDoc(domainPurpose()), Judge: partial(),
	}
}
