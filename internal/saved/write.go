package saved

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"

	"mooring/internal/inventory"
)

// WriteOptions say how secrets are written.
type WriteOptions struct {
	Raw  bool            // leave them readable
	Key  []byte          // of the hash that replaces them; at least 16 bytes unless Raw
	Done <-chan struct{} // closed to give up, as by a context; nothing stays behind
}

// Write saves answers into an absent or empty directory, all or nothing: files
// are written beside it, synced, and moved into place together.
func Write(dir string, answers []inventory.Answer, m Manifest, o WriteOptions) error {
	if !o.Raw && len(o.Key) < 16 {
		return errors.New("write snapshot: the masking key has less than 16 bytes")
	}
	if err := vacant(dir); err != nil {
		return err
	}
	stage, err := newStage(dir)
	if err != nil {
		return &Error{What: "cannot write " + dir + ": " + plainError(err), Hint: "name a directory whose parent exists and can be written", Err: err}
	}
	defer stage.remove()
	if err := stage.fill(answers, m, o); err != nil {
		return fmt.Errorf("write snapshot %s: %w", dir, err)
	}
	if err := stage.publish(); err != nil {
		return fmt.Errorf("write snapshot %s: %w", dir, err)
	}
	return nil
}

// vacant refuses a directory in which something would be overwritten.
func vacant(dir string) error {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return &Error{What: "cannot write into " + dir + ": " + plainError(err), Hint: "name a directory that does not exist yet", Err: err}
	case len(entries) > 0:
		return &Error{What: dir + " is not empty", Hint: "name a directory that does not exist yet, or an empty one"}
	}
	return nil
}

// fill writes every answer and then the manifest.
func (s *stage) fill(answers []inventory.Answer, m Manifest, o WriteOptions) error {
	c := newCatalogue()
	answers = c.merged(answers)
	names := c.fileNames(answers)
	calls := make([]call, len(answers))
	errs := inParallel(indices(len(answers)), func(i int) error {
		select {
		case <-o.Done:
			return errStopped
		default:
		}
		var err error
		calls[i], err = s.answer(names[i], answers[i], o)
		return err
	})
	if err := firstError(errs); err != nil {
		return err
	}
	content, err := json.MarshalIndent(manifest{Format: manifestFormat, Tool: m.Tool, Source: m.Origin, Masked: !o.Raw, Calls: calls}, "", "  ")
	if err != nil {
		return err
	}
	return s.file(manifestName, append(content, '\n'))
}

var errStopped = errors.New("interrupted")

func indices(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// firstError prefers a failure to the interruptions that it is told beside.
func firstError(errs []error) error {
	var first error
	for _, err := range errs {
		if err != nil && (first == nil || errors.Is(first, errStopped)) {
			first = err
		}
	}
	return first
}

// answer writes one answer's file and tells the manifest of it.
func (s *stage) answer(name string, a inventory.Answer, o WriteOptions) (call, error) {
	c := call{Partition: a.Partition, Account: a.Account, Region: a.Region, Operation: a.Operation, Subject: a.Subject, Outcome: answered, Cut: a.Cut}
	if a.Failure != "" {
		c.Outcome = a.Failure
		return c, nil
	}
	if !o.Raw {
		a = Mask(a, o.Key)
	}
	content, err := pretty(a.Body)
	if err != nil {
		c.Outcome = "Undecodable"
		return c, nil
	}
	c.File, c.SHA256 = name, digest(content)
	return c, s.file(name, content)
}

// pretty indents JSON and sorts the members of its objects; numbers keep every digit.
func pretty(raw []byte) ([]byte, error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("more than one document")
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "    ")
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// merged sorts the answers and makes one of the pages of a list.
func (c *catalogue) merged(answers []inventory.Answer) []inventory.Answer {
	sorted := slices.Clone(answers)
	slices.SortStableFunc(sorted, func(a, b inventory.Answer) int {
		return cmp.Or(compareScopes(a.Scope, b.Scope), cmp.Compare(a.Operation, b.Operation), cmp.Compare(a.Subject, b.Subject))
	})
	var out []inventory.Answer
	for _, a := range sorted {
		s := c.byFull[a.Operation]
		if n := len(out) - 1; n >= 0 && s != nil && s.lists() && sameCall(out[n], a) {
			out[n] = joined(s, out[n], a)
			continue
		}
		out = append(out, a)
	}
	return out
}

func sameCall(a, b inventory.Answer) bool {
	return a.Scope == b.Scope && a.Operation == b.Operation && a.Subject == b.Subject && a.Failure == "" && b.Failure == ""
}

func joined(s *shape, a, b inventory.Answer) inventory.Answer {
	a.Cut = cmp.Or(a.Cut, b.Cut)
	if bytes.Equal(a.Body, b.Body) {
		return a
	}
	items := func(a inventory.Answer) [][]byte { return itemsOf(parseObject(a.Body).byKey[lower(s.items)]) }
	a.Body = listBody(s.items, append(items(a), items(b)...))
	return a
}
