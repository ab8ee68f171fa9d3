package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"mooring/examples"
	"mooring/internal/collect"
	"mooring/internal/inventory"
	"mooring/internal/saved"
)

// world is what a SOURCE turned out to be.
type world struct {
	snapshot *inventory.Snapshot
	arg      string // as commands in a report repeat it; "" for the live account
}

const demoPrefix = "demo:"

// read reads a SOURCE: nothing for the live account, demo:WORLD, or a path.
func (p *program) read(ctx context.Context, source string, w *where) (world, error) {
	if err := w.check(); err != nil {
		return world{}, err
	}
	if source == "" {
		answers, origin, err := p.collect(ctx, w)
		if err != nil {
			return world{}, err
		}
		return world{inventory.Build(answers, origin), ""}, nil
	}
	if err := w.liveOnly(); err != nil {
		return world{}, err
	}
	found, err := open(source, w)
	if err != nil {
		return world{}, err
	}
	p.tell(found)
	return world{found.Snapshot(), quoted(source)}, ctx.Err()
}

// readAll reads several sources as one world; none is the live account.
func (p *program) readAll(ctx context.Context, sources []string, w *where) (world, error) {
	if len(sources) < 2 {
		return p.read(ctx, only(sources), w)
	}
	if err := w.check(); err != nil {
		return world{}, err
	}
	if err := w.liveOnly(); err != nil {
		return world{}, err
	}
	var answers []inventory.Answer
	var origins []inventory.Origin
	var args []string
	for _, source := range sources {
		found, err := open(source, w)
		if err != nil {
			return world{}, err
		}
		p.tell(found)
		answers, origins, args = append(answers, found.Answers...), append(origins, found.Origin), append(args, quoted(source))
	}
	return world{inventory.Build(answers, joinedOrigin(origins)), strings.Join(args, " ")}, ctx.Err()
}

// joinedOrigin is that of several sources; the oldest reading dates them.
func joinedOrigin(all []inventory.Origin) inventory.Origin {
	out := all[0]
	for _, o := range all[1:] {
		if o.Kind != out.Kind {
			out.Kind = "saved"
		}
		out.Accounts, out.Regions = append(slices.Clone(out.Accounts), o.Accounts...), append(slices.Clone(out.Regions), o.Regions...)
		if out.TakenAt == "" || o.TakenAt != "" && o.TakenAt < out.TakenAt {
			out.TakenAt = o.TakenAt
		}
	}
	slices.Sort(out.Accounts)
	slices.Sort(out.Regions)
	out.Accounts, out.Regions = slices.Compact(out.Accounts), slices.Compact(out.Regions)
	return out
}

// open reads what does not move: a built-in account or saved answers.
func open(source string, w *where) (*saved.Source, error) {
	if name, ok := strings.CutPrefix(source, demoPrefix); ok {
		if !slices.Contains(examples.Names(), name) {
			return nil, wrong("built in are "+strings.Join(examples.Names(), ", "), "no built-in account is called %q", name)
		}
		files, err := examples.World(name)
		if err != nil {
			return nil, err
		}
		return demoSource(files)
	}
	if _, err := os.Stat(source); errors.Is(err, fs.ErrNotExist) {
		return nil, wrong("a SOURCE is a folder or archive of saved answers, demo:WORLD, or nothing for the live account", "%s does not exist", source)
	}
	return saved.Load(source, saved.Options{Account: w.savedAccount(), Region: w.savedRegion()})
}

// demoSource loads a built-in account; where it comes from is no folder.
func demoSource(files fs.FS) (*saved.Source, error) {
	source, err := saved.LoadFS(files, saved.Options{})
	if err != nil {
		return nil, err
	}
	source.Origin.Kind = "demo"
	return source, nil
}

// tell says what of a source was not understood, or speaks against itself.
func (p *program) tell(s *saved.Source) {
	for _, note := range s.Notes {
		p.say("note: %s", note)
	}
	const few = 5
	for i, ignored := range s.Ignored {
		if i == few && !p.manners.verbose {
			p.say("note: %d more files hold no AWS answer; --verbose lists them", len(s.Ignored)-few)
			return
		}
		p.say("note: %s: %s", ignored.File, ignored.Why)
	}
}

// collect reads the live account, telling how far it has come.
func (p *program) collect(ctx context.Context, w *where) ([]inventory.Answer, inventory.Origin, error) {
	window, err := w.window()
	if err != nil {
		return nil, inventory.Origin{}, err
	}
	// Reading waits for AWS most of the time, so memory is dearer than the
	// collector's work: 84-111 MB became 69-75 MB on 920 resources (measured).
	debug.SetGCPercent(50)
	watch := p.watch()
	answers, origin, err := collect.Run(ctx, collect.Options{
		Profiles: w.profiles, Accounts: w.accounts, Role: w.role, Regions: w.regions, Since: window,
		Now: func() time.Time { return p.started }, Progress: watch.event,
	})
	watch.close()
	return answers, origin, err
}

// quoted is a source as a shell takes it.
func quoted(source string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("._-/:@%+=,", r)
	}
	if source != "" && strings.IndexFunc(source, func(r rune) bool { return !plain(r) }) < 0 {
		return source
	}
	return "'" + strings.ReplaceAll(source, "'", `'\''`) + "'"
}
