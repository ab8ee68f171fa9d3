package report

import (
	"cmp"
	"encoding/xml"
	"io"
	"slices"
	"strings"

	"mooring/internal/reach"
)

// The members of a JUnit report, as Jenkins' and Surefire's schemas have them.
type junitSuites struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Name     string       `xml:"name,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Errors   int          `xml:"errors,attr"`
	Skipped  int          `xml:"skipped,attr"`
	Suites   []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name      string      `xml:"name,attr"`
	Tests     int         `xml:"tests,attr"`
	Failures  int         `xml:"failures,attr"`
	Errors    int         `xml:"errors,attr"`
	Skipped   int         `xml:"skipped,attr"`
	Timestamp string      `xml:"timestamp,attr,omitempty"`
	Cases     []junitCase `xml:"testcase"`
}

type junitCase struct {
	Class   string        `xml:"classname,attr"`
	Name    string        `xml:"name,attr"`
	Failure *junitOutcome `xml:"failure,omitempty"`
	Error   *junitOutcome `xml:"error,omitempty"`
	Skipped *junitOutcome `xml:"skipped,omitempty"`
}

type junitOutcome struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr,omitempty"`
	Text    string `xml:",cdata"`
}

// writeJUnit writes one suite a check, or line of an intent file, and in it one
// case a resource. What could not be decided is an error: a case that did not come
// to an end is not one that was left out. Passes stand in it where the report
// holds them.
func writeJUnit(w io.Writer, r *Report, _ Options) error {
	out := junitSuites{Name: "mooring"}
	names := r.labels()
	counted := r.Counted()
	for _, suite := range r.suites() {
		s := junitSuite{Name: clean(suite[0].suite()), Timestamp: r.Source.TakenAt}
		for _, f := range suite {
			c := junitCase{Class: clean(f.suite()), Name: clean(cmp.Or(names[f.Resource], f.Resource))}
			s.Tests++
			switch {
			case !r.counts(f, counted):
				c.Skipped = &junitOutcome{Message: clean("told at the resource that owns its settings, or of a finished job: " + f.Because)}
				s.Skipped++
			case f.Status == Fail || f.Status == Invalid:
				c.Failure = &junitOutcome{clean(f.Because), string(f.Severity), r.failureText(f)}
				s.Failures++
			case f.Status == Unknown || f.Status == "":
				c.Error = &junitOutcome{clean(f.Because), "undecided", r.failureText(f)}
				s.Errors++
			case f.Status == NotApplicable || f.Status == Waived:
				c.Skipped = &junitOutcome{Message: clean(cmp.Or(f.Because, string(f.Status)))}
				s.Skipped++
			}
			s.Cases = append(s.Cases, c)
		}
		out.Tests, out.Failures, out.Errors, out.Skipped = out.Tests+s.Tests, out.Failures+s.Failures, out.Errors+s.Errors, out.Skipped+s.Skipped
		out.Suites = append(out.Suites, s)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(out); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

// suite is the check of a finding; of an intent, its rule and line.
func (f Finding) suite() string {
	if f.Check == IntentCheck {
		return f.Check + ": " + f.Title
	}
	return f.Check
}

// suites are the findings by suite, in the order of their names, and in each by
// the report's order of resources.
func (r *Report) suites() [][]Finding {
	at := map[string]int{}
	var out [][]Finding
	for _, f := range r.Findings {
		if _, ok := at[f.suite()]; !ok {
			at[f.suite()] = len(out)
			out = append(out, nil)
		}
		out[at[f.suite()]] = append(out[at[f.suite()]], f)
	}
	order := map[string]int{}
	for i := range r.Resources {
		order[r.Resources[i].ID] = i
	}
	slices.SortStableFunc(out, func(a, b []Finding) int { return cmp.Compare(a[0].suite(), b[0].suite()) })
	for _, suite := range out {
		slices.SortStableFunc(suite, func(a, b Finding) int { return cmp.Compare(order[a.Resource], order[b.Resource]) })
	}
	return out
}

// labels are the resources in words. Namesakes carry their id, since cases of
// one suite are told apart by their names.
func (r *Report) labels() map[string]string {
	many := map[string]int{}
	for i := range r.Resources {
		many[r.Resources[i].label()]++
	}
	out := map[string]string{}
	for i := range r.Resources {
		res := &r.Resources[i]
		out[res.ID] = res.label()
		if many[res.label()] > 1 {
			out[res.ID] += " (" + res.ID + ")"
		}
	}
	return out
}

// failureText is everything there is to say of a finding, with the proof as trace
// prints it.
func (r *Report) failureText(f Finding) string {
	lines := []string{"", f.Title, "resource: " + f.Resource, "because: " + f.Because}
	for _, e := range f.Evidence {
		lines = append(lines, "evidence: "+e)
	}
	if f.Remediation.Text != "" {
		lines = append(lines, "repair: "+f.Remediation.Text)
	}
	for i, l := range lines {
		lines[i] = clean(l)
	}
	return strings.Join(lines, "\n") + "\n" + r.proofText(f)
}

// proofText is the proofs that a finding leans on: its own, or those of what a
// stranded resource is cut off from.
func (r *Report) proofText(f Finding) string {
	var proofs []*reach.Proof
	for _, id := range f.Proofs {
		if p := r.Proofs[id]; p != nil {
			proofs = append(proofs, p)
		}
	}
	i := slices.IndexFunc(r.Resources, func(res Resource) bool { return res.ID == f.Resource })
	if i < 0 {
		return ""
	}
	res := &r.Resources[i]
	switch {
	case strings.HasSuffix(f.Check, "-stranded"):
		proofs = append(proofs, r.proofsOfAll(res, res.Stranded)...)
	case strings.HasSuffix(f.Check, "-partial"):
		proofs = append(proofs, r.proofsOfAll(res, res.Partial)...)
	}
	if len(proofs) == 0 {
		return ""
	}
	var b strings.Builder
	// A strings.Builder never fails.
	_ = WriteTrace(&b, res.label(), proofs, Options{Width: 100})
	return "\n" + b.String()
}

func (r *Report) proofsOfAll(res *Resource, ids []string) []*reach.Proof {
	var out []*reach.Proof
	for _, id := range ids {
		out = append(out, r.proofsOf(res, id)...)
	}
	return out
}
