package reach

import (
	"net/netip"
	"slices"
	"strings"

	"mooring/internal/inventory"
	"mooring/internal/netset"
)

// publicAddresses are what public DNS answers.
func (q *query) publicAddresses(a *answer, host string) {
	e := q.client
	a.dns.By = "public DNS"
	if !q.followable(a, host) {
		return
	}
	if q.beyond != nil {
		a.unclear(q.beyond.group, *q.beyond.missing)
		return
	}
	id, exact := e.listed(host)
	if id == "" {
		if q.service == nil && !inventory.WithinDomain(host, "amazonaws.com") && e.hasGatewayEndpoint() {
			q.notes.assumptions = append(q.notes.assumptions, host+" does not stand at addresses of S3 or DynamoDB, to which gateway endpoints lead")
		}
		a.outside = e.internet
		a.dns.Answer = []string{anyPublic}
		q.sixth(a, host)
		return
	}
	if hostnames, ok := e.vpc.DNSHostnames.Get(); ok && !hostnames {
		// The name resolves without it; PrivateLink guide, vpc-endpoints-s3.
		q.notes.notes = append(q.notes.notes, "AWS asks for enableDnsHostnames of "+e.vpc.ID+" where a gateway endpoint is used; it is false")
	}
	list := e.lists[id]
	blocks, ok := list.Get()
	if !ok {
		a.unclear(e.vpc.ID, list.Why())
		return
	}
	a.fixed = exact
	for _, p := range blocks {
		if p.Addr().Is4() {
			a.outside = a.outside.Union(e.space.Prefixes(p))
			a.dns.Answer = append(a.dns.Answer, p.String())
		}
	}
	slices.Sort(a.dns.Answer)
	if a.outside.IsEmpty() {
		a.unclear(e.vpc.ID, inventory.Missing{Kind: inventory.MissingOperation, What: "IPv4 addresses of the AWS prefix list for " + id})
	}
	if !exact {
		// Not every variant is documented to stand in the list's ranges.
		a.outside = a.outside.Union(e.internet)
		a.dns.Answer = append(a.dns.Answer, anyPublic)
	}
	q.sixth(a, host)
}

// followable turns to names that public DNS answers with private addresses, and
// refuses those that it does not have.
func (q *query) followable(a *answer, host string) bool {
	if at, v, in := q.ownName(host); v != nil {
		a.dns.By = "the endpoint's own name"
		q.endpointAddresses(a, at, v, v.Service, in, true)
		slices.Sort(a.dns.Answer)
		return false
	}
	balancer := q.client.snapshot.BalancerNamed(host)
	_, tail, _ := strings.Cut(host, ".")
	switch {
	case balancer != nil:
		a.dns.By = "the load balancer's own name"
		q.nodeAddresses(a, balancer)
		slices.Sort(a.dns.Answer)
	case strings.Contains(host, ".elb.") && q.balancersUnread(a, host):
	case inventory.WithinDomain(host, "vpce.amazonaws.com"), strings.Contains(tail, "vpce.amazonaws.com"), inventory.WithinDomain(host, "elb.amazonaws.com"), strings.Contains(host, ".elb."):
		a.unclear(host, hop("where "+host+" leads"))
	case strings.HasSuffix(host, "compute.internal"), strings.HasSuffix(host, "ec2.internal"), strings.HasSuffix(host, "compute.amazonaws.com"):
		a.unclear(host, hop("which instance "+host+" names"))
	case notPublic(host):
		a.fail(q.view.vpc.ID, "no private hosted zone or rule of the VPC answers "+host+", and public DNS has no such names")
	default:
		return true
	}
	return false
}

// notPublic knows names that public DNS will never have (RFC 2606, RFC 6761,
// RFC 6762; ICANN keeps internal, corp, home and mail from it), and those without a dot.
func notPublic(host string) bool {
	last := host[strings.LastIndex(host, ".")+1:]
	reserved := []string{"internal", "corp", "home", "mail", "lan", "local", "localhost", "localdomain", "test", "example", "invalid", "onion"}
	return last == host || slices.Contains(reserved, last)
}

