// Command mooring reads an AWS account, or saved answers of one, and proves
// for every SageMaker resource what its network can and cannot reach.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// grace is how long an interrupted run may take to clean up after itself.
const grace = 1500 * time.Millisecond

func main() {
	os.Exit(run(os.Args[1:], newProgram(os.Stdout, os.Stderr, os.Getenv)))
}

// run executes one command line and returns the exit code.
func run(args []string, p *program) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, func() {
		stop() // a second interrupt kills at once
		time.AfterFunc(grace, func() {
			complain(p.err, errInterrupted)
			os.Exit(exitNotRun)
		})
	})
	root := newRoot(p)
	root.SetArgs(args)
	root.SetOut(p.out)
	root.SetErr(p.err)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return p.code
	}
	if ctx.Err() != nil {
		err = errInterrupted
	}
	complain(p.err, err)
	return exitNotRun
}
