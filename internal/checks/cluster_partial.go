package checks

import (
	"mooring/internal/check"
	"mooring/internal/inventory"
)

func clusterPartial() check.Check {
	return check.Check{
		ID: "cluster-partial", Severity: check.Medium, Kinds: []inventory.Kind{inventory.KindCluster},
		Doc: partialDoc(clusterPurpose()), Judge: partial(),
	}
}
