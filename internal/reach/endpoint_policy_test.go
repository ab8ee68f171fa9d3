package reach

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"mooring/internal/inventory"
	"mooring/internal/policy"
)

// statements writes a policy document.
func statements(t *testing.T, all ...string) string {
	t.Helper()
	text := `{"Version": "2012-10-17", "Statement": [` + strings.Join(all, ", ") + `]}`
	if _, err := policy.Parse([]byte(text)); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return text
}

func endpointOf(kind, service, document string) *inventory.VPCEndpoint {
	v := &inventory.VPCEndpoint{VPC: "vpc-1", Service: "com.amazonaws.eu-west-1." + service, Type: kind, State: "available", Policy: inventory.Known(document)}
	v.ID, v.Scope = "vpce-1", inventory.Scope{Partition: "aws", Account: "111122223333", Region: "eu-west-1"}
	return v
}

func trainer() asker {
	return asker{
		partition: "aws", account: "111122223333", region: "eu-west-1", roles: "arn:aws:iam::111122223333:role/Trainer",
		names: "read-folder in/train\nwrite-folder out/models",
	}
}

const allowAll = `{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}`

func allowing1(actions, resources, condition string) string {
	return `{"Sid": "Some", "Effect": "Allow", "Principal": "*", "Action": ` + actions + `, "Resource": ` + resources + condition + `}`
}

