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
	// DNSRecordType is ipv4, ipv6, dualstack or service-defined; "" where AWS does
	// not say.
	DNSRecordType string
	DNSNames      []string // the endpoint's own names, of the Region and of each zone
	Owner         string   // account id
	ServiceRegion string   // of a service in another Region; "" where the answer does not say
	// ResourceConfiguration and ServiceNetwork are the ARN of what an endpoint of
	// type Resource or ServiceNetwork leads to.
	ResourceConfiguration string
	ServiceNetwork        string
}

// Available reports whether the endpoint carries traffic; AWS answers the state
// in either case (measured).
func (e *VPCEndpoint) Available() bool { return strings.EqualFold(e.State, "available") }

func decodeVPCEndpoint(m *members, meta Meta) *VPCEndpoint {
	type group struct {
		GroupID string `json:"GroupId"`
	}
	type dns struct {
		InboundOnly *bool  `json:"PrivateDnsOnlyForInboundResolverEndpoint"`
		RecordType  string `json:"DnsRecordIpType"`
	}
	e := &VPCEndpoint{
		Meta: meta, VPC: must[string](m, "VpcId"), Service: may[string](m, "ServiceName"), State: must[string](m, "State"),
		Type: may[string](m, "VpcEndpointType"), RouteTables: may[[]string](m, "RouteTableIds"), Subnets: may[[]string](m, "SubnetIds"),
		Interfaces: may[[]string](m, "NetworkInterfaceIds"), Policy: optional[string](m.o, "PolicyDocument"), AddressType: may[string](m, "IpAddressType"),
		Owner: may[string](m, "OwnerId"), ServiceRegion: may[string](m, "ServiceRegion"),
		ResourceConfiguration: may[string](m, "ResourceConfigurationArn"), ServiceNetwork: may[string](m, "ServiceNetworkArn"),
	}
	type name struct{ DNSName string }
	for _, n := range may[[]name](m, "DnsEntries") {
		e.DNSNames = append(e.DNSNames, unescaped(dnsName(n.DNSName)))
	}
	for _, g := range may[[]group](m, "Groups") {
		e.Groups = append(e.Groups, g.GroupID)
	}
	if e.Type == "" && len(e.RouteTables) > 0 {
		// Recordings from before interface endpoints have no type: all were gateways.
		e.Type = "Gateway"
	}
	if e.Type == "Interface" {
		e.PrivateDNS = must[bool](m, "PrivateDnsEnabled")
	}
	options := may[dns](m, "DnsOptions")
	e.DNSRecordType, e.InboundOnly = options.RecordType, e.inboundOnly(options.InboundOnly)
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
	case "Gateway", "Interface", "GatewayLoadBalancer":
		must[string](m, "ServiceName")
	case "Resource", "ServiceNetwork":
		// These lead to a resource configuration or service network instead.
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
	ZoneIDs []string
	// PrivateDNSNames are what an endpoint's private DNS answers for.
	PrivateDNSNames []string
	// PolicySupported is false for services that grant full access to every endpoint.
	PolicySupported Value[bool]
}

func decodeEndpointService(m *members, meta Meta) *EndpointService {
	type kind struct{ ServiceType string }
	s := &EndpointService{Meta: meta, Service: must[string](m, "ServiceName"), Zones: may[[]string](m, "AvailabilityZones"), ZoneIDs: may[[]string](m, "AvailabilityZoneIds"), PolicySupported: required[bool](m.o, "VpcEndpointPolicySupported")}
	type private struct{ PrivateDNSName string }
	for _, p := range may[[]private](m, "PrivateDnsNames") {
		s.PrivateDNSNames = append(s.PrivateDNSNames, dnsName(p.PrivateDNSName))
	}
	if name := may[string](m, "PrivateDnsName"); name != "" && len(s.PrivateDNSNames) == 0 {
		s.PrivateDNSNames = []string{dnsName(name)}
	}
	for _, t := range may[[]kind](m, "ServiceType") {
		s.Types = append(s.Types, t.ServiceType)
	}
	return s
}
