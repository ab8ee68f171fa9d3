package main

import (
	"fmt"
	"os"
	"time"

	"mooring/internal/collect"
)

// watch tells on stderr how far a reading has come: on a terminal by one line
// that moves, elsewhere by one line at the end.
type watch struct {
	out     *os.File
	moving  bool
	silent  bool
	verbose bool
	started time.Time
	shown   time.Time
	last    collect.Event
}

func (p *program) watch() *watch {
	return &watch{
		out: p.err, started: p.started, verbose: p.manners.verbose,
		moving: lively(p.err, p.env) && !p.manners.noProgress && !p.manners.quiet,
		silent: p.manners.quiet,
	}
}

const redraw = 100 * time.Millisecond

func (w *watch) event(e collect.Event) {
	w.last = e
	if w.verbose && e.Failure != "" {
		w.clear()
		fmt.Fprintf(w.out, "note: %s %s in %s %s: %s\n", e.Operation, e.Subject, e.Scope.Account, e.Scope.Region, e.Failure)
	}
	if now := time.Now(); w.moving && now.Sub(w.shown) >= redraw {
		w.shown = now
		w.clear()
		fmt.Fprintf(w.out, "reading: %s, %d open", w.sum(), e.Open)
	}
}

// clear empties the line that moves.
func (w *watch) clear() {
	if w.moving {
		fmt.Fprint(w.out, "\r\x1b[K")
	}
}

func (w *watch) close() {
	w.clear()
	if !w.silent && w.last.Answers > 0 {
		fmt.Fprintf(w.out, "read %s\n", w.sum())
	}
}

func (w *watch) sum() string {
	return fmt.Sprintf("%d answers by %d calls in %.1f s", w.last.Answers, w.last.Calls, time.Since(w.started).Seconds())
}
