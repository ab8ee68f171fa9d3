package reach

import (
	"net/netip"
	"slices"
	"strings"

	"mooring/internal/inventory"
	"mooring/internal/netset"
)

// firewall is an AWS Network Firewall over the atoms of a fabric.
type firewall struct {
	*inventory.Firewall
	space *netset.Space

	stateless        []statelessRule
	statelessDefault inventory.FirewallAction
	stateful         []statefulRule
	strict           bool
	defaults         statefulDefault
	policy           string // ARN
	// tls is set where the firewall opens TLS, which makes it see other traffic.
	tls bool
	// unclear is set where nothing can be said.
	unclear *inventory.Missing
	asked   map[asked]*firewall // by flow, with the rules that can match it
}

// firewallOf finds and compiles the firewall that a VPC endpoint or a transit
// gateway attachment leads to; nil when none of those that were read.
func (e *environment) firewallOf(endpoint string) inventory.Value[*firewall] {
	if f, ok := e.firewalls[endpoint]; ok {
		return f
	}
	out := inventory.Then(e.snapshot.FirewallOf(e.vpc.Scope, endpoint), func(f *inventory.Firewall) inventory.Value[*firewall] {
		if f == nil {
			return inventory.Known[*firewall](nil)
		}
		return inventory.Known(e.compileFirewall(f, endpoint))
	})
	if e.firewalls == nil {
		e.firewalls = map[string]inventory.Value[*firewall]{}
	}
	e.firewalls[endpoint] = out
	return out
}

func (e *environment) compileFirewall(raw *inventory.Firewall, endpoint string) *firewall {
	f := &firewall{Firewall: raw, space: e.space, policy: raw.Policy, asked: map[asked]*firewall{}}
	i := slices.IndexFunc(raw.Endpoints, func(p inventory.FirewallEndpoint) bool { return p.ID == endpoint })
	switch {
	case i < 0 || !raw.Endpoints[i].Ready():
		return f.undecided("what " + raw.FirewallName + " does while " + endpoint + " is not ready")
	case !raw.InSync:
		return f.undecided("which rules of " + raw.FirewallName + " are at work while it is not in sync")
	}
	found := e.snapshot.FirewallPolicy(raw.Scope, raw.Policy)
	p, ok := found.Get()
	if !ok {
		why := found.Why()
		f.unclear = &why
		return f
	}
	c := ruleCompiler{snapshot: e.snapshot, space: e.space, firewall: raw, policy: p}
	c.settleHome()
	f.strict, f.tls, f.statelessDefault = p.Strict, p.TLSInspection != "", p.StatelessDefault
	f.stateless, f.stateful = c.statelessRules(), c.statefulRules()
	f.defaults = defaultOf(p)
	return f
}

func (f *firewall) undecided(what string) *firewall {
	f.unclear = &inventory.Missing{Kind: inventory.MissingHop, What: what}
	return f
}

// ruleCompiler turns the rule groups of one policy into rules over a space.
type ruleCompiler struct {
	snapshot *inventory.Snapshot
	space    *netset.Space
	firewall *inventory.Firewall
	policy   *inventory.FirewallPolicy

	home, external matched // the policy's HOME_NET and EXTERNAL_NET
}

// settleHome sets the policy's variables. HOME_NET is the range of the
// firewall's VPC unless the policy says otherwise (what it is for an endpoint in
// another VPC is not said); EXTERNAL_NET is always all
// but the policy's HOME_NET (Network Firewall guide, suricata-limitations-caveats).
func (c *ruleCompiler) settleHome() {
	book := newAddressBook(c.space, nothingDefined)
	c.home = book.anything()
	switch own, ok := c.policy.Variables["HOME_NET"]; {
	case ok:
		c.home = book.union(own)
	case c.firewall.VPC != "" && c.firewall.Joined == "":
		if v, ok := c.snapshot.VPC(c.firewall.Scope, c.firewall.VPC).Get(); ok {
			c.home = book.homeOf(v.CIDRs)
		}
	}
	book = newAddressBook(c.space, func(string) (matched, bool) { return c.home, true })
	c.external = book.set("!$HOME_NET")
}

func nothingDefined(string) (matched, bool) { return matched{}, false }

// homeOf is a VPC's range. The guide speaks of the VPC's CIDR, so blocks that
// were added to it later only may belong.
func (b *addressBook) homeOf(blocks []netip.Prefix) matched {
	out := matched{b.space.Empty(), b.space.Empty()}
	for i, p := range blocks {
		if from, to := netset.Bounds(p); !b.cuts(from, to) {
			return b.anything()
		}
		set := b.space.Prefixes(p)
		out.maybe = out.maybe.Union(set)
		if i == 0 {
			out.sure = set
		}
	}
	return out
}

// bookOf resolves the variables of one rule group: its own, else the policy's.
func (c *ruleCompiler) bookOf(g *inventory.FirewallRuleGroup) *addressBook {
	plain := newAddressBook(c.space, nothingDefined)
	return newAddressBook(c.space, func(name string) (matched, bool) {
		if name[0] == '@' {
			return c.reference(plain, g.IPSetReferences[name[1:]])
		}
		own, ok := g.IPSets[name[1:]]
		switch {
		case ok:
			return plain.union(own), true
		case name == "$HOME_NET":
			return c.home, true
		case name == "$EXTERNAL_NET":
			return c.external, true
		}
		return matched{}, false
	})
}

