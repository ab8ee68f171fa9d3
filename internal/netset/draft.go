package netset

// Draft is a set under construction: it changes in place, and becomes a Set at
// the end. The zero Draft is empty.
type Draft struct {
	space *Space
	bits  []uint64
}

// NewDraft begins with what a set holds.
func NewDraft(s Set) Draft {
	d := Draft{s.space, nil}
	if s.space != nil {
		d.bits = s.space.words()
		copy(d.bits, s.bits)
	}
	return d
}

func (d *Draft) over(s *Space) {
	if d.space == nil && s != nil {
		d.space, d.bits = s, s.words()
	}
}

// Add unites with a set.
func (d *Draft) Add(s Set) {
	d.over(s.space)
	own := d.bits[:len(s.bits)] // so that the loop checks no bounds
	for i, w := range s.bits {
		own[i] |= w
	}
}

// AddBoth unites with what a draft and a set share.
func (d *Draft) AddBoth(a *Draft, s Set) {
	d.over(s.space)
	if a.space == nil {
		return
	}
	own, other := d.bits[:len(s.bits)], a.bits[:len(s.bits)]
	for i, w := range s.bits {
		own[i] |= w & other[i]
	}
}

// Become makes the draft hold what a set of its Space holds, and no more.
func (d *Draft) Become(s Set) {
	d.over(s.space)
	clear(d.bits)
	copy(d.bits, s.bits)
}

// Keep takes out what a set does not hold.
func (d *Draft) Keep(s Set) {
	if s.space == nil {
		clear(d.bits)
	}
	if d.space == nil {
		return
	}
	own := d.bits[:len(s.bits)]
	for i, w := range s.bits {
		own[i] &= w
	}
}

// Remove takes out what a set holds.
func (d *Draft) Remove(s Set) {
	if d.space == nil {
		return
	}
	own := d.bits[:len(s.bits)]
	for i, w := range s.bits {
		own[i] &^= w
	}
}

// Set is what the draft holds; the draft must not change afterwards.
func (d *Draft) Set() Set { return Set{d.space, d.bits} }
