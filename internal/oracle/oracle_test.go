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
	if *worlds < 500 {
		return
	}
	for _, k := range mustOccur() {
		if c.counts[k] == 0 {
			t.Errorf("no world had: %s", k)
		}
	}
}

// mustOccur is what one-VPC worlds can make.
func mustOccur() []string {
	var out []string
	for _, g := range []inventory.Gate{
		inventory.GateMode, inventory.GateDNS, inventory.GateGroupEgress, inventory.GateGroupIngress, inventory.GateInternetGateway, inventory.GatePublicAddress,
		inventory.GateNATGateway, inventory.GateGatewayEndpoint, inventory.GateInterfaceEndpoint, inventory.GateBlockPublicAccess, inventory.GateEndpointPolicy,
	} {
		out = append(out, "fails "+string(g), "passes "+string(g))
	}
	for _, g := range []inventory.Gate{inventory.GateACLEgress, inventory.GateACLIngress, inventory.GateRoute} {
		out = append(out, "fails "+string(g)+" forward", "fails "+string(g)+" return", "passes "+string(g))
	}
	for _, v := range []reach.Verdict{reach.VerdictReachable, reach.VerdictPartial, reach.VerdictBlocked, reach.VerdictUnknown, reach.VerdictNotApplicable} {
		out = append(out, "verdict "+string(v))
	}
	for _, e := range []reach.Exposure{reach.ExposureDirect, reach.ExposureNAT, reach.ExposureNone, reach.ExposureUnknown} {
		out = append(out, "exposure "+string(e))
	}
	for _, f := range []reach.Function{reach.FunctionWorks, reach.FunctionStranded, reach.FunctionPartial, reach.FunctionUnknown, reach.FunctionNotApplicable} {
		out = append(out, "function "+string(f))
	}
	return out
}