// reference is what a prefix list holds; resource groups are not read.
func (c *ruleCompiler) reference(book *addressBook, arn string) (matched, bool) {
	_, id, ok := strings.Cut(arn, ":prefix-list/")
	if !ok {
		return matched{}, false
	}
	blocks, ok := c.prefixList(id)
	if !ok {
		return matched{}, false
	}
	texts := make([]string, len(blocks))
	for i, p := range blocks {
		texts[i] = p.String()
	}
	if len(texts) == 0 {
		return matched{c.space.Empty(), c.space.Empty()}, true
	}
	return book.union(texts), true
}

func (c *ruleCompiler) prefixList(id string) ([]netip.Prefix, bool) {
	l, ok := c.snapshot.PrefixList(c.firewall.Scope, id).Get()
	if !ok {
		return nil, false
	}
	return l.Prefixes.Get()
}

// group reads a rule group that a policy refers to; ok is false where its rules
// cannot be decided, and missing says why.
func (c *ruleCompiler) group(r inventory.RuleGroupReference) (g *inventory.FirewallRuleGroup, missing *inventory.Missing) {
	found := c.snapshot.FirewallRuleGroup(c.firewall.Scope, r.ARN)
	g, ok := found.Get()
	if !ok {
		why := found.Why()
		return nil, &why
	}
	if r.Override.Action != "" {
		return nil, &inventory.Missing{Kind: inventory.MissingHop, What: "what " + r.Override.Action + " makes of " + g.Name}
	}
	return g, nil
}

// cutFirewalls adds every boundary that the rules of firewalls on this VPC's
// ways draw.
func (e *environment) cutFirewalls(b *netset.Builder) {
	for _, f := range e.firewallsNear() {
		e.cutVPC(b, f)
		p, ok := e.snapshot.FirewallPolicy(f.Scope, f.Policy).Get()
		if !ok {
			continue
		}
		c := ruleCompiler{snapshot: e.snapshot, firewall: f, policy: p}
		for _, texts := range p.Variables {
			cutAddresses(b, texts...)
		}
		for _, r := range slices.Concat(p.Stateless, p.Stateful) {
			if g, missing := c.group(r); missing == nil {
				c.cutGroup(b, &e.ports, g)
			}
		}
	}
}

// firewallsNear are those of this VPC, those its endpoints lead to and those
// that a transit gateway attaches.
func (e *environment) firewallsNear() []*inventory.Firewall {
	var out []*inventory.Firewall
	for _, f := range e.snapshot.Firewalls() {
		if f.VPC == e.vpc.ID || f.VPC == "" {
			out = append(out, f)
		}
	}
	endpoints, _ := e.endpoints.Get()
	for _, v := range endpoints {
		if f, _ := e.snapshot.FirewallOf(e.vpc.Scope, v.ID).Get(); f != nil {
			out = append(out, f)
		}
	}
	return out
}

// cutVPC cuts the range of a firewall's VPC, its HOME_NET by default.
func (e *environment) cutVPC(b *netset.Builder, f *inventory.Firewall) {
	if v, ok := e.snapshot.VPC(f.Scope, f.VPC).Get(); ok && f.VPC != "" {
		for _, p := range v.CIDRs {
			b.CutPrefix(p)
		}
	}
}

func (c *ruleCompiler) cutGroup(b *netset.Builder, ports *portCuts, g *inventory.FirewallRuleGroup) {
	for _, texts := range g.IPSets {
		cutAddresses(b, texts...)
	}
	for _, arn := range g.IPSetReferences {
		_, id, _ := strings.Cut(arn, ":prefix-list/")
		blocks, _ := c.prefixList(id)
		for _, p := range blocks {
			b.CutPrefix(p)
		}
	}
	for _, r := range g.StatelessRules {
		cutAddresses(b, r.Sources...)
		cutAddresses(b, r.Destinations...)
		statelessPorts(r.SourcePorts).cut(ports)
		statelessPorts(r.DestinationPorts).cut(ports)
	}
	for _, r := range headersOf(g) {
		cutAddresses(b, r.Header.Source, r.Header.Destination)
		groupPorts(g, r.Header.SourcePort).cut(ports)
		groupPorts(g, r.Header.DestinationPort).cut(ports)
	}
}

func groupPorts(g *inventory.FirewallRuleGroup, text string) portSet {
	return parsePorts(text, func(name string) ([]string, bool) {
		found, ok := g.PortSets[name]
		return found, ok
	})
}

func cutAddresses(b *netset.Builder, texts ...string) {
	for _, text := range texts {
		if t, err := parseAddress(text); err == nil {
			t.cut(b)
		}
	}
}

func (t addressTerm) cut(b *netset.Builder) {
	if t.from.IsValid() {
		b.Cut(t.from, t.to)
	}
	for _, inner := range t.list {
		inner.cut(b)
	}
}
