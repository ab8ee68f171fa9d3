package report

import (
	"slices"

	"mooring/internal/reach"
)

// alikePaths merges the paths that differ in nothing but where they end: an
// endpoint's interfaces in several zones are told once.
func alikePaths(paths []reach.Path) []reach.Path {
	var out []reach.Path
	for _, p := range paths {
		i := slices.IndexFunc(out, func(q reach.Path) bool {
			return q.Verdict == p.Verdict && slices.Equal(q.Hops, p.Hops) && slices.EqualFunc(q.Gates, p.Gates, sameGate)
		})
		if i < 0 {
			p.Addresses = slices.Clone(p.Addresses)
			out = append(out, p)
			continue
		}
		out[i].Addresses = append(out[i].Addresses, p.Addresses...)
	}
	return out
}

func sameGate(a, b reach.Gate) bool {
	return a.Kind == b.Kind && slices.Equal(a.Object, b.Object) && a.Rule == b.Rule && a.Leg == b.Leg && a.Outcome == b.Outcome && a.Why == b.Why
}
