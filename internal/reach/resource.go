package reach

import (
	"cmp"
	"slices"
	"strings"

	"mooring/internal/inventory"
)

// Resource decides everything about one resource.
func (g *Engine) Resource(r inventory.Resource) *Result {
	return g.resource(r, map[string]bool{})
}

// resource follows references; open are the resources being decided, so that
// answers that refer in a circle end.
func (g *Engine) resource(r inventory.Resource, open map[string]bool) *Result {
	n := r.Network()
	out := &Result{Why: n.Invalid, Exposure: ExposureNotApplicable, Function: FunctionNotApplicable}
	switch mode, _ := n.Mode.Get(); {
	case mode == inventory.ModeNone:
	case mode == inventory.ModeInherited:
		g.inherit(out, r, n, open)
	default:
		g.judge(out, r, n)
	}
	out.close()
	return out
}

func (out *Result) lacks(all ...inventory.Missing) { out.Missing = append(out.Missing, all...) }

// close derives what follows from the rest.
func (out *Result) close() {
	out.Decidability = DecidabilityKnown
	if out.Why != "" {
		// AWS would refuse it, so what it could do proves nothing good.
		if out.Exposure == ExposureNone {
			out.Exposure = ExposureUnknown
		}
		if out.Function == FunctionWorks {
			out.Function = FunctionUnknown
		}
	}
	switch {
	case out.Why != "":
		out.Decidability = DecidabilityInvalid
	case out.Exposure == ExposureUnknown || out.Function == FunctionUnknown:
		out.Decidability = DecidabilityUnknown
	}
	if out.Decidability == DecidabilityKnown {
		out.Missing = nil
	}
	slices.SortFunc(out.Missing, compareMissing)
	out.Missing = slices.Compact(out.Missing)
	slices.Sort(out.ExposureVia)
	out.ExposureVia = slices.Compact(out.ExposureVia)
}

func compareMissing(a, b inventory.Missing) int {
	return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.What, b.What))
}

// exposureOrder and functionOrder are worst first; folding takes the first that occurs.
func exposureOrder() []Exposure {
	return []Exposure{ExposureDirect, ExposureNAT, ExposureUnknown, ExposureFiltered, ExposureNone, ExposureNotApplicable}
}

func functionOrder() []Function {
	return []Function{FunctionStranded, FunctionPartial, FunctionUnknown, FunctionWorks, FunctionNotApplicable}
}

func worst[T comparable](order []T, a, b T) T {
	if slices.Index(order, a) < slices.Index(order, b) {
		return a
	}
	return b
}

// inherit takes the worst of those that own the setting.
func (g *Engine) inherit(out *Result, r inventory.Resource, n inventory.Network, open map[string]bool) {
	id := r.Head().ReportID()
	open[id] = true
	defer delete(open, id)
	for _, ref := range n.Inherits {
		owner, ok := g.snapshot.Resource(r.Head().Scope, ref).Get()
		if !ok || open[owner.Head().ReportID()] {
			out.Exposure = worst(exposureOrder(), out.Exposure, ExposureUnknown)
			out.Function = worst(functionOrder(), out.Function, FunctionUnknown)
			out.lacks(g.snapshot.Resource(r.Head().Scope, ref).Why())
			continue
		}
		of := g.resource(owner, open)
		out.take(of, cmp.Or(of.InheritedFrom, owner.Head().ReportID()))
	}
}

// take merges the result of an owner.
func (out *Result) take(of *Result, owner string) {
	exposure, function := worst(exposureOrder(), out.Exposure, of.Exposure), worst(functionOrder(), out.Function, of.Function)
	if out.InheritedFrom == "" || exposure != out.Exposure || function != out.Function {
		out.InheritedFrom = owner
	}
	out.Exposure, out.Function = exposure, function
	out.ExposureVia = append(out.ExposureVia, of.ExposureVia...)
	out.lacks(of.Missing...)
	out.Why = cmp.Or(out.Why, of.Why)
	out.Stranded = unique(append(out.Stranded, of.Stranded...))
	out.Partial = unique(append(out.Partial, of.Partial...))
}

// part is one network of a resource, with the places AWS may put it.
type part struct {
	inventory.Network
	mode  inventory.Mode
	seats []inventory.Value[seat]
}

