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
	Report      *Report
	Title       string
	Taken       string
	Tiles       []tileView
	Sections    []sectionView
	Matrix      matrix
	Refused     []policyRefusal
	MoreRefused int
	Findings    []checkView
	Told        int
	MoreCheck   int
	Gaps        []gapView
	MoreGaps    int
	Unasked     []string
	Passed      []string // with All
	Inherited   []string
	Finished    []string
	Legend      []legendItem
	Calm        string // said where no cause was found
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
	p.Refused, p.MoreRefused = r.pageRefusals()
	p.Findings, p.Told, p.MoreCheck = r.checkViews()
	p.Gaps, p.MoreGaps, p.Unasked = r.gapViews()
	if o.All {
		for _, c := range r.passed() {
			p.Passed = append(p.Passed, c.check+" ("+numbered(c.n, "resource", "resources")+")")
		}
	}
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
		others := g.namesOf(names)[len(v.Items):]
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
