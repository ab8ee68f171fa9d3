package report

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// trail is one path as a picture tells it: stops, what is asked on the way into
// and out of each, and the way back.
type trail struct {
	verdict   reach.Verdict
	addresses []string
	stops     []stop
	back      []reach.Gate
}

// stop is one thing that the packet comes to.
type stop struct {
	title, note string
	where       place
	in, out     []reach.Gate // met before it and behind it
	missed      bool         // a gate before it fails: nothing gets there
}

// trails are the paths of a proof, those that matter most first. Paths that pass
// by the same things are told once; alike counts those left out.
func (t *Trace) trails(p *reach.Proof) (out []trail, alike int) {
	paths := alikePaths(p.Paths)
	rank := []reach.Verdict{reach.VerdictBlocked, reach.VerdictPartial, reach.VerdictUnknown, reach.VerdictReachable}
	slices.SortStableFunc(paths, func(a, b reach.Path) int {
		return cmp.Compare(slices.Index(rank, pathVerdict(a)), slices.Index(rank, pathVerdict(b)))
	})
	seen := map[string]bool{}
	for _, path := range paths {
		if key := passedBy(path); key != "" {
			if seen[key] {
				alike++
				continue
			}
			seen[key] = true
		}
		out = append(out, t.trail(p, path))
	}
	return out, alike
}

// pathVerdict is the path's own, worked out from its gates where it has none.
func pathVerdict(path reach.Path) reach.Verdict {
	if path.Verdict != "" {
		return path.Verdict
	}
	out := reach.VerdictReachable
	for _, g := range path.Gates {
		switch g.Outcome {
		case reach.Fails:
			return reach.VerdictBlocked
		case reach.Passes:
		default:
			out = reach.VerdictUnknown
		}
	}
	return out
}

// passedBy are the hops of a path on which every gate passes; "" for any other.
func passedBy(path reach.Path) string {
	if slices.ContainsFunc(path.Gates, func(g reach.Gate) bool { return g.Outcome != reach.Passes }) {
		return ""
	}
	var ids []string
	for _, h := range path.Hops {
		ids = append(ids, h.ID)
	}
	return strings.Join(ids, "\x00") + "\x00"
}

func (t *Trace) trail(p *reach.Proof, path reach.Path) trail {
	hops := forwardHops(path.Hops)
	forward, back := legs(path.Gates)
	out := trail{verdict: pathVerdict(path), addresses: path.Addresses, back: back}
	out.stops = []stop{{title: t.From, note: startNote(p.From), where: t.places.at(reach.Hop{ID: p.From.Subnet}, nil)}}
	at := make([]int, len(hops)) // the stop that each hop is, or lies behind
	for i, h := range hops {
		if i > 0 && !(h.Kind == string(inventory.KindRouteTable) && routed(forward, h.ID)) || i == 0 && h.Kind != string(inventory.KindSubnet) && h.ID != p.From.Subnet {
			title, note := hopWords(h)
			out.stops = append(out.stops, stop{title: title, note: note, where: t.places.at(h, path.Addresses)})
		}
		at[i] = len(out.stops) - 1
	}
	out.place(hops, forward, at)
	if !t.endsAtTarget(p, hops) {
		out.stops = append(out.stops, stop{title: t.To, note: targetNote(p, path)})
	}
	out.markMissed()
	return out
}

// place puts the gates of the way there before and behind the stops: what guards
// an arrival before, what decides about leaving behind.
func (r *trail) place(hops []reach.Hop, gates []reach.Gate, at []int) {
	for i, station := range stations(hops, gates) {
		n, leaving := 0, true
		if station < len(at) {
			n = at[station]
			leaving = n == 0 || leaves(gates[i].Kind)
			// A route table is no stop of its own: its route leaves the stop before,
			// and what follows is met on the way to the next.
			if hops[station].Kind == string(inventory.KindRouteTable) && !leaving && n+1 < len(r.stops) {
				n++
			}
		}
		if leaving {
			r.stops[n].out = append(r.stops[n].out, gates[i])
		} else {
			r.stops[n].in = append(r.stops[n].in, gates[i])
		}
	}
}

