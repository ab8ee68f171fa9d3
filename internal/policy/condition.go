package policy

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// condition is one key of one operator, with the values any of which fits.
type condition struct {
	op       operator
	operator string // as written
	key      string // as written
	values   []template
}

func parseConditions(value any, variables bool) ([]condition, error) {
	blocks, ok := value.(object)
	if !ok {
		return nil, errors.New("no object")
	}
	var out []condition
	for _, block := range blocks {
		keys, ok := block.value.(object)
		if !ok {
			return nil, fmt.Errorf("%s is no object", block.name)
		}
		seen := map[string]bool{}
		for _, key := range keys {
			if seen[strings.ToLower(key.name)] {
				return nil, fmt.Errorf("%s: %s twice", block.name, key.name)
			}
			seen[strings.ToLower(key.name)] = true
			c, err := parseCondition(block.name, key, variables)
			if err != nil {
				return nil, fmt.Errorf("%s: %s: %w", block.name, key.name, err)
			}
			out = append(out, c)
		}
	}
	return out, nil
}

func parseCondition(name string, key member, variables bool) (condition, error) {
	c := condition{op: parseOperator(name), operator: name, key: key.name}
	list, ok := key.value.([]any)
	if !ok {
		list = []any{key.value}
	}
	for _, v := range list {
		text, err := conditionText(v)
		if err != nil {
			return condition{}, err
		}
		t := newTemplate(text, hasWildcards(c.op.base), variables && hasVariables(c.op.base))
		c.values = append(c.values, t)
	}
	return c, nil
}

// conditionText reads a value: AWS takes numbers and booleans for their text.
func conditionText(v any) (string, error) {
	switch v := v.(type) {
	case string:
		return v, nil
	case json.Number:
		return v.String(), nil
	case bool:
		return fmt.Sprint(v), nil
	}
	return "", fmt.Errorf("%v is no string, number or boolean", v)
}

// holds decides the condition for a request (IAM User Guide,
// reference_policies_elements_condition_operators and
// reference_policies_condition-single-vs-multi-valued-context-keys).
func (c condition) holds(r Request) answer {
	values := r.value(c.key)
	switch {
	case !c.op.known || len(c.values) == 0:
		return unsure(c.operator + " " + c.key)
	case values.state == unknown:
		return unsure(c.key)
	case c.op.base == "Null":
		return c.null(len(values.list) == 0)
	case values.state == absent:
		return c.withoutKey()
	}
	return c.withValues(r, values.list)
}

func (c condition) null(lacking bool) answer {
	out := sure(false)
	for _, v := range c.values {
		want, ok := boolOf(v.text)
		if !ok {
			return unsure(c.operator + " " + c.key)
		}
		out = out.or(sure(want == lacking))
	}
	return out
}

func (c condition) withoutKey() answer {
	switch {
	case c.op.of == forAny && c.op.ifExists:
		return unsure(c.operator + " " + c.key)
	case c.op.of == forAny:
		return sure(false)
	case c.op.of == forAll || c.op.ifExists:
		return sure(true)
	}
	return sure(c.op.negated)
}

// withValues joins the answers for each of the request's values. Several values
// under an operator for one have no meaning that AWS promises; nor has an empty
// list, or an empty string under ForAllValues.
func (c condition) withValues(r Request, list []string) answer {
	all, some, blank := sure(true), sure(false), false
	for _, v := range list {
		one := c.fits(r, v)
		all, some = all.and(one), some.or(one)
		blank = blank || v == ""
	}
	switch {
	case c.op.of == forAny && len(list) == 0:
		return c.withoutKey()
	case c.op.of == forAny:
		return some
	case c.op.of == forAll && blank && all.truth == no:
		return unsure(c.key)
	case c.op.of == forAll:
		return all
	case len(list) != 1:
		return unsure(c.key)
	}
	return all
}

// fits compares one value of the request with all of the policy's.
func (c condition) fits(r Request, value string) answer {
	out := sure(false)
	for _, v := range c.values {
		out = out.or(v.matched(r, c.key, c.op.negated, func(g glob) truth { return c.op.compare(g, value) }))
		if out.truth == yes {
			break
		}
	}
	if c.op.negated {
		return out.not()
	}
	return out
}
