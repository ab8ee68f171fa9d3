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
	var all count
	choice := false
	for _, p := range u.places {
		for _, f := range []struct{ from, to []netip.Addr }{{p.sources, u.samples.public}, {p.sources6, u.samples.public6}} {
			for _, src := range f.from {
				for _, a := range f.to {
					c, chosen := u.escapes(p, src, a)
					all.add(c)
					choice = choice || chosen
					if c.pass > c.inspected {
						return reach.ExposureNAT, nil
					}
				}
			}
		}
	}
	switch {
	case all.pass > 0 && all.sifted > 0:
		// What a firewall lets pass of many things is an allow-list, or nearly all.
		u.met["filtered"] = true
		return reach.ExposureFiltered, []reach.Exposure{reach.ExposureNAT}
	case all.pass > 0:
		return reach.ExposureNAT, nil
	case choice:
		return reach.ExposureUnknown, []reach.Exposure{reach.ExposureNAT}
	case all.unsure > 0:
		return reach.ExposureUnknown, nil
	}
	return reach.ExposureNone, nil
}

// escapes sends every kind of packet to one address. Chosen says that some of
// what AWS may choose lets one out, and some does not.
func (u *subject) escapes(p placed, src, dst netip.Addr) (all count, chosen bool) {
	ping := inventory.ICMP
	if src.Is6() {
		ping = inventory.ICMPv6
	}
	flows := []flow{{ping, 0}}
	for _, port := range slices.Concat([]int{443}, u.samples.within(1, 65535)) {
		flows = append(flows, flow{inventory.TCP, port}, flow{inventory.UDP, port})
	}
	for _, f := range flows {
		sent := packet{src, dst, f.protocol, 32768, f.port}
		if !u.admits(p.groups, true, sent, sent.dst, nil) {
			continue
		}
		u.dice.start()
		if t := u.there(sent, p.stand, nil); len(t.fails) > 0 && len(u.dice.rolls) == 0 {
			if t.sifted {
				all.sifted++
			}
			continue
		}
		j := newJudgement(reach.VerdictUnknown)
		all.add(u.exchange(j, u.samples, p.stand, sent, nil))
		chosen = chosen || slices.Contains(j.also, reach.VerdictPartial) && len(u.dice.rolls) > 0
		if all.pass > all.inspected {
			break
		}
	}
	return all, chosen
}
