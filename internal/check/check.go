// Package check is what a check is: its verdicts, its documentation as data,
// and how a set of them is run over one resource. The catalogue is in checks.
package check

import (
	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// Severity says how bad it is when a check fails.
type Severity string

const (
	Critical Severity = "critical"
	High     Severity = "high"
	Medium   Severity = "medium"
	Low      Severity = "low"
	Info     Severity = "info"
)

// Severities are all of them, worst first.
func Severities() []Severity { return []Severity{Critical, High, Medium, Low, Info} }

// Status is what a check says about a resource. The zero Status counts as
// Unknown: Run writes it so.
type Status string

const (
	Fail          Status = "fail"
	Pass          Status = "pass"
	Unknown       Status = "unknown"
	NotApplicable Status = "not-applicable"
	Invalid       Status = "invalid" // AWS would refuse what was read
)

// Check is one question about one resource. It is pure: same subject, same outcome.
type Check struct {
	ID       string // <kind>-<what>; also the name of its file, fixture and page
	Severity Severity
	Kinds    []inventory.Kind // of the resources that it judges
	Doc      Doc
	Judge    func(Subject) Outcome
}

// Subject is what a check judges.
type Subject struct {
	Resource inventory.Resource
	Result   *reach.Result // what was proved about it
	Snapshot *inventory.Snapshot
}

// Outcome is a check's answer.
type Outcome struct {
	Status      Status
	Because     string              // one sentence without its full stop; follows the resource's name
	Evidence    []string            // member = value, and object ids
	Remediation string              // for this resource; "" where the check's own text says it all
	Missing     []inventory.Missing // what would settle an unknown
}

// Doc is a check's documentation, as an auditor expects it. Every text is
// Markdown of whole sentences.
type Doc struct {
	Title       string // what is wrong when it fails; no full stop
	Description string // what is read and when it fails
	Rationale   string // why it matters
	Impact      string // what following it costs or breaks
	Default     string // what AWS does when nothing is said
	Audit       Audit
	Remediation Remediation
	References  []string // names of AWS pages
	Profile     int      // 1: for everyone; 2: where security outweighs convenience
	// Compliance are the ids that ask for the same, by framework. Empty where no
	// framework does.
	Compliance map[string][]string
}

// Audit says how to look by hand.
type Audit struct {
	Console string
	CLI     string // shell commands
}

// Remediation says how to repair by hand, and how to take the repair back.
type Remediation struct {
	Text    string
	CLI     string // shell commands
	Backout string
}
