package reach

// PolicyResult is what the policies beside the network say of the requests over
// a path. It never changes the verdict.
type PolicyResult struct {
	Outcome    string            `json:"outcome"` // allowed, denied, partial, unknown
	Statements []PolicyStatement `json:"statements"`
}

// PolicyStatement is one policy that decides, or cannot be decided.
type PolicyStatement struct {
	Kind    string   `json:"kind"` // resource-policy, identity-policy, organization-policy, endpoint-policy
	Object  []string `json:"object"`
	Rule    string   `json:"rule,omitempty"`
	Outcome Outcome  `json:"outcome"`
	Why     string   `json:"why"`
}

// judgeRequest says what all policies make of the requests; nil where none
// beside the endpoint's was read.
func (g *Engine) judgeRequest(*Proof, asker) *PolicyResult { return nil }
