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
	at := placed{stand: stand{subnet: u.subnets[p.Subnet], groups: slices.Clone(p.Groups), blamed: p.Groups}}
	for id, g := range u.groups {
		if slices.Contains(p.NamedGroups, g.GroupName) {
			at.groups = append(at.groups, id)
		}
	}
	if len(at.blamed) == 0 {
		at.blamed = at.groups
	}
	at.sources = u.samples.sources(at.subnet.CIDR)
	if id := u.network.Interface; id != "" {
		n := known(u.snapshot.NetworkInterface(u.vpc.Scope, id))
		at.sources, at.public = n.Addresses[:1], n.PublicIP != ""
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
		j := newJudgement(reach.VerdictBlocked)
		j.fails[failure{inventory.GateMode, "", ""}] = true
		return j
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

func (j *judgement) take(k *judgement) {
	for f := range k.fails {
		j.fails[f] = true
	}
	for g := range k.passed {
		j.passed[g] = true
	}
	j.loose, j.open = j.loose || k.loose, j.open || k.open
	j.ended = j.ended || k.ended
	j.also, j.owes = append(j.also, k.also...), append(j.owes, k.owes...)
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
	name := u.resolve(s)
	switch {
	case name.fails != "":
		j := newJudgement(reach.VerdictBlocked)
		j.fails[failure{inventory.GateDNS, name.fails, ""}] = true
		return j
	case name.unsure:
		j := newJudgement(reach.VerdictUnknown)
		j.loose = true
		if u.nothingLeaves(p, s) {
			j.also = append(j.also, reach.VerdictBlocked)
		}
		return j
	case name.by == nil:
		j := u.public(p, s)
		j.passed[inventory.GateDNS] = true
		j.owes = append(j.owes, name.owes...)
		return j
	}
	return u.byEndpoint(p, s, name)
}

func (u *subject) byEndpoint(p placed, s inventory.Service, name resolution) *judgement {
	var targets []target
	for _, id := range name.by.Interfaces {
		targets = append(targets, u.interfaceOf(id))
	}
	j := u.send(u.samples, p, targets, u.flows(s), fold)
	j.passed[inventory.GateDNS], j.owes = true, append(j.owes, name.owes...)
	if name.either {
		j.also = append(j.also, reach.VerdictUnknown)
	}
	if u.policyDenies(name.by) {
		j.verdict = reach.VerdictBlocked
		j.fails[failure{inventory.GateEndpointPolicy, name.by.ID, ""}] = true
	} else {
		j.passed[inventory.GateEndpointPolicy] = true
	}
	if !name.by.Available() {
		j.verdict = reach.VerdictBlocked
		j.also = append(j.also, u.public(p, s).verdict)
		j.fails[failure{inventory.GateInterfaceEndpoint, name.by.ID, ""}] = true
	} else {
		j.passed[inventory.GateInterfaceEndpoint] = true
	}
	return j
}

// public sends to every address that the service may have outside (M1).
func (u *subject) public(p placed, s inventory.Service) *judgement {
	if u.mode() == inventory.ModeSplit {
		j := newJudgement(reach.VerdictReachable)
		j.passed[inventory.GateMode] = true
		return j
	}
	addresses, join := u.samples.public, anyAddress
	if s.Gateway {
		addresses, join = u.samples.storage[listName(s.ID)], fold
	}
	var targets []target
	for _, a := range addresses {
		targets = append(targets, target{at: a})
	}
	return u.send(u.samples, p, targets, u.flows(s), join)
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
		return u.admits(p.groups, true, packet{p.sources[0], a, s.Port, inventory.TCP}, a, everybody)
	})
}

func (u *subject) interfaceOf(id string) target {
	n := known(u.snapshot.NetworkInterface(u.vpc.Scope, id))
	return target{n.Addresses[0], &stand{subnet: u.subnets[n.Subnet], groups: n.Groups, blamed: n.Groups}}
}

// inside are the interfaces of a file system, in the client's own zone where
// there are any, or another instance of the same job anywhere in the subnet.
func (u *subject) inside(p placed, s inventory.Service) []target {
	var near, far []target
	if s.ID != "efs" {
		for _, a := range u.samples.sources(p.subnet.CIDR) {
			near = append(near, target{a, &p.stand})
		}
		return near
	}
	for _, id := range u.network.FileSystems {
		for _, m := range known(u.snapshot.MountTargets(u.vpc.Scope, id)) {
			far = append(far, u.interfaceOf(m.Interface))
			if u.subnets[m.Subnet].Zone == p.subnet.Zone {
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

// exposure looks for any packet that reaches any public address (I1–I13).
func (u *subject) exposure() reach.Exposure {
	switch {
	case u.mode() == inventory.ModeService && known(u.network.Isolated):
		return reach.ExposureNone
	case u.mode() != inventory.ModeVPC:
		return reach.ExposureDirect
	case known(u.network.Isolated):
		return reach.ExposureNone
	}
	flows := []flow{{inventory.ICMP, 0}}
	for _, port := range u.samples.within(1, 65535) {
		flows = append(flows, flow{inventory.TCP, port}, flow{inventory.UDP, port})
	}
	worst := reach.ExposureNone
	for _, p := range u.places {
		for _, src := range p.sources {
			for _, a := range u.samples.public {
				for _, f := range flows {
					c := u.escapes(p, packet{src, a, f.port, f.protocol})
					if c.pass > 0 {
						return reach.ExposureNAT
					}
					if c.unsure > 0 {
						worst = reach.ExposureUnknown
					}
				}
			}
		}
	}
	return worst
}

func (u *subject) escapes(p placed, sent packet) count {
	var c count
	if !u.admits(p.groups, true, sent, sent.dst, nil) {
		return c
	}
	if t := u.there(sent, p.stand, nil); len(t.fails) == 0 {
		j := newJudgement(reach.VerdictUnknown)
		u.exchange(j, &c, u.samples, p, sent, nil)
	}
	return c
}
