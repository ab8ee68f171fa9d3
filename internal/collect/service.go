package collect

import (
	"strings"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/efs"
	"github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	"github.com/aws/aws-sdk-go-v2/service/fsx"
	"github.com/aws/aws-sdk-go-v2/service/networkfirewall"
	"github.com/aws/aws-sdk-go-v2/service/resourcegroupstaggingapi"
	"github.com/aws/aws-sdk-go-v2/service/route53"
	"github.com/aws/aws-sdk-go-v2/service/route53resolver"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

// service is one AWS service as this package talks to it.
type service struct {
	name string // as IAM spells it
	id   string // as the SDK spells it
	json bool   // answers in JSON: kept raw, so that members unknown to the SDK survive
	open func(aws.Config) any
}

func services() []service {
	return []service{
		{"sts", sts.ServiceID, false, func(c aws.Config) any { return sts.NewFromConfig(c) }},
		{"tagging", resourcegroupstaggingapi.ServiceID, true, func(c aws.Config) any { return resourcegroupstaggingapi.NewFromConfig(c) }},
		{"sagemaker", sagemaker.ServiceID, true, func(c aws.Config) any { return sagemaker.NewFromConfig(c) }},
		{"ec2", ec2.ServiceID, false, func(c aws.Config) any { return ec2.NewFromConfig(c) }},
		{"route53", route53.ServiceID, false, func(c aws.Config) any { return route53.NewFromConfig(c) }},
		{"route53resolver", route53resolver.ServiceID, true, func(c aws.Config) any { return route53resolver.NewFromConfig(c) }},
		{"network-firewall", networkfirewall.ServiceID, true, func(c aws.Config) any { return networkfirewall.NewFromConfig(c) }},
		{"elasticloadbalancing", elasticloadbalancingv2.ServiceID, false, func(c aws.Config) any { return elasticloadbalancingv2.NewFromConfig(c) }},
		{"elasticfilesystem", efs.ServiceID, true, func(c aws.Config) any { return efs.NewFromConfig(c) }},
		{"fsx", fsx.ServiceID, true, func(c aws.Config) any { return fsx.NewFromConfig(c) }},
	}
}

// packageNames are the SDK's package names where they are not IAM's.
func packageNames() map[string]string {
	return map[string]string{
		"efs": "elasticfilesystem", "elasticloadbalancingv2": "elasticloadbalancing",
		"networkfirewall": "network-firewall", "resourcegroupstaggingapi": "tagging",
	}
}

func serviceOfPackage(path string) service {
	name := path[strings.LastIndex(path, "/")+1:]
	if iam, ok := packageNames()[name]; ok {
		name = iam
	}
	for _, s := range services() {
		if s.name == name {
			return s
		}
	}
	panic("no service for the package " + path) // the tables are fixed: a test walks them
}

// client is one service in one account and Region. Sharing one between
// accounts would let a throttled account slow down the others.
type client struct {
	service
	api any

	mu     sync.Mutex
	spoke  bool   // it has answered, if only with a refusal
	failed int    // calls that never reached it, as long as it has not
	code   string // of the last of them
}

// patience is how many calls may fail to reach a service that has not answered
// once: a Region without it must not cost a time-out per resource.
const patience = 3

// lost tells the failure of a service that is not there.
func (c *client) lost() (code string, lost bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.code, !c.spoke && c.failed >= patience
}

func (c *client) note(code string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if code == unreachable || code == timedOut {
		c.failed++
		c.code = code
		return
	}
	c.spoke = true
}
