package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// between checks the number of arguments and says which are wanted.
func between(least, most int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) < least:
			return wrong(usage(cmd), "%s needs %s", cmd.CommandPath(), wanted(cmd))
		case len(args) > most:
			return wrong(usage(cmd), "%s: %q is one argument too many", cmd.CommandPath(), args[most])
		}
		return nil
	}
}

func usage(cmd *cobra.Command) string { return "usage: " + cmd.UseLine() }

// wanted are the arguments of a command as its usage line names them.
func wanted(cmd *cobra.Command) string {
	_, arguments, _ := strings.Cut(cmd.Use, " ")
	return arguments
}

// knownCommand refuses what no command is called.
func knownCommand(root *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	hint := "mooring help lists the commands"
	if near := root.SuggestionsFor(args[0]); len(near) > 0 {
		hint = "did you mean mooring " + strings.Join(near, " or mooring ") + "?"
	}
	return wrong(hint, "no command is called %q", args[0])
}

func flagError(cmd *cobra.Command, err error) error {
	return wrong(fmt.Sprintf("%s --help lists the flags", cmd.CommandPath()), "%s: %w", cmd.CommandPath(), err)
}

// oneOf checks the value of a flag that has only some.
func oneOf(flag, value string, values ...string) error {
	if slices.Contains(values, value) {
		return nil
	}
	return wrong("it is one of "+strings.Join(values, ", "), "%s: %q is none of its values", flag, value)
}
