package checks

import (
	"mooring/internal/check"
	"mooring/internal/inventory"
)

func clusterStranded() check.Check {
	return check.Check{
		ID: "cluster-stranded", Severity: check.High, Kinds: []inventory.Kind{inventory.KindCluster},
		Doc: strandedDoc(clusterPurpose()), Judge: stranded(),
	}
}
