package main

import (
	"errors"
	"fmt"
	"io"

	"mooring/internal/collect"
	"mooring/internal/saved"
)

// The exit codes that a report does not decide.
const (
	exitNotRun     = 2
	exitIncomplete = 3
)

// failure is an error with what to do instead.
type failure struct {
	err  error
	hint string
}

func (f *failure) Error() string { return f.err.Error() }
func (f *failure) Unwrap() error { return f.err }

// wrong makes a failure of wrong use.
func wrong(hint, format string, args ...any) error {
	return &failure{fmt.Errorf(format, args...), hint}
}

var errInterrupted = wrong("nothing was written; run it again when you like", "interrupted")

// complain prints an error and its hint.
func complain(w io.Writer, err error) {
	fmt.Fprintf(w, "error: %v\nhint: %s\n", err, hintOf(err))
}

func hintOf(err error) string {
	var f *failure
	if errors.As(err, &f) {
		return f.hint
	}
	var s *saved.Error
	if errors.As(err, &s) && s.Hint != "" {
		return s.Hint
	}
	var c *collect.Error
	if errors.As(err, &c) && c.Hint != "" {
		return c.Hint
	}
	return "mooring help lists the commands, mooring help COMMAND its flags"
}
