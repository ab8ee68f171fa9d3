package saved

import (
	"net/url"
	"path"
	"regexp"
	"strings"
)

// catalogue finds shapes by operation, by list and by what a file is called.
type catalogue struct {
	all       []shape
	byName    map[string][]*shape // lower-case operation name; services share some
	byItems   map[string][]*shape // lower-case list name
	byWrapper map[string]*shape
	byFull    map[string]*shape // service:Name
}

func newCatalogue() *catalogue {
	c := &catalogue{all: shapes(), byName: map[string][]*shape{}, byItems: map[string][]*shape{}, byWrapper: map[string]*shape{}, byFull: map[string]*shape{}}
	for i := range c.all {
		s := &c.all[i]
		c.byFull[s.operation] = s
		c.byName[lower(s.name())] = append(c.byName[lower(s.name())], s)
		if s.lists() {
			c.byItems[lower(s.items)] = append(c.byItems[lower(s.items)], s)
		}
		if s.wrapper != "" {
			c.byWrapper[lower(s.wrapper)] = s
		}
	}
	return c
}

// naming is what a file's name says about its content: at most a hint, except
// for ids that the content lacks.
type naming struct {
	shapes []*shape // several where services share an operation's name
	exact  bool     // the name holds an operation, not only a list's key
	rest   string   // what follows the operation, percent-decoded: often an id
	stem   string   // the name without folder and ending
}

// the reports whether the name stands for the shape.
func (n naming) means(s *shape) bool {
	for _, t := range n.shapes {
		if s == t {
			return true
		}
	}
	return false
}

// only is the one shape that the name stands for, or nil.
func (n naming) only() *shape {
	if len(n.shapes) != 1 {
		return nil
	}
	return n.shapes[0]
}

func stem(file string) string {
	name := path.Base(file)
	switch ext := path.Ext(name); lower(ext) {
	case ".json", ".jsonl", ".ndjson", ".txt", ".err", ".stderr", ".log", ".out":
		return strings.TrimSuffix(name, ext)
	}
	return name
}

var wordPattern = regexp.MustCompile(`[A-Za-z0-9]+`)

// nameOf reads a file's name: the earliest place where an operation stands,
// there the longest operation (describe-vpc-attribute before describe-vpcs), else
// the key of a list.
func (c *catalogue) nameOf(file string) naming {
	n := naming{stem: stem(file)}
	words := wordPattern.FindAllStringIndex(n.stem, -1)
	if shapes, end := longest(n.stem, words, c.byName); len(shapes) > 0 {
		n.shapes, n.exact, n.rest = c.ofService(file, shapes), true, restOf(n.stem[end:])
		return n
	}
	if shapes, end := longest(n.stem, words, c.byItems); len(shapes) > 0 {
		n.shapes, n.rest = c.ofService(file, shapes), restOf(n.stem[end:])
	}
	return n
}

func longest(stem string, words [][]int, known map[string][]*shape) (found []*shape, end int) {
	for i := range words {
		joined := ""
		for _, w := range words[i:] {
			joined += lower(stem[w[0]:w[1]])
			if shapes := known[joined]; len(shapes) > 0 {
				found, end = shapes, w[1]
			}
		}
		if len(found) > 0 {
			return found, end
		}
	}
	return nil, 0
}

// restOf is the id behind an operation's name.
func restOf(tail string) string {
	tail = strings.TrimLeft(tail, "-_. ")
	if decoded, err := url.PathUnescape(tail); err == nil {
		return decoded
	}
	return tail
}

// ofService keeps the shapes whose service the path names, if it names any.
func (c *catalogue) ofService(file string, shapes []*shape) []*shape {
	if len(shapes) < 2 {
		return shapes
	}
	var named []*shape
	for _, s := range shapes {
		if namesService(file, s.service()) {
			named = append(named, s)
		}
	}
	if len(named) == 0 {
		return shapes
	}
	return named
}

// namesService reports whether a word of the path is a service's IAM name, or
// the CLI's where that differs.
func namesService(file, service string) bool {
	aliases := map[string]string{"elasticfilesystem": "efs", "elasticloadbalancing": "elbv2", "tagging": "resourcegroupstaggingapi", "network-firewall": "network"}
	for _, word := range wordPattern.FindAllString(lower(file), -1) {
		if word == service || word == aliases[service] {
			return true
		}
	}
	return false
}

// askedAbout finds the id that an answer does not carry: what follows the
// operation in the file's name, else an id of the right look in the path.
func (n naming) askedAbout(s *shape, file string) string {
	if n.exact && n.means(s) && s.whole {
		return n.rest
	}
	if n.exact && n.means(s) {
		if id := withoutPlace(n.rest); id != "" {
			return id
		}
	}
	if s.asked == "" || s.asked == "arn:" {
		return ""
	}
	pattern, err := regexp.Compile(`(?:^|[^A-Za-z0-9])(` + regexp.QuoteMeta(s.asked) + `[A-Za-z0-9]+)(?:$|[^A-Za-z0-9])`)
	if err != nil {
		return ""
	}
	found := pattern.FindAllStringSubmatch(file, -1)
	if len(found) == 0 {
		return ""
	}
	return found[len(found)-1][1]
}
