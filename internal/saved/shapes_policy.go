package saved

// policyShapes are documents that decide beside the network. Which bucket,
// account or unit they are of is told by a manifest or file name alone.
func policyShapes() []shape {
	bucket := shape{operation: "s3:GetBucketPolicy", has: []string{"Policy"}, subject: []string{"Bucket"}}
	roles := shape{operation: "iam:GetAccountAuthorizationDetails", has: []string{"RoleDetailList"}}
	organization := shape{operation: "organizations:DescribeOrganization", has: []string{"Id", "MasterAccountId"}}
	content := shape{operation: "organizations:DescribePolicy", has: []string{"PolicySummary", "Content"}, subject: []string{"PolicyId"}}
	return []shape{
		bucket.commonName().wholeName(),
		roles.everywhere(),
		organization.wrappedIn("Organization").everywhere(),
		listed("organizations:ListParents", "Parents", "Id", "Type").askedFor("arn:").commonName().wholeName().everywhere(),
		listed("organizations:ListPoliciesForTarget", "Policies", "Id", "Type").askedFor("arn:").commonName().wholeName().everywhere(),
		content.wrappedIn("Policy").askedFor("p-").wholeName().everywhere(),
	}
}
