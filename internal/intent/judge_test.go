package intent

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"mooring/internal/check"
	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// told is a prover that answers what a test tells it.
type told struct {
	proofs []*reach.Proof
	err    error
	asked  []reach.Goal
}

func (p *told) Query(_ reach.Start, goal reach.Goal) ([]*reach.Proof, error) {
	p.asked = append(p.asked, goal)
	return p.proofs, p.err
}

func proof(v reach.Verdict) *reach.Proof {
	p := &reach.Proof{ID: string(v), Verdict: v, From: reach.From{Subnet: "subnet-0a1"}, Paths: []reach.Path{{Hops: []reach.Hop{{ID: "subnet-0a1", Kind: "subnet"}, {ID: "tgw-0b1", Kind: "transit-gateway"}}}}}
	switch v {
	case reach.VerdictBlocked, reach.VerdictPartial:
		p.Paths[0].Gates = []reach.Gate{{Kind: inventory.GateGroupIngress, Object: []string{"sg-0c1"}, Outcome: reach.Fails, Why: "admits nobody"}}
	case reach.VerdictUnknown:
		p.Paths[0].Gates = []reach.Gate{{Kind: inventory.GateFirewall, Outcome: reach.Unclear, Why: "rules", Missing: &inventory.Missing{Kind: inventory.MissingHop, What: "the firewall's rules"}}}
	}
	return p
}

// nameless is stopped by nothing but a name that is not answered.
func nameless() *reach.Proof {
	return &reach.Proof{ID: "nameless", Verdict: reach.VerdictBlocked, To: reach.To{ID: "git.example.com"}, DNS: reach.DNS{Gates: []reach.Gate{{Kind: inventory.GateDNS, Outcome: reach.Fails}}}}
}

func account(t *testing.T) *inventory.Snapshot {
	t.Helper()
	scope := inventory.Scope{Partition: "aws", Account: "111122223333", Region: "eu-west-1"}
	const arn = "arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/"
	var answers []inventory.Answer
	for operation, body := range map[string]string{
		"sagemaker:ListNotebookInstances": `{"NotebookInstances": [{"NotebookInstanceName": "dev-lab", "NotebookInstanceArn": "` + arn + `dev-lab"}, {"NotebookInstanceName": "prod-lab", "NotebookInstanceArn": "` + arn + `prod-lab"}]}`,
		"tagging:GetResources":            `{"ResourceTagMappingList": [{"ResourceARN": "` + arn + `dev-lab", "Tags": [{"Key": "Environment", "Value": "dev"}]}, {"ResourceARN": "` + arn + `prod-lab", "Tags": [{"Key": "env", "Value": "prod"}]}]}`,
	} {
		answers = append(answers, inventory.Answer{Scope: scope, Operation: operation, Body: json.RawMessage(body)})
	}
	// Whatever else could carry a tag was listed, and there is none.
	for _, gap := range inventory.Build(answers, inventory.Origin{}).Gaps() {
		if op, ok := inventory.OperationByName(gap.Operation); ok && op.Items != "" && gap.Subject == "" {
			answers = append(answers, inventory.Answer{Scope: scope, Operation: gap.Operation, Body: json.RawMessage(`{"` + op.Items + `": []}`)})
		}
	}
	return inventory.Build(answers, inventory.Origin{})
}

// judged is what one line says of dev-lab, whose exposure is given.
func judged(t *testing.T, line string, exposure reach.Exposure, p *told) check.Outcome {
	t.Helper()
	f, err := Parse([]byte("rules: [{name: r, select: {environment: dev}, " + line + "}]"))
	if err != nil {
		t.Fatal(err)
	}
	s := account(t)
	judge, err := NewJudge(f, s, p)
	if err != nil {
		t.Fatal(err)
	}
	var subjects []Subject
	for _, r := range s.Resources() {
		subjects = append(subjects, Subject{r, &reach.Result{Exposure: exposure, ExposureVia: []string{"nat-0d1"}, Missing: []inventory.Missing{{Kind: inventory.MissingHop, What: "nobody said"}}}})
	}
	found, _ := judge.Findings(subjects)
	if len(found) != 1 || !strings.HasSuffix(found[0].Resource, "dev-lab") {
		t.Fatalf("%d findings", len(found))
	}
	return found[0].Outcome
}

