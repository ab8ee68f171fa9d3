package reach

// PolicyResult is what the policies beside the network say of the requests over
// a path. It never changes the verdict.
type PolicyResult struct {
	Outcome    string `json:"outcome"` // allowed, denied, partial, unknown
	Statements []Gate `json:"statements"`
}

// judgeRequest says what all policies make of the requests; nil where none
// beside the endpoint's was read.
func (g *Engine) judgeRequest(*Proof, asker) *PolicyResult { return nil }
