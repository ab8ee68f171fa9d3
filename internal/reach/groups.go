package reach

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"mooring/internal/inventory"
	"mooring/internal/netset"
)

// direction is the side of a rule list that is asked.
type direction bool

const (
	outbound direction = false
	inbound  direction = true
)

// flow is one protocol and destination port.
type flow struct {
	protocol inventory.Protocol
	port     int
}

func (f flow) String() string {
	switch f.protocol {
	case inventory.TCP:
		return fmt.Sprintf("TCP %d", f.port)
	case inventory.UDP:
		return fmt.Sprintf("UDP %d", f.port)
	case inventory.ESP:
		return "ESP"
	case inventory.ICMP:
		return "ICMP"
	}
	return fmt.Sprintf("protocol %d", f.protocol)
}

// name is the protocol's, as --protocol takes it.
func (f flow) name() string {
	switch f.protocol {
	case inventory.TCP:
		return "tcp"
	case inventory.UDP:
		return "udp"
	case inventory.ICMP:
		return "icmp"
	case inventory.ESP:
		return "esp"
	}
	return fmt.Sprint(f.protocol)
}

// hasPorts reports whether port ranges of rules count for the flow.
func (f flow) hasPorts() bool { return f.protocol == inventory.TCP || f.protocol == inventory.UDP }

// groupQuestion is what a set of groups is asked.
type groupQuestion struct {
	groups string // sorted ids, joined by commas
	way    direction
	flow   flow
}

// groupAnswer is what the rules of a set of groups admit for one flow.
type groupAnswer struct {
	env      *environment
	groups   []string // who was asked
	way      direction
	flow     flow
	admitted netset.Set         // peers by address
	peers    []string           // peers by group, ids
	unclear  *inventory.Missing // a group or prefix list that could not be read
}

// groupRule is one rule of a group over the atoms of a VPC.
type groupRule struct {
	inventory.Permission
	group   string
	way     direction
	set     netset.Set
	unclear *inventory.Missing // a block of it that is not known
}

// unite is what the rules of all groups admit together (VPC User Guide, security-group-rules).
func (e *environment) unite(groups []string, way direction, f flow) groupAnswer {
	var room [256]byte
	ids := room[:0]
	for _, id := range groups {
		ids = append(append(ids, id...), ',')
	}
	// The compiler makes no string of a key that is only looked up.
	if a, ok := e.groupCache[groupQuestion{string(ids), way, f}]; ok {
		return a
	}
	a := groupAnswer{env: e, groups: groups, way: way, flow: f}
	admitted := netset.NewDraft(e.space.Empty())
	for _, id := range groups {
		rules, missing := e.rulesFor(id, way)
		if missing != nil {
			a.unclear = missing
		}
		a.admit(&admitted, rules)
	}
	if len(groups) == 0 {
		a.unclear = &inventory.Missing{Kind: inventory.MissingOperation, What: "security groups of the interface"}
	}
	a.admitted = admitted.Set()
	e.groupCache[groupQuestion{string(ids), way, f}] = a
	return a
}

// admit adds the rules of one group that match the flow.
func (a *groupAnswer) admit(admitted *netset.Draft, rules []groupRule) {
	for i := range rules {
		r := &rules[i]
		if !r.matches(a.flow) {
			continue
		}
		if r.unclear != nil {
			a.unclear = r.unclear
		}
		admitted.Add(r.set)
		a.peers = append(a.peers, r.Groups...)
	}
}

// rules are those that match the flow, as an iterator: words alone ask for them.
func (a groupAnswer) rules(yield func(*groupRule) bool) {
	for _, id := range a.groups {
		rules, _ := a.env.rulesFor(id, a.way)
		for i := range rules {
			if rules[i].matches(a.flow) && !yield(&rules[i]) {
				return
			}
		}
	}
}

func (r *groupRule) matches(f flow) bool {
	return r.Protocol == inventory.AllProtocols || r.Protocol == f.protocol && (!f.hasPorts() || (f.port >= r.From && f.port <= r.To))
}

// compiledRules names the rules of one group for one direction.
type compiledRules struct {
	group *inventory.SecurityGroup
	way   direction
}

