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
	alike     []string // addresses of paths that fare the same
	stops     []stop
	back      []reach.Gate
}

// stop is one thing that the packet comes to.
type stop struct {
	title, note string // without a title it is no thing, only a place that is passed
	where       place
	in, out     []reach.Gate // met before it and behind it
	missed      bool         // a gate before it fails: nothing gets there
}

// trails are the paths of a proof, those that matter most first. Paths that fare
// alike are told once.
func (t *Trace) trails(p *reach.Proof) []trail {
	paths := alikePaths(p.Paths)
	rank := []reach.Verdict{reach.VerdictBlocked, reach.VerdictPartial, reach.VerdictUnknown, reach.VerdictReachable}
	slices.SortStableFunc(paths, func(a, b reach.Path) int {
		return cmp.Compare(slices.Index(rank, pathVerdict(a)), slices.Index(rank, pathVerdict(b)))
	})
	first := map[string]int{}
	var out []trail
	for _, path := range paths {
		fate := fateOf(path)
		if i, seen := first[fate]; seen {
			out[i].alike = append(out[i].alike, path.Addresses...)
			continue
		}
		first[fate] = len(out)
		out = append(out, t.trail(p, path))
	}
	return out
}

// fateOf is the same for paths by the same things that the same gates stop.
func fateOf(path reach.Path) string {
	parts := []string{string(pathVerdict(path))}
	for _, h := range path.Hops {
		parts = append(parts, h.ID)
	}
	for _, g := range path.Gates {
		if g.Outcome != reach.Passes {
			parts = append(parts, string(g.Kind), strings.Join(g.Object, ","), string(g.Leg), string(g.Outcome), g.Rule)
		}
	}
	return strings.Join(parts, "\x00")
}

// alikeWords say which other addresses fare as the drawn one.
func (r trail) alikeWords() string {
	if len(r.alike) == 0 {
		return ""
	}
	verb := map[reach.Verdict]string{
		reach.VerdictReachable: "every gate passes on the way to ", reach.VerdictBlocked: "the same gates stop the way to ",
		reach.VerdictPartial: "the same gates stop part of the way to ",
	}[r.verdict]
	return "Likewise " + cmp.Or(verb, "the same gates leave open the way to ") + addressWords(r.alike, 6) + "."
}

