package policy

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// dice draws documents and requests from small vocabularies, so that they meet.
type dice struct{ *rand.Rand }

func (d dice) one(list ...string) string { return list[d.IntN(len(list))] }

func (d dice) in(n int) bool { return d.IntN(n) == 0 }

// some is one text or a list of up to three.
func (d dice) some(list ...string) any {
	if d.in(2) {
		return d.one(list...)
	}
	out := []string{}
	for range 1 + d.IntN(3) {
		out = append(out, d.one(list...))
	}
	return out
}

func actionPatterns() []string {
	return []string{"*", "s3:*", "s3:Get*", "S3:getobject", "s3:GetObject", "s3:PutObject", "s3:?etObject", "sagemaker:CreateTrainingJob", "sagemaker:*Job", "s3:*Object*"}
}

func resourcePatterns() []string {
	return []string{
		"*", "arn:aws:s3:::data/*", "arn:aws:s3:::data", "arn:aws:s3:::*", "arn:aws:s3:::data/${aws:PrincipalTag/team}/*", "arn:aws:s3:::data/${aws:PrincipalTag/team, 'nlp'}/?.csv",
		"arn:aws:s3:::data/nlp/?.csv", "arn:aws:sagemaker:*:111122223333:training-job/*", "arn:aws:sagemaker:eu-west-1:*:training-job/a", "arn:aws:s3:::data/n*/a${*}",
	}
}

func principalsOf(d dice) any {
	if d.in(3) {
		return "*"
	}
	return map[string]any{
		"AWS":     d.some("*", "111122223333", "arn:aws:iam::444455556666:root", role, "arn:aws:iam::111122223333:user/ana", session, session+"x"),
		"Service": d.some("sagemaker.amazonaws.com", "ec2.amazonaws.com"),
	}
}

// vocabulary of condition keys: operators, policy values, request values.
type word struct {
	key, operators, policy, request string
	many                            bool
}

func vocabulary() []word {
	return []word{
		{"aws:SourceVpce", "StringEquals StringNotEquals StringLike StringNotLike StringEqualsIgnoreCase StringNotEqualsIgnoreCase", "vpce-1 vpce-2 VPCE-1 vpce-* vpce-? ${aws:SourceVpc}", "vpce-1 vpce-2 vpc-1 vpce-*", false},
		{"aws:SourceVpc", "StringEquals StringNotEquals StringLike", "vpc-1 vpc-2 vpc-${*} v*", "vpc-1 vpc-2 vpc-*", false},
		{"aws:PrincipalTag/team", "StringEquals StringNotEquals", "nlp vision", "nlp vision", false},
		{"aws:SourceIp", "IpAddress NotIpAddress", "10.0.0.0/8 10.1.0.0/16 192.0.2.7 2001:db8::/32 2001:db8::1", "10.1.2.3 10.2.3.4 192.0.2.7 2001:db8::1 2001:db8::2", false},
		{"aws:PrincipalArn", "ArnEquals ArnLike ArnNotEquals ArnNotLike", "arn:aws:iam::111122223333:role/* " + role + " arn:aws:iam::*:role/service-role/T* arn:aws:iam::444455556666:*", role + " arn:aws:iam::111122223333:user/ana arn:aws:iam::444455556666:role/x", false},
		{"aws:SecureTransport", "Bool", "true false", "true false", false},
		{"sagemaker:VolumeSize", "NumericEquals NumericNotEquals NumericLessThan NumericLessThanEquals NumericGreaterThan NumericGreaterThanEquals", "5 10 10.5 -1", "5 10 10.5 11", false},
		{"aws:CurrentTime", "DateEquals DateNotEquals DateLessThan DateLessThanEquals DateGreaterThan DateGreaterThanEquals", "2026-01-01T00:00:00Z 2026-06-01T00:00:00Z 2026-01-01T02:00:00+02:00", "2026-01-01T00:00:00Z 2026-03-01T12:00:00Z", false},
		{"sagemaker:VpcSubnets", "StringEquals StringNotEquals StringLike StringNotLike", "subnet-1 subnet-2 subnet-* subnet-${*}", "subnet-1 subnet-2 subnet-3", true},
		{"aws:TagKeys", "StringEquals StringNotEquals StringEqualsIgnoreCase", "team cost TEAM", "team cost owner", true},
	}
}

// listed splits at spaces but those before a variable's default.
func listed(text string) []string {
	list := strings.Fields(strings.ReplaceAll(text, ", '", ",_'"))
	for i := range list {
		list[i] = strings.ReplaceAll(list[i], ",_'", ", '")
	}
	return list
}