// TestDecideEndpoint asks one policy for one dependency (pure). E7, P2, P4, M5.
func TestDecideEndpoint(t *testing.T) {
	deny := func(rest string) string { return `{"Sid": "No", "Effect": "Deny", "Principal": "*", ` + rest + `}` }
	where := func(condition string) string { return `, "Condition": {` + condition + `}` }
	someone := asker{}
	anyRole := asker{partition: "aws", account: "111122223333", region: "eu-west-1"}
	for _, test := range []struct {
		name, kind, service string
		document            string
		asker               asker
		want                policy.Outcome
		says                string
	}{
		{"all", "Gateway", "s3", statements(t, allowAll), trainer(), policy.Allowed, ""},
		{"deny all", "Gateway", "s3", statements(t, allowAll, deny(`"Action": "*", "Resource": "*"`)), trainer(), policy.DeniedExplicitly, "statement 2 (No)"},
		{"nothing", "Gateway", "s3", statements(t, allowing1(`"ec2:*"`, `"*"`, "")), trainer(), policy.NotAllowed, "no statement"},
		{"the buckets named", "Gateway", "s3", statements(t, allowing1(`"s3:*"`, `["arn:aws:s3:::in", "arn:aws:s3:::in/*", "arn:aws:s3:::out/*"]`, "")), trainer(), policy.Allowed, ""},
		{"one bucket of two", "Gateway", "s3", statements(t, allowing1(`"s3:*"`, `["arn:aws:s3:::in", "arn:aws:s3:::in/*"]`, "")), trainer(), policy.NotAllowed, "no statement"},
		{"a folder of the bucket", "Gateway", "s3", statements(t, allowing1(`"s3:*"`, `["arn:aws:s3:::in", "arn:aws:s3:::in/train/*", "arn:aws:s3:::out/models/*"]`, "")), trainer(), policy.Allowed, ""},
		{"reading without listing", "Gateway", "s3", statements(t, allowing1(`["s3:GetObject", "s3:PutObject"]`, `"*"`, "")), trainer(), policy.NotAllowed, ""},
		{"its role by condition", "Gateway", "s3", statements(t, allowing1(`"*"`, `"*"`, where(`"ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/Trainer"}`))), trainer(), policy.Allowed, ""},
		{"another role by condition", "Gateway", "s3", statements(t, allowing1(`"*"`, `"*"`, where(`"ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/Other"}`))), trainer(), policy.NotAllowed, ""},
		{"one role by condition, whichever asks", "Gateway", "s3", statements(t, allowing1(`"*"`, `"*"`, where(`"ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/Other"}`))), anyRole, policy.Unknown, "aws:PrincipalArn"},
		{"its account, whoever asks of it", "Interface", "sts", statements(t, allowing1(`"*"`, `"*"`, where(`"StringEquals": {"aws:PrincipalAccount": "111122223333"}`))), anyRole, policy.Allowed, ""},
		{"its account, whoever asks", "Interface", "sts", statements(t, allowing1(`"*"`, `"*"`, where(`"StringEquals": {"aws:PrincipalAccount": "111122223333"}`))), someone, policy.Unknown, "aws:PrincipalAccount"},
		{"all, whoever asks", "Interface", "sts", statements(t, allowAll), someone, policy.Allowed, ""},
		{"deny all, whoever asks", "Interface", "sts", statements(t, allowAll, deny(`"Action": "*", "Resource": "*"`)), someone, policy.DeniedExplicitly, ""},
		{"some buckets, whoever asks", "Gateway", "s3", statements(t, allowing1(`"s3:*"`, `["arn:aws:s3:::in", "arn:aws:s3:::in/*"]`, "")), someone, policy.Unknown, "Resource"},
		{"one role to be taken, whoever asks", "Interface", "sts", statements(t, allowing1(`"sts:*"`, `["*"]`, ""), deny(`"Action": "sts:AssumeRole", "Resource": "arn:aws:iam::111122223333:role/x"`)), someone, policy.Unknown, "Resource"},
		{"an organization that was not read", "Gateway", "s3", statements(t, allowing1(`"*"`, `"*"`, where(`"StringEquals": {"aws:PrincipalOrgID": "o-abc"}`))), trainer(), policy.Unknown, "aws:PrincipalOrgID"},
		{"P2: this endpoint", "Gateway", "s3", statements(t, allowAll, deny(`"Action": "*", "Resource": "*"`+where(`"StringNotEquals": {"aws:SourceVpce": "vpce-1"}`))), trainer(), policy.Allowed, ""},
		{"P2: another endpoint", "Gateway", "s3", statements(t, allowAll, deny(`"Action": "*", "Resource": "*"`+where(`"StringNotEquals": {"aws:SourceVpce": "vpce-2"}`))), trainer(), policy.DeniedExplicitly, ""},
		{"P2: no public address crosses an endpoint", "Gateway", "s3", statements(t, allowing1(`"*"`, `"*"`, where(`"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}`))), trainer(), policy.NotAllowed, ""},
		{"P2: the client's address", "Interface", "sts", statements(t, allowing1(`"*"`, `"*"`, where(`"IpAddress": {"aws:VpcSourceIp": "10.0.0.0/8"}`))), trainer(), policy.Allowed, ""},
		{"P2: half of the client's addresses", "Interface", "sts", statements(t, allowing1(`"*"`, `"*"`, where(`"IpAddress": {"aws:VpcSourceIp": "10.0.1.0/25"}`))), trainer(), policy.Unknown, "aws:VpcSourceIp"},
		{"P3: who owns the endpoint is not settled", "Interface", "sts", statements(t, allowing1(`"*"`, `"*"`, where(`"StringEquals": {"aws:VpceAccount": "111122223333"}`))), trainer(), policy.Unknown, "aws:VpceAccount"},
		{"E7: an account at a gateway is its root user", "Gateway", "s3", statements(t, `{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "*", "Resource": "*"}`), trainer(), policy.NotAllowed, ""},
		{"an account at an interface", "Interface", "sts", statements(t, `{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "*", "Resource": "*"}`), trainer(), policy.Allowed, ""},
		{"one of two actions", "Interface", "sts", statements(t, allowAll, deny(`"Action": "sts:AssumeRole", "Resource": "*"`)), trainer(), policy.DeniedExplicitly, "statement 2 (No)"},
		{"an action that nobody asks for", "Interface", "sts", statements(t, allowAll, deny(`"Action": "sts:GetFederationToken", "Resource": "*"`)), trainer(), policy.Allowed, ""},
		{"an action without a resource", "Interface", "ecr.api", statements(t, allowing1(`"ecr:*"`, `"arn:aws:ecr:eu-west-1:111122223333:repository/*"`, "")), trainer(), policy.NotAllowed, ""},
		{"what a service is asked is not known", "Interface", "studio", statements(t, allowing1(`"*"`, `"*"`, where(`"Bool": {"aws:SecureTransport": "true"}`))), trainer(), policy.Unknown, "what is asked of studio"},
		{"without TLS nothing is asked", "Interface", "sts", statements(t, allowAll, deny(`"Action": "*", "Resource": "*"`+where(`"Bool": {"aws:SecureTransport": "false"}`))), trainer(), policy.Allowed, ""},
		{"no JSON", "Interface", "sts", "{", trainer(), policy.Unknown, "cannot be read"},
	} {
		t.Run(test.name, func(t *testing.T) {
			g := New(inventory.Build(nil, inventory.Origin{}), nil)
			v := endpointOf(test.kind, test.service, test.document)
			s, _ := inventory.ServiceByID(test.service)
			got := g.decideEndpoint(v, s, test.asker, pathKeys{crossing: byEndpoint, endpoint: v, client: prefixes("10.0.1.0/24")[0], region: "eu-west-1"})
			if got.Outcome != test.want {
				t.Errorf("%+v, want %v", got, test.want)
			}
			if text := got.Why + strings.Join(got.Keys, " "); !strings.Contains(text, test.says) {
				t.Errorf("%q does not say %q", text, test.says)
			}
		})
	}
}

