package reach

import (
	"slices"

	"mooring/internal/inventory"
)

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

// usualNeeds are the conditions of a network that matter for a kind: a bit for
// each need that applies.
type usualNeeds struct {
	kind    inventory.Kind
	mode    inventory.Mode
	applies uint64
}

// needsOf is allNeeds, remembered where it is usual: for a network without parts
// of which every condition is known.
func (g *Engine) needsOf(kind inventory.Kind, parts []part) (all []needed, key usualNeeds, usual bool) {
	if len(parts) != 1 {
		return allNeeds(kind, parts), key, false
	}
	table, ok := g.tables[kind]
	if !ok {
		table = inventory.Needs(kind)
		g.tables[kind] = table
	}
	key = usualNeeds{kind: kind, mode: parts[0].mode}
	if len(table) > 64 {
		return allNeeds(kind, parts), key, false
	}
	for i := range table {
		if table[i].When == "" {
			continue
		}
		v, stated := parts[0].Conditions[table[i].When]
		applies, known := v.Get()
		if stated && !known {
			return allNeeds(kind, parts), key, false
		}
		if stated && applies {
			key.applies |= 1 << i
		}
	}
	all, ok = g.needs[key]
	if !ok {
		all = allNeeds(kind, parts)
		g.needs[key] = all
	}
	return all, key, true
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
