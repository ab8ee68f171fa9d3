package reach

import (
	"net/netip"
	"slices"
	"strings"

	"mooring/internal/inventory"
	"mooring/internal/policy"
)

// pathKeys are what the chosen path supplies to a policy. Across a VPC endpoint
// that is the endpoint and its VPC, and no public address; past it a public
// address alone (IAM User Guide, reference_policies_condition-keys, "Properties
// of the network").
type pathKeys struct {
	crossing crossed
	endpoint *inventory.VPCEndpoint
	client   netip.Prefix // where the client's address lies, invalid where not known
	public   string       // the public address, "" where not known
	region   string
	platform bool // SageMaker itself asks
}

// crossed says whether the request crosses a VPC endpoint.
type crossed int8

const (
	unsure crossed = iota
	byEndpoint
	byInternet
)

// keysOf reads the keys off a path.
func (g *Engine) keysOf(p *Proof, path Path) pathKeys {
	k := pathKeys{platform: p.Traffic == TrafficPlatform}
	var nats []string
	door, balanced := "", false
	for _, h := range path.Hops {
		switch {
		case h.Kind == "nat-gateway":
			nats = append(nats, h.ID)
		case strings.HasSuffix(h.Kind, "internet-gateway"):
			door = h.ID
		case h.Kind == string(inventory.KindLoadBalancer):
			balanced = true
		}
	}
	i := slices.IndexFunc(path.Gates, func(gate Gate) bool { return gate.endpoint != nil })
	switch {
	case i >= 0:
		k.crossing, k.endpoint = byEndpoint, path.Gates[i].endpoint
		k.region = k.endpoint.Region
		if len(nats) == 0 && !balanced {
			k.client = g.clientOf(p, k.endpoint)
		}
	case door != "":
		k.crossing = byInternet
		k.public = g.publicAddress(p, nats)
	}
	return k
}

// clientOf is the range of the client's subnet. Endpoints of both families may
// be asked by either address.
func (g *Engine) clientOf(p *Proof, v *inventory.VPCEndpoint) netip.Prefix {
	if v.AddressType != "" && v.AddressType != "ipv4" {
		return netip.Prefix{}
	}
	s, ok := g.snapshot.Subnet(v.Scope, p.From.Subnet).Get()
	if !ok {
		return netip.Prefix{}
	}
	return s.CIDR
}

// publicAddress is that of the one NAT gateway on the path, where it has one.
func (g *Engine) publicAddress(p *Proof, nats []string) string {
	if len(nats) != 1 {
		return ""
	}
	near := inventory.Scope{}
	for _, v := range g.snapshot.VPCs() {
		if s, ok := g.snapshot.Subnet(v.Scope, p.From.Subnet).Get(); ok {
			near = s.Scope
			break
		}
	}
	nat, ok := g.snapshot.NATGateway(near, nats[0]).Get()
	if !ok || len(nat.PublicAddresses) != 1 {
		return ""
	}
	return nat.PublicAddresses[0].String()
}

// context is what every request over the path carries. A key that is left out
// is not known.
func (k pathKeys) context(a asker) map[string]policy.Values {
	c := map[string]policy.Values{
		"aws:securetransport": policy.Known("true"),
		"aws:sourceaccount":   policy.Absent(), // these are for requests that a service makes in its own name
		"aws:sourcearn":       policy.Absent(),
		"aws:sourceorgid":     policy.Absent(),
		"aws:sourceorgpaths":  policy.Absent(),
	}
	if k.region != "" {
		c["aws:requestedregion"] = policy.Known(k.region)
	}
	if !k.platform {
		c["aws:viaawsservice"], c["aws:calledvia"] = policy.Known("false"), policy.Absent()
		c["aws:calledviafirst"], c["aws:calledvialast"] = policy.Absent(), policy.Absent()
	}
	for key, value := range map[string]string{"aws:principalorgid": a.organization, "aws:principalorgpaths": a.path} {
		if value == noOrganization {
			c[key] = policy.Absent()
		} else if value != "" {
			c[key] = policy.Known(value)
		}
	}
	if a.roles != "" {
		c["aws:principaltype"] = policy.Known("AssumedRole")
	}
	k.network(c)
	return c
}

func (k pathKeys) network(c map[string]policy.Values) {
	switch k.crossing {
	case byEndpoint:
		v := k.endpoint
		c["aws:sourceip"] = policy.Absent()
		c["aws:sourcevpce"], c["aws:sourcevpc"] = policy.Known(v.ID), policy.Known(v.VPC)
		if k.client.IsValid() {
			c["aws:vpcsourceip"] = policy.Known(k.client.String())
		}
		if v.Partition != "" && v.Account != "" && v.Region != "" {
			c["aws:sourcevpcarn"] = policy.Known("arn:" + v.Partition + ":ec2:" + v.Region + ":" + v.Account + ":vpc/" + v.VPC)
		}
	case byInternet:
		for _, key := range []string{"aws:sourcevpce", "aws:sourcevpc", "aws:sourcevpcarn", "aws:vpcsourceip", "aws:vpceaccount", "aws:vpceorgid", "aws:vpceorgpaths"} {
			c[key] = policy.Absent()
		}
		if k.public != "" {
			c["aws:sourceip"] = policy.Known(k.public)
		}
	}
}
