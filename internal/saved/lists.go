package saved

import (
	"regexp"
	"slices"

	"mooring/internal/inventory"
)

// lists files every list that an object holds and reports whether it held one.
func (r *reading) lists(o object) bool {
	any, refused := false, ""
	for _, key := range o.names {
		value, there := o.byKey[lower(key)]
		shapes := r.byItems[lower(key)]
		if !there || len(shapes) == 0 || (!isArray(value) && string(value) != "null") {
			continue
		}
		items := itemsOf(value)
		s := r.choose(shapes, key, items, o)
		if s == nil {
			refused = key
			continue
		}
		any = true
		r.list(s, r.bodyOf(o, key), items, more(o))
	}
	if any && refused != "" {
		r.ignore("a list %s that is not what its name says, beside others", printable(refused))
	}
	return any
}

func itemsOf(array []byte) [][]byte {
	var items [][]byte
	elements(array, func(v []byte) bool { items = append(items, v); return true })
	return items
}

// bodyOf is the answer with one list alone, where the object holds several.
func (r *reading) bodyOf(o object, key string) []byte {
	for _, other := range o.names {
		if other != key && len(r.byItems[lower(other)]) > 0 {
			return slices.Concat([]byte(`{"`+key+`":`), o.byKey[lower(key)], []byte("}"))
		}
	}
	return o.raw
}

// choose finds the shape that a list's items have; nil when it is none or more
// than one. An empty list of a common or shared name is only believed when the
// file's name does not say otherwise.
func (r *reading) choose(shapes []*shape, key string, items [][]byte, o object) *shape {
	var fit []*shape
	for _, s := range shapes {
		if r.believes(s, len(shapes) > 1, key, items, o) {
			fit = append(fit, s)
		}
	}
	if len(fit) > 1 {
		fit = r.settleShapes(fit)
	}
	if len(fit) != 1 {
		return nil
	}
	return fit[0]
}

// settleShapes leaves those that the file's name means, else the one that an
// audit asks: others of the same name are only kept for their own sake.
func (r *reading) settleShapes(fit []*shape) []*shape {
	if named := slices.DeleteFunc(slices.Clone(fit), func(s *shape) bool { return !r.name.means(s) }); len(named) > 0 {
		fit = named
	}
	asked := slices.DeleteFunc(slices.Clone(fit), func(s *shape) bool {
		_, ok := inventory.OperationByName(s.operation)
		return !ok
	})
	if len(fit) > 1 && len(asked) > 0 {
		fit = asked
	}
	// What is asked about an id cannot be kept without a name that has the id.
	if listing := slices.DeleteFunc(slices.Clone(fit), func(s *shape) bool { return s.pages && r.name.askedAbout(s, r.file) == "" }); len(listing) > 0 {
		return listing
	}
	return fit
}

func (r *reading) believes(s *shape, shared bool, key string, items [][]byte, o object) bool {
	if s.common && hasStrangers(o, key) {
		return false
	}
	named := r.name.exact && r.name.means(s)
	if len(items) == 0 {
		return named || shared || !s.common || (key == s.items && !r.namesAnother())
	}
	if len(s.has) == 0 {
		return named
	}
	if !isObject(items[0]) {
		return false
	}
	first := parseObject(items[0])
	if shared || s.common {
		return s.fits(first) || (named && s.identifies(first))
	}
	return named || s.identifies(first)
}

var callPattern = regexp.MustCompile(`(?i)(?:^|[-_. ])(?:describe|list|get|search)[-_A-Z]`)

// namesAnother reports whether the file's name looks like a call that is not known here.
func (r *reading) namesAnother() bool {
	return r.name.exact || callPattern.MatchString(r.name.stem)
}

// hasStrangers reports whether members stand beside the list that no list answer has.
func hasStrangers(o object, key string) bool {
	return slices.ContainsFunc(o.names, func(name string) bool {
		switch lower(name) {
		case lower(key), "nexttoken", "nextmarker", "marker", "maxitems", "maxresults", "istruncated", "responsemetadata", "additionalroutesavailable", "resourcearn":
			return false
		}
		return true
	})
}

