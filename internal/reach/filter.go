package reach

import (
	"fmt"
	"slices"

	"mooring/internal/inventory"
	"mooring/internal/netset"
)

// filter is a subnet's network ACL over the atoms of its VPC.
type filter struct {
	acl             *inventory.NetworkACL
	ingress, egress []filterEntry
	all             netset.Set // every address
	answers         map[filterQuestion]netset.Set
	sure            map[repliesQuestion]netset.Set
	replies         map[repliesQuestion]repliesAnswer
}

// repliesQuestion is one for replies to all ports of a range.
type repliesQuestion struct {
	way      direction
	protocol inventory.Protocol
	ports    portRange
}

type filterQuestion struct {
	way  direction
	flow flow
}

type repliesAnswer struct{ always, sometimes netset.Set }

type filterEntry struct {
	inventory.ACLEntry
	set  netset.Set
	text string
}

// filterOf finds the ACL of a subnet: the one that names it, else the default
// (VPC User Guide, vpc-network-acls).
func (e *environment) filterOf(subnet string) inventory.Value[*filter] {
	if f, ok := e.filters[subnet]; ok {
		return inventory.Known(f)
	}
	return inventory.Then(e.acls, func(all []*inventory.NetworkACL) inventory.Value[*filter] {
		i := slices.IndexFunc(all, func(a *inventory.NetworkACL) bool { return slices.Contains(a.Subnets, subnet) })
		if i < 0 {
			i = slices.IndexFunc(all, func(a *inventory.NetworkACL) bool { return a.IsDefault })
		}
		if i < 0 {
			return inventory.Unknown[*filter](inventory.Missing{Kind: inventory.MissingHop, What: "network ACL of " + subnet})
		}
		e.filters[subnet] = e.filterFor(all[i])
		return inventory.Known(e.filters[subnet])
	})
}

// filterFor compiles an ACL, once for all its subnets.
func (e *environment) filterFor(acl *inventory.NetworkACL) *filter {
	for _, f := range e.filters {
		if f.acl == acl {
			return f
		}
	}
	return e.compileFilter(acl)
}

func (e *environment) compileFilter(acl *inventory.NetworkACL) *filter {
	return &filter{
		acl: acl, ingress: e.filterEntries(acl.Ingress), egress: e.filterEntries(acl.Egress),
		all: e.space.Everything(), answers: map[filterQuestion]netset.Set{}, sure: map[repliesQuestion]netset.Set{}, replies: map[repliesQuestion]repliesAnswer{},
	}
}

func (e *environment) filterEntries(entries []inventory.ACLEntry) []filterEntry {
	out := make([]filterEntry, len(entries))
	for i, entry := range entries {
		out[i] = filterEntry{ACLEntry: entry, set: e.space.Prefixes(entry.Prefix)}
		out[i].text = out[i].words()
	}
	return out
}

func (f *filter) entries(way direction) []filterEntry {
	if way == inbound {
		return f.ingress
	}
	return f.egress
}

// admitted are all addresses that the ACL lets pass: the first entry that
// matches decides, and what none matches is denied.
func (f *filter) admitted(way direction, q flow) netset.Set {
	if a, ok := f.answers[filterQuestion{way, q}]; ok {
		return a
	}
	open, admitted := netset.NewDraft(f.all), netset.NewDraft(netset.Set{})
	f.match(&open, &admitted, way, q)
	out := admitted.Set()
	f.answers[filterQuestion{way, q}] = out
	return out
}

// match moves what the entries decide out of open.
func (f *filter) match(open, admitted *netset.Draft, way direction, q flow) {
	entries := f.entries(way)
	for i := range entries {
		entry := &entries[i]
		if !entry.matches(q) {
			continue
		}
		if entry.Allow {
			admitted.AddBoth(open, entry.set)
		}
		open.Remove(entry.set)
	}
}

// overPorts is the question for replies to some ranges of ports, which ascend.
func overPorts(way direction, protocol inventory.Protocol, ports []replies) repliesQuestion {
	return repliesQuestion{way, protocol, portRange{ports[0].ports.from, ports[len(ports)-1].ports.to}}
}