// TestStatuses says of every way to answer what a line makes of it (pure, with a
// prover that answers as told).
func TestStatuses(t *testing.T) {
	const must, not, env = "must-reach: [10.9.0.0/16]", "must-not-reach: [10.9.0.0/16]", `must-not-reach: ["environment:prod"]`
	reachable, partial, blocked, open, moot := proof(reach.VerdictReachable), proof(reach.VerdictPartial), proof(reach.VerdictBlocked), proof(reach.VerdictUnknown), proof(reach.VerdictNotApplicable)
	for _, c := range []struct {
		name, line string
		exposure   reach.Exposure
		proofs     []*reach.Proof
		err        error
		want       check.Status
		words      string
	}{
		{"reached from every place", must, "", []*reach.Proof{reachable, reachable}, nil, check.Pass, "from every place"},
		{"one place is blocked", must, "", []*reach.Proof{reachable, blocked}, nil, check.Fail, "sg-0c1: admits nobody"},
		{"in part", must, "", []*reach.Proof{partial}, nil, check.Fail, "cannot reach"},
		{"blocked and unknown", must, "", []*reach.Proof{open, blocked}, nil, check.Fail, "admits nobody"},
		{"unknown", must, "", []*reach.Proof{reachable, open}, nil, check.Unknown, "the firewall's rules"},
		{"no proof at all", must, "", nil, nil, check.Unknown, "nobody said"},
		{"no answer", must, "", nil, errors.New("not answered yet"), check.Unknown, "not answered yet"},
		{"SageMaker's own interface and a private block", must, reach.ExposureDirect, []*reach.Proof{moot}, nil, check.Unknown, "SageMaker owns"},
		{"a service by SageMaker's own interface", "must-reach: [s3]", reach.ExposureDirect, []*reach.Proof{moot}, nil, check.Pass, "SageMaker owns"},

		{"kept apart", not, "", []*reach.Proof{blocked, blocked}, nil, check.Pass, "admits nobody"},
		{"one place gets there", not, "", []*reach.Proof{blocked, reachable}, nil, check.Fail, "by tgw-0b1"},
		{"a part gets there", not, "", []*reach.Proof{partial}, nil, check.Fail, "reaches"},
		{"not known", not, "", []*reach.Proof{blocked, open}, nil, check.Unknown, "the firewall's rules"},
		{"only a name is missing", "must-not-reach: [git.example.com]", "", []*reach.Proof{nameless()}, nil, check.Unknown, "by address"},
		{"nobody proved it", not, "", nil, nil, check.Unknown, "nobody said"},
		{"nobody answers", not, "", nil, errors.New("not answered yet"), check.Unknown, "not answered yet"},
		{"a service by SageMaker's own interface", "must-not-reach: [s3]", reach.ExposureDirect, []*reach.Proof{moot}, nil, check.Fail, "SageMaker owns"},
		{"no code", not, reach.ExposureNotApplicable, []*reach.Proof{moot}, nil, check.NotApplicable, "no code"},

		{"an environment apart", env, "", []*reach.Proof{blocked}, nil, check.Pass, "cannot reach notebook prod-lab"},
		{"an environment in reach", env, "", []*reach.Proof{reachable}, nil, check.Fail, "reaches notebook prod-lab"},
		{"an environment nobody answers for", env, "", nil, errors.New("not answered yet"), check.Unknown, "not answered yet"},

		{"private", "private-only: true", reach.ExposureNone, nil, nil, check.Pass, "no internet destination"},
		{"by NAT", "private-only: true", reach.ExposureNAT, nil, nil, check.Fail, "nat-0d1"},
		{"by an allow-list", "must-not-reach: [internet]", reach.ExposureFiltered, nil, nil, check.Fail, "allow-list"},
		{"nobody knows", "private-only: true", reach.ExposureUnknown, nil, nil, check.Unknown, "nobody said"},
		{"nothing was said", "private-only: true", "", nil, nil, check.Unknown, "nobody said"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := judged(t, c.line, c.exposure, &told{proofs: c.proofs, err: c.err})
			if text := got.Because + " " + strings.Join(got.Evidence, " "); got.Status != c.want || !strings.Contains(text, c.words) {
				t.Errorf("%s: %s; want %s with %q", got.Status, text, c.want, c.words)
			}
		})
	}
}

