// Package checks is the catalogue: one file, one fixture and one page per check,
// all of them called by its id.
package checks

import (
	"slices"

	"mooring/internal/check"
)

// All are the checks, in the order in which a person reads about them.
func All() []check.Check {
	return slices.Concat(interactive(), jobs(), hosting(), monitoring(), clusters(), network())
}

func interactive() []check.Check {
	return []check.Check{
		notebookDirectInternet(),
		notebookNoVPC(),
		notebookDefaultVPC(),
		notebookRootAccess(),
		notebookIMDSv1(),
		notebookStranded(),
		notebookPartial(),
		domainNotVPCOnly(),
		domainStranded(),
		domainPartial(),
	}
}

func jobs() []check.Check {
	return []check.Check{
		trainingNoVPC(),
		trainingNoNetworkIsolation(),
		trainingNoIntercontainerEncryption(),
		processingNoVPC(),
		processingNoNetworkIsolation(),
		processingNoIntercontainerEncryption(),
		hpoNoVPC(),
		hpoNoNetworkIsolation(),
		hpoNoIntercontainerEncryption(),
		automlNoVPC(),
		automlNoIntercontainerEncryption(),
		compilationNoVPC(),
		optimizationNoVPC(),
		recommendationNoVPC(),
		benchmarkNoVPC(),
		labelingNoVPC(),
		jobStranded(),
		jobPartial(),
	}
}

func hosting() []check.Check {
	return []check.Check{
		modelNoVPC(),
		modelNoNetworkIsolation(),
		modelStranded(),
		modelPartial(),
		endpointConfigNoVPC(),
		endpointConfigNoIsolation(),
	}
}

func monitoring() []check.Check {
	return []check.Check{
		jobdefNoVPC(),
		jobdefNoNetworkIsolation(),
		jobdefNoIntercontainerEncryption(),
		monitoringScheduleNoVPC(),
		monitoringScheduleNoIsolation(),
		monitoringScheduleNoIntercontainerEncryption(),
		monitoringStranded(),
		monitoringPartial(),
	}
}

func clusters() []check.Check {
	return []check.Check{
		clusterNoVPC(),
		clusterStranded(),
		clusterPartial(),
	}
}

func network() []check.Check {
	return []check.Check{
		vpcButOpenEgress(),
		vpceMissing(),
		vpcePrivateDNSOff(),
		vpceSGBlocks443(),
		s3ThroughNAT(),
		tagVersusFact(),
		postureUnknown(),
	}
}
