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
		{"star for the Region, of a set", `"Action":"*","Resource":"arn:aws:sagemaker:*:111122223333:training-job/*"`, "sagemaker:StopTrainingJob", "arn:aws:sagemaker:eu-west-1:111122223333:training-job/a*", Allowed},
		{"no resource, a short one listed", `"Action":"*","Resource":"arn:aws:s3*"`, "s3:ListAllMyBuckets", "", NotAllowed},
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

// BenchmarkDecide asks a bucket policy about one object.
func BenchmarkDecide(b *testing.B) {
	d, err := Parse([]byte(`{"Version":"2012-10-17","Statement":[
		{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":["s3:GetObject","s3:PutObject"],"Resource":"arn:aws:s3:::data/*"},
		{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::data/*","Condition":{"StringNotEquals":{"aws:SourceVpce":"vpce-1"}}}]}`))
	if err != nil {
		b.Fatal(err)
	}
	r := Request{Action: "s3:GetObject", Resource: object1, Principal: PrincipalOf(role), Context: map[string]Values{"aws:sourcevpce": Known("vpce-1")}}
	for b.Loop() {
		if d.Decide(r).Outcome != Allowed {
			b.Fatal("not allowed")
		}
	}
}
