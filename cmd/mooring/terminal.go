package main

import (
	"cmp"
	"os"
	"strconv"
	"strings"

	"golang.org/x/term"
)

// screen is what text may look like where it goes.
type screen struct {
	width int // columns; 0 when nobody says
	color bool
	ascii bool
}

// screenOf looks at a stream and the environment. when is auto, always or never.
func screenOf(out *os.File, env func(string) string, when string) screen {
	return screen{
		width: widthOf(out, env),
		color: when == "always" || when == "auto" && lively(out, env) && env("NO_COLOR") == "",
		ascii: !speaksUTF8(env),
	}
}

func widthOf(out *os.File, env func(string) string) int {
	if n, err := strconv.Atoi(env("COLUMNS")); err == nil && n > 0 {
		return n
	}
	if width, _, err := term.GetSize(int(out.Fd())); err == nil {
		return width
	}
	return 0
}

// lively reports whether a person's terminal is at the other end, one that
// understands more than plain lines.
func lively(out *os.File, env func(string) string) bool {
	return term.IsTerminal(int(out.Fd())) && env("CI") == "" && env("TERM") != "dumb"
}

// speaksUTF8 reads the locale as the C library does: the first of the three
// that is set decides. Where none is set nothing speaks against UTF-8.
func speaksUTF8(env func(string) string) bool {
	locale := cmp.Or(env("LC_ALL"), env("LC_CTYPE"), env("LANG"))
	charset := strings.ReplaceAll(strings.ToLower(locale), "-", "")
	return locale == "" || strings.Contains(charset, "utf8")
}