func leaves(k inventory.Gate) bool {
	switch k {
	case inventory.GateGroupEgress, inventory.GateACLEgress, inventory.GateRoute, inventory.GateSourceDestCheck, inventory.GateMode:
		return true
	}
	return false
}

func (r *trail) markMissed() {
	cut := false
	fails := func(g reach.Gate) bool { return g.Outcome == reach.Fails }
	for i := range r.stops {
		cut = cut || slices.ContainsFunc(r.stops[i].in, fails)
		r.stops[i].missed = cut
		cut = cut || slices.ContainsFunc(r.stops[i].out, fails)
	}
}

// forwardHops leaves out the gateways that only the reply passes: they stand
// behind the end of the way there.
func forwardHops(hops []reach.Hop) []reach.Hop {
	end := len(hops)
	for end > 1 && hops[end-1].Kind == string(inventory.KindTransitGateway) && arrives(hops[end-2].Kind) {
		end--
	}
	return hops[:end]
}

func arrives(kind string) bool {
	switch inventory.Kind(kind) {
	case inventory.KindVPCEndpoint, inventory.KindMountTarget, inventory.KindFSxFileSystem, inventory.KindInternetGateway, inventory.KindNetworkInterface, "peer":
		return true
	}
	return false
}

// routed reports whether a gate speaks for a route table, so that it needs no
// stop of its own.
func routed(gates []reach.Gate, table string) bool {
	return slices.ContainsFunc(gates, func(g reach.Gate) bool {
		return g.Kind == inventory.GateRoute && slices.Contains(g.Object, table)
	})
}

// endsAtTarget: in-VPC dependencies are the last hop themselves.
func (t *Trace) endsAtTarget(p *reach.Proof, hops []reach.Hop) bool {
	if len(hops) < 2 {
		return false
	}
	last := hops[len(hops)-1]
	switch inventory.Kind(last.Kind) {
	case inventory.KindMountTarget, inventory.KindFSxFileSystem, "peer":
		return true
	case inventory.KindNetworkInterface:
		service, ok := inventory.ServiceByID(p.To.ID)
		return !ok || service.Inside
	}
	return false
}

func startNote(f reach.From) string {
	if len(f.Groups) > 0 {
		return "interface with " + listed(f.Groups, 3)
	}
	return ""
}

// targetNote is where the packets are sent: port and addresses.
func targetNote(p *reach.Proof, path reach.Path) string {
	parts := []string{portWord(p.To)}
	var short []string
	for _, a := range path.Addresses {
		short = append(short, blockWord(a))
	}
	if len(short) > 0 {
		parts = append(parts, listed(short, 3))
	}
	return strings.Join(parts, " · ")
}

// portWord is "TCP 443".
func portWord(to reach.To) string {
	protocol := strings.ToUpper(to.Protocol)
	switch {
	case to.Port > 0:
		return protocol + " " + strconv.Itoa(to.Port)
	case to.Protocol == "all":
		return "all protocols"
	}
	return cmp.Or(protocol, "any port")
}

// hopWords say a hop: what it is, and which one.
func hopWords(h reach.Hop) (title, note string) {
	words := map[inventory.Kind]string{
		inventory.KindNATGateway: "NAT gateway", inventory.KindVPCEndpoint: "endpoint", inventory.KindMountTarget: "EFS mount target",
		inventory.KindFSxFileSystem: "FSx file system", inventory.KindPeering: "peering connection", "service-interface": "SageMaker's own interface", "peer": "another interface",
	}
	title = cmp.Or(words[inventory.Kind(h.Kind)], strings.ReplaceAll(h.Kind, "-", " "))
	switch {
	case h.Kind == string(inventory.KindVPCEndpoint) && h.Label != "" && !strings.Contains(h.Label, "."):
		return "endpoint of " + strings.TrimPrefix(strings.TrimPrefix(h.Label, "Amazon "), "AWS "), h.ID
	case h.Kind == "service-interface":
		return title, "outside the customer's control"
	case h.Kind == "peer":
		return h.Label, "in the same subnet"
	case h.Label == "" || h.Label == h.ID:
		return title, h.ID
	case h.ID == "" || strings.Contains(h.Label, h.ID):
		return title, h.Label
	}
	return title, h.ID + " · " + h.Label
}
