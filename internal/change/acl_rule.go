package change

import (
	"cmp"
	"fmt"
	"slices"

	"mooring/internal/cost"
	"mooring/internal/inventory"
)

// ACLRule adds (Before nil), replaces or removes (After nil) one numbered entry
// of a network ACL.
type ACLRule struct {
	At            inventory.Scope
	ACL           string
	Egress        bool
	Before, After *inventory.ACLEntry
}

// Apply demands Before as it is, or its number free.
func (c ACLRule) Apply(s *inventory.Snapshot) (*inventory.Snapshot, error) {
	acl, ok := c.find(s)
	if !ok {
		return nil, fmt.Errorf("%s is not known", c.ACL)
	}
	out := *acl
	entries := &out.Ingress
	if c.Egress {
		entries = &out.Egress
	}
	if c.Before != nil {
		rest, err := without(*entries, func(e inventory.ACLEntry) bool { return e == *c.Before })
		if err != nil {
			return nil, err
		}
		*entries = rest
	}
	if c.After == nil {
		return s.With(&out)
	}
	at, taken := slices.BinarySearchFunc(*entries, c.After.Number, func(e inventory.ACLEntry, n int) int { return cmp.Compare(e.Number, n) })
	// IPv4 and IPv6 entries share the numbers of one direction.
	if taken {
		return nil, fmt.Errorf("number %d of %s is taken", c.After.Number, c.ACL)
	}
	*entries = slices.Insert(slices.Clone(*entries), at, *c.After)
	return s.With(&out)
}

func (c ACLRule) find(s *inventory.Snapshot) (*inventory.NetworkACL, bool) {
	for _, v := range s.VPCs() {
		all, _ := s.NetworkACLs(v).Get()
		for _, a := range all {
			if a.ID == c.ACL && a.Scope == c.At {
				return a, true
			}
		}
	}
	return nil, false
}

// Invert swaps before and after.
func (c ACLRule) Invert() Change {
	c.Before, c.After = c.After, c.Before
	return c
}

// Price is nothing: entries are not metered.
func (c ACLRule) Price(t *cost.Table, _ string) cost.Price { return t.None() }

// Describe is "acl-1: add rule 90 allow TCP 443 out to 10.20.1.0/24".
func (c ACLRule) Describe() string {
	switch {
	case c.After == nil:
		return c.ACL + ": remove " + c.text(*c.Before)
	case c.Before == nil:
		return c.ACL + ": add " + c.text(*c.After)
	}
	return c.ACL + ": replace " + c.text(*c.Before) + " by " + c.text(*c.After)
}

func (c ACLRule) text(e inventory.ACLEntry) string {
	way := " in from "
	if c.Egress {
		way = " out to "
	}
	return fmt.Sprintf("rule %d %s %s%s%s", e.Number, action(e), traffic(e.Protocol, e.From, e.To), way, e.Prefix)
}

func action(e inventory.ACLEntry) string {
	if e.Allow {
		return "allow"
	}
	return "deny"
}

func (c ACLRule) cli(s *script) {
	way := "--ingress"
	if c.Egress {
		way = "--egress"
	}
	if c.After == nil || c.Before != nil && c.Before.Number != c.After.Number {
		s.aws(c.At, "delete-network-acl-entry", "--network-acl-id", c.ACL, way, "--rule-number", fmt.Sprint(c.Before.Number))
	}
	if c.After == nil {
		return
	}
	verb := "create"
	if c.Before != nil && c.Before.Number == c.After.Number {
		verb = "replace"
	}
	block := "--cidr-block"
	if c.After.Prefix.Addr().Is6() {
		block = "--ipv6-cidr-block"
	}
	arguments := []string{
		"--network-acl-id", c.ACL, way, "--rule-number", fmt.Sprint(c.After.Number), "--protocol", fmt.Sprint(int(c.After.Protocol)),
		"--rule-action", action(*c.After), block, c.After.Prefix.String(),
	}
	if hasPorts(c.After.Protocol) {
		arguments = append(arguments, "--port-range", fmt.Sprintf("From=%d,To=%d", c.After.From, c.After.To))
	}
	s.aws(c.At, verb+"-network-acl-entry", arguments...)
}

func (c ACLRule) terraform(d *configuration) {
	if c.Before != nil {
		d.byHand(c.Describe(), "change the entry where it is kept")
		return
	}
	e := *c.After
	b := d.resource("aws_network_acl_rule", fmt.Sprintf("%s_%s_%d", c.ACL, direction(c.Egress), e.Number))
	b.set("network_acl_id", c.ACL)
	b.flag("egress", c.Egress)
	b.number("rule_number", e.Number)
	b.set("protocol", protocolWord(e.Protocol))
	b.set("rule_action", action(e))
	if e.Prefix.Addr().Is6() {
		b.set("ipv6_cidr_block", e.Prefix.String())
	} else {
		b.set("cidr_block", e.Prefix.String())
	}
	if hasPorts(e.Protocol) {
		b.number("from_port", e.From)
		b.number("to_port", e.To)
	}
}

func direction(egress bool) string {
	if egress {
		return "egress"
	}
	return "ingress"
}

func (c ACLRule) cloudformation(t *template) {
	if c.Before != nil {
		t.byHand(c.Describe(), "change the entry where it is kept")
		return
	}
	e := *c.After
	properties := object{"NetworkAclId": ref(c.ACL), "Egress": c.Egress, "RuleNumber": e.Number, "Protocol": int(e.Protocol), "RuleAction": action(e)}
	if e.Prefix.Addr().Is6() {
		properties["Ipv6CidrBlock"] = e.Prefix.String()
	} else {
		properties["CidrBlock"] = e.Prefix.String()
	}
	if hasPorts(e.Protocol) {
		properties["PortRange"] = object{"From": e.From, "To": e.To}
	}
	t.resource(fmt.Sprintf("%s %s %d", c.ACL, direction(c.Egress), e.Number), "AWS::EC2::NetworkAclEntry", properties)
}
