package main

import (
	"io"
	"strings"

	"github.com/spf13/cobra"

	"mooring/internal/audit"
	"mooring/internal/inventory"
	"mooring/internal/reach"
	"mooring/internal/report"
)

func traceCommand(p *program) *cobra.Command {
	var t traceFlags
	cmd := &cobra.Command{
		Use:   "trace FROM TO [SOURCE]",
		Short: "Prove one path, hop by hop, with every gate on it.",
		Long: `Prove one path: what DNS answers, each hop, and each gate with its rule, there and
back.

FROM is a SageMaker resource by name, kind/name, id or ARN. TO is a dependency id,
as mooring needs shows them. Exit code 0 says reachable, 1 blocked or partial,
3 unknown.`,
		Example: "  mooring trace fraud-lab sagemaker.api demo:switched-off\n  mooring trace notebook/fraud-lab s3 answers/ --format json",
		Args:    between(2, 3),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.trace(cmd, args[0], args[1], only(args[2:]), &t)
		},
	}
	t.where.flags(cmd)
	t.judging.assume(cmd)
	f := cmd.Flags()
	f.StringVar(&t.format, "format", "text", "text or json")
	f.BoolVar(&t.hosts, "hosts", false, "show host names too")
	f.BoolVar(&t.strict, "strict", false, "exit with 3 when the proof leans on an assumption")
	return cmd
}

type traceFlags struct {
	where         where
	judging       judging
	format        string
	hosts, strict bool
}

func (p *program) trace(cmd *cobra.Command, from, to, source string, t *traceFlags) error {
	if err := oneOf("--format", t.format, "text", "json"); err != nil {
		return err
	}
	if _, ok := inventory.ServiceByID(to); !ok {
		return wrong("mooring needs lists the dependency ids", "no dependency is called %q", to)
	}
	assumptions, err := reach.ParseAssumptions(t.judging.assumed)
	if err != nil {
		return wrong("mooring help trace shows an example", "--%w", err)
	}
	w, err := p.read(cmd.Context(), source, &t.where)
	if err != nil {
		return err
	}
	proofs, err := audit.Trace(w.snapshot, from, to, assumptions)
	if err != nil {
		return wrong("name it by kind/name, id or ARN, as mooring audit shows them", "%w", err)
	}
	p.code = traceCode(proofs, t.strict)
	show := p.show()
	show.Hosts = t.hosts
	return p.print(func(out io.Writer) error {
		if t.format == "text" {
			return report.WriteTrace(out, label(w, from), proofs, show)
		}
		for _, proof := range proofs {
			if err := report.WriteProof(out, proof, show); err != nil {
				return err
			}
		}
		return nil
	})
}

// label is a resource in words: notebook fraud-lab.
func label(w world, from string) string {
	for _, r := range audit.Find(w.snapshot, from) {
		return strings.ReplaceAll(string(r.Head().Kind), "-", " ") + " " + r.Head().Name
	}
	return from
}

// traceCode is 0 when every proof says reachable, 1 when any says blocked or
// partial, else 3. An assumption is incomplete knowledge to the strict.
func traceCode(proofs []*reach.Proof, strict bool) int {
	code := 0
	for _, proof := range proofs {
		switch proof.Verdict {
		case reach.VerdictBlocked, reach.VerdictPartial:
			return 1
		case reach.VerdictReachable, reach.VerdictNotApplicable:
			if strict && len(proof.Assumptions) > 0 {
				code = exitIncomplete
			}
		default:
			code = exitIncomplete
		}
	}
	return code
}
