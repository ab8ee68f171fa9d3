package inventory

// attributes are the settings of a load balancer or target group by their keys,
// which AWS answers in a call of its own.
type attributes struct {
	operation string
	values    Value[map[string]string]
}

func (b *builder) balancerAttributes(meta Meta, kind Kind, operation string) attributes {
	type attribute struct{ Key, Value string }
	missing, read := b.snapshot.Read(meta.Scope, operation, meta.ID)
	out := attributes{operation, Unknown[map[string]string](missing)}
	b.each(kind, func(id string, o *object) {
		if id != meta.ID || !read || !compatible(o.scope, meta.Scope) {
			return
		}
		out.values = Then(required[[]attribute](o, "Attributes"), func(all []attribute) Value[map[string]string] {
			values := map[string]string{}
			for _, a := range all {
				values[a.Key] = a.Value
			}
			return Known(values)
		})
	})
	return out
}

func (a attributes) word(key string) Value[string] {
	return Then(a.values, func(values map[string]string) Value[string] {
		if values[key] == "" {
			return Unknown[string](Missing{MissingOperation, a.operation + " answered without " + key})
		}
		return Known(values[key])
	})
}

// on reads a switch; any other word than true and false is unknown.
func (a attributes) on(key string) Value[bool] {
	return Then(a.word(key), func(word string) Value[bool] {
		if word != "true" && word != "false" {
			return Unknown[bool](Missing{MissingOperation, a.operation + " answered without " + key})
		}
		return Known(word == "true")
	})
}

// are reports whether a setting has one value.
func (a attributes) are(key, value string) Value[bool] {
	return Then(a.word(key), func(word string) Value[bool] { return Known(word == value) })
}
