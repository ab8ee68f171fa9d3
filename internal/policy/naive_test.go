package policy

import (
	"encoding/json"
	"fmt"
	"net"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// The naive evaluator reads a document's JSON anew for every question, one
// string at a time, in two values, with all of the context known. It shares
// nothing with the package but the shapes of AWS's documents.

type naiveRequest struct {
	action, resource string
	account, arn     string // of the role or user; "" for a service
	session, service string
	context          map[string][]string // a missing key is absent
}

func naiveDecide(text string, r naiveRequest) string {
	var document map[string]any
	if err := json.Unmarshal([]byte(text), &document); err != nil {
		panic(err)
	}
	allowed := false
	for _, s := range naiveList(document["Statement"]) {
		statement := s.(map[string]any)
		if !naiveApplies(statement, r) {
			continue
		}
		if statement["Effect"] == "Deny" {
			return "denied"
		}
		allowed = true
	}
	if allowed {
		return "allowed"
	}
	return "not allowed"
}

func naiveList(v any) []any {
	if list, ok := v.([]any); ok {
		return list
	}
	return []any{v}
}

func naiveApplies(s map[string]any, r naiveRequest) bool {
	if p, ok := s["Principal"]; ok && !naivePrincipal(p, r) {
		return false
	}
	if a, ok := s["Action"]; ok && !naiveAny(a, r, strings.ToLower(r.action), true) {
		return false
	}
	if a, ok := s["NotAction"]; ok && naiveAny(a, r, strings.ToLower(r.action), true) {
		return false
	}
	if a, ok := s["Resource"]; ok && !naiveAny(a, r, r.resource, false) {
		return false
	}
	if a, ok := s["NotResource"]; ok && naiveAny(a, r, r.resource, false) {
		return false
	}
	conditions, _ := s["Condition"].(map[string]any)
	for operator, keys := range conditions {
		for key, values := range keys.(map[string]any) {
			if !naiveCondition(operator, key, naiveList(values), r) {
				return false
			}
		}
	}
	return true
}

func naiveAny(list any, r naiveRequest, text string, fold bool) bool {
	for _, v := range naiveList(list) {
		pattern := v.(string)
		if fold {
			pattern = strings.ToLower(pattern)
		}
		if naiveLike(pattern, text, r) {
			return true
		}
	}
	return false
}

var naiveVariable = regexp.MustCompile(`\$\{[^}]*\}`)

// naiveLike turns a pattern into a regular expression, its variables quoted.
func naiveLike(pattern, text string, r naiveRequest) bool {
	expression, resolved := "", true
	rest := pattern
	for rest != "" {
		at := naiveVariable.FindStringIndex(rest)
		if at == nil {
			expression += naiveWildcards(rest)
			break
		}
		value, ok := naiveResolve(rest[at[0]+2:at[1]-1], r)
		resolved = resolved && ok
		expression += naiveWildcards(rest[:at[0]]) + regexp.QuoteMeta(value)
		rest = rest[at[1]:]
	}
	return resolved && regexp.MustCompile(`(?s)^`+expression+`$`).MatchString(text)
}

func naiveWildcards(text string) string {
	return strings.NewReplacer(`\*`, `.*`, `\?`, `.`).Replace(regexp.QuoteMeta(text))
}

func naiveResolve(name string, r naiveRequest) (string, bool) {
	if name == "*" || name == "?" || name == "$" {
		return name, true
	}
	name, fallback, has := strings.Cut(name, ", '")
	if values, ok := r.context[strings.ToLower(name)]; ok {
		return values[0], len(values) == 1
	}
	return strings.TrimSuffix(fallback, "'"), has
}

func naivePrincipal(p any, r naiveRequest) bool {
	if p == "*" {
		return true
	}
	for kind, names := range p.(map[string]any) {
		for _, n := range naiveList(names) {
			name := n.(string)
			switch kind {
			case "Service":
				if name == r.service {
					return true
				}
			case "AWS":
				if name == "*" {
					return true
				}
				if r.service == "" && (name == r.account || name == "arn:aws:iam::"+r.account+":root" || name == r.arn || name == r.session) {
					return true
				}
			}
		}
	}
	return false
}

func naiveCondition(operator, key string, values []any, r naiveRequest) bool {
	have, exists := r.context[strings.ToLower(key)]
	if operator == "Null" {
		for _, v := range values {
			if (fmt.Sprint(v) == "true") != exists {
				return true
			}
		}
		return false
	}
	scope, rest := "", operator
	if i := strings.Index(operator, ":"); i >= 0 {
		scope, rest = operator[:i], operator[i+1:]
	}
	ifExists := strings.HasSuffix(rest, "IfExists")
	rest = strings.TrimSuffix(rest, "IfExists")
	if !exists {
		switch {
		case ifExists, scope == "ForAllValues":
			return true
		case scope == "ForAnyValue":
			return false
		}
		return strings.Contains(rest, "Not")
	}
	hits := 0
	for _, h := range have {
		if naiveValue(rest, values, h, r) {
			hits++
		}
	}
	if scope == "ForAnyValue" {
		return hits > 0
	}
	return hits == len(have)
}

func naiveValue(operator string, values []any, have string, r naiveRequest) bool {
	negated := strings.Contains(operator, "Not")
	operator = strings.Replace(operator, "Not", "", 1)
	for _, v := range values {
		if naiveFits(operator, fmt.Sprint(v), have, r) {
			return !negated
		}
	}
	return negated
}

func naiveFits(operator, want, have string, r naiveRequest) bool {
	number := func(s string) float64 { n, _ := strconv.ParseFloat(s, 64); return n }
	instant := func(s string) float64 {
		if t, err := time.Parse(time.RFC3339, s); err == nil {
			return float64(t.Unix())
		}
		return number(s)
	}
	quoted := strings.NewReplacer("*", "${*}", "?", "${?}").Replace
	switch operator {
	case "StringEquals":
		return naiveLike(naiveKeepVariables(want, quoted), have, r)
	case "StringEqualsIgnoreCase":
		r.context = naiveLower(r.context)
		return naiveLike(naiveKeepVariables(strings.ToLower(want), quoted), strings.ToLower(have), r)
	case "StringLike":
		return naiveLike(want, have, r)
	case "Bool":
		return want == have
	case "IpAddress":
		return naiveInside(want, have)
	case "ArnEquals", "ArnLike":
		w, h := strings.SplitN(want, ":", 6), strings.SplitN(have, ":", 6)
		for i := range w {
			if len(h) < 6 || !naiveLike(w[i], h[i], r) {
				return false
			}
		}
		return true
	}
	a, b := number(have), number(want)
	if strings.HasPrefix(operator, "Date") {
		a, b = instant(have), instant(want)
	}
	switch {
	case strings.HasSuffix(operator, "LessThan"):
		return a < b
	case strings.HasSuffix(operator, "LessThanEquals"):
		return a <= b
	case strings.HasSuffix(operator, "GreaterThan"):
		return a > b
	case strings.HasSuffix(operator, "GreaterThanEquals"):
		return a >= b
	}
	return a == b
}

func naiveLower(context map[string][]string) map[string][]string {
	out := map[string][]string{}
	for key, values := range context {
		for _, v := range values {
			out[key] = append(out[key], strings.ToLower(v))
		}
	}
	return out
}

// naiveKeepVariables edits what stands around the variables.
func naiveKeepVariables(text string, edit func(string) string) string {
	at := naiveVariable.FindStringIndex(text)
	if at == nil {
		return edit(text)
	}
	return edit(text[:at[0]]) + text[at[0]:at[1]] + naiveKeepVariables(text[at[1]:], edit)
}

func naiveInside(want, have string) bool {
	ip := net.ParseIP(have)
	if !strings.Contains(want, "/") {
		return net.ParseIP(want).Equal(ip)
	}
	_, network, err := net.ParseCIDR(want)
	return err == nil && network.Contains(ip) && (ip.To4() != nil) == (network.IP.To4() != nil)
}