// judge decides a resource that owns its settings.
func (g *Engine) judge(out *Result, r inventory.Resource, n inventory.Network) {
	var placed []part
	for _, n := range n.Split() {
		switch mode, ok := n.Mode.Get(); {
		case !ok:
			out.expose(ExposureUnknown)
			out.Function = FunctionUnknown
			out.lacks(n.Mode.Why())
		case mode == inventory.ModeService:
			out.outside(n)
		default:
			p := part{n, mode, g.seats(out, r, n)}
			g.exposure(out, p)
			placed = append(placed, p)
		}
	}
	if len(placed) == 0 {
		return
	}
	for _, need := range allNeeds(r.Head().Kind, placed) {
		g.depend(out, r, need, placed)
	}
	out.Function = worst(functionOrder(), out.Function, out.function(placed))
}

func (out *Result) expose(e Exposure, via ...string) {
	out.Exposure = worst(exposureOrder(), out.Exposure, e)
	out.ExposureVia = append(out.ExposureVia, via...)
}

// outside is a part that no VPC holds: an interface of SageMaker's carries
// everything, unless the container is sealed.
func (out *Result) outside(n inventory.Network) {
	sealed, known := n.Isolated.Get()
	switch {
	case !known:
		out.expose(ExposureUnknown)
		out.lacks(n.Isolated.Why())
	case sealed:
		out.expose(ExposureNone)
	default:
		out.expose(ExposureDirect, "sagemaker")
	}
}

// seats places the resource everywhere AWS may put it.
func (g *Engine) seats(out *Result, r inventory.Resource, n inventory.Network) []inventory.Value[seat] {
	placements, ok := n.Placements.Get()
	if !ok || len(placements) == 0 {
		why := n.Placements.Why()
		if ok {
			why = inventory.Missing{Kind: inventory.MissingOperation, What: "subnets of " + r.Head().Name}
		}
		return []inventory.Value[seat]{inventory.Unknown[seat](why)}
	}
	var seats []inventory.Value[seat]
	seen := map[string]bool{}
	for _, p := range placements {
		s := g.place(r.Head().Scope, p, n)
		at, ok := s.Get()
		if ok && seen[at.class.id] {
			continue
		}
		if ok {
			seen[at.class.id] = true
			out.Placements = append(out.Placements, Placed{Subnet: at.class.subnet.ID, Zone: at.class.subnet.Zone, Groups: at.class.groups, Class: at.class.id})
		}
		seats = append(seats, s)
	}
	return seats
}

// exposure folds the ways out of every seat of a part.
func (g *Engine) exposure(out *Result, p part) {
	sealed, known := p.Isolated.Get()
	switch {
	case p.mode != inventory.ModeVPC:
		out.expose(ExposureDirect, "sagemaker")
		return
	case sealed:
		out.expose(ExposureNone)
		return
	}
	way := Result{Exposure: ExposureNone}
	for _, s := range p.seats {
		at, ok := s.Get()
		if !ok {
			way.expose(ExposureUnknown)
			way.lacks(s.Why())
			continue
		}
		e := g.egress(at)
		way.expose(e.exposure, e.via...)
		way.lacks(e.missing...)
	}
	dualstack, told := p.Dualstack.Get()
	switch {
	case !known && way.Exposure != ExposureNone:
		way = Result{Exposure: ExposureUnknown, Missing: []inventory.Missing{p.Isolated.Why()}}
	case way.Exposure == ExposureNone && !told:
		way = Result{Exposure: ExposureUnknown, Missing: []inventory.Missing{p.Dualstack.Why()}}
	case way.Exposure == ExposureNone && dualstack:
		way = Result{Exposure: ExposureUnknown, Missing: []inventory.Missing{beyondIPv4()}}
	}
	out.expose(way.Exposure, way.ExposureVia...)
	out.lacks(way.Missing...)
}

func beyondIPv4() inventory.Missing {
	return inventory.Missing{Kind: inventory.MissingHop, What: "the IPv6 half of a dual-stack interface"}
}

// needed is a need that applies, or may.
type needed struct {
	inventory.Need
	unsure *inventory.Missing // the condition could not be read
}

// needs picks the needs of a kind that apply. Where one dependency stands twice
// the first that applies counts, as the stronger stands first.
func needs(kind inventory.Kind, mode inventory.Mode, n inventory.Network) []needed {
	var out []needed
	seen := map[string]bool{}
	for _, need := range inventory.Needs(kind) {
		if seen[need.Dependency] || (mode == inventory.ModeFiles && need.Dependency != "efs") {
			continue
		}
		next := needed{Need: need}
		if need.When != "" {
			applies, known := n.Conditions[need.When].Get()
			_, stated := n.Conditions[need.When]
			if !stated || (known && !applies) {
				continue
			}
			if !known {
				why := n.Conditions[need.When].Why()
				next.unsure = &why
			}
		}
		seen[need.Dependency] = true
		out = append(out, next)
	}
	return out
}

