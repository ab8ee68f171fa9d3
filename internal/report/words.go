package report

import (
	"cmp"
	"strconv"
	"strings"

	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// kindWord says a kind to a person, for n of them.
func kindWord(k inventory.Kind, n int) string {
	words := map[inventory.Kind]string{
		inventory.KindAutoMLJob: "AutoML job", inventory.KindMLflowServer: "MLflow server",
		inventory.KindStudioLifecycleConfig: "Studio lifecycle config",
	}
	word := cmp.Or(words[k], strings.ReplaceAll(string(k), "-", " "))
	switch {
	case n == 1:
		return word
	case strings.HasSuffix(word, "repository"):
		return strings.TrimSuffix(word, "y") + "ies"
	}
	return word + "s"
}

// dependencyWord says a dependency id to a person, without the maker's name.
func dependencyWord(id string) string {
	service, ok := inventory.ServiceByID(id)
	if !ok {
		return id
	}
	return strings.TrimPrefix(strings.TrimPrefix(service.Label, "Amazon "), "AWS ")
}

// gateWord says a gate's kind, short enough to stand over a knot.
func gateWord(k inventory.Gate) string {
	words := map[inventory.Gate]string{
		inventory.GateMode: "mode", inventory.GateDNS: "DNS",
		inventory.GateGroupEgress: "group out", inventory.GateGroupIngress: "group in",
		inventory.GateACLEgress: "ACL out", inventory.GateACLIngress: "ACL in",
		inventory.GateNATGateway: "NAT gateway", inventory.GateGatewayBalancer: "gateway balancer",
	}
	return cmp.Or(words[k], strings.ReplaceAll(string(k), "-", " "))
}

// knotWord says a gate's kind in a dozen characters.
func knotWord(k inventory.Gate) string {
	words := map[inventory.Gate]string{
		inventory.GateInternetGateway: "IGW", inventory.GateBlockPublicAccess: "public block", inventory.GatePublicAddress: "address",
		inventory.GateEgressOnlyGateway: "egress-only", inventory.GateTransitGateway: "TGW", inventory.GateVirtualGateway: "VGW",
		inventory.GateGatewayEndpoint: "endpoint", inventory.GateInterfaceEndpoint: "endpoint", inventory.GateEndpointPolicy: "policy",
		inventory.GateEncryptionControl: "encryption", inventory.GateSourceDestCheck: "source check",
		inventory.GateGatewayBalancer: "balancer", inventory.GateLoadBalancer: "balancer",
	}
	return cmp.Or(words[k], gateWord(k))
}

// traceWord says a gate's kind where there is room.
func traceWord(k inventory.Gate) string {
	words := map[inventory.Gate]string{
		inventory.GateGroupEgress: "security group out", inventory.GateGroupIngress: "security group in",
		inventory.GateACLEgress: "network ACL out", inventory.GateACLIngress: "network ACL in",
	}
	return cmp.Or(words[k], gateWord(k))
}

// state is how one thing fares; every state has its own glyph, so that nothing
// depends on colour.
type state string

const (
	holds   state = "holds"
	broken  state = "broken"
	halved  state = "partial"
	unclear state = "unknown"
	moot    state = "na"
	exposed state = "exposed"
)

// glyph of a state, or its ASCII twin.
func (s state) glyph(ascii bool) string {
	glyphs := map[state][2]string{
		holds: {"✓", "+"}, broken: {"✕", "x"}, halved: {"◐", "~"}, unclear: {"?", "?"}, moot: {"–", "-"}, exposed: {"◇", "!"},
	}
	pair := glyphs[s]
	if ascii {
		return pair[1]
	}
	return pair[0]
}

func verdictState(v reach.Verdict) state {
	switch v {
	case reach.VerdictReachable:
		return holds
	case reach.VerdictBlocked:
		return broken
	case reach.VerdictPartial:
		return halved
	case reach.VerdictNotApplicable:
		return moot
	}
	return unclear
}

func outcomeState(o reach.Outcome) state {
	switch o {
	case reach.Passes:
		return holds
	case reach.Fails:
		return broken
	}
	return unclear
}

// owner is who a resource's tags say it belongs to; "" when they do not.
func (r *Resource) owner() string {
	for _, key := range []string{"owner", "Owner", "team", "Team"} {
		if v := strings.TrimSpace(r.Tags[key]); v != "" {
			return v
		}
	}
	return ""
}

// label is a resource as people call it: its kind and name.
func (r *Resource) label() string { return kindWord(r.Kind, 1) + " " + r.Name }

// reasonWord says an AWS error code.
func (g Gap) reasonWord() string {
	switch {
	case g.Permission != "":
		return "access denied"
	case g.Reason == inventory.NotAsked:
		return "never asked"
	case strings.Contains(g.Reason, "Throttl") || strings.Contains(g.Reason, "TooManyRequests"):
		return "throttled (" + g.Reason + ")"
	}
	return g.Reason
}

// numbered says "1 notebook", "1,204 resources".
func numbered(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return thousands(n) + " " + many
}

func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// listed joins at most limit words; what is left out is said.
func listed(words []string, limit int) string {
	if limit <= 0 || len(words) <= limit {
		return strings.Join(words, ", ")
	}
	return strings.Join(words[:limit], ", ") + " and " + thousands(len(words)-limit) + " more"
}
