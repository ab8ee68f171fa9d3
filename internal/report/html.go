package report

import (
	_ "embed"
	"html/template"
	"io"
	"slices"
	"strings"
	"time"

	"mooring/internal/inventory"
)

//go:embed page.html
var pageHTML string

// How much the page draws; what is left out is counted on the page. An estate
// of ten thousand resources stays a page that a browser opens at once.
const (
	maxCards      = 30 // of each kind
	maxCardNames  = 40
	maxRows       = 250
	maxPageChecks = 100
	maxEvidence   = 5 // resources of one check
	maxGapRows    = 100
)

// htmlPage is what the template shows. The pictures are the only markup made
// in Go; everything else the template escapes.
type htmlPage struct {
	Report    *Report
	Title     string
	Taken     string
	Tiles     []tileView
	Sections  []sectionView
	Matrix    matrix
	Findings  []checkView
	Told      int
	MoreCheck int
	Gaps      []gapView
	MoreGaps  int
	Unasked   []string
	Inherited []string
	Finished  []string
	Legend    []legendItem
	Calm      string // said where no cause was found
}

type tileView struct {
	N, Word, State, Glyph string
}

type sectionView struct {
	Word  string
	Cards []card
	More  string // what is not drawn
}

type legendItem struct{ State, Glyph, Word string }

// writeHTML writes one self-contained page: no script, no external request. The
// template escapes, and the whole page is cleaned last.
func writeHTML(w io.Writer, r *Report, o Options) error {
	t, err := template.New("page").Parse(pageHTML)
	if err != nil {
		return err
	}
	var page strings.Builder
	if err := t.Execute(&page, r.page(o)); err != nil {
		return err
	}
	lines := strings.Split(page.String(), "\n")
	for i, line := range lines {
		lines[i] = clean(line)
	}
	_, err = io.WriteString(w, strings.Join(lines, "\n"))
	return err
}

func (r *Report) page(o Options) htmlPage {
	causes := r.causes()
	p := htmlPage{
		Report: r, Title: r.title(), Taken: takenText(r.Source.TakenAt),
		Sections: r.sections(causes), Matrix: r.matrix(), Legend: legend(),
	}
	if len(causes) == 0 {
		p.Calm = r.calm()
	}
	for _, t := range r.tilesOf() {
		p.Tiles = append(p.Tiles, tileView{thousands(t.n), t.word, string(t.state), t.state.glyph(false)})
	}
	p.Findings, p.Told, p.MoreCheck = r.checkViews()
	p.Gaps, p.MoreGaps, p.Unasked = r.gapViews()
	p.Inherited, p.Finished = r.uncountedWords()
	return p
}

// takenText is "21 Nov 2026 09:14 UTC", or the stamp as it came.
func takenText(stamp string) string {
	t, err := time.Parse(time.RFC3339, stamp)
	if err != nil {
		return stamp
	}
	return t.UTC().Format("2 Jan 2006 15:04 UTC")
}

func legend() []legendItem {
	var out []legendItem
	for _, l := range []struct {
		s    state
		word string
	}{{holds, "reachable"}, {broken, "blocked"}, {halved, "partial"}, {unclear, "unknown"}, {moot, "not applicable"}, {exposed, "exposed"}} {
		out = append(out, legendItem{string(l.s), l.s.glyph(false), l.word})
	}
	return out
}

// card is one cause.
type card struct {
	Kind, Glyph, State string
	Title, Who         string
	Because, Repairs   []string
	Names              []string
	MoreNames          string
	Reaches            string
	Proof              string
	Wide, Tall         template.HTML
}

// sections are the causes as cards, one section per kind.
func (r *Report) sections(causes []cause) []sectionView {
	var out []sectionView
	for kind := causeStranded; kind <= causeUnknown; kind++ {
		of := slices.DeleteFunc(slices.Clone(causes), func(c cause) bool { return c.kind != kind })
		if len(of) == 0 {
			continue
		}
		s := sectionView{Word: kind.word()}
		for _, c := range of[:min(len(of), maxCards)] {
			s.Cards = append(s.Cards, r.card(c))
		}
		if rest := of[len(s.Cards):]; len(rest) > 0 {
			n := 0
			for _, c := range rest {
				n += len(c.resources)
			}
			s.More = numbered(len(rest), "smaller cause", "smaller causes") + " with " + numbered(n, "resource", "resources") +
				" not drawn here: the text format with --all and the JSON format have them all"
		}
		out = append(out, s)
	}
	return out
}

func (r *Report) card(c cause) card {
	out := card{
		Kind: c.kind.word(), Glyph: c.kind.state().glyph(false), State: string(c.kind.state()), Title: c.title(), Who: c.ownerNote(),
		Reaches: dependencyWords(c.reached), Proof: c.proofCommand(r),
	}
	for _, b := range c.because {
		out.Because = append(out.Because, b)
	}
	for _, b := range c.repairs {
		out.Repairs = append(out.Repairs, b)
	}
	if len(c.resources) > 1 {
		for _, res := range c.resources[:min(len(c.resources), maxCardNames)] {
			out.Names = append(out.Names, res.Name)
		}
		if more := len(c.resources) - maxCardNames; more > 0 {
			out.MoreNames = "and " + thousands(more) + " more"
		}
	}
	if pic, ok := c.drawn(); ok {
		out.Wide, out.Tall = template.HTML(pic.wide()), template.HTML(pic.tall())
	}
	return out
}