// listed tells which of AWS's own lists holds the addresses of a name; exact
// where all of them are that service's, and all serve it.
func (e *environment) listed(host string) (id string, exact bool) {
	bare := strings.TrimPrefix(host, inventory.AnyLabel)
	for _, id := range []string{"s3", "dynamodb"} {
		s, _ := inventory.ServiceByID(id)
		region := e.region()
		known := append(s.HostNames(e.vpc.Partition, region), s.HostVariants(inventory.VariantDash, e.vpc.Partition, region)...)
		if id == "s3" {
			known = append(known, s.HostVariants(inventory.VariantDualstack, e.vpc.Partition, region)...)
			if region == "us-east-1" {
				known = append(known, s.HostVariants(inventory.VariantGlobal, e.vpc.Partition, region)...)
			}
		}
		ours := region == "us-east-1" && strings.HasPrefix(host, inventory.AnyLabel) // buckets of the Region are meant
		if id == "s3" && !ours && anyBucket(host, s.HostVariants(inventory.VariantGlobal, e.vpc.Partition, region)) {
			return id, false
		}
		if within(bare, known) {
			return id, true
		}
		first, rest, _ := strings.Cut(bare, ".")
		if strings.Contains(bare, region) && (strings.HasPrefix(first, id+"-") || first == id || strings.Contains("."+rest, "."+id+"-") || strings.Contains("."+rest, "."+id+".")) {
			return id, false
		}
	}
	return "", false
}

// anyBucket reports whether a name is that of a bucket without a Region, which
// public DNS answers with addresses of the bucket's own (S3 guide, VirtualHosting).
func anyBucket(host string, global []string) bool {
	return within(host, global) && !slices.Contains(global, inventory.AnyLabel+host)
}

// hasGatewayEndpoint reports whether a gateway endpoint may stand in the VPC.
func (e *environment) hasGatewayEndpoint() bool {
	all, ok := e.endpoints.Get()
	return !ok || slices.ContainsFunc(all, func(v *inventory.VPCEndpoint) bool { return v.Type == "Gateway" })
}

func within(host string, domains []string) bool {
	return slices.ContainsFunc(domains, func(d string) bool {
		return inventory.WithinDomain(host, strings.TrimPrefix(d, inventory.AnyLabel))
	})
}

// nat64 is the block in which DNS64 writes IPv4 addresses (VPC User Guide,
// nat-gateway-nat64-dns64).
func nat64() netip.Prefix { return netip.MustParsePrefix("64:ff9b::/96") }

// sixth adds what a client with IPv6 gets beside: the addresses of a name for
// both families, else those that the subnet's DNS64 makes.
func (q *query) sixth(a *answer, host string) {
	e := q.client
	if q.class.sources6.IsEmpty() {
		return
	}
	both := strings.Contains(host, ".dualstack.") || strings.HasSuffix(host, ".api.aws") || strings.HasSuffix(host, ".on.aws")
	aws := q.service != nil && q.service.Endpoint != "" || strings.Contains(host, ".amazonaws.com")
	switch {
	case both, q.service != nil && q.service.Public:
		a.outside6 = e.internet6
	case aws && !q.class.subnet.DNS64.Known():
		a.unclear(q.class.subnet.ID, q.class.subnet.DNS64.Why())
	case aws && inventory.Is(q.class.subnet.DNS64, true):
		if set, ok := e.block(nat64()); ok {
			a.outside6, a.synthetic = set, true
		}
	case !aws && q.service == nil:
		q.notes.assumptions = append(q.notes.assumptions, host+" has IPv4 addresses alone")
	}
}

// block is a CIDR block as a set; ok is false where it is no whole atoms.
func (e *environment) block(p netip.Prefix) (netset.Set, bool) {
	if !e.space.Cuts(p) {
		return netset.Set{}, false
	}
	return e.space.Prefixes(p), true
}
