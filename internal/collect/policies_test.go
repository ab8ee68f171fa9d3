package collect

import (
	"strings"
	"testing"
	"time"

	"mooring/internal/inventory"
)

// oneOrganization has the account in a unit below the root, and one policy everywhere.
func oneOrganization() map[string]answerer {
	return map[string]answerer{
		"organizations:DescribeOrganization": ok(`{"Organization":{"Id":"o-abc","MasterAccountId":"444455556666"}}`),
		"organizations:ListParents": func(q request) response {
			parent := `{"Id":"ou-1","Type":"ORGANIZATIONAL_UNIT"}`
			if q.text("ChildId") == "ou-1" {
				parent = `{"Id":"r-1","Type":"ROOT"}`
			}
			return response{200, `{"Parents":[` + parent + `]}`, false}
		},
		"organizations:ListPoliciesForTarget": ok(`{"Policies":[{"Id":"p-1","Type":"SERVICE_CONTROL_POLICY"}]}`),
		"organizations:DescribePolicy":        ok(`{"Policy":{"PolicySummary":{"Id":"p-1"},"Content":"{}"}}`),
	}
}

// The policies of the account, of the unit above it and of the root are read,
// once for all Regions.
func TestSyntheticServerClimbsTheOrganization(t *testing.T) {
	s := start(t, oneOrganization())
	answers, _, err := Run(t.Context(), Options{Regions: []string{"eu-west-1", "us-east-1"}, Timeout: 5 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]bool{}
	for _, a := range answers {
		got[strings.TrimSpace(a.Operation+" "+a.Subject)] = a.Body != nil
	}
	want := []string{"organizations:DescribeOrganization", "organizations:DescribePolicy p-1", "organizations:ListParents 111122223333", "organizations:ListParents ou-1"}
	for _, target := range []string{"111122223333", "ou-1", "r-1"} {
		want = append(want, "organizations:ListPoliciesForTarget "+target+"/"+inventory.ServiceControlPolicies, "organizations:ListPoliciesForTarget "+target+"/"+inventory.ResourceControlPolicies)
	}
	for _, key := range want {
		if !got[key] {
			t.Errorf("%s was not read", key)
		}
	}
	for operation, calls := range map[string]int{"iam:GetAccountAuthorizationDetails": 1, "organizations:DescribeOrganization": 1, "organizations:ListParents": 2, "organizations:ListPoliciesForTarget": 6, "organizations:DescribePolicy": 1} {
		if n := len(s.of(operation)); n != calls {
			t.Errorf("%s was called %d times, want %d", operation, n, calls)
		}
	}
}

// The management account is bound by no policy of its organization.
func TestSyntheticServerManagementAccount(t *testing.T) {
	answers := oneOrganization()
	answers["organizations:DescribeOrganization"] = ok(`{"Organization":{"Id":"o-abc","MasterAccountId":"111122223333"}}`)
	s := start(t, answers)
	collected(t, Options{})
	if n := len(s.of("organizations:ListParents")) + len(s.of("organizations:ListPoliciesForTarget")); n > 0 {
		t.Errorf("%d questions about policies that bind nobody", n)
	}
}

// A bucket's policy comes without any wrapping; that a bucket has none is AWS's
// own error.
func TestSyntheticServerBucketPolicies(t *testing.T) {
	start(t, map[string]answerer{
		"sagemaker:ListTrainingJobs":    ok(`{"TrainingJobSummaries":[{"TrainingJobName":"fit"}]}`),
		"sagemaker:DescribeTrainingJob": ok(`{"TrainingJobName":"fit","OutputDataConfig":{"S3OutputPath":"s3://out/x"},"InputDataConfig":[{"S3Uri":"s3://in/"}],"HyperParameters":{"a":"s3://own/"},"ModelDataUrl":"s3://jumpstart-cache-prod-eu-west-1/m"}`),
		"s3:GetBucketPolicy": func(q request) response {
			if q.text("Bucket") == "out" {
				return response{404, `<?xml version="1.0"?><Error><Code>NoSuchBucketPolicy</Code><Message>no</Message><BucketName>out</BucketName></Error>`, false}
			}
			return response{200, `{"Version":"2012-10-17","Statement":[]}`, false}
		},
	})
	got := collected(t, Options{})
	if a := got["s3:GetBucketPolicy in"]; string(a.Body) != `{"Policy":"{\"Version\":\"2012-10-17\",\"Statement\":[]}"}` || a.Region != "eu-west-1" {
		t.Errorf("policy %s in %q, %s", a.Body, a.Region, a.Failure)
	}
	if a := got["s3:GetBucketPolicy out"]; a.Failure != "NoSuchBucketPolicy" {
		t.Errorf("no policy: %+v", a)
	}
	for _, key := range []string{"s3:GetBucketPolicy own", "s3:GetBucketPolicy jumpstart-cache-prod-eu-west-1"} {
		if _, ok := got[key]; ok {
			t.Errorf("%s was asked", key)
		}
	}
}
