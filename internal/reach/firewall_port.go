package reach

import (
	"fmt"
	"strconv"
	"strings"

	"mooring/internal/inventory"
)

// certainty is whether a rule matches: surely not, perhaps, surely.
type certainty int

const (
	never certainty = iota
	perhaps
	always
)

func (c certainty) and(o certainty) certainty { return min(c, o) }

func (c certainty) or(o certainty) certainty { return max(c, o) }

// portSet is a set of ports as a rule names them: ANY, 80, 1024:65535, !22, [80,443], $HTTP_PORTS.
type portSet struct {
	named, negated []portRange
	unclear        bool
}

// parsePorts reads a rule's ports; what cannot be read may be any. definition
// resolves variables.
func parsePorts(text string, definition func(string) ([]string, bool)) portSet {
	var s portSet
	if err := s.add(strings.TrimSpace(text), false, 0, definition); err != nil {
		return portSet{unclear: true}
	}
	if len(s.named) == 0 && len(s.negated) > 0 {
		s.named = []portRange{{0, 65535}}
	}
	return s
}

func (s *portSet) add(text string, negated bool, depth int, definition func(string) ([]string, bool)) error {
	if after, ok := strings.CutPrefix(text, "!"); ok {
		if negated || depth > 1 {
			return fmt.Errorf("a negation within a list within a list")
		}
		negated, text = true, strings.TrimSpace(after)
	}
	if depth > deepestList {
		return fmt.Errorf("lists within lists")
	}
	parts, isList := []string{}, true
	switch {
	case strings.HasPrefix(text, "[") && strings.HasSuffix(text, "]"):
		parts = splitList(text[1 : len(text)-1])
	case strings.HasPrefix(text, "$"):
		found, ok := definition(text[1:])
		if !ok || len(found) == 0 {
			return fmt.Errorf("variable %s is not defined", text)
		}
		parts = found
	default:
		isList = false
	}
	for _, p := range parts {
		if err := s.add(strings.TrimSpace(p), negated, depth+1, definition); err != nil {
			return err
		}
	}
	if isList {
		return nil
	}
	r, err := portsOf(text)
	if negated {
		s.negated = append(s.negated, r)
	} else {
		s.named = append(s.named, r)
	}
	return err
}

// splitList splits at the commas that stand in no inner list.
func splitList(text string) []string {
	var out []string
	depth, start := 0, 0
	for i, c := range text {
		switch c {
		case '[':
			depth++
		case ']':
			depth--
		case ',':
			if depth == 0 {
				out = append(out, text[start:i])
				start = i + 1
			}
		}
	}
	return append(out, text[start:])
}

func portsOf(text string) (portRange, error) {
	if strings.EqualFold(text, "any") {
		return portRange{0, 65535}, nil
	}
	first, last, ranged := strings.Cut(text, ":")
	r := portRange{0, 65535}
	var err error
	if first != "" || !ranged {
		r.from, err = portNumber(first)
	}
	if !ranged {
		r.to = r.from
	} else if last != "" && err == nil {
		r.to, err = portNumber(last)
	}
	if err == nil && r.from > r.to {
		err = fmt.Errorf("%q is no range of ports", text)
	}
	return r, err
}

func portNumber(text string) (int, error) {
	n, err := strconv.ParseUint(strings.TrimSpace(text), 10, 16)
	return int(n), err
}

// anyPort reports whether the set surely holds all ports.
func (s portSet) anyPort() bool { return s.holds(portRange{0, 65535}) == always }

// holds reports whether all, none or some ports of a range are in the set.
func (s portSet) holds(r portRange) certainty {
	if s.unclear {
		return perhaps
	}
	cuts := portCuts{}
	s.cut(&cuts)
	in, out := false, false
	for _, atom := range cuts.within(r) {
		if overlapsAny(s.named, atom) && !overlapsAny(s.negated, atom) {
			in = true
		} else {
			out = true
		}
	}
	switch {
	case in && out:
		return perhaps
	case in:
		return always
	}
	return never
}

func (s portSet) cut(c *portCuts) {
	for _, r := range append(s.named[:len(s.named):len(s.named)], s.negated...) {
		c.add(r.from, r.to)
	}
}

func overlapsAny(all []portRange, r portRange) bool {
	for _, o := range all {
		if o.from <= r.to && r.from <= o.to {
			return true
		}
	}
	return false
}

// statelessPorts are those of a stateless rule; none stands for all.
func statelessPorts(all []inventory.FirewallPorts) portSet {
	if len(all) == 0 {
		return portSet{named: []portRange{{0, 65535}}}
	}
	var s portSet
	for _, p := range all {
		s.named = append(s.named, portRange{p.FromPort, p.ToPort})
	}
	return s
}
