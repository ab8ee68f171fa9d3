package main

import (
	"cmp"
	"errors"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"mooring/examples"
	"mooring/internal/audit"
	"mooring/internal/intent"
	"mooring/internal/report"
)

func auditCommand(p *program) *cobra.Command {
	var a auditFlags
	cmd := &cobra.Command{
		Use:   "audit [SOURCE]",
		Short: "Judge everything: exposed, stranded, not readable.",
		Long: `Judge every SageMaker resource: is it exposed, can it do its work, could both be
decided?

SOURCE is nothing for the live account of the AWS credential chain, a folder or
archive (.tar.gz, .zip) of saved answers, or demo:WORLD for a built-in account.`,
		Example: "  mooring audit\n  mooring audit --region all -o report.html -o report.json\n  mooring audit answers/ --fail-on medium --strict",
		Args:    between(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if a.schema {
				_, err := p.out.Write(report.Schema())
				return err
			}
			return p.audit(cmd, only(args), &a)
		},
	}
	a.flags(cmd)
	a.where.flags(cmd)
	cmd.Flags().BoolVar(&a.schema, "schema", false, "print the JSON Schema of the report and stop")
	return cmd
}

func demoCommand(p *program) *cobra.Command {
	var a auditFlags
	cmd := &cobra.Command{
		Use:   "demo [WORLD]",
		Short: "Audit a built-in account in trouble; no AWS account, no network, no file needed.",
		Long: "Audit a built-in account in trouble; no AWS account, no network, no file needed.\n\n" +
			"WORLD is " + defaultWorld + " unless you say another: " + strings.Join(examples.Names(), ", ") + ".",
		Args: between(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			world := defaultWorld
			if len(args) == 1 {
				world = args[0]
			}
			return p.audit(cmd, demoPrefix+world, &a)
		},
	}
	a.flags(cmd)
	return cmd
}

// defaultWorld is what a newcomer sees first.
const defaultWorld = "switched-off"

// auditFlags are the flags of an audit, of whatever source.
type auditFlags struct {
	where   where
	judging judging
	output  output
	failOn  string
	strict  bool
	schema  bool
	intent  string
}

func (a *auditFlags) flags(cmd *cobra.Command) {
	a.judging.flags(cmd)
	a.output.flags(cmd)
	f := cmd.Flags()
	f.StringVar(&a.failOn, "fail-on", "high", "exit with 1 from this severity on: info, low, medium, high, critical or none")
	f.StringVar(&a.intent, "intent", "", "judge what `FILE` declares: what must be reached, and must not (docs/intent.md)")
	f.BoolVar(&a.strict, "strict", false, "exit with 3 when something that was needed was unread, unknown or assumed")
}

func (p *program) audit(cmd *cobra.Command, source string, a *auditFlags) error {
	if err := oneOf("--fail-on", a.failOn, "info", "low", "medium", "high", "critical", report.FailOnNone); err != nil {
		return err
	}
	if err := oneOf("--format", a.output.format, report.FormatNames()...); err != nil {
		return err
	}
	targets, err := a.output.targets(cmd)
	if err != nil {
		return err
	}
	options, err := a.judging.options()
	if err != nil {
		return err
	}
	rules, err := readIntent(a.intent)
	if err != nil {
		return err
	}
	w, err := p.read(cmd.Context(), source, &a.where)
	if err != nil {
		return err
	}
	options.Tool, options.SourceArg = p.tool(), w.arg
	// A test report tells what passed; the other formats leave it out by themselves.
	options.Passes = a.output.all || a.output.wants("junit", targets)
	r, err := p.judge(w, options, a.intent, rules)
	if err != nil {
		return err
	}
	if err := cmd.Context().Err(); err != nil {
		return err
	}
	p.code = r.ExitCode(a.failOn, a.strict)
	if err := p.write(r, &a.output, targets); err != nil {
		return err
	}
	p.say("judged %d resources in %.1f s", len(r.Resources), time.Since(p.started).Seconds())
	return nil
}

// readIntent reads a file of rules; nil where none is named.
func readIntent(name string) (*intent.File, error) {
	if name == "" {
		return nil, nil
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, wrong("name a file of rules, see docs/intent.md", "--intent: %w", err)
	}
	f, err := intent.Parse(text)
	return f, inFile(name, err)
}

// inFile says in which file an intent is wrong.
func inFile(name string, err error) error {
	var e *intent.Error
	if errors.As(err, &e) {
		return wrong(cmp.Or(e.Hint, "see docs/intent.md"), "%s: %w", name, err)
	}
	return err
}

// judge runs the audit, and the rules where there are some.
func (p *program) judge(w world, o audit.Options, name string, rules *intent.File) (*report.Report, error) {
	if rules == nil {
		return audit.Run(w.snapshot, o), nil
	}
	r, idle, err := audit.RunIntent(w.snapshot, o, rules)
	if err != nil {
		return nil, inFile(name, err)
	}
	for _, rule := range idle {
		p.say("note: %s: the rule %q selects no resource", name, rule)
	}
	return r, nil
}
