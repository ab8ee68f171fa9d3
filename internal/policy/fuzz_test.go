package policy

import (
	"encoding/json"
	"testing"
)

// FuzzParse: no text crashes; what is read is JSON, decides every request with
// a reason or a key, and allows everything only if it allows anyone anything.
func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}`))
	f.Add([]byte(`{"Statement":{"Sid":"a","Effect":"Deny","NotPrincipal":{"AWS":["111122223333"],"Service":"s"},"NotAction":"s3:?","NotResource":"arn:aws:s3:::${aws:userid, 'x'}*","Condition":{"ForAnyValue:StringLikeIfExists":{"aws:TagKeys":["a",1,true]},"Null":{"k":"true"},"IpAddress":{"aws:SourceIp":"::/0"}}}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		d, err := Parse(text)
		if err != nil {
			return
		}
		if !json.Valid(text) {
			t.Errorf("%q is no JSON and is read", text)
		}
		if d.AllowsEverything() && d.Decide(Request{Action: "*", Resource: "*"}).Outcome != Allowed {
			t.Errorf("%q allows everything, but not anyone everything", text)
		}
		context := map[string]Values{"aws:tagkeys": Known("a", ""), "aws:sourceip": Known("10.0.0.0/8"), "k": Absent()}
		for _, r := range []Request{{}, {Action: "s3:GetObject", Resource: object1, Principal: PrincipalOf(role), Context: context}} {
			got := d.Decide(r)
			if got.Why == "" || got.Outcome == Unknown && len(got.Keys) == 0 {
				t.Errorf("%q decides %+v without a reason", text, got)
			}
			if got.Statement > len(d.statements) || got.Outcome != NotAllowed && got.Statement < 1 {
				t.Errorf("%q decides by statement %d", text, got.Statement)
			}
		}
	})
}
