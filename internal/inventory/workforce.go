package inventory

// Workforce is the people who label. Their portal may be reached by an
// interface endpoint that SageMaker makes in a VPC.
type Workforce struct {
	Meta
	VPC         Value[string]   // id; "" for a public portal
	Subnets     Value[[]string] // of the portal's endpoint
	Groups      Value[[]string]
	VPCEndpoint Value[string]
	SourceCIDRs Value[[]string] // from which the portal may be opened; empty: anywhere
}

func decodeWorkforce(o *object, m Meta) *Workforce {
	vpc, _ := nested(o, "WorkforceVpcConfig")
	source, _ := nested(o, "SourceIpConfig")
	return &Workforce{
		Meta:        m,
		VPC:         optional[string](vpc, "VpcId"),
		Subnets:     optional[[]string](vpc, "Subnets"),
		Groups:      optional[[]string](vpc, "SecurityGroupIds"),
		VPCEndpoint: optional[string](vpc, "VpcEndpointId"),
		SourceCIDRs: optional[[]string](source, "Cidrs"),
	}
}

// Network of a workforce: people's browsers come in, no code goes out.
func (w *Workforce) Network() Network { return runsNothing() }
