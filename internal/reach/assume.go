package reach

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"mooring/internal/inventory"
)

// Assumptions settle what could not be read, by name. A proof that leans on one
// says so.
type Assumptions map[string]string

// The names that Assumptions may hold, each with its values. Where settle is asked
// for one, the first value is AWS's default, which also stands where a saved
// source never asked.
func assumable() map[string][]string {
	return map[string][]string{
		assumeBlockPublicAccess: {"off", "block-bidirectional", "block-ingress"},
		assumeCustomDNS:         {"forwards", "public"},
		assumeDNSFirewall:       {"off"},
		assumeEncryption:        {"off"},
		assumeManagedDomains:    {"no-match"},
		assumeHostedZones:       {"none"},
		assumeProfiles:          {"none"},
		assumeResolverRules:     {"none"},
	}
}

const (
	assumeBlockPublicAccess = "block-public-access"
	assumeCustomDNS         = "custom-dns"
	assumeDNSFirewall       = "dns-firewall"
	assumeEncryption        = "encryption-controls"
	assumeManagedDomains    = "managed-domain-lists"
	assumeHostedZones       = "private-hosted-zones"
	assumeProfiles          = "resolver-profiles"
	assumeResolverRules     = "resolver-rules"
)

// ParseAssumptions reads name=value texts.
func ParseAssumptions(texts []string) (Assumptions, error) {
	out := Assumptions{}
	for _, text := range texts {
		name, value, _ := strings.Cut(text, "=")
		values, ok := assumable()[name]
		if !ok || !slices.Contains(values, value) {
			return nil, fmt.Errorf("assume %q: not one of %s", text, assumableList())
		}
		out[name] = value
	}
	return out, nil
}

func assumableList() string {
	var out []string
	for _, name := range slices.Sorted(maps.Keys(assumable())) {
		for _, value := range assumable()[name] {
			out = append(out, name+"="+value)
		}
	}
	return strings.Join(out, ", ")
}

// settle answers for something that was not read: the user's assumption first,
// then AWS's default where a saved source never asked. ok is false where
// neither speaks; text is what the proof must print.
func (e *environment) settle(name string, asked bool) (value, text string, ok bool) {
	if value, ok := e.assume[name]; ok {
		return value, fmt.Sprintf("%s is %s (asserted)", name, value), true
	}
	if asked {
		return "", "", false
	}
	value = assumable()[name][0]
	return value, fmt.Sprintf("%s is %s (never asked; AWS's default)", name, value), true
}

// assumed is a list of what could change the answer to a name, empty where a
// saved source never asked or the user says so.
func assumed[T any](e *environment, v inventory.Value[[]T], name string, n *notebook, operations ...string) inventory.Value[[]T] {
	if v.Known() {
		return v
	}
	asked := slices.ContainsFunc(operations, func(op string) bool {
		return e.snapshot.Asked(e.vpc.Scope, op, "") || e.snapshot.Asked(e.vpc.Scope, op, e.vpc.ID)
	})
	if _, text, ok := e.settle(name, asked); ok {
		n.assumptions = append(n.assumptions, text)
		return inventory.Known([]T(nil))
	}
	return v
}
