package report

import (
	"net/netip"
	"slices"
	"strings"

	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// place is where an object stands; "" where it is not within one.
type place struct{ vpc, subnet string }

// places are where the objects of some proofs stand, as far as it was read.
type places struct {
	of      map[string]place
	vpcs    map[string]region
	subnets map[string]region
}

// region is a VPC or subnet as a picture names it.
type region struct {
	id, name, zone, vpc string
	blocks              []netip.Prefix
}

// words are "app-a · subnet-0a1 · eu-west-1a · 10.0.1.0/24".
func (r region) words() string {
	parts := []string{r.id}
	if r.name != "" && r.name != r.id {
		parts = []string{r.name, r.id}
	}
	if r.zone != "" {
		parts = append(parts, r.zone)
	}
	for _, b := range r.blocks[:min(len(r.blocks), 2)] {
		parts = append(parts, b.String())
	}
	return strings.Join(parts, " · ")
}

func placesOf(s *inventory.Snapshot, proofs []*reach.Proof) places {
	p := places{of: map[string]place{}, vpcs: map[string]region{}, subnets: map[string]region{}}
	if s == nil {
		return p
	}
	for _, v := range s.VPCs() {
		p.vpcs[v.ID] = region{id: v.ID, name: v.Name, blocks: v.CIDRs}
		subnets, _ := s.Subnets(v).Get()
		for _, n := range subnets {
			p.subnets[n.ID] = region{id: n.ID, name: n.Name, zone: n.Zone, vpc: v.ID, blocks: []netip.Prefix{n.CIDR}}
		}
	}
	for _, proof := range proofs {
		for _, path := range proof.Paths {
			for _, h := range path.Hops {
				p.find(s, h)
			}
		}
	}
	return p
}

// find settles one hop.
func (p places) find(s *inventory.Snapshot, h reach.Hop) {
	anywhere := inventory.Scope{}
	kind := inventory.Kind(h.Kind)
	if strings.HasPrefix(h.ID, "vpce-") {
		kind = inventory.KindVPCEndpoint // in whatever role
	}
	switch kind {
	case inventory.KindNATGateway:
		if n, ok := s.NATGateway(anywhere, h.ID).Get(); ok {
			p.of[h.ID] = place{n.VPC, n.Subnet}
		}
	case inventory.KindInternetGateway:
		if g, ok := s.InternetGateway(anywhere, h.ID).Get(); ok && len(g.VPCs) == 1 {
			p.of[h.ID] = place{vpc: g.VPCs[0]}
		}
	case inventory.KindVPCEndpoint:
		if e, ok := s.VPCEndpoint(anywhere, h.ID).Get(); ok {
			p.of[h.ID] = place{e.VPC, single(e.Subnets)}
		}
	case inventory.KindLoadBalancer:
		if l, ok := s.LoadBalancer(anywhere, h.ID).Get(); ok {
			p.of[h.ID] = place{vpc: l.VPC}
		}
	case inventory.KindNetworkInterface:
		if n, ok := s.NetworkInterface(anywhere, h.ID).Get(); ok {
			p.of[h.ID] = place{n.VPC, n.Subnet}
		}
	}
}

func single(list []string) string {
	if len(list) == 1 {
		return list[0]
	}
	return ""
}

// at is where a hop stands. An interface of an endpoint, load balancer or file
// system stands where the path's addresses lie.
func (p places) at(h reach.Hop, addresses []string) place {
	if r, ok := p.subnets[h.ID]; ok {
		return place{r.vpc, h.ID}
	}
	where := p.of[h.ID]
	if where.subnet != "" {
		return where
	}
	switch inventory.Kind(h.Kind) {
	case inventory.KindVPCEndpoint, inventory.KindLoadBalancer, inventory.KindMountTarget, inventory.KindFSxFileSystem:
	default:
		return where
	}
	var subnets []string
	for _, a := range addresses {
		if id := p.subnetOf(a, where.vpc); id != "" && !slices.Contains(subnets, id) {
			subnets = append(subnets, id)
		}
	}
	if id := single(subnets); id != "" {
		return place{p.subnets[id].vpc, id}
	}
	return where
}

// subnetOf is the one subnet that holds a single address; "" when several do.
func (p places) subnetOf(address, vpc string) string {
	block, err := netip.ParsePrefix(address)
	if err != nil || !block.IsSingleIP() {
		return ""
	}
	var found []string
	for id, r := range p.subnets {
		if (vpc == "" || r.vpc == vpc) && slices.ContainsFunc(r.blocks, func(b netip.Prefix) bool { return b.Contains(block.Addr()) }) {
			found = append(found, id)
		}
	}
	return single(found)
}
