package oracle

import (
	"net/netip"
	"slices"

	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// exposure looks for any packet that reaches any public address (I1–I13). Also
// are words that are as honest.
func (u *subject) exposure() (e reach.Exposure, also []reach.Exposure) {
	switch {
	case u.mode() == inventory.ModeService && known(u.network.Isolated):
		return reach.ExposureNone, nil
	case u.mode() != inventory.ModeVPC:
		return reach.ExposureDirect, nil
	case known(u.network.Isolated):
		return reach.ExposureNone, nil
	}
	var all, open count
	var made []netip.Addr // NAT64 needs no DNS (I9)
	for _, a := range u.samples.public {
		made = append(made, synthesized(a))
	}
	for _, p := range u.places {
		for _, f := range []struct{ from, to []netip.Addr }{{p.sources, u.samples.public}, {p.sources6, u.samples.public6}, {p.sources6, made}} {
			for _, src := range f.from {
				for _, a := range f.to {
					u.escapes(&all, &open, p, src, a)
					if all.pass > all.inspected {
						return reach.ExposureNAT, nil
					}
				}
			}
		}
	}
	switch {
	case all.pass > 0 && all.sifted > 0:
		// What a firewall lets pass of many things is an allow-list, or nearly all.
		u.met["an allow-list of a firewall"] = true
		return reach.ExposureFiltered, []reach.Exposure{reach.ExposureNAT}
	case all.pass > 0:
		return reach.ExposureNAT, nil
	case all.unsure > 0 && open.pass == 0 && len(u.vpcs) == 1:
		return reach.ExposureUnknown, nil
	case all.unsure+open.pass+open.unsure > 0:
		// What AWS chooses, or what no row settles, may let something out.
		return reach.ExposureUnknown, []reach.Exposure{reach.ExposureNAT, reach.ExposureNone, reach.ExposureFiltered}
	case open.fail > 0, len(u.vpcs) > 1 && slices.ContainsFunc(u.places, func(p placed) bool { return len(p.sources6) > 0 }):
		// Addresses of other VPCs are public ones to IPv6.
		return reach.ExposureNone, []reach.Exposure{reach.ExposureUnknown, reach.ExposureNAT}
	}
	return reach.ExposureNone, nil
}

// escapes sends every kind of packet to one address. Those that meet a choice of
// AWS's, or what no row settles, are counted apart.
func (u *subject) escapes(all, open *count, p placed, src, dst netip.Addr) {
	ping := inventory.ICMP
	if src.Is6() {
		ping = inventory.ICMPv6
	}
	// GRE and ESP may be named by a rule; 253 is by none, so only rules about all speak of it.
	flows := []flow{{ping, 0}, {47, 0}, {inventory.ESP, 0}, {253, 0}}
	for _, port := range slices.Concat([]int{443}, u.samples.within(1, 65535)) {
		flows = append(flows, flow{inventory.TCP, port}, flow{inventory.UDP, port})
	}
	for _, f := range flows {
		sent := packet{src, dst, f.protocol, 32768, f.port}
		if !u.admits(p.groups, true, sent, sent.dst, nil) {
			continue
		}
		u.dice.start()
		if t := u.there(sent, p.stand, nil); len(t.fails) > 0 && len(u.dice.rolls) == 0 && !t.either {
			if t.sifted {
				all.sifted++
			}
			if t.shut() {
				return
			}
			continue
		}
		j := newJudgement(reach.VerdictUnknown)
		c := u.exchange(j, u.samples, p.stand, sent, nil)
		if len(j.also) > 0 {
			open.add(c)
			continue
		}
		if all.add(c); all.pass > all.inspected {
			return
		}
	}
}

// shut is whether something on the way stops all packets to one address alike.
func (t *trail) shut() bool {
	return slices.ContainsFunc(t.fails, func(f failure) bool {
		switch f.kind {
		case inventory.GateGroupEgress, inventory.GateACLEgress, inventory.GateACLIngress, inventory.GateFirewall, inventory.GateNATGateway, inventory.GateGatewayEndpoint:
			return false // they look at protocols and ports
		}
		return true
	})
}
