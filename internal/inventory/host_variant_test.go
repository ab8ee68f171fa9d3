package inventory

import "testing"

// TestHostVariants are names as botocore's endpoint rules make them.
func TestHostVariants(t *testing.T) {
	tests := []struct {
		id     string
		kind   HostVariant
		region string
		want   string // "" for none
	}{
		{"s3", VariantFIPS, "us-east-1", "*.s3-fips.us-east-1.amazonaws.com"},
		{"s3", VariantDualstack, "eu-west-1", "*.s3.dualstack.eu-west-1.amazonaws.com"},
		{"s3", VariantGlobal, "eu-west-1", "*.s3.amazonaws.com"},
		{"s3", VariantDash, "eu-west-1", "*.s3-eu-west-1.amazonaws.com"},
		{"s3", VariantFIPS, "eu-west-1", ""},
		{"sts", VariantGlobal, "eu-west-1", "sts.amazonaws.com"},
		{"sts", VariantFIPS, "us-west-2", "sts-fips.us-west-2.amazonaws.com"},
		{"sts", VariantDash, "eu-west-1", ""},
		{"sagemaker.api", VariantFIPS, "us-east-1", "api-fips.sagemaker.us-east-1.amazonaws.com"},
		{"sagemaker.api", VariantDualstack, "eu-west-1", "api.sagemaker.eu-west-1.api.aws"},
		{"sagemaker.runtime", VariantFIPS, "us-east-1", "runtime-fips.sagemaker.us-east-1.amazonaws.com"},
		{"sagemaker.featurestore-runtime", VariantFIPS, "us-east-1", "featurestore-runtime.sagemaker-fips.us-east-1.amazonaws.com"},
		{"ecr.api", VariantFIPS, "us-east-1", "ecr-fips.us-east-1.amazonaws.com"},
		{"ecr.api", VariantDualstack, "eu-west-1", "ecr.eu-west-1.api.aws"},
		{"eks", VariantFIPS, "us-east-1", "fips.eks.us-east-1.amazonaws.com"},
		{"kms", VariantDualstack, "eu-west-1", "kms.eu-west-1.api.aws"},
		{"kms", VariantDualstack, "cn-north-1", ""},
		{"kms", VariantGlobal, "eu-west-1", ""},
		{"studio", VariantFIPS, "us-east-1", ""},
		{"pypi", VariantFIPS, "us-east-1", ""},
		{"efs", VariantFIPS, "us-east-1", ""},
	}
	for _, tt := range tests {
		s, ok := ServiceByID(tt.id)
		if !ok {
			t.Fatal(tt.id)
		}
		got := ""
		if hosts := s.HostVariants(tt.kind, "", tt.region); len(hosts) > 0 {
			got = hosts[0]
		}
		if got != tt.want {
			t.Errorf("%s %s in %s: %q, want %q", tt.id, tt.kind, tt.region, got, tt.want)
		}
	}
}

// TestRecordNames are written in octal where they hold more than letters.
func TestRecordNames(t *testing.T) {
	for in, want := range map[string]string{`\052.a.example`: "*.a.example", "a.example": "a.example", `a\0`: `a\0`, `a\134b`: `a\134b`, `\999`: `\999`} {
		if got := unescaped(in); got != want {
			t.Errorf("%s: %q, want %q", in, got, want)
		}
	}
}
