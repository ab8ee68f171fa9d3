package reach

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"mooring/internal/inventory"
	"mooring/internal/netset"
)

// class is all that decides how an interface behaves; the evaluator sees
// nothing else, so interfaces of one class share every proof.
type class struct {
	id      string
	subnet  *inventory.Subnet
	groups  []string   // as configured, each once
	blamed  []string   // those of groups that a customer would change: not SageMaker's own
	sources netset.Set // atoms that its IPv4 address may lie in
	// sources6 are those of its IPv6 address; empty for an interface without one.
	sources6 netset.Set
	public   inventory.Value[bool]
}

func digest(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:6])
}

func (c *class) from() From {
	return From{Class: c.id, Subnet: c.subnet.ID, Zone: c.subnet.Zone, Groups: c.groups}
}

// seat is one placement of a resource: the class it is judged as, in its VPC.
type seat struct {
	env   *environment
	class *class
}

// place finds the class of a placement. What stands in the way of one is the
// Value's reason.
func (g *Engine) place(near inventory.Scope, p inventory.Placement, n inventory.Network) inventory.Value[seat] {
	return inventory.Then(g.snapshot.Subnet(near, p.Subnet), func(s *inventory.Subnet) inventory.Value[seat] {
		return inventory.Then(g.snapshot.VPC(s.Scope, s.VPC), func(v *inventory.VPC) inventory.Value[seat] {
			e := g.environment(v)
			c := &class{subnet: s, groups: once(slices.Concat(p.Groups, e.named(p.NamedGroups))), blamed: once(p.Groups)}
			if len(c.blamed) == 0 {
				c.blamed = c.groups
			}
			e.address(c, n)
			public, _ := c.public.Get()
			c.id = "c-" + digest(v.Account, v.Region, v.ID, s.ID, strings.Join(c.groups, ","), strings.Join(c.blamed, ","), fmt.Sprint(c.sources.Prefixes(), c.sources6.Prefixes()), fmt.Sprint(public, c.public.Known()))
			return inventory.Known(seat{e, c})
		})
	})
}

// once drops repetitions and keeps the order.
func once(ids []string) []string {
	var out []string
	for _, id := range ids {
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// named finds groups by name; SageMaker makes some that no answer refers to by id.
func (e *environment) named(names []string) []string {
	var ids []string
	groups, _ := e.snapshot.SecurityGroups(e.vpc).Get()
	for _, g := range groups {
		if slices.Contains(names, g.GroupName) {
			ids = append(ids, g.ID)
		}
	}
	return ids
}

// address settles where an interface of the class can stand: at its own address
// where the interface is known, else anywhere in the subnet. SageMaker's
// interfaces have no public address (developer guide, host-vpc and train-vpc);
// what the interface says of itself wins.
func (e *environment) address(c *class, n inventory.Network) {
	c.sources, c.sources6 = e.space.Range(usable(c.subnet.CIDR)), e.space.Empty()
	dual, _ := n.Dualstack.Get()
	if dual {
		c.sources6 = e.space.Prefixes(c.subnet.CIDRs6...)
	}
	if n.Interface == "" {
		c.public = inventory.Then(e.snapshot.NetworkInterfaces(e.vpc), func([]*inventory.NetworkInterface) inventory.Value[bool] { return inventory.Known(false) })
		return
	}
	known := e.snapshot.NetworkInterface(e.vpc.Scope, n.Interface)
	eni, ok := known.Get()
	if !ok || eni.Subnet != c.subnet.ID {
		c.public = inventory.Unknown[bool](known.Why())
		return
	}
	c.public = inventory.Known(eni.PublicIP != "")
	own := e.space.Empty()
	for _, a := range eni.Addresses {
		own = own.Union(e.space.Atoms(e.space.Atom(a)))
	}
	if at := own.Intersect(c.sources); !at.IsEmpty() {
		c.sources = e.space.Atoms(e.space.Atom(at.Witness()))
	}
	if at := own.Intersect(c.sources6); !at.IsEmpty() {
		c.sources6 = at
	}
}
