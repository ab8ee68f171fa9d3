package inventory

import (
	"cmp"
	"strings"
	"time"
)

// Scope is where an answer or an object belongs. Any part may be unknown ("").
type Scope struct {
	Partition string `json:"partition,omitempty"` // aws, aws-cn, aws-us-gov …
	Account   string `json:"account,omitempty"`   // twelve digits
	Region    string `json:"region,omitempty"`    // "" also for global services
}

func (s Scope) compare(t Scope) int {
	return cmp.Or(cmp.Compare(s.Partition, t.Partition), cmp.Compare(s.Account, t.Account), cmp.Compare(s.Region, t.Region))
}

// Key is what an object is known by. ID is any string: an AWS id, a name where
// AWS identifies by name, or a template address.
type Key struct {
	Scope
	Kind Kind
	ID   string
}

// Compare orders keys by account, Region, kind and id.
func (k Key) Compare(l Key) int {
	return cmp.Or(k.Scope.compare(l.Scope), cmp.Compare(k.Kind, l.Kind), cmp.Compare(k.ID, l.ID))
}

// Position is where an object stands in a source file; lines and columns count from 1.
type Position struct {
	File   string `json:"file"`
	Line   int    `json:"line,omitempty"`
	Column int    `json:"column,omitempty"`
}

// Meta is what every object has.
type Meta struct {
	Key
	ARN      string
	Name     string
	Status   Value[string]
	Tags     Value[map[string]string]
	Created  time.Time // zero when the answer has none
	Modified time.Time
	Position *Position
	Uses     Value[Uses] // of SageMaker resources
}

// Head returns the object's Meta; embedding Meta makes a type an Object.
func (m *Meta) Head() *Meta { return m }

// ReportID is the ARN where AWS gives one, else the id.
func (m *Meta) ReportID() string { return cmp.Or(m.ARN, m.ID) }

// ARN is a parsed Amazon Resource Name.
type ARN struct{ Partition, Service, Region, Account, Resource string }

// ParseARN splits arn:partition:service:region:account:resource; ok is false
// for anything else.
func ParseARN(s string) (a ARN, ok bool) {
	p := strings.SplitN(s, ":", 6)
	if len(p) != 6 || p[0] != "arn" {
		return ARN{}, false
	}
	return ARN{p[1], p[2], p[3], p[4], p[5]}, true
}

// Called reports whether a person may mean the object by a name: its id, name,
// ARN, or kind/name.
func (m *Meta) Called(name string) bool {
	return name == m.ID || name == m.Name || name == m.ARN || name == string(m.Kind)+"/"+m.Name
}
