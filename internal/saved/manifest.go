package saved

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"path"
	"slices"
	"strings"

	"mooring/internal/inventory"
)

// Manifest is what a snapshot says of itself beside its answers.
type Manifest struct {
	Tool   Tool
	Origin inventory.Origin // repeated by every report made from the snapshot
}

// Tool is the program that wrote a snapshot.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

const (
	manifestName   = "manifest.json"
	manifestFormat = "mooring-snapshot/1"
	answered       = "answered"
)

// manifest is the file: the snapshot's origin and every call with its outcome.
type manifest struct {
	Format string           `json:"format"`
	Tool   Tool             `json:"tool"`
	Source inventory.Origin `json:"source"`
	Masked bool             `json:"masked"`
	Calls  []call           `json:"calls"`
}

// call is one call that was made. An operation that is not there was not asked.
type call struct {
	Partition string `json:"partition,omitempty"`
	Account   string `json:"account,omitempty"`
	Region    string `json:"region,omitempty"`
	Operation string `json:"operation"`
	Subject   string `json:"subject,omitempty"`
	Outcome   string `json:"outcome"`          // answered, or AWS's error code
	Cut       string `json:"cut,omitempty"`    // error code that ended paging early
	File      string `json:"file,omitempty"`   // relative to the manifest, with slashes
	SHA256    string `json:"sha256,omitempty"` // of the file, so that a renamed one is found
}

// parseManifest reads a manifest; ok is false for any other manifest.json.
func parseManifest(content []byte) (m manifest, ok bool) {
	err := json.Unmarshal(utf8Text(content), &m)
	return m, err == nil && m.Format == manifestFormat
}

func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// ledger joins the files of a source with the calls that manifests tell of.
type ledger struct {
	origins []inventory.Origin
	byFile  map[string]*call
	calls   []*recorded
}

// recorded is a call with the folder of its manifest.
type recorded struct {
	*call
	dir string
}

func newLedger() *ledger { return &ledger{byFile: map[string]*call{}} }

func (l *ledger) add(dir string, m manifest) {
	l.origins = append(l.origins, m.Source)
	for i := range m.Calls {
		c := &m.Calls[i]
		l.calls = append(l.calls, &recorded{call: c, dir: dir})
		if c.File != "" {
			l.byFile[path.Join(dir, c.File)] = c
		}
	}
}

// gone are the calls whose file is not there any more, by its digest. Empty
// lists make several calls share one.
func (l *ledger) gone(files []string) map[string][]*call {
	present := map[string]bool{}
	for _, f := range files {
		present[f] = true
	}
	gone := map[string][]*call{}
	for _, r := range l.calls {
		if r.File != "" && r.SHA256 != "" && !present[path.Join(r.dir, r.File)] {
			gone[r.SHA256] = append(gone[r.SHA256], r.call)
		}
	}
	return gone
}

// unanswered are the calls that failed, and those whose file is gone.
func (l *ledger) unanswered(c *catalogue, held map[*call]bool) []*found {
	var out []*found
	for _, r := range l.calls {
		if held[r.call] {
			continue
		}
		f := &found{file: path.Join(r.dir, manifestName), shape: c.shapeOf(r.Operation), subject: r.Subject, failure: r.Outcome, known: r.call}
		if f.failure == answered || f.failure == "" {
			f.failure = "Missing"
		}
		out = append(out, f)
	}
	return out
}

// shapeOf is the shape of an operation that a manifest names; one that is not
// known here is kept as it is.
func (c *catalogue) shapeOf(operation string) *shape {
	if s := c.byFull[operation]; s != nil {
		return s
	}
	if !strings.Contains(operation, ":") {
		operation = "unknown:" + operation
	}
	return &shape{operation: operation}
}

// origin is what the manifests say of where and when, else what was found.
func (l *ledger) origin(answers []inventory.Answer) inventory.Origin {
	if len(l.origins) == 0 {
		return foundOrigin(answers)
	}
	o := l.origins[0]
	for _, p := range l.origins[1:] {
		if p.Kind != o.Kind {
			o.Kind = "saved"
		}
		o.Accounts, o.Regions = union(o.Accounts, p.Accounts), union(o.Regions, p.Regions)
		o.TakenAt = min(o.TakenAt, p.TakenAt)
	}
	return o
}

func foundOrigin(answers []inventory.Answer) inventory.Origin {
	o := inventory.Origin{Kind: "saved", Accounts: []string{}, Regions: []string{}}
	for _, a := range answers {
		o.Accounts, o.Regions = append(o.Accounts, a.Account), append(o.Regions, a.Region)
	}
	o.Accounts, o.Regions = union(o.Accounts), union(o.Regions)
	return o
}

// union sorts, and drops what is empty or double.
func union(lists ...[]string) []string {
	all := slices.Concat(lists...)
	slices.Sort(all)
	all = slices.DeleteFunc(slices.Compact(all), func(s string) bool { return s == "" })
	return append([]string{}, all...)
}