// allNeeds unites the needs of all parts; the strongest level of each counts.
func allNeeds(kind inventory.Kind, parts []part) []needed {
	var out []needed
	for _, p := range parts {
		for _, need := range needs(kind, p.mode, p.Network) {
			i := slices.IndexFunc(out, func(n needed) bool { return n.Dependency == need.Dependency })
			if i < 0 {
				out = append(out, need)
			} else if need.strength() < out[i].strength() {
				out[i] = need
			}
		}
	}
	return out
}

// strength orders needs: required, conditional, a condition that is not known, optional.
func (n needed) strength() int {
	i := slices.Index([]inventory.NeedLevel{inventory.Required, inventory.Conditional, inventory.Optional}, n.Level)
	if n.unsure != nil {
		return 2*i + 1
	}
	return 2 * i
}

// depend proves one dependency over all seats of all parts.
func (g *Engine) depend(out *Result, r inventory.Resource, need needed, parts []part) {
	d := Dependency{ID: need.Dependency, Need: need.Level, Reason: need.Reason}
	var verdicts []Verdict
	for _, part := range parts {
		for _, s := range part.seats {
			p := g.proof(r, part.Network, part.mode, need, s)
			verdicts = append(verdicts, p.Verdict)
			if !slices.ContainsFunc(d.Proofs, func(q *Proof) bool { return q.ID == p.ID }) {
				d.Proofs = append(d.Proofs, p)
			}
		}
	}
	d.Verdict = foldVerdicts(verdicts)
	if need.unsure != nil && (d.Verdict != VerdictReachable || need.unsure.Kind == inventory.MissingHop) {
		// The condition is not known, or it is and not what would be reached.
		d.Verdict = VerdictUnknown
		out.lacks(*need.unsure)
	}
	if d.Verdict == VerdictUnknown && d.Need != inventory.Optional {
		for _, p := range d.Proofs {
			out.lacks(p.missing()...)
		}
	}
	out.Dependencies = append(out.Dependencies, d)
}

func (p *Proof) missing() []inventory.Missing {
	var out []inventory.Missing
	for _, gate := range p.Unknown() {
		if gate.Missing != nil {
			out = append(out, *gate.Missing)
		}
	}
	return out
}

// proof proves one dependency from one seat.
func (g *Engine) proof(r inventory.Resource, n inventory.Network, mode inventory.Mode, need needed, s inventory.Value[seat]) *Proof {
	service, _ := inventory.ServiceByID(need.Dependency)
	traffic := TrafficContainer
	if need.Platform {
		traffic = TrafficPlatform
	}
	sealed, known := n.Isolated.Get()
	if sealed && !need.Platform && need.Dependency != "peers" {
		return closed(r, service, traffic)
	}
	at, ok := s.Get()
	if !ok {
		return unplaced(service, traffic, s.Why())
	}
	p := g.ask(at, service, traffic, mode == inventory.ModeSplit, g.inside(at, r, n, service))
	if encrypted, stated := n.Conditions[inventory.WhenTrafficEncryption]; stated && !encrypted.Known() && service.ID == "peers" && p.Verdict == VerdictReachable {
		return p.inDoubt(inventory.GateGroupIngress, at.class.subnet.ID, encrypted.Why())
	}
	if !known && !need.Platform && p.Verdict != VerdictBlocked {
		return p.inDoubt(inventory.GateMode, r.Head().ID, n.Isolated.Why())
	}
	if dualstack, told := n.Dualstack.Get(); (!told || dualstack) && !service.Inside && mode == inventory.ModeVPC {
		return p.inDoubt(inventory.GateRoute, at.class.subnet.ID, beyondIPv4())
	}
	return p
}

// closed is the verdict on a sealed container: no hop at all.
func closed(r inventory.Resource, s inventory.Service, t Traffic) *Proof {
	p := &Proof{From: From{Class: "isolated"}, To: To{ID: s.ID, Port: s.Port, Protocol: s.Protocol}, Traffic: t, Verdict: VerdictBlocked}
	p.Paths = []Path{{Verdict: VerdictBlocked, Gates: []Gate{{
		Kind: inventory.GateMode, Object: []string{r.Head().ID}, Outcome: Fails, Why: "network isolation: the container has no network",
	}}}}
	p.seal()
	return p
}

// unplaced is the verdict where not even the subnet could be read.
func unplaced(s inventory.Service, t Traffic, missing inventory.Missing) *Proof {
	p := &Proof{From: From{Class: "unknown"}, To: To{ID: s.ID, Port: s.Port, Protocol: s.Protocol}, Traffic: t, Verdict: VerdictUnknown}
	p.Paths = []Path{{Verdict: VerdictUnknown, Gates: []Gate{{
		Kind: inventory.GateRoute, Leg: Forward, Outcome: Unclear, Why: missing.What, Missing: &missing,
	}}}}
	p.seal()
	return p
}

