package reach

import (
	"slices"

	"mooring/internal/inventory"
	"mooring/internal/netset"
)

// place is all of a class but its groups: interfaces of one place share every hop
// and every gate but the rules of their own groups.
type place struct {
	subnet   *inventory.Subnet
	at4, at6 string
	public   bool
	told     bool
}

// journey is a walk without words, as far as the client's groups have no say in it.
type journey struct {
	from     place
	flow     flow
	host     string // "" where no name was asked for on the way
	to       string // content of the destinations' set
	goal     string
	there    *environment
	endpoint *inventory.VPCEndpoint
}

// alone reports whether no destination's rules can name the client's groups.
func (e *environment) alone(t *trip) bool {
	if t.goal == nil {
		return true
	}
	far := t.goal.station(e).env
	return t.goal.endpoint != nil && !far.foreign && len(far.askGroups(t.goal.groups, inbound, t.flow).peers) == 0
}

// share walks once for all classes of a place; ok is false where each has to walk
// for itself.
func (e *environment) share(t trip, far netset.Set) (ways []*way, ok bool) {
	if t.words || t.class.place == nil || e.journeys == nil || !e.alone(&t) {
		return nil, false
	}
	var room [512]byte
	to := far.AppendKey(room[:0])
	j := journey{from: *t.class.place, flow: t.flow}
	if t.goal != nil {
		j.goal, j.there, j.endpoint = t.goal.id, t.goal.env, t.goal.endpoint
	}
	known := e.journeys[journey{j.from, j.flow, "", string(to), j.goal, j.there, j.endpoint}]
	if known == nil {
		known = e.journeys[journey{j.from, j.flow, t.host, string(to), j.goal, j.there, j.endpoint}]
	}
	if known == nil {
		own := t
		own.notes, own.withheld = nil, true
		known = e.walk(own, far)
		if j.to = string(to); known.named {
			j.host = t.host
		}
		e.journeys[j] = known
	}
	if !t.goal.like(known.goal) {
		return nil, false
	}
	t.notes.add(*known.notes)
	t.drawn = known.drawn
	return t.finish(known.ways), true
}

// finish asks the client's groups at the end of ways that others walked. Ways on
// which they stop nothing stay shared.
func (t *trip) finish(walked []*way) []*way {
	if t.letsOut(walked) {
		return walked
	}
	client := *t
	own := make([]way, len(walked))
	ways := make([]*way, len(walked))
	for i, w := range walked {
		own[i] = *w
		own[i].trip = &client
		ways[i] = &own[i]
		ways[i].groupOut()
	}
	return ways
}

// letsOut reports whether the client's groups admit everything on some ways.
func (t *trip) letsOut(ways []*way) bool {
	for _, w := range ways {
		if _, admitted, _ := t.groupsOut(w.relation, w.far); !admitted.Covers(w.far) {
			return false
		}
	}
	return true
}

// like reports whether two goals at the same addresses stand behind the same gates.
func (d *destination) like(other *destination) bool {
	if d == nil || other == nil {
		return d == other
	}
	return d.subnet == other.subnet && d.kind == other.kind && slices.Equal(d.groups, other.groups)
}
