package inventory

import "net/netip"

// Peering joins two VPCs.
type Peering struct {
	Meta
	Requester, Accepter PeeringSide
	State               string // active, pending-acceptance, deleted …
}

// PeeringSide is one of the two VPCs of a peering connection.
type PeeringSide struct {
	VPC    string
	Owner  string
	Region string
	// Prefixes are the VPC's IPv4 and IPv6 blocks; none while it is not active.
	Prefixes []netip.Prefix
	// RemoteDNS lets the other VPC resolve this one's public host names to
	// private addresses; unknown where AWS does not say, as to a stranger.
	RemoteDNS Value[bool]
}

type rawPeeringSide struct {
	VPC    string `json:"VpcId"`
	Owner  string `json:"OwnerId"`
	Region string
	Block  string `json:"CidrBlock"`
	Blocks []struct {
		Block string `json:"CidrBlock"`
	} `json:"CidrBlockSet"`
	Blocks6 []struct {
		Block string `json:"Ipv6CidrBlock"`
	} `json:"Ipv6CidrBlockSet"`
	Options *struct {
		RemoteDNS *bool `json:"AllowDnsResolutionFromRemoteVpc"`
	} `json:"PeeringOptions"`
}

func decodePeering(m *members, meta Meta) *Peering {
	type status struct{ Code string }
	p := &Peering{
		Meta: meta, Requester: must[rawPeeringSide](m, "RequesterVpcInfo").side(m), Accepter: must[rawPeeringSide](m, "AccepterVpcInfo").side(m),
		State: must[status](m, "Status").Code,
	}
	switch p.State {
	case "initiating-request", "pending-acceptance", "active", "deleted", "rejected", "failed", "expired", "provisioning", "deleting":
	default:
		m.fail("peering status %q is not known", p.State)
	}
	return p
}

func (raw rawPeeringSide) side(m *members) PeeringSide {
	s := PeeringSide{VPC: m.said(raw.VPC, "the VPC of a side"), Owner: raw.Owner, Region: raw.Region}
	for _, b := range raw.Blocks {
		s.Prefixes = append(s.Prefixes, m.prefix(b.Block))
	}
	if len(s.Prefixes) == 0 && raw.Block != "" {
		s.Prefixes = append(s.Prefixes, m.prefix(raw.Block))
	}
	for _, b := range raw.Blocks6 {
		s.Prefixes = append(s.Prefixes, m.prefix(b.Block))
	}
	if raw.Options != nil && raw.Options.RemoteDNS != nil {
		s.RemoteDNS = Known(*raw.Options.RemoteDNS)
	} else {
		s.RemoteDNS = Unknown[bool](Missing{MissingOperation, "DNS option of the peering connection's side " + raw.VPC})
	}
	return s
}
