// Package checks is the catalogue: one file, one fixture and one page per check,
// all of them called by its id.
package checks

import "mooring/internal/check"

// All are the checks, in the order in which a person reads about a resource.
func All() []check.Check {
	return nil
}
