package inventory

import "encoding/json"

// Answer is what AWS said to one read operation: raw describe/list JSON with
// the member names of the AWS CLI, all pages merged. It is the one format in.
type Answer struct {
	Scope
	Operation string          // service:Name, such as ec2:DescribeVpcs
	Subject   string          // the id asked about; "" when the call lists
	Body      json.RawMessage // nil when the call failed
	Failure   string          // AWS error code when it failed
	Cut       string          // error code that ended paging early; Body holds the pages before it
	Source    string          // file it came from, "" when live
}

// Origin says where a snapshot came from; it is repeated in every report.
type Origin struct {
	Kind     string   `json:"kind"` // live, saved, demo
	Accounts []string `json:"accounts"`
	Regions  []string `json:"regions"`
	TakenAt  string   `json:"takenAt,omitempty"` // RFC 3339, of the collecting, never of the reading
}

// Gap is one operation that was needed and not (wholly) read.
type Gap struct {
	Scope
	Operation string // service:Name
	Subject   string // "" for a list
	Code      string // AWS error code; NotAsked when a saved source has no answer
}

// NotAsked is the Code of a Gap that no call stands behind.
const NotAsked = "NotAsked"

// Missing says what would fill the gap.
func (g Gap) Missing() Missing {
	what := g.Operation
	if g.Subject != "" {
		what += " of " + g.Subject
	}
	switch {
	case deniedCode(g.Code):
		return Missing{MissingPermission, what}
	case g.Code == NotAsked:
		return Missing{MissingOperation, what + " was not asked"}
	default:
		return Missing{MissingOperation, what + ": " + g.Code}
	}
}

// deniedCode knows the codes by which AWS services refuse a principal.
func deniedCode(code string) bool {
	switch code {
	case "AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AuthorizationError", "NotAuthorized",
		"UnauthorizedException", "ForbiddenException", "AuthFailure":
		return true
	}
	return false
}

// Denied reports whether a permission would fill the gap.
func (g Gap) Denied() bool { return deniedCode(g.Code) }
