package check

import (
	"slices"
	"strings"

	"mooring/internal/inventory"
)

func Failed(because string, evidence ...string) Outcome {
	return Outcome{Status: Fail, Because: because, Evidence: evidence}
}

func Passed(because string, evidence ...string) Outcome {
	return Outcome{Status: Pass, Because: because, Evidence: evidence}
}

// Moot is the outcome where the question does not arise.
func Moot(because string, evidence ...string) Outcome {
	return Outcome{Status: NotApplicable, Because: because, Evidence: evidence}
}

// Refused is the outcome of settings that AWS would not accept.
func Refused(because string, evidence ...string) Outcome {
	return Outcome{Status: Invalid, Because: because, Evidence: evidence}
}

// Unread is the outcome where something needed is not known.
func Unread(missing ...inventory.Missing) Outcome {
	sorted := slices.Clone(missing)
	slices.SortFunc(sorted, func(a, b inventory.Missing) int { return strings.Compare(a.String(), b.String()) })
	sorted = slices.Compact(sorted)
	if len(sorted) == 0 {
		return Outcome{Status: Unknown, Because: "what is needed was not read"}
	}
	words := make([]string, len(sorted))
	for i, m := range sorted {
		words[i] = m.String()
	}
	return Outcome{Status: Unknown, Because: "could not be decided: " + strings.Join(words, "; "), Missing: sorted}
}

// Ask judges what was read. An unknown is Unread with its reason, so that no
// check can pass on something that nobody read.
func Ask[T any](v inventory.Value[T], judge func(T) Outcome) Outcome {
	x, ok := v.Get()
	if !ok {
		return Unread(v.Why())
	}
	return judge(x)
}

// worstFirst is the order in which the outcomes of a resource's parts decide.
func worstFirst() []Status { return []Status{Fail, Invalid, Unknown, Pass, NotApplicable} }

// Fold is the outcome of several parts of one resource: those of the worst
// status speak. No part at all is moot.
func Fold(parts ...Outcome) Outcome {
	for _, status := range worstFirst() {
		var same []Outcome
		for _, p := range parts {
			if p.known() == status {
				same = append(same, p)
			}
		}
		if len(same) > 0 {
			return together(same)
		}
	}
	return Moot("there is nothing to judge")
}

// known is the status with the zero Status read as Unknown.
func (o Outcome) known() Status {
	if o.Status == "" {
		return Unknown
	}
	return o.Status
}

// together joins what outcomes of one status say, equal words once.
func together(same []Outcome) Outcome {
	out := Outcome{Status: same[0].known()}
	var because, repairs []string
	for _, o := range same {
		because, repairs = join(because, o.Because), join(repairs, o.Remediation)
		out.Evidence = join(out.Evidence, o.Evidence...)
		out.Missing = join(out.Missing, o.Missing...)
	}
	out.Because, out.Remediation = strings.Join(because, "; "), strings.Join(repairs, "; ")
	return out
}

// join appends what is neither empty nor there already.
func join[T comparable](all []T, more ...T) []T {
	var empty T
	for _, x := range more {
		if x != empty && !slices.Contains(all, x) {
			all = append(all, x)
		}
	}
	return all
}
