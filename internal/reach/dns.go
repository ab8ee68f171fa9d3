package reach

import (
	"net/netip"
	"slices"
	"strings"

	"mooring/internal/inventory"
	"mooring/internal/netset"
)

// answer is what DNS says to a client in the VPC.
type answer struct {
	dns     DNS
	outcome Outcome
	inside  []destination // interfaces within the network, each of which may be picked
	outside netset.Set    // public addresses
	fixed   bool          // every address of outside serves the name, or may be picked: S3's and DynamoDB's own lists, records of a zone

	// inside6 and outside6 are the IPv6 addresses that a client with IPv6 may try
	// instead: a private zone has those of its own records alone.
	inside6   []destination
	outside6  netset.Set
	synthetic bool // outside6 are the addresses of outside as DNS64 writes them: 64:ff9b::/96
}

// destination is one interface within the network.
type destination struct {
	id, kind, label string
	env             *environment // nil: the client's own VPC
	subnet          string
	groups          []string
	blamed          []string // those of groups that a customer would change; nil: all
	set             netset.Set
	endpoint        *inventory.VPCEndpoint
	balancer        *node // nil: no load balancer's
	groupless       bool  // known to carry no groups, so that none are asked
}

func (d destination) blame() []string {
	if len(d.blamed) > 0 {
		return d.blamed
	}
	return d.groups
}

func (a *answer) gate(kind inventory.Gate, object string, o Outcome, why string, missing *inventory.Missing) {
	a.put(Gate{Kind: kind, Object: []string{object}, Outcome: o, Why: why, Missing: missing})
}

// put adds a gate once; several names of a service share most of them.
func (a *answer) put(g Gate) {
	if slices.ContainsFunc(a.dns.Gates, func(old Gate) bool { return old.key() == g.key() && old.Outcome == g.Outcome && old.Why == g.Why }) {
		return
	}
	a.dns.Gates = append(a.dns.Gates, g)
	if g.Outcome == Fails || (g.Outcome == Unclear && a.outcome != Fails) {
		a.outcome = g.Outcome
	}
}

func (a *answer) fail(object, why string) { a.gate(inventory.GateDNS, object, Fails, why, nil) }

func (a *answer) unclear(object string, missing inventory.Missing) {
	a.gate(inventory.GateDNS, object, Unclear, missing.What, &missing)
}

// noAddress: the endpoint's zone answers, with addresses that were not read.
func (a *answer) noAddress(object string, missing inventory.Missing) {
	a.gate(inventory.GateInterfaceEndpoint, object, Unclear, missing.What, &missing)
}

// join adds the answer for another name that must work too; object is what is
// blamed where the two lead apart.
func (a *answer) join(b answer, object string) {
	first := len(a.inside) == 0 && a.outside.IsEmpty() && a.outcome == Passes
	apart := !first && a.outcome == Passes && b.outcome == Passes && (len(a.inside) > 0) != (len(b.inside) > 0)
	for _, g := range b.dns.Gates {
		a.put(g)
	}
	a.dns.Answer = once(slices.Concat(a.dns.Answer, b.dns.Answer))
	slices.Sort(a.dns.Answer)
	if a.dns.By == "" {
		a.dns.By = b.dns.By
	} else if b.dns.By != "" && !strings.Contains(a.dns.By, b.dns.By) {
		a.dns.By += "; " + b.dns.By
	}
	a.inside, a.inside6 = append(a.inside, b.inside...), append(a.inside6, b.inside6...)
	a.fixed = b.fixed && (first || a.fixed)
	a.synthetic = b.synthetic && (first || a.synthetic)
	a.outside, a.outside6 = a.outside.Union(b.outside), a.outside6.Union(b.outside6)
	if apart {
		a.unclear(object, hop("which name is asked for: some lead into the network, some out of it"))
	}
}

// query is one client's question for names.
type query struct {
	client  *environment // where the client stands
	class   *class
	split   bool         // what is not in the VPC's range leaves by an interface of SageMaker's own
	view    *environment // the VPC whose Resolver answers
	inbound bool         // it is asked by an inbound Resolver endpoint
	public  bool         // nothing private answers: the name servers ask public DNS alone
	service *inventory.Service
	notes   *notebook
	hops    int     // aliases and forwarding rules followed
	beyond  *ruling // what DNS Firewall may do to the names that public DNS leads to
	trusted bool    // DNS Firewall looks at the first name alone
	own     *bool   // set where the answer hangs on how this very client reaches a name server; nil: nobody asks
}

// resolution is a question for a service's names by all that may matter of a
// client that asks the Amazon resolver.
type resolution struct {
	service    string
	split, six bool
	dns64      inventory.Value[bool]
}

// resolved is an answer with what it adds to the notebook.
type resolved struct {
	answer
	notes notebook
}

// resolve asks the VPC's DNS for a service: options, attributes, DNS Firewall,
// private zones, rules and endpoints decide which addresses are tried.
func (e *environment) resolve(c *class, s inventory.Service, split bool, n *notebook) answer {
	key := resolution{s.ID, split, !c.sources6.IsEmpty(), c.subnet.DNS64}
	known := e.names[key]
	if known == nil {
		own := false
		known = &resolved{}
		asked := s
		q := &query{client: e, class: c, split: split, view: e, service: &asked, notes: &known.notes, own: &own}
		known.answer = q.resolve(s.Queries(e.vpc.Partition, e.region()))
		if s.ID == "s3" && known.outcome == Passes {
			q.bareName(s, &known.notes)
		}
		if !own && e.names != nil {
			e.names[key] = known
		}
	}
	n.add(known.notes)
	return known.answer
}

// resolveHost asks the VPC's DNS for any host name.
func (e *environment) resolveHost(c *class, host string, split bool, n *notebook) answer {
	q := &query{client: e, class: c, split: split, view: e, notes: n}
	return q.resolve([]string{strings.ToLower(strings.TrimSuffix(host, "."))})
}

// bareName notes where S3's name without a bucket in front is answered no more:
// clients ask for it to list buckets, and for buckets with dots in their names.
func (q *query) bareName(s inventory.Service, n *notebook) {
	second := &query{client: q.client, class: q.class, split: q.split, view: q.client, service: &s, notes: &notebook{}}
	hosts := s.HostNames(q.client.vpc.Partition, q.client.region())
	if a := second.resolve(hosts); a.outcome == Fails {
		n.notes = append(n.notes, "names with a bucket in front are answered, and "+s.ID+" without one is not: listing buckets fails")
	}
}

func (q *query) resolve(hosts []string) answer {
	a := answer{outcome: Passes}
	if len(hosts) > 0 {
		a.dns.Name = strings.TrimPrefix(hosts[0], inventory.AnyLabel)
	}
	q.servers(&a)
	if a.outcome != Passes {
		return a
	}
	for _, host := range hosts {
		part := answer{outcome: Passes, dns: DNS{Name: a.dns.Name}}
		one := *q
		if one.screen(&part, host); part.outcome == Passes {
			one.look(&part, host)
		}
		a.join(part, q.client.vpc.ID)
	}
	return a
}

// single is one address as a set; ok is false when no atom was cut for it.
func (e *environment) single(a netip.Addr) (netset.Set, bool) {
	if !a.IsValid() || !e.space.Cuts(netip.PrefixFrom(a, a.BitLen())) {
		return netset.Set{}, false
	}
	return e.space.Range(a, a), true
}

// hop is what cannot be followed further.
func hop(what string) inventory.Missing {
	return inventory.Missing{Kind: inventory.MissingHop, What: what}
}
