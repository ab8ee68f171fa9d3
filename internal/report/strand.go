package report

import (
	"slices"
	"strconv"
	"strings"

	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// picture is a path as a mooring line: who asks, the gates in the order the
// packet meets them, what is asked for. Several subnets are several strands.
type picture struct {
	left, leftNote   string
	right, rightNote string
	strands          []strand
	folded           int  // strands that are not drawn
	open             bool // it shows a way to the internet
}

// strand is one line of a picture.
type strand struct {
	label   string
	verdict reach.Verdict
	knots   []knot
	back    []knot // gates on the way back that matter, or one for all that hold
}

// knot is one gate as drawn.
type knot struct {
	word  string
	text  string // object and rule
	title string // all of it, for those who point at it or listen
	state state
	door  bool // it leads to the internet
}

// How much a picture draws.
const (
	maxStrands = 4
	maxKnots   = 7
)

// drawn makes the picture of a cause; ok is false where there is nothing to draw.
func (c cause) drawn() (pic picture, ok bool) {
	first := c.resources[0]
	pic = picture{left: first.Name, open: c.kind == causeExposed}
	switch {
	case len(c.proofs) > 0:
		to := c.proofs[0].To
		pic.right, pic.rightNote = dependencyWord(to.ID), to.ID+portNote(to)
		pic.strands, pic.folded = strandsOf(c.proofs, c.kind)
	case c.kind == causeExposed:
		pic.right, pic.rightNote = "internet", "any address"
		pic.strands = []strand{{verdict: reach.VerdictReachable, knots: []knot{doorOf(first)}}}
	default:
		return picture{}, false
	}
	pic.leftNote = kindWord(first.Kind, 1)
	if more := len(c.resources) - 1; more > 0 {
		pic.leftNote = "and " + thousands(more) + " more"
	}
	return pic, true
}

func portNote(t reach.To) string {
	if t.Port == 0 {
		return ""
	}
	return ":" + strconv.Itoa(t.Port)
}

// doorOf is the way to the internet of a resource without a proof of it.
func doorOf(r *Resource) knot {
	text := strings.Join(r.ExposureVia, ", ")
	if text == "sagemaker" || text == "" {
		text = "an interface that SageMaker owns"
	}
	return knot{word: string(r.Exposure), text: text, title: "door to the internet: " + text, state: exposed, door: true}
}

// strandsOf draws each proof's paths once. What went wrong comes before what
// holds where not all can be drawn.
func strandsOf(proofs []*reach.Proof, kind causeKind) (out []strand, folded int) {
	seen := map[string]bool{}
	for _, p := range proofs {
		for _, s := range strandsOfProof(p) {
			if key := s.key(); !seen[key] {
				seen[key] = true
				out = append(out, s)
			}
		}
	}
	if kind != causeExposed && len(out) > maxStrands {
		slices.SortStableFunc(out, func(a, b strand) int { return verdictRank(a.verdict) - verdictRank(b.verdict) })
	}
	if folded = len(out) - maxStrands; folded > 0 {
		return out[:maxStrands], folded
	}
	return out, 0
}

func verdictRank(v reach.Verdict) int {
	return slices.Index([]reach.Verdict{reach.VerdictBlocked, reach.VerdictPartial, reach.VerdictUnknown, reach.VerdictReachable, reach.VerdictNotApplicable}, v)
}

func (s strand) key() string {
	var b strings.Builder
	b.WriteString(s.label)
	for _, k := range slices.Concat(s.knots, s.back) {
		b.WriteString("\x00" + k.title)
	}
	return b.String()
}

func strandsOfProof(p *reach.Proof) []strand {
	label := strings.Trim(p.From.Zone+" · "+p.From.Subnet, " ·")
	dns := knotsOf(p.DNS.Gates)
	if len(p.Paths) == 0 {
		return []strand{{label: label, verdict: p.Verdict, knots: fewer(dns)}}
	}
	var out []strand
	paths := alikePaths(p.Paths)
	for _, path := range paths {
		s := strand{label: label, verdict: path.Verdict}
		if s.verdict == "" {
			s.verdict = p.Verdict
		}
		if len(paths) > 1 && len(path.Addresses) > 0 {
			s.label += " · to " + listed(path.Addresses, 2)
		}
		forward, back := legs(path.Gates)
		s.knots = fewer(slices.Concat(dns, knotsOf(forward)))
		s.back = wayBackOf(back)
		out = append(out, s)
	}
	return out
}

func knotsOf(gates []reach.Gate) []knot {
	var out []knot
	for _, g := range gates {
		out = append(out, knotOf(g))
	}
	return out
}

func knotOf(g reach.Gate) knot {
	k := knot{word: knotWord(g.Kind), state: outcomeState(g.Outcome)}
	k.text = gateText(g, listed(g.Object, 2), "\n")
	k.title = traceWord(g.Kind) + " " + string(g.Outcome) + ": " + strings.TrimSpace(strings.Join(g.Object, ", ")+" "+g.Rule)
	if g.Why != "" && g.Why != g.Rule {
		k.title += " (" + g.Why + ")"
	}
	switch g.Kind {
	case inventory.GateMode, inventory.GateNATGateway, inventory.GateInternetGateway, inventory.GateEgressOnlyGateway:
		k.door = g.Outcome == reach.Passes
	}
	return k
}

// fewer merges gates that hold and belong together, then folds the longest run
// of holding ones, until a line has room for all its knots.
func fewer(knots []knot) []knot {
	knots = mergedPair(knots, "ACL out", "ACL in", "ACL out · in")
	knots = mergedPair(knots, "endpoint", "policy", "endpoint")
	for len(knots) > maxKnots {
		at, n := longestRun(knots)
		if n < 2 {
			return knots
		}
		n = min(n, len(knots)-maxKnots+1)
		knots = slices.Concat(knots[:at], []knot{foldedKnot(knots[at : at+n])}, knots[at+n:])
	}
	return knots
}

func mergedPair(knots []knot, one, two, both string) []knot {
	holding := func(word string) int {
		return slices.IndexFunc(knots, func(k knot) bool { return k.word == word && k.state == holds })
	}
	i, j := holding(one), holding(two)
	if i < 0 || j < i {
		return knots
	}
	merged := knots[i]
	merged.word, merged.title = both, knots[i].title+"; "+knots[j].title
	merged.text = sameObject(knots[i].text, knots[j].text)
	out := slices.Clone(knots)
	out[i] = merged
	return slices.Delete(out, j, j+1)
}

// sameObject joins two knots' texts, an object that both name once.
func sameObject(a, b string) string {
	object, _, _ := strings.Cut(a, "\n")
	other, rule, ok := strings.Cut(b, "\n")
	if ok && other == object {
		return object + "\n" + rule
	}
	return strings.ReplaceAll(a, "\n", " ") + "\n" + strings.ReplaceAll(b, "\n", " ")
}

func longestRun(knots []knot) (at, n int) {
	for i := range knots {
		run := 0
		for i+run < len(knots) && knots[i+run].state == holds && !knots[i+run].door {
			run++
		}
		if run > n {
			at, n = i, run
		}
	}
	return at, n
}

func foldedKnot(knots []knot) knot {
	var words, titles []string
	for _, k := range knots {
		words, titles = append(words, k.word), append(titles, k.title)
	}
	return knot{word: strconv.Itoa(len(knots)) + " gates hold", text: strings.Join(words, ", "), title: strings.Join(titles, "; "), state: holds}
}

// wayBackOf keeps the gates that fail or are unknown; one knot says that all hold.
func wayBackOf(gates []reach.Gate) []knot {
	if len(gates) == 0 {
		return nil
	}
	var wrong []knot
	var titles []string
	for _, k := range knotsOf(gates) {
		titles = append(titles, k.title)
		if k.state != holds {
			wrong = append(wrong, k)
		}
	}
	if len(wrong) > 0 {
		return wrong[:min(len(wrong), 3)]
	}
	return []knot{{word: "way back", text: "holds", title: strings.Join(titles, "; "), state: holds}}
}

// spoken is the picture in a sentence, for those who do not see it.
func (p picture) spoken() string {
	var parts []string
	for _, s := range p.strands {
		var words []string
		for _, k := range s.knots {
			words = append(words, k.word+" "+spokenState(k))
		}
		for _, k := range s.back {
			words = append(words, "way back "+spokenState(k))
		}
		label := ""
		if len(p.strands) > 1 && s.label != "" {
			label = s.label + ": "
		}
		parts = append(parts, label+strings.Join(words, ", "))
	}
	return "Path from " + p.left + " to " + p.right + ". " + strings.Join(parts, "; ") + "."
}

func spokenState(k knot) string {
	switch {
	case k.door:
		return "is a door to the internet"
	case k.state == holds:
		return "holds"
	case k.state == broken:
		return "breaks"
	case k.state == exposed:
		return "is open"
	}
	return "is unknown"
}
