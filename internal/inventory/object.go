package inventory

import (
	"bytes"
	"encoding/json"
	"strings"
	"time"
)

// object is one resource's raw members, merged from every answer that speaks of it.
type object struct {
	scope     Scope
	source    string
	described bool                       // an answer that holds every member was read
	members   map[string]json.RawMessage // from such answers
	summary   map[string]json.RawMessage // from lists that carry only some members
	conflicts map[string]bool
	absent    Missing // why a member is unknown when no describing answer was read
	operation string  // named when a member that AWS always returns is absent
	// explain says why a member that cannot be decoded is not what AWS answers:
	// it refers to something that is settled later. nil where nothing can.
	explain func(json.RawMessage) (Missing, bool)
}

// member finds a member by its name, exact first, then without regard to case:
// other collectors write lower-camel names.
func (o *object) member(name string) (json.RawMessage, bool) {
	if raw, ok := lookup(o.members, name); ok {
		return raw, true
	}
	return lookup(o.summary, name)
}

func lookup(members map[string]json.RawMessage, name string) (json.RawMessage, bool) {
	if raw, ok := members[name]; ok {
		return raw, !isNull(raw)
	}
	for k, raw := range members {
		if strings.EqualFold(k, name) {
			return raw, !isNull(raw)
		}
	}
	return nil, false
}
func isNull(raw json.RawMessage) bool { return len(raw) == 0 || bytes.Equal(raw, []byte("null")) }

// required reads a member that AWS always returns: its absence is unknown.
func required[T any](o *object, name string) Value[T] {
	raw, ok := o.member(name)
	if !ok {
		if !o.described {
			return Unknown[T](o.absent)
		}
		return Unknown[T](Missing{MissingOperation, o.operation + " answered without " + name})
	}
	return decodeMember[T](o, name, raw)
}

// optional reads a member that AWS leaves out when it is unset: where the
// answer that would hold it was read, absence is the zero T.
func optional[T any](o *object, name string) Value[T] {
	raw, ok := o.member(name)
	if ok {
		return decodeMember[T](o, name, raw)
	}
	if !o.described {
		return Unknown[T](o.absent)
	}
	var zero T
	return Known(zero)
}

func decodeMember[T any](o *object, name string, raw json.RawMessage) Value[T] {
	if o.conflicts[name] {
		return Unknown[T](Missing{MissingConflict, name + " differs between answers"})
	}
	var v T
	if err := json.Unmarshal(raw, &v); err != nil {
		if o.explain != nil {
			if missing, ok := o.explain(raw); ok {
				return Unknown[T](missing)
			}
		}
		return Unknown[T](Missing{MissingOperation, name + " is not what AWS answers: " + err.Error()})
	}
	return Known(v)
}

// text is a member for display only: "" when absent or unreadable.
func (o *object) text(name string) string {
	v, _ := required[string](o, name).Get()
	return v
}

// instant is a time stamp for display and windows: zero when absent or unreadable.
func (o *object) instant(name string) time.Time {
	raw, ok := o.member(name)
	if !ok {
		return time.Time{}
	}
	var seconds float64
	if json.Unmarshal(raw, &seconds) == nil {
		return time.UnixMilli(int64(seconds * 1000)).UTC()
	}
	var text string
	if json.Unmarshal(raw, &text) != nil {
		return time.Time{}
	}
	// Other collectors write a space where RFC 3339 has a T.
	text = strings.Replace(text, " ", "T", 1)
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return time.Time{}
	}
	return t.UTC()
}

// merge adds another answer about the same object. Members in which two
// describing answers differ become conflicts; a summary never conflicts.
func (o *object) merge(p *object) {
	for name, raw := range p.summary {
		if o.summary == nil {
			o.summary = map[string]json.RawMessage{}
		}
		if _, ok := o.summary[name]; !ok {
			o.summary[name] = raw
		}
	}
	for name, raw := range p.members {
		if o.members == nil {
			o.members = map[string]json.RawMessage{}
		}
		old, ok := o.members[name]
		if ok && !sameJSON(old, raw) {
			if o.conflicts == nil {
				o.conflicts = map[string]bool{}
			}
			o.conflicts[name] = true
		}
		if !ok {
			o.members[name] = raw
		}
	}
	o.described = o.described || p.described
}

func sameJSON(a, b json.RawMessage) bool {
	if bytes.Equal(a, b) {
		return true
	}
	return bytes.Equal(canonicalJSON(a), canonicalJSON(b))
}

func canonicalJSON(raw json.RawMessage) []byte {
	var v any
	if json.Unmarshal(raw, &v) != nil {
		return raw
	}
	out, err := json.Marshal(v)
	if err != nil {
		return raw
	}
	return out
}
