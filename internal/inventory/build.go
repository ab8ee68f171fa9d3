package inventory

import (
	"bytes"
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// Build makes a snapshot of answers. It never fails: an answer that cannot be
// decoded becomes a gap, and what it would have held is unknown. The order of
// the answers does not matter.
func Build(answers []Answer, origin Origin) *Snapshot {
	b := &builder{
		snapshot: &Snapshot{origin: origin, coverage: map[string][]coverage{}, byKey: map[Reference][]Resource{}},
		pools:    map[Kind]*pool{},
		entries:  entries(),
	}
	sorted := slices.Clone(answers)
	slices.SortStableFunc(sorted, compareAnswers)
	for i := range sorted {
		b.add(&sorted[i])
	}
	b.finish()
	return b.snapshot
}

func compareAnswers(a, b Answer) int {
	return cmp.Or(a.Scope.compare(b.Scope), cmp.Compare(a.Operation, b.Operation), cmp.Compare(a.Subject, b.Subject), bytes.Compare(a.Body, b.Body))
}

type builder struct {
	snapshot *Snapshot
	pools    map[Kind]*pool
	entries  map[string]entry // by operation
	none     []Answer         // errors that say that there is nothing
}

// saysNone knows the errors by which AWS answers that there is nothing to read.
func saysNone(operation, code string) bool {
	switch operation {
	case "s3:GetBucketPolicy":
		return code == "NoSuchBucketPolicy" || code == "NoSuchBucket"
	case "organizations:DescribeOrganization":
		return code == "AWSOrganizationsNotInUseException"
	}
	return false
}

// pool holds the raw objects of one kind, by id and scope.
type pool struct {
	objects map[string][]*object
}

// entry says how an operation's answer becomes objects.
type entry struct {
	kind  Kind
	items string // list in the answer; "" when the answer is the object
	id    func(*object) string
	weak  bool // a summary: it never conflicts with the describe
}

func (b *builder) add(a *Answer) {
	code := cmp.Or(a.Failure, a.Cut)
	if saysNone(a.Operation, a.Failure) {
		code = ""
		b.none = append(b.none, *a)
	} else if a.Failure == "" && !b.decode(a) {
		code = "Undecodable"
	}
	calls := append(b.snapshot.coverage[a.Operation], coverage{a.Scope, a.Subject, code})
	b.snapshot.coverage[a.Operation] = calls
}

// decode files an answer's objects; false when the answer is not what the
// operation answers.
func (b *builder) decode(a *Answer) bool {
	e, ok := b.entries[a.Operation]
	if !ok {
		return json.Valid(a.Body)
	}
	if e.items == "" {
		return b.file(a, e, a.Body)
	}
	var body map[string]json.RawMessage
	if json.Unmarshal(a.Body, &body) != nil {
		return false
	}
	raw, ok := (&object{members: body}).member(e.items)
	if !ok {
		// The CLI always writes the list, other collectors leave an empty one out.
		_, named := body[e.items]
		return named
	}
	var items []json.RawMessage
	if json.Unmarshal(raw, &items) != nil {
		return false
	}
	whole := true
	for _, item := range items {
		whole = b.file(a, e, item) && whole
	}
	return whole
}

// file puts one raw object into its pool.
func (b *builder) file(a *Answer, e entry, raw json.RawMessage) bool {
	var members map[string]json.RawMessage
	if json.Unmarshal(raw, &members) != nil || members == nil {
		return false
	}
	o := &object{scope: a.Scope, source: a.Source, operation: a.Operation, described: !e.weak, members: members}
	id := cmp.Or(e.id(o), a.Subject)
	if id == "" {
		return false
	}
	o.scope = o.scope.settle(o)
	if e.weak {
		o.members, o.summary = nil, members
	}
	p := b.pools[e.kind]
	if p == nil {
		p = &pool{map[string][]*object{}}
		b.pools[e.kind] = p
	}
	p.put(id, o)
	return true
}

// settle fills the parts of a scope that the answer did not know from what the
// object says of itself.
func (s Scope) settle(o *object) Scope {
	for name, raw := range o.members {
		if !strings.HasSuffix(strings.ToLower(name), "arn") || namesAnother(name) || (s.Account != "" && s.Region != "" && s.Partition != "") {
			continue
		}
		var text string
		if json.Unmarshal(raw, &text) != nil {
			continue
		}
		if arn, ok := ParseARN(text); ok && arn.Service != "iam" && arn.Service != "kms" {
			s = Scope{cmp.Or(s.Partition, arn.Partition), cmp.Or(s.Account, digits(arn.Account)), cmp.Or(s.Region, arn.Region)}
		}
	}
	s.Account = cmp.Or(s.Account, digits(o.text("OwnerId")))
	return s
}

// namesAnother knows the ARNs in an object that may be of another account.
func namesAnother(name string) bool {
	switch strings.ToLower(name) {
	case "servicenetworkarn", "resourceconfigurationarn":
		return true
	}
	return false
}

// digits keeps an account id and drops AWS's own owner names ("aws", "amazon").
func digits(account string) string {
	if strings.Trim(account, "0123456789") != "" {
		return ""
	}
	return account
}

// put files an object, merged with what is already known of it.
func (p *pool) put(id string, o *object) {
	for _, old := range p.objects[id] {
		if compatible(old.scope, o.scope) {
			old.merge(o)
			return
		}
	}
	p.objects[id] = append(p.objects[id], o)
}

func (b *builder) each(kind Kind, f func(id string, o *object)) {
	p := b.pools[kind]
	if p == nil {
		return
	}
	for _, id := range slices.Sorted(maps.Keys(p.objects)) {
		for _, o := range p.objects[id] {
			f(id, o)
		}
	}
}
