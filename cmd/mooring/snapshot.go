package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"mooring/internal/saved"
)

func snapshotCommand(p *program) *cobra.Command {
	var w where
	var raw bool
	cmd := &cobra.Command{
		Use:   "snapshot DIR",
		Short: "Save what AWS answers: raw describe/list JSON, secrets masked, nothing else.",
		Long: `Save what AWS answers to the calls of an audit, one file per call, into DIR, which
must be absent or empty. mooring audit DIR judges it later, anywhere, with the
same result.

Environment variables, hyperparameters, lifecycle scripts and the like are
replaced by a hash, so that equal ones stay equal and none can be read.`,
		Example: "  mooring snapshot acme-2026-11 --region all",
		Args:    between(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.snapshot(cmd, args[0], &w, raw)
		},
	}
	w.flags(cmd)
	cmd.Flags().BoolVar(&raw, "raw", false, "leave secrets readable")
	return cmd
}

func (p *program) snapshot(cmd *cobra.Command, dir string, w *where, raw bool) error {
	if err := w.check(); err != nil {
		return err
	}
	if err := vacant(dir); err != nil {
		return err
	}
	answers, origin, err := p.collect(cmd.Context(), w)
	if err != nil {
		return err
	}
	key := make([]byte, 32)
	if _, err := rand.Read(key); err != nil {
		return fmt.Errorf("make a key for the masks: %w", err)
	}
	m := saved.Manifest{Tool: saved.Tool(p.tool()), Origin: origin}
	if err := saved.Write(dir, answers, m, saved.WriteOptions{Raw: raw, Key: key, Done: cmd.Context().Done()}); err != nil {
		return fmt.Errorf("save %s: %w", dir, err)
	}
	p.say("saved %d answers to %s; judge them with: mooring audit %s", len(answers), dir, quoted(dir))
	return nil
}

// vacant wants a directory that is absent or empty, before minutes are spent
// on reading what could not be saved.
func vacant(dir string) error {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return wrong("name a directory that is absent or empty", "save to %s: %w", dir, err)
	case len(entries) > 0:
		return wrong("name a directory that is absent or empty", "%s is not empty", dir)
	}
	return nil
}
