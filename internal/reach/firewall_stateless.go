package reach

import "mooring/internal/inventory"

// packet is one direction of a flow between two atoms.
type packet struct {
	from, to int  // atoms
	back     bool // from server to client
}

// turned is the reply to a packet.
func (p packet) turned() packet { return packet{p.to, p.from, !p.back} }

func (m matched) has(atom int) certainty {
	switch {
	case m.sure.Has(atom):
		return always
	case m.maybe.Has(atom):
		return perhaps
	}
	return never
}

// match is whether the ends of a rule fit a packet.
func (r *ruleEnds) match(p packet) certainty {
	ports := r.there
	if p.back {
		ports = r.back
	}
	return ports.and(r.source.has(p.from)).and(r.destination.has(p.to))
}

// ways are the things that the stateless engine may do with a packet.
type ways struct {
	actions map[inventory.FirewallAction]bool
	text    string // the last rule that counts
	object  string
	missing *inventory.Missing
}

func (w *ways) only(a inventory.FirewallAction) bool { return len(w.actions) == 1 && w.actions[a] }

// packetWays asks the stateless rules about a packet; the first that matches
// decides (Network Firewall guide, firewall-policy-processing).
func (f *firewall) packetWays(p packet) ways {
	w := ways{actions: map[inventory.FirewallAction]bool{}}
	for i := range f.stateless {
		r := &f.stateless[i]
		c := r.match(p)
		if r.flags || r.action == "" {
			c = c.and(perhaps)
		}
		if c == never {
			continue
		}
		w.text, w.object = r.text, r.object
		if c == perhaps && w.missing == nil {
			w.missing = r.doubt()
		}
		w.add(r.action)
		if c == always {
			return w
		}
	}
	w.text, w.object = "stateless default action "+string(f.statelessDefault), f.policy
	w.add(f.statelessDefault)
	return w
}

func (w *ways) add(a inventory.FirewallAction) {
	if a != "" {
		w.actions[a] = true
		return
	}
	for _, each := range []inventory.FirewallAction{inventory.FirewallPass, inventory.FirewallDrop, inventory.FirewallForward} {
		w.actions[each] = true
	}
}

func (r *statelessRule) doubt() *inventory.Missing {
	switch {
	case r.missing != nil:
		return r.missing
	case r.flags:
		return &inventory.Missing{Kind: inventory.MissingHop, What: "which packets the TCP flags of " + r.text + " match"}
	}
	return &inventory.Missing{Kind: inventory.MissingHop, What: "whether " + r.text + " matches"}
}
