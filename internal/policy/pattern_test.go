package policy

import (
	"slices"
	"strings"
	"testing"
)

// words lists all strings over a, b and : up to a length. A third letter makes
// a wildcard's set differ from every literal's.
func words(length int) []string {
	out := []string{""}
	for from := 0; length > 0; length-- {
		until := len(out)
		for _, w := range out[from:until:until] {
			out = append(out, w+"a", w+"b", w+":")
		}
		from = until
	}
	return out
}

// patternsUpTo lists all patterns of that length.
func patternsUpTo(length int) []string {
	out := []string{""}
	for from := 0; length > 0; length-- {
		until := len(out)
		for _, w := range out[from:until:until] {
			out = append(out, w+"a", w+":", w+"*", w+"?")
		}
		from = until
	}
	return out
}

// naiveGlob matches by trying every length of every star.
func naiveGlob(pattern, s string) bool {
	if pattern == "" {
		return s == ""
	}
	if pattern[0] == '*' {
		for i := 0; i <= len(s); i++ {
			if naiveGlob(pattern[1:], s[i:]) {
				return true
			}
		}
		return false
	}
	return s != "" && (pattern[0] == '?' || pattern[0] == s[0]) && naiveGlob(pattern[1:], s[1:])
}

// TestSetsAgainstEnumeration: what match says of a pattern and a set is what
// trying the set's members says, but that a yes may be missed where a star of
// the set can stand for nothing ("?*" against "*a").
func TestSetsAgainstEnumeration(t *testing.T) {
	all := words(6)
	list := patternsUpTo(3)
	members := map[string][]bool{}
	for _, p := range list {
		for _, w := range all {
			members[p] = append(members[p], naiveGlob(p, w))
		}
	}
	decided, missed := 0, 0
	for _, p := range list {
		for _, s := range list {
			some, every := false, true
			for i := range all {
				if members[s][i] {
					some, every = some || members[p][i], every && members[p][i]
				}
			}
			want := maybe
			switch {
			case !some:
				want = no
			case every:
				want = yes
			}
			got := wild(p).match(wild(s))
			if got == maybe && want == yes && strings.Contains(p, "?") && strings.Contains(s, "*") {
				missed++
				continue
			}
			if got != want {
				t.Fatalf("%q against the set %q: %v, want %v", p, s, got, want)
			}
			decided++
		}
	}
	if missed*50 > decided {
		t.Errorf("%d of %d pairs missed", missed, missed+decided)
	}
}

func TestSplit(t *testing.T) {
	for text, want := range map[string][]string{"": {""}, "a": {"a"}, "a:b": {"a", "b"}, "a:b:c:d": {"a", "b", "c:d"}, "::": {"", "", ""}} {
		var got []string
		for _, g := range literal(text).split(3) {
			got = append(got, string(g))
		}
		if !slices.Equal(got, want) {
			t.Errorf("split %q = %q, want %q", text, got, want)
		}
	}
}
