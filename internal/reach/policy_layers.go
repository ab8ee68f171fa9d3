package reach

import (
	"slices"
	"strings"

	"mooring/internal/inventory"
	"mooring/internal/policy"
)

// kindOf is the kind of gate that a layer of policies is told as.
func kindOf(layer policy.Gate) inventory.Gate {
	switch layer {
	case policy.ResourcePolicy:
		return inventory.GateResourcePolicy
	case policy.ServiceControl, policy.ResourceControl:
		return inventory.GateOrganizationPolicy
	}
	return inventory.GateIdentityPolicy
}

// apart are the layers by themselves, as far as they restrict: which document
// and statement of each speaks of a request. whole is what they say together.
func (l layers) apart(r request, asked policy.Request, whole Outcome) []Gate {
	verdicts := l.gates.Apart(asked)
	var out []Gate
	for _, v := range verdicts {
		if v.Gate == policy.ResourcePolicy && v.Outcome == policy.NotAllowed && l.owners[v.Gate] == "" {
			continue // what is asked for has no policy at all
		}
		v.Action = asked.Action
		g := Gate{Kind: kindOf(v.Gate), Object: []string{}, Rule: said{Decision: v.Decision}.rule(), Outcome: said{Decision: v.Decision}.outcome()}
		if owner := l.owners[v.Gate]; owner != "" {
			g.Object = []string{owner}
		}
		why := v.Why
		if what := l.unreadOf(g.Kind); g.Outcome == Unclear && v.Statement == 0 && len(what) > 0 {
			why = string(v.Gate) + " not known without " + strings.Join(what, "; ")
		}
		if v.Outcome == policy.NotAllowed {
			why += l.silent(&g, v.Gate, verdicts)
		}
		// Where all together do better, something makes up for it: the role is named
		// by the bucket, or the service is not known to be bound.
		if g.Outcome == Fails && whole != Fails {
			g.Outcome = whole
		}
		g.Why = said{r, v.Decision}.subject() + ": " + why
		out = append(out, g)
	}
	return out
}

// silent settles what a layer comes to that allows nothing: within one account
// the identity's policies or the resource's are enough.
func (l layers) silent(g *Gate, layer policy.Gate, all []policy.Verdict) string {
	other := map[policy.Gate]policy.Gate{policy.IdentityPolicy: policy.ResourcePolicy, policy.ResourcePolicy: policy.IdentityPolicy}[layer]
	i := slices.IndexFunc(all, func(v policy.Verdict) bool { return v.Gate == other })
	if i < 0 || !l.within {
		return ""
	}
	switch all[i].Outcome {
	case policy.Allowed:
		g.Outcome = Passes
		return ", and the " + string(other) + " is enough within one account"
	case policy.Unknown:
		g.Outcome = Unclear
		return ", so that it depends on the " + string(other)
	}
	return ""
}

// unreadOf is what is missing of a kind of layer.
func (l layers) unreadOf(kind inventory.Gate) []string {
	var out []string
	for _, u := range l.missing {
		if u.kind == kind {
			out = append(out, u.why.What)
		}
	}
	return out
}

// tell adds gates that are not told yet.
func tell(told, more []Gate) []Gate {
	for _, g := range more {
		if !slices.ContainsFunc(told, func(have Gate) bool {
			return have.Kind == g.Kind && have.Why == g.Why && slices.Equal(have.Object, g.Object)
		}) {
			told = append(told, g)
		}
	}
	return told
}
