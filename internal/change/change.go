package change

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"mooring/internal/cost"
	"mooring/internal/inventory"
)

// Change is one proposed edit. The kinds are a closed list: GroupRule,
// SecurityGroup, ACLRule, Route, GatewayTable, Endpoint, EndpointDNS,
// EndpointPolicy, VPCAttribute, DHCP and NATGateway.
type Change interface {
	// Apply edits a copy of the snapshot. What the change takes for granted and
	// the snapshot does not hold is an error.
	Apply(*inventory.Snapshot) (*inventory.Snapshot, error)
	// Invert is the change that undoes this one.
	Invert() Change
	// Price is the difference that it makes to a month's bill, traffic left out.
	Price(t *cost.Table, region string) cost.Price
	// Describe says it in one line, the object first: "sg-09f: admit TCP 443 from sg-0b7".
	Describe() string

	cli(*script)
	terraform(*configuration)
	cloudformation(*template)
}

// Apply makes changes one after the other.
func Apply(s *inventory.Snapshot, changes []Change) (*inventory.Snapshot, error) {
	for _, c := range changes {
		next, err := c.Apply(s)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c.Describe(), err)
		}
		s = next
	}
	return s, nil
}

// Invert are the changes that undo changes, in the order in which to make them.
func Invert(changes []Change) []Change {
	out := make([]Change, len(changes))
	for i, c := range changes {
		out[len(changes)-1-i] = c.Invert()
	}
	return out
}

// Price is the sum of the changes' prices.
func Price(changes []Change, t *cost.Table, region string) cost.Price {
	sum := t.None()
	for _, c := range changes {
		sum = sum.Plus(c.Price(t, region))
	}
	return sum
}

// Key is the same for equal changes and different for different ones.
func Key(c Change) string {
	text, err := json.Marshal(c)
	if err != nil {
		// Every member is a string, number, bool, address or list of them.
		panic("change: cannot be encoded: " + err.Error())
	}
	return fmt.Sprintf("%T %s", c, text)
}

// copyOf is a shallow copy of an object that a change edits.
func copyOf[T any](v inventory.Value[*T], id string) (*T, error) {
	old, ok := v.Get()
	if !ok {
		return nil, fmt.Errorf("%s is not known: %s", id, v.Why().What)
	}
	out := *old
	return &out, nil
}

// with is a copy of a list with one more element at its end; without takes the
// last one that is the same out.
func with[T any](list []T, v T) []T { return append(slices.Clip(slices.Clone(list)), v) }

func without[T any](list []T, same func(T) bool) ([]T, error) {
	for i := len(list) - 1; i >= 0; i-- {
		if same(list[i]) {
			return slices.Delete(slices.Clone(list), i, i+1), nil
		}
	}
	return nil, errors.New("what should be taken away is not there")
}

// key is the head of an object that a change makes.
func key(at inventory.Scope, kind inventory.Kind, id string) inventory.Meta {
	return inventory.Meta{Key: inventory.Key{Scope: at, Kind: kind, ID: id}, Name: id}
}
