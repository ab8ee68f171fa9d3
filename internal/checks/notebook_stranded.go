package checks

import (
	"mooring/internal/check"
	"mooring/internal/inventory"
)

func notebookStranded() check.Check {
	return check.Check{
		ID: "notebook-stranded", Severity: check.High, Kinds: []inventory.Kind{inventory.KindNotebook},
		Doc: strandedDoc(notebookPurpose()), Judge: stranded(),
	}
}
