package reach

import "testing"

func TestFolding(t *testing.T) {
	for _, tt := range []struct {
		name      string
		tally     tally
		some, any Verdict
	}{
		{"nothing", tally{}, VerdictUnknown, VerdictUnknown},
		{"all pass", tally{pass: true}, VerdictReachable, VerdictReachable},
		{"all fail", tally{fail: true}, VerdictBlocked, VerdictBlocked},
		{"all partial", tally{part: true}, VerdictPartial, VerdictPartial},
		{"all unclear", tally{unclear: true}, VerdictUnknown, VerdictUnknown},
		{"some of each", tally{pass: true, fail: true}, VerdictPartial, VerdictUnknown},
		{"some of each and unclear", tally{pass: true, fail: true, unclear: true}, VerdictPartial, VerdictUnknown},
		{"pass and unclear", tally{pass: true, unclear: true}, VerdictUnknown, VerdictUnknown},
		{"fail and unclear", tally{fail: true, unclear: true}, VerdictUnknown, VerdictUnknown},
		{"partial and unclear", tally{part: true, unclear: true}, VerdictPartial, VerdictUnknown},
		{"partial and pass", tally{part: true, pass: true}, VerdictPartial, VerdictUnknown},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.tally.some(); got != tt.some {
				t.Errorf("some: %s, want %s", got, tt.some)
			}
			if got := tt.tally.any(); got != tt.any {
				t.Errorf("any: %s, want %s", got, tt.any)
			}
		})
	}
}

func TestPortAtoms(t *testing.T) {
	var c portCuts
	c.add(40000, 45000)
	c.add(1, 32768)
	c.add(50000, 65535)
	want := []portRange{{32768, 32768}, {32769, 39999}, {40000, 45000}, {45001, 49999}, {50000, 60999}}
	got := c.within(clientPorts)
	if len(got) != len(want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("atom %d: %v, want %v", i, got[i], want[i])
		}
	}
}
