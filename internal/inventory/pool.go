package inventory

import (
	"cmp"
	"maps"
	"slices"
)

// entries says for every operation how its answer becomes objects.
func entries() map[string]entry {
	all := maps.Clone(sagemakerEntries())
	maps.Copy(all, networkEntries())
	maps.Copy(all, namingEntries())
	maps.Copy(all, policyEntries())
	maps.Copy(all, wayEntries())
	return all
}

// byMember identifies an object by one of its members.
func byMember(name string) func(*object) string {
	return func(o *object) string { return o.text(name) }
}

// bySubject leaves the identity to what was asked about.
func bySubject(*object) string { return "" }

// finish turns the pools into typed objects and sorts everything.
func (b *builder) finish() {
	s := b.snapshot
	s.scopes = b.scopes()
	tags := b.tags()
	b.network(tags)
	b.policies()
	s.resources = b.sagemaker(tags)
	slices.SortFunc(s.resources, func(x, y Resource) int { return x.Head().Key.Compare(y.Head().Key) })
	for _, r := range s.resources {
		ref := Reference{r.Head().Kind, r.Head().ID}
		s.byKey[ref] = append(s.byKey[ref], r)
	}
	slices.Sort(s.notes)
	s.notes = slices.Compact(s.notes)
}

// scopes are those that answers or objects name; a Region-less one only where
// nothing else stands.
func (b *builder) scopes() []Scope {
	seen := map[Scope]bool{}
	for operation, calls := range b.snapshot.coverage {
		if o, ok := OperationByName(operation); ok && o.Global {
			continue
		}
		for _, c := range calls {
			seen[c.scope] = true
		}
	}
	for _, p := range b.pools {
		for _, objects := range p.objects {
			for _, o := range objects {
				seen[o.scope] = true
			}
		}
	}
	return settled(slices.SortedFunc(maps.Keys(seen), Scope.compare))
}

// settled drops every scope that only says less than another one.
func settled(all []Scope) []Scope {
	return slices.DeleteFunc(slices.Clone(all), func(s Scope) bool {
		return slices.ContainsFunc(all, func(t Scope) bool { return s != t && compatible(s, t) && t.known() > s.known() })
	})
}

func (s Scope) known() int {
	n := 0
	for _, part := range []string{s.Partition, s.Account, s.Region} {
		if part != "" {
			n++
		}
	}
	return n
}

// meta reads what every object has. id is its identity in its pool.
func (b *builder) meta(kind Kind, id string, o *object, arn, name, status string, tags tagIndex) Meta {
	m := Meta{
		Key:     Key{o.scope, kind, id},
		ARN:     o.text(arn),
		Name:    cmp.Or(o.text(name), id),
		Created: o.instant("CreationTime"), Modified: o.instant("LastModifiedTime"),
	}
	if status != "" {
		m.Status = required[string](o, status)
	}
	m.Tags = tags.of(o, m.ARN)
	if o.source != "" {
		m.Position = &Position{File: o.source}
	}
	return m
}

// tagIndex holds the tags that were read in bulk, by ARN.
type tagIndex struct {
	snapshot *Snapshot
	byARN    map[string]Value[map[string]string]
}

type rawTag struct{ Key, Value string }

func tagMap(tags []rawTag) map[string]string {
	out := make(map[string]string, len(tags))
	for _, t := range tags {
		out[t.Key] = t.Value
	}
	return out
}

// of reads an object's own tags, else those read in bulk.
func (t tagIndex) of(o *object, arn string) Value[map[string]string] {
	for _, name := range []string{"Tags", "TagSet", "TagList"} {
		if raw, ok := o.member(name); ok {
			return Then(decodeMember[[]rawTag](o, name, raw), func(tags []rawTag) Value[map[string]string] { return Known(tagMap(tags)) })
		}
	}
	if v, ok := t.byARN[arn]; ok {
		return v
	}
	if missing, ok := t.snapshot.Read(o.scope, "tagging:GetResources", ""); !ok {
		return Unknown[map[string]string](missing)
	}
	return Known(map[string]string{})
}

// tags gathers tagging:GetResources and sagemaker:ListTags answers.
func (b *builder) tags() tagIndex {
	t := tagIndex{b.snapshot, map[string]Value[map[string]string]{}}
	b.each("tags", func(arn string, o *object) {
		t.byARN[arn] = Then(optional[[]rawTag](o, "Tags"), func(tags []rawTag) Value[map[string]string] { return Known(tagMap(tags)) })
	})
	return t
}
