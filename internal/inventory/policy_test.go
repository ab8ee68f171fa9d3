package inventory

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func policyAnswer(operation, subject, body string) Answer {
	return Answer{Scope: Scope{Partition: "aws", Account: "111122223333"}, Operation: operation, Subject: subject, Body: []byte(body)}
}

// TestBucketPolicy: none is not the same as not read (pure).
func TestBucketPolicy(t *testing.T) {
	home := Scope{Partition: "aws", Account: "111122223333", Region: "eu-west-1"}
	s := Build([]Answer{
		{Scope: home, Operation: "s3:GetBucketPolicy", Subject: "open", Body: []byte(`{"Policy": "{}"}`)},
		{Scope: home, Operation: "s3:GetBucketPolicy", Subject: "bare", Failure: "NoSuchBucketPolicy"},
		{Scope: home, Operation: "s3:GetBucketPolicy", Subject: "gone", Failure: "NoSuchBucket"},
		{Scope: home, Operation: "s3:GetBucketPolicy", Subject: "shut", Failure: "AccessDenied"},
	}, Origin{})
	for bucket, want := range map[string]Value[string]{
		"open": Known("{}"), "bare": Known(""),
		"gone":  Unknown[string](Missing{MissingHop, "the bucket gone, which does not exist"}),
		"shut":  Unknown[string](Missing{MissingPermission, "s3:GetBucketPolicy of shut"}),
		"never": Unknown[string](Missing{MissingOperation, "s3:GetBucketPolicy of never was not asked"}),
	} {
		if got := s.BucketPolicy(home, bucket); got != want {
			t.Errorf("%s: %+v, want %+v", bucket, got, want)
		}
	}
	if gaps := s.Gaps(); len(gaps) == 0 || gaps[len(gaps)-1].Subject == "bare" || !gapOf(gaps, "shut") || gapOf(gaps, "bare") {
		t.Errorf("gaps %+v", gaps)
	}
	if gapOf(s.Gaps(), "") && gapFor(s.Gaps(), "iam:GetAccountAuthorizationDetails") {
		t.Error("what stands beside the verdicts is a gap though nobody asked")
	}
}

func gapOf(gaps []Gap, subject string) bool {
	for _, g := range gaps {
		if g.Operation == "s3:GetBucketPolicy" && g.Subject == subject {
			return true
		}
	}
	return false
}

func gapFor(gaps []Gap, operation string) bool {
	for _, g := range gaps {
		if g.Operation == operation {
			return true
		}
	}
	return false
}

// TestRolePolicies reads the documents as AWS answers them and as the AWS CLI
// writes them; a managed policy whose text was not read leaves all unknown (pure).
func TestRolePolicies(t *testing.T) {
	const role = "arn:aws:iam::111122223333:role/"
	s := Build([]Answer{policyAnswer("iam:GetAccountAuthorizationDetails", "", `{
		"RoleDetailList": [
			{"Arn": "`+role+`a", "RolePolicyList": [{"PolicyName": "x", "PolicyDocument": "%7B%22Statement%22%3A%5B%5D%7D"}, {"PolicyName": "y", "PolicyDocument": {"Statement": []}}],
			 "AttachedManagedPolicies": [{"PolicyArn": "arn:aws:iam::aws:policy/M"}], "PermissionsBoundary": {"PermissionsBoundaryArn": "arn:aws:iam::aws:policy/M"}},
			{"Arn": "`+role+`b", "AttachedManagedPolicies": [{"PolicyArn": "arn:aws:iam::aws:policy/N"}]}],
		"Policies": [{"Arn": "arn:aws:iam::aws:policy/M", "PolicyVersionList": [
			{"VersionId": "v1", "IsDefaultVersion": false, "Document": {"Statement": "old"}}, {"VersionId": "v2", "IsDefaultVersion": true, "Document": {"Statement": "new"}}]}]}`)}, Origin{})
	a, ok := s.RolePolicies(Scope{}, role+"a").Get()
	if !ok {
		t.Fatal(s.RolePolicies(Scope{}, role+"a").Why())
	}
	got, _ := a.Documents.Get()
	if diff := cmp.Diff([]string{`{"Statement":[]}`, `{"Statement": []}`, `{"Statement": "new"}`}, got); diff != "" {
		t.Error(diff)
	}
	if !Is(a.Boundary, `{"Statement": "new"}`) {
		t.Errorf("boundary %+v", a.Boundary)
	}
	b, _ := s.RolePolicies(Scope{}, role+"b").Get()
	if b == nil || b.Documents.Known() || !Is(b.Boundary, "") {
		t.Errorf("a policy whose text is missing: %+v", b)
	}
	if s.RolePolicies(Scope{}, role+"c").Known() {
		t.Error("a role that nobody answered is known")
	}
}

// TestOrganizationPolicies climbs from the account to the root (pure).
func TestOrganizationPolicies(t *testing.T) {
	near := Scope{Partition: "aws", Account: "111122223333", Region: "eu-west-1"}
	answers := []Answer{
		policyAnswer("organizations:DescribeOrganization", "", `{"Organization": {"Id": "o-abc", "MasterAccountId": "444455556666"}}`),
		policyAnswer("organizations:ListParents", "111122223333", `{"Parents": [{"Id": "ou-1", "Type": "ORGANIZATIONAL_UNIT"}]}`),
		policyAnswer("organizations:ListParents", "ou-1", `{"Parents": [{"Id": "r-1", "Type": "ROOT"}]}`),
		policyAnswer("organizations:ListPoliciesForTarget", "111122223333/SERVICE_CONTROL_POLICY", `{"Policies": [{"Id": "p-1"}]}`),
		policyAnswer("organizations:ListPoliciesForTarget", "ou-1/SERVICE_CONTROL_POLICY", `{"Policies": [{"Id": "p-1"}, {"Id": "p-2"}]}`),
		policyAnswer("organizations:ListPoliciesForTarget", "r-1/SERVICE_CONTROL_POLICY", `{"Policies": [{"Id": "p-1"}]}`),
		policyAnswer("organizations:DescribePolicy", "p-1", `{"Policy": {"PolicySummary": {"Name": "all"}, "Content": "{}"}}`),
		policyAnswer("organizations:DescribePolicy", "p-2", `{"Policy": {"PolicySummary": {"Name": "edge"}, "Content": "{ }"}}`),
	}
	s := Build(answers, Origin{})
	o, _ := s.Organization(near).Get()
	if o.Path() != "o-abc/r-1/ou-1/" {
		t.Errorf("path %q", o.Path())
	}
	levels, ok := s.OrganizationPolicies(near, ServiceControlPolicies).Get()
	if !ok || len(levels) != 3 || len(levels[1]) != 2 || levels[1][1].Text != "{ }" {
		t.Errorf("levels %+v", levels)
	}
	if s.OrganizationPolicies(near, ResourceControlPolicies).Known() {
		t.Error("policies of the other kind are known though nobody asked")
	}
	for i := range answers {
		rest := append(append([]Answer{}, answers[:i]...), answers[i+1:]...)
		if Build(rest, Origin{}).OrganizationPolicies(near, ServiceControlPolicies).Known() {
			t.Errorf("known without %s of %s", answers[i].Operation, answers[i].Subject)
		}
	}
	none := Build([]Answer{{Scope: global(near), Operation: "organizations:DescribeOrganization", Failure: "AWSOrganizationsNotInUseException"}}, Origin{})
	if levels, ok := none.OrganizationPolicies(near, ServiceControlPolicies).Get(); !ok || len(levels) != 0 {
		t.Errorf("no organization: %+v %v", levels, ok)
	}
}