func (d dice) conditions() map[string]any {
	out := map[string]any{}
	for range d.IntN(3) {
		w := vocabulary()[d.IntN(len(vocabulary()))]
		operator, policy := d.one(strings.Fields(w.operators)...), w.policy
		if strings.Contains(operator, "Not") {
			// What the opposite of an absent variable is, is open.
			policy = strings.ReplaceAll(policy, "${aws:SourceVpc}", "${aws:SourceVpc, 'vpc-1'}")
		}
		values := d.some(listed(policy)...)
		switch {
		case d.in(6):
			operator, values = "Null", d.one("true", "false")
		case w.many:
			operator = d.one("ForAllValues:", "ForAnyValue:") + operator
		case d.in(4):
			operator += "IfExists"
		}
		keys, ok := out[operator].(map[string]any)
		if !ok {
			keys = map[string]any{}
			out[operator] = keys
		}
		keys[w.key] = values
	}
	return out
}

func (d dice) statement(principal bool) map[string]any {
	s := map[string]any{"Effect": d.one("Allow", "Allow", "Deny")}
	if principal {
		s["Principal"] = principalsOf(d)
	}
	s[d.one("Action", "Action", "Action", "NotAction")] = d.some(actionPatterns()...)
	if d.in(6) {
		// An absent variable in a NotResource is open, so none stands there.
		s["NotResource"] = d.some("arn:aws:s3:::data/*", "arn:aws:s3:::logs/*")
	} else {
		s["Resource"] = d.some(resourcePatterns()...)
	}
	if c := d.conditions(); len(c) > 0 {
		s["Condition"] = c
	}
	return s
}

func (d dice) document(principal bool) string {
	statements := []any{}
	for range 1 + d.IntN(4) {
		statements = append(statements, d.statement(principal))
	}
	text, err := json.Marshal(map[string]any{"Version": "2012-10-17", "Statement": statements})
	if err != nil {
		panic(err)
	}
	return string(text)
}

// request draws a request of which everything is known, for both evaluators.
func (d dice) request() (Request, naiveRequest) {
	n := naiveRequest{
		action:   d.one("s3:GetObject", "s3:PutObject", "s3:ListBucket", "sagemaker:CreateTrainingJob"),
		resource: d.one("arn:aws:s3:::data/nlp/a.csv", "arn:aws:s3:::data/vision/b.csv", "arn:aws:s3:::data", "arn:aws:sagemaker:eu-west-1:111122223333:training-job/a"),
		context:  map[string][]string{},
	}
	r := Request{Action: n.action, Resource: n.resource, Context: map[string]Values{}}
	switch d.IntN(3) {
	case 0:
		n.service = "sagemaker.amazonaws.com"
		r.Principal = Service(n.service)
	case 1:
		n.account, n.arn = "111122223333", "arn:aws:iam::111122223333:user/ana"
		r.Principal = PrincipalOf(n.arn)
	case 2:
		n.account, n.arn, n.session = "111122223333", role, session
		r.Principal = Session(role, session)
	}
	for _, w := range vocabulary() {
		key := strings.ToLower(w.key)
		r.Context[key] = Absent()
		if d.in(3) && (w.key != "aws:PrincipalArn" || n.arn == "") {
			continue
		}
		values := []string{d.one(strings.Fields(w.request)...)}
		if w.key == "aws:PrincipalArn" && n.arn != "" {
			values = []string{n.arn}
		}
		for w.many && d.in(2) {
			values = append(values, d.one(strings.Fields(w.request)...))
		}
		n.context[key], r.Context[key] = values, Known(values...)
	}
	return r, n
}

const seed = 2026

// TestAgainstNaive: documents without what AWS leaves open, and requests of
// which all is known, are decided as the naive evaluator does, none unknown.
func TestAgainstNaive(t *testing.T) {
	d := dice{rand.New(rand.NewPCG(seed, 1))}
	count := map[Outcome]int{}
	for i := range 5_000 {
		text := d.document(d.in(2))
		document := parse(t, text)
		for range 3 {
			r, n := d.request()
			got, want := document.Decide(r), naiveDecide(text, n)
			if got.Outcome.String() != want {
				t.Fatalf("case %d: %+v, want %s\n%s\n%+v", i, got, want, text, n)
			}
			count[got.Outcome]++
		}
	}
	for _, o := range []Outcome{Allowed, NotAllowed, DeniedExplicitly} {
		if count[o] < 1_500 {
			t.Errorf("only %d requests are %v: the cases are too much alike", count[o], o)
		}
	}
}

// forget makes one key that is known unknown.
func (d dice) forget(r Request) Request {
	var known []string
	for key, v := range r.Context {
		if v.state != unknown {
			known = append(known, key)
		}
	}
	slices.Sort(known)
	context := map[string]Values{}
	for key, v := range r.Context {
		context[key] = v
	}
	if len(known) > 0 {
		delete(context, d.one(known...))
	}
	r.Context = context
	return r
}

