package reach

import (
	"net/netip"
	"slices"
	"strings"
)

// The naive firewall below looks at one packet after the other, with plain
// addresses and no sets. It is written from Network Firewall's guide alone and
// shares nothing with the evaluator but what AWS answers.

type naiveRule struct {
	action     string // PASS, DROP, REJECT, ALERT; "" may be any
	protocol   string
	source     string
	sourcePort string
	both       bool
	target     string
	targetPort string
	names      []string // of a domain list
	type_      string   // PASS-LIST, DROP-LIST, DROP-REST
	murky      bool     // it may match what its header matches, or not
	anything   bool     // nothing of it is known
}

type naiveStateless struct {
	action             string // aws:…; "" unread
	sources, targets   []string
	sourcePorts, ports [][2]int
	protocols          []int
	flags              bool
}

type naiveFirewall struct {
	home, external string // lists in Suricata's words
	stateless      []naiveStateless
	otherwise      string
	rules          []naiveRule // in the order of groups
	strict         bool
	fallback       string // stateful default action, "" none
	ports          map[string]string
}

type naivePacket struct {
	source, target         netip.Addr
	sourcePort, targetPort int
	protocol               int
	established, reply     bool
	application, name      string
}

// naiveAddress asks whether an address is in an expression. Lists are flat.
func (f *naiveFirewall) naiveAddress(expression string, a netip.Addr) bool {
	negated := strings.HasPrefix(expression, "!")
	expression = strings.TrimPrefix(expression, "!")
	in := false
	switch {
	case strings.EqualFold(expression, "any"):
		in = true
	case expression == "$HOME_NET":
		in = f.naiveAddress(f.home, a)
	case expression == "$EXTERNAL_NET":
		in = f.naiveAddress(f.external, a)
	case strings.HasPrefix(expression, "["):
		some, excluded, positives := false, false, 0
		for _, part := range strings.Split(strings.Trim(expression, "[]"), ",") {
			if strings.HasPrefix(part, "!") {
				excluded = excluded || f.naiveAddress(part[1:], a)
				continue
			}
			positives++
			some = some || f.naiveAddress(part, a)
		}
		in = (some || positives == 0) && !excluded
	default:
		in = netip.MustParsePrefix(expression).Contains(a)
	}
	return in != negated
}

func (f *naiveFirewall) naivePort(expression string, port int) bool {
	if negated := strings.TrimPrefix(expression, "!"); negated != expression {
		return !f.naivePort(negated, port)
	}
	switch {
	case strings.EqualFold(expression, "any"):
		return true
	case strings.HasPrefix(expression, "$"):
		return f.naivePort(f.ports[expression[1:]], port)
	case strings.HasPrefix(expression, "["):
		return slices.ContainsFunc(strings.Split(strings.Trim(expression, "[]"), ","), func(part string) bool { return f.naivePort(part, port) })
	}
	from, to, ranged := strings.Cut(expression, ":")
	if !ranged {
		return number(from) == port
	}
	return number(from) <= port && port <= number(to)
}

func number(digits string) int {
	n := 0
	for _, d := range digits {
		n = n*10 + int(d-'0')
	}
	return n
}

// naiveStep is what the stateless engine may do with a packet.
func (f *naiveFirewall) naiveStep(p naivePacket) map[string]bool {
	out := map[string]bool{}
	for _, r := range f.stateless {
		if r.action == "" {
			return map[string]bool{"aws:pass": true, "aws:drop": true, "aws:forward_to_sfe": true}
		}
		inside := func(list []string, a netip.Addr) bool {
			return len(list) == 0 || slices.ContainsFunc(list, func(c string) bool { return netip.MustParsePrefix(c).Contains(a) })
		}
		within := func(list [][2]int, port int) bool {
			return len(list) == 0 || slices.ContainsFunc(list, func(r [2]int) bool { return r[0] <= port && port <= r[1] })
		}
		if !inside(r.sources, p.source) || !inside(r.targets, p.target) || !within(r.sourcePorts, p.sourcePort) || !within(r.ports, p.targetPort) {
			continue
		}
		if len(r.protocols) > 0 && !slices.Contains(r.protocols, p.protocol) {
			continue
		}
		out[r.action] = true
		if !r.flags {
			return out
		}
	}
	out[f.otherwise] = true
	return out
}

