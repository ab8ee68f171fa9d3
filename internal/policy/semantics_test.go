package policy

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	role    = "arn:aws:iam::111122223333:role/service-role/Trainer"
	session = "arn:aws:sts::111122223333:assumed-role/Trainer/job-1"
	object1 = "arn:aws:s3:::data/train/a.csv"
)

func parse(t *testing.T, text string) *Document {
	t.Helper()
	d, err := Parse([]byte(text))
	if err != nil {
		t.Fatalf("parse %s: %v", text, err)
	}
	return d
}

// asJSON writes a test's value into a document's text.
func asJSON(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestOperatorTruthTable is the table of condition operators for a key that is
// there with a good or a bad value, absent, an empty list, or not known.
func TestOperatorTruthTable(t *testing.T) {
	good, bad, none, empty, dark := Known("X"), Known("Y"), Absent(), Known(), Values{}
	five := []Values{good, bad, none, empty, dark}
	const T, F, U = yes, no, maybe
	for _, tt := range []struct {
		operator, value string
		want            [5]truth
	}{
		{"StringEquals", "X", [5]truth{T, F, F, U, U}},
		{"StringNotEquals", "X", [5]truth{F, T, T, U, U}},
		{"StringEqualsIfExists", "X", [5]truth{T, F, T, U, U}},
		{"StringNotEqualsIfExists", "X", [5]truth{F, T, T, U, U}},
		{"StringEqualsIgnoreCase", "x", [5]truth{T, F, F, U, U}},
		{"StringNotEqualsIgnoreCase", "x", [5]truth{F, T, T, U, U}},
		{"StringLike", "?*", [5]truth{T, T, F, U, U}},
		{"StringNotLike", "X*", [5]truth{F, T, T, U, U}},
		{"Null", "true", [5]truth{F, F, T, T, U}},
		{"Null", "false", [5]truth{T, T, F, F, U}},
		{"ForAllValues:StringEquals", "X", [5]truth{T, F, T, T, U}},
		{"ForAllValues:StringNotEquals", "X", [5]truth{F, T, T, T, U}},
		{"ForAnyValue:StringEquals", "X", [5]truth{T, F, F, F, U}},
		{"ForAnyValue:StringNotEquals", "X", [5]truth{F, T, F, F, U}},
		{"ForAllValues:StringEqualsIfExists", "X", [5]truth{T, F, T, T, U}},
		{"ForAnyValue:StringEqualsIfExists", "X", [5]truth{T, F, U, U, U}},
		{"StringEqual", "X", [5]truth{U, U, U, U, U}},
		{"stringequals", "X", [5]truth{U, U, U, U, U}},
		{"NullIfExists", "true", [5]truth{U, U, U, U, U}},
		{"ForAllValues:Null", "true", [5]truth{U, U, U, U, U}},
	} {
		var got [5]truth
		for i, v := range five {
			got[i] = conditionHolds(t, tt.operator, tt.value, v)
		}
		if got != tt.want {
			t.Errorf("%s %s: %v, want %v", tt.operator, tt.value, got, tt.want)
		}
	}
}

// conditionHolds reads a condition's truth off an Allow and a Deny statement.
func conditionHolds(t *testing.T, operator string, value any, v Values) truth {
	t.Helper()
	condition := asJSON(t, map[string]any{operator: map[string]any{"test:Key": value}})
	r := Request{Action: "s3:GetObject", Resource: object1, Context: map[string]Values{"test:key": v}}
	decide := func(effect string) Outcome {
		return parse(t, `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"`+
			map[string]string{"Allow": "", "Deny": `},{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"`}[effect]+
			`,"Condition":`+condition+`}]}`).Decide(r).Outcome
	}
	allow, deny := decide("Allow"), decide("Deny")
	want := map[Outcome]Outcome{Allowed: DeniedExplicitly, NotAllowed: Allowed, Unknown: Unknown}[allow]
	if deny != want {
		t.Errorf("%s: as Allow %v, as Deny %v", condition, allow, deny)
	}
	return map[Outcome]truth{Allowed: yes, NotAllowed: no, Unknown: maybe}[allow]
}

func TestOperatorValues(t *testing.T) {
	for _, tt := range []struct {
		operator string
		policy   any
		request  []string
		want     truth
	}{
		{"StringEquals", []string{"a", "b"}, []string{"b"}, yes},
		{"StringNotEquals", []string{"a", "b"}, []string{"b"}, no},
		{"StringEquals", "a*", []string{"abc"}, no},
		{"StringEquals", "${*}", []string{"*"}, yes},
		{"StringLike", "a${*}", []string{"abc"}, no},
		{"StringLike", "vpce-?", []string{"vpce-1"}, yes},
		{"StringLike", "é?", []string{"éé"}, yes},
		{"StringEquals", "é", []string{"É"}, no},
		{"StringEquals", "a", []string{"a", "a"}, yes},
		{"StringEquals", "a", []string{"a", "b"}, maybe},
		{"ForAllValues:StringEquals", []string{"a", "b"}, []string{"a", "b"}, yes},
		{"ForAllValues:StringEquals", []string{"a", "b"}, []string{"a", "c"}, no},
		{"ForAllValues:StringEquals", "a", []string{""}, maybe},
		{"ForAnyValue:StringEquals", "a", []string{"a", "c"}, yes},
		{"ForAnyValue:StringNotEquals", []string{"a", "b"}, []string{"a", "b"}, no},
		{"ForAnyValue:StringNotEquals", []string{"a", "b"}, []string{"a", "c"}, yes},
		{"Bool", true, []string{"true"}, yes},
		{"Bool", "False", []string{"false"}, yes},
		{"Bool", "no", []string{"false"}, maybe},
		{"NumericEquals", 10, []string{"10.0"}, yes},
		{"NumericLessThan", "10", []string{"9"}, yes},
		{"NumericLessThan", "10", []string{"10"}, no},
		{"NumericLessThanEquals", "10", []string{"10"}, yes},
		{"NumericGreaterThan", "-1", []string{"0"}, yes},
		{"NumericGreaterThanEquals", "90071992547409931", []string{"90071992547409930"}, no},
		{"NumericNotEquals", "10", []string{"11"}, yes},
		{"NumericEquals", "ten", []string{"10"}, maybe},
		{"NumericEquals", "1e2", []string{"100"}, maybe},
		{"DateLessThan", "2026-01-02T00:00:00Z", []string{"2026-01-01T23:59:59Z"}, yes},
		{"DateGreaterThan", "2026-01-02", []string{"2026-01-01T23:59:59Z"}, no},
		{"DateEquals", "2026-01-01T01:00:00+01:00", []string{"2026-01-01T00:00:00Z"}, yes},
		{"DateEquals", "1767225600", []string{"2026-01-01T00:00:00Z"}, yes},
		{"DateEquals", "2026", []string{"2026-01-01T00:00:00Z"}, maybe},
		{"DateNotEquals", "soon", []string{"2026-01-01T00:00:00Z"}, maybe},
		{"IpAddress", "203.0.113.0/24", []string{"203.0.113.9"}, yes},
		{"IpAddress", "203.0.113.7/24", []string{"203.0.113.9"}, yes},
		{"IpAddress", "203.0.113.9", []string{"203.0.113.9"}, yes},
		{"IpAddress", "0.0.0.0/0", []string{"203.0.113.9"}, yes},
		{"IpAddress", "0.0.0.0/0", []string{"2001:db8::1"}, no},
		{"NotIpAddress", "203.0.113.0/24", []string{"203.0.113.9"}, no},
		{"NotIpAddress", "203.0.113.0/24", []string{"198.51.100.1"}, yes},
		{"IpAddress", "2001:DB8::/32", []string{"2001:db8:0:0::1"}, yes},
		{"IpAddress", "10.0.0.0/16", []string{"10.0.1.0/24"}, yes},
		{"IpAddress", "10.0.1.0/25", []string{"10.0.1.0/24"}, maybe},
		{"IpAddress", "10.0.2.0/24", []string{"10.0.1.0/24"}, no},
		{"NotIpAddress", "10.0.0.0/33", []string{"10.0.1.1"}, maybe},
		{"BinaryEquals", "QmluYXJ5", []string{"QmluYXJ5"}, yes},
		{"BinaryEquals", "QmluYXJ5", []string{"QmluYXJ6"}, no},
		{"BinaryEquals", "!", []string{"QmluYXJ6"}, maybe},
		{"ArnLike", "arn:aws:iam::*:role/service-role/*", []string{role}, yes},
		{"ArnEquals", "arn:aws:iam::111122223333:role/*", []string{role}, yes},
		{"ArnLike", "arn:aws:iam:*:role/x", []string{"arn:aws:iam::111122223333:role/x"}, maybe},
		{"ArnLike", "arn:aws:*:*:*:x", []string{"arn:aws:iam::111122223333:role:x"}, no},
		{"ArnNotLike", "arn:aws:iam::444455556666:*", []string{role}, yes},
		{"ArnLike", "arn:aws:iam::111122223333:*", []string{"no ARN"}, no},
		{"ArnLike", "*", []string{role}, maybe},
		{"StringEquals", []string{}, []string{"a"}, maybe},
	} {
		if got := conditionHolds(t, tt.operator, tt.policy, Known(tt.request...)); got != tt.want {
			t.Errorf("%s %v against %v: %v, want %v", tt.operator, tt.policy, tt.request, got, tt.want)
		}
	}
}

func TestPolicyVariables(t *testing.T) {
	team := map[string]Values{"aws:principaltag/team": Known("nlp"), "aws:userid": Known("a*"), "aws:tagkeys": Known("a", "b"), "aws:sourcevpc": Absent()}
	for _, tt := range []struct {
		name, element, resource string
		want                    Outcome
	}{
		{"in a resource", `"Resource":"arn:aws:s3:::data/${aws:PrincipalTag/Team}/*"`, "arn:aws:s3:::data/nlp/x", Allowed},
		{"of another", `"Resource":"arn:aws:s3:::data/${aws:PrincipalTag/Team}/*"`, "arn:aws:s3:::data/vision/x", NotAllowed},
		{"a star in a value is a star", `"Resource":"arn:aws:s3:::${aws:userid}"`, "arn:aws:s3:::abc", NotAllowed},
		{"not known", `"Resource":"arn:aws:s3:::data/${aws:PrincipalTag/Who}/*"`, "arn:aws:s3:::data/nlp/x", Unknown},
		{"several values", `"Resource":"arn:aws:s3:::data/${aws:TagKeys}"`, "arn:aws:s3:::data/a", Unknown},
		{"absent", `"Resource":"arn:aws:s3:::data/${aws:SourceVpc}"`, "arn:aws:s3:::data/a", NotAllowed},
		{"absent in its opposite", `"NotResource":"arn:aws:s3:::data/${aws:SourceVpc}"`, "arn:aws:s3:::data/a", Unknown},
		{"absent with a default", `"Resource":"arn:aws:s3:::data/${aws:SourceVpc, 'none'}"`, "arn:aws:s3:::data/none", Allowed},
		{"default without quotes", `"Resource":"arn:aws:s3:::data/${aws:SourceVpc, none}"`, "arn:aws:s3:::data/none", Unknown},
		{"not closed", `"Resource":"arn:aws:s3:::data/${aws:SourceVpc"`, "arn:aws:s3:::data/none", Unknown},
		{"a dollar", `"Resource":"arn:aws:s3:::data/${$}"`, "arn:aws:s3:::data/$", Allowed},
		{"in a condition", `"Resource":"*","Condition":{"StringEquals":{"aws:userid":"${aws:userid}"}}`, "arn:aws:s3:::data", Allowed},
		{"in an ARN", `"Resource":"*","Condition":{"ArnEquals":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/service-role/${aws:PrincipalTag/role, 'Trainer'}"}}`, "arn:aws:s3:::data", Unknown},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := parse(t, `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*",`+tt.element+`}}`)
			r := Request{Action: "s3:GetObject", Resource: tt.resource, Principal: PrincipalOf(role), Context: team}
			if got := d.Decide(r); got.Outcome != tt.want {
				t.Errorf("%+v, want %v", got, tt.want)
			}
		})
	}
	old := parse(t, `{"Version":"2008-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"${aws:userid}"}}`)
	if got := old.Decide(Request{Resource: "${aws:userid}", Context: team}).Outcome; got != Allowed {
		t.Errorf("version 2008-10-17 has no variables, but its text is %v", got)
	}
}

