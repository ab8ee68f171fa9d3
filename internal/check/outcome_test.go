package check

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"mooring/internal/inventory"
)

func missing(what string) inventory.Missing {
	return inventory.Missing{Kind: inventory.MissingPermission, What: what}
}

func TestAskNeverPassesAnUnknown(t *testing.T) {
	pass := func(bool) Outcome { return Passed("read") }
	for name, v := range map[string]inventory.Value[bool]{
		"zero":   {},
		"denied": inventory.Unknown[bool](missing("sagemaker:DescribeModel of m")),
	} {
		got := Ask(v, pass)
		if got.Status != Unknown || len(got.Missing) != 1 || got.Missing[0] != v.Why() {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if got := Ask(inventory.Known(false), pass); got.Status != Pass {
		t.Errorf("known: %+v", got)
	}
}

func TestFold(t *testing.T) {
	unknown := Unread(missing("a"))
	tests := []struct {
		name  string
		parts []Outcome
		want  Outcome
	}{
		{"nothing", nil, Moot("there is nothing to judge")},
		{"one failure decides", []Outcome{Passed("good"), unknown, Failed("bad", "x = 1")}, Failed("bad", "x = 1")},
		{"refused before unknown", []Outcome{unknown, Refused("never")}, Refused("never")},
		{"unknown before pass", []Outcome{Passed("good"), unknown}, unknown},
		{"the zero outcome is unknown", []Outcome{Passed("good"), {}}, Outcome{Status: Unknown}},
		{"pass before moot", []Outcome{Moot("no"), Passed("good", "x = 2")}, Passed("good", "x = 2")},
		{"equal words once", []Outcome{Failed("bad", "x = 1"), Failed("bad", "x = 1", "y = 1")}, Failed("bad", "x = 1", "y = 1")},
		{"different words together", []Outcome{Failed("bad", "x = 1"), Failed("worse", "y = 1")}, Failed("bad; worse", "x = 1", "y = 1")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, Fold(tt.parts...)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestUnreadIsSortedAndSaysEachOnce(t *testing.T) {
	got := Unread(missing("b"), missing("a"), missing("b"))
	if diff := cmp.Diff([]inventory.Missing{missing("a"), missing("b")}, got.Missing); diff != "" {
		t.Error(diff)
	}
	if want := "could not be decided: permission: a; permission: b"; got.Because != want {
		t.Errorf("because %q, want %q", got.Because, want)
	}
}
