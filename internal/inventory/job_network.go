package inventory

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
)

// VPCConfig is where a job, model or cluster is placed: AWS takes one of the
// subnets for each instance. Empty where SageMaker's own network is used.
type VPCConfig struct {
	Subnets []string
	Groups  []string
}

// UnmarshalJSON reads AWS's VpcConfig. An empty one counts as absent; one
// without subnets or groups is none that AWS would answer.
func (c *VPCConfig) UnmarshalJSON(raw []byte) error {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(raw, &members); err != nil {
		return err
	}
	var v struct{ Subnets, SecurityGroupIDs []string }
	if err := json.Unmarshal(raw, &v); err != nil {
		return err
	}
	*c = VPCConfig{v.Subnets, v.SecurityGroupIDs}
	switch {
	case len(members) == 0, len(c.Subnets)+len(c.Groups) == 0 && emptyLists(members):
		*c = VPCConfig{}
		return nil
	case len(c.Subnets) == 0 || len(c.Groups) == 0:
		return errors.New("names no subnets or no security groups")
	case slices.Contains(c.Subnets, "") || slices.Contains(c.Groups, ""):
		return errors.New("has an empty id")
	}
	return nil
}

func emptyLists(members map[string]json.RawMessage) bool {
	for _, raw := range members {
		var list []json.RawMessage
		if json.Unmarshal(raw, &list) != nil || len(list) > 0 {
			return false
		}
	}
	return true
}

// Placed reports whether the customer's network is used.
func (c VPCConfig) Placed() bool { return len(c.Subnets) > 0 }

func (c VPCConfig) placements() []Placement { return place(c.Subnets, c.Groups) }

// place is every subnet with one set of groups.
func place(subnets, groups []string, named ...string) []Placement {
	set := once(groups)
	var out []Placement
	subnets = slices.Clone(subnets)
	slices.Sort(subnets)
	for _, s := range slices.Compact(subnets) {
		out = append(out, Placement{Subnet: s, Groups: set, NamedGroups: named})
	}
	return out
}

