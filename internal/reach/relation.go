package reach

import (
	"slices"

	"mooring/internal/inventory"
)

// relation is how client and destination are joined, which decides whether a
// rule of one may name a group of the other.
type relation struct {
	kind    relationKind
	gateway string // the transit gateway
}

type relationKind int8

const (
	together  relationKind = iota // one VPC
	peered                        // an active peering connection within one Region
	transit                       // one transit gateway
	recrossed                     // one transit gateway, twice
	guessed                       // a connection that was not read
	severed                       // anything else: a peer of another Region, a middlebox, translation
)

// over is the relation after one more border was crossed.
func (r relation) over(kind relationKind, gateway string) relation {
	switch {
	case r.kind == transit && kind == transit && gateway == r.gateway:
		return relation{recrossed, gateway}
	case r.kind != together:
		return relation{kind: severed}
	}
	return relation{kind, gateway}
}

// named reports whether rules of either side may name the other's groups: within
// one VPC and over a peering connection (VPC Peering guide,
// vpc-peering-security-groups).
func (r relation) named() (bool, *inventory.Missing) {
	if r.kind == guessed {
		missing := hop("how the two VPCs are joined")
		return false, &missing
	}
	return r.kind == together || r.kind == peered, nil
}

// namedIn reports whether the destination's rules may name the client's groups;
// over a transit gateway, inbound rules alone may (Transit Gateway guide,
// tgw-vpc-attachments).
func (w *way) namedIn(d destination) (bool, *inventory.Missing) {
	if named, missing := w.relation.named(); named || missing != nil {
		return named, missing
	}
	crossed := w.relation.kind == transit || w.relation.kind == recrossed
	if !crossed || d.endpoint != nil {
		return false, nil
	}
	named, missing := w.namedOverTransit(d)
	if named && w.relation.kind == recrossed {
		twice := hop("whether group references survive a second crossing of " + w.relation.gateway)
		return false, &twice
	}
	return named, missing
}

// namedOverTransit: both VPCs on one transit gateway, switched on at the gateway
// and at both attachments; not in the zone use1-az3 (Transit Gateway guide,
// tgw-vpc-attachments).
func (w *way) namedOverTransit(d destination) (bool, *inventory.Missing) {
	far := d.station(w.env)
	for _, at := range []station{w.home(), far} {
		if s, ok := at.env.subnet(at.subnet).Get(); ok && s.ZoneID == "use1-az3" {
			return false, nil
		}
	}
	switches := []inventory.Value[bool]{inventory.Then(w.env.snapshot.TransitGateway(w.env.vpc.Scope, w.relation.gateway),
		func(g *inventory.TransitGateway) inventory.Value[bool] { return g.GroupReferences })}
	for _, e := range []*environment{w.env, far.env} {
		switches = append(switches, inventory.Then(e.snapshot.AttachmentOf(e.vpc, w.relation.gateway), func(a *inventory.TransitAttachment) inventory.Value[bool] {
			if a == nil {
				return inventory.Known(false)
			}
			return a.GroupReferences
		}))
	}
	if slices.ContainsFunc(switches, func(v inventory.Value[bool]) bool { return inventory.Is(v, false) }) {
		return false, nil
	}
	for _, v := range switches {
		if !v.Known() {
			why := v.Why()
			return false, &why
		}
	}
	return true, nil
}