// inDoubt is the proof with one more gate that cannot be decided.
func (p *Proof) inDoubt(kind inventory.Gate, object string, missing inventory.Missing) *Proof {
	q := *p
	q.Verdict = VerdictUnknown
	q.Paths = append([]Path{{Verdict: VerdictUnknown, Gates: []Gate{{
		Kind: kind, Object: []string{object}, Outcome: Unclear, Why: missing.What, Missing: &missing,
	}}}}, p.Paths...)
	q.ID = ""
	q.seal()
	return &q
}

// function folds the dependencies that count.
func (out *Result) function(parts []part) Function {
	worstOf := FunctionWorks
	for _, d := range out.Dependencies {
		if d.Need == inventory.Optional {
			continue
		}
		switch d.Verdict {
		case VerdictBlocked:
			out.Stranded = append(out.Stranded, d.ID)
			worstOf = worst(functionOrder(), worstOf, FunctionStranded)
		case VerdictPartial:
			out.Partial = append(out.Partial, d.ID)
			worstOf = worst(functionOrder(), worstOf, FunctionPartial)
		case VerdictUnknown:
			worstOf = worst(functionOrder(), worstOf, FunctionUnknown)
		}
	}
	unplaced := func(p part) bool {
		return slices.ContainsFunc(p.seats, func(s inventory.Value[seat]) bool { return !s.Known() })
	}
	if worstOf == FunctionWorks && slices.ContainsFunc(parts, unplaced) {
		return FunctionUnknown
	}
	return worstOf
}

// Trace proves one dependency of a resource, whether or not its kind needs it.
func (g *Engine) Trace(r inventory.Resource, service inventory.Service) []*Proof {
	n := r.Network()
	if inventory.Is(n.Mode, inventory.ModeInherited) {
		return g.traceOwners(r, n, service)
	}
	need := needed{Need: inventory.Need{Dependency: service.ID, Level: inventory.Optional, Reason: "asked for"}}
	for _, known := range inventory.Needs(r.Head().Kind) {
		if known.Dependency == service.ID {
			need.Platform = known.Platform
		}
	}
	var out []*Proof
	for _, n := range n.Split() {
		mode, ok := n.Mode.Get()
		switch {
		case !ok:
			out = append(out, unplaced(service, TrafficContainer, n.Mode.Why()))
		case mode == inventory.ModeNone, mode == inventory.ModeService, mode == inventory.ModeFiles && service.ID != "efs":
			out = append(out, g.outsideVPC(r, n, mode, service))
		default:
			for _, s := range g.seats(&Result{}, r, n) {
				out = append(out, g.proof(r, n, mode, need, s))
			}
		}
	}
	return out
}

func (g *Engine) traceOwners(r inventory.Resource, n inventory.Network, service inventory.Service) []*Proof {
	var out []*Proof
	for _, ref := range n.Inherits {
		owner, ok := g.snapshot.Resource(r.Head().Scope, ref).Get()
		if !ok || owner.Head().ReportID() == r.Head().ReportID() {
			out = append(out, unplaced(service, TrafficContainer, g.snapshot.Resource(r.Head().Scope, ref).Why()))
			continue
		}
		out = append(out, g.Trace(owner, service)...)
	}
	return out
}

// outsideVPC says why nothing of the customer's network is involved.
func (g *Engine) outsideVPC(r inventory.Resource, n inventory.Network, mode inventory.Mode, s inventory.Service) *Proof {
	sealed, known := n.Isolated.Get()
	switch {
	case mode == inventory.ModeNone:
		p := &Proof{From: From{Class: "none"}, To: To{ID: s.ID, Port: s.Port, Protocol: s.Protocol}, Traffic: TrafficContainer, Verdict: VerdictNotApplicable}
		p.Notes = []string{"a " + strings.ReplaceAll(string(r.Head().Kind), "-", " ") + " runs no code"}
		p.seal()
		return p
	case sealed:
		return closed(r, s, TrafficContainer)
	case !known:
		return unplaced(s, TrafficContainer, n.Isolated.Why())
	}
	p := &Proof{From: From{Class: "sagemaker"}, To: To{ID: s.ID, Port: s.Port, Protocol: s.Protocol}, Traffic: TrafficContainer, Verdict: VerdictNotApplicable}
	p.Notes = []string{"an interface that SageMaker owns carries this; nothing of the customer's network is involved"}
	p.seal()
	return p
}