func TestElements(t *testing.T) {
	for _, tt := range []struct {
		name, statement, action, resource string
		want                              Outcome
	}{
		{"action in any case", `"Action":"S3:getobject","Resource":"*"`, "s3:GetObject", object1, Allowed},
		{"action with wildcards", `"Action":"s3:Get?bject*","Resource":"*"`, "s3:GetObject", object1, Allowed},
		{"another service", `"Action":"s3:*","Resource":"*"`, "sts:GetCallerIdentity", "", NotAllowed},
		{"service with wildcards", `"Action":"s*:GetObject","Resource":"*"`, "s3:GetObject", object1, Unknown},
		{"not an action", `"NotAction":"s3:Delete*","Resource":"*"`, "s3:GetObject", object1, Allowed},
		{"not that action", `"NotAction":["s3:Get*","s3:Put*"],"Resource":"*"`, "s3:GetObject", object1, NotAllowed},
		{"resource in its case", `"Action":"*","Resource":"arn:aws:s3:::Data/*"`, "s3:GetObject", object1, NotAllowed},
		{"bucket is not its objects", `"Action":"*","Resource":"arn:aws:s3:::data"`, "s3:GetObject", object1, NotAllowed},
		{"not a resource", `"Action":"*","NotResource":"arn:aws:s3:::data/*"`, "s3:GetObject", object1, NotAllowed},
		{"another resource", `"Action":"*","NotResource":"arn:aws:s3:::logs/*"`, "s3:GetObject", object1, Allowed},
		{"star at the end", `"Action":"*","Resource":"arn:aws:s3:*"`, "s3:GetObject", object1, Allowed},
		{"star across a colon", `"Action":"*","Resource":"arn:aws:s*:data/train/a.csv"`, "s3:GetObject", object1, Unknown},
		{"star inside segments", `"Action":"*","Resource":"arn:a*s:s*3:::data/*"`, "s3:GetObject", "arn:axs:s33:::data/x", Allowed},
		{"short", `"Action":"*","Resource":"arn:aws:s3"`, "s3:GetObject", object1, Unknown},
		{"no resource", `"Action":"*","Resource":"*"`, "s3:ListAllMyBuckets", "", Allowed},
		{"no resource, some listed", `"Action":"*","Resource":"arn:aws:s3:::*"`, "s3:ListAllMyBuckets", "", NotAllowed},
		{"set of resources", `"Action":"*","Resource":"arn:aws:s3:::data/*"`, "s3:GetObject", "arn:aws:s3:::data/train/*", Allowed},
		{"set partly covered", `"Action":"*","Resource":"arn:aws:s3:::data/train/*"`, "s3:GetObject", "arn:aws:s3:::data/*", Unknown},
		{"set not covered", `"Action":"*","Resource":"arn:aws:s3:::logs/*"`, "s3:GetObject", "arn:aws:s3:::data/*", NotAllowed},
		{"set of actions", `"Action":"s3:Get*","Resource":"*"`, "s3:GetObject*", object1, Allowed},
		{"set partly allowed", `"Action":"s3:GetObject","Resource":"*"`, "s3:GetObject*", object1, Unknown},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := parse(t, `{"Statement":[{"Effect":"Allow",`+tt.statement+`}]}`)
			if got := d.Decide(Request{Action: tt.action, Resource: tt.resource}); got.Outcome != tt.want {
				t.Errorf("%+v, want %v", got, tt.want)
			}
		})
	}
}

