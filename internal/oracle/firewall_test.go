package oracle

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"mooring/internal/inventory"
)

// inspect passes a Network Firewall by one of its endpoints, and goes on by the
// table of the endpoint's own subnet (T9, I13, S7).
func (j *journey) inspect(f *inventory.Firewall, e *inventory.VPCEndpoint) {
	j.met["T9 a firewall, "+j.leg] = true
	j.named, j.meant = false, false
	i := slices.IndexFunc(f.Endpoints, func(x inventory.FirewallEndpoint) bool { return x.ID == e.ID })
	if i < 0 || !f.Endpoints[i].Ready() {
		// That it carries nothing is likely, and no row says it.
		j.lose("a firewall endpoint that is not ready")
		j.loose, j.either = true, true
		return
	}
	j.filters = append(j.filters, e.ID)
	j.sieve(f, e)
	s := j.vpc.subnets[e.Subnets[0]]
	j.sieved = s.ID
	j.zone = s.Zone
	j.follow(j.vpc.tables[s.ID], s)
}

// sieve asks the rules: the stateless ones of each packet, the stateful ones of
// the one that begins a flow (T10, T12).
func (j *journey) sieve(f *inventory.Firewall, e *inventory.VPCEndpoint) {
	policy := known(j.snapshot.FirewallPolicy(f.Scope, f.Policy))
	word := j.stateless(f, policy)
	passes := word == inventory.FirewallPass
	switch {
	case word == inventory.FirewallPass && slices.Contains(j.tracked, seen{e.ID, j.dst, j.src}):
		// The rules about flows saw one direction (asymmetric-routing).
		j.unsure = append(j.unsure, "a firewall that sees half of a flow")
		j.loose, j.either = true, true
	case word != inventory.FirewallForward:
	case j.leg == forward:
		told, granted := j.stateful(f, policy)
		passes = told
		j.tracked = append(j.tracked, seen{e.ID, j.src, j.dst})
		if granted {
			j.granted = append(j.granted, e.ID)
		} else if answered, _ := j.turned().stateful(f, policy); !answered {
			// Its answer would be stopped, if it came to that.
			j.maybe = append(j.maybe, failure{inventory.GateFirewall, f.ARN + "|" + e.ID, ""})
		}
	case !slices.Contains(j.tracked, seen{e.ID, j.dst, j.src}):
		// The firewall did not see this flow begin.
		passes = true
		j.unsure = append(j.unsure, "an answer to a flow that the firewall does not know")
		j.loose, j.either = true, true
	case slices.Contains(j.granted, e.ID):
		passes = true // a word for the flow holds for its answers
	default:
		passes, _ = j.stateful(f, policy)
	}
	if !passes {
		j.sifted = true
	}
	j.check(passes, inventory.GateFirewall, "", f.ARN+"|"+e.ID)
}

// seen is a flow as a firewall's endpoint saw it begin.
type seen struct {
	endpoint string
	src, dst netip.Addr
}

// turned is the packet that answers this one, here.
func (j *journey) turned() *journey {
	r := *j
	r.packet, r.leg = j.answer(), backward
	return &r
}

// stateless is the word of the first rule that matches, by priority of group,
// then of rule.
func (j *journey) stateless(f *inventory.Firewall, p *inventory.FirewallPolicy) inventory.FirewallAction {
	for _, ref := range p.Stateless {
		for _, r := range known(j.snapshot.FirewallRuleGroup(f.Scope, ref.ARN)).StatelessRules {
			named := func(all []string, a netip.Addr) bool {
				return len(all) == 0 || slices.ContainsFunc(all, func(text string) bool { return netip.MustParsePrefix(text).Contains(a) })
			}
			ported := func(all []inventory.FirewallPorts, port int) bool {
				return len(all) == 0 || slices.ContainsFunc(all, func(x inventory.FirewallPorts) bool { return x.FromPort <= port && port <= x.ToPort })
			}
			switch {
			case len(r.Protocols) > 0 && !slices.Contains(r.Protocols, int(j.protocol)):
			case !named(r.Sources, j.src) || !named(r.Destinations, j.dst):
			case !ported(r.SourcePorts, j.sport) || !ported(r.DestinationPorts, j.dport):
			default:
				return r.Action
			}
		}
	}
	return p.StatelessDefault
}

// stateful is whether the rules about flows let this packet through, and whether
// one of them said so. In strict order the first word counts, else every pass
// before every drop before every reject; alerts only tell (T10). A rule without
// more than a header looks at answers too.
func (j *journey) stateful(f *inventory.Firewall, p *inventory.FirewallPolicy) (passes, granted bool) {
	var words []string
	for _, ref := range p.Stateful {
		for _, r := range known(j.snapshot.FirewallRuleGroup(f.Scope, ref.ARN)).StatefulRules {
			if r.Action != "ALERT" && j.matches(r.Header) {
				words = append(words, r.Action)
			}
		}
	}
	switch {
	case len(words) > 0 && p.Strict:
		granted = words[0] == "PASS"
		return granted, granted
	case len(words) > 0:
		granted = slices.Contains(words, "PASS")
		return granted, granted
	case j.leg == backward:
		return true, false // what began without a word goes on without one
	}
	// Without a word the default actions count: those that drop, drop.
	return !p.Strict || !slices.ContainsFunc(p.StatefulDefaults, func(a string) bool { return strings.HasPrefix(a, "aws:drop") }), false
}

func (j *journey) matches(h inventory.StatefulHeader) bool {
	protocols := map[string]inventory.Protocol{"TCP": inventory.TCP, "UDP": inventory.UDP, "ICMP": inventory.ICMP}
	if number, ok := protocols[h.Protocol]; h.Protocol != "IP" && (!ok || number != j.protocol) {
		return false
	}
	if ports := h.SourcePort != "ANY" || h.DestinationPort != "ANY"; ports && j.protocol != inventory.TCP && j.protocol != inventory.UDP {
		// Whether a rule with ports speaks of a packet without is not said.
		j.unsure = append(j.unsure, "a port of a packet that has none")
		j.loose, j.either = true, true
		return false
	}
	way := func(src, dst netip.Addr, sport, dport int) bool {
		return holdsText(h.Source, src) && holdsText(h.Destination, dst) && holdsPort(h.SourcePort, sport) && holdsPort(h.DestinationPort, dport)
	}
	return way(j.src, j.dst, j.sport, j.dport) || h.Direction == "ANY" && way(j.dst, j.src, j.dport, j.sport)
}

func holdsText(text string, a netip.Addr) bool {
	return text == "ANY" || netip.MustParsePrefix(text).Contains(a)
}

// holdsPort reads ANY, one port or a range written with a colon.
func holdsPort(text string, port int) bool {
	if text == "ANY" {
		return true
	}
	from, to, ranged := strings.Cut(text, ":")
	low, _ := strconv.Atoi(from)
	high, _ := strconv.Atoi(to)
	if !ranged {
		high = low
	}
	return low <= port && port <= high
}
