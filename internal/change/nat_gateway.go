package change

import (
	"net/netip"

	"mooring/internal/cost"
	"mooring/internal/inventory"
)

// NATGateway makes a public NAT gateway, or takes one away that it made. The
// route to it is a change of its own.
type NATGateway struct {
	At       inventory.Scope
	Gateway  string // an id of NewID
	VPC      string
	Subnet   string
	Address  netip.Addr // stands for the one that AWS picks
	TakeAway bool
}

// Apply adds the gateway.
func (c NATGateway) Apply(s *inventory.Snapshot) (*inventory.Snapshot, error) {
	n := &inventory.NATGateway{
		Meta: key(c.At, inventory.KindNATGateway, c.Gateway), VPC: c.VPC, Subnet: c.Subnet, State: "available", Public: true,
		Address: c.Address, Addresses: []netip.Addr{c.Address},
	}
	if c.TakeAway {
		return s.Without(n)
	}
	return s.With(n)
}

// Invert takes the gateway away.
func (c NATGateway) Invert() Change {
	c.TakeAway = !c.TakeAway
	return c
}

// Price counts the gateway's hours and those of its public address.
func (c NATGateway) Price(t *cost.Table, region string) cost.Price {
	if c.TakeAway {
		return t.NATGateway(region).Minus()
	}
	return t.NATGateway(region)
}

// Describe is "subnet-1: create a NAT gateway".
func (c NATGateway) Describe() string {
	if c.TakeAway {
		return c.Subnet + ": delete the NAT gateway " + c.Gateway
	}
	return c.Subnet + ": create a NAT gateway"
}

// address is the elastic IP of the gateway, as the formats name what they make.
func (c NATGateway) address() string { return c.Gateway + "-address" }

func (c NATGateway) cli(s *script) {
	if c.TakeAway {
		s.aws(c.At, "delete-nat-gateway", "--nat-gateway-id", c.Gateway)
		return
	}
	s.set(c.address(), c.At, "AllocationId", "allocate-address", "--domain", "vpc")
	s.set(c.Gateway, c.At, "NatGateway.NatGatewayId", "create-nat-gateway", "--subnet-id", c.Subnet, "--allocation-id", c.address())
	s.aws(c.At, "wait nat-gateway-available", "--nat-gateway-ids", c.Gateway)
}

func (c NATGateway) terraform(d *configuration) {
	if c.TakeAway {
		d.byHand(c.Describe(), "delete its resource")
		return
	}
	d.resource("aws_eip", c.Gateway).set("domain", "vpc")
	b := d.made(c.Gateway)
	b.traversal("allocation_id", "aws_eip", label(c.Gateway), "allocation_id")
	b.set("subnet_id", c.Subnet)
}

func (c NATGateway) cloudformation(t *template) {
	if c.TakeAway {
		t.byHand(c.Describe(), "delete its resource")
		return
	}
	address := t.resource(c.address(), "AWS::EC2::EIP", object{"Domain": "vpc"})
	t.resource(c.Gateway, "AWS::EC2::NatGateway", object{"SubnetId": ref(c.Subnet), "AllocationId": object{"Fn::GetAtt": []any{address, "AllocationId"}}})
}
