package intent

import (
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"mooring/internal/inventory"
)

// targets reads a list of words, or of mappings that add a port.
func (p *parser) targets(n *yaml.Node, what string) []Target {
	var out []Target
	for _, e := range p.entries(n, what) {
		t := Target{Line: e.Line}
		if e.Kind == yaml.ScalarNode {
			t.Word = p.word(e, what)
		} else {
			p.mapping(e, "an entry of "+what, map[string]member{
				"to":       func(_, v *yaml.Node) { t.Word = p.word(v, "to") },
				"port":     func(_, v *yaml.Node) { t.Port = p.port(v) },
				"protocol": func(_, v *yaml.Node) { t.Protocol = p.protocol(v) },
			})
			if t.Word == "" {
				p.fail(e, "add to: and what is meant", "an entry of %s names nothing", what)
			}
		}
		if value, ok := strings.CutPrefix(t.Word, "environment:"); ok {
			t.Environment = strings.TrimSpace(value)
			if t.Environment == "" || what == "must-reach" {
				p.fail(e, "environment:VALUE stands in must-not-reach", "%s: %q names no environment", what, t.Word)
			}
		}
		out = append(out, t)
	}
	return out
}

func (p *parser) port(n *yaml.Node) int {
	port, err := strconv.Atoi(p.word(n, "port"))
	if err != nil || port < 1 || port > 65535 {
		p.fail(n, "ports are 1 to 65535", "port: %q is none", n.Value)
	}
	return port
}

func (p *parser) protocol(n *yaml.Node) inventory.Protocol {
	protocol, ok := inventory.ParseProtocol(p.word(n, "protocol"))
	if !ok {
		p.fail(n, "tcp, udp, icmp, icmpv6, esp, all, or a number from 0 to 255", "protocol: %q is none", n.Value)
	}
	return protocol
}
