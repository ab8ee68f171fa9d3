package reach

import (
	"maps"
	"net/netip"
	"slices"

	"mooring/internal/inventory"
)

// interfaceAt finds what stands at an address, in this VPC or one that is joined.
func (e *environment) interfaceAt(address netip.Addr) (destination, *inventory.Missing) {
	for _, id := range e.order() {
		there := e.vpcs[id]
		interfaces, _ := e.snapshot.NetworkInterfaces(there.vpc).Get()
		for _, n := range interfaces {
			set, cut := e.single(address)
			if !slices.Contains(n.Addresses, address) || !cut {
				continue
			}
			d := destination{id: n.ID, kind: "network-interface", label: n.ID, env: there, subnet: n.Subnet, groups: once(n.Groups), set: set}
			endpoints, ok := there.endpoints.Get()
			if !ok {
				why := there.endpoints.Why()
				return destination{}, &why
			}
			for _, v := range endpoints {
				if slices.Contains(v.Interfaces, n.ID) {
					d.id, d.kind, d.label, d.endpoint = v.ID, "vpc-endpoint", v.Service, v
				}
			}
			d.asNode(e.snapshot, n)
			return d, nil
		}
	}
	if d, ok := e.foreignAt(address); ok {
		return d, nil
	}
	missing := hop("what stands at " + address.String())
	return destination{}, &missing
}

// foreignAt finds an endpoint's interface in a VPC that nothing joins to this one.
func (e *environment) foreignAt(address netip.Addr) (destination, bool) {
	set, cut := e.single(address)
	if !cut || !e.interfaces.Known() {
		return destination{}, false
	}
	for _, n := range e.snapshot.Interfaces() {
		if slices.Contains(n.Addresses, address) && e.vpcs[n.VPC] == nil {
			return destination{id: n.ID, kind: "network-interface", label: n.ID, env: e.abroad(&inventory.VPC{Meta: inventory.Meta{Key: inventory.Key{ID: n.VPC}}}), subnet: n.Subnet, groups: once(n.Groups), set: set}, true
		}
	}
	return destination{}, false
}

// abroad stands for a VPC that nothing joins to this one, so that no packet
// gets there.
func (e *environment) abroad(v *inventory.VPC) *environment {
	return &environment{fabric: e.fabric, snapshot: e.snapshot, foreign: true, vpc: v, endpoints: e.snapshot.VPCEndpoints(v)}
}

// everyVPC is this one, those that are joined to it, and all others.
func (e *environment) everyVPC() []*environment {
	var out []*environment
	for _, id := range e.order() {
		out = append(out, e.vpcs[id])
	}
	for _, v := range e.snapshot.VPCs() {
		if e.vpcs[v.ID] == nil {
			out = append(out, e.abroad(v))
		}
	}
	return out
}

// order lists the joined VPCs, the own one first.
func (e *environment) order() []string {
	ids := slices.DeleteFunc(slices.Sorted(maps.Keys(e.vpcs)), func(id string) bool { return id == e.vpc.ID })
	return slices.Insert(ids, 0, e.vpc.ID)
}
