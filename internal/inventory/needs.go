package inventory

// NeedLevel says how much a kind depends on something.
type NeedLevel string

const (
	Required    NeedLevel = "required"    // the kind cannot do its work without it
	Conditional NeedLevel = "conditional" // required because of something this resource says
	Optional    NeedLevel = "optional"    // people usually want it
)

// Need is one thing that a kind depends on.
type Need struct {
	Dependency string // id of a row of Services
	Level      NeedLevel
	When       Condition // for conditional needs; "" otherwise
	Platform   bool      // SageMaker's own traffic needs it, also when the container is sealed
	Reason     string
}
