package policy

import "strings"

// operator is a condition operator taken apart, as in
// ForAllValues:StringNotLikeIfExists.
type operator struct {
	of       scope
	base     string // without Not: StringLike
	negated  bool
	ifExists bool
	known    bool
	compare  comparison
}

// scope says how an operator treats a key with several values.
type scope int8

const (
	single scope = iota
	forAll
	forAny
)

func parseOperator(name string) operator {
	var op operator
	name, all := strings.CutPrefix(name, "ForAllValues:")
	name, some := strings.CutPrefix(name, "ForAnyValue:")
	switch {
	case all && some:
		return op
	case all:
		op.of = forAll
	case some:
		op.of = forAny
	}
	name, op.ifExists = strings.CutSuffix(name, "IfExists")
	op.base, op.negated = positive(name)
	op.compare = comparisonOf(op.base)
	op.known = op.compare != nil || op.base == "Null" && op.of == single && !op.ifExists
	return op
}

// positive names the operator whose opposite this one is.
func positive(name string) (string, bool) {
	switch name {
	case "StringNotEquals", "StringNotEqualsIgnoreCase", "StringNotLike", "NumericNotEquals", "DateNotEquals", "ArnNotEquals", "ArnNotLike", "NotIpAddress":
		return strings.Replace(name, "Not", "", 1), true
	}
	return name, false
}

// comparison decides whether one value of a request fits one value of a policy.
type comparison func(policy glob, request string) truth

// comparisonOf lists the operators of IAM User Guide,
// reference_policies_elements_condition_operators, without their opposites.
func comparisonOf(base string) comparison {
	switch base {
	case "StringEquals":
		return func(p glob, v string) truth { return truthOf(string(p) == v) }
	case "StringEqualsIgnoreCase":
		return func(p glob, v string) truth { return truthOf(strings.EqualFold(string(p), v)) }
	case "StringLike":
		return func(p glob, v string) truth { return truthOf(p.covers(literal(v))) }
	case "ArnEquals", "ArnLike":
		return sameARN
	case "Bool":
		return sameBool
	case "BinaryEquals":
		return sameBinary
	case "IpAddress":
		return insideNetwork
	}
	if ordered, ok := strings.CutPrefix(base, "Numeric"); ok {
		return orderOf(ordered, compareNumbers)
	}
	if ordered, ok := strings.CutPrefix(base, "Date"); ok {
		return orderOf(ordered, compareDates)
	}
	return nil
}

// hasWildcards reports whether * and ? stand for text in the operator's values.
func hasWildcards(base string) bool {
	return base == "StringLike" || base == "ArnLike" || base == "ArnEquals"
}

// hasVariables reports whether policy variables are replaced in the operator's
// values: in strings and ARNs only.
func hasVariables(base string) bool {
	return strings.HasPrefix(base, "String") || strings.HasPrefix(base, "Arn")
}
