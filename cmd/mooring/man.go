package main

import (
	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

func manCommand(p *program) *cobra.Command {
	return &cobra.Command{
		Use:     "man [COMMAND]",
		Short:   "Print the manual page, to be read by man.",
		Example: "  mooring man | man -l -\n  mooring man audit > mooring-audit.1",
		Args:    between(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			page, _, err := cmd.Root().Find(args)
			if err != nil || len(args) > 0 && page == cmd.Root() {
				return wrong("mooring help lists the commands", "no command is called %q", args[0])
			}
			page.DisableAutoGenTag = true
			return doc.GenMan(page, &doc.GenManHeader{Section: "1", Source: "mooring " + p.version(), Manual: "Mooring"}, p.out)
		},
	}
}
