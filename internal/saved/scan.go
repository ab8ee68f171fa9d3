package saved

import (
	"bytes"
	"encoding/json"
	"errors"
)

// The scanning functions walk JSON in place: a large answer is looked at
// without being copied. Except for valueEnd they expect valid JSON.

var errUnfinished = errors.New("unfinished")

// space returns the index of the first byte at or after i that is not white space.
func space(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\n' || b[i] == '\t' || b[i] == '\r') {
		i++
	}
	return i
}

// valueEnd returns the index after the value that starts at i. It only follows
// quotes and brackets; whether the value is JSON is for json.Valid to say.
func valueEnd(b []byte, i int) (int, error) {
	depth := 0
	for i < len(b) {
		switch b[i] {
		case '"':
			end, err := stringEnd(b, i)
			if err != nil {
				return 0, err
			}
			i = end
		case '{', '[':
			depth++
			i++
			continue
		case '}', ']':
			depth--
			i++
		case ' ', '\n', '\t', '\r', ',', ':':
			i++
			continue
		default:
			i = wordEnd(b, i)
		}
		if depth <= 0 {
			return i, nil
		}
	}
	return 0, errUnfinished
}

func stringEnd(b []byte, i int) (int, error) {
	for i++; i < len(b); i++ {
		n := bytes.IndexByte(b[i:], '"')
		if n < 0 {
			return 0, errUnfinished
		}
		i += n
		if !escaped(b, i) {
			return i + 1, nil
		}
	}
	return 0, errUnfinished
}

// escaped reports whether an odd number of backslashes stands before i.
func escaped(b []byte, i int) bool {
	n := 0
	for i--; i >= 0 && b[i] == '\\'; i-- {
		n++
	}
	return n%2 == 1
}

func wordEnd(b []byte, i int) int {
	for i++; i < len(b); i++ {
		switch b[i] {
		case ' ', '\n', '\t', '\r', ',', ':', '"', '{', '}', '[', ']':
			return i
		}
	}
	return i
}

// members calls f with every member of an object until f returns false.
func members(object []byte, f func(key, value []byte) bool) {
	i := space(object, 0)
	if i >= len(object) || object[i] != '{' {
		return
	}
	for i = space(object, i+1); i < len(object) && object[i] == '"'; {
		end, err := stringEnd(object, i)
		if err != nil {
			return
		}
		key := object[i:end]
		start := space(object, space(object, end)+1)
		if end, err = valueEnd(object, start); err != nil || !f(unquoted(key), object[start:end]) {
			return
		}
		if i = space(object, end); i < len(object) && object[i] == ',' {
			i = space(object, i+1)
		}
	}
}

// elements calls f with every element of an array until f returns false.
func elements(array []byte, f func(value []byte) bool) {
	i := space(array, 0)
	if !isArray(array) {
		return
	}
	for i = space(array, i+1); i < len(array) && array[i] != ']'; {
		end, err := valueEnd(array, i)
		if err != nil || !f(array[i:end]) {
			return
		}
		if i = space(array, end); i < len(array) && array[i] == ',' {
			i = space(array, i+1)
		}
	}
}

// unquoted returns the text of a JSON string, without copying where it can.
func unquoted(quoted []byte) []byte {
	if bytes.IndexByte(quoted, '\\') < 0 {
		return quoted[1 : len(quoted)-1]
	}
	var s string
	if json.Unmarshal(quoted, &s) != nil {
		return quoted[1 : len(quoted)-1]
	}
	return []byte(s)
}

// text returns a JSON string's text; "" for any other value.
func text(value []byte) string {
	if len(value) < 2 || value[0] != '"' {
		return ""
	}
	return string(unquoted(value))
}

func isObject(value []byte) bool { return starts(value, '{') }

func isArray(value []byte) bool { return starts(value, '[') }

func starts(value []byte, c byte) bool {
	i := space(value, 0)
	return i < len(value) && value[i] == c
}

// object is the members of one JSON object by lower-case name: collectors
// differ in how they spell a name.
type object struct {
	raw   []byte
	names []string // as written, in order
	byKey map[string][]byte
}

func parseObject(raw []byte) object {
	o := object{raw: raw, byKey: map[string][]byte{}}
	members(raw, func(key, value []byte) bool {
		o.names = append(o.names, string(key))
		o.byKey[lower(string(key))] = value
		return true
	})
	return o
}

// get returns a member that is there and not null.
func (o object) get(name string) ([]byte, bool) {
	v, ok := o.byKey[lower(name)]
	return v, ok && !bytes.Equal(v, []byte("null"))
}

func (o object) text(name string) string {
	v, _ := o.get(name)
	return text(v)
}

func (o object) has(names ...string) bool {
	for _, n := range names {
		if _, ok := o.get(n); !ok {
			return false
		}
	}
	return true
}

func (o object) hasAny(names ...string) bool {
	for _, n := range names {
		if _, ok := o.get(n); ok {
			return true
		}
	}
	return false
}