// once drops repetitions and keeps AWS's order: proofs name groups as the
// answer does.
func once(ids []string) []string {
	var out []string
	for _, id := range ids {
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// JobNetwork is how a job, model, definition or cluster stands in a network.
type JobNetwork struct {
	VPC               Value[VPCConfig]
	Isolated          Value[bool] // known false where the switch does not exist
	TrafficEncryption Value[bool] // between instances; known false where the switch does not exist
}

// network places the code of a job: its container and SageMaker's own traffic.
func (n JobNetwork) network() Network {
	out := Network{Isolated: n.Isolated, Dualstack: Known(false), Conditions: map[Condition]Value[bool]{}}
	out.Mode = Then(n.VPC, func(c VPCConfig) Value[Mode] {
		if c.Placed() {
			return Known(ModeVPC)
		}
		return Known(ModeService)
	})
	out.Placements = Then(n.VPC, func(c VPCConfig) Value[[]Placement] { return Known(c.placements()) })
	return out
}

// withPeers adds what several instances need of each other. Encryption between
// instances is moot where there is one.
func (n Network) withPeers(instances Value[int], encrypted Value[bool]) Network {
	several := more(instances, 1)
	n.Conditions[WhenSeveralInstances] = several
	n.Conditions[WhenTrafficEncryption] = Then(several, func(yes bool) Value[bool] {
		if !yes {
			return Known(false)
		}
		return encrypted
	})
	return n
}

// topLevelNetwork reads the three switches of kinds that carry them as members
// of their own: training jobs, tuning definitions, models.
func topLevelNetwork(o *object) JobNetwork {
	return JobNetwork{
		VPC:               optional[VPCConfig](o, "VpcConfig"),
		Isolated:          required[bool](o, "EnableNetworkIsolation"),
		TrafficEncryption: optional[bool](o, "EnableInterContainerTrafficEncryption"),
	}
}

// networkConfig reads the switches of kinds that carry a NetworkConfig:
// processing jobs and everything that monitors. AWS leaves it out when it is unset.
func networkConfig(o *object) JobNetwork {
	config, unset := nested(o, "NetworkConfig")
	if unset {
		return JobNetwork{Known(VPCConfig{}), Known(false), Known(false)}
	}
	return topLevelNetwork(config)
}

// vpcOnly reads the VpcConfig of kinds that cannot be isolated.
func vpcOnly(o *object) JobNetwork {
	return JobNetwork{optional[VPCConfig](o, "VpcConfig"), Known(false), Known(false)}
}

// runsNothing is the network of kinds that run no code of the customer's.
func runsNothing() Network {
	return Network{Mode: Known(ModeNone), Isolated: Known(false), Placements: Known[[]Placement](nil), Dualstack: Known(false)}
}

// inherits is the network of kinds whose settings another resource owns.
func inherits(kind Kind, owner Value[string]) Network {
	n := runsNothing()
	n.Mode = Then(owner, func(id string) Value[Mode] {
		if id == "" {
			return Unknown[Mode](Missing{MissingHop, "the " + string(kind) + " it refers to"})
		}
		return Known(ModeInherited)
	})
	if id, ok := owner.Get(); ok && id != "" {
		n.Inherits = []Reference{{kind, id}}
	}
	return n
}

// worst folds the networks of one resource's parts, such as the definitions of
// a tuning job, into one. A part that is open to the internet by SageMaker's
// network decides; else what is not known; else all placements together.
func worst(parts []Network) Network {
	out := JobNetwork{VPC: Known(VPCConfig{}), Isolated: Known(true)}.network()
	for _, p := range parts {
		out.absorb(p)
	}
	if slices.ContainsFunc(parts, func(p Network) bool { return Is(p.Mode, ModeService) && Is(p.Isolated, false) }) {
		out.Isolated = Known(false)
		return out
	}
	sealed := func(p Network) bool { return Is(p.Mode, ModeService) && Is(p.Isolated, true) }
	if placed := slices.DeleteFunc(slices.Clone(parts), sealed); len(placed) > 0 {
		out.together(placed)
	}
	return out
}

// absorb collects the conditions and file systems of a part.
func (n *Network) absorb(p Network) {
	for _, c := range slices.Sorted(maps.Keys(p.Conditions)) {
		if old, ok := n.Conditions[c]; ok {
			n.Conditions[c] = anyOf(old, p.Conditions[c])
		} else {
			n.Conditions[c] = p.Conditions[c]
		}
	}
	for _, id := range p.FileSystems {
		if !slices.Contains(n.FileSystems, id) {
			n.FileSystems = append(n.FileSystems, id)
		}
	}
}

// together joins parts that stand in the customer's network, or of which it is
// not known where they stand.
func (n *Network) together(parts []Network) {
	n.Mode, n.Isolated = Known(ModeVPC), Known(true)
	var all []Placement
	n.Placements = Known(all)
	for _, p := range parts {
		if !Is(p.Mode, ModeVPC) {
			n.Mode = Unknown[Mode](unsettled(p))
		}
		n.Isolated = both(n.Isolated, p.Isolated)
		n.Placements = Then(n.Placements, func(have []Placement) Value[[]Placement] {
			return Then(p.Placements, func(more []Placement) Value[[]Placement] { return Known(slices.Concat(have, more)) })
		})
	}
}

// unsettled is why it is not known whether a part is open.
func unsettled(p Network) Missing {
	if !p.Mode.Known() {
		return p.Mode.Why()
	}
	return p.Isolated.Why()
}

// both is whether two hold: one that does not decides.
func both(a, b Value[bool]) Value[bool] { return not(anyOf(not(a), not(b))) }

func not(v Value[bool]) Value[bool] {
	return Then(v, func(yes bool) Value[bool] { return Known(!yes) })
}
