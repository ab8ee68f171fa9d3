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

func together(same []Outcome) Outcome {
	out := same[0]
	out.Status = out.known()
	for _, o := range same[1:] {
		if o.Because != out.Because && !strings.Contains(out.Because, o.Because) {
			out.Because += "; " + o.Because
		}
		out.Evidence = slices.Concat(out.Evidence, o.Evidence)
		out.Missing = slices.Concat(out.Missing, o.Missing)
		if out.Remediation == "" {
			out.Remediation = o.Remediation
		}
	}
	return out
}
