package report

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// Options say how a report is shown. The caller decides all of them: this
// package looks at no terminal and no environment.
type Options struct {
	Width int  // columns of text; 0 is 100
	Color bool // ANSI colours in text
	ASCII bool // no glyph beyond ASCII in text
	All   bool // passes too
	Hosts bool // host names too
	Quiet bool // text: the summary only

	Explain bool // a trace: what each gate does, and why it counts
}

// Format writes a report.
type Format func(io.Writer, *Report, Options) error

// Formats are the formats by name.
func Formats() map[string]Format {
	return map[string]Format{
		"html":  writeHTML,
		"json":  writeJSON,
		"junit": writeJUnit,
		"text":  writeText,
	}
}

// FormatNames are the formats, the one for people first.
func FormatNames() []string {
	names := slices.Sorted(maps.Keys(Formats()))
	return append([]string{"text"}, slices.DeleteFunc(names, func(n string) bool { return n == "text" })...)
}

// Write writes r in the named format.
func Write(w io.Writer, format string, r *Report, o Options) error {
	f, ok := Formats()[format]
	if !ok {
		return fmt.Errorf("write report: no format %q, there are %s", format, strings.Join(slices.Sorted(maps.Keys(Formats())), ", "))
	}
	if err := f(w, r, o); err != nil {
		return fmt.Errorf("write %s report: %w", format, err)
	}
	return nil
}
