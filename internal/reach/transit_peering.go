package reach

import (
	"slices"

	"mooring/internal/inventory"
)

// attachment is one of a transit gateway's that carries traffic; nil ends the path.
func (w *way) attachment(c crossing, found inventory.Value[*inventory.TransitAttachment], id string) *inventory.TransitAttachment {
	a, ok := found.Get()
	switch {
	case !ok:
		w.unknown(inventory.GateTransitGateway, id, c.leg, found.Why())
	case a.State == "available":
		return a
	case slices.Contains(inventory.AttachmentStates(), a.State):
		w.stops(c.leg, a.ID, "", "the attachment is "+a.State)
	default:
		w.unknown(inventory.GateTransitGateway, id, c.leg, hop("the state of "+id))
	}
	return nil
}

// overTransitPeering goes on in the transit gateway that a peering attachment
// leads to, by the table associated with the attachment there. Only static routes
// lead there and back, and groups of the other side cannot be named (Transit
// Gateway guide, tgw-peering and tgw-vpc-attachments).
func (w *way) overTransitPeering(c crossing, route transitChoice) {
	near := w.attachment(c, w.env.snapshot.AttachmentTo(c.entry.Scope, c.gateway, route.Attachment), route.Attachment)
	if near == nil {
		w.end()
		return
	}
	entry := w.attachment(c, w.env.snapshot.PeeredAttachment(near), near.ID)
	if w.steps++; entry != nil && w.steps > mostSteps {
		w.stops(c.leg, c.gateway, "", "the routes lead in a circle")
		entry = nil
	}
	if entry == nil {
		w.end()
		return
	}
	if c.leg == Forward {
		w.relation = w.relation.over(severed, "")
	}
	w.hop(near.ID, "transit-gateway-peering-attachment", c.gateway+" → "+entry.Gateway)
	c.gateway, c.entry, c.peered = entry.Gateway, entry, true
	w.between(c)
}
