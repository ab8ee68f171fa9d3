package inventory

import "reflect"

// OnlyRules are the ids of the security groups whose rules were edited between an
// older snapshot and this one; ok is false where anything else may differ, or a
// group came, went or has another name or VPC. Snapshots that no edit joins share
// nothing, so they differ in everything.
func (s *Snapshot) OnlyRules(old *Snapshot) (groups []string, ok bool) {
	rest := *s
	rest.net.groups = old.net.groups
	if !same(reflect.ValueOf(rest), reflect.ValueOf(*old)) || len(s.net.groups.all) != len(old.net.groups.all) {
		return nil, false
	}
	for i, r := range s.net.groups.all {
		before := old.net.groups.all[i]
		now, known := r.value.Get()
		was, knew := before.value.Get()
		switch {
		case known && knew && now == was:
		case r.id != before.id || r.scope != before.scope || !known || !knew || now.VPC != was.VPC || now.GroupName != was.GroupName || now.VPC == "":
			return nil, false
		default:
			groups = append(groups, r.id)
		}
	}
	return groups, true
}

// same reports whether two values are the very same: slices and maps by where
// they stand, so that whatever member is added later counts too.
func same(a, b reflect.Value) bool {
	switch a.Kind() {
	case reflect.Slice:
		return a.Len() == b.Len() && (a.Len() == 0 || a.UnsafePointer() == b.UnsafePointer())
	case reflect.Map:
		return a.UnsafePointer() == b.UnsafePointer()
	case reflect.Struct:
		for i := range a.NumField() {
			if !same(a.Field(i), b.Field(i)) {
				return false
			}
		}
		return true
	}
	return a.Equal(b)
}
