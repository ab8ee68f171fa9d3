package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// Trace is what one trace has to say.
type Trace struct {
	From, To string // the ends in words: "notebook fraud-lab", "SageMaker API"
	Proofs   []*reach.Proof

	places places
}

// NewTrace words the ends of a path and finds where its objects stand.
func NewTrace(s *inventory.Snapshot, start reach.Start, goal reach.Goal, proofs []*reach.Proof) *Trace {
	return &Trace{From: startWord(start), To: goalWord(goal), Proofs: proofs, places: placesOf(s, proofs)}
}

// TraceFormats are the names of the formats of a trace.
func TraceFormats() []string { return []string{"text", "json", "mermaid", "svg"} }

// Write writes t in the named format. JSON is one proof object after the other.
func (t *Trace) Write(w io.Writer, format string, o Options) error {
	switch format {
	case "text":
		return WriteTrace(w, t.From, t.Proofs, o)
	case "json":
		for _, p := range t.Proofs {
			if err := WriteProof(w, p, o); err != nil {
				return err
			}
		}
		return nil
	case "mermaid":
		return t.writeMermaid(w, o)
	case "svg":
		return t.writeSVG(w, o)
	}
	return fmt.Errorf("write trace: no format %q, there are %s", format, strings.Join(TraceFormats(), ", "))
}

func startWord(s reach.Start) string {
	switch {
	case s.Resource != nil:
		return kindWord(s.Resource.Head().Kind, 1) + " " + s.Resource.Head().Name
	case s.Interface != "":
		return "interface " + s.Interface
	case s.Subnet != "":
		return "subnet " + s.Subnet
	case s.Group != "":
		return "group " + s.Group
	case s.Gateway != "":
		return "gateway " + s.Gateway
	case s.Internet:
		return "the internet"
	}
	return blockWord(s.Prefix.String())
}

func goalWord(g reach.Goal) string {
	switch {
	case g.Service != nil:
		return dependencyWord(g.Service.ID)
	case g.Resource != nil:
		return kindWord(g.Resource.Head().Kind, 1) + " " + g.Resource.Head().Name
	case g.Interface != "":
		return "interface " + g.Interface
	case g.Host != "":
		return g.Host
	case g.Internet:
		return "the internet"
	}
	return blockWord(g.Prefix.String())
}

// blockWord leaves the length of a single address out.
func blockWord(block string) string {
	if short, ok := strings.CutSuffix(block, "/32"); ok {
		return short
	}
	return strings.TrimSuffix(block, "/128")
}

// verdict folds the proofs: all alike, or some of each.
func (t *Trace) verdict() reach.Verdict {
	seen := map[reach.Verdict]bool{}
	for _, p := range t.Proofs {
		seen[p.Verdict] = true
	}
	switch {
	case len(seen) == 1:
		return t.Proofs[0].Verdict
	case seen[reach.VerdictPartial], seen[reach.VerdictReachable] && seen[reach.VerdictBlocked]:
		return reach.VerdictPartial
	case len(seen) == 2 && seen[reach.VerdictNotApplicable] && !seen[reach.VerdictUnknown]:
		for _, v := range []reach.Verdict{reach.VerdictBlocked, reach.VerdictReachable} {
			if seen[v] {
				return v
			}
		}
	}
	return reach.VerdictUnknown
}

// sentence says the verdict; a name that fills lines is cut.
func (t *Trace) sentence() string {
	const longName = 80
	from, to := shortened(clean(t.From), longName), shortened(clean(t.To), longName)
	switch t.verdict() {
	case reach.VerdictReachable:
		return from + " reaches " + to
	case reach.VerdictBlocked:
		return from + " cannot reach " + to
	case reach.VerdictPartial:
		return from + " reaches " + to + " only in part"
	case reach.VerdictNotApplicable:
		return "nothing of the customer's network lies between " + from + " and " + to
	}
	return "whether " + from + " reaches " + to + " could not be decided"
}

// stoppedBy names what does not let the traffic through, each once.
func stoppedBy(p *reach.Proof) string {
	name := func(gates []reach.Gate) []string {
		var out []string
		for _, g := range gates {
			word := traceWord(g.Kind)
			if g.Leg == reach.Return {
				word += " on the way back"
			}
			if !slices.Contains(out, word) {
				out = append(out, word)
			}
		}
		return out
	}
	if failing := name(p.Failing()); len(failing) > 0 && p.Verdict != reach.VerdictReachable {
		return "stopped by " + strings.Join(failing, ", ")
	}
	if open := name(p.Unknown()); len(open) > 0 && p.Verdict != reach.VerdictReachable {
		return "undecided: " + strings.Join(open, ", ")
	}
	return ""
}
