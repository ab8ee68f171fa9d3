// Package saved reads and writes raw AWS answers: a directory, a tar or zip
// archive, or one file of AWS CLI/API describe and list JSON, whoever wrote it.
package saved

import (
	"mooring/internal/inventory"
)

// Options are what the command line says about a source; it outranks
// everything that the source says of itself.
type Options struct {
	Account string // twelve digits
	Region  string
}

// Source is what was found in a directory or archive of saved answers.
type Source struct {
	Answers []inventory.Answer
	Origin  inventory.Origin
	Ignored []Ignored // files, or parts of files, that are no AWS answer; sorted
	Notes   []string  // contradictions between what speaks for an account or Region; sorted
}

// Ignored is a file that was not understood.
type Ignored struct{ File, Why string }

// Snapshot builds the inventory of the source's answers.
func (s *Source) Snapshot() *inventory.Snapshot { return inventory.Build(s.Answers, s.Origin) }

// Error says what is wrong with a source and what to do about it.
type Error struct {
	What string // lower case, names the source
	Hint string
	Err  error // the cause, nil when the content is
}

func (e *Error) Error() string { return e.What }

func (e *Error) Unwrap() error { return e.Err }
