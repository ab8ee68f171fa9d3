package main

import (
	"cmp"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"
)

// help prints what a command does, how it is written, and its flags, wrapped
// to the terminal.
func (p *program) help(cmd *cobra.Command, _ []string) {
	s := screenOf(p.out, p.env, cmp.Or(p.manners.color, "auto"))
	columns := cmp.Or(s.width, 100)
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n%s\n  %s\n", cmp.Or(cmd.Long, cmd.Short), s.heading("usage"), cmd.UseLine())
	section := func(title, text string) {
		if text != "" {
			fmt.Fprintf(&b, "\n%s\n%s\n", s.heading(title), strings.TrimRight(text, "\n"))
		}
	}
	section("examples", cmd.Example)
	section("commands", commandList(cmd))
	section("flags", cmd.LocalNonPersistentFlags().FlagUsagesWrapped(columns))
	if cmd.HasParent() {
		section("flags of every command", cmd.InheritedFlags().FlagUsagesWrapped(columns))
	} else {
		section("flags of every command", cmd.PersistentFlags().FlagUsagesWrapped(columns))
	}
	fmt.Fprint(p.out, wrap(b.String(), columns))
}

func commandList(cmd *cobra.Command) string {
	var b strings.Builder
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() || c.Name() == "help" {
			fmt.Fprintf(&b, "  %-12s %s\n", c.Name(), c.Short)
		}
	}
	return b.String()
}

func (s screen) heading(title string) string {
	title = strings.ToUpper(title)
	if s.color {
		return "\x1b[1m" + title + "\x1b[0m"
	}
	return title
}

// wrap breaks lines that are too long at spaces, and keeps how far they were
// indented. A word longer than a line stays whole.
func wrap(text string, columns int) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		indent := line[:len(line)-len(strings.TrimLeft(line, " "))]
		for utf8.RuneCountInString(strings.TrimRight(line, "\n")) > columns {
			at := strings.LastIndex(string([]rune(line)[:columns+1]), " ")
			if at <= len(indent) {
				break
			}
			b.WriteString(strings.TrimRight(line[:at], " ") + "\n")
			line = indent + strings.TrimLeft(line[at:], " ")
		}
		b.WriteString(line)
	}
	return b.String()
}
