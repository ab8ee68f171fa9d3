package reach

import (
	"fmt"
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
	admitted netset.Set // peers by address
	peers    []string   // peers by group, ids
	rules    []admission
	unclear  *inventory.Missing // a group or prefix list that could not be read
}

// admission is one rule that admits something, for the proof.
type admission struct {
	text  string
	to    []string // its peers as the rule names them
	peers []string // those that are groups
	set   netset.Set
}

// askGroups unites the rules of all groups (VPC User Guide, security-group-rules).
func (e *environment) askGroups(groups []string, way direction, f flow) groupAnswer {
	q := groupQuestion{strings.Join(groups, ","), way, f}
	if a, ok := e.groupCache[q]; ok {
		return a
	}
	a := groupAnswer{admitted: e.space.Empty()}
	for _, id := range groups {
		g, ok := e.snapshot.SecurityGroup(e.vpc.Scope, id).Get()
		if !ok {
			why := e.snapshot.SecurityGroup(e.vpc.Scope, id).Why()
			a.unclear = &why
			continue
		}
		rules := g.Egress
		if way == inbound {
			rules = g.Ingress
		}
		for _, p := range rules {
			e.admit(&a, g.ID, p, q)
		}
	}
	if len(groups) == 0 {
		a.unclear = &inventory.Missing{Kind: inventory.MissingOperation, What: "security groups of the interface"}
	}
	e.groupCache[q] = a
	return a
}

func (e *environment) admit(a *groupAnswer, group string, p inventory.Permission, q groupQuestion) {
	f := q.flow
	if p.Protocol != inventory.AllProtocols && p.Protocol != f.protocol {
		return
	}
	if p.Protocol != inventory.AllProtocols && f.hasPorts() && (f.port < p.From || f.port > p.To) {
		return
	}
	blocks := slices.Clone(p.Prefixes)
	for _, id := range p.PrefixLists {
		entries, ok := e.prefixesOf(id).Get()
		if !ok {
			why := e.prefixesOf(id).Why()
			a.unclear = &why
			continue
		}
		blocks = append(blocks, entries...)
	}
	set := e.space.Empty()
	for _, block := range blocks {
		if !e.space.Cuts(block) {
			// A group of another VPC whose rules this VPC's atoms do not know.
			a.unclear = &inventory.Missing{Kind: inventory.MissingHop, What: group + " belongs to another VPC"}
			continue
		}
		set = set.Union(e.space.Prefixes(block))
	}
	a.admitted = a.admitted.Union(set)
	a.peers = append(a.peers, p.Groups...)
	a.rules = append(a.rules, admission{text: group + ": " + ruleText(p, q.way), to: peerNames(p), peers: p.Groups, set: set})
}

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
func (a groupAnswer) only(groups []string, q groupQuestion) string {
	verb, way := "admit", ""
	if q.way == outbound {
		verb, way = "let", " out"
	}
	if len(groups) == 1 {
		verb += "s"
	}
	var peers []string
	for _, r := range a.rules {
		peers = append(peers, r.to...)
	}
	peers = once(peers)
	who := strings.Join(groups, ", ")
	if len(peers) == 0 {
		return fmt.Sprintf("%s %s no %s%s at all", who, verb, q.flow, way)
	}
	if len(groups) == 1 && slices.Equal(peers, groups) {
		peers = []string{"itself"}
	}
	if len(peers) > 6 {
		peers = append(peers[:6:6], "…")
	}
	return fmt.Sprintf("%s %s %s%s only %s %s", who, verb, q.flow, way, towards(q.way), strings.Join(peers, ", "))
}

// admits reports whether a peer that carries groups is admitted by one of them.
func (a groupAnswer) admits(groups []string) bool {
	return slices.ContainsFunc(a.peers, func(id string) bool { return slices.Contains(groups, id) })
}

// rule names the first rule that admits a peer, for the proof.
func (a groupAnswer) rule(atoms netset.Set, groups []string) string {
	for _, r := range a.rules {
		if !r.set.Intersect(atoms).IsEmpty() || slices.ContainsFunc(r.peers, func(id string) bool { return slices.Contains(groups, id) }) {
			return r.text
		}
	}
	return ""
}
