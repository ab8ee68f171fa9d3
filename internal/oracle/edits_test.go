package oracle

import (
	"math/rand/v2"
	"net/netip"
	"slices"
	"testing"

	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// TestEdits (pure): an engine that follows edits says, to the byte, what a fresh
// one says of the edited snapshot.
func TestEdits(t *testing.T) {
	kept, edits := 0, 0
	for seed := *first; seed < *first+uint64(*worlds)/20; seed++ {
		e := editor{rand.New(rand.NewPCG(seed, 7))}
		s := inventory.Build(worldOf(seed).answers, inventory.Origin{})
		g := reach.New(s, nil)
		for _, r := range s.Resources() {
			g.Judge(r)
			g.Resource(r)
		}
		for range 6 {
			next, err := e.edit(s)
			if err != nil {
				continue
			}
			s = next
			if edits++; g.Update(s) {
				kept++
			}
			fresh := reach.New(s, nil)
			for _, r := range s.Resources() {
				sameText(t, seed, r, "after an edit", encoded(t, g.Judge(r)), encoded(t, fresh.Judge(r)))
			}
			for _, r := range s.Resources() {
				sameText(t, seed, r, "after an edit, with proofs", encoded(t, g.Resource(r)), encoded(t, fresh.Resource(r)))
			}
		}
	}
	if t.Logf("%d edits, %d kept the engine", edits, kept); kept == 0 || kept == edits {
		t.Errorf("%d of %d edits kept the engine", kept, edits)
	}
}

// editor makes one random edit of a snapshot.
type editor struct{ *rand.Rand }

func (e editor) edit(s *inventory.Snapshot) (*inventory.Snapshot, error) {
	v := s.VPCs()[e.IntN(len(s.VPCs()))]
	switch e.IntN(8) {
	case 0:
		acls, _ := s.NetworkACLs(v).Get()
		return editOne(e, s, acls, func(a *inventory.NetworkACL) { a.Egress = e.fewerEntries(a.Egress) })
	case 1:
		tables, _ := s.RouteTables(v).Get()
		return editOne(e, s, tables, func(r *inventory.RouteTable) { r.Routes = r.Routes[:len(r.Routes)/2] })
	case 2:
		endpoints, _ := s.VPCEndpoints(v).Get()
		return editOne(e, s, endpoints, func(v *inventory.VPCEndpoint) { v.State = "pending" })
	}
	groups, _ := s.SecurityGroups(v).Get()
	return editOne(e, s, groups, func(g *inventory.SecurityGroup) {
		like := groups[e.IntN(len(groups))]
		g.Egress, g.Ingress = e.rules(g.Egress, like.Egress), e.rules(g.Ingress, like.Ingress)
	})
}

// editOne edits a copy of one of some objects.
func editOne[T any, P interface {
	*T
	inventory.Editable
}](e editor, s *inventory.Snapshot, all []P, edit func(P)) (*inventory.Snapshot, error) {
	if len(all) == 0 {
		return s, nil
	}
	of := *all[e.IntN(len(all))]
	edit(&of)
	return s.With(P(&of))
}

func (e editor) fewerEntries(all []inventory.ACLEntry) []inventory.ACLEntry {
	if len(all) == 0 {
		return nil
	}
	i := e.IntN(len(all))
	return slices.Delete(slices.Clone(all), i, i+1)
}

// rules takes a rule away, puts in one that another group has, or a new one.
func (e editor) rules(own, others []inventory.Permission) []inventory.Permission {
	out := slices.Clone(own)
	switch e.IntN(5) {
	case 0:
		return out
	case 1, 2:
		if len(out) > 0 {
			i := e.IntN(len(out))
			return slices.Delete(out, i, i+1)
		}
	case 3:
		return append(out, inventory.Permission{Protocol: inventory.TCP, From: 443, To: 443 + e.IntN(2), Prefixes: []netip.Prefix{e.block()}})
	}
	return append(out, others...)
}

// block is one that many rules name, or one that draws new boundaries.
func (e editor) block() netip.Prefix {
	a := [4]byte{10, byte(5 + e.IntN(6)), byte(e.IntN(4)), byte(e.IntN(256))}
	return netip.PrefixFrom(netip.AddrFrom4(a), []int{8, 12, 16, 23, 25, 27, 32}[e.IntN(7)]).Masked()
}
