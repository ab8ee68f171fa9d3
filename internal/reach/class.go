package reach

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/netip"
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
	place    *place // nil: none that others share
	free     bool   // no interface: security groups are not asked
	// unnamed is why the ids of some groups are not known; nil where all are.
	unnamed *inventory.Missing
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
	split bool // what is outside the VPC's range leaves by an interface of SageMaker's own
}

// place finds the class of a placement. What stands in the way of one is the
// Value's reason.
func (g *Engine) place(near inventory.Scope, p inventory.Placement, n inventory.Network) inventory.Value[seat] {
	return inventory.Then(g.snapshot.Subnet(near, p.Subnet), func(s *inventory.Subnet) inventory.Value[seat] {
		return inventory.Then(g.snapshot.VPC(s.Scope, s.VPC), func(v *inventory.VPC) inventory.Value[seat] {
			return inventory.Known(g.seat(g.environment(v), s, p, n))
		})
	})
}

// sixth is why it is not known whether the interface has an IPv6 address; nil
// where it is.
func (s seat) sixth(n inventory.Network) *inventory.Missing {
	dual, ok := n.Dualstack.Get()
	switch has := len(s.class.subnet.CIDRs6) > 0; {
	case !ok && has:
		why := n.Dualstack.Why()
		return &why
	case dual && !has:
		why := hop("the IPv6 block of " + s.class.subnet.ID + ", which a dual-stack interface needs")
		return &why
	}
	return nil
}

// ownInterface is the interface that exists, or why it is not known where in its
// subnet it stands; neither where AWS has yet to place one.
func (s seat) ownInterface(n inventory.Network) (*inventory.NetworkInterface, *inventory.Missing) {
	if n.Interface == "" {
		return nil, nil
	}
	known := s.env.snapshot.NetworkInterface(s.env.vpc.Scope, n.Interface)
	eni, ok := known.Get()
	switch {
	case !ok:
		why := known.Why()
		return nil, &why
	case eni.Subnet != s.class.subnet.ID:
		why := hop("where " + n.Interface + " stands")
		return nil, &why
	}
	return eni, nil
}

// classKey is all that a class is made from.
type classKey struct {
	subnet         *inventory.Subnet
	groups, blamed string
	at4, at6       string // addresses, as far as any rule tells them apart
	public, told   bool
	unnamed        string
}

func (g *Engine) seat(e *environment, s *inventory.Subnet, p inventory.Placement, n inventory.Network) seat {
	named, unnamed := e.named(p.NamedGroups)
	c := class{subnet: s, blamed: once(p.Groups), unnamed: unnamed}
	if c.groups = c.blamed; len(named) > 0 {
		c.groups = once(slices.Concat(p.Groups, named))
	}
	if len(c.blamed) == 0 {
		c.blamed = c.groups
	}
	at4, at6 := e.address(&c, n)
	public, told := c.public.Get()
	key := classKey{s, strings.Join(c.groups, ","), strings.Join(c.blamed, ","), at4, at6, public, told, ""}
	if c.unnamed != nil {
		key.unnamed = c.unnamed.What
	}
	if known, ok := g.classes[key]; ok {
		return seat{env: e, class: known}
	}
	c.id = "c-" + digest(e.vpc.Account, e.vpc.Region, e.vpc.ID, s.ID, key.groups, key.blamed, fmt.Sprint(c.sources.Prefixes(), c.sources6.Prefixes()), fmt.Sprint(public, told))
	c.place = &place{s, at4, at6, public, told}
	made := c
	g.classes[key] = &made
	return seat{env: e, class: &made}
}

// once drops repetitions and keeps the order. What has none stays what it is.
func once(ids []string) []string {
	if len(ids) == 0 {
		return nil
	}
	for i, id := range ids {
		if !slices.Contains(ids[:i], id) {
			continue
		}
		out := slices.Clone(ids[:i])
		for _, id := range ids[i+1:] {
			if !slices.Contains(out, id) {
				out = append(out, id)
			}
		}
		return out
	}
	return slices.Clip(ids)
}

// named finds groups by name; SageMaker makes some that no answer refers to by
// id. Where it is not known which they are, the names stand for those that were
// not found: no group is called so, and what its rules say is unknown.
func (e *environment) named(names []string) (ids []string, missing *inventory.Missing) {
	if len(names) == 0 {
		return nil, nil
	}
	groups, ok := e.snapshot.SecurityGroups(e.vpc).Get()
	if !ok {
		why := e.snapshot.SecurityGroups(e.vpc).Why()
		missing = &why
	}
	for _, g := range groups {
		switch {
		case slices.Contains(names, g.GroupName):
			ids = append(ids, g.ID)
		case g.GroupName == "":
			missing = &inventory.Missing{Kind: inventory.MissingOperation, What: "ec2:DescribeSecurityGroups answered without GroupName"}
		}
	}
	if missing == nil || len(ids) == len(names) {
		return ids, nil
	}
	return slices.Concat(ids, names), missing
}

// address settles where an interface of the class can stand: at its own address
// where the interface is known, else anywhere in the subnet. SageMaker's
// interfaces have no public address (developer guide, host-vpc and train-vpc);
// what the interface says of itself wins.
func (e *environment) address(c *class, n inventory.Network) (at4, at6 string) {
	c.sources, c.sources6 = e.usableOf(c.subnet), netset.Set{}
	if dual, _ := n.Dualstack.Get(); dual {
		c.sources6, at6 = e.space.Prefixes(c.subnet.CIDRs6...), "any"
	}
	eni, missing := seat{env: e, class: c}.ownInterface(n)
	switch {
	case missing != nil:
		c.public = inventory.Unknown[bool](*missing)
		return "any", at6
	case eni == nil:
		c.public = inventory.Then(e.interfaces, func([]*inventory.NetworkInterface) inventory.Value[bool] { return inventory.Known(false) })
		return "any", at6
	}
	c.public = inventory.Known(eni.PublicIP != "")
	return e.standing(c, eni.Addresses, at6)
}

// standing narrows a class to the atoms of its own addresses.
func (e *environment) standing(c *class, addresses []netip.Addr, any6 string) (at4, at6 string) {
	at4, at6 = "any", any6
	for _, a := range addresses {
		atom := e.space.Atom(a)
		switch {
		case at4 == "any" && c.sources.Has(atom):
			c.sources, at4 = e.space.Atoms(atom), e.space.First(atom).String()
		case at6 == "any" && c.sources6.Has(atom):
			c.sources6, at6 = e.space.Atoms(atom), e.space.First(atom).String()
		}
	}
	return at4, at6
}

// usableOf are the addresses of a subnet that an interface can have.
func (e *environment) usableOf(s *inventory.Subnet) netset.Set {
	set, ok := e.usable[s.ID]
	if !ok {
		set = e.space.Range(usable(s.CIDR))
		e.usable[s.ID] = set
	}
	return set
}
