package oracle

import (
	"flag"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"mooring/internal/inventory"
	"mooring/internal/reach"
)

var (
	worlds = flag.Int("worlds", usual, "how many random worlds to contradict the engine with")
	first  = flag.Uint64("first", 1, "seed of the first world")
)

// TestWalker sends the walker and the engine through the same random worlds
// (pure). Gates of every kind that the worlds can make must have failed and passed.
func TestWalker(t *testing.T) {
	const shards = 8
	var all coverage
	t.Run("worlds", func(t *testing.T) {
		for shard := range shards {
			t.Run(fmt.Sprint(shard), func(t *testing.T) {
				t.Parallel()
				seen := coverage{}
				for i := shard; i < *worlds; i += shards {
					seed := *first + uint64(i)
					for _, d := range contradict(worldOf(seed).answers, &seen) {
						t.Errorf("world %d: %s", seed, d)
					}
				}
				all.join(&seen)
			})
		}
	})
	all.demand(t)
}

// coverage counts how often each gate kind and verdict occurred.
type coverage struct {
	mu     sync.Mutex
	counts map[string]int
}

func (c *coverage) note(what string) {
	if c.counts == nil {
		c.counts = map[string]int{}
	}
	c.counts[what]++
}

func (c *coverage) join(d *coverage) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for k, n := range d.counts {
		if c.counts == nil {
			c.counts = map[string]int{}
		}
		c.counts[k] += n
	}
}

func (c *coverage) judgement(j *judgement) {
	c.note("verdict " + string(j.verdict))
	c.note("judged")
	switch {
	case len(j.also) > 0:
		c.note("judged, where another verdict is as honest")
	case j.loose:
		c.note("judged, where the gates are not compared")
	}
	kinds := map[string]bool{}
	for f := range j.fails {
		kinds["fails "+strings.TrimSpace(string(f.kind)+" "+f.leg)] = true
	}
	for _, g := range j.passed.kinds() {
		kinds["passes "+string(g)] = true
	}
	for u := range j.unsure {
		kinds["unsure: "+u] = true
	}
	for k := range kinds {
		c.note(k)
	}
}

// demand wants every gate kind to have failed and passed, and every verdict.
func (c *coverage) demand(t *testing.T) {
	for _, k := range slices.Sorted(maps.Keys(c.counts)) {
		t.Logf("%8d %s", c.counts[k], k)
	}
	if *worlds < 1500 {
		return // rare turns need that many
	}
	for _, k := range slices.Concat(mustOccur(), owing()) {
		if c.counts[k] == 0 {
			t.Errorf("no world had: %s", k)
		}
	}
}

// mustOccur is what the worlds can make: every gate failing and passing, every
// verdict, and every turn of a way that the walker knows.
func mustOccur() []string {
	out := slices.Concat(features(), []string{
		"passes source-dest-check", "fails source-dest-check", "fails virtual-gateway",
	})
	for _, g := range []inventory.Gate{
		inventory.GateMode, inventory.GateDNS, inventory.GateGroupEgress, inventory.GateGroupIngress, inventory.GateInternetGateway, inventory.GatePublicAddress,
		inventory.GateNATGateway, inventory.GateEgressOnlyGateway, inventory.GateGatewayEndpoint, inventory.GateInterfaceEndpoint, inventory.GatePeering,
		inventory.GateTransitGateway, inventory.GateFirewall, inventory.GateLoadBalancer, inventory.GateEncryptionControl, inventory.GateBlockPublicAccess, inventory.GateEndpointPolicy,
	} {
		out = append(out, "fails "+string(g), "passes "+string(g))
	}
	for _, g := range []inventory.Gate{inventory.GateACLEgress, inventory.GateACLIngress, inventory.GateRoute} {
		out = append(out, "fails "+string(g)+" forward", "fails "+string(g)+" return", "passes "+string(g))
	}
	for _, v := range []reach.Verdict{reach.VerdictReachable, reach.VerdictPartial, reach.VerdictBlocked, reach.VerdictUnknown, reach.VerdictNotApplicable} {
		out = append(out, "verdict "+string(v))
	}
	for _, e := range []reach.Exposure{reach.ExposureDirect, reach.ExposureNAT, reach.ExposureFiltered, reach.ExposureNone, reach.ExposureUnknown} {
		out = append(out, "exposure "+string(e))
	}
	for _, f := range []reach.Function{reach.FunctionWorks, reach.FunctionStranded, reach.FunctionPartial, reach.FunctionUnknown, reach.FunctionNotApplicable} {
		out = append(out, "function "+string(f))
	}
	return out
}

// owing wants each gate that is owed to be owed still.
func owing() []string {
	var out []string
	for _, g := range owed() {
		out = append(out, "owed "+string(g))
	}
	return out
}

func features() []string {
	var out []string
	for _, f := range []string{
		"D4 a zone without the name", "E16 a zone with addresses", "E16 an alias to an endpoint, of another VPC true", "E16 an alias to an endpoint, of another VPC false",
		"E4 a gateway endpoint from beyond its VPC", "I5 a NAT gateway that sends to itself", "I6 return to sender", "I8 regional NAT gateway", "I9 NAT64",
		"M1 a private address beyond the VPC", "N11 arrived in the attachment's own subnet", "N11 left from the attachment's own subnet",
		"NAT gateway crossed, public false", "NAT gateway crossed, public true", "R11 an answer redirected by a gateway's table", "R4 a better rank for one destination",
		"R5 local beats propagated", "R6 more specific than local", "R7 a tie of two prefix lists", "T1 a peering connection as a way through",
		"T8 appliance mode", "T8 out in another zone", "T9 a firewall, forward", "T9 a firewall, return", "T9 an answer past the firewall", "an allow-list of a firewall",
		"V3 a gateway endpoint behind a NAT gateway", "a NAT gateway before a transit gateway", "an answer from a NAT gateway to another VPC",
		"peering crossed, same Region true, IPv6 false", "peering crossed, same Region false, IPv6 false",
		"transit gateway crossed forward, to the outside false, IPv6 false", "transit gateway crossed forward, to the outside true, IPv6 false",
		"transit gateway crossed forward, to the outside true, IPv6 true", "transit gateway crossed return, to the outside false, IPv6 false",
		"a group's reference admits, inside a VPC", "a group's reference admits, over peering (S6)", "a group's reference admits, over a transit gateway (S7)",
		"IPv6 of another VPC at a gateway", "a transit gateway's peering crossed forward, to the outside false, IPv6 false", "a transit gateway's peering crossed forward, to the outside true, IPv6 false",
		"a transit gateway's peering crossed return, to the outside false, IPv6 false",
		"L1 a load balancer that answers itself", "L2 a node without groups", "L2 a load balancer in another VPC", "L3 a node crossed", "L3 a group's reference admits a node", "L3 a target that is an instance",
		"L4 a node that stays in its zone", "L5 a node that fails open", "L6 a preserved client", "D4 a CNAME",
		"the name of a load balancer, reachable", "the name of a load balancer, partial", "the name of a load balancer, blocked", "the name of a load balancer, unknown",
	} {
		out = append(out, "met "+f)
	}
	return out
}
