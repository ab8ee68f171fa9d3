package saved

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// Load reads a directory, a .tar, .tar.gz or .zip archive, or one file of
// answers. The content decides which of them it is.
func Load(name string, o Options) (*Source, error) {
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, &Error{What: name + " does not exist", Hint: "name a directory or archive of saved AWS answers", Err: err}
	case err != nil:
		return nil, &Error{What: "cannot read " + name + ": " + plainError(err), Hint: "check its permissions", Err: err}
	case info.IsDir():
		return loadDirectory(name, o)
	case !info.Mode().IsRegular():
		return nil, &Error{What: name + " is neither a file nor a directory", Hint: "name a directory or archive of saved AWS answers"}
	}
	files, err := readArchive(name)
	if err != nil {
		return nil, err
	}
	l := newLoader(name, o, place{})
	return l.load(preloaded(files))
}

func loadDirectory(name string, o Options) (*Source, error) {
	// A root refuses to leave the directory even when a link changes under it.
	root, err := os.OpenRoot(name)
	if err != nil {
		return nil, &Error{What: "cannot read " + name + ": " + plainError(err), Hint: "check its permissions", Err: err}
	}
	defer root.Close()
	return loadTree(root.FS(), newLoader(name, o, placeOfRoot(name)))
}

// placeOfRoot is what the source's own folder name says, where it is nothing
// but a Region or an account.
func placeOfRoot(name string) place {
	whole, err := filepath.Abs(name)
	if err != nil {
		return place{}
	}
	p := placeIn(filepath.Base(whole))
	if p.region != filepath.Base(whole) && p.account != filepath.Base(whole) {
		return place{}
	}
	return p
}

// LoadFS reads a tree of answers.
func LoadFS(fsys fs.FS, o Options) (*Source, error) {
	return loadTree(fsys, newLoader("the source", o, place{}))
}

func loadTree(fsys fs.FS, l *loader) (*Source, error) {
	names, left, err := walk(fsys)
	var mine *Error
	if errors.As(err, &mine) {
		return nil, &Error{What: l.name + " holds " + mine.What, Hint: mine.Hint}
	}
	if err != nil {
		return nil, &Error{What: "cannot read " + l.name + ": " + plainError(err), Hint: "check its permissions", Err: err}
	}
	files := preloaded(left)
	for _, name := range names {
		files = append(files, source{name, func() *content { return readFile(fsys, name) }})
	}
	return l.load(files)
}

// source is a file and how to read it.
type source struct {
	path string
	read func() *content
}

func preloaded(files []*content) []source {
	out := make([]source, len(files))
	for i, c := range files {
		out[i] = source{c.path, func() *content { return c }}
	}
	return out
}

// loader joins the files of one source.
type loader struct {
	*catalogue
	name    string // of the source, for errors
	ledger  *ledger
	gone    map[string][]*call
	settler *settler
	total   atomic.Int64
}

func newLoader(name string, o Options, root place) *loader {
	return &loader{catalogue: newCatalogue(), name: name, ledger: newLedger(), settler: newSettler(o, root)}
}

func (l *loader) load(files []source) (*Source, error) {
	slices.SortFunc(files, func(a, b source) int { return strings.Compare(a.path, b.path) })
	files = l.takeManifests(files)
	names := make([]string, len(files))
	for i, f := range files {
		names[i] = f.path
	}
	l.gone = l.ledger.gone(names)
	readings := inParallel(files, l.one)
	if l.total.Load() > maxTotal {
		return nil, &Error{What: fmt.Sprintf("%s holds more than %d MiB of answers", l.name, maxTotal>>20), Hint: "audit it in parts, such as one account at a time"}
	}
	return l.join(readings)
}

// takeManifests reads those first: they say what the other files are.
func (l *loader) takeManifests(files []source) []source {
	return slices.DeleteFunc(files, func(f source) bool {
		if path.Base(f.path) != manifestName {
			return false
		}
		m, ok := parseManifest(f.read().bytes)
		if ok {
			l.ledger.add(path.Dir(f.path), m)
		}
		return ok
	})
}

// inParallel keeps the order of its input.
func inParallel[T, U any](in []T, f func(T) U) []U {
	out := make([]U, len(in))
	var next atomic.Int64
	var all sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), max(1, len(in))) {
		all.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(in)); i = next.Add(1) - 1 {
				out[i] = f(in[i])
			}
		})
	}
	all.Wait()
	return out
}

// one reads and recognises one file.
func (l *loader) one(f source) *reading {
	if l.total.Load() > maxTotal {
		return &reading{}
	}
	c := f.read()
	l.total.Add(int64(len(c.bytes)))
	if known := l.recorded(c); len(known) > 0 {
		return l.trust(c, known)
	}
	if c.why == "" {
		return l.read(c.path, c.bytes)
	}
	r := &reading{catalogue: l.catalogue, file: c.path, name: l.nameOf(c.path)}
	r.ignore("%s", c.why)
	if s := r.name.only(); c.failed && s != nil {
		r.fail(s, "Unreadable", nil)
	}
	return r
}

// recorded are the calls that a manifest says a file answers.
func (l *loader) recorded(c *content) []*call {
	if known := l.ledger.byFile[c.path]; known != nil {
		return []*call{known}
	}
	if len(l.gone) == 0 || c.why != "" {
		return nil
	}
	return l.gone[digest(c.bytes)]
}

// trust takes a file for what its manifest says it is.
func (l *loader) trust(c *content, known []*call) *reading {
	r := &reading{catalogue: l.catalogue, file: c.path}
	f := found{file: c.path}
	docs, _, err := documents(utf8Text(c.bytes))
	switch {
	case c.why != "":
		f.failure = "Unreadable"
		r.ignore("%s", c.why)
	case err != nil || len(docs) != 1:
		f.failure = "Undecodable"
		r.ignore("%s", cmp.Or(errorText(err), "not the one answer that was saved"))
	default:
		f.body = docs[0]
	}
	for _, k := range known {
		f := f
		f.shape, f.subject, f.known = l.shapeOf(k.Operation), k.Subject, k
		if k.Outcome != answered {
			f.failure = cmp.Or(k.Outcome, "Undecodable")
		}
		r.found = append(r.found, f)
	}
	return r
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
