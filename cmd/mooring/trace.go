package main

import (
	"cmp"
	"errors"
	"io"
	"net/netip"
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
		Use:   "trace FROM TO [SOURCE...]",
		Short: "Prove one path, hop by hop, with every gate on it.",
		Long: `Prove one path: what DNS answers, each hop, and each gate with its rule, there and
back.

FROM is a SageMaker resource (name, kind/name, id or ARN), an interface eni-…, a
subnet-…, a group sg-…, a gateway, an address block, or internet. TO is a dependency
id as mooring needs shows them, a host name, an address or block, a resource, an
interface eni-…, or internet. Several SOURCEs make one world.

--format svg draws the path as a picture, mermaid writes it as a flowchart.
Exit code 0 says reachable, 1 blocked or partial, 3 unknown.`,
		Example: "  mooring trace fraud-lab sagemaker.api demo:switched-off\n" +
			"  mooring trace fraud-lab sagemaker.api demo:switched-off -o path.svg\n" +
			"  mooring trace notebook/fraud-lab 10.0.4.0/24 answers/ --port 5432 --explain",
		Args: cobra.MinimumNArgs(0),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) < 2 {
				return wrong(usage(cmd), "%s needs %s", cmd.CommandPath(), wanted(cmd))
			}
			return p.trace(cmd, args, &t)
		},
	}
	t.where.flags(cmd)
	t.judging.assume(cmd)
	t.flags(cmd)
	return cmd
}

type traceFlags struct {
	where                  where
	judging                judging
	port                   int
	protocol, from         string
	format                 string
	files                  []string
	explain, hosts, strict bool
}

func (t *traceFlags) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.IntVar(&t.port, "port", 0, "port to reach; the dependency's own, else 443")
	f.StringVar(&t.protocol, "protocol", "", "protocol by name or number: tcp, udp, icmp, icmpv6, esp, all or 0 to 255")
	f.StringVar(&t.from, "from-ip", "", "only from this `ADDRESS` of where the path begins")
	f.BoolVar(&t.explain, "explain", false, "say of every gate what it does and why it counts")
	f.StringVar(&t.format, "format", "text", "text, json, mermaid or svg")
	f.StringArrayVarP(&t.files, "output", "o", nil, "write to `FILE`, in the format of its ending; repeat for several")
	f.BoolVar(&t.hosts, "hosts", false, "show host names too")
	f.BoolVar(&t.strict, "strict", false, "exit with 3 when the proof leans on an assumption")
}

// traceEndings are the formats of a trace by a file's ending.
func traceEndings() map[string]string {
	return map[string]string{".txt": "text", ".text": "text", ".json": "json", ".svg": "svg", ".mmd": "mermaid", ".mermaid": "mermaid"}
}

func (p *program) trace(cmd *cobra.Command, args []string, t *traceFlags) error {
	if err := oneOf("--format", t.format, report.TraceFormats()...); err != nil {
		return err
	}
	out := output{format: t.format, files: t.files, endings: traceEndings()}
	targets, err := out.targets(cmd)
	if err != nil {
		return err
	}
	protocol, err := t.check()
	if err != nil {
		return err
	}
	assumptions, err := reach.ParseAssumptions(t.judging.assumed)
	if err != nil {
		return wrong("mooring help trace shows an example", "--%w", err)
	}
	w, err := p.readAll(cmd.Context(), args[2:], &t.where)
	if err != nil {
		return err
	}
	start, goal, err := t.ends(w.snapshot, args[0], args[1], protocol)
	if err != nil {
		return err
	}
	proofs, err := audit.Trace(w.snapshot, start, goal, assumptions)
	if err != nil {
		return wrong("mooring help trace says what a path can join", "%w", err)
	}
	p.code = traceCode(proofs, t.strict)
	trace := report.NewTrace(w.snapshot, start, goal, proofs)
	return p.writeAll(targets, func(to io.Writer, format string, show report.Options) error {
		show.Hosts, show.Explain = t.hosts, t.explain
		return trace.Write(to, cmp.Or(format, t.format), show)
	})
}

// check reads the flags that are no words of a list.
func (t *traceFlags) check() (inventory.Protocol, error) {
	if t.port < 0 || t.port > 65535 {
		return 0, wrong("ports are 1 to 65535", "--port: %d is none", t.port)
	}
	protocol, ok := inventory.ParseProtocol(t.protocol)
	if !ok && t.protocol != "" {
		return 0, wrong("it is one of tcp, udp, icmp, icmpv6, esp, all, or a number from 0 to 255", "--protocol: %q is none", t.protocol)
	}
	if t.port > 0 && t.protocol != "" && protocol != inventory.TCP && protocol != inventory.UDP {
		return 0, wrong("leave --port out", "--port: %s has no ports", t.protocol)
	}
	if _, err := netip.ParseAddr(t.from); t.from != "" && err != nil {
		return 0, wrong("write it as 10.0.1.37", "--from-ip: %q is no address", t.from)
	}
	return protocol, nil
}

// ends are the two ends of the path as the engine takes them.
func (t *traceFlags) ends(s *inventory.Snapshot, from, to string, protocol inventory.Protocol) (reach.Start, reach.Goal, error) {
	start, err := reach.FindStart(s, from)
	if err != nil {
		return start, reach.Goal{}, unnamed("FROM", err, "mooring audit shows the resources of this source")
	}
	if t.from != "" {
		start.FromIP, _ = netip.ParseAddr(t.from)
	}
	goal, err := reach.FindGoal(s, to)
	if err != nil {
		return start, goal, unnamed("TO", err, "mooring needs lists the dependency ids")
	}
	goal.Port, goal.Protocol = t.port, protocol
	return start, goal, nil
}

// unnamed turns what names nothing, or too much, into what to type instead.
func unnamed(which string, err error, otherwise string) error {
	var e *reach.NameError
	if !errors.As(err, &e) {
		return err
	}
	hint := otherwise
	switch {
	case len(e.Candidates) > 0:
		hint = "name it by its ARN or id, as they stand above, or as kind/name"
	case len(e.Near) > 0:
		hint = "did you mean " + strings.Join(e.Near, " or ") + "?"
	}
	return wrong(hint, "%s: %w", which, err)
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
	if len(proofs) == 0 {
		return exitIncomplete
	}
	return code
}
