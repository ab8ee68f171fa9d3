package policy

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestApart(t *testing.T) {
	d, ours := newShelf(t), Session(role, session)
	g := d.gates(func(g *Gates) {
		g.Resource, g.Boundary, g.ServiceControl = Documents(d.byRole, d.onlyEndpoint), Documents(d.full), Layer{}
	})
	var got []string
	for _, v := range g.Apart(throughEndpoint2(ours)) {
		got = append(got, v.Outcome.String()+" "+string(v.Gate)+": "+v.Why)
	}
	want := []string{
		"allowed identity policy: identity policy 1, statement 1 allows it",
		"allowed permissions boundary: permissions boundary 1, statement 1 allows it",
		"unknown service control policy: it depends on service control policy",
		"denied resource policy: resource policy 2, statement 1 (E) denies it",
		"allowed resource control policy: resource control policy 1, statement 1 allows it",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

// TestApartAgrees: where a layer by itself denies, all together do; where all
// together allow, none denies, and whatever is no identity's or resource's policy
// allows.
func TestApartAgrees(t *testing.T) {
	d := dice{rand.New(rand.NewPCG(seed, 9))}
	count := map[Outcome]int{}
	for range 2_500 {
		layer := func(principal bool) Layer {
			switch d.IntN(4) {
			case 0:
				return Open()
			case 1:
				return Layer{}
			}
			return Documents(parse(t, d.document(principal)), parse(t, d.document(principal)))
		}
		g := Gates{
			Identity: layer(false), Boundary: Open(), Resource: layer(true), Endpoint: Open(), ServiceControl: layer(false), ResourceControl: layer(true),
			Account: d.one("111122223333", "444455556666", ""),
		}
		r, _ := d.request()
		full := Combine(g, r)
		for _, v := range g.Apart(r) {
			count[v.Outcome]++
			pair := v.Gate == IdentityPolicy || v.Gate == ResourcePolicy
			switch {
			case v.Outcome == DeniedExplicitly && full.Outcome != DeniedExplicitly:
				t.Fatalf("%+v by itself, and %+v", v, full)
			case full.Outcome == Allowed && (v.Outcome == DeniedExplicitly || !pair && v.Outcome != Allowed):
				t.Fatalf("%+v, though %+v by itself", full, v)
			}
		}
	}
	for _, o := range []Outcome{Allowed, NotAllowed, DeniedExplicitly, Unknown} {
		if count[o] < 10 {
			t.Errorf("only %d layers are %v", count[o], o)
		}
	}
}