// addressWords lists addresses, single ones without their length.
func addressWords(blocks []string, most int) string {
	var short []string
	for _, b := range blocks {
		short = append(short, blockWord(b))
	}
	return listed(short, most)
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

func (t *Trace) trail(p *reach.Proof, path reach.Path) trail {
	forward, back := legs(path.Gates)
	hops := forwardHops(path.Hops, forward, back)
	out := trail{verdict: pathVerdict(path), addresses: path.Addresses, back: back}
	out.stops = []stop{{title: t.From, note: startNote(p.From), where: t.places.at(reach.Hop{ID: p.From.Subnet}, nil)}}
	at := make([]int, len(hops)) // the stop that each hop is, or lies behind
	addresses := path.Addresses
	for i, h := range hops {
		again := i > 1 && h.ID == hops[i-1].ID // one thing in two roles
		if i > 0 && !again && !(h.Kind == string(inventory.KindRouteTable) && routed(forward, h.ID)) || i == 0 && h.Kind != string(inventory.KindSubnet) && h.ID != p.From.Subnet {
			title, note := hopWords(h)
			if i+1 < len(hops) && hops[i+1].Kind == string(inventory.KindFirewall) {
				title = "firewall endpoint" // AWS makes it as one of a Gateway Load Balancer
			}
			out.stops = append(out.stops, stop{title: title, note: note, where: t.places.at(h, addresses)})
		}
		if h.Kind == string(inventory.KindLoadBalancer) {
			addresses = nil // they are the load balancer's, and not those of what is behind it
		}
		at[i] = len(out.stops) - 1
	}
	out.place(hops, forward, at)
	if !t.endsAtTarget(p, hops) {
		out.stops = append(out.stops, stop{title: t.To, note: targetNote(p, path)})
	}
	out.attach()
	out.markMissed()
	return out
}

// attach gives what is met in the subnet of an attachment, before a transit
// gateway or peering connection and behind it, to the VPC that it stands in.
func (r *trail) attach() {
	var out []stop
	for i, s := range r.stops {
		joint := s.where == place{} && i > 0 && i+1 < len(r.stops)
		if in := guards(s.in); joint && len(in) > 0 && out[len(out)-1].where.vpc != "" {
			out = append(out, stop{note: "where it leaves the VPC", in: in, where: place{vpc: out[len(out)-1].where.vpc}})
			s.in = s.in[len(in):]
		}
		next := stop{}
		if joint && len(s.out) > 0 && r.stops[i+1].where.vpc != "" {
			next = stop{note: "where it enters the VPC", in: s.out, where: place{vpc: r.stops[i+1].where.vpc}}
			s.out = nil
		}
		out = append(out, s)
		if len(next.in) > 0 {
			out = append(out, next)
		}
	}
	r.stops = out
}

func isGuard(g reach.Gate) bool {
	return g.Kind == inventory.GateACLIngress || g.Kind == inventory.GateACLEgress
}

// guards are the network ACLs that come first.
func guards(gates []reach.Gate) []reach.Gate {
	n := 0
	for n < len(gates) && isGuard(gates[n]) {
		n++
	}
	return gates[:n]
}

// place puts the gates of the way there before and behind the stops: what guards
// an arrival before, what decides about leaving behind.
func (r *trail) place(hops []reach.Hop, gates []reach.Gate, at []int) {
	last := 0
	for i, station := range stations(hops, gates) {
		n, leaving := 0, true
		// How the resource is set up is decided before anything is met.
		if station < len(at) && gates[i].Kind != inventory.GateMode {
			n = at[station]
			leaving = n == 0 || leaves(gates[i].Kind)
			// A route table is no stop of its own: its route leaves the stop before,
			// and what follows is met on the way to the next.
			if hops[station].Kind == string(inventory.KindRouteTable) && !leaving && n+1 < len(r.stops) {
				n++
			}
		}
		// Gates keep their order: what is met behind a stop is followed by the next.
		if !leaving && len(r.stops[n].out) > 0 {
			if n+1 < len(r.stops) {
				n++
			} else {
				leaving = true
			}
		}
		n = max(n, last)
		last = n
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

// forwardHops leaves out what only the reply passes, which stands behind the end
// of the way there: a gate of the way back alone speaks for it.
func forwardHops(hops []reach.Hop, forward, back []reach.Gate) []reach.Hop {
	for i, h := range hops {
		speaks := func(g reach.Gate) bool { return speaksFor(g, h) }
		if i > 0 && slices.ContainsFunc(back, speaks) && !slices.ContainsFunc(forward, speaks) {
			return hops[:i]
		}
	}
	return hops
}

// speaksFor reports whether a gate is the very route that a hop stands for.
func speaksFor(g reach.Gate, h reach.Hop) bool {
	switch {
	case g.Rule == "":
		return false
	case slices.Contains(g.Object, h.ID):
		return h.Label == g.Rule
	}
	return len(g.Object) == 1 && h.Label == g.Object[0]+": "+g.Rule
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
	if len(path.Addresses) > 0 {
		parts = append(parts, addressWords(path.Addresses, 3))
	}
	return strings.Join(parts, " · ")
}

// everyProtocol is what To.Protocol holds where none is left out, and how AWS's
// console says it.
const (
	everyProtocol = "all"
	everyTraffic  = "all traffic"
)

// portWord is "TCP 443".
func portWord(to reach.To) string {
	protocol := strings.ToUpper(to.Protocol)
	switch {
	case to.Port > 0 && to.Protocol == everyProtocol:
		return "TCP and UDP " + strconv.Itoa(to.Port)
	case to.Port > 0:
		return protocol + " " + strconv.Itoa(to.Port)
	case to.Protocol == everyProtocol:
		return everyTraffic
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
	case h.Label == "" || h.Label == h.ID || h.Kind == string(inventory.KindTransitGateway):
		return title, h.ID
	case h.ID == "" || strings.Contains(h.Label, h.ID):
		return title, h.Label
	}
	return title, h.ID + " · " + h.Label
}
