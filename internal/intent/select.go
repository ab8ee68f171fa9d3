package intent

import (
	"slices"

	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// Subject is a resource with what was proved about it.
type Subject struct {
	Resource inventory.Resource
	Result   *reach.Result
}

// environmentKeys are the tag keys by which people name an environment.
func environmentKeys() []string {
	return []string{"environment", "Environment", "env", "Env", "ENV", "stage", "Stage"}
}

// environment is the value of the tag that names it; "" for a resource without.
func (f *File) environment(tags map[string]string) string {
	if f.EnvironmentTag != "" {
		return tags[f.EnvironmentTag]
	}
	for _, key := range environmentKeys() {
		if v := tags[key]; v != "" {
			return v
		}
	}
	return ""
}

// selects reports whether a rule is about a resource. Unknown is the reason why
// that cannot be told: then the rule may be about it.
func (f *File) selects(r Rule, s Subject, snapshot *inventory.Snapshot) inventory.Value[bool] {
	head, want := s.Resource.Head(), r.Select
	no, yes := inventory.Known(false), inventory.Known(true)
	switch {
	case len(want.Kinds) > 0 && !slices.Contains(want.Kinds, head.Kind):
		return no
	case len(want.Names) > 0 && !slices.ContainsFunc(want.Names, func(g string) bool { return globMatches(g, head.Name) }):
		return no
	case len(want.Accounts) > 0 && head.Account != "" && !slices.Contains(want.Accounts, head.Account):
		return no
	}
	placed := want.placed(s, snapshot)
	tagged := f.tagged(want, head)
	switch {
	case inventory.Is(placed, false), inventory.Is(tagged, false):
		return no
	case len(want.Accounts) > 0 && head.Account == "":
		return inventory.Unknown[bool](inventory.Missing{Kind: inventory.MissingAccount, What: "the account of " + head.Name})
	case !placed.Known():
		return placed
	case !tagged.Known():
		return tagged
	}
	return yes
}

func (f *File) tagged(want Selection, head *inventory.Meta) inventory.Value[bool] {
	if len(want.Tags)+len(want.Environments) == 0 {
		return inventory.Known(true)
	}
	return inventory.Then(head.Tags, func(tags map[string]string) inventory.Value[bool] {
		for key, values := range want.Tags {
			if got, ok := tags[key]; !ok || !slices.Contains(values, got) {
				return inventory.Known(false)
			}
		}
		return inventory.Known(len(want.Environments) == 0 || slices.Contains(want.Environments, f.environment(tags)))
	})
}

// placed reports whether a resource stands in one of the subnets or VPCs.
func (want Selection) placed(s Subject, snapshot *inventory.Snapshot) inventory.Value[bool] {
	if len(want.Subnets)+len(want.VPCs) == 0 {
		return inventory.Known(true)
	}
	all := placements(s)
	return inventory.Then(all, func(subnets []string) inventory.Value[bool] {
		open := inventory.Known(false)
		for _, id := range subnets {
			switch in := want.holds(id, s.Resource.Head().Scope, snapshot); {
			case inventory.Is(in, true):
				return in
			case !in.Known():
				open = in
			}
		}
		return open
	})
}

// placements are the subnets that a resource may stand in.
func placements(s Subject) inventory.Value[[]string] {
	var out []string
	for _, p := range s.Result.Placements {
		out = append(out, p.Subnet)
	}
	for _, n := range s.Resource.Network().Split() {
		all, ok := n.Placements.Get()
		if !ok && len(out) == 0 && !inventory.Is(n.Mode, inventory.ModeInherited) && !inventory.Is(n.Mode, inventory.ModeNone) {
			return inventory.Unknown[[]string](n.Placements.Why())
		}
		for _, p := range all {
			out = append(out, p.Subnet)
		}
	}
	if inventory.Is(s.Resource.Network().Mode, inventory.ModeInherited) && len(out) == 0 && s.Result.Decidability != reach.DecidabilityKnown {
		return inventory.Unknown[[]string](inventory.Missing{Kind: inventory.MissingHop, What: "where the owner of its network stands"})
	}
	return inventory.Known(out)
}

func (want Selection) holds(subnet string, near inventory.Scope, snapshot *inventory.Snapshot) inventory.Value[bool] {
	if slices.Contains(want.Subnets, subnet) && len(want.VPCs) == 0 {
		return inventory.Known(true)
	}
	if len(want.Subnets) > 0 && !slices.Contains(want.Subnets, subnet) || len(want.VPCs) == 0 {
		return inventory.Known(false)
	}
	return inventory.Then(snapshot.Subnet(near, subnet), func(n *inventory.Subnet) inventory.Value[bool] {
		return inventory.Known(slices.Contains(want.VPCs, n.VPC))
	})
}
