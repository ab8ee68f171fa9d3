package inventory

import "net/netip"

// PrefixList is a named set of CIDR blocks, AWS's own or a customer's.
type PrefixList struct {
	Meta
	ListName string
	Prefixes Value[[]netip.Prefix]
}

// prefixLists joins the three answers that speak of prefix lists: their names,
// the addresses of AWS's own, and the entries of each.
func (b *builder) prefixLists(tags tagIndex) {
	t := &b.snapshot.net.prefixLists
	t.operation = "ec2:DescribeManagedPrefixLists"
	seen := map[string]bool{}
	for _, kind := range []Kind{KindPrefixList, "aws-prefix-list", "prefix-list-entries"} {
		b.each(kind, func(id string, o *object) {
			if seen[o.scope.Region+id] {
				return
			}
			seen[o.scope.Region+id] = true
			m := &members{o: o}
			l := &PrefixList{Meta: b.meta(KindPrefixList, id, o, "PrefixListArn", "PrefixListName", "", tags), ListName: may[string](m, "PrefixListName")}
			if kind == KindPrefixList {
				m.said(l.ListName, "PrefixListName")
			}
			l.Prefixes = b.prefixesOf(o.scope, id)
			t.put(o.scope, id, "", verdict(m, id, l))
		})
	}
}

func (b *builder) prefixesOf(scope Scope, id string) Value[[]netip.Prefix] {
	if v, ok := b.rawPrefixes(scope, "prefix-list-entries", id); ok {
		return v
	}
	if v, ok := b.rawPrefixes(scope, "aws-prefix-list", id); ok {
		return v
	}
	missing, ok := b.snapshot.Read(scope, "ec2:GetManagedPrefixListEntries", id)
	if ok {
		missing = Missing{MissingOperation, "entries of " + id}
	}
	return Unknown[[]netip.Prefix](missing)
}

func (b *builder) rawPrefixes(scope Scope, kind Kind, id string) (Value[[]netip.Prefix], bool) {
	p := b.pools[kind]
	if p == nil {
		return Value[[]netip.Prefix]{}, false
	}
	for _, o := range p.objects[id] {
		if !compatible(o.scope, scope) {
			continue
		}
		m := &members{o: o}
		out := []netip.Prefix{}
		for _, text := range rawCIDRs(m, kind) {
			out = append(out, m.prefix(text))
		}
		if m.defect != nil {
			return Unknown[[]netip.Prefix](*m.defect), true
		}
		return Known(out), true
	}
	return Value[[]netip.Prefix]{}, false
}

func rawCIDRs(m *members, kind Kind) []string {
	if kind == "aws-prefix-list" {
		return must[[]string](m, "Cidrs")
	}
	type entry struct{ Cidr string }
	var out []string
	for _, e := range must[[]entry](m, "Entries") {
		out = append(out, e.Cidr)
	}
	return out
}
