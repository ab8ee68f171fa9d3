package repair

import (
	"cmp"
	"slices"

	"mooring/internal/change"
	"mooring/internal/inventory"
)

// admitting are the changes that let want pass an ACL, and its entries then: a
// new entry at a free number, else one in the place of those that deny it.
func admitting(acl *inventory.NetworkACL, egress bool, entries []inventory.ACLEntry, want inventory.ACLEntry) ([]change.Change, []inventory.ACLEntry, bool) {
	entries = slices.SortedFunc(slices.Values(entries), func(a, b inventory.ACLEntry) int { return cmp.Compare(a.Number, b.Number) })
	number, ok := winning(entries, want)
	if !ok {
		return shifting(acl, egress, entries, want)
	}
	want.Number = number
	made := change.ACLRule{At: acl.Scope, ACL: acl.ID, Egress: egress, After: &want}
	return []change.Change{made}, append(entries, want), true
}

// shifting puts want where the first entry stands that denies it, and that one
// and those right behind it one number up, the last of them first: at no moment
// is anything denied less than before, and their order stays.
//
//	1 deny a     1 deny a     1 deny a     1 allow want
//	2 deny b  →  2 deny b  →  2 deny a  →  2 deny a
//	             3 deny b     3 deny b     3 deny b
func shifting(acl *inventory.NetworkACL, egress bool, entries []inventory.ACLEntry, want inventory.ACLEntry) ([]change.Change, []inventory.ACLEntry, bool) {
	first := slices.IndexFunc(entries, func(e inventory.ACLEntry) bool { return !e.Allow && overlaps(e, want) })
	if first < 0 {
		return nil, nil, false
	}
	end := first + 1
	for end < len(entries) && entries[end].Number == entries[end-1].Number+1 {
		end++
	}
	if entries[end-1].Number+1 >= lastNumber {
		return nil, nil, false
	}
	var made []change.Change
	after := slices.Clone(entries)
	for i := end - 1; i >= first; i-- {
		c := change.ACLRule{At: acl.Scope, ACL: acl.ID, Egress: egress}
		moved := entries[i]
		moved.Number++
		if i+1 < end {
			c.Before = &entries[i+1]
		}
		c.After, after[i] = &moved, moved
		made = append(made, c)
	}
	want.Number = entries[first].Number
	made = append(made, change.ACLRule{At: acl.Scope, ACL: acl.ID, Egress: egress, Before: &entries[first], After: &want})
	return made, append(after, want), true
}

// moves reports whether a change gives an entry of an ACL a later number: it
// lets nobody pass, and without it what the entry says is lost.
func moves(s *inventory.Snapshot, c change.Change) bool {
	rule, ok := c.(change.ACLRule)
	return ok && rule.After != nil && slices.ContainsFunc(alike(s, rule), func(e inventory.ACLEntry) bool { return e.Number < rule.After.Number })
}

// alike are the entries of an ACL that say what a change writes.
func alike(s *inventory.Snapshot, c change.ACLRule) []inventory.ACLEntry {
	acl := aclOf(s, c.ACL)
	if acl == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(entriesOf(acl, c.Egress)), func(e inventory.ACLEntry) bool {
		e.Number = c.After.Number
		return e != *c.After
	})
}

// loses reports whether without a change of trial t an entry is gone that only
// moves.
func (t trial) loses(c change.Change, without *inventory.Snapshot) bool {
	rule, ok := c.(change.ACLRule)
	return ok && moves(t.before, c) && len(alike(without, rule)) == 0
}
