package checks

import (
	"fmt"

	"mooring/internal/check"
	"mooring/internal/inventory"
)

func vpcePrivateDNSOff() check.Check {
	return check.Check{
		ID: "vpce-private-dns-off", Severity: check.High, Kinds: ownKinds(),
		Judge: eachBlocked("no path that it needs lacks private DNS", unusedEndpoint),
		Doc: check.Doc{
			Title: "An endpoint is there, but its private DNS is off",
			Description: "Looks at every path that a resource cannot do without and that is blocked on its way out of the VPC. Fails when the VPC has an interface endpoint for the service that no name leads to: " +
				"its private DNS is off, or `enableDnsHostnames` of the VPC is.",
			Rationale: "SDKs ask for the service's public name. Without private DNS that name gives public addresses, and the packet goes past the endpoint that is paid for.",
			Impact:    "From then on all of the VPC uses the endpoint, so its group has to admit everyone who calls the service. Only one endpoint of a service in a VPC can have private DNS.",
			Default:   "The console offers it switched on. Terraform's `private_dns_enabled` is false unless it is set.",
			Audit: check.Audit{
				Console: "VPC > Endpoints: open the endpoint. **Details** > Private DNS names enabled says No when the check fails.",
				CLI:     "aws ec2 describe-vpc-endpoints --filters Name=vpc-id,Values=VPC --query 'VpcEndpoints[].[VpcEndpointId, ServiceName, PrivateDnsEnabled]'\naws ec2 describe-vpc-attribute --vpc-id VPC --attribute enableDnsHostnames",
			},
			Remediation: check.Remediation{
				Text:    "Switch private DNS on. Both DNS attributes of the VPC must be true.",
				CLI:     "aws ec2 modify-vpc-attribute --vpc-id VPC --enable-dns-support '{\"Value\": true}'\naws ec2 modify-vpc-attribute --vpc-id VPC --enable-dns-hostnames '{\"Value\": true}'\naws ec2 modify-vpc-endpoint --vpc-endpoint-id VPCE --private-dns-enabled",
				Backout: "`aws ec2 modify-vpc-endpoint --vpc-endpoint-id VPCE --no-private-dns-enabled`.",
			},
			References: []string{guide("interface-vpc-endpoint"), "AWS PrivateLink Guide, privatelink-access-aws-services", "Amazon VPC User Guide, vpc-dns"},
			Profile:    1,
			Compliance: map[string][]string{},
		},
	}
}

// unusedEndpoint looks for an endpoint that no name leads to. Where a gateway
// endpoint is there too, an interface endpoint without private DNS is as meant.
func unusedEndpoint(p blockedPath) check.Outcome {
	good := check.Passed("no path that it needs lacks private DNS")
	if !p.blockedBeyond() {
		return good
	}
	out := good
	for _, e := range p.endpoints {
		switch {
		case e.Type != "Interface" || !e.Available():
			if e.Type == "Gateway" {
				return good
			}
		case !e.PrivateDNS:
			out = check.Failed(fmt.Sprintf("%s serves %s, but its private DNS is off", e.ID, p.service.Label), e.ID+".PrivateDnsEnabled = false")
			out.Remediation = e.ID + ": switch private DNS on"
		case inventory.Is(p.vpc.DNSHostnames, false):
			out = check.Failed(fmt.Sprintf("%s serves %s, but %s has no DNS host names, so its private DNS does not answer", e.ID, p.service.Label, p.vpc.ID), p.vpc.ID+".enableDnsHostnames = false")
			out.Remediation = p.vpc.ID + ": set enableDnsHostnames to true"
		default:
			return good
		}
	}
	return out
}
