package oracle

import (
	"net/netip"
	"slices"

	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// judgement is what the walker finds for one dependency.
type judgement struct {
	verdict reach.Verdict
	also    []reach.Verdict // as honest
	fails   map[failure]bool
	loose   bool // the failing gates are not settled
	open    bool // nor what Block Public Access does
	passed  map[inventory.Gate]bool
	ended   bool // a path ended where no route leads on
	owes    []string
}

func newJudgement(v reach.Verdict) *judgement {
	return &judgement{verdict: v, fails: map[failure]bool{}, passed: map[inventory.Gate]bool{}}
}

// count is how many packets fared how.
type count struct{ pass, fail, unsure int }

func (j *judgement) add(c *count, t *trail) {
	for _, g := range t.passed {
		j.passed[g] = true
	}
	for _, f := range t.fails {
		j.fails[f] = true
	}
	j.loose, j.open = j.loose || t.loose, j.open || t.open
	j.ended = j.ended || t.ended
	switch {
	case len(t.fails) > 0:
		c.fail++
	case len(t.unsure) > 0:
		c.unsure++
	default:
		c.pass++
	}
}

func (c count) verdict() reach.Verdict {
	switch {
	case c.pass > 0 && c.fail > 0:
		return reach.VerdictPartial
	case c.unsure > 0:
		return reach.VerdictUnknown
	case c.fail > 0:
		return reach.VerdictBlocked
	}
	return reach.VerdictReachable
}

// fold is docs/interface.md's: all reachable, all blocked, some of each, else unknown.
func fold(all []reach.Verdict) reach.Verdict {
	has := func(v reach.Verdict) bool { return slices.Contains(all, v) }
	switch {
	case has(reach.VerdictPartial), has(reach.VerdictReachable) && has(reach.VerdictBlocked):
		return reach.VerdictPartial
	case has(reach.VerdictUnknown):
		return reach.VerdictUnknown
	case has(reach.VerdictBlocked):
		return reach.VerdictBlocked
	case has(reach.VerdictReachable):
		return reach.VerdictReachable
	}
	return reach.VerdictNotApplicable
}

// anyAddress is the fold over the addresses that a public name may have.
func anyAddress(all []reach.Verdict) reach.Verdict {
	for _, v := range all {
		if v != all[0] {
			return reach.VerdictUnknown
		}
	}
	return all[0]
}

// target is where packets are sent: an interface, or an address outside.
type target struct {
	at  netip.Addr
	who *stand
}

// flow is a protocol and port that is asked for.
type flow struct {
	protocol inventory.Protocol
	port     int
}

// placed is an interface at the addresses it may have.
type placed struct {
	stand
	sources []netip.Addr
}

// send sends every packet of a set, from each source address to every target.
func (w *walker) send(s *samples, from placed, targets []target, flows []flow, join func([]reach.Verdict) reach.Verdict) *judgement {
	if len(from.sources)*len(targets)*len(flows) == 0 {
		panic("oracle: no packet to send")
	}
	j := newJudgement(reach.VerdictUnknown)
	var perSource []reach.Verdict
	for _, src := range from.sources {
		var perTarget []reach.Verdict
		for _, to := range targets {
			var c count
			for _, f := range flows {
				w.exchange(j, &c, s, from, packet{src, to.at, f.port, f.protocol}, to.who)
			}
			perTarget = append(perTarget, c.verdict())
		}
		perSource = append(perSource, join(perTarget))
	}
	j.verdict = fold(perSource)
	return j
}

// exchange sends one packet there, and its answer back to every client port.
// Where two routes are equally good both must fare alike (R7).
func (w *walker) exchange(j *judgement, c *count, s *samples, from placed, p packet, to *stand) {
	var one count
	w.tied, w.second = false, false
	w.along(j, &one, s, from, p, to)
	if w.tied {
		var other count
		w.second = true
		w.along(j, &other, s, from, p, to)
		w.second = false
		j.loose, j.also = true, []reach.Verdict{reach.VerdictUnknown}
		if one.verdict() != other.verdict() {
			one = count{unsure: 1}
		}
	}
	c.pass, c.fail, c.unsure = c.pass+one.pass, c.fail+one.fail, c.unsure+one.unsure
}

func (w *walker) along(j *judgement, c *count, s *samples, from placed, p packet, to *stand) {
	t := w.there(p, from.stand, to)
	if len(t.back) == 0 || t.ended {
		j.add(c, t)
		return
	}
	natPorts := []int{0}
	if slices.ContainsFunc(t.back, func(c crossing) bool { return c.nat }) {
		natPorts = s.within(1024, 65535, 65535)
	}
	for _, client := range s.within(32768, 60999, 46883, 60999) {
		for _, nat := range natPorts {
			j.add(c, w.home(t, p, client, nat))
		}
	}
}
