package collect

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"mooring/internal/inventory"
)

// members are parts of a request or an answer by AWS's own names.
type members map[string]any

// operation is how one read operation is called. Its name comes from the SDK's
// method, so that what is called is what is named.
type operation struct {
	name  string           // service:Name, as inventory.Operations has it
	kinds []inventory.Kind // read for these kinds only; nil: always
	call  func(ctx context.Context, in members) (any, error)
	in    reflect.Type // the SDK's request
	out   reflect.Type // the SDK's answer

	input   members               // members that are always sent
	from    map[string]string     // request member ← item member, where the names differ
	region  string                // request member that takes the Region and is not part of the subject
	running []string              // states of jobs that still run; others are read within a window
	then    []operation           // asked about each item, or about the answer when it is one object
	parts   func(object) []object // of the one object: what is asked about in its place
	orElse  *operation            // asked instead when AWS refuses the subject
	when    func(object) bool     // asked about such items only; nil: about all
}

// read declares an operation by a client's method.
func read[I, O, P any](method func(context.Context, *I, ...func(*P)) (*O, error)) operation {
	in := reflect.TypeFor[I]()
	return operation{
		name:  serviceOfPackage(in.PkgPath()).name + ":" + strings.TrimSuffix(in.Name(), "Input"),
		in:    in,
		out:   reflect.TypeFor[O](),
		input: members{},
		call: func(ctx context.Context, m members) (any, error) {
			var in I
			if err := fill(&in, m); err != nil {
				return nil, err
			}
			return method(ctx, &in)
		},
	}
}

// fill puts members into the SDK's request. JSON does it: the SDK names the
// fields of its requests as AWS names the members.
func fill(in any, m members) error {
	raw, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("write request: %w", err)
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(in); err != nil {
		return fmt.Errorf("fill %T: %w", in, err)
	}
	return nil
}

func (o operation) service() string { return strings.SplitN(o.name, ":", 2)[0] }

// declared is the inventory's own row for the operation.
func (o operation) declared() inventory.Operation {
	d, _ := inventory.OperationByName(o.name)
	return d
}

// with always sends a member.
func (o operation) with(name string, value any) operation {
	in := members{name: value}
	for k, v := range o.input {
		if _, ok := in[k]; !ok {
			in[k] = v
		}
	}
	o.input = in
	return o
}

// named takes a request member from an item member of another name.
func (o operation) named(request, item string) operation {
	o.from = map[string]string{request: item}
	return o
}

// inRegion sends the Region in a member.
func (o operation) inRegion(name string) operation {
	o.region = name
	return o
}

// each asks more about every item.
func (o operation) each(then ...operation) operation {
	o.then = slices.Concat(o.then, then)
	return o
}

// within asks more about parts of the answer.
func (o operation) within(parts func(object) []object) operation {
	o.parts = parts
	return o
}

// items are what is asked about after an answer that is one object.
func (o operation) items(answer object) []object {
	if o.parts == nil {
		return []object{answer}
	}
	return o.parts(answer)
}

// or asks another operation when AWS refuses the subject.
func (o operation) or(other operation) operation {
	o.orElse = &other
	return o
}

// only asks about some items.
func (o operation) only(when func(object) bool) operation {
	o.when = when
	return o
}

// jobs bounds the history: all that run, in one of these states, and those
// created within the window.
func (o operation) jobs(running ...string) operation {
	o.running = running
	return o
}

// of reads the operation for some kinds only.
func (o operation) of(kinds ...inventory.Kind) operation {
	o.kinds = kinds
	return o
}

// tokens are the pairs of members by which AWS hangs pages together: what the
// answer calls it, and what the next request does.
func tokens() [][2]string {
	return [][2]string{{"NextToken", "NextToken"}, {"NextMarker", "Marker"}, {"PaginationToken", "PaginationToken"}, {"Marker", "Marker"}}
}

// pages tells the token members of an operation, "" when it answers at once.
func (o operation) pages() (answer, request string) {
	for _, t := range tokens() {
		_, out := o.out.FieldByName(t[0])
		_, in := o.in.FieldByName(t[1])
		if out && in {
			return t[0], t[1]
		}
	}
	return "", ""
}

// subject is what is asked about: the text that names it, and the request's
// members. ok is false when the item does not say.
func (o operation) subject(item object) (text string, in members, ok bool) {
	in = members{}
	var parts []string
	for _, name := range o.declared().Subject {
		if name == o.region {
			continue
		}
		value, fixed := o.input[name].(string)
		if !fixed {
			value = item.text(o.itemMember(name))
		}
		if value == "" {
			return "", nil, false
		}
		in[name] = value
		parts = append(parts, value)
	}
	return strings.Join(parts, "/"), in, true
}

func (o operation) itemMember(name string) string {
	if other, ok := o.from[name]; ok {
		return other
	}
	return name
}
