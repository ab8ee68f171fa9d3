package repair

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"mooring/internal/change"
	"mooring/internal/cost"
	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// Policy says what repairs may be made of.
type Policy struct {
	AllowInternet bool        // NAT gateways and rules to any public address
	Prices        *cost.Table // nil for the list that comes with the program
}

// Proposal is one repair, proved on a copy of the snapshot.
type Proposal struct {
	Changes []change.Change
	Monthly cost.Price // without traffic
	Repairs []Effect   // dependencies that become reachable, of any resource
	Breaks  []Effect   // dependencies that fare worse, or whose exposure does
	// Opens says who else reaches what by it, beyond the repairs; nil where it is
	// proved that nobody does.
	Opens []string
	// Cautions say what it does to clients that are no SageMaker resource, or what
	// could not be proved.
	Cautions []string

	class class
	after *inventory.Snapshot
}

// Effect is a verdict that a proposal changes.
type Effect struct {
	Resource      string // report id
	Name          string
	Kind          inventory.Kind
	Dependency    string // "internet" for the exposure
	Before, After string // verdicts, or exposures

	goal *goal // what it speaks of; nil for the exposure
}

// Clean reports whether a proposal breaks nothing, exposes nothing and leaves
// nothing to be looked at by a person.
func (p Proposal) Clean() bool { return len(p.Breaks) == 0 && len(p.Cautions) == 0 }

// Snapshot is the copy with the changes made.
func (p Proposal) Snapshot() *inventory.Snapshot { return p.after }

// Resources counts the resources that a proposal repairs something of.
func (p Proposal) Resources() int { return resources(p.Repairs) }

func resources(effects []Effect) int {
	seen := map[string]bool{}
	for _, e := range effects {
		seen[e.Resource] = true
	}
	return len(seen)
}

// Text is one line: what to change, its price, what it repairs and breaks.
func (p Proposal) Text() string {
	var words []string
	for _, c := range p.Changes {
		words = append(words, c.Describe())
	}
	return fmt.Sprintf("%s · %s/month · repairs %d, breaks %d", strings.Join(words, "; "), p.Monthly, p.Resources(), resources(p.Breaks))
}

// class orders the ways to repair something: a free gateway endpoint before
// rules, these before an interface endpoint, a NAT gateway last.
type class int

const (
	byGatewayEndpoint class = iota
	byRules
	byInterfaceEndpoint
	byNAT
)

func classOf(changes []change.Change) class {
	worst := byRules
	for _, c := range changes {
		switch c := c.(type) {
		case change.GatewayTable:
			return max(byGatewayEndpoint, beyondRules(changes))
		case change.Endpoint:
			if c.Type == "Gateway" {
				return max(byGatewayEndpoint, beyondRules(changes))
			}
		}
	}
	return max(worst, beyondRules(changes))
}

func beyondRules(changes []change.Change) class {
	worst := byGatewayEndpoint
	for _, c := range changes {
		switch c := c.(type) {
		case change.Endpoint:
			if c.Type == "Interface" {
				worst = max(worst, byInterfaceEndpoint)
			}
		case change.NATGateway:
			worst = byNAT
		case change.Route:
			if c.After != nil && c.After.Target.Kind == inventory.TargetNAT {
				worst = byNAT
			}
		}
	}
	return worst
}

// compare orders proposals, the best first. What is clean goes before what is
// not, whatever it costs.
func compare(a, b Proposal) int {
	dirt := func(p Proposal) int {
		switch {
		case len(p.Breaks) > 0:
			return 2
		case len(p.Cautions) > 0:
			return 1
		}
		return 0
	}
	return cmp.Or(
		cmp.Compare(dirt(a), dirt(b)), cmp.Compare(a.class, b.class), cmp.Compare(len(a.Changes), len(b.Changes)),
		cmp.Compare(amount(a.Monthly), amount(b.Monthly)), cmp.Compare(len(a.Opens), len(b.Opens)), cmp.Compare(key(a.Changes), key(b.Changes)),
	)
}

// amount puts an unknown price behind every known one.
func amount(p cost.Price) cost.Amount {
	if a, ok := p.Monthly.Get(); ok {
		return a
	}
	return 1 << 62
}

func key(changes []change.Change) string {
	var keys []string
	for _, c := range changes {
		keys = append(keys, change.Key(c))
	}
	return strings.Join(keys, "\n")
}

// Find proposes repairs for one dependency of a resource that is blocked or
// partial, the best first; none where it is neither, or where nothing that the
// policy allows repairs it. An id that is no dependency is an error.
func Find(s *inventory.Snapshot, a reach.Assumptions, r inventory.Resource, dependency string, p Policy) ([]Proposal, error) {
	service, ok := inventory.ServiceByID(dependency)
	if !ok {
		return nil, fmt.Errorf("%q is no dependency", dependency)
	}
	f := newFinder(s, a, p)
	proposals := f.proposals(goal{resource: r, service: service})
	slices.SortFunc(proposals, compare)
	return proposals, nil
}
