package main

import (
	"github.com/spf13/cobra"

	"mooring/internal/collect"
)

func permissionsCommand(p *program) *cobra.Command {
	var o collect.Options
	cmd := &cobra.Command{
		Use:   "permissions",
		Short: "Print the read-only IAM policy that an audit needs, made from the calls that it makes.",
		Args:  between(0, 0),
		RunE: func(*cobra.Command, []string) error {
			_, err := p.out.Write(collect.Policy(o))
			return err
		},
	}
	cmd.Flags().StringArrayVar(&o.Regions, "region", nil, "as the audit has it; all adds what finding the Regions takes")
	cmd.Flags().StringVar(&o.Role, "role", "", "`name` of the role that the audit assumes")
	return cmd
}
