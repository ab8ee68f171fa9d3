// Package report is what an audit has to say: the Report value, and its
// formats. Schema 1 of the JSON format is published in schema.json; every other
// format is made from the same value.
package report

import (
	"mooring/internal/cost"
	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// SchemaVersion is the version of the JSON format.
const SchemaVersion = 1

// Report is everything that one audit found. It is built by New, which sorts
// it and computes the summary.
type Report struct {
	Schema      int                     `json:"schema"`
	Tool        Tool                    `json:"tool"`
	Source      inventory.Origin        `json:"source"`
	Assumptions []string                `json:"assumptions"`
	Summary     Summary                 `json:"summary"`
	Gaps        []Gap                   `json:"gaps"`
	Resources   []Resource              `json:"resources"`
	Proofs      map[string]*reach.Proof `json:"proofs"`
	Findings    []Finding               `json:"findings"`
	// Repairs are the changes of the network that are proposed, by id.
	Repairs map[string]*Repair `json:"repairs,omitempty"`

	mends map[mend]string // ids in Repairs
	// SourceArg is the source as a shell takes it, repeated in every command that
	// a report prints: "" for the live account, "demo:switched-off", "'my answers'".
	SourceArg string `json:"-"`
}

// Tool is the program that made the report.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// Summary counts resources that own their settings, and that are no finished
// jobs. One resource may be in several counts; each is at least in one.
type Summary struct {
	Resources int `json:"resources"`
	Moored    int `json:"moored"` // no or filtered internet, nothing stranded, all of it known
	Exposed   int `json:"exposed"`
	Stranded  int `json:"stranded"`
	Partial   int `json:"partial"`
	Unknown   int `json:"unknown"`
	Invalid   int `json:"invalid"`
	Gaps      int `json:"gaps"`
	// Findings counts those that fail or are invalid.
	Findings BySeverity `json:"findings"`
	Waived   int        `json:"waived"`
}

// BySeverity counts findings.
type BySeverity struct {
	Critical int `json:"critical"`
	High     int `json:"high"`
	Medium   int `json:"medium"`
	Low      int `json:"low"`
	Info     int `json:"info"`
}

// Gap is one thing that was needed and not (wholly) read.
type Gap struct {
	Account     string `json:"account"` // "unknown" where nobody says
	Region      string `json:"region"`  // "global" for an operation without Region
	Operation   string `json:"operation"`
	Subject     string `json:"subject,omitempty"`    // id asked about; "" for a list
	Reason      string `json:"reason"`               // AWS error code, or NotAsked
	Permission  string `json:"permission,omitempty"` // IAM action that would fill it
	Consequence string `json:"consequence"`
}

// Resource is one SageMaker resource with its three axes and their reasons.
type Resource struct {
	ID       string              `json:"id"` // ARN, else AWS id, else template address
	Kind     inventory.Kind      `json:"kind"`
	Name     string              `json:"name"`
	ARN      string              `json:"arn,omitempty"`
	Address  string              `json:"address,omitempty"`
	Account  string              `json:"account"`
	Region   string              `json:"region"`
	Tags     map[string]string   `json:"tags"`
	Position *inventory.Position `json:"position,omitempty"`

	// InheritedFrom is the id of the resource that owns the settings.
	InheritedFrom string `json:"inheritedFrom,omitempty"`
	// Finished marks a job that will not run again.
	Finished bool `json:"finished,omitempty"`

	Exposure     reach.Exposure      `json:"exposure"`
	ExposureVia  []string            `json:"exposureVia,omitempty"`
	Function     reach.Function      `json:"function"`
	Decidability reach.Decidability  `json:"decidability"`
	Missing      []inventory.Missing `json:"missing,omitempty"`
	Why          string              `json:"why,omitempty"`
	Stranded     []string            `json:"stranded"`
	Partial      []string            `json:"partial"`
	Placements   []reach.Placed      `json:"placements"`
	Dependencies []Dependency        `json:"dependencies"`
}

// Dependency is the verdict for one thing that a resource needs.
type Dependency struct {
	ID      string              `json:"id"`
	Need    inventory.NeedLevel `json:"need"`
	Reason  string              `json:"reason"`
	Verdict reach.Verdict       `json:"verdict"`
	Proofs  []string            `json:"proofs"` // ids in Report.Proofs
	// Refused says why no repair is proposed, what weighs most first; absent where
	// one is, or where none was searched for.
	Refused []Refused `json:"refused,omitempty"`
}

// Severity says how bad a finding is.
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

// Status is what a check says about a resource.
type Status string

const (
	Fail          Status = "fail"
	Pass          Status = "pass"
	Unknown       Status = "unknown"
	NotApplicable Status = "not-applicable"
	Waived        Status = "waived"
	Invalid       Status = "invalid"
)

// Finding is what one check says about one resource.
type Finding struct {
	ID          string              `json:"id"` // stable between runs
	Check       string              `json:"check"`
	Severity    Severity            `json:"severity"`
	Status      Status              `json:"status"`
	Resource    string              `json:"resource"` // Resource.ID
	Title       string              `json:"title"`
	Because     string              `json:"because"`
	Evidence    []string            `json:"evidence"`
	Remediation Remediation         `json:"remediation"`
	Compliance  map[string][]string `json:"compliance"` // ids by framework
	// Price is the sum of the proposed repairs'; nil where none is proposed.
	Price *cost.Price `json:"price,omitempty"`
	// Proofs are those that a declared intent leans on; ids in Report.Proofs.
	Proofs []string `json:"proofs,omitempty"`
}

// IntentCheck is the check of a finding that a file of intents made.
const IntentCheck = "intent"

// Remediation says in words what would repair a finding, and where that was
// found and proved, what to change.
type Remediation struct {
	Text    string   `json:"text"`
	Changes []string `json:"changes,omitempty"`
	Repairs []string `json:"repairs,omitempty"` // ids in Report.Repairs
}
