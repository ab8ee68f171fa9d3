package main

import "testing"

func TestWrap(t *testing.T) {
	for name, c := range map[string]struct {
		text    string
		columns int
		want    string
	}{
		"fits":                   {"one two\n", 7, "one two\n"},
		"breaks at a space":      {"one two three\n", 8, "one two\nthree\n"},
		"keeps the indent":       {"  one two\n", 6, "  one\n  two\n"},
		"a long word stays":      {"internationalisation\n", 5, "internationalisation\n"},
		"counts characters":      {"größe größe\n", 5, "größe\ngröße\n"},
		"empty lines stay":       {"a\n\nb\n", 3, "a\n\nb\n"},
		"several breaks":         {"a b c d\n", 1, "a\nb\nc\nd\n"},
		"without a line feed":    {"one two", 3, "one\ntwo"},
		"a long word among some": {"a internationalisation b\n", 5, "a\ninternationalisation b\n"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := wrap(c.text, c.columns); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}