// Where no port is said, no port may lead to what must not be reached.
func TestMustNotReachAsksForEveryPort(t *testing.T) {
	for line, want := range map[string]reach.Goal{
		"must-not-reach: [10.9.0.0/16]":                              {Protocol: inventory.AllProtocols},
		"must-not-reach: [{to: 10.9.0.0/16, port: 22}]":              {Port: 22},
		"must-not-reach: [{to: 10.9.0.0/16, protocol: udp}]":         {Protocol: inventory.UDP},
		"must-reach: [10.9.0.0/16]":                                  {},
		`must-not-reach: ["environment:prod"]`:                       {Protocol: inventory.AllProtocols},
		`must-not-reach: [{to: "environment:prod", port: 443}]`:      {Port: 443},
		"must-reach: [{to: 10.9.0.0/16, port: 5432, protocol: tcp}]": {Port: 5432, Protocol: inventory.TCP},
	} {
		p := &told{proofs: []*reach.Proof{proof(reach.VerdictBlocked)}}
		judged(t, line, "", p)
		if len(p.asked) != 1 || p.asked[0].Port != want.Port || p.asked[0].Protocol != want.Protocol {
			t.Errorf("%s asks %+v", line, p.asked)
		}
	}
}

// What was not listed may carry any tag, so nobody is kept apart from it.
func TestAnEnvironmentThatWasNotWhollyReadIsUnknown(t *testing.T) {
	s := account(t)
	f, err := Parse([]byte(`rules: [{name: r, must-not-reach: ["environment:moon"]}]`))
	if err != nil {
		t.Fatal(err)
	}
	statuses := func(s *inventory.Snapshot) []check.Status {
		judge, err := NewJudge(f, s, &told{})
		if err != nil {
			t.Fatal(err)
		}
		var out []check.Status
		found, _ := judge.Findings([]Subject{{s.Resources()[0], &reach.Result{}}})
		for _, f := range found {
			out = append(out, f.Status)
		}
		return out
	}
	if got := statuses(s); !slices.Equal(got, []check.Status{check.NotApplicable}) {
		t.Errorf("all was listed: %v", got)
	}
	scope := inventory.Scope{Partition: "aws", Account: "111122223333", Region: "eu-west-1"}
	few := inventory.Build([]inventory.Answer{{Scope: scope, Operation: "sagemaker:ListNotebookInstances", Body: json.RawMessage(`{"NotebookInstances": [{"NotebookInstanceName": "a"}]}`)}}, inventory.Origin{})
	if got := statuses(few); !slices.Equal(got, []check.Status{check.Unknown}) {
		t.Errorf("little was listed: %v", got)
	}
}

func TestSelections(t *testing.T) {
	s := account(t)
	for selection, want := range map[string]string{
		"{}": "dev-lab prod-lab", "{kind: notebook}": "dev-lab prod-lab", "{kind: model}": "", "{name: 'dev-*'}": "dev-lab", "{name: [dev-lab, 'p?od-lab']}": "dev-lab prod-lab",
		"{environment: prod}": "prod-lab", "{tag: {env: prod}}": "prod-lab", "{tag: {env: [dev, prod]}}": "prod-lab", "{account: '111122223333'}": "dev-lab prod-lab",
		"{account: '444455556666'}": "", "{environment: dev, name: 'prod-*'}": "",
	} {
		f, err := Parse([]byte("rules: [{name: r, private-only: true, select: " + selection + "}]"))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range s.Resources() {
			if v := f.selects(f.Rules[0], Subject{r, &reach.Result{}}, s); !inventory.Is(v, false) {
				got = append(got, r.Head().Name)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s selects %v, want %q", selection, got, want)
		}
	}
	// Where a notebook stands was not described: it may be there.
	f, err := Parse([]byte("rules: [{name: r, private-only: true, select: {vpc: vpc-0a1}}]"))
	if err != nil {
		t.Fatal(err)
	}
	if v := f.selects(f.Rules[0], Subject{s.Resources()[0], &reach.Result{}}, s); v.Known() {
		t.Errorf("an undescribed notebook's VPC is known: %+v", v)
	}
}
