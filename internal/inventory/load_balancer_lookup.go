package inventory

import (
	"net/netip"
	"slices"
	"strings"
)

// LoadBalancers are those of a VPC.
func (s *Snapshot) LoadBalancers(v *VPC) Value[[]*LoadBalancer] {
	return s.net.balancers.in(s, s.home(v), v.ID)
}

func (s *Snapshot) LoadBalancer(near Scope, arn string) Value[*LoadBalancer] {
	return s.net.balancers.find(s, near, arn)
}

// Listeners are those of a load balancer, by its ARN.
func (s *Snapshot) Listeners(near Scope, balancer string) Value[[]*Listener] {
	if missing, ok := s.Read(near, s.net.listeners.operation, balancer); !ok {
		return Unknown[[]*Listener](missing)
	}
	out := []*Listener{}
	for _, r := range s.net.listeners.all {
		if !compatible(near, r.scope) {
			continue
		}
		l, ok := r.value.Get()
		if !ok {
			return Unknown[[]*Listener](r.value.Why())
		}
		if l.LoadBalancer == balancer {
			out = append(out, l)
		}
	}
	return Known(out)
}

func (s *Snapshot) TargetGroup(near Scope, arn string) Value[*TargetGroup] {
	return s.net.targetGroups.find(s, near, arn)
}

// BalancerTail is what the interface of a load balancer's node says of it in its
// description: app/NAME/ID, net/NAME/ID, or the name of a Classic one. It is ""
// for any other interface (ELB user guides, network interfaces).
func (n *NetworkInterface) BalancerTail() string {
	if tail, ok := strings.CutPrefix(n.Description, "ELB "); ok {
		return tail
	}
	if n.Type == "network_load_balancer" || n.Type == "gateway_load_balancer" {
		return n.Type
	}
	return ""
}

// BalancerOf is the load balancer whose node an interface is.
func (s *Snapshot) BalancerOf(n *NetworkInterface) Value[*LoadBalancer] {
	tail := n.BalancerTail()
	for _, r := range s.net.balancers.all {
		if strings.HasSuffix(r.id, ":loadbalancer/"+tail) && compatible(n.Scope, r.scope) {
			return r.value
		}
	}
	if missing, ok := s.Read(n.Scope, s.net.balancers.operation, ""); !ok {
		return Unknown[*LoadBalancer](missing)
	}
	return Unknown[*LoadBalancer](Missing{MissingHop, "the load balancer " + tail})
}

// BalancerNodes are the interfaces of a load balancer, of which each of its
// subnets has one at least.
func (s *Snapshot) BalancerNodes(v *VPC, l *LoadBalancer) Value[[]*NetworkInterface] {
	return Then(s.NetworkInterfaces(v), func(all []*NetworkInterface) Value[[]*NetworkInterface] {
		var out []*NetworkInterface
		bare := slices.Clone(l.Subnets)
		for _, n := range all {
			if tail := n.BalancerTail(); tail != "" && strings.HasSuffix(l.ID, ":loadbalancer/"+tail) {
				out = append(out, n)
				bare = slices.DeleteFunc(bare, func(id string) bool { return id == n.Subnet })
			}
		}
		if len(bare) > 0 || len(out) == 0 {
			return Unknown[[]*NetworkInterface](Missing{MissingHop, strings.TrimSpace("the interface of " + l.ID + " " + strings.Join(bare, " "))})
		}
		return Known(out)
	})
}

// BalancersRead is what is missing of the list of load balancers.
func (s *Snapshot) BalancersRead(near Scope) (Missing, bool) {
	return s.Read(near, s.net.balancers.operation, "")
}

// InterfacesOf are those that are attached to an instance.
func (s *Snapshot) InterfacesOf(instance string) []*NetworkInterface {
	return slices.DeleteFunc(s.Interfaces(), func(n *NetworkInterface) bool { return n.Instance != instance })
}

// BalancedAddresses are those of the nodes of all load balancers, and of all targets.
func (s *Snapshot) BalancedAddresses() []netip.Addr {
	var out []netip.Addr
	named := map[string]bool{}
	for _, r := range s.net.targetGroups.all {
		g, ok := r.value.Get()
		if !ok {
			continue
		}
		targets, _ := g.Targets.Get()
		for _, t := range targets {
			named[t.ID] = true
			if a, err := netip.ParseAddr(t.ID); err == nil {
				out = append(out, a)
			}
		}
	}
	for _, n := range s.Interfaces() {
		if n.BalancerTail() != "" || n.Instance != "" && named[n.Instance] {
			out = append(out, n.Addresses...)
		}
	}
	return out
}

// ListenedPorts are the ports of all listeners.
func (s *Snapshot) ListenedPorts() []int {
	var out []int
	for _, r := range s.net.listeners.all {
		if l, ok := r.value.Get(); ok {
			out = append(out, l.Port)
		}
	}
	return out
}
