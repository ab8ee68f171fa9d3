package change

import (
	"fmt"
	"reflect"
	"strings"

	"mooring/internal/cost"
	"mooring/internal/inventory"
)

// GroupRule admits something in a security group, or takes that back.
type GroupRule struct {
	At     inventory.Scope
	Group  string
	Egress bool
	Rule   inventory.Permission
	Revoke bool
}

// Apply appends the rule, or takes one away that equals it.
func (c GroupRule) Apply(s *inventory.Snapshot) (*inventory.Snapshot, error) {
	g, err := copyOf(s.SecurityGroup(c.At, c.Group), c.Group)
	if err != nil {
		return nil, err
	}
	rules := &g.Ingress
	if c.Egress {
		rules = &g.Egress
	}
	same := func(p inventory.Permission) bool { return reflect.DeepEqual(p, c.Rule) }
	if c.Revoke {
		if *rules, err = without(*rules, same); err != nil {
			return nil, err
		}
		return s.With(g)
	}
	for _, p := range *rules {
		if same(p) {
			return nil, fmt.Errorf("%s has this rule", c.Group)
		}
	}
	*rules = with(*rules, c.Rule)
	return s.With(g)
}

// Invert takes the rule back.
func (c GroupRule) Invert() Change {
	c.Revoke = !c.Revoke
	return c
}

// Price is nothing: rules are not metered.
func (c GroupRule) Price(t *cost.Table, _ string) cost.Price { return t.None() }

// Describe is "sg-09f: admit TCP 443 from sg-0b7".
func (c GroupRule) Describe() string {
	verb, way := "admit", " from "
	if c.Egress {
		verb, way = "let", " out to "
	}
	if c.Revoke {
		verb = "no longer " + verb
	}
	return fmt.Sprintf("%s: %s %s%s%s", c.Group, verb, traffic(c.Rule.Protocol, c.Rule.From, c.Rule.To), way, strings.Join(peers(c.Rule), ", "))
}

// traffic is TCP 443, TCP 1024-65535, all traffic.
func traffic(p inventory.Protocol, from, to int) string {
	ports := fmt.Sprint(from)
	if from != to {
		ports = fmt.Sprintf("%d-%d", from, to)
	}
	switch p {
	case inventory.AllProtocols:
		return "all traffic"
	case inventory.TCP:
		return "TCP " + ports
	case inventory.UDP:
		return "UDP " + ports
	}
	return fmt.Sprintf("protocol %d", p)
}

// peers are those of a rule, as the rule names them.
func peers(p inventory.Permission) []string {
	var out []string
	for _, prefix := range p.Prefixes {
		out = append(out, prefix.String())
	}
	return append(append(out, p.PrefixLists...), p.Groups...)
}

// protocolWord is a protocol as EC2 takes it.
func protocolWord(p inventory.Protocol) string {
	switch p {
	case inventory.TCP:
		return "tcp"
	case inventory.UDP:
		return "udp"
	case inventory.ICMP:
		return "icmp"
	}
	return fmt.Sprint(int(p))
}

func hasPorts(p inventory.Protocol) bool { return p == inventory.TCP || p == inventory.UDP }

func (c GroupRule) cli(s *script) {
	p := object{"IpProtocol": protocolWord(c.Rule.Protocol)}
	if hasPorts(c.Rule.Protocol) {
		p["FromPort"], p["ToPort"] = c.Rule.From, c.Rule.To
	}
	for _, prefix := range c.Rule.Prefixes {
		if prefix.Addr().Is4() {
			p.add("IpRanges", object{"CidrIp": prefix.String()})
		} else {
			p.add("Ipv6Ranges", object{"CidrIpv6": prefix.String()})
		}
	}
	for _, id := range c.Rule.PrefixLists {
		p.add("PrefixListIds", object{"PrefixListId": id})
	}
	for _, id := range c.Rule.Groups {
		p.add("UserIdGroupPairs", object{"GroupId": id})
	}
	verb, way := "authorize", "ingress"
	if c.Revoke {
		verb = "revoke"
	}
	if c.Egress {
		way = "egress"
	}
	s.aws(c.At, verb+"-security-group-"+way, "--group-id", c.Group, "--ip-permissions", encoded([]object{p}))
}

// peer is one peer of a rule: Terraform and CloudFormation have one resource for each.
type peer struct{ kind, id string }

func (c GroupRule) each(f func(peer)) {
	for _, p := range c.Rule.Prefixes {
		if p.Addr().Is4() {
			f(peer{"cidr4", p.String()})
		} else {
			f(peer{"cidr6", p.String()})
		}
	}
	for _, id := range c.Rule.PrefixLists {
		f(peer{"list", id})
	}
	for _, id := range c.Rule.Groups {
		f(peer{"group", id})
	}
}

func (c GroupRule) terraform(d *configuration) {
	way := "ingress"
	if c.Egress {
		way = "egress"
	}
	if c.Revoke {
		d.byHand(c.Describe(), "delete the rule where it is kept")
		return
	}
	argument := map[string]string{"cidr4": "cidr_ipv4", "cidr6": "cidr_ipv6", "list": "prefix_list_id", "group": "referenced_security_group_id"}
	c.each(func(p peer) {
		b := d.resource("aws_vpc_security_group_"+way+"_rule", c.Group+"_"+way+"_"+p.id)
		b.set("security_group_id", c.Group)
		b.set(argument[p.kind], p.id)
		b.set("ip_protocol", protocolWord(c.Rule.Protocol))
		if hasPorts(c.Rule.Protocol) {
			b.number("from_port", c.Rule.From)
			b.number("to_port", c.Rule.To)
		}
	})
}

func (c GroupRule) cloudformation(t *template) {
	kind, side := "AWS::EC2::SecurityGroupIngress", "Source"
	if c.Egress {
		kind, side = "AWS::EC2::SecurityGroupEgress", "Destination"
	}
	if c.Revoke {
		t.byHand(c.Describe(), "delete the rule where it is kept")
		return
	}
	property := map[string]string{"cidr4": "CidrIp", "cidr6": "CidrIpv6", "list": side + "PrefixListId", "group": side + "SecurityGroupId"}
	c.each(func(p peer) {
		properties := object{"GroupId": ref(c.Group), "IpProtocol": protocolWord(c.Rule.Protocol), property[p.kind]: ref(p.id)}
		if hasPorts(c.Rule.Protocol) {
			properties["FromPort"], properties["ToPort"] = c.Rule.From, c.Rule.To
		}
		t.resource(c.Group+" "+side+" "+p.id, kind, properties)
	})
}
