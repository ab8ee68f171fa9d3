package audit

import (
	"cmp"

	"mooring/internal/check"
	"mooring/internal/intent"
	"mooring/internal/reach"
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

// declared is what a line of an intent file says, in the report's form.
func (o Options) declared(f intent.Finding) []report.Finding {
	status := report.Status(f.Status)
	if status == "" {
		status = report.Unknown
	}
	if !o.Passes && (status == report.Pass || status == report.NotApplicable) {
		return nil
	}
	repair := f.Remediation
	if status == report.Fail {
		repair = cmp.Or(repair, "Close the way that the proof shows, or change the rule \""+f.Rule.Name+"\".")
	}
	out := report.Finding{
		ID: f.ID, Check: report.IntentCheck, Severity: report.Severity(f.Rule.Severity), Status: status, Resource: f.Resource,
		Title: f.Rule.Name + ": " + f.Line, Because: f.Because, Evidence: f.Evidence,
		Remediation: report.Remediation{Text: repair},
		Proofs:      proofIDs(f.Proofs),
	}
	return []report.Finding{out}
}

func proofIDs(proofs []*reach.Proof) []string {
	var out []string
	for _, p := range proofs {
		out = append(out, p.ID)
	}
	return out
}
