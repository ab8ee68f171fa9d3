package inventory

// MissingKind says what would settle an unknown.
type MissingKind string

const (
	MissingPermission MissingKind = "permission"
	MissingAccount    MissingKind = "account"
	MissingOperation  MissingKind = "operation"
	MissingParameter  MissingKind = "parameter"
	MissingImport     MissingKind = "import"
	MissingHop        MissingKind = "hop"
	MissingConflict   MissingKind = "conflict"
)

// Missing is the reason why something is not known. What is a phrase that can
// follow "because": an operation name, a field, an account.
type Missing struct {
	Kind MissingKind `json:"kind"`
	What string      `json:"what"`
}

func (m Missing) String() string { return string(m.Kind) + ": " + m.What }

// neverRead is what the zero Value is missing.
var neverRead = Missing{MissingOperation, "never read"}

// Value holds something read, or the reason it was not. The zero Value is
// unknown, so a field that nobody filled can never pass a check.
type Value[T any] struct {
	v     T
	known bool
	why   Missing
}

func Known[T any](v T) Value[T] { return Value[T]{v: v, known: true} }

func Unknown[T any](why Missing) Value[T] { return Value[T]{why: why} }

// Get returns what was read, and whether anything was.
func (x Value[T]) Get() (T, bool) { return x.v, x.known }

func (x Value[T]) Known() bool { return x.known }

// Why returns the reason of an unknown; it is meaningless for a known Value.
func (x Value[T]) Why() Missing {
	if x.why == (Missing{}) {
		return neverRead
	}
	return x.why
}

// Is reports whether x is known to equal want. An unknown is nothing.
func Is[T comparable](x Value[T], want T) bool { return x.known && x.v == want }

// Then maps a known Value and carries an unknown one's reason along.
func Then[T, U any](x Value[T], f func(T) Value[U]) Value[U] {
	if !x.known {
		return Unknown[U](x.Why())
	}
	return f(x.v)
}
