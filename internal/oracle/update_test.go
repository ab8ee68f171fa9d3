package oracle

import (
	"math/rand/v2"
	"slices"
	"testing"

	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// TestUpdate edits a security group of each random world several times: an
// engine that goes on says what a new one does (pure).
func TestUpdate(t *testing.T) {
	edits := 0
	for seed := range uint64(min(*worlds, 400)) {
		s := inventory.Build(worldOf(*first+seed).answers, inventory.Origin{})
		r := rand.New(rand.NewPCG(*first+seed, 10))
		engine := reach.New(s, nil)
		for range 4 {
			for _, resource := range s.Resources() {
				engine.Judge(resource)
			}
			next, ok := regrouped(s, r)
			if !ok {
				break
			}
			s = next
			edits++
			engine.Update(s)
			fresh := reach.New(s, nil)
			for _, resource := range s.Resources() {
				got, want := told(engine.Judge(resource)), told(fresh.Judge(resource))
				for what, v := range want {
					if got[what] != v {
						t.Errorf("world %d: %s: %s is %s after an update, %s to a new engine", *first+seed, resource.Head().Name, what, got[what], v)
					}
				}
			}
		}
	}
	if edits < *worlds/2 {
		t.Errorf("%d edits", edits)
	}
}

// regrouped takes a rule from one security group of a world or gives it one of
// another's. Groups that resources carry are edited more often.
func regrouped(s *inventory.Snapshot, r *rand.Rand) (*inventory.Snapshot, bool) {
	v := s.VPCs()[r.IntN(len(s.VPCs()))]
	all, _ := s.SecurityGroups(v).Get()
	if len(all) == 0 {
		return nil, false
	}
	edited, other := *all[r.IntN(len(all))], all[r.IntN(len(all))]
	rules, from := &edited.Egress, other.Egress
	if r.IntN(2) == 0 {
		rules, from = &edited.Ingress, other.Ingress
	}
	*rules = slices.Clone(*rules)
	if len(*rules) > 0 && r.IntN(2) == 0 {
		i := r.IntN(len(*rules))
		*rules = slices.Delete(*rules, i, i+1)
	} else if len(from) > 0 {
		*rules = append(*rules, from[r.IntN(len(from))])
	}
	next, err := s.With(&edited)
	return next, err == nil
}
