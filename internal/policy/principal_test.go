package policy

import "testing"

type naming struct {
	name, principal string
	who             Principal
	want            Outcome
}

func (n naming) test(t *testing.T) {
	d := parse(t, `{"Statement":{"Effect":"Allow",`+n.principal+`,"Action":"*","Resource":"*"}}`)
	if got := d.Decide(Request{Action: "s3:GetObject", Resource: object1, Principal: n.who}); got.Outcome != n.want {
		t.Errorf("%+v, want %v", got, n.want)
	}
}

func TestPrincipal(t *testing.T) {
	trainer, other := PrincipalOf(role), PrincipalOf("arn:aws:iam::444455556666:role/Trainer")
	run, user := Session(role, session), PrincipalOf("arn:aws:iam::111122223333:user/ana")
	sagemaker := Service("sagemaker.amazonaws.com")
	for _, tt := range []naming{
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
	} {
		t.Run(tt.name, tt.test)
	}
}

func TestNotPrincipal(t *testing.T) {
	trainer, other := PrincipalOf(role), PrincipalOf("arn:aws:iam::444455556666:role/Trainer")
	run, user := Session(role, session), PrincipalOf("arn:aws:iam::111122223333:user/ana")
	root := PrincipalOf("arn:aws:iam::111122223333:root")
	sagemaker := Service("sagemaker.amazonaws.com")
	for _, tt := range []naming{
		{"not a principal", `"NotPrincipal":{"AWS":"` + role + `"}`, other, Allowed},
		{"not this session", `"NotPrincipal":{"AWS":["` + role + `","` + session + `","111122223333"]}`, run, NotAllowed},
		{"not this role, half listed", `"NotPrincipal":{"AWS":"` + role + `"}`, run, Unknown},
		{"not this user", `"NotPrincipal":{"AWS":["arn:aws:iam::111122223333:user/ana","111122223333"]}`, user, NotAllowed},
		{"not the root user", `"NotPrincipal":{"AWS":"111122223333"}`, root, NotAllowed},
		{"not the root user, but others", `"NotPrincipal":{"AWS":"111122223333"}`, user, Allowed},
		{"not a service", `"NotPrincipal":{"Service":"sagemaker.amazonaws.com"}`, sagemaker, NotAllowed},
		{"not anyone", `"NotPrincipal":"*"`, trainer, Unknown},
	} {
		t.Run(tt.name, tt.test)
	}
}

// TestAtGateway: a gateway endpoint's policy takes an account for its root user
// (pure).
func TestAtGateway(t *testing.T) {
	role := PrincipalOf("arn:aws:iam::111122223333:role/Trainer").AtGateway()
	for principal, want := range map[string]Outcome{
		`"*"`:                     Allowed,
		`{"AWS": "*"}`:            Allowed,
		`{"AWS": "111122223333"}`: NotAllowed,
		`{"AWS": "arn:aws:iam::111122223333:root"}`:         NotAllowed,
		`{"AWS": "arn:aws:iam::111122223333:role/Trainer"}`: Unknown,
		`{"AWS": "arn:aws:iam::111122223333:role/Other"}`:   NotAllowed,
	} {
		d := parse(t, `{"Statement": {"Effect": "Allow", "Principal": `+principal+`, "Action": "*", "Resource": "*"}}`)
		if got := d.Decide(Request{Action: "s3:GetObject", Resource: "arn:aws:s3:::b/k", Principal: role}); got.Outcome != want {
			t.Errorf("%s: %v, want %v", principal, got.Outcome, want)
		}
	}
}