// rulesFor are the rules of a group, or why it could not be read.
func (e *environment) rulesFor(id string, way direction) ([]groupRule, *inventory.Missing) {
	found := e.snapshot.SecurityGroup(e.vpc.Scope, id)
	g, ok := found.Get()
	if !ok {
		why := found.Why()
		return nil, &why
	}
	return e.rulesOf(g, way), nil
}

// rulesOf compiles the rules of a group, once.
func (e *environment) rulesOf(g *inventory.SecurityGroup, way direction) []groupRule {
	key := compiledRules{g, way}
	if known, ok := e.groupRules[key]; ok {
		return known
	}
	rules := g.Egress
	if way == inbound {
		rules = g.Ingress
	}
	out := make([]groupRule, len(rules))
	for i, p := range rules {
		out[i] = e.compileRule(g.ID, way, p)
	}
	e.groupRules[key] = out
	return out
}

func (e *environment) compileRule(group string, way direction, p inventory.Permission) groupRule {
	r := groupRule{Permission: p, group: group, way: way}
	blocks := slices.Clone(p.Prefixes)
	for _, id := range p.PrefixLists {
		entries, ok := e.prefixesOf(id).Get()
		if !ok {
			why := e.prefixesOf(id).Why()
			r.unclear = &why
			continue
		}
		blocks = append(blocks, entries...)
	}
	var known []netip.Prefix
	for _, block := range blocks {
		if !e.space.Cuts(block) {
			// A group of another VPC whose rules this VPC's atoms do not know.
			r.unclear = &inventory.Missing{Kind: inventory.MissingHop, What: group + " belongs to another VPC"}
			continue
		}
		known = append(known, block)
	}
	r.set = e.space.Prefixes(known...)
	return r
}

func (r *groupRule) text() string { return r.group + ": " + ruleText(r.Permission, r.way) }

// peerNames are the peers of a rule as the rule names them.
func peerNames(p inventory.Permission) []string {
	var names []string
	for _, prefix := range p.Prefixes {
		names = append(names, prefix.String())
	}
	return slices.Concat(names, p.PrefixLists, p.Groups)
}

// ruleText writes a permission as people say it: TCP 443 to 10.20.0.0/16.
func ruleText(p inventory.Permission, way direction) string {
	what := "all traffic"
	switch p.Protocol {
	case inventory.AllProtocols:
	case inventory.TCP:
		what = "TCP " + portRange{p.From, p.To}.String()
	case inventory.UDP:
		what = "UDP " + portRange{p.From, p.To}.String()
	default:
		what = flow{protocol: p.Protocol}.String()
	}
	return what + " " + towards(way) + " " + strings.Join(peerNames(p), ", ")
}

// only says what the rules of groups admit of a flow, where that is not enough.
func (a groupAnswer) only(groups []string, asked span) string {
	verb, way := "admit", ""
	if a.way == outbound {
		verb, way = "let", " out"
	}
	if len(groups) == 1 {
		verb += "s"
	}
	const most = 6
	var peers []string
	for r := range a.rules {
		if peers = once(append(peers, peerNames(r.Permission)...)); len(peers) > most {
			break
		}
	}
	who := strings.Join(groups, ", ")
	if len(peers) == 0 {
		return fmt.Sprintf("%s %s no %s%s at all", who, verb, asked, way)
	}
	if len(groups) == 1 && slices.Equal(peers, groups) {
		peers = []string{"itself"}
	}
	if len(peers) > most {
		peers = append(peers[:most:most], "…")
	}
	return fmt.Sprintf("%s %s %s%s only %s %s", who, verb, asked, way, towards(a.way), strings.Join(peers, ", "))
}

// admits reports whether a peer that carries groups is admitted by one of them.
func (a groupAnswer) admits(groups []string) bool {
	return slices.ContainsFunc(a.peers, func(id string) bool { return slices.Contains(groups, id) })
}

// rule names the first rule that admits a peer, for the proof.
func (a groupAnswer) rule(atoms netset.Set, groups []string) string {
	for r := range a.rules {
		if r.set.Meets(atoms) || slices.ContainsFunc(r.Groups, func(id string) bool { return slices.Contains(groups, id) }) {
			return r.text()
		}
	}
	return ""
}