// TestLessKnownIsNeverOtherwise: forgetting keys, one after another, and at
// last who asks, turns an outcome into unknown or leaves it; a document that
// blocks a request with something unknown blocks it once that is known.
func TestLessKnownIsNeverOtherwise(t *testing.T) {
	d := dice{rand.New(rand.NewPCG(seed, 2))}
	lost := 0
	for range 5_000 {
		text := d.document(true)
		document := parse(t, text)
		r, _ := d.request()
		full := document.Decide(r)
		for step := range 4 {
			r = d.forget(r)
			if step == 3 {
				r.Principal = Principal{}
			}
			got := document.Decide(r)
			if got.Outcome != full.Outcome && got.Outcome != Unknown || got.Blocked && !full.Blocked {
				t.Fatalf("with less known %+v, was %+v\n%s\n%+v", got, full, text, r)
			}
			if got.Outcome == Unknown && len(got.Keys) == 0 {
				t.Fatalf("unknown without a key: %+v\n%s", got, text)
			}
			if got.Outcome != full.Outcome {
				lost++
			}
		}
	}
	if lost < 500 {
		t.Errorf("only %d outcomes were lost: nothing was shown", lost)
	}
}

// TestSettled: an unknown becomes known once its keys are, whatever they are.
func TestSettled(t *testing.T) {
	d := dice{rand.New(rand.NewPCG(seed, 3))}
	settled := 0
	for range 5_000 {
		text := d.document(false)
		document := parse(t, text)
		whole, _ := d.request()
		part := d.forget(d.forget(whole))
		for range len(whole.Context) {
			got := document.Decide(part)
			if got.Outcome != Unknown {
				break
			}
			for _, key := range got.Keys {
				part.Context[strings.ToLower(key)] = whole.Context[strings.ToLower(key)]
			}
			settled++
		}
		if got, want := document.Decide(part), document.Decide(whole); got.Outcome != want.Outcome {
			t.Fatalf("settled %+v, whole %+v\n%s", got, want, text)
		}
	}
	if settled < 200 {
		t.Errorf("only %d steps: nothing was shown", settled)
	}
}

// TestAddingADeny never allows, and adding an Allow never takes one away.
func TestAddingADeny(t *testing.T) {
	d := dice{rand.New(rand.NewPCG(seed, 4))}
	changed := map[string]int{}
	for range 5_000 {
		one := d.statement(true)
		text := d.document(true)
		more := strings.TrimSuffix(text, `],"Version":"2012-10-17"}`) + "," + asJSON(t, one) + `],"Version":"2012-10-17"}`
		r, _ := d.request()
		r = d.forget(d.forget(r))
		before, after := parse(t, text).Decide(r), parse(t, more).Decide(r)
		if before.Outcome != after.Outcome {
			changed[fmt.Sprint(one["Effect"])]++
		}
		switch {
		case one["Effect"] == "Deny" && after.Outcome == Allowed && before.Outcome != Allowed,
			one["Effect"] == "Deny" && before.Blocked && !after.Blocked,
			one["Effect"] == "Allow" && before.Outcome == Allowed && after.Outcome != Allowed,
			before.Outcome == DeniedExplicitly && after.Outcome != DeniedExplicitly:
			t.Fatalf("%+v became %+v by %v\n%s", before, after, one, text)
		}
	}
	if changed["Deny"] < 100 || changed["Allow"] < 100 {
		t.Errorf("changed %v: too little was shown", changed)
	}
}

// TestSetsHoldOfMembers: what is decided of a set of resources, of actions, of
// an account or of anyone holds of each member.
func TestSetsHoldOfMembers(t *testing.T) {
	d := dice{rand.New(rand.NewPCG(seed, 5))}
	decided := 0
	for range 5_000 {
		text := d.document(true)
		document := parse(t, text)
		member, _ := d.request()
		set := member
		if d.in(2) {
			set.Resource = member.Resource[:len(member.Resource)-d.IntN(6)] + "*"
		}
		if d.in(2) {
			set.Action = member.Action[:len(member.Action)-d.IntN(6)] + "*"
		}
		switch {
		case member.Principal.account != "" && d.in(2):
			set.Principal = AnyoneOf(member.Principal.account)
		case d.in(2):
			set.Principal = Principal{}
		}
		got, want := document.Decide(set), document.Decide(member)
		if got.Outcome != Unknown && got.Outcome != want.Outcome || got.Blocked && !want.Blocked {
			t.Fatalf("set %+v, member %+v\n%s\n%+v\n%+v", got, want, text, set, member)
		}
		if got.Outcome != Unknown {
			decided++
		}
	}
	if decided < 500 {
		t.Errorf("only %d sets decided", decided)
	}
}
