package saved

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// stage is a directory that a snapshot grows in before it is moved into place.
type stage struct {
	target string
	dir    string
	inside bool // the stage stands in the target: its parent cannot be written
}

// newStage makes a directory beside the target, on the same file system; where
// that cannot be, such as for a mounted volume, inside it.
func newStage(target string) (*stage, error) {
	target = filepath.Clean(target)
	if whole, err := filepath.Abs(target); err == nil {
		target = whole
	}
	pattern := "." + filepath.Base(target) + ".partial-*"
	dir, err := os.MkdirTemp(filepath.Dir(target), pattern)
	if err == nil {
		return &stage{target: target, dir: dir}, nil
	}
	if _, there := os.Stat(target); there != nil {
		return nil, err
	}
	dir, err = os.MkdirTemp(target, ".partial-*")
	return &stage{target: target, dir: dir, inside: true}, err
}

func (s *stage) remove() { os.RemoveAll(s.dir) }

// file writes and syncs one file, readable by its owner alone: what AWS says
// of an account is nobody else's.
func (s *stage) file(name string, content []byte) error {
	whole := filepath.Join(s.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(whole), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(whole, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	return errors.Join(err, f.Sync(), f.Close())
}

// publish moves the finished stage into place. Renaming a directory onto an
// empty one replaces it in one step.
func (s *stage) publish() error {
	if err := s.syncFolders(); err != nil {
		return err
	}
	if !s.inside {
		err := os.Rename(s.dir, s.target)
		if err != nil {
			// Some systems rename onto nothing only; Remove takes empty directories alone.
			if os.Remove(s.target) == nil {
				err = os.Rename(s.dir, s.target)
			}
		}
		if err == nil {
			return syncFolder(filepath.Dir(s.target))
		}
		return s.refill(err)
	}
	return s.moveEntries()
}

// refill is the way onto a directory that cannot be replaced, such as a mount point on the same file system.
func (s *stage) refill(cause error) error {
	if _, err := os.Stat(s.target); err != nil {
		return cause
	}
	return s.moveEntries()
}

// moveEntries moves the stage's entries into the target, the manifest last; when one
// cannot be moved, those before it are taken back.
func (s *stage) moveEntries() error {
	entries, err := os.ReadDir(s.dir)
	if err != nil {
		return err
	}
	slices.SortStableFunc(entries, func(a, b fs.DirEntry) int { return cmp.Compare(rank(a), rank(b)) })
	for i, e := range entries {
		if err := os.Rename(filepath.Join(s.dir, e.Name()), filepath.Join(s.target, e.Name())); err != nil {
			for _, done := range entries[:i] {
				os.RemoveAll(filepath.Join(s.target, done.Name()))
			}
			return err
		}
	}
	return syncFolder(s.target)
}

// rank puts the manifest last: a directory without it is not taken for whole.
func rank(e fs.DirEntry) int {
	if e.Name() == manifestName {
		return 1
	}
	return 0
}

func (s *stage) syncFolders() error {
	return filepath.WalkDir(s.dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		return syncFolder(name)
	})
}

// syncFolder makes renames durable where the system can; not all let a
// directory be synced.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	d.Sync() //nolint:errcheck // best effort, see above
	return d.Close()
}
