package saved

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"

	"mooring/internal/inventory"
)

// listing is one question that several pages may answer.
type listing struct{ operation, subject string }

func (f *found) listing() listing { return listing{f.shape.operation, f.subject} }

// cutShort marks the pages of a listing that no last page continues.
func cutShort(all []*found) {
	last := map[listing][]*found{}
	for _, f := range all {
		if f.shape.lists() && !f.more && f.failure == "" {
			last[f.listing()] = append(last[f.listing()], f)
		}
	}
	for _, f := range all {
		continued := func(g *found) bool { return fits(f.scopes[0], g.scopes[0]) && sameListing(f, g) }
		if f.more && f.cut == "" && !slices.ContainsFunc(last[f.listing()], continued) {
			f.cut = truncated
		}
	}
}

func fits(a, b inventory.Scope) bool {
	fit := func(x, y string) bool { return x == "" || y == "" || x == y }
	return fit(a.Account, b.Account) && fit(a.Region, b.Region)
}

var pageNumber = regexp.MustCompile(`(?i)(?:^|[-_. ])(?:page|part|p)?[-_. ]?[0-9]{1,4}$`)

// sameListing reports whether two files can hold pages of one listing: a list
// per domain names the domain, pages at most a number.
func sameListing(f, g *found) bool {
	if f.file == g.file {
		return true
	}
	rest := func(f *found) string { return pageNumber.ReplaceAllString(withoutPlace(f.rest), "") }
	return rest(f) == rest(g) || rest(f) == "" || rest(g) == ""
}

// joinPages makes one answer of the pages about one id, which an inventory
// would otherwise take for two answers that contradict each other.
func joinPages(all []*found) []*found {
	first := map[listing][]*found{}
	var out []*found
	for _, f := range all {
		if !f.shape.pages || f.failure != "" || f.known != nil {
			out = append(out, f)
			continue
		}
		i := slices.IndexFunc(first[f.listing()], func(g *found) bool { return g.scopes[0] == f.scopes[0] && f.continues(g) })
		if i < 0 {
			first[f.listing()] = append(first[f.listing()], f)
			out = append(out, f)
			continue
		}
		first[f.listing()][i].join(f)
	}
	return out
}

// continues reports whether f is another page of g, or a copy of it.
func (f *found) continues(g *found) bool {
	return f.file == g.file || f.more || g.more || bytes.Equal(f.body, g.body)
}

func (f *found) join(g *found) {
	if bytes.Equal(f.body, g.body) {
		return
	}
	f.items, f.says = append(f.items, g.items...), append(f.says, g.says...)
	f.scopes = append(f.scopes, g.scopes...)
	f.body = listBody(f.shape.items, f.items)
	if f.cut == "" {
		f.cut = g.cut
	}
}

// doubtful turns an empty list into a gap where it could be of several places:
// that one of them has none would otherwise be said of all.
func doubtful(all []*found) (notes []string) {
	regions, accounts := map[string]bool{}, map[string]bool{}
	for _, f := range all {
		for _, s := range f.scopes {
			regions[s.Region], accounts[s.Account] = s.Region != "", s.Account != ""
		}
	}
	severalRegions, severalAccounts := several(regions), several(accounts)
	for _, f := range all {
		what := ""
		switch {
		case !f.shape.lists() || len(f.items) > 0 || f.failure != "" || f.known != nil:
		case f.scopes[0].Account == "" && severalAccounts:
			what = "Account"
		case f.scopes[0].Region == "" && severalRegions && !f.shape.global:
			what = "Region"
		}
		if what != "" {
			f.failure, f.cut = "Ambiguous"+what, ""
			notes = append(notes, fmt.Sprintf("%s: no %s can be told for this empty answer to %s, and the source has several; put it in a folder named after it", f.file, lower(what[:1])+what[1:], f.shape.operation))
		}
	}
	return notes
}

// several reports whether at least two names are in a set.
func several(set map[string]bool) bool {
	n := 0
	for _, in := range set {
		if in {
			n++
		}
	}
	return n > 1
}