// more reports whether a page says that others follow. The CLI merges pages, so
// a token that is left in means that the listing was cut short (--max-items).
func more(o object) bool {
	for _, name := range []string{"NextToken", "NextMarker", "PaginationToken"} {
		if o.text(name) != "" {
			return true
		}
	}
	truncated, _ := o.get("IsTruncated")
	return string(truncated) == "true"
}

// list files a list, once per thing that was asked about.
func (r *reading) list(s *shape, body []byte, items [][]byte, more bool) {
	f := found{file: r.file, shape: s, body: body, items: items, more: more}
	// SearchTransitGatewayRoutes has no pages: what it leaves out cannot be had.
	if isObject(body) && string(parseObject(body).byKey["additionalroutesavailable"]) == "true" {
		f.cut = truncated
	}
	var subjects []string
	for _, item := range items {
		o := parseObject(item)
		w, disputed := witnessOf(s, o)
		f.says, f.disputed = append(f.says, w), append(f.disputed, disputed...)
		subjects = append(subjects, s.subjectOf(o))
	}
	if len(s.subject) > 0 && len(items) > 0 {
		r.bySubject(f, subjects)
		return
	}
	if s.pages || len(s.subject) > 0 {
		if f.subject = r.name.askedAbout(s, r.file); f.subject == "" {
			r.nameless(s, s.asked+"…")
			return
		}
	}
	r.add(f)
}

// bySubject splits a list whose items say what was asked about.
func (r *reading) bySubject(f found, subjects []string) {
	distinct := slices.Compact(slices.Sorted(slices.Values(subjects)))
	if len(distinct) == 1 {
		f.subject = distinct[0]
		r.add(f)
		return
	}
	for _, subject := range distinct {
		part := f
		part.subject = subject
		part.keep(func(i int) bool { return subjects[i] == subject })
		r.add(part)
	}
}

// keep leaves the items that are wanted, with a body of their own.
func (f *found) keep(wanted func(i int) bool) {
	var items [][]byte
	var says []witness
	for i := range f.items {
		if wanted(i) {
			items, says = append(items, f.items[i]), append(says, f.says[i])
		}
	}
	f.items, f.says, f.body = items, says, listBody(f.shape.items, items)
}

const truncated = "Truncated"

// nested files Batfish's wrappers: lists of answers with the asked id inside.
func (r *reading) nested(o object) bool {
	wrappers := []struct{ key, operation, id, cut string }{
		{"TransitGatewayPropagations", "ec2:GetTransitGatewayRouteTablePropagations", "TransitGatewayRouteTableId", ""},
		// Only static routes were asked for, so this is not the whole table.
		{"TransitGatewayStaticRoutes", "ec2:SearchTransitGatewayRoutes", "TransitGatewayRouteTableId", "StaticOnly"},
		{"LoadBalancerAttributes", "elasticloadbalancing:DescribeLoadBalancerAttributes", "LoadBalancerArn", ""},
		{"LoadBalancerListeners", "elasticloadbalancing:DescribeListeners", "LoadBalancerArn", ""},
		{"LoadBalancerTargetHealth", "elasticloadbalancing:DescribeTargetHealth", "TargetGroupArn", ""},
	}
	any := false
	for _, w := range wrappers {
		value, ok := o.get(w.key)
		if !ok || !isArray(value) {
			continue
		}
		any = true
		elements(value, func(v []byte) bool {
			r.inside(r.byFull[w.operation], v, w.id, w.cut)
			return true
		})
	}
	return any
}

func (r *reading) inside(s *shape, v []byte, id, cut string) {
	o := parseObject(v)
	list, ok := o.get(s.items)
	subject := o.text(id)
	if !ok || subject == "" {
		r.ignore("an entry for %s without %s and %s", s.operation, id, s.items)
		return
	}
	f := found{file: r.file, shape: s, subject: subject, body: v, items: itemsOf(list), cut: cut, more: more(o)}
	for _, item := range f.items {
		w, _ := witnessOf(s, parseObject(item))
		f.says = append(f.says, w)
	}
	r.add(f)
}
