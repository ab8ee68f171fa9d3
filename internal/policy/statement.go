package policy

import (
	"errors"
	"fmt"
)

func parseStatement(o object, variables bool) (statement, error) {
	var s statement
	err := o.only("Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition")
	if err != nil {
		return s, err
	}
	if s.sid, err = o.text("Sid"); err != nil {
		return s, err
	}
	if s.denies, err = parseEffect(o); err != nil {
		return s, err
	}
	if s.principals, s.notPrincipals, err = statementPrincipals(o); err != nil {
		return s, err
	}
	if s.actions, s.notActions, err = patterns(o, "Action", false); err != nil {
		return s, err
	}
	if s.resources, s.notResources, err = patterns(o, "Resource", variables); err != nil {
		return s, err
	}
	if s.actions == nil {
		return s, errors.New("no Action")
	}
	if s.resources == nil && s.principals == nil {
		return s, errors.New("neither Resource nor Principal")
	}
	if value, ok := o.lookup("Condition"); ok {
		if s.conditions, err = parseConditions(value, variables); err != nil {
			return s, fmt.Errorf("condition: %w", err)
		}
	}
	return s, nil
}

func parseEffect(o object) (denies bool, err error) {
	effect, err := o.text("Effect")
	switch {
	case err != nil:
		return false, err
	case effect == "Deny":
		return true, nil
	case effect == "Allow":
		return false, nil
	}
	return false, fmt.Errorf("unknown effect %q", effect)
}

func statementPrincipals(o object) (*principals, bool, error) {
	value, negated, ok, err := either(o, "Principal")
	if err != nil || !ok {
		return nil, false, err
	}
	out, err := parsePrincipals(value)
	if err != nil {
		return nil, false, fmt.Errorf("principal: %w", err)
	}
	return out, negated, nil
}

// patterns reads Action or Resource, or its opposite. Actions are compared
// without regard to case.
func patterns(o object, name string, variables bool) ([]template, bool, error) {
	value, negated, ok, err := either(o, name)
	if err != nil || !ok {
		return nil, false, err
	}
	list, err := texts(value)
	if err != nil {
		return nil, false, fmt.Errorf("%s: %w", name, err)
	}
	var out []template
	for _, text := range list {
		if text == "" {
			return nil, false, fmt.Errorf("%s: an empty string", name)
		}
		if name == "Action" {
			text = foldAction(text)
		}
		out = append(out, newTemplate(text, true, variables))
	}
	return out, negated, nil
}

// either looks up an element or its opposite.
func either(o object, name string) (value any, negated, ok bool, err error) {
	value, ok = o.lookup(name)
	opposite, negated := o.lookup("Not" + name)
	switch {
	case ok && negated:
		return nil, false, false, fmt.Errorf("both %s and Not%s", name, name)
	case negated:
		return opposite, true, true, nil
	}
	return value, false, ok, nil
}
