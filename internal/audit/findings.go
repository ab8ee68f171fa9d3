package audit

import (
	"cmp"

	"mooring/internal/check"
	"mooring/internal/report"
)

// findings are what the checks say about one resource, in the report's form.
func (o Options) findings(s check.Subject) []report.Finding {
	var out []report.Finding
	for _, f := range check.Run(o.Checks, s) {
		if !o.Passes && (f.Status == check.Pass || f.Status == check.NotApplicable) {
			continue
		}
		out = append(out, report.Finding{
			ID: f.ID, Check: f.Check.ID, Severity: report.Severity(f.Check.Severity), Status: report.Status(f.Status),
			Resource: f.Resource, Title: f.Check.Doc.Title, Because: f.Because, Evidence: f.Evidence,
			Remediation: report.Remediation{Text: cmp.Or(f.Remediation, f.Check.Doc.Remediation.Text)},
			Compliance:  f.Check.Doc.Compliance,
		})
	}
	return out
}
