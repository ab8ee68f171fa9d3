package reach

import (
	"slices"
)

// exposureOrder and functionOrder are worst first; folding takes the first that occurs.
func exposureOrder() []Exposure {
	return []Exposure{ExposureDirect, ExposureNAT, ExposureUnknown, ExposureFiltered, ExposureNone, ExposureNotApplicable}
}

func functionOrder() []Function {
	return []Function{FunctionStranded, FunctionPartial, FunctionUnknown, FunctionWorks, FunctionNotApplicable}
}

func worst[T comparable](order []T, a, b T) T {
	if slices.Index(order, a) < slices.Index(order, b) {
		return a
	}
	return b
}
