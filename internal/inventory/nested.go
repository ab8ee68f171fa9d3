package inventory

import (
	"encoding/json"
	"strings"
)

// nested reads a structure within an object as an object of its own. An absent
// or empty one has no members and is unset; one that could not be read makes
// every member of it unknown with the same reason.
func nested(o *object, name string) (child *object, unset bool) {
	raw := optional[map[string]json.RawMessage](o, name)
	members, ok := raw.Get()
	if !ok {
		return o.child(nil, raw.Why()), false
	}
	if missing, ok := o.explained(members); ok {
		return o.child(nil, missing), false
	}
	return o.child(members, Missing{}), len(members) == 0
}

// always is a structure that AWS always returns: left out, its members are unknown.
func always(o *object, name string) *object {
	child, _ := nested(o, name)
	if _, told := o.member(name); !told && o.described {
		return o.child(nil, Missing{MissingOperation, o.operation + " answered without " + name})
	}
	return child
}

// nestedList reads a list of structures within an object; an absent one is empty.
func nestedList(o *object, name string) Value[[]*object] {
	return Then(optional[[]map[string]json.RawMessage](o, name), func(items []map[string]json.RawMessage) Value[[]*object] {
		children := make([]*object, len(items))
		for i, members := range items {
			if missing, ok := o.explained(members); ok {
				return Unknown[[]*object](missing)
			}
			children[i] = o.child(members, Missing{})
		}
		return Known(children)
	})
}

func (o *object) child(members map[string]json.RawMessage, absent Missing) *object {
	return &object{
		scope: o.scope, source: o.source, operation: o.operation, explain: o.explain,
		described: absent == Missing{}, members: members, absent: absent,
	}
}

// explained reports that a structure is a reference in place of the real one.
func (o *object) explained(members map[string]json.RawMessage) (Missing, bool) {
	if o.explain == nil || !isReference(members) {
		return Missing{}, false
	}
	raw, err := json.Marshal(members)
	if err != nil {
		return Missing{}, false
	}
	return o.explain(raw)
}

// decodeList reads a list and turns each structure of it into a T.
func decodeList[T any](o *object, name string, decode func(*object) T) Value[[]T] {
	return Then(nestedList(o, name), func(children []*object) Value[[]T] {
		out := make([]T, len(children))
		for i, c := range children {
			out[i] = decode(c)
		}
		return Known(out)
	})
}

// oneOf makes a word that is none of AWS's unknown: what it would mean is not known.
func oneOf(v Value[string], name string, words ...string) Value[string] {
	return Then(v, func(word string) Value[string] {
		for _, w := range words {
			if word == w {
				return v
			}
		}
		return Unknown[string](Missing{MissingOperation, name + " has a value that is not known: " + word})
	})
}

// enabled reads a member of the words Enabled and Disabled that AWS always returns.
func enabled(o *object, name string) Value[bool] {
	return Then(oneOf(required[string](o, name), name, "Enabled", "Disabled"), func(word string) Value[bool] {
		return Known(word == "Enabled")
	})
}

// defaulted reads a word that AWS leaves out when it is the default.
func defaulted(o *object, name, word string) Value[string] {
	return Then(optional[string](o, name), func(v string) Value[string] {
		if v == "" {
			return Known(word)
		}
		return Known(v)
	})
}

// anyOf is whether one of several holds: one that does decides, else one that
// is not known.
func anyOf(values ...Value[bool]) Value[bool] {
	out := Known(false)
	for _, v := range values {
		switch {
		case Is(v, true):
			return v
		case !v.Known():
			out = v
		}
	}
	return out
}

// more reports whether a number is above a limit.
func more(v Value[int], limit int) Value[bool] {
	return Then(v, func(n int) Value[bool] { return Known(n > limit) })
}

// ended reports whether a job's status says that it will not run again; a
// missing status says nothing.
func ended(status Value[string]) bool {
	word, _ := status.Get()
	switch strings.ToLower(word) {
	case "completed", "failed", "stopped", "deleted":
		return true
	}
	return false
}
