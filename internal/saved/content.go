package saved

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
)

// content is one file of a source. A file that cannot be an answer, or that could not be
// read, has no bytes and says why.
type content struct {
	path   string // in the source, with slashes
	bytes  []byte
	why    string // not read because …
	failed bool   // …it was meant to be read: a gap where its name tells an operation
	err    error
}

// walk lists the regular files below a root, without following links. What it
// leaves out is named with the reason.
func walk(fsys fs.FS) (files []string, left []*content, err error) {
	entries := 0
	err = fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if entries++; entries > maxEntries {
			return &Error{What: fmt.Sprintf("more than %d files", maxEntries), Hint: "name the folder that holds the answers"}
		}
		switch {
		case err != nil && name == ".":
			return err
		case err != nil:
			left = append(left, unreadable(name, err))
			return skip(d)
		case d.IsDir() && hidden(name):
			left = append(left, &content{path: name, why: "a folder of another tool, not looked into"})
			return fs.SkipDir
		case d.IsDir() && strings.Count(name, "/") >= maxDepth:
			left = append(left, &content{path: name, why: fmt.Sprintf("more than %d folders deep, not looked into", maxDepth), failed: true})
			return fs.SkipDir
		case d.IsDir():
		case d.Type()&fs.ModeSymlink != 0:
			left = append(left, linked(fsys, name))
		case !d.Type().IsRegular():
			left = append(left, &content{path: name, why: "no regular file"})
		default:
			files = append(files, name)
		}
		return nil
	})
	return files, left, err
}

// linked is a link that is not followed. One that stays inside leads to a file
// that is read where it lies; one that leads out leaves an answer unread.
func linked(fsys fs.FS, name string) *content {
	if _, err := fs.Stat(fsys, name); err != nil {
		return &content{path: name, why: "a symbolic link that leads out of the source, not followed", failed: true}
	}
	return &content{path: name, why: "a symbolic link, not followed"}
}

func skip(d fs.DirEntry) error {
	if d != nil && d.IsDir() {
		return fs.SkipDir
	}
	return nil
}

// hidden folders belong to version control and Terraform and hold thousands of files.
func hidden(name string) bool {
	switch path.Base(name) {
	case ".git", ".terraform", "node_modules", "__MACOSX":
		return true
	}
	return false
}

// plainError drops the operation and path that fs errors repeat.
func plainError(err error) string {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err.Error()
	}
	return err.Error()
}

func unreadable(name string, err error) *content {
	return &content{path: name, why: "cannot be read: " + plainError(err), failed: true, err: err}
}

// readFile reads one file of a tree.
func readFile(fsys fs.FS, name string) *content {
	f, err := fsys.Open(name)
	if err != nil {
		return unreadable(name, err)
	}
	defer f.Close()
	size := int64(-1)
	if info, err := f.Stat(); err == nil {
		size = info.Size()
	}
	return readContent(name, f, size)
}

// readContent reads one file as far as it can be an answer: of one that neither
// starts like JSON nor is short text, nothing is kept. size is what the file system or
// archive claims, -1 when unknown.
func readContent(name string, r io.Reader, size int64) *content {
	c := &content{path: name}
	head := make([]byte, 4096)
	n, err := io.ReadFull(r, head)
	head = head[:n]
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return unreadable(name, err)
	}
	if n > 0 && !looksJSON(utf8Text(head)) && (size > maxText || bytes.IndexByte(utf8Text(head), 0) >= 0) {
		c.why = lookText(name, head)
		return c
	}
	if size > maxFile {
		return tooLarge(name)
	}
	var b bytes.Buffer
	b.Grow(int(max(size, int64(n))) + bytes.MinRead)
	b.Write(head)
	if _, err := b.ReadFrom(io.LimitReader(r, maxFile+1-int64(n))); err != nil {
		return unreadable(name, err)
	}
	if b.Len() > maxFile {
		return tooLarge(name)
	}
	c.bytes = b.Bytes()
	return c
}

func tooLarge(name string) *content {
	why := fmt.Sprintf("larger than %d MiB", maxFile>>20)
	return &content{path: name, why: why, failed: true, err: &Error{What: name + " is " + why, Hint: "save one file per call, or per Region", Err: errTooLarge}}
}

// tooLarge reports whether the limit of one file was the reason.
func (c *content) tooLarge() bool {
	var mine *Error
	return errors.As(c.err, &mine) && mine.Err == errTooLarge
}

var errTooLarge = errors.New("file too large")
