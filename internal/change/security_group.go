package change

import (
	"net/netip"

	"mooring/internal/cost"
	"mooring/internal/inventory"
)

// SecurityGroup makes a group that admits nothing and, as AWS makes it, lets
// everything out; or takes it away again.
type SecurityGroup struct {
	At       inventory.Scope
	Group    string // an id of NewID
	VPC      string
	Called   string // its name
	TakeAway bool
}

func (c SecurityGroup) object() *inventory.SecurityGroup {
	everywhere := []netip.Prefix{netip.PrefixFrom(netip.IPv4Unspecified(), 0)}
	g := &inventory.SecurityGroup{Meta: key(c.At, inventory.KindSecurityGroup, c.Group), VPC: c.VPC, GroupName: c.Called}
	g.Name, g.Egress = c.Called, []inventory.Permission{{Protocol: inventory.AllProtocols, To: 65535, Prefixes: everywhere}}
	return g
}

// Apply adds the group.
func (c SecurityGroup) Apply(s *inventory.Snapshot) (*inventory.Snapshot, error) {
	if c.TakeAway {
		return s.Without(c.object())
	}
	return s.With(c.object())
}

// Invert takes it away.
func (c SecurityGroup) Invert() Change {
	c.TakeAway = !c.TakeAway
	return c
}

// Price is nothing: groups are not metered.
func (c SecurityGroup) Price(t *cost.Table, _ string) cost.Price { return t.None() }

// Describe is "vpc-1: create the security group sg-new-1".
func (c SecurityGroup) Describe() string {
	if c.TakeAway {
		return c.VPC + ": delete the security group " + c.Group
	}
	return c.VPC + ": create the security group " + c.Group
}

func (c SecurityGroup) cli(s *script) {
	if c.TakeAway {
		s.aws(c.At, "delete-security-group", "--group-id", c.Group)
		return
	}
	s.set(c.Group, c.At, "GroupId", "create-security-group", "--vpc-id", c.VPC, "--group-name", c.Called, "--description", c.Called)
}

func (c SecurityGroup) terraform(d *configuration) {
	if c.TakeAway {
		d.byHand(c.Describe(), "delete its resource")
		return
	}
	b := d.made(c.Group)
	b.set("name", c.Called)
	b.set("description", c.Called)
	b.set("vpc_id", c.VPC)
}

func (c SecurityGroup) cloudformation(t *template) {
	if c.TakeAway {
		t.byHand(c.Describe(), "delete its resource")
		return
	}
	t.resource(c.Group, "AWS::EC2::SecurityGroup", object{"GroupName": c.Called, "GroupDescription": c.Called, "VpcId": ref(c.VPC)})
}
