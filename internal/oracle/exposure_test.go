package oracle

import (
	"net/netip"
	"slices"

	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// exposure looks for any packet that reaches any public address (I1–I13).
func (u *subject) exposure() reach.Exposure {
	switch {
	case u.mode() == inventory.ModeService && known(u.network.Isolated):
		return reach.ExposureNone
	case u.mode() != inventory.ModeVPC:
		return reach.ExposureDirect
	case known(u.network.Isolated):
		return reach.ExposureNone
	}
	worst := reach.ExposureNone
	for _, p := range u.places {
		for _, f := range []struct{ from, to []netip.Addr }{{p.sources, u.samples.public}, {p.sources6, u.samples.public6}} {
			for _, src := range f.from {
				for _, a := range f.to {
					switch c := u.escapes(p, src, a); {
					case c.pass > 0:
						return reach.ExposureNAT
					case c.unsure > 0:
						worst = reach.ExposureUnknown
					}
				}
			}
		}
	}
	return worst
}

// escapes sends every kind of packet to one address.
func (u *subject) escapes(p placed, src, dst netip.Addr) count {
	ping := inventory.ICMP
	if src.Is6() {
		ping = inventory.ICMPv6
	}
	flows := []flow{{ping, 0}}
	for _, port := range slices.Concat([]int{443}, u.samples.within(1, 65535)) {
		flows = append(flows, flow{inventory.TCP, port}, flow{inventory.UDP, port})
	}
	var all count
	for _, f := range flows {
		sent := packet{src, dst, f.protocol, 32768, f.port}
		if !u.admits(p.groups, true, sent, sent.dst, nil) {
			continue
		}
		u.dice.start()
		if t := u.there(sent, p.stand, nil); len(t.fails) > 0 && len(u.dice.shown) == 0 {
			continue
		}
		all.add(u.exchange(newJudgement(reach.VerdictUnknown), u.samples, p.stand, sent, nil))
		if all.pass > 0 {
			break
		}
	}
	return all
}
