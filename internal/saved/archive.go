package saved

import (
	"archive/tar"
	"archive/zip"
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// readArchive reads every file of an archive, or the one file that is none.
func readArchive(name string) ([]*content, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, &Error{What: "cannot read " + name + ": " + plainError(err), Hint: "check its permissions", Err: err}
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, &Error{What: "cannot read " + name + ": " + plainError(err), Hint: "check its permissions", Err: err}
	}
	return unpack(name, f, info.Size())
}

// unpacker holds what the limits are measured against.
type unpacker struct {
	name    string // of the archive
	packed  int64  // bytes read from it
	loose   int64  // bytes that came out
	entries int
	files   []*content
	at      map[string]int
}

func unpack(name string, r io.ReaderAt, size int64) ([]*content, error) {
	u := &unpacker{name: name, at: map[string]int{}}
	head := make([]byte, 512)
	n, err := r.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, &Error{What: "cannot read " + name + ": " + plainError(err), Hint: "check the file", Err: err}
	}
	switch head = head[:n]; {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		err = u.wrap(u.zip(r, size))
	case bytes.HasPrefix(head, []byte("\x1f\x8b")):
		err = u.wrap(u.gzip(io.NewSectionReader(r, 0, size)))
	case isTar(head):
		u.packed = size
		err = u.wrap(u.tar(io.NewSectionReader(r, 0, size)))
	default:
		err = nil
		u.keep(readContent(filepath.Base(name), io.NewSectionReader(r, 0, size), size))
	}
	return u.files, err
}

func isTar(head []byte) bool {
	return len(head) > 262 && bytes.Equal(head[257:262], []byte("ustar"))
}

// wrap turns a damaged archive's error into one that says so.
func (u *unpacker) wrap(err error) error {
	var mine *Error
	if err == nil || errors.As(err, &mine) {
		return err
	}
	return &Error{What: fmt.Sprintf("%s is damaged: %v, after %d files", u.name, err, len(u.files)), Hint: "make or fetch the archive again", Err: err}
}

func (u *unpacker) gzip(r io.Reader) error {
	z, err := gzip.NewReader(&counted{r, func(n int) error { u.packed += int64(n); return nil }})
	if err != nil {
		return err
	}
	loose := bufio.NewReader(&counted{z, u.grow})
	head, _ := loose.Peek(512) // what is wrong with it shows again on reading
	if isTar(head) {
		return u.tar(loose)
	}
	name := filepath.Base(u.name)
	c := readContent(strings.TrimSuffix(name, filepath.Ext(name)), loose, -1)
	u.keep(c)
	return c.err
}

// counted tells of every byte that passes.
type counted struct {
	io.Reader
	tell func(n int) error
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	if stop := c.tell(n); stop != nil {
		return n, stop
	}
	return n, err
}

// grow stops an archive that unpacks to more than answers ever would.
func (u *unpacker) grow(n int) error {
	u.loose += int64(n)
	if u.loose > maxFree && u.loose/maxRatio > u.packed {
		return &Error{What: fmt.Sprintf("%s unpacks to more than %d times its size", u.name, maxRatio), Hint: "this is no archive of AWS answers; if it is, unpack it and name the directory"}
	}
	if u.loose > maxTotal {
		return &Error{What: fmt.Sprintf("%s unpacks to more than %d MiB", u.name, maxTotal>>20), Hint: "audit it in parts, such as one account at a time"}
	}
	return nil
}

func (u *unpacker) tar(r io.Reader) error {
	t := tar.NewReader(r)
	for {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil && !errors.Is(err, tar.ErrInsecurePath) {
			return err
		}
		name, err := u.entry(h.Name)
		if err != nil {
			return err
		}
		switch h.Typeflag {
		case tar.TypeReg:
			c := readContent(name, t, h.Size)
			if c.err != nil && !c.tooLarge() {
				return c.err
			}
			u.keep(c)
		case tar.TypeSymlink, tar.TypeLink:
			u.keep(&content{path: name, why: "a link inside an archive, not followed"})
		}
	}
}

func (u *unpacker) zip(r io.ReaderAt, size int64) error {
	z, err := zip.NewReader(r, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return err
	}
	u.packed = size
	for _, f := range z.File {
		name, err := u.entry(f.Name)
		if err != nil {
			return err
		}
		if err := u.zipped(name, f); err != nil {
			return err
		}
	}
	return nil
}

func (u *unpacker) zipped(name string, f *zip.File) error {
	switch mode := f.Mode(); {
	case mode.IsDir():
		return nil
	case mode&fs.ModeSymlink != 0:
		u.keep(&content{path: name, why: "a link inside an archive, not followed"})
		return nil
	}
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	c := readContent(name, &counted{r, u.grow}, -1)
	if c.err != nil && !c.tooLarge() {
		return c.err
	}
	u.keep(c)
	return nil
}

// entry checks the name of an archive's entry: one that leads out of the
// archive is refused, and with it the archive.
func (u *unpacker) entry(name string) (string, error) {
	if u.entries++; u.entries > maxEntries {
		return "", &Error{What: fmt.Sprintf("%s holds more than %d files", u.name, maxEntries), Hint: "this is no archive of AWS answers"}
	}
	clean := strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "./")
	clean = strings.TrimSuffix(clean, "/")
	if clean == "" {
		return ".", nil
	}
	if !fs.ValidPath(clean) || strings.Contains(clean, ":/") {
		return "", &Error{What: fmt.Sprintf("%s holds the path %q, which leads out of it", u.name, name), Hint: "do not unpack this archive; ask who made it"}
	}
	if strings.Count(clean, "/") > maxDepth {
		return "", &Error{What: fmt.Sprintf("%s is more than %d folders deep", u.name, maxDepth), Hint: "this is no archive of AWS answers"}
	}
	return clean, nil
}

// keep files a content; of two with one path the later one is meant, as when unpacking.
func (u *unpacker) keep(c *content) {
	if i, twice := u.at[c.path]; twice {
		u.files[i] = &content{path: c.path, why: "the archive holds a later file of this name"}
	}
	u.at[c.path] = len(u.files)
	u.files = append(u.files, c)
}
