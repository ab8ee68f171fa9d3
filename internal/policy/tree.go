package policy

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// deepest is more nesting than any policy has: document, statement, condition,
// operator, key, value.
const deepest = 8

// member is one name and value of a JSON object, in the order written.
type member struct {
	name  string
	value any
}

// object is a JSON object whose names are all different.
type object []member

// readTree reads exactly one JSON value. Objects come as object, lists as
// []any, numbers as json.Number. encoding/json alone would let the last of two
// equal names win, and match names without regard to case.
func readTree(text []byte) (any, error) {
	if !utf8.Valid(text) {
		return nil, errors.New("not UTF-8")
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	root, err := readValue(d, 0)
	if err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("text after the document")
	}
	return root, nil
}

func readValue(d *json.Decoder, depth int) (any, error) {
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	if depth > deepest {
		return nil, errors.New("nested too deeply")
	}
	switch token {
	case json.Delim('{'):
		return readObject(d, depth+1)
	case json.Delim('['):
		return readList(d, depth+1)
	}
	return token, nil
}

func readObject(d *json.Decoder, depth int) (object, error) {
	out := object{}
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return nil, err
		}
		name, ok := token.(string)
		if !ok {
			return nil, fmt.Errorf("%v where a name belongs", token)
		}
		if _, twice := out.lookup(name); twice {
			return nil, fmt.Errorf("%q twice in one object", name)
		}
		value, err := readValue(d, depth)
		if err != nil {
			return nil, err
		}
		out = append(out, member{name, value})
	}
	_, err := d.Token()
	return out, err
}

func readList(d *json.Decoder, depth int) ([]any, error) {
	out := []any{}
	for d.More() {
		value, err := readValue(d, depth)
		if err != nil {
			return nil, err
		}
		out = append(out, value)
	}
	_, err := d.Token()
	return out, err
}

func (o object) lookup(name string) (any, bool) {
	for _, m := range o {
		if m.name == name {
			return m.value, true
		}
	}
	return nil, false
}

// only refuses names outside the list.
func (o object) only(names ...string) error {
	for _, m := range o {
		known := false
		for _, n := range names {
			known = known || n == m.name
		}
		if !known {
			return fmt.Errorf("unknown element %q", m.name)
		}
	}
	return nil
}

// text reads an optional string.
func (o object) text(name string) (string, error) {
	value, ok := o.lookup(name)
	if !ok {
		return "", nil
	}
	s, ok := value.(string)
	if !ok {
		return "", fmt.Errorf("%s is no string", name)
	}
	return s, nil
}

// texts reads one string or a list of at least one.
func texts(value any) ([]string, error) {
	list, ok := value.([]any)
	if !ok {
		list = []any{value}
	}
	if len(list) == 0 {
		return nil, errors.New("an empty list")
	}
	out := make([]string, 0, len(list))
	for _, v := range list {
		s, ok := v.(string)
		if !ok {
			return nil, fmt.Errorf("%v is no string", v)
		}
		out = append(out, s)
	}
	return out, nil
}
