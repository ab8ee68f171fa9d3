package reach

import (
	"fmt"
	"slices"
	"strings"

	"mooring/internal/inventory"
)

// repairs are the changes, in words, that would make the failed gates of a
// proof pass, after those that its notes already name. They are not yet proved.
func (e *environment) repairs(p *Proof, c *class, s inventory.Service, named []Repair) []Repair {
	if p.Verdict != VerdictBlocked && p.Verdict != VerdictPartial {
		return nil
	}
	out := slices.Clone(named)
	for _, g := range p.Failing() {
		if r, ok := e.repair(g, p, c, s); ok && !slices.Contains(out, r) {
			out = append(out, r)
		}
	}
	return out
}

func (e *environment) repair(g Gate, p *Proof, c *class, s inventory.Service) (Repair, bool) {
	if g.behind {
		return Repair{}, false
	}
	object := strings.Join(g.Object, ", ")
	service := traffic(s)
	switch g.Kind {
	case inventory.GateGroupIngress:
		return Repair{object, fmt.Sprintf("admit %s from %s", service, strings.Join(c.blamed, ", "))}, true
	case inventory.GateGroupEgress:
		return Repair{object, fmt.Sprintf("let %s out to %s", service, e.peerText(p, s))}, true
	case inventory.GateACLEgress, inventory.GateACLIngress:
		return Repair{object, aclRepair(g, service)}, true
	case inventory.GateRoute:
		return e.routeRepair(c, s)
	case inventory.GateDNS:
		return Repair{object, dnsRepair(g)}, true
	case inventory.GateInterfaceEndpoint, inventory.GateGatewayEndpoint:
		return Repair{object, "make it again: " + g.Why}, true
	case inventory.GateNATGateway, inventory.GatePublicAddress, inventory.GateInternetGateway:
		return e.privateWay(c, s)
	}
	return Repair{}, false
}

// traffic is what a rule has to say to admit a service.
func traffic(s inventory.Service) string {
	what := strings.ToUpper(s.Protocol)
	switch {
	case s.Protocol == "all":
		return "all traffic"
	case s.LastPort > s.Port:
		return what + " " + portRange{s.Port, s.LastPort}.String()
	}
	return fmt.Sprintf("%s %d", what, s.Port)
}

// peerText names what a group's way out must lead to.
func (e *environment) peerText(p *Proof, s inventory.Service) string {
	for _, path := range p.Paths {
		for _, g := range path.Gates {
			if g.Kind == inventory.GateGroupIngress {
				return strings.Join(g.Object, ", ")
			}
		}
	}
	if s.Gateway {
		return "the AWS prefix list of " + s.Label
	}
	return s.Label
}

func aclRepair(g Gate, service string) string {
	way := "in"
	if g.Kind == inventory.GateACLEgress {
		way = "out"
	}
	if g.Leg == Return {
		return fmt.Sprintf("allow replies %s on TCP %s (%s)", way, clientPorts, g.Why)
	}
	return fmt.Sprintf("allow %s %s (%s)", service, way, g.Why)
}

func dnsRepair(g Gate) string {
	if strings.HasPrefix(g.Object[0], "vpc-") {
		return "set enableDnsSupport to true and give it a DHCP option set with AmazonProvidedDNS"
	}
	return "name AmazonProvidedDNS as domain-name-servers"
}

// routeRepair prefers the free gateway endpoint, then an interface endpoint;
// never a way to the internet.
func (e *environment) routeRepair(c *class, s inventory.Service) (Repair, bool) {
	if s.Gateway || s.Interface {
		return e.privateWay(c, s)
	}
	return Repair{e.vpc.ID, "no private way to " + s.Label + " exists; serve it from a mirror inside the network"}, true
}

// privateWay is the endpoint that would serve a dependency.
func (e *environment) privateWay(c *class, s inventory.Service) (Repair, bool) {
	endpoints, _ := e.endpoints.Get()
	if s.Gateway {
		table := c.subnet.ID
		if r, ok := e.routerOf(c.subnet.ID).Get(); ok {
			table = r.table.ID
		}
		for _, v := range endpoints {
			if v.Type == "Gateway" && slices.Contains(s.EndpointNames(e.region()), v.Service) {
				return Repair{v.ID, "associate it with " + table}, true
			}
		}
		return Repair{e.vpc.ID, fmt.Sprintf("create a gateway endpoint for %s and associate it with %s", s.ID, table)}, true
	}
	if s.Interface {
		for _, v := range endpoints {
			if v.Type == "Interface" && slices.Contains(s.EndpointNames(e.region()), v.Service) {
				return Repair{}, false
			}
		}
		return Repair{e.vpc.ID, fmt.Sprintf("create an interface endpoint for %s with private DNS, its group admitting TCP 443 from %s", s.ID, strings.Join(c.blamed, ", "))}, true
	}
	return Repair{}, false
}
