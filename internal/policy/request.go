package policy

import "strings"

// Request is what is asked of a document. Every part may be a set, and a
// decision then holds of all its members: Action and Resource may hold * and ?,
// Principal may be all of an account, a value for an IP key may be a prefix.
type Request struct {
	// Action is service:name, in any case.
	Action string
	// Resource is an ARN. Empty is for actions that name no resource: only * covers it.
	Resource string
	// Principal who asks. Its zero value may be anyone.
	Principal Principal
	// Context by lower-case key. A key that is not listed is unknown.
	Context map[string]Values
}

type state int8

const (
	unknown state = iota
	absent
	present
)

// Values is what is known of one condition key. The zero Values is unknown.
type Values struct {
	state state
	list  []string
}

// Known says that the request carries the key with these values.
func Known(values ...string) Values { return Values{present, values} }

// Absent says that the request does not carry the key.
func Absent() Values { return Values{state: absent} }

// value looks up a key. What the principal itself says is known without being
// listed (IAM User Guide, reference_policies_condition-keys, "Properties of the
// principal").
func (r Request) value(key string) Values {
	key = strings.ToLower(key)
	if v, ok := r.Context[key]; ok {
		return v
	}
	return r.Principal.value(key)
}
