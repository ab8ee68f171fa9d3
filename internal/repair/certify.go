package repair

import (
	"cmp"
	"slices"
	"strings"

	"mooring/internal/change"
	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// certify judges everything again that a trial can touch; ok is false for one
// that opens a way to the internet which the policy does not allow, or that does
// not repair what it is for.
func (f *finder) certify(t trial) (Proposal, bool) {
	p := f.rough(t)
	engine := reach.New(t.now, f.assume)
	touched := f.touched(t)
	for _, r := range t.goalFirst() {
		if !touched(r) {
			continue
		}
		before, after := f.result(r), engine.Judge(r)
		p.compare(r, before, after)
		if !f.policy.AllowInternet && exposed(before, after) {
			f.refuse(t.changes, true, newWay(t.called(r), before, after))
			return Proposal{}, false
		}
	}
	var lost []Effect
	p.Opens, p.Cautions, lost = t.opens(p.Repairs)
	p.Breaks = append(p.Breaks, lost...)
	sortEffects(p.Repairs)
	sortEffects(p.Breaks)
	switch {
	case t.verdict != reach.VerdictReachable || !t.shows(engine):
		f.refuse(t.changes, false, "would not be enough for every place that it may stand in")
	case !t.anywhere():
		f.refuse(t.changes, false, "would not be enough for every address that AWS may give to the endpoint")
	default:
		return p, true
	}
	return p, false
}

// goalFirst are all resources, the one that is repaired before the others: a
// refusal speaks of the first that is exposed.
func (t trial) goalFirst() []inventory.Resource {
	all := t.before.Resources()
	i := slices.Index(all, t.goal.resource)
	if i < 0 {
		return all
	}
	return slices.Concat([]inventory.Resource{all[i]}, all[:i], all[i+1:])
}

// called is a resource in a refusal: the one that is repaired is "it".
func (t trial) called(r inventory.Resource) string {
	if t.goal.resource == r {
		return "it"
	}
	return strings.ReplaceAll(string(r.Head().Kind), "-", " ") + " " + r.Head().Name
}

// anywhere: AWS picks the address of a new interface, so the goal has to be
// reachable at the other end of its subnet too.
func (t trial) anywhere() bool {
	moved, other := slices.Clone(t.changes), false
	for i, c := range moved {
		made, ok := c.(change.Endpoint)
		if !ok {
			continue
		}
		made.Interfaces = slices.Clone(made.Interfaces)
		for j, n := range made.Interfaces {
			if s, ok := t.before.Subnet(made.At, n.Subnet).Get(); ok {
				_, made.Interfaces[j].Address, _ = t.free(s)
				other = true
			}
		}
		moved[i] = made
	}
	if !other {
		return true
	}
	again, ok := t.attempt(t.goal, moved)
	return ok && again.verdict == reach.VerdictReachable
}

// shows: the verdict that a report gives must agree with the search's. A
// dependency that the kind does not need stands in no result.
func (t trial) shows(engine *reach.Engine) bool {
	if t.goal.resource == nil {
		return true
	}
	result := engine.Resource(t.goal.resource)
	i := slices.IndexFunc(result.Dependencies, func(d reach.Dependency) bool { return d.ID == t.goal.service.ID })
	if i < 0 {
		return true
	}
	return result.Dependencies[i].Verdict == reach.VerdictReachable
}

func sortEffects(all []Effect) {
	slices.SortFunc(all, func(a, b Effect) int {
		return cmp.Or(cmp.Compare(a.Resource, b.Resource), cmp.Compare(a.Dependency, b.Dependency))
	})
}

func (f *finder) result(r inventory.Resource) *reach.Result {
	id := r.Head().Account + r.Head().Region + string(r.Head().Kind) + r.Head().ReportID()
	out, ok := f.judged[id]
	if !ok {
		out = f.engine.Resource(r)
		f.judged[id] = out
	}
	return out
}

// touched tells the resources that stand in a VPC of which an object changed, or
// in one that is joined to it. What cannot be placed is judged in any case.
func (f *finder) touched(t trial) func(inventory.Resource) bool {
	vpcs := map[string]bool{}
	for _, key := range t.now.Changed(f.before) {
		for _, s := range []*inventory.Snapshot{f.before, t.now} {
			if id := vpcOf(s, key); id != "" {
				vpcs[id] = true
			}
		}
	}
	// A path may cross any number of joined VPCs.
	for grown := true; grown; {
		grown = false
		for _, v := range f.before.VPCs() {
			for _, id := range f.before.Joined(v) {
				if vpcs[id] != vpcs[v.ID] {
					vpcs[id], vpcs[v.ID], grown = true, true, true
				}
			}
		}
	}
	return func(r inventory.Resource) bool { return f.standsIn(r, vpcs) }
}

// vpcOf is the VPC of an object; "" for one that is in none.
func vpcOf(s *inventory.Snapshot, k inventory.Key) string {
	switch k.Kind {
	case inventory.KindVPC:
		return k.ID
	case inventory.KindSecurityGroup:
		if g, ok := s.SecurityGroup(k.Scope, k.ID).Get(); ok {
			return g.VPC
		}
	case inventory.KindVPCEndpoint:
		if v, ok := s.VPCEndpoint(k.Scope, k.ID).Get(); ok {
			return v.VPC
		}
	case inventory.KindNetworkACL:
		if a := aclOf(s, k.ID); a != nil {
			return a.VPC
		}
	case inventory.KindRouteTable:
		for _, v := range s.VPCs() {
			all, _ := s.RouteTables(v).Get()
			if slices.ContainsFunc(all, func(t *inventory.RouteTable) bool { return t.ID == k.ID }) {
				return v.ID
			}
		}
	}
	return ""
}

func (f *finder) standsIn(r inventory.Resource, vpcs map[string]bool) bool {
	n := r.Network()
	if inventory.Is(n.Mode, inventory.ModeInherited) || inventory.Is(n.Mode, inventory.ModeNone) {
		return false // the owner of the setting counts, once
	}
	for _, part := range n.Split() {
		if inventory.Is(part.Mode, inventory.ModeService) {
			continue
		}
		placements, ok := part.Placements.Get()
		if !ok {
			return true
		}
		for _, p := range placements {
			s, ok := f.before.Subnet(r.Head().Scope, p.Subnet).Get()
			if !ok || vpcs[s.VPC] {
				return true
			}
		}
	}
	return false
}

// compare notes what a resource gains and loses.
func (p *Proposal) compare(r inventory.Resource, before, after *reach.Result) {
	for _, d := range after.Dependencies {
		i := slices.IndexFunc(before.Dependencies, func(b reach.Dependency) bool { return b.ID == d.ID })
		if i < 0 || d.ID == "internet" {
			continue
		}
		was := before.Dependencies[i].Verdict
		service, _ := inventory.ServiceByID(d.ID)
		switch e := effectOf(goal{resource: r, service: service}, was, d.Verdict); {
		case standing(d.Verdict) < standing(was):
			p.Breaks = append(p.Breaks, e)
		case d.Verdict == reach.VerdictReachable && was != reach.VerdictReachable, was == reach.VerdictBlocked && d.Verdict == reach.VerdictPartial:
			p.Repairs = append(p.Repairs, e)
		}
	}
	if exposed(before, after) {
		h := r.Head()
		p.Breaks = append(p.Breaks, Effect{h.ReportID(), h.Name, h.Kind, "internet", string(before.Exposure), string(after.Exposure), nil})
	}
}

// effectOf words how a goal fared and fares.
func effectOf(g goal, was, is reach.Verdict) Effect {
	e := Effect{Dependency: g.service.ID, Before: string(was), After: string(is), goal: &g}
	if g.resource == nil {
		e.Resource, e.Name, e.Kind = g.eni.ID, g.eni.Name, inventory.KindNetworkInterface
		return e
	}
	h := g.resource.Head()
	e.Resource, e.Name, e.Kind = h.ReportID(), h.Name, h.Kind
	return e
}

// standing orders verdicts: one that falls is worse for who depends on it.
func standing(v reach.Verdict) int {
	return slices.Index([]reach.Verdict{reach.VerdictBlocked, reach.VerdictUnknown, reach.VerdictPartial, reach.VerdictReachable, reach.VerdictNotApplicable}, v)
}

// exposed reports whether the ways to the internet grew: a worse exposure, a new
// door, or a public destination that some packet reaches now.
func exposed(before, after *reach.Result) bool {
	return grew(before, after) || len(without(after.ExposureVia, before.ExposureVia)) > 0 || len(publicGains(before, after)) > 0
}

func grew(before, after *reach.Result) bool {
	order := []reach.Exposure{reach.ExposureNotApplicable, reach.ExposureNone, reach.ExposureFiltered, reach.ExposureUnknown, reach.ExposureNAT, reach.ExposureDirect}
	return slices.Index(order, after.Exposure) > slices.Index(order, before.Exposure)
}

// publicGains are the public destinations that fare better.
func publicGains(before, after *reach.Result) []string {
	var out []string
	for _, d := range after.Dependencies {
		s, _ := inventory.ServiceByID(d.ID)
		if d.ID != "internet" && !s.Public {
			continue
		}
		i := slices.IndexFunc(before.Dependencies, func(b reach.Dependency) bool { return b.ID == d.ID })
		if i >= 0 && standing(d.Verdict) > standing(before.Dependencies[i].Verdict) {
			out = append(out, d.ID)
		}
	}
	return out
}