// surelyReplies are addresses that the ACL lets pass at every port, found in one
// pass: what denies one port is taken to deny them all, and what allows some is
// left out. There may be more.
func (f *filter) surelyReplies(q repliesQuestion) netset.Set {
	if a, ok := f.sure[q]; ok {
		return a
	}
	first, last := flow{q.protocol, q.ports.from}, flow{q.protocol, q.ports.to}
	open, admitted := netset.NewDraft(f.all), netset.NewDraft(netset.Set{})
	entries := f.entries(q.way)
	for i := range entries {
		entry := &entries[i]
		everywhere := entry.matches(first) && entry.matches(last)
		switch {
		case entry.Allow && everywhere:
			admitted.AddBoth(&open, entry.set)
			open.Remove(entry.set)
		case !entry.Allow && (everywhere || entry.touches(q)):
			open.Remove(entry.set)
		}
	}
	out := admitted.Set()
	f.sure[q] = out
	return out
}

// touches reports whether an entry matches any port of a range.
func (e *filterEntry) touches(q repliesQuestion) bool {
	if !(flow{protocol: q.protocol}).hasPorts() || e.Protocol != q.protocol {
		return e.matches(flow{q.protocol, q.ports.from})
	}
	return e.From <= q.ports.to && e.To >= q.ports.from
}

// admittedReplies are the addresses that the ACL lets pass at every one, and at
// any one, of some ranges of ports, which ascend.
func (f *filter) admittedReplies(way direction, protocol inventory.Protocol, ports []replies) repliesAnswer {
	q := overPorts(way, protocol, ports)
	if a, ok := f.replies[q]; ok {
		return a
	}
	first := f.admitted(way, flow{protocol, ports[0].ports.from})
	always, sometimes := netset.NewDraft(first), netset.NewDraft(first)
	open, one := netset.NewDraft(f.all), netset.NewDraft(first)
	for i := 1; i < len(ports); i++ {
		if f.alike(way, flow{protocol, ports[i-1].ports.from}, flow{protocol, ports[i].ports.from}) {
			continue
		}
		open.Become(f.all)
		one.Become(netset.Set{})
		f.match(&open, &one, way, flow{protocol, ports[i].ports.from})
		always.Keep(one.Set())
		sometimes.Add(one.Set())
	}
	a := repliesAnswer{always.Set(), sometimes.Set()}
	f.replies[q] = a
	return a
}

// alike reports whether the same entries match two flows.
func (f *filter) alike(way direction, a, b flow) bool {
	entries := f.entries(way)
	for i := range entries {
		if entries[i].matches(a) != entries[i].matches(b) {
			return false
		}
	}
	return true
}

func (e *filterEntry) matches(q flow) bool {
	if e.Protocol == inventory.AllProtocols {
		return true
	}
	if e.OneType && !e.Allow && !q.hasPorts() {
		// It leaves other types of ICMP alone.
		return false
	}
	return e.Protocol == q.protocol && (!q.hasPorts() || (q.port >= e.From && q.port <= e.To))
}

// rule names the entry that decides the lowest atom of a set.
func (f *filter) rule(way direction, q flow, among netset.Set) string {
	witness := among.Witness()
	entries := f.entries(way)
	for i := range entries {
		if entry := &entries[i]; entry.matches(q) && witness.IsValid() && entry.Prefix.Contains(witness) {
			return entry.text
		}
	}
	return "no rule matches"
}

// words names an entry as a proof does.
func (e *filterEntry) words() string {
	verb := "denies"
	if e.Allow {
		verb = "allows"
	}
	return fmt.Sprintf("rule %s %s %s", ruleNumber(e.Number), verb, e.scope())
}

func ruleNumber(n int) string {
	if n == 32767 {
		return "*"
	}
	return fmt.Sprint(n)
}

func (e *filterEntry) scope() string {
	switch e.Protocol {
	case inventory.AllProtocols:
		return "all traffic " + e.Prefix.String()
	case inventory.TCP:
		return fmt.Sprintf("TCP %s %s", portRange{e.From, e.To}, e.Prefix)
	case inventory.UDP:
		return fmt.Sprintf("UDP %s %s", portRange{e.From, e.To}, e.Prefix)
	}
	return fmt.Sprintf("%s %s", flow{protocol: e.Protocol}, e.Prefix)
}
