package reach

import (
	"fmt"
	"slices"
	"strings"
)

// portRange is an inclusive range of ports on which all rules of a VPC agree
// (an atom of ports) or which a rule names.
type portRange struct{ from, to int }

func (r portRange) String() string {
	if r.from == r.to {
		return fmt.Sprint(r.from)
	}
	return fmt.Sprintf("%d-%d", r.from, r.to)
}

// span is a flow that stands for all ports up to last, on which all rules that
// are asked agree; last is 0 where its port alone is meant.
type span struct {
	flow
	last int
}

// String is "TCP 444-65535"; the protocol alone where every port is meant.
func (s span) String() string {
	switch {
	case s.last <= s.port:
		return s.flow.String()
	case s.port <= 1 && s.last == lastPort:
		return strings.ToUpper(s.name())
	}
	return strings.ToUpper(s.name()) + " " + portRange{s.port, s.last}.String()
}

// asked is what a trip is about, in words.
func (q *trip) asked() span { return span{q.flow, q.last} }

const lastPort = 65535

// The ports that replies come back to. Linux: net.ipv4.ip_local_port_range as
// shipped. NAT gateway: VPC User Guide, vpc-network-acls, ephemeral ports.
var (
	clientPorts = portRange{32768, 60999}
	natPorts    = portRange{1024, 65535}
)

// portCuts are the boundaries that rules draw between ports.
type portCuts struct {
	starts []int
	known  map[portRange][]replies
}

// untold are the atoms of a range as replies of which nothing is known yet,
// remembered: for cuts that are complete.
func (c *portCuts) untold(r portRange) []replies {
	out, ok := c.known[r]
	if !ok {
		if c.known == nil {
			c.known = map[portRange][]replies{}
		}
		for _, atom := range c.within(r) {
			out = append(out, replies{ports: atom})
		}
		c.known[r] = out
	}
	return out
}

func (c *portCuts) add(from, to int) { c.starts = append(c.starts, from, to+1) }

// within splits a range into atoms, ascending.
func (c *portCuts) within(r portRange) []portRange {
	starts := []int{r.from}
	for _, s := range c.starts {
		if s > r.from && s <= r.to {
			starts = append(starts, s)
		}
	}
	slices.Sort(starts)
	starts = slices.Compact(starts)
	out := make([]portRange, len(starts))
	for i, s := range starts {
		out[i] = portRange{s, r.to}
		if i+1 < len(starts) {
			out[i].to = starts[i+1] - 1
		}
	}
	return out
}
