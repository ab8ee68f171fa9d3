package reach

import (
	"errors"
	"net/netip"
	"slices"

	"mooring/internal/inventory"
)

// starts are the seats of a start; proofs stand for parts that no VPC holds.
func (g *Engine) starts(start Start) ([]inventory.Value[seat], []*Proof, error) {
	var seats []inventory.Value[seat]
	switch {
	case start.Resource != nil:
		return g.resourceStarts(start)
	case start.Interface != "":
		seats = []inventory.Value[seat]{g.interfaceStart(start.Interface)}
	case start.Group != "":
		seats = g.groupStarts(start.Group)
	case start.Subnet != "":
		seats = []inventory.Value[seat]{g.subnetStart(start.Subnet, netip.Prefix{})}
	default:
		for _, v := range g.snapshot.VPCs() {
			subnets, _ := g.snapshot.Subnets(v).Get()
			for _, s := range subnets {
				if s.CIDR.Overlaps(start.Prefix) || slices.ContainsFunc(s.CIDRs6, start.Prefix.Overlaps) {
					seats = append(seats, g.subnetStart(s.ID, start.Prefix))
				}
			}
		}
	}
	return narrowed(seats, start.FromIP), nil, nil
}

func (g *Engine) resourceStarts(start Start) ([]inventory.Value[seat], []*Proof, error) {
	var seats []inventory.Value[seat]
	for _, n := range start.Resource.Network().Split() {
		switch mode, ok := n.Mode.Get(); {
		case !ok:
			seats = append(seats, inventory.Unknown[seat](n.Mode.Why()))
		case mode == inventory.ModeVPC || mode == inventory.ModeSplit:
			if sealed, _ := n.Isolated.Get(); sealed {
				return nil, nil, errors.New("network isolation: the container has no network, so no path starts there")
			}
			for _, s := range g.seats(&Result{}, start.Resource, n) {
				seats = append(seats, inventory.Then(s, func(at seat) inventory.Value[seat] {
					at.split = mode == inventory.ModeSplit
					return inventory.Known(at)
				}))
			}
		case mode == inventory.ModeInherited:
			return nil, nil, errors.New("it takes its network from another resource: ask from that one")
		default:
			return nil, nil, errors.New("no interface of it stands in a VPC, so no path of the customer's network starts there")
		}
	}
	return narrowed(seats, start.FromIP), nil, nil
}

// narrowed leaves one source address where it is asked for.
func narrowed(seats []inventory.Value[seat], from netip.Addr) []inventory.Value[seat] {
	if !from.IsValid() {
		return seats
	}
	var out []inventory.Value[seat]
	for _, s := range seats {
		at, ok := s.Get()
		if !ok {
			out = append(out, s)
			continue
		}
		c := *at.class
		own := at.env.space.Range(from, from)
		c.sources, c.sources6 = c.sources.Intersect(own), c.sources6.Intersect(own)
		if !c.sources.IsEmpty() || !c.sources6.IsEmpty() {
			c.id = "c-" + digest(c.id, from.String())
			c.place, at.class = nil, &c
			out = append(out, inventory.Known(at))
		}
	}
	return out
}

func (g *Engine) interfaceStart(id string) inventory.Value[seat] {
	anywhere := inventory.Scope{}
	return inventory.Then(g.snapshot.NetworkInterface(anywhere, id), func(n *inventory.NetworkInterface) inventory.Value[seat] {
		six := slices.ContainsFunc(n.Addresses, netip.Addr.Is6)
		return g.place(n.Scope, inventory.Placement{Subnet: n.Subnet, Groups: n.Groups}, inventory.Network{Interface: id, Dualstack: inventory.Known(six)})
	})
}

// groupStarts are the interfaces that carry a group.
func (g *Engine) groupStarts(id string) []inventory.Value[seat] {
	var out []inventory.Value[seat]
	for _, n := range g.snapshot.Interfaces() {
		if slices.Contains(n.Groups, id) {
			out = append(out, g.interfaceStart(n.ID))
		}
	}
	return out
}

// subnetStart is any address of a subnet, or of the part of it within a block.
func (g *Engine) subnetStart(id string, within netip.Prefix) inventory.Value[seat] {
	anywhere := inventory.Scope{}
	return inventory.Then(g.snapshot.Subnet(anywhere, id), func(s *inventory.Subnet) inventory.Value[seat] {
		return inventory.Then(g.snapshot.VPC(s.Scope, s.VPC), func(v *inventory.VPC) inventory.Value[seat] {
			e := g.environment(v)
			c := &class{subnet: s, free: true, sources: e.usableOf(s), sources6: e.space.Prefixes(s.CIDRs6...), public: inventory.Known(false)}
			if within.IsValid() {
				block := e.space.Prefixes(within)
				c.sources, c.sources6 = c.sources.Intersect(block), c.sources6.Intersect(block)
			}
			c.id = "c-" + digest("addresses", s.ID, within.String())
			return inventory.Known(seat{env: e, class: c})
		})
	})
}
