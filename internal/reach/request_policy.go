package reach

import (
	"slices"
	"strings"

	"mooring/internal/inventory"
	"mooring/internal/policy"
)

// PolicyResult is what the policies beside the network say of the requests over
// a path. It never changes the verdict.
type PolicyResult struct {
	Outcome    string `json:"outcome"`          // allowed, denied, partial, unknown
	Statements []Gate `json:"statements"`       // what decides each request
	Layers     []Gate `json:"layers,omitempty"` // what each kind of policy says of it by itself
}

func (a asker) scope() inventory.Scope {
	return inventory.Scope{Partition: a.partition, Account: a.account, Region: a.region}
}

// judgeRequest says what all policies but the endpoint's make of the requests
// that the network lets through; nil where none of them was asked for.
func (g *Engine) judgeRequest(p *Proof, a asker) *PolicyResult {
	if g.brief || a.account == "" || !g.anyPolicy(a) {
		return nil
	}
	requests, ok := a.usual(p.To.ID)
	if len(requests) == 0 && a.defaultBucket() != "" && p.To.ID == "s3" {
		requests = a.unnamed(a.defaultBucket())
	}
	if !ok || len(requests) == 0 {
		return nil
	}
	out := &PolicyResult{Statements: []Gate{}}
	var t tally
	for _, path := range p.Paths {
		if (path.Verdict != VerdictReachable && path.Verdict != VerdictPartial) || len(path.Hops) == 0 {
			continue
		}
		at := g.keysOf(p, path)
		for _, r := range requests {
			if r.signer == byAsker && !r.line {
				t = t.or(g.judgeOne(out, a, r, at))
			}
		}
	}
	if t == (tally{}) {
		return nil
	}
	out.Outcome = map[Verdict]string{VerdictReachable: "allowed", VerdictBlocked: "denied", VerdictPartial: "partial", VerdictUnknown: "unknown"}[t.some()]
	return out
}

// anyPolicy reports whether policies of the account were asked for at all.
func (g *Engine) anyPolicy(a asker) bool {
	account := inventory.Scope{Partition: a.partition, Account: a.account}
	if g.snapshot.Asked(account, "iam:GetAccountAuthorizationDetails", "") || g.snapshot.Asked(account, "organizations:DescribeOrganization", "") {
		return true
	}
	return slices.ContainsFunc(a.data(), func(r request) bool { return g.snapshot.Asked(a.scope(), "s3:GetBucketPolicy", bucketOf(r.resource)) })
}

// bucketOf is the bucket in an ARN of S3, "" for any other ARN.
func bucketOf(arn string) string {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) != 6 || parts[2] != "s3" {
		return ""
	}
	bucket, _, _ := strings.Cut(parts[5], "/")
	return bucket
}

// judgeOne combines the layers for one request, once for each role.
func (g *Engine) judgeOne(out *PolicyResult, a asker, r request, at pathKeys) tally {
	var t tally
	roles := lines(a.roles)
	if len(roles) == 0 {
		roles = []string{""}
	}
	for _, role := range roles {
		l := g.layersOf(a, r, role)
		who := policy.AnyoneOf(a.account)
		if role != "" {
			who = policy.PrincipalOf(role)
		}
		worst, asked := policy.Verdict{}, policy.Request{}
		for i, action := range r.actions {
			q := policy.Request{Action: action, Resource: r.resourceOf(action), Principal: who, Context: r.context(a, at)}
			got := policy.Combine(l.gates, q)
			got.Action = action
			if i == 0 || rank(said{Decision: got.Decision}.outcome()) > rank(said{Decision: worst.Decision}.outcome()) {
				worst, asked = got, q
			}
		}
		gate := l.gate(said{r, worst.Decision}, worst)
		t = t.add(map[Outcome]Verdict{Passes: VerdictReachable, Fails: VerdictBlocked, Unclear: VerdictUnknown}[gate.Outcome])
		out.Statements = tell(out.Statements, []Gate{gate})
		out.Layers = tell(out.Layers, l.apart(r, asked, gate.Outcome))
	}
	return t
}

// gate tells the verdict as one gate, by the layer that made it.
func (l layers) gate(s said, v policy.Verdict) Gate {
	g := Gate{Kind: kindOf(v.Gate), Object: []string{}, Rule: s.rule(), Outcome: s.outcome()}
	if owner := l.owners[v.Gate]; owner != "" {
		g.Object = []string{owner}
	}
	g.Why = s.subject() + ": " + v.Why
	if name := string(v.Gate); name != "" && !strings.Contains(v.Why, name) {
		g.Why += " (" + name + ")"
	}
	if g.Outcome == Fails && v.Gate == policy.ResourceControl && !controlled(s.Action) {
		g.Outcome, g.Why = Unclear, g.Why+", where such a policy binds the service"
		return g
	}
	if g.Outcome == Unclear && len(l.missing) > 0 {
		var what []string
		for _, u := range l.missing {
			what = append(what, u.why.What)
		}
		// The layers stand in the order in which they are read.
		g.Kind, g.Object, g.Rule = l.missing[0].kind, []string{}, ""
		g.Why = s.subject() + ": not known without " + strings.Join(what, "; ")
	}
	return g
}

// controlled knows services that resource control policies bind (Organizations
// User Guide, orgs_manage_policies_rcps); there are more from year to year.
func controlled(action string) bool {
	service, _, _ := strings.Cut(action, ":")
	return slices.Contains([]string{"s3", "sts", "kms", "secretsmanager", "ecr"}, service)
}
