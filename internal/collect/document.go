package collect

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"
	"time"
)

// object is a document, or one item of a list, by AWS's member names.
type object map[string]json.RawMessage

// text is a member that is a string, "" for anything else.
func (o object) text(name string) string {
	var s string
	if json.Unmarshal(o[name], &s) != nil {
		return ""
	}
	return s
}

// within are the objects in a member: itself, or the items of a list.
func (o object) within(name string) []object {
	var one object
	if json.Unmarshal(o[name], &one) == nil && one != nil {
		return []object{one}
	}
	list, err := objects(o[name])
	if err != nil {
		return nil
	}
	return list
}

// objects splits a list into its items.
func objects(raw json.RawMessage) ([]object, error) {
	var out []object
	if len(raw) == 0 {
		return nil, nil
	}
	if err := json.Unmarshal(raw, &out); err != nil {
		return nil, errUndecodable
	}
	return out, nil
}

// errUndecodable is an answer that is not what the operation answers.
var errUndecodable = errors.New("answer is not what the operation answers")

// parsePage reads a raw JSON answer.
func parsePage(raw []byte) (object, error) {
	var page object
	if err := json.Unmarshal(raw, &page); err != nil || page == nil {
		return nil, errUndecodable
	}
	return capitalized(page), nil
}

// capitalized spells a page's own members as the SDK does. VPC Lattice begins
// them with a small letter; everything that reads answers takes either.
func capitalized(page object) object {
	out := make(object, len(page))
	for name, raw := range page {
		out[strings.ToUpper(name[:min(len(name), 1)])+name[min(len(name), 1):]] = raw
	}
	return out
}

// settle makes sure that a page has its list. AWS leaves an empty one out of
// an answer that says nothing else; any other answer without it is not one.
func settle(page object, items, token string) error {
	if items == "" || !absent(page[items]) {
		return nil
	}
	for name, raw := range page {
		if name != items && name != token && !absent(raw) {
			return errUndecodable
		}
	}
	page[items] = json.RawMessage("[]")
	return nil
}

func absent(raw json.RawMessage) bool { return len(raw) == 0 || string(raw) == "null" }

// document is an answer put together from its pages: lists are joined, of any
// other member the first page's value stays.
type document struct {
	members object
	pages   int
}

func (d *document) add(page object, token string) {
	if d.members == nil {
		d.members = object{}
	}
	d.pages++
	for name, raw := range page {
		switch old, ok := d.members[name]; {
		case name == token:
		case !ok:
			d.members[name] = bytes.TrimSpace(raw)
		case isList(old) && isList(raw):
			d.members[name] = join(old, raw)
		}
	}
}

func isList(raw json.RawMessage) bool { return bytes.HasPrefix(bytes.TrimSpace(raw), []byte("[")) }

// join appends one JSON list to another without reading the items.
func join(a, b json.RawMessage) json.RawMessage {
	b = bytes.TrimSpace(b[:len(b):len(b)])
	first, second := bytes.TrimSpace(a[1:len(a)-1]), bytes.TrimSpace(b[1:len(b)-1])
	if len(second) == 0 {
		return a
	}
	if len(first) == 0 {
		return b
	}
	return slices.Concat(a[:len(a)-1], []byte(","), second, []byte("]"))
}

// spell writes the SDK's typed answer with the member names of the AWS CLI:
// the SDK keeps AWS's names, and nil is a member that the answer did not have.
// It serves the services that answer in XML.
func spell(answer any, items string) (object, error) {
	whole, ok := plain(reflect.ValueOf(answer)).(map[string]any)
	if !ok {
		return nil, errUndecodable
	}
	if _, ok := whole[items]; items != "" && !ok {
		whole[items] = []any{}
	}
	page := object{}
	for name, v := range whole {
		raw, err := json.Marshal(v)
		if err != nil {
			return nil, err
		}
		page[name] = raw
	}
	return page, nil
}

// plain turns SDK values into what JSON holds; nil is left out of objects.
func plain(v reflect.Value) any {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return nil
		}
		return plain(v.Elem())
	case reflect.Struct:
		if t, ok := v.Interface().(time.Time); ok {
			return t.UTC().Format(time.RFC3339Nano)
		}
		return plainStruct(v)
	case reflect.Slice:
		if v.IsNil() {
			return nil
		}
		out := make([]any, v.Len())
		for i := range out {
			out[i] = plain(v.Index(i))
		}
		return out
	case reflect.String:
		// An enumeration that the answer did not have.
		if v.Len() == 0 && v.Type() != reflect.TypeFor[string]() {
			return nil
		}
		return v.String()
	}
	return v.Interface()
}

func plainStruct(v reflect.Value) map[string]any {
	out := map[string]any{}
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if !f.IsExported() || f.Name == "ResultMetadata" {
			continue
		}
		if value := plain(v.Field(i)); value != nil {
			out[f.Name] = value
		}
	}
	return out
}
