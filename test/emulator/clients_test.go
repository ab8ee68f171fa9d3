package emulator

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/efs"
	"github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	"github.com/aws/aws-sdk-go-v2/service/networkfirewall"
	"github.com/aws/aws-sdk-go-v2/service/route53"
	"github.com/aws/aws-sdk-go-v2/service/route53resolver"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/aws-sdk-go-v2/service/vpclattice"
)

const (
	firstAccount  = "123456789012" // the emulator's own when no role is assumed
	secondAccount = "222233334444"
	firstRegion   = "us-east-1"
	secondRegion  = "eu-west-1"
)

// clients speak to one account and Region of the emulator.
type clients struct {
	account, region string
	ec2             *ec2.Client
	efs             *efs.Client
	route53         *route53.Client
	resolver        *route53resolver.Client
	sagemaker       *sagemaker.Client
	balancers       *elasticloadbalancingv2.Client
	lattice         *vpclattice.Client
	firewall        *networkfirewall.Client
}

func (s *server) config(region string) aws.Config {
	return aws.Config{
		Region:           region,
		Credentials:      credentials.NewStaticCredentialsProvider("test", "test", ""),
		BaseEndpoint:     aws.String(s.url),
		RetryMaxAttempts: 1,
	}
}

// in gives the clients of an account and Region. Any account but the first is
// entered by assuming a role in it.
func (s *server) in(account, region string) (clients, error) {
	config := s.config(region)
	if account != firstAccount {
		out, err := sts.NewFromConfig(config).AssumeRole(context.Background(), &sts.AssumeRoleInput{
			RoleArn: aws.String("arn:aws:iam::" + account + ":role/Seeder"), RoleSessionName: aws.String("seed"),
		})
		if err != nil {
			return clients{}, fmt.Errorf("enter account %s: %w", account, err)
		}
		c := out.Credentials
		config.Credentials = credentials.NewStaticCredentialsProvider(*c.AccessKeyId, *c.SecretAccessKey, *c.SessionToken)
	}
	return clients{
		account, region, ec2.NewFromConfig(config), efs.NewFromConfig(config), route53.NewFromConfig(config), route53resolver.NewFromConfig(config), sagemaker.NewFromConfig(config),
		elasticloadbalancingv2.NewFromConfig(config), vpclattice.NewFromConfig(config), networkfirewall.NewFromConfig(config),
	}, nil
}
