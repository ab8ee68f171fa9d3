package repair

import (
	"net/netip"
	"slices"
	"strings"

	"mooring/internal/change"
	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// mend lists what may be done about a gate in the trial's snapshot as it is by
// now, the narrowest first.
func (t trial) mend(f fault, now *inventory.Snapshot) [][]change.Change {
	t.now = now
	c, ok := t.client(f.proof)
	if !ok {
		return nil
	}
	if f.gate.Outcome == reach.Unclear {
		if f.gate.Kind == inventory.GateDNS && len(f.gate.Object) == 1 && f.gate.Object[0] == c.vpc.DHCPOptions {
			return [][]change.Change{{t.amazonServers(c)}}
		}
		return nil
	}
	switch f.gate.Kind {
	case inventory.GateGroupEgress:
		return t.mendGroupOut(f, c)
	case inventory.GateGroupIngress:
		return t.mendGroupIn(f, c)
	case inventory.GateACLEgress, inventory.GateACLIngress:
		return t.mendACL(f, c)
	case inventory.GateDNS:
		return t.mendDNS(f, c)
	case inventory.GateRoute:
		return t.mendRoute(f, c)
	case inventory.GateEndpointPolicy:
		return t.mendPolicy(f, c)
	}
	return nil
}

// ports are the rules' ports for a dependency, the narrowest first.
func (t trial) ports() [][]inventory.Permission {
	s := t.goal.service
	tcp := func(from, to int) inventory.Permission {
		return inventory.Permission{Protocol: inventory.TCP, From: from, To: to}
	}
	switch s.ID {
	case "peers":
		return [][]inventory.Permission{{tcp(0, 65535)}, {{Protocol: inventory.AllProtocols, To: 65535}}}
	case "fsx":
		// FSx for Lustre User Guide, limit-access-security-groups.
		return [][]inventory.Permission{{tcp(988, 988)}, {tcp(988, 988), tcp(1018, 1023)}}
	}
	return [][]inventory.Permission{{tcp(s.Port, s.LastPort)}}
}

// rules are one change for each set of ports and peers.
func (t trial) rules(group string, at inventory.Scope, egress bool, peers ...inventory.Permission) [][]change.Change {
	var out [][]change.Change
	for _, peer := range peers {
		for _, ports := range t.ports() {
			var changes []change.Change
			for _, p := range ports {
				p.Groups, p.Prefixes, p.PrefixLists = peer.Groups, peer.Prefixes, peer.PrefixLists
				changes = append(changes, change.GroupRule{At: at, Group: group, Egress: egress, Rule: p})
			}
			out = append(out, changes)
		}
	}
	return out
}

func (t trial) scopeOf(near inventory.Scope, group string) inventory.Scope {
	if g, ok := t.now.SecurityGroup(near, group).Get(); ok {
		return g.Scope
	}
	return near
}

// mendGroupOut lets the client's group out to the far interface's group, to its
// subnet where a reference does not reach that far, or to the service's list.
func (t trial) mendGroupOut(f fault, c client) [][]change.Change {
	group := t.narrowest(f.gate.Object)
	at := t.scopeOf(c.vpc.Scope, group)
	var peers []inventory.Permission
	far := t.far(c, f.path)
	list, _ := serviceList(t.now, c.vpc, t.goal.service)
	switch {
	case t.toPeers():
		peers = []inventory.Permission{{Groups: []string{group}}}
	case far != nil:
		if far.VPC == c.vpc.ID && len(far.Groups) > 0 {
			peers = append(peers, inventory.Permission{Groups: []string{t.narrowest(far.Groups)}})
		}
		peers = append(peers, t.subnetPeer(far)...)
	case t.goal.service.Gateway && list != nil:
		peers = []inventory.Permission{{PrefixLists: []string{list.ID}}}
	case t.policy.AllowInternet:
		peers = []inventory.Permission{{Prefixes: []netip.Prefix{everywhere()}}}
	}
	return t.rules(group, at, true, peers...)
}

// toPeers: the destination is another instance of the same kind, with the
// client's own groups.
func (t trial) toPeers() bool {
	return t.goal.service.ID == "peers" || t.goal.service.ID == "jupyter-kernel"
}

func (t trial) subnetPeer(n *inventory.NetworkInterface) []inventory.Permission {
	s, ok := t.now.Subnet(n.Scope, n.Subnet).Get()
	if !ok {
		return nil
	}
	return []inventory.Permission{{Prefixes: []netip.Prefix{s.CIDR}}}
}

// mendGroupIn admits the client's group, or its subnet where a reference does
// not reach that far.
func (t trial) mendGroupIn(f fault, c client) [][]change.Change {
	group := t.narrowest(f.gate.Object)
	if t.toPeers() {
		return t.rules(group, t.scopeOf(c.vpc.Scope, group), false, inventory.Permission{Groups: []string{group}})
	}
	far := t.far(c, f.path)
	if far == nil {
		return nil
	}
	var peers []inventory.Permission
	if far.VPC == c.vpc.ID {
		peers = append(peers, inventory.Permission{Groups: []string{t.narrowest(c.groups)}})
	}
	peers = append(peers, inventory.Permission{Prefixes: []netip.Prefix{c.subnet.CIDR}})
	return t.rules(group, t.scopeOf(far.Scope, group), false, peers...)
}

// mendDNS gives hosts a resolver, and lets it answer.
func (t trial) mendDNS(f fault, c client) [][]change.Change {
	set := c.vpc.DHCPOptions
	switch {
	case slices.Contains(f.gate.Object, c.vpc.ID) && (set == "" || set == "default"), slices.Contains(f.gate.Object, set):
		return [][]change.Change{{t.amazonServers(c)}}
	case slices.Contains(f.gate.Object, c.vpc.ID) && inventory.Is(c.vpc.DNSSupport, false):
		return [][]change.Change{{change.VPCAttribute{At: c.vpc.Scope, VPC: c.vpc.ID, Attribute: change.DNSSupport, After: true}}}
	}
	return nil
}

func (t trial) amazonServers(c client) change.Change {
	return change.DHCP{At: c.vpc.Scope, VPC: c.vpc.ID, Before: c.vpc.DHCPOptions, After: t.now.NewID("dopt")}
}

// mendRoute takes away a route whose target is gone, and leads on where another
// table of the VPC knows the way.
func (t trial) mendRoute(f fault, c client) [][]change.Change {
	far := t.far(c, f.path)
	for _, v := range t.now.VPCs() {
		tables, _ := t.now.RouteTables(v).Get()
		for _, table := range tables {
			if !slices.Contains(f.gate.Object, table.ID) || v.ID != table.VPC {
				continue
			}
			var out [][]change.Change
			if far != nil {
				out = append(out, t.knownWay(v, table, f, c, far)...)
			}
			return append(out, withoutDead(table, f.gate)...)
		}
	}
	return nil
}

// withoutDead removes the route that the gate names, where its target is gone.
func withoutDead(table *inventory.RouteTable, g reach.Gate) [][]change.Change {
	var out [][]change.Change
	for _, r := range table.Routes {
		to := r.PrefixList
		if to == "" {
			to = r.Destination.String()
		}
		if r.Blackhole && !r.Propagated && strings.Contains(g.Rule, to) {
			out = append(out, []change.Change{change.Route{At: table.Scope, Table: table.ID, Before: &r}})
		}
	}
	return out
}

// knownWay copies a route over a peering connection or transit gateway from
// another table of the VPC.
func (t trial) knownWay(v *inventory.VPC, table *inventory.RouteTable, f fault, c client, far *inventory.NetworkInterface) [][]change.Change {
	address := far.Addresses[0]
	if f.gate.Leg == reach.Return {
		address = c.subnet.CIDR.Addr()
	}
	var out [][]change.Change
	tables, _ := t.now.RouteTables(v).Get()
	for _, other := range tables {
		for _, r := range other.Routes {
			joins := r.Target.Kind == inventory.TargetTransit || r.Target.Kind == inventory.TargetPeering
			if other.ID == table.ID || !joins || r.Blackhole || !r.Destination.IsValid() || !r.Destination.Contains(address) || r.Destination.Bits() == 0 {
				continue
			}
			r.Propagated, r.Origin = false, inventory.OriginRoute
			made := change.Route{At: table.Scope, Table: table.ID, After: &r}
			for _, old := range table.Routes {
				if old.Destination == r.Destination && !old.Propagated {
					made.Before = &old
				}
			}
			out = append(out, []change.Change{made})
		}
	}
	return out
}

// mendPolicy allows the service's actions, to the account's own principals if
// that is enough.
func (t trial) mendPolicy(f fault, c client) [][]change.Change {
	v, ok := t.now.VPCEndpoint(c.vpc.Scope, f.gate.Object[0]).Get()
	if !ok {
		return nil
	}
	actions := actionsOf(t.goal.service)
	said := strings.Join(actions, ", ")
	open := map[string]any{"Sid": "Mooring" + strings.ReplaceAll(actions[0][:len(actions[0])-2], "-", ""), "Effect": "Allow", "Principal": "*", "Action": actions, "Resource": "*"}
	own := map[string]any{"Condition": map[string]any{"StringEquals": map[string]any{"aws:PrincipalAccount": c.vpc.Account}}}
	for k, x := range open {
		own[k] = x
	}
	var out [][]change.Change
	for _, statement := range []map[string]any{own, open} {
		if made, err := change.AddStatement(v, statement, said); err == nil {
			out = append(out, []change.Change{made})
		}
	}
	return out
}

// actionsOf are all actions of a dependency, as IAM prefixes them.
func actionsOf(s inventory.Service) []string {
	prefix, _, _ := strings.Cut(s.ID, ".")
	switch prefix {
	case "monitoring":
		prefix = "cloudwatch"
	case "git-codecommit":
		prefix = "codecommit"
	case "codeartifact":
		return []string{"codeartifact:*", "sts:GetServiceBearerToken"}
	}
	return []string{prefix + ":*"}
}
