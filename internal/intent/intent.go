// Package intent is what an account's owners declare: which resources must reach
// what, and must not. A file of rules is read strictly, and judged on what was
// proved; what could not be decided is never kept.
package intent

import (
	"fmt"
	"path"

	"mooring/internal/check"
	"mooring/internal/inventory"
)

// File is a file of rules.
type File struct {
	// EnvironmentTag is the key of the tag that names a resource's environment; ""
	// for the usual ones.
	EnvironmentTag string
	Rules          []Rule
}

// Rule declares something of the resources that it selects.
type Rule struct {
	Name         string
	Line         int
	Select       Selection
	MustReach    []Target
	MustNotReach []Target
	PrivateOnly  bool // no internet destination, by any door
	Severity     check.Severity
}

// Selection says which resources a rule is about: those that fit every member
// that is set. Nothing set is all.
type Selection struct {
	Kinds        []inventory.Kind
	Tags         map[string][]string // key to the values that fit
	Names        []string            // globs as of path.Match
	Subnets      []string            // ids
	VPCs         []string            // ids
	Environments []string
	Accounts     []string
}

// Target is one thing that must or must not be reached.
type Target struct {
	Word        string // as written
	Line        int
	Environment string             // of environment:VALUE
	Port        int                // 0 where none is said
	Protocol    inventory.Protocol // 0 where none is said
}

// String is the target as a person wrote it.
func (t Target) String() string {
	if t.Port > 0 {
		return fmt.Sprintf("%s port %d", t.Word, t.Port)
	}
	return t.Word
}

// Error is what is wrong with a file, and where.
type Error struct {
	Line, Column int // 0 where the whole file is meant
	What         string
	Hint         string
}

func (e *Error) Error() string {
	if e.Line == 0 {
		return e.What
	}
	return fmt.Sprintf("line %d, column %d: %s", e.Line, e.Column, e.What)
}

func globMatches(pattern, name string) bool {
	ok, err := path.Match(pattern, name)
	return err == nil && ok
}
