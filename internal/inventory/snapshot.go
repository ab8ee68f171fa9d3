package inventory

import (
	"cmp"
	"slices"
)

// Snapshot is everything that was read, at one time. It is immutable, built
// once by Build, and says of every operation whether it holds it.
type Snapshot struct {
	origin    Origin
	scopes    []Scope
	coverage  map[string][]coverage // by operation
	resources []Resource
	byKey     map[Reference][]Resource
	net       network
	policies  policies
	notes     []string
}

// coverage is the outcome of one call.
type coverage struct {
	scope   Scope
	subject string
	code    string // "" when it was wholly read
}

func (s *Snapshot) Origin() Origin { return s.origin }

// Scopes are the accounts and Regions that were looked into, sorted.
func (s *Snapshot) Scopes() []Scope { return s.scopes }

// Resources are all SageMaker resources, sorted by key.
func (s *Snapshot) Resources() []Resource { return s.resources }

// Notes tell what a reader of the source should know: contradictions between
// answers, members that are no longer understood. Sorted.
func (s *Snapshot) Notes() []string { return s.notes }

// Resource finds what near refers to.
func (s *Snapshot) Resource(near Scope, ref Reference) Value[Resource] {
	var candidates []Resource
	for _, r := range s.byKey[ref] {
		if compatible(near, r.Head().Scope) {
			candidates = append(candidates, r)
		}
	}
	switch len(candidates) {
	case 1:
		return Known(candidates[0])
	case 0:
		return Unknown[Resource](Missing{MissingHop, string(ref.Kind) + " " + ref.ID + " is referred to and not in what was read"})
	}
	for _, r := range candidates {
		if r.Head().Scope == near {
			return Known(r)
		}
	}
	return Unknown[Resource](Missing{MissingConflict, string(ref.Kind) + " " + ref.ID + " exists more than once"})
}

// compatible reports whether two scopes can be the same: no part that both
// know differs. Global answers have no Region and so fit every Region.
func compatible(a, b Scope) bool {
	fits := func(x, y string) bool { return x == "" || y == "" || x == y }
	return fits(a.Partition, b.Partition) && fits(a.Account, b.Account) && fits(a.Region, b.Region)
}

// Read reports whether an operation was wholly read in a scope; when it was
// not, the Missing says what would be needed. subject is "" for a list.
func (s *Snapshot) Read(scope Scope, operation, subject string) (Missing, bool) {
	gap := Gap{Scope: scope, Operation: operation, Subject: subject, Code: NotAsked}
	found := false
	for _, c := range s.coverage[operation] {
		if c.subject != subject || !compatible(c.scope, scope) {
			continue
		}
		if c.code != "" {
			gap.Code = c.code
			return gap.Missing(), false
		}
		found = true
	}
	if found {
		return Missing{}, true
	}
	if scope.Account != "" && !s.holdsAccount(scope.Account) {
		return Missing{MissingAccount, scope.Account}, false
	}
	return gap.Missing(), false
}

// Asked reports whether any call, answered or not, was made for the operation.
func (s *Snapshot) Asked(scope Scope, operation, subject string) bool {
	return slices.ContainsFunc(s.coverage[operation], func(c coverage) bool {
		return c.subject == subject && compatible(c.scope, scope)
	})
}

func (s *Snapshot) holdsAccount(account string) bool {
	return slices.ContainsFunc(s.scopes, func(c Scope) bool { return c.Account == account || c.Account == "" })
}

// Gaps are all calls that failed or were cut short and all listing operations
// that a scope was never asked for, sorted.
func (s *Snapshot) Gaps() []Gap {
	var gaps []Gap
	for operation, calls := range s.coverage {
		for _, c := range calls {
			if c.code != "" {
				gaps = append(gaps, Gap{c.scope, operation, c.subject, c.code})
			}
		}
	}
	gaps = append(gaps, s.neverAsked()...)
	slices.SortFunc(gaps, func(a, b Gap) int {
		return cmp.Or(a.Scope.compare(b.Scope), cmp.Compare(a.Operation, b.Operation), cmp.Compare(a.Subject, b.Subject))
	})
	return slices.Compact(gaps)
}

func (s *Snapshot) neverAsked() []Gap {
	var gaps []Gap
	for _, o := range operations {
		if len(o.Subject) > 0 || o.Beside {
			continue
		}
		for _, scope := range s.scopes {
			if !s.Asked(scope, o.Name, "") {
				gaps = append(gaps, Gap{scope, o.Name, "", NotAsked})
			}
		}
	}
	return gaps
}
