package saved

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"mooring/internal/inventory"
)

// found is one answer as a file holds it; where it belongs is settled later,
// when every file has been read.
type found struct {
	file     string
	shape    *shape
	subject  string
	body     []byte
	items    [][]byte  // of a list
	says     []witness // one per item, or one for a describe
	disputed []string  // Regions that contradict the object's own first word
	place    place     // by folder and file name
	rest     string    // of the file name, to tell lists apart that share one operation
	more     bool      // a token for the next page was left in
	failure  string
	cut      string
	known    *call             // what a manifest says of it
	scopes   []inventory.Scope // settled, one per item, or one
}

// reading turns one file into answers. It knows nothing of other files.
type reading struct {
	*catalogue
	file    string
	name    naming
	found   []found
	ignored []Ignored
	bare    map[*shape][][]byte // items that stood outside their list
	order   []*shape
}

func (c *catalogue) read(file string, content []byte) *reading {
	r := &reading{catalogue: c, file: file, name: c.nameOf(file), bare: map[*shape][][]byte{}}
	content = utf8Text(content)
	if !looksJSON(content) {
		r.plain(content)
		return r
	}
	docs, rest, err := documents(content)
	for _, d := range docs {
		r.document(d)
	}
	r.gather()
	if err != nil {
		r.broken(rest, err)
	}
	return r
}

func (r *reading) ignore(format string, args ...any) {
	r.ignored = append(r.ignored, Ignored{r.file, fmt.Sprintf(format, args...)})
}

func (r *reading) document(d []byte) {
	if isArray(d) {
		r.array(d)
		return
	}
	if !isObject(d) {
		r.ignore("holds a bare JSON value")
		return
	}
	if why := r.object(d); why != "" {
		r.unknown(why)
	}
}

// unknown files an object that nothing recognises. A name that holds an
// operation says that it was asked, so the answer is a gap and no stranger.
func (r *reading) unknown(why string) {
	s := r.name.only()
	if s == nil || !r.name.exact {
		r.ignore("%s", why)
		return
	}
	r.fail(s, "Undecodable", nil)
}

// array reads pages, describes or the bare items of a list.
func (r *reading) array(d []byte) {
	n, strangers, why := 0, 0, ""
	elements(d, func(v []byte) bool {
		n++
		w := "a value that is no object"
		if isObject(v) {
			w = r.object(v)
		}
		if w != "" {
			strangers++
			why = w
		}
		return true
	})
	switch s := r.name.only(); {
	case n == 0 && s != nil && s.lists():
		r.list(s, []byte(`{"`+s.items+`":[]}`), nil, false)
	case n == 0:
		r.ignore("an empty JSON array")
	case strangers > 0:
		r.unknown(fmt.Sprintf("a JSON array of %d, of which %d are no AWS resources: %s", n, strangers, why))
	}
}

// object recognises one object and returns why it could not.
func (r *reading) object(d []byte) (why string) {
	o := parseObject(d)
	for i := range r.all {
		if s := &r.all[i]; !s.lists() && s.wrapper == "" && (!s.common || r.name.exact && r.name.means(s)) && s.fits(o) {
			r.describe(s, o, o)
			return ""
		}
	}
	if s, inner := r.wrapped(o); s != nil {
		r.describe(s, o, inner)
		return ""
	}
	if s := r.item(o); s != nil {
		if len(r.bare[s]) == 0 {
			r.order = append(r.order, s)
		}
		r.bare[s] = append(r.bare[s], d)
		return ""
	}
	lists, nested := r.lists(o), r.nested(o)
	if lists || nested || r.errorAnswer(o) {
		return ""
	}
	if s := r.trimmed(o); s != nil {
		r.describe(s, o, o)
		return ""
	}
	if why := r.doubt(o); why != "" {
		return why
	}
	return look(o)
}

// doubt is the reason why an empty list that several operations answer with was
// not believed.
func (r *reading) doubt(o object) string {
	for _, key := range o.names {
		shapes := r.byItems[lower(key)]
		if value := o.byKey[lower(key)]; len(shapes) < 2 || !isArray(value) || len(itemsOf(value)) > 0 {
			continue
		}
		var operations []string
		for _, s := range shapes {
			operations = append(operations, s.operation)
		}
		return "an empty list that may answer " + strings.Join(operations, " or ") + "; name the file after the one it is"
	}
	return ""
}

