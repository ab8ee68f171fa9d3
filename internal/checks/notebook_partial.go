package checks

import (
	"mooring/internal/check"
	"mooring/internal/inventory"
)

func notebookPartial() check.Check {
	return check.Check{
		ID: "notebook-partial", Severity: check.Medium, Kinds: []inventory.Kind{inventory.KindNotebook},
		Doc: partialDoc(notebookPurpose()), Judge: partial(),
	}
}
