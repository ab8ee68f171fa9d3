package inventory

// InternetGateway joins a VPC to the internet.
type InternetGateway struct {
	Meta
	VPCs []string // those it is attached to and available in
}

func decodeInternetGateway(m *members, meta Meta) *InternetGateway {
	return &InternetGateway{Meta: meta, VPCs: attachedVPCs(m)}
}

func attachedVPCs(m *members) []string { return vpcsIn(m, "Attachments") }

// vpcsIn reads the VPCs of an attachment list. AWS answers state available for an
// internet gateway and attached for an egress-only and a virtual private one.
func vpcsIn(m *members, name string) []string {
	type attachment struct {
		State string
		VPCID string `json:"VpcId"`
	}
	var out []string
	for _, a := range must[[]attachment](m, name) {
		switch a.State {
		case "available", "attached":
			out = append(out, m.said(a.VPCID, "the VPC of an attachment"))
		case "attaching", "detaching", "detached":
		default:
			m.fail("attachment state %q is not known", a.State)
		}
	}
	return out
}

// EgressOnlyGateway lets IPv6 out and nothing in.
type EgressOnlyGateway struct {
	Meta
	VPCs []string
}

func decodeEgressOnlyGateway(m *members, meta Meta) *EgressOnlyGateway {
	return &EgressOnlyGateway{Meta: meta, VPCs: attachedVPCs(m)}
}