// title says a cause in a sentence.
func (c cause) title() string {
	who, one := c.who(), len(c.resources) == 1
	verb := func(single, several string) string {
		if one {
			return single
		}
		return several
	}
	switch c.kind {
	case causeStranded:
		return who + " cannot reach " + anded(c.lost)
	case causePartial:
		return who + verb(" reaches ", " reach ") + anded(c.lost) + " only from some places"
	case causeExposed:
		return who + verb(" reaches", " reach") + " any internet address"
	case causeInvalid:
		return "AWS would refuse " + who
	}
	if open := c.undecided(); len(open) > 0 {
		return who + " could not be decided: " + strings.Join(open, ", ")
	}
	return who + " could not be decided"
}

// anded joins the words of dependencies with an "and".
func anded(ids []string) string {
	var words []string
	for _, id := range ids {
		words = append(words, dependencyWord(id))
	}
	if n := len(words); n > 1 {
		return strings.Join(words[:n-1], ", ") + " and " + words[n-1]
	}
	return strings.Join(words, "")
}

// checkView is one check with the resources that it speaks of.
type checkView struct {
	Severity, State, Glyph, Status string
	Check, Title, Count            string
	Repair                         string
	Compliance                     string
	Items                          []itemView
	More                           string
}

type itemView struct{ Name, Because, Evidence string }

func (r *Report) checkViews() (views []checkView, told, more int) {
	groups, told := r.byCheck(false)
	names := r.names()
	for i, g := range groups {
		if i == maxPageChecks {
			return views, told, len(groups) - i
		}
		views = append(views, g.view(names))
	}
	return views, told, 0
}

func (g checkGroup) view(names map[string]string) checkView {
	s := g.first.Status.mark()
	v := checkView{
		Severity: string(g.first.Severity), State: string(s), Glyph: s.glyph(false), Status: statusWord(g.first), Check: g.first.Check,
		Title: g.first.Title, Count: numbered(len(g.findings), "resource", "resources"), Repair: g.first.Remediation.Text,
		Compliance: complianceText(g.first.Compliance),
	}
	for _, f := range g.findings[:min(len(g.findings), maxEvidence)] {
		name := names[f.Resource]
		if name == "" {
			name = f.Resource
		}
		v.Items = append(v.Items, itemView{name, f.Because, strings.Join(f.Evidence, " · ")})
	}
	if rest := len(g.findings) - len(v.Items); rest > 0 {
		var others []string
		for _, n := range g.namesOf(names)[len(v.Items):] {
			others = append(others, n)
		}
		v.More = "and " + thousands(rest) + " more: " + listed(others, maxCardNames)
	}
	return v
}

// statusWord is the severity of what fails, and the status of anything else.
func statusWord(f Finding) string {
	switch f.Status {
	case Fail:
		return string(f.Severity)
	case Unknown:
		return "undecided"
	}
	return string(f.Status)
}

func complianceText(frameworks map[string][]string) string {
	var parts []string
	for name, ids := range frameworks {
		parts = append(parts, name+" "+strings.Join(ids, ", "))
	}
	slices.Sort(parts)
	return strings.Join(parts, " · ")
}

// gapView is one operation that gave no answer.
type gapView struct{ Operation, Where, Why, Consequence, Permission string }

func (r *Report) gapViews() (views []gapView, more int, unasked []string) {
	failed, unasked := r.gapGroups()
	for i, g := range failed {
		if i == maxGapRows {
			return views, len(failed) - i, unasked
		}
		v := gapView{Operation: g.Operation, Where: listed(g.places, 4), Why: g.reasonWord(), Consequence: g.Consequence, Permission: g.Permission}
		if len(g.subjects) > 0 {
			v.Consequence += ": " + listed(g.subjects, 5)
		}
		views = append(views, v)
	}
	return views, 0, unasked
}

func (r *Report) uncountedWords() (inherited, finished []string) {
	from, done := r.inheritedAndFinished()
	names := r.names()
	for _, res := range from[:min(len(from), maxCardNames)] {
		owner := names[res.InheritedFrom]
		if owner == "" {
			owner = res.InheritedFrom
		}
		inherited = append(inherited, res.label()+" from "+owner)
	}
	for _, res := range done[:min(len(done), maxCardNames)] {
		finished = append(finished, res.label()+": "+res.axes())
	}
	return andMore(inherited, len(from)), andMore(finished, len(done))
}

func andMore(words []string, all int) []string {
	if more := all - len(words); more > 0 {
		return append(words, "and "+thousands(more)+" more")
	}
	return words
}

// isOptional reports whether a dependency is only usually wanted.
func isOptional(d Dependency) bool { return d.Need == inventory.Optional }
