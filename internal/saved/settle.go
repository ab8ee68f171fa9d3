package saved

import (
	"cmp"
	"fmt"
	"maps"
	"path"
	"slices"

	"mooring/internal/inventory"
)

// settler decides where every answer belongs, from everything that was read.
type settler struct {
	options    Options
	root       place                      // the source's own folder name
	identities map[string]map[string]bool // accounts that a caller identity names, by folder
	residents  map[string]map[string]bool // accounts that ARNs name, by folder
	vpcs       map[string]map[string]bool // Regions that a VPC was seen in
	disputes   map[string]dispute
}

// dispute is a contradiction, told once with how many files show it.
type dispute struct {
	file  string // the first
	files int
}

func newSettler(o Options, root place) *settler {
	return &settler{
		options: o, root: root, identities: map[string]map[string]bool{}, residents: map[string]map[string]bool{},
		vpcs: map[string]map[string]bool{}, disputes: map[string]dispute{},
	}
}

func mark(m map[string]map[string]bool, key, value string) {
	if key == "" || value == "" {
		return
	}
	if m[key] == nil {
		m[key] = map[string]bool{}
	}
	m[key][value] = true
}

// learn hears what a finding says that helps to place others.
func (s *settler) learn(f *found) {
	dir := path.Dir(f.file)
	base := s.base(f)
	for _, w := range f.says {
		if f.shape.operation == "sts:GetCallerIdentity" && f.failure == "" {
			mark(s.identities, dir, w.account)
		} else if f.shape.service() == "sagemaker" {
			mark(s.residents, dir, w.account)
		}
		mark(s.vpcs, w.vpc, cmp.Or(base.region, w.region))
	}
}

// base is what outranks the objects' own words: flag, manifest, folder, file name.
func (s *settler) base(f *found) place {
	p := place{s.options.Account, s.options.Region}
	if f.known != nil {
		return p.or(place{f.known.Account, f.known.Region})
	}
	return p.or(f.place).or(s.root)
}

// caller is the account that a caller identity names for a folder: the nearest
// one above, unless ARNs beside it name another.
func (s *settler) caller(file string) string {
	for dir := path.Dir(file); ; dir = path.Dir(dir) {
		if accounts := s.identities[dir]; len(accounts) > 0 {
			account := only(accounts)
			for resident := range s.residents[dir] {
				if resident != account {
					return ""
				}
			}
			return account
		}
		if dir == "." || dir == "/" {
			return ""
		}
	}
}

// only is the one member of a set, or "".
func only(set map[string]bool) string {
	if len(set) != 1 {
		return ""
	}
	for v := range set {
		return v
	}
	return ""
}

// answers makes answers of a finding: one, or several where its objects belong
// to several accounts or Regions.
func (s *settler) answers(f *found) []inventory.Answer {
	if f.known != nil {
		return []inventory.Answer{s.asRecorded(f)}
	}
	distinct := slices.Compact(slices.SortedFunc(slices.Values(f.scopes), compareScopes))
	if len(distinct) == 1 || len(f.items) == 0 {
		return []inventory.Answer{f.answer(f.scopes[0], f.body)}
	}
	var out []inventory.Answer
	for _, scope := range distinct {
		part := *f
		part.keep(func(i int) bool { return f.scopes[i] == scope })
		out = append(out, part.answer(scope, part.body))
	}
	return out
}

func (f *found) answer(scope inventory.Scope, body []byte) inventory.Answer {
	a := inventory.Answer{Scope: scope, Operation: f.shape.operation, Subject: f.subject, Source: f.file, Failure: f.failure, Cut: f.cut}
	if f.failure == "" {
		a.Body = body
	}
	return a
}

// place says where each object of a finding belongs; one scope where it has none.
func (s *settler) place(f *found) []inventory.Scope {
	base := s.base(f)
	says := f.says
	if len(says) == 0 {
		says = []witness{{}}
	}
	regions, accounts := make([]string, len(says)), make([]string, len(says))
	caller := s.caller(f.file)
	for i, w := range says {
		regions[i] = cmp.Or(base.region, w.region, only(s.vpcs[w.vpc]))
		accounts[i] = cmp.Or(base.account, own(f, w), caller, w.account, w.owner)
		s.dispute(f, "Region", regions[i], w.region)
		s.dispute(f, "account", accounts[i], w.account)
		s.dispute(f, "account", accounts[i], w.owner)
	}
	for _, r := range f.disputed {
		s.dispute(f, "Region", regions[0], r)
	}
	agree(regions)
	agree(accounts)
	out := make([]inventory.Scope, len(says))
	for i, w := range says {
		region := regions[i]
		if f.shape.global {
			region = ""
		}
		out[i] = scopeOf(cmp.Or(partitionOf(regions[i]), w.partition), accounts[i], region)
	}
	return out
}

// own is an account that can only be the asking one: subnets, gateways and
// rules may be shared by another, SageMaker's resources may not.
func own(f *found, w witness) string {
	if f.shape.service() == "sagemaker" {
		return w.account
	}
	return ""
}

// agree lets objects that say nothing follow those that do, where these agree:
// one answer comes from one place.
func agree(words []string) {
	word := ""
	for _, w := range words {
		if w != "" && word != "" && w != word {
			return
		}
		word = cmp.Or(word, w)
	}
	for i := range words {
		words[i] = word
	}
}

func compareScopes(a, b inventory.Scope) int {
	return cmp.Or(cmp.Compare(a.Partition, b.Partition), cmp.Compare(a.Account, b.Account), cmp.Compare(a.Region, b.Region))
}

// dispute notes that an object says otherwise than what was taken.
func (s *settler) dispute(f *found, what, taken, said string) {
	if said == "" || taken == "" || said == taken {
		return
	}
	key := fmt.Sprintf("%s %s is taken where the answer itself says %s", what, taken, said)
	d := s.disputes[key]
	if d.file != f.file {
		d.files++
	}
	if d.files == 1 {
		d.file = f.file
	}
	s.disputes[key] = d
}

func (s *settler) notes() []string {
	var notes []string
	for _, key := range slices.Sorted(maps.Keys(s.disputes)) {
		d := s.disputes[key]
		others := ""
		if d.files > 1 {
			others = fmt.Sprintf(" and %d more", d.files-1)
		}
		notes = append(notes, d.file+others+": "+key)
	}
	return notes
}

// asRecorded is an answer as its manifest knows it; only a flag outranks that.
func (s *settler) asRecorded(f *found) inventory.Answer {
	k := f.known
	base := s.base(f)
	s.dispute(f, "account", base.account, k.Account)
	region := k.Region
	if !f.shape.global {
		s.dispute(f, "Region", base.region, k.Region)
		region = base.region
	}
	a := f.answer(scopeOf(k.Partition, base.account, region), f.body)
	a.Subject, a.Cut = k.Subject, k.Cut
	// A snapshot is read as if it were live, so that its report is the live one.
	a.Source = ""
	return a
}
