package oracle

import (
	"net/netip"
	"slices"

	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// subject is a resource in a VPC with everywhere it may stand.
type subject struct {
	*walker
	resource inventory.Resource
	network  inventory.Network
	samples  *samples
	places   []placed
}

func (w *walker) subject(r inventory.Resource, s *samples) *subject {
	out := &subject{walker: w, resource: r, network: r.Network(), samples: s}
	for _, p := range known(out.network.Placements) {
		out.places = append(out.places, out.place(p))
	}
	return out
}

// place plugs the resource in: at the address of its interface where that is
// known, else anywhere in the subnet. Groups by name are SageMaker's own.
func (u *subject) place(p inventory.Placement) placed {
	at := placed{stand: &stand{card: u.network.Interface, groups: slices.Clone(p.Groups), blamed: blame(p.Groups)}}
	for _, v := range u.vpcs {
		if s := v.subnets[p.Subnet]; s != nil {
			at.vpc, at.subnet = v, s
		}
	}
	for id, g := range u.groups {
		if g.VPC == at.vpc.ID && slices.Contains(p.NamedGroups, g.GroupName) {
			at.groups = append(at.groups, id)
		}
	}
	if len(p.Groups) == 0 {
		at.blamed = blame(at.groups)
	}
	at.sources = u.samples.sources(at.subnet.CIDR)
	if len(at.subnet.CIDRs6) > 0 {
		at.sources6 = u.samples.sources(at.subnet.CIDRs6[0])
	}
	if id := u.network.Interface; id != "" {
		n := u.cards[id]
		at.public = n.PublicIP != ""
		at.sources, at.sources6 = n.Addresses[:1], nil
		for _, a := range n.Addresses[1:] {
			if a.Is6() {
				at.sources6 = []netip.Addr{a}
			}
		}
	}
	if !known(u.network.Dualstack) {
		at.sources6 = nil
	}
	return at
}

func (u *subject) mode() inventory.Mode { return known(u.network.Mode) }

// ask judges one dependency over all places.
func (u *subject) ask(s inventory.Service) *judgement {
	platform := slices.ContainsFunc(inventory.Needs(u.resource.Head().Kind), func(n inventory.Need) bool { return n.Dependency == s.ID && n.Platform })
	sealed := known(u.network.Isolated) && !platform && s.ID != "peers"
	outside := u.mode() == inventory.ModeService || (u.mode() == inventory.ModeFiles && s.ID != "efs")
	switch {
	case outside && !known(u.network.Isolated):
		return newJudgement(reach.VerdictNotApplicable)
	case sealed || (outside && known(u.network.Isolated)):
		return blockedBy(inventory.GateMode, "")
	}
	all := newJudgement(reach.VerdictUnknown)
	var verdicts []reach.Verdict
	for _, p := range u.places {
		j := u.from(p, s)
		verdicts = append(verdicts, j.verdict)
		all.take(j)
	}
	all.verdict = fold(verdicts)
	return all
}

func blockedBy(kind inventory.Gate, object string) *judgement {
	j := newJudgement(reach.VerdictBlocked)
	j.fails[failure{kind, object, ""}] = true
	return j
}

// from judges one dependency from one place: DNS first (E22).
func (u *subject) from(p placed, s inventory.Service) *judgement {
	switch {
	case s.Inside:
		return u.send(u.samples, p, u.inside(p, s), u.flows(s), fold)
	case s.ID == "internet":
		j := u.public(p, s)
		if j.verdict == reach.VerdictUnknown {
			j.also = append(j.also, reach.VerdictPartial)
		}
		return j
	}
	name := p.vpc.resolve(u.walker, s)
	switch {
	case name.fails != "":
		return blockedBy(inventory.GateDNS, name.fails)
	case len(name.servers) > 0:
		return u.ownServers(p, s, name)
	case name.unsure:
		return u.unresolved(p, s)
	case name.private:
		return u.byAddress(p, s, name)
	}
	j := u.public(p, s)
	j.passed.add(inventory.GateDNS)
	if name.either {
		j.also = append(j.also, reach.VerdictUnknown)
	}
	return j
}

// unresolved is a name whose addresses are not known.
func (u *subject) unresolved(p placed, s inventory.Service) *judgement {
	j := newJudgement(reach.VerdictUnknown)
	j.loose = true
	if u.nothingLeaves(p, s) {
		j.also = append(j.also, reach.VerdictBlocked)
	}
	return j
}

// ownServers asks whether the customer's name servers can be asked at all; what
// they answer is not known (D3).
func (u *subject) ownServers(p placed, s inventory.Service, name resolution) *judgement {
	j := u.unresolved(p, s)
	var all, also []reach.Verdict
	for _, a := range name.servers {
		if u.mode() == inventory.ModeSplit && !p.vpc.inside(a) {
			return j // asked by SageMaker's own interface (M1)
		}
		asked := u.send(u.samples, p, []target{{a, u.whoHas(a)}}, []flow{{inventory.UDP, 53}}, fold)
		all, also = append(all, asked.verdict), append(also, asked.also...)
		if who := u.whoHas(a); who != nil && who.stranger {
			// Nobody read says how it answers: that may be left open.
			also = append(also, reach.VerdictUnknown)
		}
	}
	switch fold(all) {
	case reach.VerdictBlocked:
		out := blockedBy(inventory.GateDNS, p.vpc.DHCPOptions+"|"+p.vpc.ID+"|"+name.servers[0].String())
		out.also = also
		return out
	case reach.VerdictPartial:
		j.also = append(j.also, reach.VerdictPartial)
	default:
		j.also = append(j.also, also...)
	}
	return j
}

// whoHas is the interface with an address, somebody not known in a VPC, or nil
// for the outside.
func (w *walker) whoHas(a netip.Addr) *stand {
	if at := w.stands[a]; at != nil {
		return at
	}
	for _, v := range w.vpcs {
		for _, s := range v.subnets {
			if s.CIDR.Contains(a) {
				return &stand{vpc: v, subnet: s, stranger: true}
			}
		}
	}
	return nil
}

// byAddress sends to the interfaces that a name leads to (M1, E16).
func (u *subject) byAddress(p placed, s inventory.Service, name resolution) *judgement {
	if u.mode() == inventory.ModeSplit && !p.vpc.inside(name.addresses[0]) {
		u.met["M1 a private address beyond the VPC"] = true
		return blockedBy(inventory.GateMode, "")
	}
	var targets []target
	foreign := false
	for _, a := range name.addresses {
		who := u.whoHas(a)
		if who == nil {
			who = &stand{vpc: &vpc{}, stranger: true}
		}
		foreign = foreign || who.endpoint == nil || !slices.Contains(s.EndpointNames(who.vpc.Region), who.endpoint.Service)
		targets = append(targets, target{a, who})
	}
	if name.balancer != nil {
		return u.byNode(p, s, name, targets)
	}
	j := u.send(u.samples, p, targets, u.flows(s), fold)
	j.passed.add(inventory.GateDNS)
	switch {
	case foreign:
		// Something else than an endpoint of the service has the address.
		j.also = append(j.also, reach.VerdictUnknown)
		j.loose = true
	case !targets[0].who.endpoint.Available():
		j.also = append(j.also, u.public(p, s).verdict)
	}
	if name.either {
		j.also = append(j.also, reach.VerdictUnknown)
	}
	return j
}

// public sends to every address that the service may have outside (M1).
func (u *subject) public(p placed, s inventory.Service) *judgement {
	if u.mode() == inventory.ModeSplit {
		j := newJudgement(reach.VerdictReachable)
		j.passed.add(inventory.GateMode)
		return j
	}
	addresses, join := u.samples.public, anyAddress
	if s.Gateway {
		addresses, join = u.samples.storage[listName(p.vpc.Region, s.ID)], fold
	}
	j := u.send(u.samples, p, outside(addresses), u.flows(s), join)
	if len(p.sources6) == 0 {
		return j
	}
	if inventory.Is(p.subnet.DNS64, true) && s.ID != "internet" {
		// The Resolver makes IPv6 addresses of IPv4 ones (I9).
		var made []target
		for _, a := range addresses {
			made = append(made, target{at: synthesized(a)})
		}
		j = j.besides(u.send(u.samples, p, made, u.flows(s), join), len(u.vpcs) > 1)
	}
	if s.Endpoint != "" {
		return j
	}
	return j.besides(u.send(u.samples, p, outside(u.samples.public6), u.flows(s), join), len(u.vpcs) > 1)
}

func outside(addresses []netip.Addr) []target {
	var out []target
	for _, a := range addresses {
		out = append(out, target{at: a})
	}
	return out
}

// besides joins what the two families of a dual-stack client find: one that
// works is enough for most, and that not both do may be said.
func (j *judgement) besides(k *judgement, far bool) *judgement {
	a, b := j.verdict, k.verdict
	j.take(k)
	j.loose = true
	if far {
		// Addresses of other VPCs are public ones to IPv6, and nobody says what stands there.
		j.also = append(j.also, reach.VerdictUnknown)
	}
	if a == b {
		return j
	}
	j.also = append(j.also, a, b, reach.VerdictPartial, reach.VerdictUnknown)
	if b == reach.VerdictReachable {
		j.verdict = b
	}
	return j
}

// nothingLeaves is whether the groups let nothing out on the service's port, to
// whatever address a name may lead.
func (u *subject) nothingLeaves(p placed, s inventory.Service) bool {
	if u.mode() == inventory.ModeSplit {
		return false
	}
	var everybody []string
	for id := range u.groups {
		everybody = append(everybody, id)
	}
	return !slices.ContainsFunc(u.samples.all, func(a netip.Addr) bool {
		return u.admits(p.groups, true, packet{p.sources[0], a, inventory.TCP, 32768, s.Port}, a, everybody)
	})
}

// inside are the interfaces of a file system, in the client's own zone where
// there are any, or another instance of the same job anywhere in the subnet.
func (u *subject) inside(p placed, s inventory.Service) []target {
	var near, far []target
	if s.ID != "efs" {
		for _, a := range p.sources {
			near = append(near, target{a, p.stand})
		}
		return near
	}
	for _, id := range u.network.FileSystems {
		for _, m := range known(u.snapshot.MountTargets(p.vpc.Scope, id)) {
			a := u.cards[m.Interface].Addresses[0]
			u.stands[a].files = true
			far = append(far, target{a, u.stands[a]})
			if u.stands[a].subnet.Zone == p.subnet.Zone {
				near = append(near, far[len(far)-1])
			}
		}
	}
	if len(near) > 0 {
		return near
	}
	return far
}

func (u *subject) flows(s inventory.Service) []flow {
	if s.Port != 0 && s.Port == s.LastPort {
		return []flow{{inventory.TCP, s.Port}}
	}
	last := s.LastPort
	if last == 0 {
		last = 65535
	}
	var out []flow
	for _, port := range u.samples.within(max(s.Port, 1), last) {
		out = append(out, flow{inventory.TCP, port})
	}
	if encrypted, _ := u.network.Conditions[inventory.WhenTrafficEncryption].Get(); encrypted && s.ID == "peers" {
		out = append(out, flow{inventory.ESP, 0}, flow{inventory.UDP, 500})
	}
	return out
}
