package reach

import (
	"mooring/internal/inventory"
)

// statefulDefault is what a policy of strict order does with packets that no
// stateful rule matches (Network Firewall guide, suricata-rule-evaluation-order).
type statefulDefault int

const (
	defaultPass           statefulDefault = iota
	defaultDrop                           // aws:drop_strict: every packet
	defaultEstablished                    // aws:drop_established: the client's in established connections
	defaultAppLayer                       // aws:drop_established_app_layer: either side's
	defaultAppLayerServer                 // aws:drop_established_app_layer_to_server
	defaultUnknown
)

func (d statefulDefault) String() string {
	return [...]string{
		"none", "aws:drop_strict", "aws:drop_established", "aws:drop_established_app_layer", "aws:drop_established_app_layer_to_server", "that is not known",
	}[d]
}

func defaultOf(p *inventory.FirewallPolicy) statefulDefault {
	out := defaultPass
	for _, a := range p.StatefulDefaults {
		next := defaultUnknown
		switch a {
		case "aws:alert_strict", "aws:alert_established", "aws:alert_established_app_layer", "aws:alert_established_app_layer_to_server":
			continue
		case "aws:drop_strict":
			next = defaultDrop
		case "aws:drop_established":
			next = defaultEstablished
		case "aws:drop_established_app_layer":
			next = defaultAppLayer
		case "aws:drop_established_app_layer_to_server":
			next = defaultAppLayerServer
		}
		if out != defaultPass || !p.Strict {
			// Several, or some where the order is by action: AWS refuses both.
			next = defaultUnknown
		}
		out = next
	}
	return out
}

// moment is a packet of a flow at which the rules are asked anew.
type moment struct {
	reply       bool // from server to client
	established bool // after the TCP handshake
	spoken      bool // the application's protocol and name can be seen
}

// moments of a flow: the handshake, then the first words of either side.
func moments(q flow, protocol string) []moment {
	if q.protocol != inventory.TCP {
		return []moment{{spoken: true}, {reply: true, spoken: true}}
	}
	client, server := moment{established: true, spoken: true}, moment{reply: true, established: true, spoken: true}
	switch protocol {
	case "ssh", "ftp", "smtp", "imap":
		// The server speaks first.
		return []moment{{}, {reply: true}, server, client}
	}
	return []moment{{}, {reply: true}, client, server}
}

// drops is whether a moment that no rule matches drops the flow.
func (d statefulDefault) drops(m moment, q flow) certainty {
	connected := q.protocol == inventory.TCP
	switch d {
	case defaultPass:
		return never
	case defaultDrop:
		return always
	case defaultEstablished:
		if !connected || (m.established && !m.reply) {
			// It drops all packets of protocols without connections.
			return always
		}
		return never
	case defaultAppLayer, defaultAppLayerServer:
		switch {
		case !connected:
			return perhaps
		case m.established && (!m.reply || d == defaultAppLayer):
			return always
		}
		return never
	}
	return perhaps
}

// fate is what may become of a flow.
type fate struct {
	pass, fail bool
	// The last rule that counts for either.
	passText, failText, failObject string
	missing                        *inventory.Missing
}

func (f *fate) add(e effect, text, object string) {
	if e != drops {
		f.pass, f.passText = true, text
	}
	if e != letsPass {
		f.fail, f.failText, f.failObject = true, text, object
	}
}

func (f *fate) outcome() Outcome {
	switch {
	case f.pass && f.fail:
		return Unclear
	case f.fail:
		return Fails
	}
	return Passes
}

// speech is what a client says first: the application protocol ("" for none of
// those that rules name) and the host name in it.
type speech struct{ protocol, name string }

// fateOf follows a flow through its moments. A rule that matches decides the
// whole flow: what passes once is not looked at again (Network Firewall guide,
// suricata-rule-evaluation-order).
func (f *firewall) fateOf(p packet, q flow, s speech) fate {
	return f.fateAt(p, q, s, moments(q, s.protocol))
}