// openProof is a network proof with one open gate on each of its paths.
func openProof(network Verdict, paths ...*inventory.VPCEndpoint) *Proof {
	p := &Proof{To: To{ID: "s3", Port: 443, Protocol: "tcp"}, Verdict: network, open: true}
	for _, v := range paths {
		path := Path{Verdict: network}
		if v != nil {
			path.Gates = []Gate{{Kind: inventory.GateEndpointPolicy, Object: []string{v.ID}, Outcome: Unclear, endpoint: v, open: true}}
		}
		p.Paths = append(p.Paths, path)
	}
	p.seal()
	return p
}

// TestApplyPolicy folds what the policies of the paths say into the verdict (pure).
func TestApplyPolicy(t *testing.T) {
	v := func(all ...string) *inventory.VPCEndpoint { return endpointOf("Gateway", "s3", statements(t, all...)) }
	allowed := v(allowing1(`"s3:*"`, `["arn:aws:s3:::in*", "arn:aws:s3:::out*"]`, ""))
	half := v(allowing1(`"s3:*"`, `["arn:aws:s3:::in*"]`, ""))
	denied := v(`{"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"}`)
	unsure := v(allowing1(`"*"`, `"*"`, `, "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-abc"}}`))
	for _, test := range []struct {
		name  string
		proof *Proof
		want  Verdict
	}{
		{"allowed", openProof(VerdictReachable, allowed), VerdictReachable},
		{"some buckets", openProof(VerdictReachable, half), VerdictPartial},
		{"denied", openProof(VerdictReachable, denied), VerdictBlocked},
		{"unknown", openProof(VerdictReachable, unsure), VerdictUnknown},
		{"one of two paths denied", openProof(VerdictReachable, nil, denied), VerdictPartial},
		{"both paths denied", openProof(VerdictReachable, denied, denied), VerdictBlocked},
		{"the network blocks what is allowed", openProof(VerdictBlocked, allowed), VerdictBlocked},
		{"the network blocks what may be allowed", openProof(VerdictBlocked, unsure), VerdictBlocked},
		{"the network is not known and the policy allows", openProof(VerdictUnknown, allowed), VerdictUnknown},
		{"the network is not known and the policy denies", openProof(VerdictUnknown, denied), VerdictBlocked},
		{"the network lets some through and the policy allows", openProof(VerdictPartial, allowed), VerdictPartial},
		{"the network lets some through and the policy denies", openProof(VerdictPartial, denied), VerdictBlocked},
		{"the network lets some through and the policy is not known", openProof(VerdictPartial, unsure), VerdictUnknown},
	} {
		t.Run(test.name, func(t *testing.T) {
			g := New(inventory.Build(nil, inventory.Origin{}), nil)
			before, err := json.Marshal(test.proof)
			if err != nil {
				t.Fatal(err)
			}
			got := g.applyPolicy(test.proof, trainer())
			if got.Verdict != test.want {
				t.Errorf("%s, want %s: %+v", got.Verdict, test.want, got.Paths)
			}
			for _, path := range got.Paths {
				if slices.ContainsFunc(path.Gates, func(gate Gate) bool { return gate.open || gate.Why == "" }) {
					t.Errorf("a gate is still open: %+v", path.Gates)
				}
			}
			if after, _ := json.Marshal(test.proof); string(after) != string(before) {
				t.Error("the network's own proof was changed")
			}
			if g.applyPolicy(test.proof, trainer()) != got {
				t.Error("the same question is answered anew")
			}
		})
	}
}