func TestPrincipals(t *testing.T) {
	trainer, other := PrincipalOf(role), PrincipalOf("arn:aws:iam::444455556666:role/Trainer")
	run := Session(role, session)
	user := PrincipalOf("arn:aws:iam::111122223333:user/ana")
	root := PrincipalOf("arn:aws:iam::111122223333:root")
	sagemaker := Service("sagemaker.amazonaws.com")
	for _, tt := range []struct {
		name, principal string
		who             Principal
		want            Outcome
	}{
		{"anyone", `"Principal":"*"`, Principal{}, Allowed},
		{"anyone unsigned", `"Principal":{"AWS":"*"}`, Anonymous(), Allowed},
		{"role", `"Principal":{"AWS":"` + role + `"}`, trainer, Allowed},
		{"role of its session", `"Principal":{"AWS":"` + role + `"}`, run, Allowed},
		{"role of the same name elsewhere", `"Principal":{"AWS":"` + role + `"}`, other, NotAllowed},
		{"role and an unsigned one", `"Principal":{"AWS":"` + role + `"}`, Anonymous(), NotAllowed},
		{"role and a service", `"Principal":{"AWS":"` + role + `"}`, sagemaker, NotAllowed},
		{"role and anyone", `"Principal":{"AWS":"` + role + `"}`, Principal{}, Unknown},
		{"role and its account", `"Principal":{"AWS":"` + role + `"}`, AnyoneOf("111122223333"), Unknown},
		{"role and another account", `"Principal":{"AWS":"` + role + `"}`, AnyoneOf("444455556666"), NotAllowed},
		{"account by number", `"Principal":{"AWS":["111122223333"]}`, run, Allowed},
		{"account by root", `"Principal":{"AWS":"arn:aws:iam::111122223333:root"}`, user, Allowed},
		{"all of the account", `"Principal":{"AWS":"111122223333"}`, AnyoneOf("111122223333"), Allowed},
		{"session", `"Principal":{"AWS":"` + session + `"}`, run, Allowed},
		{"session of an unknown one", `"Principal":{"AWS":"` + session + `"}`, trainer, Unknown},
		{"session and another's", `"Principal":{"AWS":"` + session + `"}`, Session(role, session+"1"), NotAllowed},
		{"unique id", `"Principal":{"AWS":"AROAEXAMPLE"}`, trainer, Unknown},
		{"part of a name", `"Principal":{"AWS":"arn:aws:iam::111122223333:role/T*"}`, trainer, Unknown},
		{"service", `"Principal":{"Service":["ec2.amazonaws.com","sagemaker.amazonaws.com"]}`, sagemaker, Allowed},
		{"another service", `"Principal":{"Service":"ec2.amazonaws.com"}`, sagemaker, NotAllowed},
		{"service and a role", `"Principal":{"Service":"ec2.amazonaws.com"}`, trainer, NotAllowed},
		{"federated", `"Principal":{"Federated":"accounts.google.com"}`, Federated("accounts.google.com"), Allowed},
		{"canonical user", `"Principal":{"CanonicalUser":"79a5"}`, trainer, Unknown},
		{"not a principal", `"NotPrincipal":{"AWS":"` + role + `"}`, other, Allowed},
		{"not this session", `"NotPrincipal":{"AWS":["` + role + `","` + session + `","111122223333"]}`, run, NotAllowed},
		{"not this role, half listed", `"NotPrincipal":{"AWS":"` + role + `"}`, run, Unknown},
		{"not this user", `"NotPrincipal":{"AWS":["arn:aws:iam::111122223333:user/ana","111122223333"]}`, user, NotAllowed},
		{"not the root user", `"NotPrincipal":{"AWS":"111122223333"}`, root, NotAllowed},
		{"not the root user, but others", `"NotPrincipal":{"AWS":"111122223333"}`, user, Allowed},
		{"not a service", `"NotPrincipal":{"Service":"sagemaker.amazonaws.com"}`, sagemaker, NotAllowed},
		{"not anyone", `"NotPrincipal":"*"`, trainer, NotAllowed},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := parse(t, `{"Statement":{"Effect":"Allow",`+tt.principal+`,"Action":"*","Resource":"*"}}`)
			if got := d.Decide(Request{Action: "s3:GetObject", Resource: object1, Principal: tt.who}); got.Outcome != tt.want {
				t.Errorf("%+v, want %v", got, tt.want)
			}
		})
	}
}

