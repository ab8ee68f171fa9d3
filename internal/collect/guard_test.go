package collect

import (
	"context"
	"errors"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/efs"
	"github.com/aws/aws-sdk-go-v2/service/route53"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

// outside are calls that are not in the table: what they do does not matter.
func outside(ctx context.Context, c aws.Config) map[string]func() error {
	name := aws.String("x")
	return map[string]func() error{
		"create": func() error {
			_, err := ec2.NewFromConfig(c).CreateVpc(ctx, &ec2.CreateVpcInput{CidrBlock: aws.String("10.0.0.0/16")})
			return err
		},
		"delete": func() error {
			_, err := sagemaker.NewFromConfig(c).DeleteNotebookInstance(ctx, &sagemaker.DeleteNotebookInstanceInput{NotebookInstanceName: name})
			return err
		},
		"put": func() error {
			_, err := efs.NewFromConfig(c).PutFileSystemPolicy(ctx, &efs.PutFileSystemPolicyInput{FileSystemId: name, Policy: name})
			return err
		},
		"another list": func() error {
			_, err := route53.NewFromConfig(c).ListHostedZones(ctx, &route53.ListHostedZonesInput{})
			return err
		},
		"a way into a notebook": func() error {
			_, err := sagemaker.NewFromConfig(c).CreatePresignedNotebookInstanceUrl(ctx, &sagemaker.CreatePresignedNotebookInstanceUrlInput{NotebookInstanceName: name})
			return err
		},
		"credentials": func() error {
			_, err := sts.NewFromConfig(c).GetSessionToken(ctx, &sts.GetSessionTokenInput{})
			return err
		},
	}
}

func TestSyntheticServerNeverSeesAWritingCall(t *testing.T) {
	s := start(t, nil)
	base, err := config.LoadDefaultConfig(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	r := &run{allowed: allowList(all(table()))}
	c := r.guarded(base, "eu-west-1")
	for name, call := range outside(t.Context(), c) {
		if err := call(); !errors.Is(err, errNotAllowed) {
			t.Errorf("%s: %v, want it refused", name, err)
		}
	}
	if len(s.called()) != 0 || r.calls != 0 {
		t.Errorf("arrived: %v, counted: %d", s.called(), r.calls)
	}
	_, err = sts.NewFromConfig(c).GetCallerIdentity(t.Context(), &sts.GetCallerIdentityInput{})
	if err != nil || r.calls != 1 || len(s.called()) != 1 {
		t.Errorf("a call of the table gave %v, counted %d, arrived %v", err, r.calls, s.called())
	}
}