// naiveMatch: 0 not, 1 perhaps, 2 surely.
func (f *naiveFirewall) naiveMatch(r naiveRule, p naivePacket) int {
	if r.anything {
		return 1
	}
	switch r.protocol {
	case "ip":
	case "tcp":
		if p.protocol != 6 {
			return 0
		}
	case "udp":
		if p.protocol != 17 {
			return 0
		}
	default:
		if r.protocol != p.application {
			return 0
		}
	}
	if r.type_ != "" && p.reply {
		return 0
	}
	one := f.naiveAddress(r.source, p.source) && f.naivePort(r.sourcePort, p.sourcePort) && f.naiveAddress(r.target, p.target) && f.naivePort(r.targetPort, p.targetPort)
	two := f.naiveAddress(r.source, p.target) && f.naivePort(r.sourcePort, p.targetPort) && f.naiveAddress(r.target, p.source) && f.naivePort(r.targetPort, p.sourcePort)
	if !one && !(r.both && two) {
		return 0
	}
	if r.names != nil && !slices.ContainsFunc(r.names, func(n string) bool {
		return n == p.name || (strings.HasPrefix(n, ".") && (strings.HasSuffix(p.name, n) || p.name == n[1:]))
	}) {
		return 0
	}
	if r.murky {
		return 1
	}
	return 2
}

// naiveOrder is the order in which the rules are asked.
func (f *naiveFirewall) naiveOrder() []naiveRule {
	var out []naiveRule
	if f.strict {
		return f.rules
	}
	for _, action := range []string{"PASS", "", "DROP", "REJECT"} {
		for _, r := range f.rules {
			if r.action == action {
				out = append(out, r)
			}
		}
	}
	return out
}

// naiveFlow follows the packets of a flow and says whether it can get through and
// whether it can fail.
func (f *naiveFirewall) naiveFlow(packets []naivePacket) (pass, fail bool) {
	if len(packets) == 0 {
		return true, false
	}
	return f.naiveFrom(packets, f.naiveOrder())
}

func (f *naiveFirewall) naiveFrom(packets []naivePacket, rules []naiveRule) (pass, fail bool) {
	p := packets[0]
	if len(rules) == 0 {
		m := f.naiveFallback(p)
		if m == 2 {
			return false, true
		}
		pass, fail = f.naiveFlow(packets[1:])
		return pass, fail || m == 1
	}
	r, m := rules[0], f.naiveMatch(rules[0], p)
	if m == 0 || r.action == "ALERT" {
		return f.naiveFrom(packets, rules[1:])
	}
	pass, fail = r.action == "PASS" || r.action == "", r.action != "PASS"
	if m == 1 {
		p2, f2 := f.naiveFrom(packets, rules[1:])
		pass, fail = pass || p2, fail || f2
	}
	return pass, fail
}

// naiveFallback is whether the default action drops a packet: 0 not, 1 perhaps, 2 surely.
func (f *naiveFirewall) naiveFallback(p naivePacket) int {
	surely := map[bool]int{true: 2}
	switch f.fallback {
	case "aws:drop_strict":
		return 2
	case "aws:drop_established":
		return surely[p.protocol != 6 || (p.established && !p.reply)]
	case "aws:drop_established_app_layer":
		if p.protocol != 6 {
			return 1
		}
		return surely[p.established]
	}
	return 0
}

// packetsOf are the packets of a flow that matter.
func packetsOf(client, server netip.Addr, clientPort, serverPort, protocol int, application, name string) []naivePacket {
	there := naivePacket{source: client, target: server, sourcePort: clientPort, targetPort: serverPort, protocol: protocol}
	back := naivePacket{source: server, target: client, sourcePort: serverPort, targetPort: clientPort, protocol: protocol, reply: true}
	if protocol != 6 {
		return []naivePacket{there, back}
	}
	hello, answer := there, back
	hello.established, hello.application, hello.name = true, application, name
	answer.established, answer.application = true, application
	if application == "ssh" {
		// Its server greets first.
		return []naivePacket{there, back, answer, hello}
	}
	return []naivePacket{there, back, hello, answer}
}

// naiveVerdict is what the firewall does on one leg.
func (f *naiveFirewall) naiveVerdict(packets []naivePacket, l Leg) Outcome {
	there, back := f.naiveStep(packets[0]), f.naiveStep(packets[1])
	only := func(m map[string]bool, a string) bool { return len(m) == 1 && m[a] }
	if l == Return {
		switch {
		case only(back, "aws:pass"):
			return Passes
		case only(back, "aws:drop"):
			return Fails
		case !only(back, "aws:forward_to_sfe") || there["aws:pass"]:
			return Unclear
		}
		return Passes
	}
	pass, fail := f.naiveFlow(packets)
	if back["aws:pass"] {
		if p, _ := f.naiveFlow(packets[:1]); p {
			pass, fail = true, true
		} else {
			pass, fail = false, true
		}
	}
	switch {
	case only(there, "aws:pass"):
		return Passes
	case only(there, "aws:drop"):
		return Fails
	case there["aws:pass"]:
		return Unclear
	case there["aws:drop"]:
		fail = true
	}
	switch {
	case pass && fail:
		return Unclear
	case fail:
		return Fails
	}
	return Passes
}
