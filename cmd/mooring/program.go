package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"

	"mooring/internal/report"
)

// program is one run of the command line: its streams, its environment, what
// the flags of every command say, and the exit code that a report decided.
type program struct {
	out, err *os.File
	env      func(string) string
	started  time.Time
	code     int
	manners  manners
}

func newProgram(out, err *os.File, env func(string) string) *program {
	return &program{out: out, err: err, env: env, started: time.Now()}
}

// manners are the flags that every command has.
type manners struct {
	quiet, verbose, noProgress bool
	color                      string
}

func newRoot(p *program) *cobra.Command {
	root := &cobra.Command{
		Use:           "mooring COMMAND",
		Short:         "Prove what the network of every SageMaker resource can and cannot reach.",
		Long:          rootText,
		Version:       p.version(), // no version template: text/template keeps every method of the SDK in the binary
		SilenceErrors: true, SilenceUsage: true,
		Args: knownCommand,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		PersistentPreRunE: func(*cobra.Command, []string) error {
			return oneOf("--color", p.manners.color, "auto", "always", "never")
		},
	}
	f := root.PersistentFlags()
	f.BoolVarP(&p.manners.quiet, "quiet", "q", false, "only the summary, and nothing on stderr but errors")
	f.BoolVarP(&p.manners.verbose, "verbose", "v", false, "say on stderr what was not understood and what was not read")
	f.BoolVar(&p.manners.noProgress, "no-progress", false, "no progress on stderr")
	f.StringVar(&p.manners.color, "color", "auto", "colours: auto, always or never")
	root.SuggestionsMinimumDistance = 2
	root.SetFlagErrorFunc(flagError)
	root.SetHelpFunc(p.help)
	root.AddCommand(demoCommand(p), auditCommand(p), traceCommand(p), snapshotCommand(p), checksCommand(p),
		needsCommand(p), permissionsCommand(p), versionCommand(p), manCommand(p))
	return root
}

const rootText = `Mooring reads an AWS account, or saved answers of one, and proves for every
SageMaker resource what its network can and cannot reach.

Without an account:       mooring demo
With AWS credentials:     mooring audit
With saved CLI output:    mooring audit DIRECTORY`

// show is how a report is to look on standard output.
func (p *program) show() report.Options {
	s := screenOf(p.out, p.env, p.manners.color)
	return report.Options{Width: s.width, Color: s.color, ASCII: s.ascii, Quiet: p.manners.quiet}
}

// print renders to standard output in one go.
func (p *program) print(render func(io.Writer) error) error {
	var b bytes.Buffer
	if err := render(&b); err != nil {
		return err
	}
	if _, err := p.out.Write(b.Bytes()); err != nil {
		return fmt.Errorf("write to standard output: %w", err)
	}
	return nil
}

// say tells a person something beside the report.
func (p *program) say(format string, args ...any) {
	if !p.manners.quiet {
		fmt.Fprintf(p.err, format+"\n", args...)
	}
}

// tool is this program as reports and snapshots name it.
func (p *program) tool() report.Tool { return report.Tool{Name: "mooring", Version: p.version()} }
