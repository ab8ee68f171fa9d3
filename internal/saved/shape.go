package saved

import (
	"slices"
	"strings"

	"mooring/internal/inventory"
)

// shape is how the answer of one operation is recognised, whatever its file is
// called. Member names are compared without regard to case.
type shape struct {
	operation string   // service:Name
	items     string   // list in the answer; "" when the answer is one object
	wrapper   string   // member that the one object is wrapped in, such as HostedZone
	has       []string // members of every item, or of the object; the first one identifies it
	any       []string // a describe has at least one of these, a summary in a list has none
	arn       string   // member with its own ARN
	kind      string   // resource type in that ARN, where several shapes are alike
	subject   []string // members that say what was asked about
	asked     string   // start of the id that was asked about, where no member tells it
	whole     bool     // the id may end like an account or a Region: a bucket, an account itself
	pages     bool     // lists and is asked about an id, so that its pages must become one
	global    bool     // one answer for all Regions
	common    bool     // the list's name, or the one member, is too common to decide alone
}

func (s *shape) service() string { return strings.SplitN(s.operation, ":", 2)[0] }

func (s *shape) name() string { return strings.SplitN(s.operation, ":", 2)[1] }

func (s *shape) lists() bool { return s.items != "" }

// fits reports whether an object can be one item of a list, or the described
// object itself.
func (s *shape) fits(o object) bool {
	return o.has(s.has...) && (len(s.any) == 0 || o.hasAny(s.any...)) && s.owns(ownARN(s, o))
}

// identifies is the weaker question for an item of a list that its key has
// already named: trimmed output keeps at least the id.
func (s *shape) identifies(o object) bool {
	return (len(s.has) == 0 || o.has(s.has[0])) && s.owns(ownARN(s, o))
}

// owns reports whether an ARN is one of this shape's: other services have
// models, endpoints and pipelines too. A caller may be anything, and so may what is tagged.
func (s *shape) owns(arn inventory.ARN) bool {
	if s.kind != "" && !strings.HasPrefix(arn.Resource, s.kind+"/") {
		return false
	}
	switch s.service() {
	case arn.Service, "sts", "tagging":
		return true
	}
	return arn.Service == ""
}

func ownARN(s *shape, o object) inventory.ARN {
	if s.arn == "" {
		return inventory.ARN{}
	}
	arn, _ := inventory.ParseARN(o.text(s.arn))
	return arn
}

// subjectOf is what the members of an answer say was asked about.
func (s *shape) subjectOf(o object) string {
	var parts []string
	for _, name := range s.subject {
		part := o.text(name)
		if part == "" {
			return ""
		}
		parts = append(parts, strings.TrimPrefix(part, "/hostedzone/"))
	}
	return strings.Join(parts, "/")
}

// shapes are all answers that are recognised: those an inventory is made of,
// and those that are saved for later or usually stand beside them.
func shapes() []shape {
	all := slices.Concat(accountShapes(), sagemakerShapes(), networkShapes(), namingShapes(), balancerShapes(), latticeShapes(), storageShapes(), policyShapes(), neighbourShapes())
	global := map[string]bool{}
	for _, o := range inventory.Operations() {
		global[o.Name] = o.Global
	}
	for i := range all {
		s := &all[i]
		s.global = s.global || global[s.operation]
		s.pages = s.lists() && s.asked != "" && len(s.subject) == 0
	}
	return all
}

// listed is a list whose items are known by their members; the first one is the id.
func listed(operation, items string, has ...string) shape {
	return shape{operation: operation, items: items, has: has}
}

// summaries is a SageMaker list; its items carry their own ARN.
func summaries(operation, items, arn, name string) shape {
	return shape{operation: operation, items: items, has: []string{arn, name}, arn: arn}
}

// described is a SageMaker describe; any are members that its list leaves out.
func described(operation, arn, name string, any ...string) shape {
	return shape{operation: operation, has: []string{arn, name}, any: any, arn: arn, subject: []string{name}}
}

func (s shape) withARN(member string) shape { s.arn = member; return s }

func (s shape) ofKind(kind string) shape { s.kind = kind; return s }

func (s shape) about(members ...string) shape { s.subject = members; return s }

// askedFor names how the id begins that only a file name can tell.
func (s shape) askedFor(prefix string) shape { s.asked = prefix; return s }

func (s shape) wholeName() shape { s.whole = true; return s }

func (s shape) everywhere() shape { s.global = true; return s }

func (s shape) commonName() shape { s.common = true; return s }

func (s shape) wrappedIn(member string) shape { s.wrapper = member; return s }
