package emulator

import (
	"fmt"
	"sync"
	"testing"
)

// truth says, by ARN, what was built and what the report must say of it.
type truth map[string]fact

type fact struct {
	kind, name      string
	account, region string
	axes            axes
}

// world is a seeded account and Region.
type world struct {
	clients
	server *server
	truth  truth
}

func (w *world) expect(kind, name, arn string, a axes) string {
	if _, twice := w.truth[arn]; twice {
		panic(failure{fmt.Errorf("%s was made twice", arn)})
	}
	w.truth[arn] = fact{kind, name, w.account, w.region, a}
	return arn
}

var seededOnce = sync.OnceValues(seedTruth)

// truthAccount is the whole seeded estate: the first account in two Regions
// and a second account. Tests that use it leave it as it is.
func truthAccount(t testing.TB) (*server, truth) {
	t.Helper()
	s := emulate(t)
	all, err := seededOnce()
	if err != nil {
		t.Fatalf("seed the truth account: %v\n%s", err, s.log)
	}
	return s, all
}

func seedTruth() (truth, error) {
	s, err := running()
	if err != nil {
		return nil, err
	}
	if err := s.reset(); err != nil {
		return nil, err
	}
	all := truth{}
	seeds := []struct {
		account, region string
		seed            func(*world)
	}{
		{firstAccount, firstRegion, seedEstate},
		{firstAccount, secondRegion, seedSecondRegion},
		{secondAccount, firstRegion, seedSecondAccount},
	}
	for _, one := range seeds {
		c, err := s.in(one.account, one.region)
		if err != nil {
			return nil, err
		}
		w := &world{c, s, all}
		if err := seeded(func() { one.seed(w) }); err != nil {
			return nil, fmt.Errorf("account %s in %s: %w", one.account, one.region, err)
		}
	}
	return all, nil
}

// in keeps what stands in an account and, unless it is empty, a Region.
func (all truth) in(account, region string) truth {
	out := truth{}
	for arn, f := range all {
		if f.account == account && (region == "" || f.region == region) {
			out[arn] = f
		}
	}
	return out
}

// seedEstate makes ten VPCs, then the same workloads in each, every other kind
// in the sealed one, and the ones without a VPC. All networks come first: with
// a seeded emulator their ids are then the same each time.
func seedEstate(w *world) {
	networks := map[string]network{}
	for i, s := range shapes() {
		networks[s.name] = s.build(newVPC(w.clients, s.name, 20+i))
	}
	w.unusedNetwork()
	for _, s := range shapes() {
		w.workloads(s, networks[s.name])
	}
	w.expect("notebook", "neighbour-far", w.notebook("neighbour-far", networks["neighbour"], 1, "Disabled"), known("none", "stranded"))
	w.everyKind(networks["sealed"])
	w.clarify(networks["closed-group"], known("none", "stranded"), "closed")
	w.withoutVPC()
	w.refused(networks["sealed"])
}

func seedSecondRegion(w *world) {
	closed := shapes()[2]
	w.workloads(closed, closed.build(newVPC(w.clients, closed.name, 20)))
	w.expect("notebook", "open-eu", w.notebook("open-eu", network{}, 0, ""), known("direct", "not-applicable"))
}

func seedSecondAccount(w *world) {
	for i, s := range []shape{shapes()[0], shapes()[5]} {
		w.workloads(s, s.build(newVPC(w.clients, s.name, 20+i)))
	}
}
