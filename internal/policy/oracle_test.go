package policy

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
)

// oracleCase is one draw of test/policyoracle/record.mjs: documents by layer,
// and what an independent simulator answered to requests.
type oracleCase struct {
	Identity []json.RawMessage
	Boundary []json.RawMessage
	Endpoint []json.RawMessage
	Resource json.RawMessage
	SCP, RCP [][]json.RawMessage
	Requests []oracleRequest
}

type oracleRequest struct {
	Principal, Action, Resource, Account string
	Context                              map[string]any
	Answer                               string
}

func readOracle(t *testing.T) []oracleCase {
	t.Helper()
	packed, err := os.ReadFile("testdata/oracle.json.gz")
	if err != nil {
		t.Fatal(err)
	}
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	var out []oracleCase
	if err := json.NewDecoder(r).Decode(&out); err != nil {
		t.Fatal(err)
	}
	return out
}

func (c oracleCase) gates(t *testing.T, account string) Gates {
	g := Gates{
		Identity: Documents(parseAll(t, c.Identity)...), Boundary: Open(), Resource: Documents(), Endpoint: Open(),
		ServiceControl: Open(), ResourceControl: Open(), Account: account,
	}
	if len(c.Boundary) > 0 {
		g.Boundary = Documents(parseAll(t, c.Boundary)...)
	}
	if len(c.Endpoint) > 0 {
		g.Endpoint = Documents(parseAll(t, c.Endpoint)...)
	}
	if c.hasResource() {
		g.Resource = Documents(parseAll(t, []json.RawMessage{c.Resource})...)
	}
	if c.SCP != nil {
		g.ServiceControl = levelsOf(t, c.SCP)
	}
	if c.RCP != nil {
		g.ResourceControl = levelsOf(t, c.RCP)
	}
	return g
}

func (c oracleCase) hasResource() bool { return len(c.Resource) > 0 && string(c.Resource) != "null" }

func parseAll(t *testing.T, texts []json.RawMessage) []*Document {
	var out []*Document
	for _, text := range texts {
		out = append(out, parse(t, string(text)))
	}
	return out
}

func levelsOf(t *testing.T, levels [][]json.RawMessage) Layer {
	var out [][]*Document
	for _, level := range levels {
		out = append(out, parseAll(t, level))
	}
	return Levels(out...)
}

func (r oracleRequest) request() Request {
	out := Request{Action: r.Action, Resource: r.Resource, Context: map[string]Values{}}
	switch {
	case strings.HasPrefix(r.Principal, "arn:aws:sts:"):
		out.Principal = Session("arn:aws:iam::111122223333:role/Trainer", r.Principal)
	case strings.HasPrefix(r.Principal, "arn:"):
		out.Principal = PrincipalOf(r.Principal)
	default:
		out.Principal = Service(r.Principal)
	}
	for _, w := range append(vocabulary(), word{key: "aws:userid"}) {
		out.Context[strings.ToLower(w.key)] = Absent()
	}
	for key, v := range r.Context {
		out.Context[strings.ToLower(key)] = Known(textsOf(v)...)
	}
	return out
}

func textsOf(v any) []string {
	var out []string
	for _, one := range naiveList(v) {
		out = append(out, one.(string))
	}
	return out
}

func (r oracleRequest) outcome() Outcome {
	return map[string]Outcome{"Allowed": Allowed, "ImplicitlyDenied": NotAllowed, "ExplicitlyDenied": DeniedExplicitly}[r.Answer]
}

// openKeys are what AWS leaves open and the cases hold, by what Decision.Keys
// names: there the answer is unknown.
func openKeys() map[string]string {
	return map[string]string{
		"Resource":             "an ARN with a star across segments; an unresolved variable in a NotResource",
		"Principal":            "a NotPrincipal that lists a principal by half; a boundary beside a resource policy",
		"aws:PrincipalArn":     "an ARN pattern without six parts",
		"sagemaker:VolumeSize": "a number that is none",
		"sagemaker:VpcSubnets": "several values under an operator for one",
		"aws:TagKeys":          "several values under an operator for one",
		"aws:SourceVpce":       "an unresolved variable under a negated operator",
		"ForAnyValue…IfExists": "an absent key",
	}
}

func isOpen(key string) bool {
	operator, _, two := strings.Cut(key, " ")
	if two && strings.HasPrefix(operator, "ForAnyValue:") && strings.HasSuffix(operator, "IfExists") {
		key = "ForAnyValue…IfExists"
	}
	return openKeys()[key] != ""
}

// simulatorError is what the simulator does otherwise than AWS's pages say, and where that may show.
type simulatorError struct {
	what  string
	shows func(documents string, r oracleRequest) bool
}

func simulatorErrors() []simulatorError {
	ip := func(r oracleRequest) string { s, _ := r.Context["aws:SourceIp"].(string); return s }
	return []simulatorError{
		{"it shifts by 32 and so takes 0.0.0.0/0 for one address", func(d string, r oracleRequest) bool {
			return strings.Contains(d, `"0.0.0.0/0"`) && strings.Contains(ip(r), ".")
		}},
		{"NotIpAddress of a lone IPv4 address is false to it for any IPv6 address", func(d string, r oracleRequest) bool {
			return strings.Contains(d, `"192.0.2.7"`) && strings.Contains(ip(r), ":")
		}},
		{"${*} is text to it under StringEquals; AWS: a star", func(d string, r oracleRequest) bool {
			return strings.Contains(d, "-${*}") && strings.Contains(asText(r.Context), `-*"`)
		}},
		{"an account in NotPrincipal spares all of it; AWS: its root user", func(d string, _ oracleRequest) bool {
			return strings.Contains(d, "NotPrincipal")
		}},
	}
}

func asText(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// TestAgainstOracle compares with the recorded answers of an independent
// simulator: no difference but where it errs in a way that is listed, and
// unknown only for what is listed as open.
func TestAgainstOracle(t *testing.T) {
	agreed, unknowns, differ := 0, 0, map[string]int{}
	for _, c := range readOracle(t) {
		for _, r := range c.Requests {
			got, want := Combine(c.gates(t, r.Account), r.request()), r.outcome()
			switch {
			case got.Outcome == want, got.Outcome == Unknown && got.Blocked && want != Allowed:
				agreed++
			case got.Outcome == Unknown && !got.Blocked:
				unknowns++
				if !slices.ContainsFunc(got.Keys, isOpen) {
					t.Errorf("%+v is not listed as open, want %v\n%s", got, want, asText(r))
				}
			default:
				differ[c.why(r)]++
				if c.why(r) == "" {
					t.Errorf("%+v, want %v\n%s\n%s", got, want, asText(c), asText(r))
				}
			}
		}
	}
	t.Logf("%d agreed, %d unknown, %v", agreed, unknowns, differ)
	if agreed < 9_000 || unknowns > 1_000 {
		t.Errorf("%d agreed, %d unknown: too little was compared", agreed, unknowns)
	}
	for _, e := range simulatorErrors() {
		if differ[e.what] == 0 {
			t.Errorf("no case shows that %s", e.what)
		}
	}
}

// why finds the listed reason of a difference.
func (c oracleCase) why(r oracleRequest) string {
	c.Requests = nil
	text := asText(c)
	for _, e := range simulatorErrors() {
		if e.shows(text, r) {
			return e.what
		}
	}
	return ""
}
