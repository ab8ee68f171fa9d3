package inventory

import "strings"

// VPCEndpoint is a private way to a service.
type VPCEndpoint struct {
	Meta
	VPC         string
	Service     string // com.amazonaws.eu-west-1.s3
	Type        string // Gateway, Interface, GatewayLoadBalancer, Resource, ServiceNetwork
	State       string // available, pending, failed …
	RouteTables []string
	Subnets     []string
	Interfaces  []string
	Groups      []string
	PrivateDNS  bool
	// InboundOnly keeps the private names of an S3 interface endpoint to inbound
	// Resolver endpoints, so that clients in the VPC still get public addresses.
	InboundOnly Value[bool]
	Policy      Value[string] // JSON; "" where AWS grants full access
	AddressType string        // ipv4, ipv6, dualstack
	DNSNames    []string      // the endpoint's own names, of the Region and of each zone
}

// Available reports whether the endpoint carries traffic; AWS answers the state
// in either case (measured).
func (e *VPCEndpoint) Available() bool { return strings.EqualFold(e.State, "available") }

func decodeVPCEndpoint(m *members, meta Meta) *VPCEndpoint {
	type group struct {
		GroupID string `json:"GroupId"`
	}
	type dns struct {
		InboundOnly *bool `json:"PrivateDnsOnlyForInboundResolverEndpoint"`
	}
	e := &VPCEndpoint{
		Meta: meta, VPC: must[string](m, "VpcId"), Service: must[string](m, "ServiceName"), State: must[string](m, "State"),
		Type: may[string](m, "VpcEndpointType"), RouteTables: may[[]string](m, "RouteTableIds"), Subnets: may[[]string](m, "SubnetIds"),
		Interfaces: may[[]string](m, "NetworkInterfaceIds"), Policy: optional[string](m.o, "PolicyDocument"), AddressType: may[string](m, "IpAddressType"),
	}
	type name struct{ DNSName string }
	for _, n := range may[[]name](m, "DnsEntries") {
		e.DNSNames = append(e.DNSNames, dnsName(n.DNSName))
	}
	for _, g := range may[[]group](m, "Groups") {
		e.Groups = append(e.Groups, g.GroupID)
	}
	if e.Type == "" {
		// Recordings from before interface endpoints have no type: all were gateways.
		e.Type = "Gateway"
	}
	if e.Type == "Interface" {
		e.PrivateDNS = must[bool](m, "PrivateDnsEnabled")
	}
	e.InboundOnly = e.inboundOnly(may[dns](m, "DnsOptions").InboundOnly)
	e.check(m)
	return e
}

// inboundOnly is AWS's to say for S3 alone; other services have no such choice.
func (e *VPCEndpoint) inboundOnly(said *bool) Value[bool] {
	switch {
	case said != nil:
		return Known(*said)
	case e.PrivateDNS && strings.HasSuffix(e.Service, ".s3"):
		return Unknown[bool](Missing{MissingOperation, e.ID + " answered without PrivateDnsOnlyForInboundResolverEndpoint"})
	}
	return Known(false)
}

// check refuses types and states that AWS did not have when this was written:
// what they do is not known.
func (e *VPCEndpoint) check(m *members) {
	switch e.Type {
	case "Gateway", "Interface", "GatewayLoadBalancer", "Resource", "ServiceNetwork":
	default:
		m.fail("endpoint type %q is not known", e.Type)
	}
	switch strings.ToLower(e.State) {
	case "pendingacceptance", "pending", "available", "deleting", "deleted", "rejected", "failed", "expired", "partial":
	default:
		m.fail("endpoint state %q is not known", e.State)
	}
}

// EndpointService is a service that endpoints can be made for.
type EndpointService struct {
	Meta
	Service string
	Types   []string
	Zones   []string
	// PolicySupported is false for services that grant full access to every endpoint.
	PolicySupported Value[bool]
}

func decodeEndpointService(m *members, meta Meta) *EndpointService {
	type kind struct{ ServiceType string }
	s := &EndpointService{Meta: meta, Service: must[string](m, "ServiceName"), Zones: may[[]string](m, "AvailabilityZones"), PolicySupported: required[bool](m.o, "VpcEndpointPolicySupported")}
	for _, t := range may[[]kind](m, "ServiceType") {
		s.Types = append(s.Types, t.ServiceType)
	}
	return s
}
