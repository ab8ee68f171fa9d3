package reach

import (
	"slices"

	"mooring/internal/inventory"
)

// attachment is one of a transit gateway's that carries traffic; nil ends the
// path. One that is being modified, or goes back to what it was, may carry it.
func (w *way) attachment(l Leg, found inventory.Value[*inventory.TransitAttachment], id string) *inventory.TransitAttachment {
	a, ok := found.Get()
	switch {
	case !ok:
		w.unknown(inventory.GateTransitGateway, id, l, found.Why())
	case a.State == "available":
		return a
	case a.State == "modifying", a.State == "rollingBack", !slices.Contains(inventory.AttachmentStates(), a.State):
		w.unknown(inventory.GateTransitGateway, a.ID, l, hop("whether "+a.ID+" carries traffic in state "+a.State))
	default:
		w.stops(l, a.ID, "", "the attachment is "+a.State)
	}
	return nil
}

// overTransitPeering goes on in the transit gateway that a peering attachment
// leads to, by the table associated with the attachment there. Only static routes
// lead there and back, and groups of the other side cannot be named (Transit
// Gateway guide, tgw-peering and tgw-vpc-attachments).
func (w *way) overTransitPeering(c crossing, route transitChoice) {
	near := w.attachment(c.leg, w.env.snapshot.AttachmentTo(c.entry.Scope, c.gateway, route.Attachment), route.Attachment)
	if near == nil {
		w.end()
		return
	}
	if w.steps++; w.steps > mostSteps {
		w.stops(c.leg, c.gateway, "", "the routes lead in a circle")
		w.end()
		return
	}
	entry := w.attachment(c.leg, w.env.snapshot.PeeredAttachment(near), near.ID)
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
