package inventory

import "cmp"

// TransitPeering joins two transit gateways, each in an account and Region of its own.
type TransitPeering struct {
	Meta
	Requester, Accepter TransitPeeringSide
	State               string
}

// TransitPeeringSide is one of the two transit gateways, with its attachment.
type TransitPeeringSide struct {
	Gateway    string `json:"TransitGatewayId"`
	Account    string `json:"OwnerId"`
	Region     string
	Attachment string `json:"-"`
}

// decodeTransitPeering: where the accepter's attachment has no id of its own, both
// sides go by one (EC2 API, TransitGatewayPeeringAttachment).
func decodeTransitPeering(m *members, meta Meta) *TransitPeering {
	p := &TransitPeering{
		Meta: meta, State: must[string](m, "State"),
		Requester: must[TransitPeeringSide](m, "RequesterTgwInfo"), Accepter: must[TransitPeeringSide](m, "AccepterTgwInfo"),
	}
	p.Requester.Attachment = meta.ID
	p.Accepter.Attachment = cmp.Or(may[string](m, "AccepterTransitGatewayAttachmentId"), meta.ID)
	return p
}

// opposite is the other side than a gateway's attachment; nil where it is neither.
func (p *TransitPeering) opposite(gateway, attachment string) *TransitPeeringSide {
	switch near := (TransitPeeringSide{Gateway: gateway, Attachment: attachment}); near {
	case p.Requester.end():
		return &p.Accepter
	case p.Accepter.end():
		return &p.Requester
	}
	return nil
}

func (s TransitPeeringSide) end() TransitPeeringSide {
	return TransitPeeringSide{Gateway: s.Gateway, Attachment: s.Attachment}
}

// PeeredAttachment is the attachment at the other end of a peering attachment.
func (s *Snapshot) PeeredAttachment(a *TransitAttachment) Value[*TransitAttachment] {
	for _, r := range s.net.transitPeers.all {
		p, ok := r.value.Get()
		if !ok {
			continue
		}
		far := p.opposite(a.Gateway, a.ID)
		switch {
		case far == nil || far.Gateway == a.Gateway:
		case p.State != "available":
			return Unknown[*TransitAttachment](Missing{MissingConflict, "whether the peering attachment " + a.ID + " is " + a.State + " or " + p.State})
		default:
			return s.AttachmentTo(Scope{a.Partition, far.Account, far.Region}, far.Gateway, far.Attachment)
		}
	}
	if missing, ok := s.Read(a.Scope, s.net.transitPeers.operation, ""); !ok {
		return Unknown[*TransitAttachment](missing)
	}
	return Unknown[*TransitAttachment](Missing{MissingHop, "the transit gateway behind " + a.ID})
}

// AttachmentTo is one of a transit gateway's attachments. Its owner and the owner
// of what is attached list it both, and the two ends of a peering may share an id.
// An answer that describes the attachment counts before one that only lists it.
func (s *Snapshot) AttachmentTo(near Scope, gateway, id string) Value[*TransitAttachment] {
	var found *TransitAttachment
	for _, r := range s.net.attachments.byID[id] {
		a, ok := r.value.Get()
		switch {
		case !ok:
			return Unknown[*TransitAttachment](r.value.Why())
		case a.Gateway != gateway:
		case found == nil, found.VPC == "" && a.VPC != "", (found.VPC == "") == (a.VPC == "") && compatible(near, a.Scope):
			found = a
		}
	}
	if found != nil {
		return Known(found)
	}
	if missing, ok := s.Read(near, s.net.attachments.operation, ""); !ok {
		return Unknown[*TransitAttachment](missing)
	}
	return Unknown[*TransitAttachment](Missing{MissingHop, id + " is referred to and not in what was read"})
}

// AssociatedTable is the transit gateway route table that an attachment uses; ""
// for none. Its gateway's owner alone is told.
func (s *Snapshot) AssociatedTable(a *TransitAttachment) Value[string] {
	if a.Table.Known() {
		return a.Table
	}
	for _, r := range s.net.attachments.byID[a.ID] {
		if same, ok := r.value.Get(); ok && same.Gateway == a.Gateway && same.Table.Known() {
			return same.Table
		}
	}
	return a.Table
}

// AttachmentStates are the words for the state of an attachment (EC2 API,
// TransitGatewayAttachment).
func AttachmentStates() []string {
	return []string{
		"available", "modifying", "initiating", "initiatingRequest", "pendingAcceptance", "pending", "rollingBack",
		"deleting", "deleted", "failing", "failed", "rejecting", "rejected",
	}
}

// peered adds the transit gateways that may be reached over peering attachments.
func (s *Snapshot) peered(gateways map[string]bool) {
	for grown := true; grown; {
		grown = false
		for _, r := range s.net.transitPeers.all {
			p, ok := r.value.Get()
			if !ok || gateways[p.Requester.Gateway] == gateways[p.Accepter.Gateway] {
				continue
			}
			gateways[p.Requester.Gateway], gateways[p.Accepter.Gateway], grown = true, true, true
		}
	}
}
