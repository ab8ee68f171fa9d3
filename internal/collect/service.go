package collect

import (
	"strings"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/efs"
	"github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	"github.com/aws/aws-sdk-go-v2/service/fsx"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/networkfirewall"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/resourcegroupstaggingapi"
	"github.com/aws/aws-sdk-go-v2/service/route53"
	"github.com/aws/aws-sdk-go-v2/service/route53profiles"
	"github.com/aws/aws-sdk-go-v2/service/route53resolver"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/aws-sdk-go-v2/service/vpclattice"
)

// service is one AWS service as this package talks to it.
type service struct {
	name string // as IAM spells it
	id   string // as the SDK spells it
	json bool   // answers in JSON: kept raw, so that members unknown to the SDK survive
}

func services() []service {
	return []service{
		{"sts", sts.ServiceID, false},
		{"tagging", resourcegroupstaggingapi.ServiceID, true},
		{"sagemaker", sagemaker.ServiceID, true},
		{"ec2", ec2.ServiceID, false},
		{"route53", route53.ServiceID, false},
		{"route53resolver", route53resolver.ServiceID, true},
		{"route53profiles", route53profiles.ServiceID, true},
		{"network-firewall", networkfirewall.ServiceID, true},
		{"elasticloadbalancing", elasticloadbalancingv2.ServiceID, false},
		{"elasticfilesystem", efs.ServiceID, true},
		{"fsx", fsx.ServiceID, true},
		{"vpc-lattice", vpclattice.ServiceID, true},
		{"iam", iam.ServiceID, false},
		{"organizations", organizations.ServiceID, true},
		{"s3", s3.ServiceID, false},
	}
}

// apis are the SDK's clients of one account and Region. They stay typed: a
// client that becomes an interface value brings every one of its methods into
// the program, several hundred in some, once anything in it reflects. The zero
// value serves those who want the table and no answers.
type apis struct {
	sts       *sts.Client
	tagging   *resourcegroupstaggingapi.Client
	sagemaker *sagemaker.Client
	ec2       *ec2.Client
	route53   *route53.Client
	resolver  *route53resolver.Client
	profiles  *route53profiles.Client
	firewall  *networkfirewall.Client
	balancers *elasticloadbalancingv2.Client
	efs       *efs.Client
	fsx       *fsx.Client
	lattice   *vpclattice.Client
	iam       *iam.Client
	units     *organizations.Client
	s3        *s3.Client
}

func openAPIs(c aws.Config) *apis {
	return &apis{
		sts.NewFromConfig(c), resourcegroupstaggingapi.NewFromConfig(c), sagemaker.NewFromConfig(c), ec2.NewFromConfig(c), route53.NewFromConfig(c),
		route53resolver.NewFromConfig(c), route53profiles.NewFromConfig(c), networkfirewall.NewFromConfig(c), elasticloadbalancingv2.NewFromConfig(c), efs.NewFromConfig(c), fsx.NewFromConfig(c),
		vpclattice.NewFromConfig(c), iam.NewFromConfig(c), organizations.NewFromConfig(c),
		// A bucket whose name holds a dot has no certificate as a host.
		s3.NewFromConfig(c, func(o *s3.Options) { o.UsePathStyle = true }),
	}
}

// packageNames are the SDK's package names where they are not IAM's.
func packageNames() map[string]string {
	return map[string]string{
		"efs": "elasticfilesystem", "elasticloadbalancingv2": "elasticloadbalancing",
		"networkfirewall": "network-firewall", "resourcegroupstaggingapi": "tagging", "vpclattice": "vpc-lattice",
	}
}

func serviceOfPackage(path string) service {
	name := path[strings.LastIndex(path, "/")+1:]
	if iam, ok := packageNames()[name]; ok {
		name = iam
	}
	return serviceNamed(name)
}

func serviceNamed(name string) service {
	for _, s := range services() {
		if s.name == name {
			return s
		}
	}
	panic("no service " + name) // the tables are fixed: a test walks them
}

// client is one service in one account and Region. Nothing of it is shared: a
// throttled account must not slow down another.
type client struct {
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
