package inventory

// TransitGateway is a regional router between VPCs.
type TransitGateway struct {
	Meta
	State string
	Owner string
}

func decodeTransitGateway(m *members, meta Meta) *TransitGateway {
	return &TransitGateway{Meta: meta, State: must[string](m, "State"), Owner: may[string](m, "OwnerId")}
}

// TransitAttachment joins a VPC to a transit gateway.
type TransitAttachment struct {
	Meta
	Gateway string
	VPC     string
	State   string
	Subnets []string
}

func decodeTransitAttachment(m *members, meta Meta) *TransitAttachment {
	return &TransitAttachment{
		Meta: meta, Gateway: must[string](m, "TransitGatewayId"), State: must[string](m, "State"),
		VPC: may[string](m, "VpcId"), Subnets: may[[]string](m, "SubnetIds"),
	}
}

// TransitRouteTable is a route table of a transit gateway.
type TransitRouteTable struct {
	Meta
	Gateway string
	State   string
}

func decodeTransitRouteTable(m *members, meta Meta) *TransitRouteTable {
	return &TransitRouteTable{Meta: meta, Gateway: must[string](m, "TransitGatewayId"), State: may[string](m, "State")}
}

// Peering joins two VPCs.
type Peering struct {
	Meta
	Requester, Accepter PeeringSide
	State               string
}

// PeeringSide is one of the two VPCs of a peering connection.
type PeeringSide struct {
	VPC    string `json:"VpcId"`
	Owner  string `json:"OwnerId"`
	Region string
}

func decodePeering(m *members, meta Meta) *Peering {
	type status struct{ Code string }
	return &Peering{
		Meta: meta, Requester: must[PeeringSide](m, "RequesterVpcInfo"), Accepter: must[PeeringSide](m, "AccepterVpcInfo"),
		State: must[status](m, "Status").Code,
	}
}

// Firewall is an AWS Network Firewall.
type Firewall struct {
	Meta
	FirewallName string
}

func decodeFirewall(m *members, meta Meta) *Firewall {
	return &Firewall{Meta: meta, FirewallName: may[string](m, "FirewallName")}
}