func (r *reading) wrapped(o object) (*shape, object) {
	for _, name := range o.names {
		s := r.byWrapper[lower(name)]
		if v, ok := o.get(name); s != nil && ok && isObject(v) {
			if inner := parseObject(v); s.fits(inner) {
				return s, inner
			}
		}
	}
	return nil, object{}
}

// item recognises a list's item that stands alone: one file per resource.
func (r *reading) item(o object) *shape {
	for i := range r.all {
		if s := &r.all[i]; s.lists() && len(s.has) > 1 && !s.pages && s.fits(o) && !o.has(s.items) {
			return s
		}
	}
	return nil
}

// trimmed recognises a describe whose ARN was cut away by its name and one of
// the members that only it has. Two that fit are one too many.
func (r *reading) trimmed(o object) *shape {
	var fit []*shape
	for i := range r.all {
		s := &r.all[i]
		if s.lists() || len(s.subject) == 0 || s.wrapper != "" || o.has(s.has[0]) || !o.has(s.subject...) {
			continue
		}
		if o.hasAny(s.any...) || (r.name.exact && r.name.means(s)) {
			fit = append(fit, s)
		}
	}
	if len(fit) != 1 {
		fit = slices.DeleteFunc(fit, func(s *shape) bool { return !r.name.exact || !r.name.means(s) })
	}
	if len(fit) != 1 {
		return nil
	}
	return fit[0]
}

// gather makes lists of the items that stood outside one.
func (r *reading) gather() {
	for _, s := range r.order {
		items := r.bare[s]
		r.list(s, listBody(s.items, items), items, false)
	}
}

func listBody(key string, items [][]byte) []byte {
	var b bytes.Buffer
	b.WriteString(`{"` + key + `":[`)
	for i, item := range items {
		if i > 0 {
			b.WriteByte(',')
		}
		b.Write(item)
	}
	b.WriteString("]}")
	return b.Bytes()
}

// describe files an answer about one object; inner is what the object says of
// itself.
func (r *reading) describe(s *shape, o, inner object) {
	if s.operation == attributeOperation {
		r.attributes(s, o)
		return
	}
	w, disputed := witnessOf(s, inner)
	f := found{file: r.file, shape: s, body: o.raw, says: []witness{w}, disputed: disputed}
	f.subject = s.subjectOf(inner)
	if f.subject == "" && len(s.subject) > 0 {
		f.subject = r.name.askedAbout(s, r.file)
	}
	r.add(f)
}

const attributeOperation = "ec2:DescribeVpcAttribute"

// attributes files DescribeVpcAttribute, whose answer says which attribute it
// is and, since 2014, of which VPC.
func (r *reading) attributes(s *shape, o object) {
	vpc := o.text("VpcId")
	if vpc == "" {
		vpc = r.name.askedAbout(s, r.file)
		for _, name := range s.any {
			if n := len(vpc) - len(name); n > 0 && strings.EqualFold(vpc[n:], name) {
				vpc = strings.TrimRight(vpc[:n], "-_./ ")
			}
		}
	}
	if vpc == "" {
		r.nameless(s, "vpc-…-enableDnsSupport")
		return
	}
	for _, name := range s.any {
		if o.has(name) {
			attribute := lower(name[:1]) + name[1:]
			r.add(found{file: r.file, shape: s, subject: vpc + "/" + attribute, body: o.raw, says: []witness{{vpc: vpc}}})
		}
	}
}

func (r *reading) nameless(s *shape, id string) {
	r.ignore("%s does not say what was asked about; name the file %s-%s.json", s.operation, commandName(s.name()), id)
}

func (r *reading) add(f found) {
	f.place, f.rest = placeOf(f.file, f.subject), r.name.rest
	if arn, ok := inventory.ParseARN(f.subject); ok {
		f.place = f.place.or(place{accountID(arn.Account), firstGroup(zonePattern, arn.Region)})
	}
	r.found = append(r.found, f)
}
