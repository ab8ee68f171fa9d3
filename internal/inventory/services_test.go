package inventory

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestServiceNames(t *testing.T) {
	tests := []struct {
		id, partition, region string
		endpoints, hosts      []string
	}{
		{"s3", "aws", "eu-west-1", []string{"com.amazonaws.eu-west-1.s3"}, []string{"s3.eu-west-1.amazonaws.com"}},
		{"sagemaker.api", "aws", "us-east-1", []string{"com.amazonaws.us-east-1.sagemaker.api"}, []string{"api.sagemaker.us-east-1.amazonaws.com"}},
		{"sagemaker.runtime", "aws-us-gov", "us-gov-west-1", []string{"com.amazonaws.us-gov-west-1.sagemaker.runtime"}, []string{"runtime.sagemaker.us-gov-west-1.amazonaws.com"}},
		{"sts", "aws-cn", "cn-north-1", []string{"cn.com.amazonaws.cn-north-1.sts", "com.amazonaws.cn-north-1.sts"}, []string{"sts.cn-north-1.amazonaws.com.cn"}},
		{"sts", "", "cn-north-1", []string{"cn.com.amazonaws.cn-north-1.sts", "com.amazonaws.cn-north-1.sts"}, []string{"sts.cn-north-1.amazonaws.com.cn"}},
		{"studio", "aws", "eu-west-1", []string{"aws.sagemaker.eu-west-1.studio"}, []string{"studio.eu-west-1.sagemaker.aws"}},
		{"notebook", "aws", "eu-west-1", []string{"aws.sagemaker.eu-west-1.notebook"}, []string{"notebook.eu-west-1.sagemaker.aws"}},
		{"ecr.dkr", "aws", "eu-west-1", []string{"com.amazonaws.eu-west-1.ecr.dkr"}, []string{"dkr.ecr.eu-west-1.amazonaws.com"}},
		{"codeartifact.api", "aws", "eu-west-1", []string{"com.amazonaws.eu-west-1.codeartifact.api"}, []string{"codeartifact.eu-west-1.amazonaws.com"}},
		{"github", "aws", "eu-west-1", nil, []string{"github.com", "raw.githubusercontent.com"}},
		{"internet", "aws", "eu-west-1", nil, nil},
		{"efs", "aws", "eu-west-1", nil, nil},
	}
	for _, tt := range tests {
		t.Run(tt.id+" "+tt.region, func(t *testing.T) {
			s, ok := ServiceByID(tt.id)
			if !ok {
				t.Fatal("no such service")
			}
			if diff := cmp.Diff(tt.endpoints, s.EndpointNames(tt.region)); diff != "" {
				t.Errorf("endpoint names (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.hosts, s.HostNames(tt.partition, tt.region)); diff != "" {
				t.Errorf("host names (-want +got):\n%s", diff)
			}
		})
	}
}

// A FIPS endpoint answers for the FIPS names only.
func TestFIPSEndpointServesNothingElse(t *testing.T) {
	for _, s := range Services() {
		for _, name := range s.EndpointNames("us-east-1") {
			if strings.Contains(name, "fips") {
				t.Errorf("%s is served by %s", s.ID, name)
			}
		}
	}
}

func TestServiceRowsAreWhole(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range Services() {
		if seen[s.ID] {
			t.Errorf("%s stands twice", s.ID)
		}
		seen[s.ID] = true
		ways := 0
		for _, way := range []bool{s.Endpoint != "", s.Public, s.Inside} {
			if way {
				ways++
			}
		}
		if ways != 1 || (s.Endpoint != "") != (s.Gateway || s.Interface) {
			t.Errorf("%s must be one of: behind an AWS endpoint, public, inside", s.ID)
		}
		if s.Label == "" || s.Why == "" || s.Protocol == "" || s.LastPort < s.Port {
			t.Errorf("%s is not whole: %+v", s.ID, s)
		}
	}
}

// Every need names a service; every service is somebody's need, or says who asks for it.
func TestEveryServiceIsNeeded(t *testing.T) {
	needed := map[string]bool{}
	for _, kind := range allKinds() {
		for _, n := range Needs(kind) {
			if _, ok := ServiceByID(n.Dependency); !ok {
				t.Errorf("%s needs %s, which is no service", kind, n.Dependency)
			}
			needed[n.Dependency] = true
		}
	}
	for _, s := range Services() {
		if needed[s.ID] == (s.User || s.Asked) {
			t.Errorf("%s: needed %v, for users or on demand %v", s.ID, needed[s.ID], s.User || s.Asked)
		}
	}
}

// allKinds are the SageMaker kinds, pipeline steps included.
func allKinds() []Kind {
	kinds := []Kind{KindPipelineStep}
	for _, s := range sagemakerSources() {
		kinds = append(kinds, s.kind)
	}
	slices.Sort(kinds)
	return kinds
}
