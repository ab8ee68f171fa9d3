package inventory

// BlockPublicAccess is the Region's switch over all internet gateways.
type BlockPublicAccess struct {
	Meta
	Mode string // off, block-bidirectional, block-ingress
}

func decodeBlockPublicAccess(m *members, meta Meta) *BlockPublicAccess {
	type options struct{ InternetGatewayBlockMode string }
	b := &BlockPublicAccess{Meta: meta, Mode: must[options](m, "VpcBlockPublicAccessOptions").InternetGatewayBlockMode}
	switch b.Mode {
	case "off", "block-bidirectional", "block-ingress":
	default:
		m.fail("Block Public Access mode %q is not known", b.Mode)
	}
	return b
}

// BlockPublicExclusion exempts a VPC or subnet.
type BlockPublicExclusion struct {
	Meta
	Resource string // ARN of the VPC or subnet
	Mode     string // allow-bidirectional, allow-egress
	Active   bool
}

func decodeBlockPublicExclusion(m *members, meta Meta) *BlockPublicExclusion {
	e := &BlockPublicExclusion{Meta: meta, Resource: must[string](m, "ResourceArn"), Mode: must[string](m, "InternetGatewayExclusionMode")}
	if e.Mode != "allow-bidirectional" && e.Mode != "allow-egress" {
		m.fail("exclusion mode %q is not known", e.Mode)
	}
	switch state := must[string](m, "State"); state {
	case "create-complete", "update-complete", "update-in-progress":
		e.Active = true
	case "create-in-progress", "create-failed", "update-failed", "delete-in-progress", "delete-complete", "disable-in-progress", "disable-complete":
	default:
		m.fail("exclusion state %q is not known", state)
	}
	return e
}

// FlowLog records the traffic of a VPC, subnet or interface.
type FlowLog struct {
	Meta
	Resource string
	Traffic  string // ALL, ACCEPT, REJECT
}

func decodeFlowLog(m *members, meta Meta) *FlowLog {
	return &FlowLog{Meta: meta, Resource: may[string](m, "ResourceId"), Traffic: may[string](m, "TrafficType")}
}