func (f *firewall) fateAt(p packet, q flow, s speech, all []moment) fate {
	var out fate
	for _, m := range all {
		if f.tls && m.spoken && s.protocol == "tls" {
			out.doubt(&inventory.Missing{Kind: inventory.MissingHop, What: "what TLS inspection of " + f.FirewallName + " does"})
			out.add(unsaid, "TLS inspection", f.policy)
			return out
		}
		if f.ask(&out, p, q, s, m) {
			return f.opened(out, s)
		}
	}
	out.add(letsPass, "no stateful rule matches", "")
	return f.opened(out, s)
}

// opened is the fate of a flow that a firewall with TLS inspection may open.
func (f *firewall) opened(out fate, s speech) fate {
	if f.tls && s.protocol == "tls" && out.pass {
		out.doubt(&inventory.Missing{Kind: inventory.MissingHop, What: "what TLS inspection of " + f.FirewallName + " does"})
		out.fail = true
	}
	return out
}

func (f *fate) doubt(m *inventory.Missing) {
	if f.missing == nil {
		f.missing = m
	}
}

// ask asks every rule at one moment; true when the flow is decided.
func (f *firewall) ask(out *fate, p packet, q flow, s speech, m moment) bool {
	for i := range f.stateful {
		r := &f.stateful[i]
		c := r.matchAt(p, q, s, m)
		if c == never {
			continue
		}
		out.add(r.effect, r.text, r.object)
		if c == always && r.effect != unsaid {
			return true
		}
		out.doubt(r.doubt())
	}
	c := f.defaults.drops(m, q)
	if c != never {
		out.add(drops, "stateful default action "+f.defaults.String(), f.policy)
	}
	if c == perhaps {
		out.doubt(&inventory.Missing{Kind: inventory.MissingHop, What: "what the stateful default action " + f.defaults.String() + " of " + f.FirewallName + " drops"})
	}
	return c == always
}

func (r *statefulRule) doubt() *inventory.Missing {
	if r.missing != nil {
		return r.missing
	}
	return &inventory.Missing{Kind: inventory.MissingHop, What: "whether " + r.text + " matches"}
}

// matchAt is whether a rule matches a packet of a flow at one moment.
func (r *statefulRule) matchAt(p packet, q flow, s speech, m moment) certainty {
	c := r.speaks(q, s, m)
	if c == never {
		return never
	}
	if m.reply {
		p = p.turned()
	}
	ends := r.match(p)
	if r.both {
		ends = ends.or(r.match(p.turned()))
	}
	c = c.and(ends)
	if c != never && r.names != nil {
		c = c.and(r.names.holds(s.name))
	}
	if r.missing != nil {
		c = c.and(perhaps)
	}
	return c
}

// speaks is whether a rule's protocol fits a packet.
func (r *statefulRule) speaks(q flow, s speech, m moment) certainty {
	if r.hello && m.reply {
		return never
	}
	switch r.protocol {
	case "ip":
		return always
	case "tcp":
		return sure(q.protocol == inventory.TCP)
	case "udp":
		return sure(q.protocol == inventory.UDP)
	case "icmp":
		return sure(q.protocol == inventory.ICMP || q.protocol == inventory.ICMPv6)
	}
	if !isApplication(r.protocol) {
		return perhaps
	}
	switch {
	case !m.spoken || !carries(q.protocol, r.protocol):
		return never
	case r.protocol == "http" && s.protocol == "http2":
		return perhaps
	}
	return sure(r.protocol == s.protocol)
}

func sure(b bool) certainty {
	if b {
		return always
	}
	return never
}

// carries reports whether an application protocol is spoken over a transport.
func carries(transport inventory.Protocol, application string) bool {
	switch application {
	case "dns", "krb5", "dcerpc":
		return transport == inventory.TCP || transport == inventory.UDP
	case "ikev2", "tftp", "ntp", "dhcp", "quic":
		return transport == inventory.UDP
	}
	return transport == inventory.TCP
}

// isApplication knows the application protocols that a header can name (Network
// Firewall API, Header).
func isApplication(protocol string) bool {
	switch protocol {
	case "http", "ftp", "tls", "smb", "dns", "dcerpc", "ssh", "smtp", "imap", "msn", "krb5", "ikev2", "tftp", "ntp", "dhcp", "http2", "quic":
		return true
	}
	return false
}
