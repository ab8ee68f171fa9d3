package change

import (
	"encoding/json"
	"errors"
	"fmt"

	"mooring/internal/cost"
	"mooring/internal/inventory"
)

// EndpointPolicy replaces the policy of an endpoint. Its request holds the whole
// document (EC2 API, ModifyVpcEndpoint).
type EndpointPolicy struct {
	At            inventory.Scope
	Endpoint      string
	Before, After string // JSON
	Added         string // the statement that was added, for the one line; "" else
}

// AddStatement is the change that adds one statement to an endpoint's policy.
// A policy that is no object with statements is an error.
func AddStatement(v *inventory.VPCEndpoint, statement map[string]any, said string) (EndpointPolicy, error) {
	text, ok := v.Policy.Get()
	if !ok || text == "" {
		return EndpointPolicy{}, fmt.Errorf("the policy of %s is not known", v.ID)
	}
	var document map[string]any
	if err := json.Unmarshal([]byte(text), &document); err != nil {
		return EndpointPolicy{}, fmt.Errorf("the policy of %s: %w", v.ID, err)
	}
	var list []any
	switch s := document["Statement"].(type) {
	case []any:
		list = append(list, s...)
	case map[string]any:
		list = []any{s}
	default:
		return EndpointPolicy{}, errors.New("the policy of " + v.ID + " has no statements")
	}
	document["Statement"] = append(list, statement)
	after, err := json.Marshal(document)
	if err != nil {
		return EndpointPolicy{}, fmt.Errorf("the policy of %s: %w", v.ID, err)
	}
	return EndpointPolicy{At: v.Scope, Endpoint: v.ID, Before: text, After: string(after), Added: said}, nil
}

// Apply demands the policy before.
func (c EndpointPolicy) Apply(s *inventory.Snapshot) (*inventory.Snapshot, error) {
	v, err := copyOf(s.VPCEndpoint(c.At, c.Endpoint), c.Endpoint)
	if err != nil {
		return nil, err
	}
	if !inventory.Is(v.Policy, c.Before) {
		return nil, fmt.Errorf("the policy of %s is not as it was taken to be", c.Endpoint)
	}
	v.Policy = inventory.Known(c.After)
	return s.With(v)
}

// Invert puts the old policy back.
func (c EndpointPolicy) Invert() Change {
	c.Before, c.After, c.Added = c.After, c.Before, ""
	return c
}

// Price is nothing: policies are not metered.
func (c EndpointPolicy) Price(t *cost.Table, _ string) cost.Price { return t.None() }

// Describe is "vpce-1: allow sts:* in its policy".
func (c EndpointPolicy) Describe() string {
	if c.Added != "" {
		return c.Endpoint + ": allow " + c.Added + " in its policy"
	}
	return c.Endpoint + ": replace its policy"
}

func (c EndpointPolicy) cli(s *script) {
	s.aws(c.At, "modify-vpc-endpoint", "--vpc-endpoint-id", c.Endpoint, "--policy-document", c.After)
}

func (c EndpointPolicy) terraform(d *configuration) {
	b := d.resource("aws_vpc_endpoint_policy", c.Endpoint)
	b.set("vpc_endpoint_id", c.Endpoint)
	b.set("policy", c.After)
}

// CloudFormation has no resource for the policy of an endpoint that stands.
func (c EndpointPolicy) cloudformation(t *template) {
	t.byHand(c.Describe(), "set PolicyDocument of the AWS::EC2::VPCEndpoint that is "+c.Endpoint+" to "+c.After)
}
