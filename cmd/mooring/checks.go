package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"mooring/internal/check"
	"mooring/internal/checks"
)

func checksCommand(p *program) *cobra.Command {
	return &cobra.Command{
		Use:     "checks [ID]",
		Short:   "List the checks, or explain one as an auditor expects.",
		Example: "  mooring checks\n  mooring checks notebook-direct-internet",
		Args:    between(0, 1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return checkIDs(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return p.print(func(w io.Writer) error { return writeChecks(w, p.columns()) })
			}
			c, err := checkByID(args[0])
			if err != nil {
				return err
			}
			return p.print(func(w io.Writer) error { return writeCheck(w, c, p.columns()) })
		},
	}
}

func checkIDs() []string {
	var ids []string
	for _, c := range checks.All() {
		ids = append(ids, c.ID)
	}
	return ids
}

// writeChecks lists severity, id and title: in columns where all titles fit,
// else each title on a line of its own.
func writeChecks(w io.Writer, columns int) error {
	id, title := 0, 0
	for _, c := range checks.All() {
		id, title = max(id, len(c.ID)), max(title, utf8.RuneCountInString(c.Doc.Title))
	}
	var b strings.Builder
	for _, c := range checks.All() {
		if len("critical")+2+id+2+title <= columns {
			fmt.Fprintf(&b, "%-8s  %-*s  %s\n", c.Severity, id, c.ID, c.Doc.Title)
		} else {
			fmt.Fprintf(&b, "%-8s  %s\n          %s\n", c.Severity, c.ID, c.Doc.Title)
		}
	}
	_, err := io.WriteString(w, wrap(b.String(), columns))
	return err
}

func writeCheck(w io.Writer, c check.Check, columns int) error {
	var b strings.Builder
	head := fmt.Sprintf("%s\n%s\n\nseverity %s, profile %d, judges %s\n", c.ID, c.Doc.Title, c.Severity, c.Doc.Profile, joined(c.Kinds))
	b.WriteString(wrap(head, columns))
	section := func(title, text string, columns int) {
		if text = strings.TrimSpace(text); text != "" {
			fmt.Fprintf(&b, "\n%s\n%s", strings.ToUpper(title), wrap("  "+strings.ReplaceAll(text, "\n", "\n  ")+"\n", columns))
		}
	}
	const unbroken = math.MaxInt // commands are to be pasted
	section("description", c.Doc.Description, columns)
	section("rationale", c.Doc.Rationale, columns)
	section("impact", c.Doc.Impact, columns)
	section("default value", c.Doc.Default, columns)
	section("audit", c.Doc.Audit.Console, columns)
	section("audit by AWS CLI", c.Doc.Audit.CLI, unbroken)
	section("remediation", c.Doc.Remediation.Text, columns)
	section("remediation by AWS CLI", c.Doc.Remediation.CLI, unbroken)
	section("way back", c.Doc.Remediation.Backout, unbroken)
	section("compliance", compliance(c.Doc.Compliance), columns)
	section("references", strings.Join(c.Doc.References, "\n"), columns)
	_, err := io.WriteString(w, b.String())
	return err
}

func compliance(ids map[string][]string) string {
	var lines []string
	for _, framework := range slices.Sorted(maps.Keys(ids)) {
		lines = append(lines, framework+": "+strings.Join(ids[framework], ", "))
	}
	return strings.Join(lines, "\n")
}

// columns is the width of text on standard output.
func (p *program) columns() int { return cmp.Or(p.show().Width, 100) }