// TestDecision shows the whole answer: the statement, and what would settle it.
func TestDecision(t *testing.T) {
	bucket := parse(t, `{"Version":"2012-10-17","Statement":[
		{"Sid":"Read","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::data/*"},
		{"Sid":"OnlyEndpoint","Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::data/*","Condition":{"StringNotEquals":{"aws:SourceVpce":"vpce-1"}}}]}`)
	ask := func(action string, vpce Values) Request {
		return Request{Action: action, Resource: object1, Principal: PrincipalOf(role), Context: map[string]Values{"aws:sourcevpce": vpce}}
	}
	for _, tt := range []struct {
		name string
		ask  Request
		want Decision
	}{
		{"through the endpoint", ask("s3:GetObject", Known("vpce-1")), Decision{Outcome: Allowed, Statement: 1, Sid: "Read", Why: "statement 1 (Read) allows it"}},
		{"through NAT", ask("s3:GetObject", Absent()), Decision{Outcome: DeniedExplicitly, Statement: 2, Sid: "OnlyEndpoint", Why: "statement 2 (OnlyEndpoint) denies it", Blocked: true}},
		{"path not known", ask("s3:GetObject", Values{}), Decision{Statement: 2, Sid: "OnlyEndpoint", Why: "statement 2 (OnlyEndpoint) may deny it: depends on aws:SourceVpce", Keys: []string{"aws:SourceVpce"}}},
		{"not granted", ask("s3:PutObject", Known("vpce-1")), Decision{Outcome: NotAllowed, Why: "no statement allows it", Blocked: true}},
		{"blocked either way", ask("s3:PutObject", Values{}), Decision{Statement: 2, Sid: "OnlyEndpoint", Why: "statement 2 (OnlyEndpoint) may deny it, and none allows it: depends on aws:SourceVpce", Keys: []string{"aws:SourceVpce"}, Blocked: true}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, bucket.Decide(tt.ask)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
	all := bucket.DecideAll(ask("", Known("vpce-1")), "s3:GetObject", "s3:PutObject")
	if all.Outcome != NotAllowed || all.Action != "s3:PutObject" {
		t.Errorf("of two actions the worst is %+v", all)
	}
}

func TestParseRefuses(t *testing.T) {
	valid := `{"Version":"2012-10-17","Statement":[{"Sid":"a","Effect":"Allow","Principal":"*","Action":"*","Resource":"*","Condition":{"Bool":{"a:b":[true,1,"x"]}}}]}`
	if _, err := Parse([]byte(valid)); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"nothing":               ``,
		"garbage":               `allow all`,
		"a list":                `[]`,
		"two documents":         valid + valid,
		"not closed":            valid[:len(valid)-1],
		"no statement":          `{}`,
		"statement of text":     `{"Statement":"x"}`,
		"null":                  `{"Statement":null}`,
		"unknown element":       `{"Statement":[],"Extra":1}`,
		"element in lower case": `{"Statement":[{"effect":"Allow","Action":"*","Resource":"*"}]}`,
		"element twice":         `{"Statement":[{"Effect":"Deny","Effect":"Allow","Action":"*","Resource":"*"}]}`,
		"unknown version":       `{"Version":"2012-10-18","Statement":[]}`,
		"version a number":      `{"Version":2012,"Statement":[]}`,
		"unknown effect":        `{"Statement":[{"Effect":"allow","Action":"*","Resource":"*"}]}`,
		"no effect":             `{"Statement":[{"Action":"*","Resource":"*"}]}`,
		"no action":             `{"Statement":[{"Effect":"Allow","Resource":"*"}]}`,
		"empty action":          `{"Statement":[{"Effect":"Allow","Action":[],"Resource":"*"}]}`,
		"action a number":       `{"Statement":[{"Effect":"Allow","Action":1,"Resource":"*"}]}`,
		"action and opposite":   `{"Statement":[{"Effect":"Allow","Action":"*","NotAction":"*","Resource":"*"}]}`,
		"no resource":           `{"Statement":[{"Effect":"Allow","Action":"*"}]}`,
		"principal a name":      `{"Statement":[{"Effect":"Allow","Principal":"111122223333","Action":"*","Resource":"*"}]}`,
		"principal unknown":     `{"Statement":[{"Effect":"Allow","Principal":{"Aws":"*"},"Action":"*","Resource":"*"}]}`,
		"principal empty":       `{"Statement":[{"Effect":"Allow","Principal":{},"Action":"*","Resource":"*"}]}`,
		"condition a list":      `{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":[]}]}`,
		"condition null":        `{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":{"a:b":null}}}]}`,
		"operator twice":        `{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":{"a:b":"1"},"Bool":{"a:c":"1"}}}]}`,
		"key twice":             `{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":{"a:b":"1","A:b":"1"}}}]}`,
		"not UTF-8":             "{\"Statement\":[],\"Id\":\"\xff\"}",
		"nested":                `{"Statement":[{"Effect":"Allow","Action":[[[[[[[[[["*"]]]]]]]]]],"Resource":"*"}]}`,
	} {
		if d, err := Parse([]byte(text)); err == nil {
			t.Errorf("%s: %s is read as %+v", name, text, d)
		}
	}
}

func TestAllowsEverything(t *testing.T) {
	for _, tt := range []struct {
		name, policy string
		want         bool
	}{
		{"AWS's default", `{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}]}`, true},
		{"one statement without a list", `{"Statement":{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}}`, true},
		{"principal AWS", `{"Statement":[{"Action":["*"],"Effect":"Allow","Principal":{"AWS":"*"},"Resource":["*"]}]}`, true},
		{"a second allow", `{"Statement":[{"Action":"s3:*","Effect":"Allow","Principal":"*","Resource":"*"},{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}]}`, true},
		{"one service", `{"Statement":[{"Action":"s3:*","Effect":"Allow","Principal":"*","Resource":"*"}]}`, false},
		{"one account", `{"Statement":[{"Action":"*","Effect":"Allow","Principal":{"AWS":"111122223333"},"Resource":"*"}]}`, false},
		{"a condition", `{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1"}}}]}`, false},
		{"a deny beside it", `{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"},{"Action":"s3:DeleteBucket","Effect":"Deny","Principal":"*","Resource":"*"}]}`, false},
		{"not an action", `{"Statement":[{"NotAction":"s3:*","Effect":"Allow","Principal":"*","Resource":"*"}]}`, false},
		{"not a principal", `{"Statement":[{"Action":"*","Effect":"Allow","NotPrincipal":"*","Resource":"*"}]}`, false},
		{"no principal", `{"Statement":[{"Action":"*","Effect":"Allow","Resource":"*"}]}`, false},
		{"no statement", `{"Statement":[]}`, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := parse(t, tt.policy)
			if got := d.AllowsEverything(); got != tt.want {
				t.Errorf("AllowsEverything = %v, want %v", got, tt.want)
			}
			if anyone := d.Decide(Request{Action: "*", Resource: "*"}); tt.want && anyone.Outcome != Allowed {
				t.Errorf("allows everything, but Decide says %+v", anyone)
			}
		})
	}
}

// TestKeysAreSorted: an unknown names each key once, in order, however often
// the statements name it.
func TestKeysAreSorted(t *testing.T) {
	d := parse(t, `{"Statement":[
		{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*","Condition":{"StringEquals":{"z:z":"1"}}},
		{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*","Condition":{"StringEquals":{"a:a":"1","z:z":"2"}}},
		{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*","Condition":{"Bool":{"m:m":"true"}}}]}`)
	got := d.Decide(Request{Action: "s3:GetObject", Resource: object1}).Keys
	if want := []string{"a:a", "m:m", "z:z"}; !slices.Equal(got, want) {
		t.Errorf("keys %v, want %v", got, want)
	}
}
