package saved

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"mooring/internal/inventory"
)

// join settles where everything belongs and makes the source.
func (l *loader) join(readings []*reading) (*Source, error) {
	src := &Source{}
	var all []*found
	held := map[*call]bool{}
	for _, r := range readings {
		src.Ignored = append(src.Ignored, r.ignored...)
		for i := range r.found {
			f := &r.found[i]
			if f.known != nil && held[f.known] {
				continue // a copy of a renamed file
			}
			held[f.known] = true
			all = append(all, f)
		}
	}
	all = append(all, l.ledger.unanswered(l.catalogue, held)...)
	slices.SortStableFunc(src.Ignored, func(a, b Ignored) int { return cmp.Or(strings.Compare(a.File, b.File), strings.Compare(a.Why, b.Why)) })
	if err := l.refuse(all, src.Ignored, len(readings)); err != nil {
		return nil, err
	}
	src.Answers, src.Notes = l.settle(all)
	src.Origin = l.ledger.origin(src.Answers)
	return src, nil
}

func (l *loader) settle(all []*found) ([]inventory.Answer, []string) {
	for _, f := range all {
		l.settler.learn(f)
	}
	for _, f := range all {
		f.scopes = l.settler.place(f)
	}
	onePartition(all)
	notes := doubtful(all)
	cutShort(all)
	var answers []inventory.Answer
	for _, f := range joinPages(all) {
		answers = append(answers, l.settler.answers(f)...)
	}
	notes = append(l.settler.notes(), notes...)
	slices.Sort(notes)
	return answers, notes
}

// onePartition fills in the partition where the source knows of one alone:
// global answers have no Region to tell it by.
func onePartition(all []*found) {
	partitions := map[string]bool{}
	for _, f := range all {
		for _, s := range f.scopes {
			partitions[s.Partition] = true
		}
	}
	delete(partitions, "")
	one := only(partitions)
	for _, f := range all {
		for i := range f.scopes {
			f.scopes[i].Partition = cmp.Or(f.scopes[i].Partition, one)
		}
	}
}

// refuse is the error of a source in which nothing is an AWS answer. A call
// that AWS refused is one; a file that cannot be read or decoded is not.
func (l *loader) refuse(all []*found, ignored []Ignored, files int) error {
	if len(l.ledger.calls) > 0 || slices.ContainsFunc(all, func(f *found) bool { return !ours(f.failure) }) {
		return nil
	}
	hint := "expected is what the AWS CLI prints, such as `aws ec2 describe-vpcs > DIR/describe-vpcs.json`; `mooring snapshot DIR` saves all that is needed"
	switch {
	case files == 0:
		return &Error{What: l.name + " is empty", Hint: hint}
	case len(ignored) == 0:
		return &Error{What: l.name + " holds only empty files", Hint: hint}
	}
	var seen []string
	for _, i := range ignored[:min(len(ignored), 3)] {
		seen = append(seen, l.pathOf(i.File)+i.Why)
	}
	what := strings.Join(seen, "; ")
	if more := len(ignored) - len(seen); more > 0 {
		what += fmt.Sprintf("; and %d more", more)
	}
	return &Error{What: l.name + " holds no AWS answers: " + what, Hint: hint}
}

// pathOf leaves out the file's name where the source is that file.
func (l *loader) pathOf(file string) string {
	if file == "" || strings.HasSuffix(l.name, file) {
		return ""
	}
	return file + ": "
}

// ours reports whether a failure was found here and not told by AWS.
func ours(code string) bool {
	switch code {
	case "Undecodable", "Unreadable", "Empty":
		return true
	}
	return false
}