// TestOnlyOneOfTheAddresses: where the name may give any address, paths that
// fare differently leave it unknown (pure).
func TestOnlyOneOfTheAddresses(t *testing.T) {
	g := New(inventory.Build(nil, inventory.Origin{}), nil)
	p := openProof(VerdictReachable, nil, endpointOf("Gateway", "s3", statements(t, `{"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"}`)))
	p.anyOne = true
	if got := g.applyPolicy(p, trainer()); got.Verdict != VerdictUnknown {
		t.Errorf("any: %s", got.Verdict)
	}
	p.anyOne, p.Paths[0].tied, p.Paths[1].tied = false, 1, 1
	p.seal()
	p.ID += "tied"
	if got := g.applyPolicy(p, trainer()); got.Verdict != VerdictUnknown {
		t.Errorf("tied: %s", got.Verdict)
	}
}

// TestServiceBuckets: what AWS keeps in S3 counts only for those who cannot do
// without it, and is told to the others (pure). E7.
func TestServiceBuckets(t *testing.T) {
	only := endpointOf("Gateway", "s3", statements(t, allowing1(`"s3:*"`, `["arn:aws:s3:::in*", "arn:aws:s3:::out*"]`, "")))
	with := endpointOf("Gateway", "s3", statements(t, allowing1(`"s3:*"`, `["arn:aws:s3:::in*", "arn:aws:s3:::out*", "arn:aws:s3:::prod-eu-west-1-starport-layer-bucket/*"]`, "")))
	ours := endpointOf("Gateway", "s3", statements(t, allowing1(`"s3:*"`, `"*"`, `, "Condition": {"StringEquals": {"aws:PrincipalAccount": "111122223333"}}`)))
	for _, test := range []struct {
		name     string
		endpoint *inventory.VPCEndpoint
		extra    string
		want     Verdict
		note     string
	}{
		{"layers needed and left out", only, "needs layers", VerdictPartial, ""},
		{"layers needed and allowed", with, "needs layers", VerdictReachable, ""},
		{"layers needed, and only our account allowed: AWS signs", ours, "needs layers", VerdictUnknown, ""},
		{"packages left out", only, "likes packages-2023", VerdictReachable, "packages of Amazon Linux 2023 (bucket al2023-repos-eu-west-1-de612dc2) are denied"},
		{"packages, and only our account allowed: nobody signs", ours, "likes packages-2", VerdictReachable, "packages of Amazon Linux 2 (bucket amazonlinux-2-repos-eu-west-1) are denied"},
		{"models of JumpStart", ours, "likes models", VerdictReachable, ""},
		{"models of JumpStart left out", only, "likes models", VerdictReachable, "models of JumpStart (bucket jumpstart-cache-prod-eu-west-1) are denied"},
	} {
		t.Run(test.name, func(t *testing.T) {
			g := New(inventory.Build(nil, inventory.Origin{}), nil)
			a := trainer()
			a.extra = test.extra
			got := g.applyPolicy(openProof(VerdictReachable, test.endpoint), a)
			if got.Verdict != test.want {
				t.Errorf("%s, want %s: %+v", got.Verdict, test.want, got.Paths)
			}
			notes := strings.Join(got.Notes, "\n")
			if test.note == "" && notes != "" || !strings.Contains(notes, test.note) {
				t.Errorf("notes %q, want %q", notes, test.note)
			}
		})
	}
}

// TestUnnamedBuckets: one who names no bucket is judged by what holds for all,
// else by the SDK's own bucket, and says so (pure).
func TestUnnamedBuckets(t *testing.T) {
	a := asker{partition: "aws", account: "111122223333", region: "eu-west-1", more: true, told: true}
	for _, test := range []struct {
		name, statement string
		want            Verdict
		assumed         bool
	}{
		{"all", allowing1(`"s3:*"`, `"*"`, ""), VerdictReachable, false},
		{"the SDK's", allowing1(`"s3:*"`, `"arn:aws:s3:::sagemaker-eu-west-1-111122223333*"`, ""), VerdictReachable, true},
		{"others", allowing1(`"s3:*"`, `"arn:aws:s3:::data*"`, ""), VerdictUnknown, false},
		{"reading alone", allowing1(`["s3:GetObject", "s3:ListBucket"]`, `"*"`, ""), VerdictPartial, false},
		{"none", allowing1(`"sts:*"`, `"*"`, ""), VerdictBlocked, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			g := New(inventory.Build(nil, inventory.Origin{}), nil)
			got := g.applyPolicy(openProof(VerdictReachable, endpointOf("Gateway", "s3", statements(t, test.statement))), a)
			if got.Verdict != test.want || (len(got.Assumptions) > 0) != test.assumed {
				t.Errorf("%s assuming %q, want %s: %+v", got.Verdict, got.Assumptions, test.want, got.Paths)
			}
		})
	}
}
