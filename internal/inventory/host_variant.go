package inventory

import (
	"slices"
	"strings"
)

// AnyLabel stands in front of a host name for whatever bucket, account or
// resource a client puts there.
const AnyLabel = "*."

// Queries are the names that clients really ask for: HostNames, with AnyLabel
// in front where clients put a label there.
func (s Service) Queries(partition, region string) []string {
	hosts := s.HostNames(partition, region)
	if s.Labelled {
		for i := range hosts {
			hosts[i] = AnyLabel + hosts[i]
		}
	}
	return hosts
}

// HostVariant is another way in which clients can be told to ask for a service.
type HostVariant string

const (
	VariantFIPS      HostVariant = "fips"      // AWS_USE_FIPS_ENDPOINT
	VariantDualstack HostVariant = "dualstack" // AWS_USE_DUALSTACK_ENDPOINT
	VariantGlobal    HostVariant = "global"    // the name without a Region: AWS_STS_REGIONAL_ENDPOINTS=legacy, old S3 clients
	VariantDash      HostVariant = "dash"      // s3-REGION, as S3 clients asked before 2019
)

// HostVariantNames are all, in the order in which they are listed.
func HostVariantNames() []HostVariant {
	return []HostVariant{VariantFIPS, VariantDualstack, VariantGlobal, VariantDash}
}

// HostVariants are the names that clients ask for when told to use a variant;
// nil where the service has none of that kind in the Region. They may start with
// AnyLabel. Source: botocore, endpoint rule sets.
func (s Service) HostVariants(v HostVariant, partition, region string) []string {
	hosts := s.HostNames(partition, region)
	if s.Endpoint == "" || len(hosts) != 1 {
		return nil
	}
	suffix := "." + region + "." + suffixOf(partition, region)
	name, ok := strings.CutSuffix(hosts[0], suffix)
	if !ok {
		return nil
	}
	var host string
	switch v {
	case VariantFIPS:
		host = s.fips(name, region, suffix)
	case VariantDualstack:
		host = s.dualstack(name, partition, region)
	case VariantGlobal:
		if s.ID == "s3" || s.ID == "sts" {
			host = s.ID + "." + suffixOf(partition, region)
		}
	case VariantDash:
		if s.ID == "s3" {
			host = "s3-" + region + "." + suffixOf(partition, region)
		}
	}
	if host == "" {
		return nil
	}
	if s.Labelled {
		host = AnyLabel + host
	}
	return []string{host}
}

// suffixOf is the DNS suffix of a partition's services.
func suffixOf(partition, region string) string {
	labels := strings.Split(domainOf(partition, region), ".")
	slices.Reverse(labels)
	return strings.Join(labels, ".")
}

// fips exists in the United States and Canada alone (AWS, FIPS endpoints by service).
func (s Service) fips(name, region, suffix string) string {
	if !strings.HasPrefix(region, "us-") && !strings.HasPrefix(region, "ca-") {
		return ""
	}
	switch s.ID {
	case "ecr.api":
		return "ecr-fips" + suffix
	case "ecr.dkr":
		return "dkr.ecr-fips" + suffix
	case "eks":
		return "fips.eks" + suffix
	case "sagemaker.featurestore-runtime":
		return "featurestore-runtime.sagemaker-fips" + suffix
	case "studio", "notebook", "experiments", "codeartifact.repositories", "ssmmessages", "ec2messages":
		return ""
	}
	first, rest, below := strings.Cut(name, ".")
	if below {
		return first + "-fips." + rest + suffix
	}
	return first + "-fips" + suffix
}

func (s Service) dualstack(name, partition, region string) string {
	if suffixOf(partition, region) != "amazonaws.com" {
		return ""
	}
	switch s.ID {
	case "s3":
		return "s3.dualstack." + region + ".amazonaws.com"
	case "ecr.api":
		return "ecr." + region + ".api.aws"
	case "ecr.dkr":
		return "dkr-ecr." + region + ".on.aws"
	case "studio", "notebook", "experiments", "codeartifact.repositories":
		return ""
	}
	return name + "." + region + ".api.aws"
}
