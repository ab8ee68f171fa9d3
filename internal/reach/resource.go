package reach

import (
	"cmp"
	"slices"

	"mooring/internal/inventory"
)

// Resource decides everything about one resource.
func (g *Engine) Resource(r inventory.Resource) *Result {
	return g.resource(r, nil)
}

// Judge is Resource without words: a dependency that is reachable carries no
// proof, any other carries the proofs that say why. Resources that were judged
// are remembered, so the Result must not be changed.
func (g *Engine) Judge(r inventory.Resource) *Result {
	if out, ok := g.results[r]; ok {
		return out
	}
	words := g.brief
	g.brief = true
	out := g.resource(r, nil)
	g.brief = words
	g.results[r] = out
	return out
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

// inherit takes the worst of those that own the setting.
func (g *Engine) inherit(out *Result, r inventory.Resource, n inventory.Network, open map[string]bool) {
	id := r.Head().ReportID()
	if open == nil {
		open = map[string]bool{}
	}
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

// sixth is why it is not known of a seat whether it has an IPv6 address; nil
// where it is of all.
func (p part) sixth() *inventory.Missing {
	for _, s := range p.seats {
		if at, ok := s.Get(); ok {
			if missing := at.sixth(p.Network); missing != nil {
				return missing
			}
		}
	}
	return nil
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
	g.dependencies(out, r, placed)
	out.Function = worst(functionOrder(), out.Function, out.function(placed))
}

// twin is all that the dependencies of a resource with one seat hang on, unless
// it is asked for policies or what it mounts.
type twin struct {
	class *class
	needs usualNeeds
}

// dependencies proves what a resource needs. For verdicts alone, resources that
// stand alike share them.
func (g *Engine) dependencies(out *Result, r inventory.Resource, placed []part) {
	all, key, usual := g.needsOf(r.Head().Kind, placed)
	at, alone := seat{}, false
	if usual && g.brief && len(placed[0].seats) == 1 && inventory.Is(placed[0].Isolated, false) && placed[0].Dualstack.Known() {
		at, alone = placed[0].seats[0].Get()
	}
	if like, ok := g.twins[twin{at.class, key}]; ok && alone {
		out.Dependencies = like.Dependencies
		out.lacks(like.Missing...)
		return
	}
	own := Result{Dependencies: make([]Dependency, 0, len(all))}
	g.personal = false
	for _, need := range all {
		g.depend(&own, r, need, placed)
	}
	if alone && !g.personal {
		g.twins[twin{at.class, key}] = &own
	}
	out.Dependencies = own.Dependencies
	out.lacks(own.Missing...)
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
	before := len(out.Placements)
	placements, ok := n.Placements.Get()
	if !ok || len(placements) == 0 {
		why := n.Placements.Why()
		if ok {
			why = inventory.Missing{Kind: inventory.MissingOperation, What: "subnets of " + r.Head().Name}
		}
		return []inventory.Value[seat]{inventory.Unknown[seat](why)}
	}
	seats := make([]inventory.Value[seat], 0, len(placements))
	for _, p := range placements {
		s := g.place(r.Head().Scope, p, n)
		at, ok := s.Get()
		if ok && slices.ContainsFunc(out.Placements[before:], func(p Placed) bool { return p.Class == at.class.id }) {
			continue
		}
		if ok {
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
	switch {
	case !known && way.Exposure != ExposureNone:
		way = Result{Exposure: ExposureUnknown, Missing: []inventory.Missing{p.Isolated.Why()}}
	case way.Exposure == ExposureNone:
		if missing := p.sixth(); missing != nil {
			way = Result{Exposure: ExposureUnknown, Missing: []inventory.Missing{*missing}}
		}
	}
	out.expose(way.Exposure, way.ExposureVia...)
	out.lacks(way.Missing...)
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
