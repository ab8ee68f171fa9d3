package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"mooring/internal/inventory"
)

func needsCommand(p *program) *cobra.Command {
	return &cobra.Command{
		Use:   "needs [KIND]",
		Short: "Show what each SageMaker kind depends on, on which port, and why.",
		Long: `Show what each SageMaker kind depends on, on which port, and why.

A dependency is required (the kind cannot do its work without it), conditional
(required because of something that a resource says) or optional (people usually
want it; its absence is never a finding).`,
		Args: between(0, 1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return needyKinds(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			kinds := needyKinds()
			if len(args) == 1 {
				if !slices.Contains(kinds, args[0]) {
					return wrong("kinds with needs of their own: "+strings.Join(kinds, ", "), "no needs are known of %q", args[0])
				}
				kinds = args
			}
			return p.print(func(w io.Writer) error { return writeNeeds(w, kinds, p.columns()) })
		},
	}
}

// needyKinds are the kinds that depend on something by themselves, as AWS's
// documentation orders them.
func needyKinds() []string {
	var out []string
	for _, k := range inventory.SageMakerKinds() {
		if len(inventory.Needs(k)) > 0 {
			out = append(out, string(k))
		}
	}
	return out
}

func writeNeeds(w io.Writer, kinds []string, columns int) error {
	var b strings.Builder
	for i, kind := range kinds {
		if i > 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "%s\n", kind)
		for _, n := range inventory.Needs(inventory.Kind(kind)) {
			level := string(n.Level)
			if n.When != "" {
				level += " (" + string(n.When) + ")"
			}
			fmt.Fprintf(&b, "  %-30s %-14s %s\n    %s\n", n.Dependency, portOf(n.Dependency), level, n.Reason)
		}
	}
	_, err := io.WriteString(w, wrap(b.String(), columns))
	return err
}

// portOf is where a dependency listens: tcp/443, tcp/8192-65535, all traffic.
func portOf(id string) string {
	s, ok := inventory.ServiceByID(id)
	switch {
	case !ok:
		return "unknown"
	case s.Port == 0:
		return s.Protocol + " traffic"
	case s.LastPort > s.Port:
		return fmt.Sprintf("%s/%d-%d", s.Protocol, s.Port, s.LastPort)
	}
	return fmt.Sprintf("%s/%d", s.Protocol, s.Port)
}
