package policy

import "testing"

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
